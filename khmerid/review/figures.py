"""The figures of results and of what people decided of them: each a plot and a table of the same."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from khmerid.explained import Language

#: The rules for the classes of the plots, for the style sheet of the page that has them.
FIGURE_STYLE: Final = ""


class FigureTable(NamedTuple):
    """The head and the lines of a table, as plain text that is not escaped yet."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Figure(NamedTuple):
    """A title (plain text), a plot (SVG, safe to stand in HTML), and the table with the same numbers."""

    title: str
    svg: str
    table: FigureTable


def figure_texts(language: Language = Language.ENGLISH) -> Mapping[str, str]:
    """Return the words of all figures in a language."""
    raise NotImplementedError


def figures_of(
    rows: Iterable[Mapping[str, Any]],
    decisions: Iterable[Mapping[str, Any]] = (),
    texts: Mapping[str, str] | None = None,
) -> list[Figure]:
    """Return the figures of report rows, and of decisions as a file has them; in English by default."""
    raise NotImplementedError
