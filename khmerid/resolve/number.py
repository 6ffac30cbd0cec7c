"""The document number: printed, and in the zone with its check digit."""

from typing import Final

import regex

from khmerid.card import Card
from khmerid.mrz.check_digit import check_digit
from khmerid.mrz.td1 import CheckOutcome
from khmerid.resolve.decoder import decode_number
from khmerid.resolve.misreading import Sight, see
from khmerid.resolve.resolved import Assurance, Resolved, Source
from khmerid.resolve.verdict import Evidence, confirmed, conflicting, weigh
from khmerid.text.cleaning import clean
from khmerid.zone import Zone, is_well_formed

_PRINTED: Final = "0" * 9
_ZONE: Final = "0" * 10  # nine numerals and their check digit
_SUFFIX = regex.compile(r" ?[(\[{][^()\[\]{}]{0,4}[)\]}]?$")


def resolve_number(card: Card) -> Resolved[str]:
    """Choose the number that both sights admit."""
    printed, zone = card.document_number, card.zone.document_number
    both = printed.value is not None and zone.value is not None and is_well_formed(printed)
    both = both and is_well_formed(zone)
    if both:
        same = printed.value == zone.value
        return confirmed(printed, Source.VIZ, Source.MRZ) if same else conflicting(printed, zone)
    sights = _printed_sight(printed.raw), _zone_sight(card.zone)
    if not any(sights):
        return Resolved(value=None, assurance=Assurance.ABSENT, notes=printed.notes)
    candidates = decode_number(*sights)
    sources = tuple(source for source, sight in zip((Source.VIZ, Source.MRZ), sights, strict=True) if sight)
    against = bool(candidates) and _digit_is_against(candidates[0].value, card.zone)
    evidence = Evidence(printed, zone, card.zone.document_number_check, sources)
    return weigh(candidates, evidence, against=against)


def _printed_sight(raw: str | None) -> Sight | None:
    text, _ = clean(raw)
    return see("latin", _PRINTED, _SUFFIX.sub("", text))


def _zone_sight(zone: Zone) -> Sight | None:
    return see("mrz", _ZONE, zone.document_number.raw or "", open_start=not zone.head)


def _digit_is_against(number: str, zone: Zone) -> bool:
    """Tell whether the zone has a numeral for the check digit, and it is not this number's."""
    text = zone.document_number.raw or ""
    return zone.document_number_check is CheckOutcome.CONFLICTS and text[-1] != check_digit(number)
