"""A value, how sure it is, where it was seen, and why.

The rates at which each assurance is wrong are measured (`docs/accuracy.md`). `CONFIRMED` and `PROTECTED`
are called sure: nothing but a proof gives them.
"""

from collections.abc import Mapping
from typing import Final, Generic, TypeVar

import attrs

from khmerid.explained import Word
from khmerid.frozen import EMPTY, FrozenMapping
from khmerid.notes import Code, Note
from khmerid.reading import Reading

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Assurance(Word):
    """How sure a value is.

    >>> Assurance("protected").is_sure, Assurance.READ.is_sure
    (True, False)
    """

    CONFIRMED = "confirmed"  # print and MRZ were read independently and agree, and the check digit verifies
    PROTECTED = "protected"  # the one value that the evidence together admits
    READ = "read"  # one source, cleanly read, nothing to prove or contradict it
    DOUBTFUL = "doubtful"  # repaired without proof, or something speaks against it
    CONFLICTING = "conflicting"  # two well-formed readings disagree and no third settles it
    ABSENT = "absent"  # nothing usable

    @property
    def is_sure(self) -> bool:
        """Whether a value with this assurance is proven."""
        return self is _CONFIRMED or self is _PROTECTED  # an enumeration's member is slow to look up


_CONFIRMED: Final = Assurance.CONFIRMED
_PROTECTED: Final = Assurance.PROTECTED


class Source(Word):
    """Where a value was seen.

    >>> str(Source.VIZ)
    'viz'
    """

    VIZ = "viz"  # printed, in the visual inspection zone of Doc 9303
    MRZ = "mrz"
    RULE = "rule"  # ten years less a day between issue and expiry
    PERSON = "person"  # typed by a reviewer


# An enumeration's member is slow to look up, and these are of every card.
READ: Final = Assurance.READ
DOUBTFUL: Final = Assurance.DOUBTFUL
VIZ: Final = Source.VIZ

ON_BOTH: Final = (Source.VIZ, Source.MRZ)
ON_BOTH_AND_BY_RULE: Final = (*ON_BOTH, Source.RULE)


def _frozen(parts: Mapping[str, Assurance]) -> Mapping[str, Assurance]:
    return parts if isinstance(parts, FrozenMapping) else FrozenMapping(parts)


@attrs.frozen(kw_only=True, repr=False)
class Resolved(Generic[T_co]):
    """The value of one field. ``value`` is ``None`` when it is conflicting or absent.

    ``candidates`` are the values it may be, likeliest first, where it is not sure, and ``probabilities`` how
    likely each of them is: what is missing to one is the probability of none of these. ``risk`` is the
    probability that the value is wrong, as all texts of the card tell; ``None`` where nothing was weighed.
    ``parts`` are the assurances of the parts that a place has, each by its name in `Address`; a field that is
    no place has none.

    >>> resolved = Resolved(value="010203040", assurance=Assurance.READ, sources=(Source.VIZ,))
    >>> resolved, resolved.value
    (Resolved(read, []), '010203040')
    """

    value: T_co | None
    assurance: Assurance
    parts: Mapping[str, Assurance] = attrs.field(default=EMPTY, converter=_frozen)
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()
    candidates: tuple[T_co, ...] = ()
    probabilities: tuple[float, ...] = ()
    risk: float | None = None

    @property
    def likeliest(self) -> T_co | None:
        """The value, or where there is none the likeliest candidate, if there is any."""
        if self.value is not None or not self.candidates:
            return self.value
        if not self.probabilities:
            return self.candidates[0]
        return self.candidates[self.probabilities.index(max(self.probabilities))]

    @property
    def certainty(self) -> float:
        """The probability of the likeliest; 0 where nothing was weighed."""
        if self.value is not None and self.risk is not None:
            return 1.0 - self.risk
        return max(self.probabilities, default=0.0)

    def __repr__(self) -> str:
        codes = ", ".join(str(note.code) for note in self.notes)
        return f"Resolved({self.assurance}, [{codes}])"


def as_read(reading: Reading[T], source: Source = VIZ) -> Resolved[T]:
    """Return a value that stands on one side only and that nothing proves, as it was read."""
    if reading.value is None:
        return absent(reading)
    assurance = READ if reading.is_well_formed else DOUBTFUL
    return Resolved(value=reading.value, assurance=assurance, sources=(source,), notes=reading.notes)


def confirmed(
    value: T,
    notes: tuple[Note, ...],
    risk: float | None = None,
    *,
    sources: tuple[Source, ...] = ON_BOTH,
) -> Resolved[T]:
    """Return a value in which print and MRZ agree."""
    return Resolved(value=value, assurance=_CONFIRMED, sources=sources, notes=notes, risk=risk)


def absent(reading: Reading[T]) -> Resolved[T]:
    """Return that there is nothing usable, with what was noted of the text."""
    return Resolved(value=None, assurance=Assurance.ABSENT, notes=reading.notes)


def conflicting(printed: Reading[T], candidates: tuple[T, ...], source: Source, code: Code) -> Resolved[T]:
    """Return the conflict of a well-formed print with what another source says, which nothing settles."""
    return Resolved(
        value=None,
        assurance=Assurance.CONFLICTING,
        sources=(Source.VIZ, source),
        notes=(*printed.notes, Note(code)),
        candidates=candidates,
    )
