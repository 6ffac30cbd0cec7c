"""What a card says of one field: the readings of the print and of the MRZ, and the texts behind them.

Number, birth, expiry, issue and sex are each resolved from one `FieldEvidence`. Where both sides are well
formed they settle the field at once; otherwise the texts, as sights, are what the value is looked for in.
"""

import datetime as dt
import itertools
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

import attrs

from khmerid.card import Card
from khmerid.card_mrz import with_check_digit
from khmerid.misreading import Misreadings
from khmerid.misreading.sights import Sight, weighed
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.resolve.resolved import Source

T = TypeVar("T")
# The sight of a printed text; and that of a text in the MRZ, which knows the head of its line besides.
SeePrint = Callable[[Reading[T], Misreadings], Sight | None]
SeeMrz = Callable[[Reading[T], Misreadings, str], Sight | None]


@attrs.frozen(kw_only=True, repr=False)
class FieldEvidence(Generic[T]):
    """The evidence for the value of one field.

    ``printed`` and ``mrz`` are the best readings of each side, ``clean`` the different values of all
    well-formed readings, of other pictures of the card too. ``check`` is what the MRZ's digit says of its
    value. ``agreed`` is the value that both sides have, the MRZ with its check digit; ``conflicts`` says that
    both are well formed and differ. ``sights`` are the texts of both sides where they do not agree, ``issue``
    is that of the printed issue, from which a rule leads to an expiry. ``sources`` are where there was a
    text, ``characters`` how many there were to be read: none where no text tells anything of the value.
    """

    printed: Reading[T]
    mrz: Reading[T]
    clean: tuple[T, ...]
    check: Outcome
    agreed: T | None = None
    conflicts: bool = False
    sights: tuple[Sight, ...] = ()
    issue: Sight | None = None
    sources: tuple[Source, ...] = ()
    characters: int = 0


def gather(
    card: Card,
    field: str,
    misreadings: Misreadings,
    sees: tuple[SeePrint[T], SeeMrz[T]] | None = None,
    *,
    print_may_be_doubtful: bool = False,
) -> FieldEvidence[T]:
    """Return what a card says of a field that has the same name on both sides.

    ``sees`` make sights of the texts of print and MRZ, where the readings settle nothing.
    ``print_may_be_doubtful`` says that a print need not be well formed to settle the field with an MRZ that
    agrees.
    """
    printed, mrz = getattr(card, field), getattr(card.mrz, field)
    check = getattr(card.mrz, f"{field}_check", Outcome.UNDECIDED)  # no digit covers the sex
    readings = [printed, mrz]  # by far the most cards have one picture
    if card.pictures:
        readings = [getattr(side, field) for one in card.pictures for side in (one, one.mrz)]
    clean = values_of_clean(readings)
    agreed, conflicts = None, False
    if printed.value is not None and mrz.value is not None and mrz.is_well_formed:
        if printed.value != mrz.value:
            conflicts = printed.is_well_formed
        elif clean == (printed.value,) and (print_may_be_doubtful or printed.is_well_formed):
            agreed = printed.value
    if agreed is not None or sees is None:
        return FieldEvidence(
            printed=printed, mrz=mrz, clean=clean, check=check, agreed=agreed, conflicts=conflicts
        )
    see_print, see_mrz = sees
    of_print = [see_print(getattr(one, field), misreadings) for one in card.sightings]
    of_mrz = [see_mrz(getattr(one.mrz, field), misreadings, one.mrz.head) for one in card.sightings]
    sights = tuple(weighed([*of_print, *of_mrz]))
    return FieldEvidence(
        printed=printed,
        mrz=mrz,
        clean=clean,
        check=check,
        conflicts=conflicts,
        sights=sights,
        sources=sources_of(any(of_print), any(of_mrz)),
        characters=sum(len(sight.text) for sight in sights),
    )


def values_of_clean(readings: Iterable[Reading[T]]) -> tuple[T, ...]:
    """Return the different values of the well-formed readings, in their order."""
    values = [value for reading in readings if (value := reading.well_formed) is not None]
    return tuple(dict.fromkeys(values))


def sources_of(*present: bool) -> tuple[Source, ...]:
    """Return the sources that are there, given as print and MRZ."""
    return tuple(itertools.compress(Source, present))


# A value as it stands on the card


def in_print(value: object) -> str:
    """Return the numerals of a value as the card prints it: a date is ``ddmmyyyy``."""
    return f"{value:%d%m%Y}" if isinstance(value, dt.date) else str(value)


def in_sight(value: object, sight: Sight) -> str:
    """Return a value as a sight of it has it: printed, or in the MRZ with its check digit."""
    return with_check_digit(value) if sight.channel.name == "mrz" else in_print(value)
