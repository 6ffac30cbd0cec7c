"""What a card says of one field: the readings of the print and of the MRZ, and the texts behind them.

Every field that stands on both sides is resolved from one `FieldEvidence`. Where both sides are well formed
they settle the field at once; otherwise the texts, as sights, are what the value is looked for in.
"""

from collections.abc import Iterable
from typing import Generic, TypeVar

import attrs

from khmerid.card import Card
from khmerid.misreading.sights import Sight, weighed
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.resolve.resolved import Assurance, Resolved, Source

T = TypeVar("T")


@attrs.frozen(kw_only=True, repr=False)
class FieldEvidence(Generic[T]):
    """The evidence for the value of one field.

    ``printed`` and ``mrz`` are the best readings of each side, ``clean`` the different values of all
    well-formed readings, of other pictures of the card too. ``check`` is what the MRZ's digit says of its
    value. ``sights`` are the texts of both sides, ``sources`` where there was one, ``characters`` how many
    there were to be read.
    """

    printed: Reading[T]
    mrz: Reading[T]
    clean: tuple[T, ...]
    check: Outcome
    settled: Resolved[T] | None = None
    sights: tuple[Sight, ...] = ()
    sources: tuple[Source, ...] = ()
    characters: int = 0

    def with_sights(
        self, of_print: list[Sight | None], of_mrz: list[Sight | None], *, by_rule: bool = False
    ) -> "FieldEvidence[T]":
        """Return the same with the texts of both sides, and whether a rule of the card speaks too."""
        sights = tuple(weighed([*of_print, *of_mrz]))
        return attrs.evolve(
            self,
            sights=sights,
            sources=sources_of(any(of_print), any(of_mrz), by_rule),
            characters=sum(len(sight.text) for sight in sights),
        )


def gather(card: Card, field: str, check: Outcome, *, by_doubtful_print: bool = False) -> FieldEvidence[T]:
    """Return what a card says of a field that has the same name on both sides.

    ``by_doubtful_print`` says that a print need not be well formed to settle the field with an MRZ that
    agrees.
    """
    readings = (
        reading for one in card.sightings for reading in (getattr(one, field), getattr(one.mrz, field))
    )
    printed, mrz, clean = getattr(card, field), getattr(card.mrz, field), values_of_clean(readings)
    settled = None
    if printed.value is not None and mrz.value is not None and mrz.is_well_formed:
        if printed.value != mrz.value:
            settled = conflicting(printed, mrz) if printed.is_well_formed else None
        elif clean == (mrz.value,) and (by_doubtful_print or printed.is_well_formed):
            settled = _confirmed(printed)
    return FieldEvidence(printed=printed, mrz=mrz, clean=clean, check=check, settled=settled)


def _confirmed(printed: Reading[T]) -> Resolved[T]:
    return Resolved(
        value=printed.value,
        assurance=Assurance.CONFIRMED,
        sources=(Source.VIZ, Source.MRZ),
        notes=printed.notes,
    )


def conflicting(printed: Reading[T], mrz: Reading[T]) -> Resolved[T]:
    """Return the conflict of two well-formed readings that nothing settles."""
    candidates = tuple(reading.value for reading in (printed, mrz) if reading.value is not None)
    notes = (*printed.notes, Note(Code.ZONES_CONFLICT))
    sources = (Source.VIZ, Source.MRZ)
    return Resolved(
        value=None, assurance=Assurance.CONFLICTING, sources=sources, notes=notes, candidates=candidates
    )


def values_of_clean(readings: Iterable[Reading[T]]) -> tuple[T, ...]:
    """Return the different values of the well-formed readings, in their order."""
    values = [reading.value for reading in readings if reading.value is not None and reading.is_well_formed]
    return tuple(dict.fromkeys(values))


def sources_of(*present: bool) -> tuple[Source, ...]:
    """Return the sources that are there, given as print, MRZ and rule."""
    return tuple(source for source, is_there in zip(Source, present, strict=False) if is_there)


def absent(printed: Reading[T]) -> Resolved[T]:
    """Return that there is nothing usable, with what was noted of the print."""
    return Resolved(value=None, assurance=Assurance.ABSENT, notes=printed.notes)


def as_printed(printed: Reading[T]) -> Resolved[T]:
    """Return a value that stands on one side only and that nothing proves, as it was read."""
    if printed.value is None:
        return absent(printed)
    assurance = Assurance.READ if printed.is_well_formed else Assurance.DOUBTFUL
    return Resolved(value=printed.value, assurance=assurance, sources=(Source.VIZ,), notes=printed.notes)
