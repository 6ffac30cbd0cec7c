"""What a recovery returns: the outcome, the MRZ or what is known of it, and everything that was changed."""

import enum
from collections.abc import Mapping

import attrs

from khmerid.mrz.parsing import CheckDigits, Td1
from khmerid.notes import Note
from khmerid.outcome import Outcome
from khmerid.recovery.aligned import cells_of
from khmerid.recovery.alignment import NO_CELLS, Cells
from khmerid.recovery.source_lines import to_capitals

MrzLines = tuple[str, str, str]

UNKNOWN = "?"  # in ``Recovery.known``: a cell of which nothing certain enough is known
UNDECIDED = CheckDigits(*(4 * (Outcome.UNDECIDED,)))

FIELDS = (
    "document_code",
    "issuing_state",
    "document_number",
    "date_of_birth",
    "sex",
    "date_of_expiry",
    "nationality",
    "primary_identifier",
    "secondary_identifier",
    "optional_data_1",
    "optional_data_2",
)


class RecoveryOutcome(enum.Enum):
    """What came of a recovery, in words."""

    VALID = "valid"  # nothing repaired, every check digit agrees
    REPAIRED = "repaired"  # one answer
    AMBIGUOUS = "ambiguous"  # several MRZs fit; the candidates are given
    PARTIAL = "partial"  # some fields are certain, others are not
    INVALID = "invalid"  # lines of an MRZ, and nothing certain in them
    NOTHING = "nothing"  # no lines of an MRZ

    def __str__(self) -> str:
        return self.value


@attrs.frozen
class Repair:
    """One cell that is not as received: line and position from 1 as in Doc 9303, what it was, what it became.

    ``why`` is ``lookalike``, ``filler``, ``case``, ``surplus`` (more than one character for the cell),
    ``missing`` (none) or ``blank`` (before that position). ``left_out`` is a line that is not of the MRZ,
    ``rearranged`` says that lines were put in order, taken apart or together: both are of no line.
    """

    line: int
    position: int
    old: str
    new: str
    why: str


@attrs.frozen(kw_only=True, repr=False)
class Recovery:
    """What was recovered of an MRZ, with what proves it.

    ``mrz`` is there where one answer fits all lines. ``fields`` has every element that is known, also
    without it; those named in ``certain`` are proven, by their own check digit or, for the two codes of
    States, by both lines; the others are as read. ``candidates`` are the MRZs that fit equally.
    """

    outcome: RecoveryOutcome
    mrz: Td1 | None = None
    fields: Mapping[str, str | None] = attrs.field(factory=lambda: dict.fromkeys(FIELDS))
    checks: CheckDigits = UNDECIDED
    certain: frozenset[str] = frozenset()
    candidates: tuple[MrzLines, ...] = ()
    notes: tuple[Note, ...] = ()
    known: MrzLines | None = None
    received: tuple[Cells, Cells, Cells] | None = None
    handling: tuple[Repair, ...] = ()  # what was done with whole lines, and blanks taken out

    def __repr__(self) -> str:
        return f"Recovery({self.outcome}, certain={sorted(self.certain)}, candidates={len(self.candidates)})"

    @property
    def lines(self) -> MrzLines | None:
        """The three lines of thirty characters, where there is one answer."""
        return None if self.mrz is None else self.mrz.lines

    @property
    def cells(self) -> tuple[Cells, Cells, Cells]:
        """What was received for each of the thirty cells of each line; empty where nothing was."""
        if self.received is not None:
            return self.received
        return (NO_CELLS, NO_CELLS, NO_CELLS) if self.mrz is None else cells_of(self.mrz)

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """Everything that is not as it was received."""
        return repairs_of(self)


def fields_of(mrz: Td1) -> dict[str, str | None]:
    """Return the elements of an MRZ by name."""
    return {name: getattr(mrz, name) for name in FIELDS}


def repairs_of(recovery: Recovery) -> tuple[Repair, ...]:
    """Return what was changed between the cells as received and what is known of them."""
    if recovery.known is None or recovery.received is None:
        return recovery.handling
    return recovery.handling + tuple(
        Repair(line, position, old, new, _why(old, new))
        for line, (cells, wanted) in enumerate(zip(recovery.received, recovery.known, strict=True), 1)
        for position, (old, new) in enumerate(zip(cells, wanted, strict=True), 1)
        if new not in (old, UNKNOWN)
    )


def _why(old: str, new: str) -> str:
    if not old:
        return "missing"
    if len(old) > 1:
        return "surplus"
    if new == "<":
        return "filler"
    return "case" if to_capitals(old) == new else "lookalike"
