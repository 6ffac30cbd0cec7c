"""The figures of results: each a plot and a table of the same numbers.

>>> counts = FigureCounts()
>>> counts.add({"id": 1, "error": {"code": "not_json", "message": "the row is not JSON"}})
>>> figure = counts.figures(figure_texts())[0]
>>> figure.title, figure.table.rows
('Decisions', (('error', '1', '100.0%'),))
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


class FigureCounts:
    """Counts what the figures show of one row after another, and keeps no value of any."""

    def __init__(self) -> None:
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
        """Return the figures in the words of a language."""
        return [
            self._of_decisions(texts),
            self._of_reasons(texts),
            self._of_assurances(texts),
            self._of_coverage(texts),
            self._of_digits(texts),
        ]

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


def _share(count: int, total: int) -> str:
    return f"{count / total:.1%}" if total else "–"
