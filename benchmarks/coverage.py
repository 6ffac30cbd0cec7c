"""Risk against coverage: how many critical values can be had at which share of wrong ones, by corpus.

    python benchmarks/coverage.py [--markdown] [--svg docs/coverage.svg]

The critical values of the cards of a corpus are ranked by their risk and taken from the safest on. Coverage
is the share that is taken, of all that were printed. A value without a risk was not weighed: it comes first
if it is sure and last if it is not, before those that are not given at all, which count as wrong. Values of
one risk are taken together. The area is that under the share of wrong values, over coverage from 0 to 1: the
mean share of wrong ones at every coverage.
"""

import argparse
import itertools
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from observed import CRITICAL, Family, Seen, Value, corpus_tasks, observe
from tables import Table, few, print_table

from khmerid.calibration.plot import Axis, Series, write_plot

HEAD = (
    *("corpus", "values", "sure", "wrong", "covered at 0 wrong", "at 1 in 1,000 wrong", "covered", "wrong"),
    "area",
)
ALLOWED = 1e-3
LEAST = 1e-5  # of the plot's scale: none wrong is drawn there
_NOT_GIVEN, _UNWEIGHED = 3.0, 2.0  # behind any risk
Point = tuple[float, float]  # coverage, and the share of wrong values


def rank_of(value: Value) -> float:
    """Return the risk of a value, or where it is ranked without one."""
    if not value.is_given:
        return _NOT_GIVEN
    if value.risk is None:
        return 0.0 if value.is_sure else _UNWEIGHED
    return float(f"{value.risk:.9e}")  # in which order it was summed up is of no account


def curve_of(values: Sequence[Value]) -> list[Point]:
    """Return the points of the curve, the last of which has all values, given or not."""
    points = []
    taken = wrong = 0
    for _, equal in itertools.groupby(sorted(values, key=rank_of), key=rank_of):
        for value in equal:
            taken += 1
            wrong += not value.is_right
        points.append((taken / len(values), wrong / taken))
    return points


def coverage_at(points: Sequence[Point], allowed: float) -> float:
    """Return the greatest coverage with at most this share of wrong values."""
    return max((coverage for coverage, wrong in points if wrong <= allowed), default=0.0)


def area_under(points: Sequence[Point]) -> float:
    """Return the area under a curve, in trapezia; up to its first point it is level.

    >>> area_under([(0.5, 0.0), (1.0, 0.5)])
    0.125
    """
    area = points[0][0] * points[0][1]
    for (start, low), (end, high) in itertools.pairwise(points):
        area += (end - start) * (low + high) / 2
    return area


def plot(path: Path, values: Mapping[str, Sequence[Value]]) -> None:
    """Draw the curves, as far as values are given."""
    lowest = 0.4
    across = Axis(
        "coverage: share of critical values taken", lowest, 1, [lowest + step / 10 for step in range(7)]
    )
    up = Axis("share of wrong values", LEAST, 0.1, [10.0**-power for power in range(1, 6)], is_log=True)
    series = [Series(name, thinned(points_of_given(found))) for name, found in values.items()]
    write_plot(path, "Risk against coverage", (across, up), series)


def points_of_given(values: Sequence[Value]) -> list[Point]:
    """Return the part of a curve whose values are given."""
    given = sum(value.is_given for value in values) / len(values)
    return [point for point in curve_of(values) if point[0] <= given]


def thinned(points: Sequence[Point]) -> list[Point]:
    """Return points enough to draw a curve: those that are farther from the last than it shows."""
    kept = [(0.0, points[0][1])]
    for coverage, wrong in points:
        if coverage - kept[-1][0] > 0.002 or abs(wrong - kept[-1][1]) > 0.1 * max(wrong, LEAST):
            kept.append((coverage, wrong))
    return [*kept, points[-1]]


def critical_values(cards: Iterable[Seen]) -> dict[str, list[Value]]:
    """Return the critical values of the cards of each corpus; other cards are left out."""
    values: dict[str, list[Value]] = {}
    for card in cards:
        if card.family is Family.CORPORA:
            of_corpus = values.setdefault(card.source, [])
            of_corpus += [value for value in card.values if value.field in CRITICAL]
    return values


def coverage_table(values: Mapping[str, Sequence[Value]]) -> Table:
    """Return how many critical values of each corpus can be had at which share of wrong ones."""
    rows = []
    for name, found in values.items():
        points = curve_of(found)
        sure = [value for value in found if value.is_sure]
        given = [value for value in found if value.is_given]
        wrong = sum(not value.is_right for value in given)
        rows.append(
            [
                *(name, f"{len(found):,}", f"{len(sure) / len(found):.4f}"),
                str(sum(not value.is_right for value in sure)),
                *(f"{coverage_at(points, allowed):.4f}" for allowed in (0, ALLOWED)),
                *(f"{len(given) / len(found):.4f}", f"{wrong / len(given):.4f}", few(area_under(points))),
            ]
        )
    return Table(HEAD, rows)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--svg", type=Path)
    options = parser.parse_args()
    values = critical_values(observe(corpus_tasks()))
    print_table(coverage_table(values), markdown=options.markdown)
    if options.svg:
        plot(options.svg, values)


if __name__ == "__main__":
    main()
