"""The sex: one of two words, and one of two letters in the MRZ that no check digit covers."""

from typing import Final

import attrs

from khmerid.card import Card
from khmerid.fields.sex import Sex, nearest_sex
from khmerid.misreading import Misreadings
from khmerid.misreading.channel import DEAREST
from khmerid.outcome import Outcome
from khmerid.resolve.decoder import Candidate
from khmerid.resolve.evidence import FieldEvidence, absent, gather, sources_of
from khmerid.resolve.resolved import Assurance, Resolved
from khmerid.resolve.verdict import weigh

#: Characters in the cell of the MRZ, those added beside it included.
_LONGEST_CELL: Final = 3


def resolve_sex(card: Card, misreadings: Misreadings) -> Resolved[Sex]:
    """Choose the sex; both sides have to bear it out."""
    evidence: FieldEvidence[Sex] = gather(card, "sex", _check_beside(card))
    if evidence.settled is not None:
        return evidence.settled
    word, cell = evidence.printed.cleaned, evidence.mrz.raw or ""
    costs = {
        sex: _cost_of_word(word, sex, misreadings) + _cost_of_letter(cell, sex, misreadings) for sex in Sex
    }
    best, other = sorted(Sex, key=lambda sex: costs[sex])
    if costs[best] == costs[other]:
        return absent(evidence.printed)
    has_word = bool(evidence.printed.raw)
    evidence = attrs.evolve(
        evidence,
        sources=sources_of(has_word, bool(cell)),
        characters=len(evidence.printed.raw or cell),
    )
    found = weigh([Candidate(best, costs[best]), Candidate(other, costs[other])], evidence)
    if found.assurance.is_sure and not (has_word and cell):
        # The word or the letter may weigh enough, but what one side alone says is not proven.
        return attrs.evolve(found, assurance=Assurance.READ)
    return found


def _check_beside(card: Card) -> Outcome:
    # No digit covers the letter; that of a date beside it shows that the line was read cleanly there.
    beside = (card.mrz.date_of_birth_check, card.mrz.date_of_expiry_check)
    return Outcome.AGREES if Outcome.AGREES in beside else Outcome.UNDECIDED


def _cost_of_word(text: str, sex: Sex, misreadings: Misreadings) -> float:
    """Return what it costs to have misread the printed word as this text, against the other word."""
    if not text:
        return 0.0
    nearer, distance, ahead = nearest_sex(text)
    return 0.0 if sex is nearer else misreadings.sex_words.get((distance, ahead), 0.0)


def _cost_of_letter(cell: str, sex: Sex, misreadings: Misreadings) -> float:
    if not cell:
        return 0.0
    return min(min(misreadings.mrz.cost(sex.value, read), DEAREST) for read in cell[:_LONGEST_CELL])
