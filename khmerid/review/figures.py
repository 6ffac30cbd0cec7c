"""The figures of results and of what people decided of them: each a plot and a table of the same numbers.

>>> rows = [{"id": 1, "error": {"code": "not_json", "message": "the row is not JSON"}}]
>>> figure = figures_of(rows)[0]
>>> figure.title, figure.table.rows
('Decisions', (('error', '1', '100.0%'),))

Rows do not say on which day a card was presented; what is told by day are decisions.
"""

import functools
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import Any, Final, NamedTuple

from khmerid.calibration.counting import TWO_SIDED
from khmerid.calibration.plot import PLOT_STYLE, Axis, Bar, Series, bars_of, svg_of
from khmerid.checks.crosscheck import Rule
from khmerid.explained import Language
from khmerid.ledger.captions import Caption
from khmerid.report.reasons import Reason
from khmerid.report.report import FIELDS
from khmerid.resolve.resolved import Assurance
from khmerid.review.decisions import CardDecision, Verdict
from khmerid.review.reviewers import Key, KnownCard, Reviewer, by_reviewer

#: The rules for the classes of the plots, for the style sheet of the page that has them.
FIGURE_STYLE: Final = PLOT_STYLE
_ERROR: Final = "error"
_DECISIONS: Final = ("accept", "review", "reject", _ERROR)
_OUTCOMES: Final = ("agrees", "conflicts", "undecided")
_SURE: Final = frozenset({str(Assurance.CONFIRMED), str(Assurance.PROTECTED)})
_LEAST_RISK: Final = 1e-12
_POWERS: Final = [10.0**-power for power in range(13)]
_SHARES: Final = [0.2 * at for at in range(6)]

Texts = Mapping[str, str]


class FigureTable(NamedTuple):
    """The head and the lines of a table, as plain text that is not escaped yet."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Figure(NamedTuple):
    """A title (plain text), a plot (SVG, safe to stand in HTML), and the table with the same numbers."""

    title: str
    svg: str
    table: FigureTable


@functools.cache
def figure_texts(language: Language = Language.ENGLISH) -> Texts:
    """Return the words of all figures in a language, by what they are of and their code.

    >>> figure_texts(Language.KHMER)["decision.accept"]
    'ទទួលយក'
    """
    file = resources.files("khmerid.review").joinpath(f"figures.{language}.toml")
    groups: dict[str, dict[str, str]] = tomllib.loads(file.read_text("utf-8"))
    groups["reason"] = {str(one): one.told(language) for one in Reason}
    groups["rule"] = {str(one): one.told(language) for one in Rule}
    groups["field"] = {field: Caption(field).told(language) for field in FIELDS}
    return {f"{group}.{name}": text for group, texts in groups.items() for name, text in texts.items()}


def figures_of(
    rows: Iterable[Mapping[str, Any]],
    decisions: Iterable[CardDecision] = (),
    texts: Texts | None = None,
    *,
    known: Mapping[Key, KnownCard] | None = None,
) -> list[Figure]:
    """Return the figures of report rows, and of decisions; in English by default.

    Whoever wants them in two languages, or goes through the rows anyway, counts once: `FigureCounts`.
    """
    counts = FigureCounts(decisions, known)
    for row in rows:
        counts.add(row)
    return counts.figures(texts or figure_texts())


class FigureCounts:
    """Counts what the figures show of one row after another, and keeps no value of any."""

    def __init__(
        self,
        decisions: Iterable[CardDecision] = (),
        known: Mapping[Key, KnownCard] | None = None,
    ) -> None:
        given = list(decisions)
        self._reviewers = by_reviewer(given, known)
        self._days: dict[str, Counter[str]] = defaultdict(Counter)
        for one in given:
            self._days[f"{one.at:%Y-%m-%d}"][str(one.decision)] += 1
        self._decisions: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._assurances: dict[str, Counter[str]] = defaultdict(Counter)
        self._digits: dict[str, Counter[str]] = defaultdict(Counter)
        self._risks: list[float] = []

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a report or an error row."""
        if _ERROR in row:
            self._decisions[_ERROR] += 1
            return
        self._decisions[row["decision"]] += 1
        self._reasons.update(row["reasons"])
        for name, field in row["fields"].items():
            self._assurances[name][field["assurance"]] += 1
        for check in row.get("checks", ()):
            if check["rule"].endswith("check_digit"):
                self._digits[check["rule"]][check["outcome"]] += 1
        if (risk := _risk_of(row)) is not None:
            self._risks.append(max(risk, _LEAST_RISK))

    def figures(self, texts: Texts) -> list[Figure]:
        """Return the figures, those of reviewers only where there are decisions."""
        return [make(texts) for make in (
            self._of_decisions, self._of_reasons, self._of_assurances, self._of_coverage, self._of_digits
        )] + (
            [make(texts) for make in (self._of_reviewers, self._of_speed, self._of_days)]
            if self._reviewers else []
        )  # fmt: skip

    def _of_decisions(self, texts: Texts) -> Figure:
        found = [(name, self._decisions[name]) for name in _DECISIONS if self._decisions[name]]
        rows = [(texts[f"decision.{name}"], count) for name, count in found]
        return _counted("decisions", "what", rows, self._decisions.total(), texts)

    def _of_reasons(self, texts: Texts) -> Figure:
        rows = [(texts.get(f"reason.{name}", name), count) for name, count in self._reasons.most_common()]
        return _counted("reasons", "reason", rows, self._decisions.total(), texts)

    def _of_assurances(self, texts: Texts) -> Figure:
        levels = list(map(str, Assurance))
        rows = {texts[f"field.{name}"]: self._assurances[name] for name in FIELDS if name in self._assurances}
        return _parted("assurances", "field", "assurance", levels, rows, texts)

    def _of_digits(self, texts: Texts) -> Figure:
        rows = {texts.get(f"rule.{rule}", rule): counts for rule, counts in self._digits.items()}
        return _parted("digits", "rule", "outcome", _OUTCOMES, rows, texts)

    def _of_coverage(self, texts: Texts) -> Figure:
        cards, risks = self._decisions.total(), sorted(self._risks)
        points = [*_steps(risks, cards)] if cards else []
        axes = (
            Axis(texts["column.risk"], _LEAST_RISK, 1.0, _POWERS, is_log=True),
            Axis(texts["column.covered"], 0.0, 1.0, _SHARES),
        )
        title = texts["figure.coverage"]
        series = [Series(texts["column.cards"], points)]
        svg = svg_of(title, axes, series, description=texts["about.coverage"], style="")
        rows = []
        for power in reversed(_POWERS):
            covered = sum(risk <= power for risk in risks)
            rows.append((f"{power:.0e}", f"{covered:,}", _share(covered, cards)))
        head = ("risk", "cards", "covered")
        return Figure(title, svg, _table(head, rows, texts))

    def _of_reviewers(self, texts: Texts) -> Figure:
        title = texts["figure.reviewers"]
        bars = [
            Bar(one.name, [one.errors.at_most or 0.0], _rate(one.errors.at_most)) for one in self._reviewers
        ]
        svg = bars_of(title, [title], bars, description=texts["about.reviewers"], style="")
        head = ("reviewer", "cards", "unseen", "known", "wrong", "at_most", "seconds", "keys")
        return Figure(title, svg, _table(head, map(_line_of, self._reviewers), texts))

    def _of_speed(self, texts: Texts) -> Figure:
        title = texts["figure.speed"]
        bars = [Bar(one.name, [one.seconds or 0.0], _few(one.seconds)) for one in self._reviewers]
        svg = bars_of(title, [title], bars, description=texts["about.speed"], style="")
        rows = [(one.name, _few(one.seconds)) for one in self._reviewers]
        return Figure(title, svg, _table(("reviewer", "seconds"), rows, texts))

    def _of_days(self, texts: Texts) -> Figure:
        levels = list(map(str, Verdict))
        return _parted("days", "day", "decision", levels, dict(sorted(self._days.items())), texts)


def _risk_of(row: Mapping[str, Any]) -> float | None:
    """Return how likely one of the critical values is wrong; ``None`` where there is no telling."""
    right = 1.0
    for name in TWO_SIDED:
        field = row["fields"].get(name, {})
        risk = field.get("risk")
        if risk is None and field.get("assurance") in _SURE:
            risk = 0.0  # what is proven otherwise than by weighing
        if risk is None or field.get("value") is None:
            return None
        right *= 1.0 - risk
    return 1.0 - right


def _steps(risks: Sequence[float], cards: int) -> Iterator[tuple[float, float]]:
    """Yield each risk once, rounded to what a plot can show, and the share of the cards with no more."""
    last: dict[str, int] = {}
    for count, risk in enumerate(risks, 1):
        last[f"{risk:.1e}"] = count
    yield _LEAST_RISK, 0.0
    for risk_text, count in last.items():
        yield float(risk_text), count / cards
    yield 1.0, len(risks) / cards


def _counted(name: str, what: str, rows: Sequence[tuple[str, int]], total: int, texts: Texts) -> Figure:
    title = texts[f"figure.{name}"]
    bars = [Bar(one, [count], f"{count:,} ({_share(count, total)})") for one, count in rows]
    svg = bars_of(title, [title], bars, description=texts[f"about.{name}"], style="")
    lines = [(one, f"{count:,}", _share(count, total)) for one, count in rows]
    return Figure(title, svg, _table((what, "cards", "share"), lines, texts))


def _parted(  # noqa: PLR0913, PLR0917 - what is counted, of what, in which words
    name: str, what: str, group: str, levels: Sequence[str], rows: Mapping[str, Counter[str]], texts: Texts
) -> Figure:
    title = texts[f"figure.{name}"]
    names = [texts[f"{group}.{level}"] for level in levels]
    bars = [
        Bar(one, [counts[level] for level in levels], f"{counts.total():,}") for one, counts in rows.items()
    ]
    svg = bars_of(title, names, bars, description=texts[f"about.{name}"], style="")
    lines = tuple((one, *(f"{counts[level]:,}" for level in levels)) for one, counts in rows.items())
    return Figure(title, svg, FigureTable((texts[f"column.{what}"], *names), lines))


def _table(head: Sequence[str], rows: Iterable[tuple[str, ...]], texts: Texts) -> FigureTable:
    return FigureTable(tuple(texts[f"column.{one}"] for one in head), tuple(rows))


def _line_of(one: Reviewer) -> tuple[str, ...]:
    errors = one.errors
    counts = (one.cards, one.unseen, errors.n, errors.wrong)
    return (
        one.name,
        *(f"{count:,}" for count in counts),
        _rate(errors.at_most),
        _few(one.seconds),
        _few(one.keys),
    )


def _share(count: int, total: int) -> str:
    return f"{count / total:.1%}" if total else "–"


def _rate(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:.2%}"


def _few(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"
