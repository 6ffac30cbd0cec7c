"""From ranked candidates and well-formed readings to one resolved value.

A value is protected when no rival comes within `SURE_MARGIN` of it and nothing well-formed says otherwise:
no clean reading of either zone, and no check digit that is a numeral. The margin was chosen on one half of
the development corpus and checked on the other (`benchmarks/calibration.py`).
"""

from collections.abc import Sequence
from typing import Final, Generic, TypeVar

import attrs

from khmerid.mrz.td1 import CheckOutcome
from khmerid.notes import Code, Note
from khmerid.reading import Reading
from khmerid.resolve.decoder import WINDOW, Candidate
from khmerid.resolve.resolved import Assurance, Resolved, Source
from khmerid.zone import is_well_formed

SURE_MARGIN: Final = 7.6
VERIFIED_MARGIN: Final = 4.0
_READ_MARGIN: Final = 4.0
_MOST_CANDIDATES: Final = 5

T = TypeVar("T")


def confirmed(reading: Reading[T], *sources: Source) -> Resolved[T]:
    """Both zones have this value and its check digit verifies."""
    return Resolved(value=reading.value, assurance=Assurance.CONFIRMED, sources=sources, notes=reading.notes)


def conflicting(printed: Reading[T], zone: Reading[T]) -> Resolved[T]:
    """Two well-formed readings disagree and nothing settles it."""
    candidates = tuple(reading.value for reading in (printed, zone) if reading.value is not None)
    notes = (*printed.notes, Note(Code.ZONES_CONFLICT))
    sources = (Source.VIZ, Source.MRZ)
    return Resolved(
        value=None, assurance=Assurance.CONFLICTING, sources=sources, notes=notes, candidates=candidates
    )


@attrs.frozen(repr=False)
class Evidence(Generic[T]):
    """The readings of both zones, what the check digit says of the zone's, and what was seen."""

    printed: Reading[T]
    zone: Reading[T]
    check: CheckOutcome
    sources: tuple[Source, ...]


def weigh(candidates: Sequence[Candidate[T]], evidence: Evidence[T], *, against: bool = False) -> Resolved[T]:
    """Judge the cheapest candidate; ``against`` says that a numeral of the zone is not its check digit."""
    printed, zone, sources = evidence.printed, evidence.zone, evidence.sources
    notes = printed.notes if printed.value is not None else ()
    well_formed = [
        reading.value for reading in (zone, printed) if reading.value is not None and is_well_formed(reading)
    ]
    if not candidates:
        return _offered(printed if printed.value is not None else zone, notes)
    best = candidates[0].value
    margin = (candidates[1].cost if len(candidates) > 1 else candidates[0].cost + WINDOW) - candidates[0].cost
    ranked = tuple(candidate.value for candidate in candidates[:_MOST_CANDIDATES])
    contradicted = [value for value in well_formed if value != best]
    # A check digit that verifies a clean zone speaks for it beyond the bounded cost of its numerals.
    verified = evidence.check is CheckOutcome.AGREES and zone.value == best
    enough = VERIFIED_MARGIN if verified else SURE_MARGIN
    if not contradicted and not against and margin >= enough:
        return Resolved(
            value=best,
            assurance=Assurance.PROTECTED,
            sources=sources,
            notes=(*notes, Note(Code.RECOVERED)) if best != printed.value else notes,
            margin=margin,
        )
    if contradicted:
        # A clean reading outweighs what letters in the places of numerals suggest; but it is not proven.
        value = contradicted[-1]
        ranked = (value, *(other for other in ranked if other != value))
        reason = Code.RIVAL_FITS_BETTER
    else:
        value = best
        reason = Code.CHECK_DIGIT_AGAINST if against else Code.RIVAL_NEAR
    if (
        value == printed.value
        and is_well_formed(printed)
        and not against
        and not contradicted
        and margin >= _READ_MARGIN
    ):
        return Resolved(
            value=value,
            assurance=Assurance.READ,
            sources=(Source.VIZ,),
            notes=notes,
            candidates=ranked,
            margin=margin,
        )
    return Resolved(
        value=value,
        assurance=Assurance.DOUBTFUL,
        sources=sources,
        notes=(*notes, Note(reason)),
        candidates=ranked,
        margin=margin,
    )


def _offered(reading: Reading[T], notes: tuple[Note, ...]) -> Resolved[T]:
    if reading.value is None:
        return Resolved(value=None, assurance=Assurance.ABSENT, notes=reading.notes)
    assurance = Assurance.READ if is_well_formed(reading) else Assurance.DOUBTFUL
    return Resolved(value=reading.value, assurance=assurance, sources=(Source.VIZ,), notes=notes)
