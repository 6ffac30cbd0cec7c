"""Tables as the benchmarks print them: in columns for a terminal, or in Markdown for a page of ``docs``."""

from collections.abc import Sequence


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]], *, markdown: bool) -> None:
    """Print rows under a head; in columns, the first is flush left and the others flush right."""
    if markdown:
        for row in (head, ["---"] * len(head), *rows):
            print(f"| {' | '.join(row)} |")
    else:
        widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
        for row in (head, *rows):
            first, *others = (
                f"{cell:>{width}}" if place else f"{cell:{width}}"
                for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            print("  ".join([first, *others]).rstrip())
    print(flush=True)


def few(rate: float) -> str:
    """Return a small rate as a page has it.

    >>> few(0), few(0.00005991), few(0.25), few(1)
    ('0', '6.0e-05', '0.25', '1')
    """
    return f"{rate:.1e}" if 0 < rate < 0.001 else f"{rate:.2g}"
