"""The figures of a profile as one page of HTML that needs nothing else: no script, no address, no network."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from khmerid.calibration.figures import AFTER, BEFORE, WEIGHED, Figures, agreed_wrong, bound_of
from khmerid.calibration.plot import Axis, Series, svg_of
from khmerid.json_text import with_escapes
from khmerid.misreading.conditions import CONDITIONS

_STYLE: Final = """
body { font: 16px/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #24292f }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { border-bottom: 1px solid #d0d7de; padding: .25rem .75rem; text-align: right }
th:first-child, td:first-child { text-align: left }
caption { text-align: left; font-weight: bold; padding: .5rem 0 }
svg { max-width: 100%; height: auto }
@media (prefers-color-scheme: dark) {
  body { background: #0d1117; color: #e6edf3 }
  th, td { border-color: #30363d }
}
@media print { body { max-width: none } }
"""
_ALLOWED: Final = "default-src 'none'; style-src 'unsafe-inline'"
_POWERS: Final = [10.0**-power for power in range(13)]
_CHANNELS: Final = {
    "khmer": "printed Khmer",
    "latin": "printed Latin",
    "mrz": "MRZ",
}
#: What is shown for a character that is none, and for a blank.
_NOTHING, _BLANK = "nothing", "a blank"

Rows = Iterable[Sequence[str]]


def page_of(figures: Figures) -> str:
    """Return the page: what is accepted, what is sure, what is misread, and what to label."""
    name = figures.profile.name
    body = "\n".join(_body(figures))
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_ALLOWED}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Profile {escape(name)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>Profile {escape(name)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _body(figures: Figures) -> Iterator[str]:
    yield f"<p>{escape(figures.profile.used.digest)}</p>"
    for caption, head, rows in tables_in(figures):
        yield _table(caption, head, rows)
    yield svg_of(
        "Risk and coverage", _AXES, [Series(when, points) for when, points in figures.coverage.items()]
    )
    if figures.worth:
        yield _table("Rows worth labelling, first those that would say most", ("row",), _ids(figures))


_AXES: Final = (
    Axis("risk that is allowed", 1e-12, 1.0, _POWERS, is_log=True),
    Axis("share of the values with no more", 0.0, 1.0, [0.2 * at for at in range(6)]),
)


def tables_in(figures: Figures) -> Iterator[tuple[str, Sequence[str], list[list[str]]]]:
    """Yield the caption, the head and the lines of each table, as the page and the command show them."""
    cards = figures.profile.cards
    head = "", "without a profile", "with it, learned from the other half"
    accepted = [figures.accepted[when] for when in (BEFORE, AFTER)]
    yield "Accepted", head, [["cards", *(f"{one:,} of {cards:,} ({one / cards:.1%})" for one in accepted)]]
    of_rows = [f"{one:,}" for one in (figures.rows, figures.unreadable, cards, figures.labelled)]
    yield "Rows", ("all", "without a card", "learned from", "labelled"), [of_rows]
    yield "Sure values", ("field", "without", "with", "predicted wrong", *_OF_LABELS), [*_sure(figures)]
    yield (
        "Print and MRZ",
        ("field", "both have a value", "they differ", "both have the same wrong one, at most"),
        [
            [_words(field), f"{both:,}", f"{differ:,}", _few(agreed_wrong(both, differ))]
            for field, (both, differ) in figures.differs.items()
        ],
    )
    yield (
        "Misread otherwise than the shipped tables have it",
        ("printed", "read", "where", "seen", "own rate", "shipped rate"),
        [
            [
                *(_shown(one.printed), _shown(one.read), _CHANNELS[one.channel]),
                *(f"{one.seen:,.0f}", f"{one.own:.2%}", f"{one.shipped:.2%}"),
            ]
            for one in figures.confusions
        ],
    )
    yield (
        "Pictures",
        ("condition", "own share", "shipped share"),
        [
            [one.name, f"{own:.1%}", f"{shipped:.1%}"]
            for one, (own, shipped) in zip(CONDITIONS, figures.conditions, strict=True)
        ],
    )


_OF_LABELS: Final = ("labelled", "of them wrong", "wrong at most")


def _sure(figures: Figures) -> Iterator[list[str]]:
    for field, of_field in figures.sure.items():
        before, after = of_field[BEFORE], of_field[AFTER]
        yield [
            _words(field),
            f"{before.n:,}",
            f"{after.n:,}",
            _few(after.predicted if field in WEIGHED else None),
        ] + (
            [f"{after.labelled:,}", f"{after.wrong:,}", _few(bound_of(after))]
            if figures.labelled
            else ["–"] * 3
        )


def _ids(figures: Figures) -> list[list[str]]:
    return [[str(name)] for name in figures.worth]


def _shown(character: str) -> str:
    if character.isspace():
        return _BLANK
    return character or _NOTHING


def _words(field: str) -> str:
    return field.replace("_", " ")


def _few(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:.2g}"


def _table(caption: str, head: Sequence[str], rows: Rows) -> str:
    heads = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    lines = "\n".join(
        "<tr>" + "".join(f"<td>{with_escapes(escape(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table>\n<caption>{escape(caption)}</caption>\n<tr>{heads}</tr>\n{lines}\n</table>"
