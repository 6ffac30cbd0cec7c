"""From ranked candidates and well-formed readings to one resolved value.

A value is protected when no rival comes within `SURE_MARGIN` of it and nothing well-formed says otherwise:
no clean reading of either zone, and no check digit that is a numeral. The margin was chosen on one half of
the development corpus and checked on the other (`benchmarks/calibration.py`).
"""

from collections.abc import Iterable, Sequence
from typing import Final, Generic, TypeVar

import attrs

from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.resolve.decoder import WINDOW, Candidate
from khmerid.resolve.resolved import Assurance, Resolved, Source

SURE_MARGIN: Final = 7.6
VERIFIED_MARGIN: Final = 6.0
_READ_MARGIN: Final = 4.0
_HOPELESS: Final = 4.5  # a character: text that is dearer is no reading of any value
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


@attrs.frozen(kw_only=True, repr=False)
class Evidence(Generic[T]):
    """The best readings of both zones, what the check digit says of the zone's, and what was seen.

    ``clean`` are the values of all well-formed readings, of other pictures of the card too, and
    ``characters`` how many were there to be read.
    """

    printed: Reading[T]
    zone: Reading[T]
    clean: tuple[T, ...]
    check: Outcome
    sources: tuple[Source, ...]
    characters: int


def values_of_clean(readings: Iterable[Reading[T]]) -> tuple[T, ...]:
    """Return the different values of the well-formed readings, in their order."""
    values = [reading.value for reading in readings if reading.value is not None and reading.is_well_formed]
    return tuple(dict.fromkeys(values))


def sources_of(*present: bool) -> tuple[Source, ...]:
    """Return the sources that are there, given as print, zone and rule."""
    return tuple(source for source, is_there in zip(Source, present, strict=False) if is_there)


def weigh(candidates: Sequence[Candidate[T]], evidence: Evidence[T], *, against: bool = False) -> Resolved[T]:
    """Judge the cheapest candidate; ``against`` says that a numeral of the zone is not its check digit."""
    printed, zone = evidence.printed, evidence.zone
    if not candidates:
        return _offered(printed if printed.value is not None else zone)
    best, rivals = candidates[0], candidates[1:]
    margin = (rivals[0].cost if rivals else best.cost + WINDOW) - best.cost
    contradicted = [value for value in evidence.clean if value != best.value]
    # A check digit that verifies a clean zone speaks for it beyond the bounded cost of its numerals.
    verified = evidence.check is Outcome.AGREES and zone.value == best.value
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
    if printed.value is None and zone.value is None and best.cost > _HOPELESS * evidence.characters:
        found = attrs.evolve(found, value=None, assurance=Assurance.ABSENT)
    return _noted(found, printed, Code.RIVAL_NEAR)


def _noted(found: Resolved[T], printed: Reading[T], code: Code) -> Resolved[T]:
    """Say why a value is not sure, after what was noted of the print."""
    notes = printed.notes if printed.value is not None else ()
    return attrs.evolve(found, notes=(*notes, Note(code)))


def _offered(reading: Reading[T]) -> Resolved[T]:
    if reading.value is None:
        return Resolved(value=None, assurance=Assurance.ABSENT, notes=reading.notes)
    assurance = Assurance.READ if reading.is_well_formed else Assurance.DOUBTFUL
    return Resolved(value=reading.value, assurance=assurance, sources=(Source.VIZ,), notes=reading.notes)
