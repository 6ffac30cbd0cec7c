"""From ranked candidates and well-formed readings to one resolved value.

A value is protected when no rival comes within `SURE_MARGIN` of it and nothing well-formed says otherwise: no
clean reading of either side, and no check digit that is a numeral.
"""

from collections.abc import Sequence
from typing import Final, TypeVar

import attrs

from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.resolve.decoder import WINDOW, Candidate
from khmerid.resolve.evidence import FieldEvidence, as_printed
from khmerid.resolve.resolved import Assurance, Resolved, Source

#: By how much dearer, in natural logarithms, the next value has to be for a value to be sure. Chosen on one
#: half of the development corpora and checked on the other (benchmarks/calibration.py): the least at which
#: neither has a wrong one, and more than any single character weighs
#: (`khmerid.misreading.channel.DEAREST`).
SURE_MARGIN: Final = 7.6
#: The same where the MRZ has this value and its check digit verifies; from the same run.
VERIFIED_MARGIN: Final = 6.0
#: The same for a well-formed print to count as read although it is not sure.
_READ_MARGIN: Final = 4.0
#: A cost for each character beyond which text is no reading of any value; a guess between a misread numeral
#: (3 to 7) and noise. Higher, and values are offered, as doubtful, that nobody can have read.
_HOPELESS: Final = 4.5
#: Candidates that are offered where a value is not sure.
_MOST_CANDIDATES: Final = 5

T = TypeVar("T")


def weigh(
    candidates: Sequence[Candidate[T]], evidence: FieldEvidence[T], *, against: bool = False
) -> Resolved[T]:
    """Judge the cheapest candidate; ``against`` says that a numeral of the MRZ is not its check digit."""
    printed, mrz = evidence.printed, evidence.mrz
    if not candidates:
        return as_printed(printed if printed.value is not None else mrz)
    best, rivals = candidates[0], candidates[1:]
    margin = (rivals[0].cost if rivals else best.cost + WINDOW) - best.cost
    contradicted = [value for value in evidence.clean if value != best.value]
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
        found = attrs.evolve(found, value=first, candidates=ranked)
        return _noted(found, printed, Code.RIVAL_FITS_BETTER)
    if against:
        return _noted(found, printed, Code.CHECK_DIGIT_AGAINST)
    if printed.value is not None and printed.is_well_formed and margin >= _READ_MARGIN:
        return attrs.evolve(found, assurance=Assurance.READ, sources=(Source.VIZ,))
    if printed.value is None and mrz.value is None and best.cost > _HOPELESS * evidence.characters:
        found = attrs.evolve(found, value=None, assurance=Assurance.ABSENT)
    return _noted(found, printed, Code.RIVAL_NEAR)


def _noted(found: Resolved[T], printed: Reading[T], code: Code) -> Resolved[T]:
    """Return a value with the reason why it is not sure, after what was noted of the print."""
    notes = printed.notes if printed.value is not None else ()
    return attrs.evolve(found, notes=(*notes, Note(code)))
