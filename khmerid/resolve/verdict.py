"""From the evidence for a field to one resolved value: the recipe that number, dates and sex share.

What the readings settle is settled. Otherwise the candidates that the texts admit are ranked, and the
cheapest is protected when no rival comes within `SURE_MARGIN` of it and nothing well-formed says otherwise:
no clean reading of either side, and no check digit that is a numeral.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import attrs

from khmerid.misreading.sights import Sight
from khmerid.mrz.check_digit import check_digit
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.resolve.decoder import WINDOW, Candidate
from khmerid.resolve.evidence import FieldEvidence
from khmerid.resolve.resolved import Assurance, Resolved, Source, absent, as_read

#: By how much dearer, in natural logarithms, the next value has to be for a value to be sure. Chosen on one
#: half of the development corpora and checked on the other (benchmarks/calibration.py): the least at which
#: neither has a wrong one, and more than any single character weighs
#: (`khmerid.misreading.channel.DEAREST`). Lower, and wrong values are sure; higher, and fewer are sure.
SURE_MARGIN: Final = 7.6
#: The same where the MRZ has this value and its check digit verifies; from the same run.
VERIFIED_MARGIN: Final = 6.0
#: The same for a well-formed print to count as read although it is not sure: about what one misread numeral
#: weighs (3 to 7). Lower, and a print that its MRZ contradicts by one numeral is read rather than doubtful.
_READ_MARGIN: Final = 4.0
#: A cost for each character beyond which text is not a reading of any value; a guess between a misread
#: numeral (3 to 7) and noise. Higher, and values are offered, as doubtful, that nobody can have read.
_HOPELESS: Final = 4.5
#: Candidates that are offered where a value is not sure. More would only make the report longer.
_MOST_CANDIDATES: Final = 5

T = TypeVar("T")


def choose(
    evidence: FieldEvidence[T], decode: Callable[[Sequence[Sight]], Sequence[Candidate[T]]]
) -> Resolved[T]:
    """Return the value that the readings settle, or else the best that is decoded from the texts."""
    if evidence.settled is not None:
        return evidence.settled
    if not evidence.characters:
        return absent(evidence.printed)
    return weigh(decode(evidence.sights), evidence)


def weigh(candidates: Sequence[Candidate[T]], evidence: FieldEvidence[T]) -> Resolved[T]:
    """Judge the cheapest of the candidates, which come cheapest first."""
    printed, mrz = evidence.printed, evidence.mrz
    if not candidates:
        return as_read(printed if printed.value is not None else mrz)
    best, rivals = candidates[0], candidates[1:]
    margin = (rivals[0].cost if rivals else best.cost + WINDOW) - best.cost
    contradicted = [value for value in evidence.clean if value != best.value]
    # A numeral in the place of the check digit that is not the value's.
    against = evidence.check is Outcome.CONFLICTS and (mrz.raw or "")[-1:] != check_digit(in_mrz(best.value))
    # A check digit that verifies a clean MRZ speaks for it beyond the bounded cost of its numerals.
    verified = evidence.check is Outcome.AGREES and mrz.value == best.value
    found = Resolved(
        value=best.value,
        assurance=Assurance.PROTECTED,
        sources=evidence.sources,
        notes=printed.notes if printed.value == best.value else (Note(Code.RECOVERED),),
        margin=margin,
    )
    if not contradicted and not against and margin >= (VERIFIED_MARGIN if verified else SURE_MARGIN):
        return found
    ranked = tuple(candidate.value for candidate in candidates[:_MOST_CANDIDATES])
    found = attrs.evolve(found, assurance=Assurance.DOUBTFUL, candidates=ranked)
    if contradicted:
        # A clean reading outweighs what letters in the places of numerals suggest; but it is not proven.
        first = contradicted[0]
        ranked = (first, *(value for value in ranked if value != first))
        found, code = attrs.evolve(found, value=first, candidates=ranked), Code.RIVAL_FITS_BETTER
    elif against:
        code = Code.CHECK_DIGIT_AGAINST
    elif printed.is_well_formed and margin >= _READ_MARGIN:
        return attrs.evolve(found, assurance=Assurance.READ, sources=(Source.VIZ,))
    else:
        code = Code.RIVAL_NEAR
        if printed.value is None and mrz.value is None and best.cost > _HOPELESS * evidence.characters:
            found = attrs.evolve(found, value=None, assurance=Assurance.ABSENT)
    noted = () if printed.value is None else printed.notes
    return attrs.evolve(found, notes=(*noted, Note(code)))


def in_mrz(value: object) -> str:
    """Return a value as the MRZ writes it before its check digit: a date is ``yymmdd``."""
    return f"{value:%y%m%d}" if isinstance(value, dt.date) else str(value)
