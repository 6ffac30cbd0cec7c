"""The figures of a profile as one page of HTML that needs nothing else: no script, no address, no network."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from khmerid.calibration.figures import AFTER, BEFORE, WEIGHED, Figures, agreed_wrong, bound_of
from khmerid.calibration.headings import Heading, told_field
from khmerid.calibration.plot import Axis, Series, svg_of
from khmerid.explained import Language
from khmerid.json_text import with_escapes
from khmerid.misreading.conditions import CONDITIONS

_STYLE: Final = """
body { font: 16px/1.5 "Noto Sans Khmer", "Khmer OS Content", "Khmer UI", sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #24292f }
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
Rows = Iterable[Sequence[str]]


def page_of(figures: Figures, language: Language = Language.ENGLISH) -> str:
    """Return the page: what is accepted, what is sure, what is misread, and what to label."""
    title = escape(Heading.PROFILE.told(language, name=figures.profile.name))
    body = "\n".join(_body(figures, language))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_ALLOWED}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _body(figures: Figures, language: Language) -> Iterator[str]:
    yield f"<p>{escape(figures.profile.used.digest)}</p>"
    for caption, head, rows in tables_in(figures, language):
        yield _table(caption, head, rows)
    yield svg_of(
        Heading.RISK_AND_COVERAGE.told(language),
        _axes(language),
        [Series(Heading(when).told(language), points) for when, points in figures.coverage.items()],
    )
    if figures.worth:
        caption = Heading.WORTH_LABELLING.told(language)
        yield _table(caption, (Heading.ROW.told(language),), _ids(figures))


def _axes(language: Language) -> tuple[Axis, Axis]:
    risk, share = Heading.RISK_ALLOWED.told(language), Heading.SHARE_OF_VALUES.told(language)
    return Axis(risk, 1e-12, 1.0, _POWERS, is_log=True), Axis(share, 0.0, 1.0, [0.2 * at for at in range(6)])


def tables_in(
    figures: Figures, language: Language = Language.ENGLISH
) -> Iterator[tuple[str, Sequence[str], list[list[str]]]]:
    """Yield the caption, the head and the lines of each table, as the page and the command show them."""
    for caption, head, rows in _tables_in(figures, language):
        yield caption.told(language), [one.told(language) if one else "" for one in head], rows


def _tables_in(
    figures: Figures, language: Language
) -> Iterator[tuple[Heading, Sequence[Heading | None], list[list[str]]]]:
    cards = figures.profile.cards
    accepted = (
        Heading.SHARE.told(language, count=one, of=cards, share=one / cards)
        for one in (figures.accepted[when] for when in (BEFORE, AFTER))
    )
    yield (
        Heading.ACCEPTED,
        (None, Heading.WITHOUT_PROFILE, Heading.WITH_PROFILE),
        [[Heading.CARDS.told(language), *accepted]],
    )
    of_rows = [f"{one:,}" for one in (figures.rows, figures.unreadable, cards, figures.labelled)]
    yield (
        Heading.ROWS,
        (Heading.ALL, Heading.WITHOUT_CARD, Heading.LEARNED_FROM, Heading.LABELLED),
        [of_rows],
    )
    yield (
        Heading.SURE_VALUES,
        (Heading.FIELD, Heading.WITHOUT, Heading.WITH, Heading.PREDICTED_WRONG, *_OF_LABELS),
        [*_sure(figures, language)],
    )
    yield (
        Heading.PRINT_AND_MRZ,
        (Heading.FIELD, Heading.BOTH_HAVE_A_VALUE, Heading.THEY_DIFFER, Heading.SAME_WRONG_ONE),
        [
            [told_field(field, language), f"{both:,}", f"{differ:,}", _few(agreed_wrong(both, differ))]
            for field, (both, differ) in figures.differs.items()
        ],
    )
    yield (
        Heading.MISREAD_OTHERWISE,
        (
            *(Heading.PRINTED, Heading.READ, Heading.WHERE),
            *(Heading.SEEN, Heading.OWN_RATE, Heading.SHIPPED_RATE),
        ),
        [
            [
                *(_shown(one.printed, language), _shown(one.read, language)),
                *(Heading(one.channel).told(language), f"{one.seen:,.0f}"),
                *(f"{one.own:.2%}", f"{one.shipped:.2%}"),
            ]
            for one in figures.confusions
        ],
    )
    yield (
        Heading.PICTURES,
        (Heading.CONDITION, Heading.OWN_SHARE, Heading.SHIPPED_SHARE),
        [
            [Heading(one.name).told(language), f"{own:.1%}", f"{shipped:.1%}"]
            for one, (own, shipped) in zip(CONDITIONS, figures.conditions, strict=True)
        ],
    )


_OF_LABELS: Final = (Heading.LABELLED, Heading.OF_THEM_WRONG, Heading.WRONG_AT_MOST)


def _sure(figures: Figures, language: Language) -> Iterator[list[str]]:
    for field, of_field in figures.sure.items():
        before, after = of_field[BEFORE], of_field[AFTER]
        yield [
            told_field(field, language),
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


def _shown(character: str, language: Language) -> str:
    if character.isspace():
        return Heading.BLANK.told(language)
    return character or Heading.NOTHING.told(language)


def _few(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:.2g}"


def _table(caption: str, head: Sequence[str], rows: Rows) -> str:
    heads = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    lines = "\n".join(
        "<tr>" + "".join(f"<td>{with_escapes(escape(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table>\n<caption>{escape(caption)}</caption>\n<tr>{heads}</tr>\n{lines}\n</table>"
