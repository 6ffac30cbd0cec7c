"""What a card says of one field: the readings of the print and of the MRZ, and the texts behind them.

Number, birth, expiry, issue and sex are each resolved from one `FieldEvidence`. Where both sides are well
formed they settle the field at once; otherwise the texts, as sights, are what the value is looked for in.
"""

import itertools
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

import attrs

from khmerid.card import Card
from khmerid.card_mrz import CardMrz
from khmerid.misreading.sights import Sight, weighed
from khmerid.notes import Code
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.resolve.resolved import Assurance, Resolved, Source, conflicting

T = TypeVar("T")
SeePrint = Callable[[Card], Sight | None]
SeeMrz = Callable[[CardMrz], Sight | None]


@attrs.frozen(kw_only=True, repr=False)
class FieldEvidence(Generic[T]):
    """The evidence for the value of one field.

    ``printed`` and ``mrz`` are the best readings of each side, ``clean`` the different values of all
    well-formed readings, of other pictures of the card too. ``check`` is what the MRZ's digit says of its
    value. ``sights`` are the texts of both sides, ``issue`` is that of the printed issue where a rule leads
    from it to this field. ``sources`` are where there was a text, ``characters`` how many there were to be
    read: none where no text tells anything of the value.
    """

    printed: Reading[T]
    mrz: Reading[T]
    clean: tuple[T, ...]
    check: Outcome
    settled: Resolved[T] | None = None
    sights: tuple[Sight, ...] = ()
    issue: Sight | None = None
    sources: tuple[Source, ...] = ()
    characters: int = 0


def gather(
    card: Card,
    field: str,
    check: Outcome,
    sees: tuple[SeePrint, SeeMrz] | None = None,
    *,
    print_may_be_doubtful: bool = False,
) -> FieldEvidence[T]:
    """Return what a card says of a field that has the same name on both sides.

    ``sees`` make sights of the texts of print and MRZ, where the readings settle nothing.
    ``print_may_be_doubtful`` says that a print need not be well formed to settle the field with an MRZ that
    agrees.
    """
    printed, mrz = getattr(card, field), getattr(card.mrz, field)
    clean = values_of_clean(
        reading for one in card.sightings for reading in (getattr(one, field), getattr(one.mrz, field))
    )
    found: FieldEvidence[T] = FieldEvidence(printed=printed, mrz=mrz, clean=clean, check=check)
    if printed.value is not None and mrz.value is not None and mrz.is_well_formed:
        if printed.value != mrz.value and printed.is_well_formed:
            candidates = printed.value, mrz.value
            return attrs.evolve(
                found, settled=conflicting(printed, candidates, Source.MRZ, Code.ZONES_CONFLICT)
            )
        if clean == (printed.value,) and (print_may_be_doubtful or printed.is_well_formed):
            return attrs.evolve(found, settled=_confirmed(printed))
    if sees is None:
        return found
    of_print = [sees[0](one) for one in card.sightings]
    of_mrz = [sees[1](one.mrz) for one in card.sightings]
    sights = tuple(weighed([*of_print, *of_mrz]))
    return attrs.evolve(
        found,
        sights=sights,
        sources=sources_of(any(of_print), any(of_mrz)),
        characters=sum(len(sight.text) for sight in sights),
    )


def _confirmed(printed: Reading[T]) -> Resolved[T]:
    sources = Source.VIZ, Source.MRZ
    return Resolved(value=printed.value, assurance=Assurance.CONFIRMED, sources=sources, notes=printed.notes)


def values_of_clean(readings: Iterable[Reading[T]]) -> tuple[T, ...]:
    """Return the different values of the well-formed readings, in their order."""
    values = dict.fromkeys(reading.well_formed for reading in readings)
    return tuple(value for value in values if value is not None)


def sources_of(*present: bool) -> tuple[Source, ...]:
    """Return the sources that are there, given as print and MRZ."""
    return tuple(itertools.compress(Source, present))
