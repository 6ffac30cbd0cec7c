"""The document number: printed, and in the zone with its check digit."""

from typing import Final

import attrs
import regex

from khmerid.card import Card
from khmerid.card_mrz import CardMrz
from khmerid.misreading.sights import Sight, see, weighed
from khmerid.mrz.check_digit import check_digit
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.resolve.decoder import decode_number
from khmerid.resolve.resolved import Assurance, Resolved, Source
from khmerid.resolve.verdict import Evidence, confirmed, conflicting, sources_of, values_of_clean, weigh
from khmerid.text.cleaning import clean

_PRINTED: Final = "0" * 9
_ZONE: Final = "0" * 10  # nine numerals and their check digit
_SUFFIX = regex.compile(r" ?[(\[{][^()\[\]{}]{0,4}[)\]}]?$")


def resolve_number(card: Card) -> Resolved[str]:
    """Choose the number that all sights admit."""
    printed, zone = card.document_number, card.mrz.document_number
    cards = card.sightings
    clean_values = values_of_clean(
        reading for one in cards for reading in (one.document_number, one.mrz.document_number)
    )
    both = printed.value is not None and zone.value is not None and printed.is_well_formed
    if both and zone.is_well_formed:
        if printed.value != zone.value:
            return conflicting(printed, zone)
        if len(clean_values) == 1:
            return confirmed(printed, Source.VIZ, Source.MRZ)
    of_print = [_printed_sight(one.document_number.raw) for one in cards]
    of_zone = [_zone_sight(one.mrz) for one in cards]
    sights = weighed([*of_print, *of_zone])
    if not sights:
        return Resolved(value=None, assurance=Assurance.ABSENT, notes=printed.notes)
    candidates = decode_number(sights)
    evidence = Evidence(
        printed=printed,
        zone=zone,
        clean=clean_values,
        check=card.mrz.document_number_check,
        sources=sources_of(any(of_print), any(of_zone)),
        characters=sum(len(sight.text) for sight in sights),
    )
    found = weigh(candidates, evidence, against=_digit_is_against(candidates[0].value, card.mrz))
    if found.assurance.is_sure and not any(of_print) and not card.mrz.head:
        notes = (*found.notes, Note(Code.HEAD_LOST))
        return attrs.evolve(found, assurance=Assurance.DOUBTFUL, notes=notes)
    return found


def _printed_sight(raw: str | None) -> Sight | None:
    text, _ = clean(raw)
    return see("latin", _PRINTED, _SUFFIX.sub("", text))


def _zone_sight(zone: CardMrz) -> Sight | None:
    return see("mrz", _ZONE, zone.document_number.raw or "", open_start=not zone.head)


def _digit_is_against(number: str, zone: CardMrz) -> bool:
    """Tell whether the zone has a numeral for the check digit, and it is not this number's."""
    text = zone.document_number.raw or ""
    return zone.document_number_check is Outcome.CONFLICTS and text[-1] != check_digit(number)
