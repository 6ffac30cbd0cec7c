"""The document number: printed, and in the MRZ with its check digit."""

from typing import Final

import attrs
import regex

from khmerid.card import Card
from khmerid.card_mrz import CardMrz
from khmerid.misreading import Misreadings
from khmerid.misreading.sights import Sight, see
from khmerid.mrz.check_digit import check_digit
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.resolve.decoder import decode_number
from khmerid.resolve.evidence import FieldEvidence, absent, gather
from khmerid.resolve.resolved import Assurance, Resolved
from khmerid.resolve.verdict import weigh

_PRINTED: Final = "0" * 9
_MRZ: Final = "0" * 10  # nine numerals and their check digit
_SUFFIX = regex.compile(r" ?[(\[{][^()\[\]{}]{0,4}[)\]}]?$")


def resolve_number(card: Card, misreadings: Misreadings) -> Resolved[str]:
    """Choose the number that all sights admit."""
    evidence: FieldEvidence[str] = gather(card, "document_number", card.mrz.document_number_check)
    if evidence.settled is not None:
        return evidence.settled
    of_print = [_printed_sight(one.document_number.cleaned, misreadings) for one in card.sightings]
    of_mrz = [_mrz_sight(one.mrz, misreadings) for one in card.sightings]
    evidence = evidence.with_sights(of_print, of_mrz)
    if not evidence.sights:
        return absent(evidence.printed)
    candidates = decode_number(evidence.sights)
    found = weigh(candidates, evidence, against=_digit_is_against(candidates[0].value, card.mrz))
    if found.assurance.is_sure and not any(of_print) and not card.mrz.head:
        notes = (*found.notes, Note(Code.HEAD_LOST))
        return attrs.evolve(found, assurance=Assurance.DOUBTFUL, notes=notes)
    return found


def _printed_sight(cleaned: str, misreadings: Misreadings) -> Sight | None:
    return see(misreadings.printed_latin, _PRINTED, _SUFFIX.sub("", cleaned))


def _mrz_sight(mrz: CardMrz, misreadings: Misreadings) -> Sight | None:
    return see(misreadings.mrz, _MRZ, mrz.document_number.cleaned, open_start=not mrz.head)


def _digit_is_against(number: str, mrz: CardMrz) -> bool:
    """Return whether the MRZ has a numeral for the check digit, and it is not this number's."""
    text = mrz.document_number.cleaned
    return mrz.document_number_check is Outcome.CONFLICTS and text[-1] != check_digit(number)
