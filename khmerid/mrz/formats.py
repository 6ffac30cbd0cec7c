"""The formats of the MRZ as one table: each element, its place, its characters and its check digit.

TD1 is a card's (ICAO Doc 9303-5, 4.2), TD2 a larger card's (9303-6, 4.2), TD3 a passport's (9303-4, 4.2).
Parsing, writing and recovery take their positions from here, and so can a user interface that marks an
element. The formats of visas (9303-7) are not among them: they have no composite check digit.

>>> TD1.element("date_of_expiry").position
Position(line=2, start=9, end=14)
>>> TD3.slice_of("document_number", "document_number_check_digit")
slice(0, 10, None)
"""

import enum
import itertools
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from khmerid.mrz.check_digit import FILLER
from khmerid.mrz.codes import DOCUMENT_CODES, PASSPORT_CODES

#: The elements that every format has beside the names.
COMMON: Final = (
    "document_code",
    "issuing_state",
    "document_number",
    "date_of_birth",
    "sex",
    "date_of_expiry",
    "nationality",
)
#: The optional data of TD1, and those of TD2 and TD3.
OPTIONAL: Final = ("optional_data_1", "optional_data_2", "optional_data")


class Kind(enum.Enum):
    """The characters of an element; a filler may stand in each, but for those of a check digit."""

    ANY = "letters and numerals"
    LETTERS = "letters"
    NUMERALS = "numerals"
    SEX = "F or M"


@attrs.frozen
class Position:
    """Where an element stands: the line and its first and last position, all from 1 as in Doc 9303."""

    line: int
    start: int
    end: int


@attrs.frozen
class Element:
    """One element: line and first position from 1, its length, and the element that is its check digit."""

    name: str
    line: int
    start: int
    length: int
    kind: Kind
    check_digit: str | None = None

    @property
    def position(self) -> Position:
        """Where it stands."""
        return Position(self.line, self.start, self.start + self.length - 1)


@attrs.frozen(eq=False)
class MrzFormat:
    """A format: the length of its lines, its elements, and what the composite check digit is taken over.

    ``composite`` names elements, whose characters make one running string. ``number_goes_on_in`` is the
    element in which a document number of more than nine characters goes on; ``None``: it has at most nine.
    """

    name: str
    length: int
    document_codes: frozenset[str]
    number_goes_on_in: str | None
    elements: tuple[Element, ...]
    composite: tuple[str, ...]
    #: The names of its optional data.
    optional: tuple[str, ...] = attrs.field(init=False)
    cutter: "Cutter" = attrs.field(init=False)
    #: The line of each element and where in it that stands with its check digit, both from 0.
    places: Mapping[str, tuple[int, slice]] = attrs.field(init=False)
    #: How many characters of the composite's string stand before each element.
    before: Mapping[str, int] = attrs.field(init=False)
    _cells: Mapping[str, tuple[int, slice]] = attrs.field(init=False)

    @optional.default
    def _(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.elements if one.name in OPTIONAL)

    @cutter.default
    def _(self) -> "Cutter":
        return Cutter.of(self)

    @places.default
    def _(self) -> Mapping[str, tuple[int, slice]]:
        return {one.name: (one.line - 1, self.slice_of(one.name, one.check_digit)) for one in self.elements}

    @before.default
    def _(self) -> Mapping[str, int]:
        lengths = [self.element(name).length for name in self.composite]
        return dict(zip(self.composite, itertools.accumulate(lengths, initial=0), strict=False))

    @_cells.default
    def _(self) -> Mapping[str, tuple[int, slice]]:
        return {one.name: (one.line - 1, self.slice_of(one.name)) for one in self.elements}

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return self.elements[-1].line

    @property
    def checked(self) -> dict[str, str]:
        """The elements with a check digit of their own, and the names of these."""
        return {one.name: one.check_digit for one in self.elements if one.check_digit}

    @property
    def positions(self) -> dict[str, tuple[Position, ...]]:
        """Where each element stands, where the document number has at most nine characters."""
        return {element.name: (element.position,) for element in self.elements}

    def element(self, name: str) -> Element:
        """Return an element by its name."""
        return next(element for element in self.elements if element.name == name)

    def cell(self, lines: Sequence[str], name: str) -> str:
        """Return the characters of an element, with its fillers."""
        line, where = self._cells[name]
        return lines[line][where]

    def filled(self, texts: Mapping[str, str], unknown: str) -> tuple[str, ...]:
        """Return the lines with these texts, each with its check digit, in the places of their elements."""
        lines = [[unknown] * self.length for _ in range(self.lines)]
        for name, text in texts.items():
            line, where = self.places[name]
            lines[line][where] = text
        return tuple(map("".join, lines))

    def slice_of(self, first: str, last: str | None = None) -> slice:
        """Return where an element, or all from the first to the last, stands in its line, from 0."""
        end = self.element(last or first)
        return slice(self.element(first).start - 1, end.start - 1 + end.length)


@attrs.frozen
class Cutter:
    """A format as slices of its lines joined by a newline, ready for use, and the shape of these.

    ``kinds`` is the shape with the characters that each element may have. ``values`` are those of `COMMON`,
    the names, and optional data, less the trailing fillers of those whose ``strips`` is the filler.
    ``digits`` are the check digits, the composite last; ``covered`` is what each of the others is taken over,
    the characters that count seven, three times and once.
    """

    shape: re.Pattern[str]
    kinds: re.Pattern[str]
    line_count: int
    values: Callable[[str], tuple[str, ...]]
    strips: tuple[str, ...]
    digits: Callable[[str], tuple[str, ...]]
    covered: tuple[tuple[slice, slice, slice], ...]
    covered_by_composite: Callable[[bytes], tuple[bytes, ...]]

    @classmethod
    def of(cls, table: MrzFormat) -> "Cutter":
        """Return the slices of a format."""
        valued = [*map(table.element, (*COMMON, "name", *table.optional))]
        digits = map(table.element, (*table.checked.values(), "composite_check_digit"))
        return cls(
            re.compile("\n".join([f"[A-Z0-9<]{{{table.length}}}"] * table.lines)),
            re.compile("\n".join(map("".join, _characters_of_lines(table)))),
            table.lines,
            operator.itemgetter(*(_runs(table, [one])[0] for one in valued)),
            tuple(FILLER if one.kind in {Kind.ANY, Kind.LETTERS} else "" for one in valued),
            operator.itemgetter(*(_runs(table, [one])[0] for one in digits)),
            tuple(_by_weight(_runs(table, [table.element(name)])[0]) for name in table.checked),
            operator.itemgetter(*_runs(table, map(table.element, table.composite))),
        )


def _by_weight(run: slice) -> tuple[slice, slice, slice]:
    """Return where the characters of a run stand that have each weight (Doc 9303-3, 4.9)."""
    first, second, third = (slice(run.start + at, run.stop, 3) for at in range(3))
    return first, second, third


def _characters_of_lines(table: MrzFormat) -> Iterator[list[str]]:
    for line in range(1, table.lines + 1):
        yield [_characters(one, table) for one in table.elements if one.line == line]


def _characters(element: Element, table: MrzFormat) -> str:
    if element.name == "document_code":
        return f"[{''.join(sorted({code[0] for code in table.document_codes}))}]{_CHARACTERS[element.kind]}"
    return f"{_CHARACTERS[element.kind]}{{{element.length}}}"


def _runs(table: MrzFormat, elements: Iterable[Element]) -> list[slice]:
    """Return where elements stand in the joined lines, those that follow each other as one."""
    runs: list[slice] = []
    for element in elements:
        start = (element.line - 1) * (table.length + 1) + element.start - 1
        end = start + element.length
        if runs and runs[-1].stop == start:
            runs[-1] = slice(runs[-1].start, end)
        else:
            runs.append(slice(start, end))
    return runs


_CHARACTERS: Final = {
    Kind.ANY: "[A-Z0-9<]",
    Kind.LETTERS: "[A-Z<]",
    Kind.NUMERALS: "[0-9<]",
    Kind.SEX: "[FM<]",
}
_ANY, _LETTERS, _NUMERALS, _SEX = Kind.ANY, Kind.LETTERS, Kind.NUMERALS, Kind.SEX

# Doc 9303-5, 4.2.2.1 to 4.2.2.3; the composite: 4.2.4.
TD1: Final = MrzFormat(
    "TD1",
    30,
    DOCUMENT_CODES,
    "optional_data_1",
    (
        Element("document_code", 1, 1, 2, _ANY),
        Element("issuing_state", 1, 3, 3, _LETTERS),
        Element("document_number", 1, 6, 9, _ANY, "document_number_check_digit"),
        Element("document_number_check_digit", 1, 15, 1, _NUMERALS),
        Element("optional_data_1", 1, 16, 15, _ANY),
        Element("date_of_birth", 2, 1, 6, _NUMERALS, "date_of_birth_check_digit"),
        Element("date_of_birth_check_digit", 2, 7, 1, _NUMERALS),
        Element("sex", 2, 8, 1, _SEX),
        Element("date_of_expiry", 2, 9, 6, _NUMERALS, "date_of_expiry_check_digit"),
        Element("date_of_expiry_check_digit", 2, 15, 1, _NUMERALS),
        Element("nationality", 2, 16, 3, _LETTERS),
        Element("optional_data_2", 2, 19, 11, _ANY),
        Element("composite_check_digit", 2, 30, 1, _NUMERALS),
        Element("name", 3, 1, 30, _LETTERS),
    ),
    (
        "document_number",
        "document_number_check_digit",
        "optional_data_1",
        "date_of_birth",
        "date_of_birth_check_digit",
        "date_of_expiry",
        "date_of_expiry_check_digit",
        "optional_data_2",
    ),
)


def _of_two_lines(
    name: str, length: int, codes: frozenset[str], number_goes_on_in: str | None, *optional: Element
) -> MrzFormat:
    """Return a format whose name stands in the upper line; its lower line ends as ``optional`` has it."""
    return MrzFormat(
        name,
        length,
        codes,
        number_goes_on_in,
        (
            Element("document_code", 1, 1, 2, _ANY),
            Element("issuing_state", 1, 3, 3, _LETTERS),
            Element("name", 1, 6, length - 5, _LETTERS),
            Element("document_number", 2, 1, 9, _ANY, "document_number_check_digit"),
            Element("document_number_check_digit", 2, 10, 1, _NUMERALS),
            Element("nationality", 2, 11, 3, _LETTERS),
            Element("date_of_birth", 2, 14, 6, _NUMERALS, "date_of_birth_check_digit"),
            Element("date_of_birth_check_digit", 2, 20, 1, _NUMERALS),
            Element("sex", 2, 21, 1, _SEX),
            Element("date_of_expiry", 2, 22, 6, _NUMERALS, "date_of_expiry_check_digit"),
            Element("date_of_expiry_check_digit", 2, 28, 1, _NUMERALS),
            *optional,
            Element("composite_check_digit", 2, length, 1, _NUMERALS),
        ),
        (
            "document_number",
            "document_number_check_digit",
            "date_of_birth",
            "date_of_birth_check_digit",
            "date_of_expiry",
            "date_of_expiry_check_digit",
            *(element.name for element in optional),
        ),
    )


# Doc 9303-6, 4.2.2: the composite is taken over lower 1-10, 14-20 and 22-35.
TD2: Final = _of_two_lines(
    "TD2", 36, DOCUMENT_CODES, "optional_data", Element("optional_data", 2, 29, 7, _ANY)
)
# Doc 9303-4, 4.2.2: over lower 1-10, 14-20 and 22-43.
TD3: Final = _of_two_lines(
    "TD3",
    44,
    PASSPORT_CODES,
    None,
    Element("optional_data", 2, 29, 14, _ANY, "optional_data_check_digit"),
    Element("optional_data_check_digit", 2, 43, 1, _NUMERALS),
)
FORMATS: Final = (TD1, TD2, TD3)
