"""Tables as the benchmarks print them: in columns for a terminal, or in Markdown for a page of ``docs``."""

from collections.abc import Sequence
from typing import NamedTuple


class Table(NamedTuple):
    """Rows of cells under a head."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def to_markdown(table: Table) -> str:
    """Return a table as a page has it.

    >>> print(to_markdown(Table(("corpus", "cards"), [("fields", "1,500")])))
    | corpus | cards |
    | --- | --- |
    | fields | 1,500 |
    """
    rows = (table.head, ["---"] * len(table.head), *table.rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def in_columns(table: Table) -> str:
    """Return a table as a terminal has it: the first column is flush left and the others flush right."""
    rows = (table.head, *table.rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        first, *others = (
            f"{cell:>{width}}" if place else f"{cell:{width}}"
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append("  ".join([first, *others]).rstrip())
    return "\n".join(lines)


def print_table(table: Table, *, markdown: bool = False) -> None:
    """Print a table, and an empty line."""
    print(to_markdown(table) if markdown else in_columns(table), end="\n\n", flush=True)


def few(rate: float) -> str:
    """Return a small rate as a page has it.

    >>> few(0), few(0.00005991), few(0.25), few(1)
    ('0', '6.0e-05', '0.25', '1')
    """
    return f"{rate:.1e}" if 0 < rate < 0.001 else f"{rate:.2g}"
