"""Plots as small SVG files: lines and points over two axes, or bars; readable on light and dark pages."""

import math
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

WIDTH, HEIGHT = 720, 460
LEFT, RIGHT, TOP, BOTTOM = 80, 24, 48, 64
_LETTER = 8  # pixels, about
#: Told apart also by people who see fewer colours (Okabe and Ito), with two more.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8b5fbf", "#7f7f7f")
#: How a plot looks: in each file, or once in the style sheet of a page that has several in it.
PLOT_STYLE = """
.plot text { font: 13px sans-serif; fill: #24292f }
.plot .page { fill: #ffffff }
.plot .grid { stroke: #d0d7de; stroke-width: 1 }
.plot .axis { stroke: #57606a; stroke-width: 1; fill: none }
.plot .multiple { stroke: #57606a; stroke-width: 1; stroke-dasharray: 5 4 }
.plot .line { stroke-width: 2; fill: none }
@media (prefers-color-scheme: dark) {
  .plot text { fill: #e6edf3 }
  .plot .page { fill: #0d1117 }
  .plot .grid { stroke: #30363d }
  .plot .axis, .plot .multiple { stroke: #8b949e }
}
"""
_BAR, _STEP = 14, 44  # pixels: how thick a bar is, and from one to the next, with its name above it


class Axis(NamedTuple):
    """An axis with its title, its ends, and its marks; ``is_log`` for one in powers of ten."""

    title: str
    low: float
    high: float
    marks: Sequence[float]
    is_log: bool = False

    def share(self, value: float) -> float:
        """Return where a value stands between the ends, from 0 to 1."""
        scale: Callable[[float], float] = math.log10 if self.is_log else float
        low, high = scale(self.low), scale(self.high)
        return (scale(min(max(value, self.low), self.high)) - low) / (high - low)


class Series(NamedTuple):
    """Points under a name; as a line, or with the range in which each may lie."""

    name: str
    points: Sequence[tuple[float, float]]
    ranges: Sequence[tuple[float, float]] = ()


class Bar(NamedTuple):
    """A bar: its name, how long each of its parts is, and what is said behind it."""

    name: str
    parts: Sequence[float]
    said: str


def write_plot(
    path: Path,
    title: str,
    axes: tuple[Axis, Axis],
    series: Sequence[Series],
    *,
    multiples: Sequence[float] = (),
) -> None:
    """Write a plot into a file of its own, as `svg_of` has it."""
    path.write_text(svg_of(title, axes, series, multiples=multiples), encoding="utf-8")


def svg_of(  # noqa: PLR0913 - what is drawn, and how
    title: str,
    axes: tuple[Axis, Axis],
    series: Sequence[Series],
    *,
    multiples: Sequence[float] = (),
    description: str = "",
    style: str = PLOT_STYLE,
) -> str:
    """Return a plot; ``multiples`` are those of x at which a dashed line is drawn.

    Without a ``style`` it has none of its own: the page that it stands in has `PLOT_STYLE`.
    """
    x, y = axes

    def place(one: float, other: float) -> tuple[str, str]:
        across = LEFT + x.share(one) * (WIDTH - LEFT - RIGHT)
        up = HEIGHT - BOTTOM - y.share(other) * (HEIGHT - TOP - BOTTOM)
        return f"{across:.1f}", f"{up:.1f}"

    parts = [*_frame(axes, place)]
    for factor in multiples:
        ends = (max(x.low, y.low / factor), min(x.high, y.high / factor))
        (x1, y1), (x2, y2) = (place(end, factor * end) for end in ends)
        parts.append(f'<line class="multiple" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>')
    start = LEFT  # of the name, above the plot
    for number, one in enumerate(series):
        colour = COLOURS[number % len(COLOURS)]
        places = [place(*point) for point in one.points]
        if one.ranges:
            for (across, up), (value, _), (low, high) in zip(places, one.points, one.ranges, strict=True):
                (_, bottom), (_, top) = place(value, low), place(value, high)
                parts.append(
                    f'<line stroke="{colour}" x1="{across}" y1="{bottom}" x2="{across}" y2="{top}"/>'
                )
                parts.append(f'<circle fill="{colour}" cx="{across}" cy="{up}" r="4"/>')
        else:
            line = " ".join(",".join(point) for point in places)
            parts.append(f'<polyline class="line" stroke="{colour}" points="{line}"/>')
        parts.append(f'<rect fill="{colour}" x="{start}" y="18" width="12" height="12"/>')
        parts.append(f'<text x="{start + 18}" y="28">{escape(one.name)}</text>')
        start += 40 + _LETTER * len(one.name)
    return _svg(title, description, HEIGHT, parts, style)


def bars_of(
    title: str,
    parts: Sequence[str],
    bars: Sequence[Bar],
    *,
    description: str = "",
    style: str = PLOT_STYLE,
) -> str:
    """Return bars one below another, each of these parts side by side; the longest fills the width.

    Where there are several parts, their names stand above.
    """
    longest = max((sum(bar.parts) for bar in bars), default=0.0) or 1.0
    side, top = 24, 48 if len(parts) > 1 else 16
    drawn = []
    start = side  # of the name of a part
    for number, name in enumerate(parts if len(parts) > 1 else ()):
        drawn.append(f'<rect fill="{COLOURS[number]}" x="{start}" y="18" width="12" height="12"/>')
        drawn.append(f'<text x="{start + 18}" y="28">{escape(name)}</text>')
        start += 40 + _LETTER * len(name)
    for at, bar in enumerate(bars):
        y, x = top + at * _STEP, float(side)
        drawn.append(f'<text x="{side}" y="{y + 14}">{escape(bar.name)}</text>')
        for number, part in enumerate(bar.parts):
            width = part / longest * (WIDTH - 2 * side - 16 * _LETTER)
            if part:
                drawn.append(
                    f'<rect fill="{COLOURS[number]}" x="{x:.1f}" y="{y + 22}" width="{width:.1f}" '
                    f'height="{_BAR}"/>'
                )
            x += width
        drawn.append(f'<text x="{x + 8:.1f}" y="{y + 34}">{escape(bar.said)}</text>')
    return _svg(title, description, top + len(bars) * _STEP + 8, drawn, style)


def _svg(title: str, description: str, height: int, parts: Sequence[str], style: str) -> str:
    about = f"<title>{escape(title)}</title>\n"
    about += f"<desc>{escape(description)}</desc>\n" if description else ""
    about += f"<style>{style}</style>\n" if style else ""
    return (
        f'<svg class="plot" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">\n'
        f'{about}<rect class="page" width="{WIDTH}" height="{height}" rx="6"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _frame(axes: tuple[Axis, Axis], place: Callable[[float, float], tuple[str, str]]) -> Sequence[str]:
    x, y = axes
    parts = []
    for mark in x.marks:
        across, bottom = place(mark, y.low)
        _, top = place(mark, y.high)
        parts.append(f'<line class="grid" x1="{across}" y1="{bottom}" x2="{across}" y2="{top}"/>')
        parts.append(
            f'<text x="{across}" y="{float(bottom) + 20:.1f}" text-anchor="middle">{_label(x, mark)}</text>'
        )
    for mark in y.marks:
        left, up = place(x.low, mark)
        right, _ = place(x.high, mark)
        parts.append(f'<line class="grid" x1="{left}" y1="{up}" x2="{right}" y2="{up}"/>')
        parts.append(
            f'<text x="{LEFT - 8}" y="{float(up) + 4:.1f}" text-anchor="end">{_label(y, mark)}</text>'
        )
    (x1, y1), (x2, y2) = place(x.low, y.low), place(x.high, y.high)
    centre, middle = (LEFT + WIDTH - RIGHT) / 2, (TOP + HEIGHT - BOTTOM) / 2
    title = escape(y.title)
    return [
        *parts,
        f'<path class="axis" d="M{x1},{y2} V{y1} H{x2}"/>',
        f'<text x="{centre:.0f}" y="{HEIGHT - 16}" text-anchor="middle">{escape(x.title)}</text>',
        f'<text transform="translate(20 {middle:.0f}) rotate(-90)" text-anchor="middle">{title}</text>',
    ]


def _label(axis: Axis, mark: float) -> str:
    if not axis.is_log or mark == 1:
        return f"{mark:g}"
    power = str(round(math.log10(mark))).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"10{power}"
