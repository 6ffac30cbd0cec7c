"""A reading: the text as received, the value, and a note for each thing done or doubted.

Its ``repr`` says how it was read, and not what: ``raw`` and ``value`` have that.

>>> from khmerid.notes import Code, Note
>>> Reading("១៦៥", 165, (Note(Code.KHMER_DIGITS), Note(Code.UNIT_ASSUMED)))
Reading(repaired, 3 characters, [khmer_digits, unit_assumed])
>>> Reading("165", 165, (Note(Code.WESTERN_DIGITS),)).well_formed is None
True
>>> Reading("?", None, (Note(Code.UNREADABLE),)).status
<Status.REJECTED: 3>
"""

from typing import Final, Generic, TypeVar

import attrs

from khmerid.masking import masked
from khmerid.notes import Note, Status

T_co = TypeVar("T_co", covariant=True)


@attrs.frozen
class Reading(Generic[T_co]):
    """The text of one field, its value or ``None``, and the notes.

    The value is ``None`` exactly when the worst note rejects the text or says that there is none. ``cleaned``
    is the text without invisible characters and surplus blanks, from which the value was read.
    """

    raw: str | None
    value: T_co | None
    notes: tuple[Note, ...] = ()
    cleaned: str = attrs.field(default="", eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if self.value is not None and not self.notes:  # by far the most readings
            return
        if (self.value is None) != (bool(self.notes) and self.status >= _REJECTED):
            message = "a reading has no value exactly when it is rejected or absent"
            raise ValueError(message)

    def __repr__(self) -> str:
        codes = ", ".join(str(note.code) for note in self.notes)
        return f"Reading({self.status}, {masked(self.raw)}, [{codes}])"

    @property
    def status(self) -> Status:
        """The status of the worst note; clean where there is none."""
        if len(self.notes) == 1:  # by far the most that have any
            return self.notes[0].code.status
        return max((note.code.status for note in self.notes), default=_CLEAN)

    @property
    def is_well_formed(self) -> bool:
        """Whether the text has the exact form of its field, which only another text can put in doubt."""
        return not self.notes or self.status <= _REPAIRED

    @property
    def well_formed(self) -> T_co | None:
        """The value of a text that is well formed, else ``None``."""
        return self.value if self.is_well_formed else None


# An enumeration's member is slow to look up.
_CLEAN: Final = Status.CLEAN
_REPAIRED: Final = Status.REPAIRED
_REJECTED: Final = Status.REJECTED
