"""Lines of text in a picture, in whatever direction, and three of them that could be an MRZ.

Nothing else in a picture has three long lines of text, parallel, of one length and equally far apart, the
distance a twelfth of the length. A page of print comes near it, but has more than three.

>>> lines = [Strip(np.array([0.0, y]), np.array([300.0, y]), 18.0) for y in (50, 25, 0, 400)]
>>> [[float(strip.start[1]) for strip in triple] for triple in find_triples(lines)]
[[0.0, 25.0, 50.0]]
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from khmerid.picture.pixels import Floats, Quad
from khmerid.picture.rectify import LINE_MM, LINE_PITCH_MM

_PITCH: Final = LINE_PITCH_MM / LINE_MM
_LEAST_PIECE: Final = 2.0  # lengths of a box to its height: that of a piece of a line
_LEAST_LINE: Final = 8.0  # and of a line, which has thirty characters
_MOST_LINE: Final = 26.0
# Pieces of one line.
_WIDEST_GAP: Final = 2.5  # heights between two
_MOST_INTO: Final = 0.5  # heights that one may reach into another
_MOST_ACROSS: Final = 0.6  # heights that one may lie beside the line
_MOST_TALLER: Final = 0.5  # natural logarithm of a quotient
# Lines of one MRZ; perspective makes them differ.
_PARALLEL: Final = 0.995  # the cosine of six degrees
_MOST_LONGER: Final = 0.2  # natural logarithms of quotients
_MOST_STEEP: Final = 0.45
_MOST_UNEVEN: Final = 0.3
_MOST_BESIDE: Final = 0.1  # of a line's length, that one may be shifted along another


@attrs.frozen(repr=False, eq=False)
class Strip:
    """A line of text: the middles of its ends, left to right where it is not upside down, and its height."""

    start: Floats
    end: Floats
    height: float

    @property
    def along(self) -> Floats:
        """The way from one end to the other."""
        return self.end - self.start

    @property
    def length(self) -> float:
        """The distance of the ends."""
        return float(np.hypot(*self.along))

    @property
    def middle(self) -> Floats:
        """The point between the ends."""
        return (self.start + self.end) / 2

    def turned(self) -> "Strip":
        """Return the same line, read the other way up."""
        return Strip(self.end, self.start, self.height)

    def corners(self, height: float) -> Quad:
        """Return the corners of the line as if it had a height."""
        down = np.array([-self.along[1], self.along[0]]) / self.length * height / 2
        return np.array([self.start - down, self.end - down, self.end + down, self.start + down])


Triple: TypeAlias = tuple[Strip, Strip, Strip]


def find_strips(boxes: Sequence[Quad]) -> list[Strip]:
    """Return the lines of text that boxes are, and those that several in one line make up together."""
    strips = [_strip_of(box) for box in boxes]
    pieces = [strip for strip in strips if strip.length >= _LEAST_PIECE * strip.height]
    return [*pieces, *_joined(pieces)]


def find_triples(strips: Sequence[Strip]) -> list[Triple]:
    """Return what could be the three lines of an MRZ, the likeliest first, all lines in one direction."""
    long = [strip for strip in strips if _LEAST_LINE <= strip.length / strip.height <= _MOST_LINE]
    if len(long) < 3:
        return []
    below, cost = _places_beside(long)
    near = np.isfinite(cost)
    higher, lower = near & (below < 0), near & (below > 0)
    found: list[tuple[float, tuple[int, int, int]]] = []
    for middle in range(len(long)):
        for above, under in itertools.product(
            np.flatnonzero(higher[middle]).tolist(), np.flatnonzero(lower[middle]).tolist()
        ):
            uneven = abs(float(np.log(-below[middle, above] / below[middle, under])))
            if uneven < _MOST_UNEVEN:
                more = sum(_goes_on(below, near, middle, outer) for outer in (above, under))
                total = float(cost[middle, above] + cost[middle, under]) + uneven + more
                found.append((total, (above, middle, under)))
    likeliest: dict[int, tuple[int, int, int]] = {}
    for _, triple in sorted(found):
        likeliest.setdefault(triple[1], triple)
    return [_in_one_direction([long[number] for number in triple]) for triple in likeliest.values()]


def _strip_of(box: Quad) -> Strip:
    sides = np.roll(box, -1, axis=0) - box
    lengths = np.hypot(*sides.T)
    if lengths[0] < lengths[1]:
        box, lengths = np.roll(box, -1, axis=0), np.roll(lengths, -1)
    return Strip((box[0] + box[3]) / 2, (box[1] + box[2]) / 2, float(lengths[1]))


def _joined(pieces: Sequence[Strip]) -> Iterator[Strip]:
    """Yield what neighbours make up: the detector cuts a line where it is faint or bent."""
    left = sorted(pieces, key=lambda one: -one.length)
    ends = np.array([(one.start, one.end) for one in left]).reshape(-1, 2, 2)
    heights = np.array([one.height for one in left])
    free = np.ones(len(left), bool)
    for number, piece in enumerate(left):
        if not free[number]:
            continue
        free[number], whole = False, piece
        while (going_on := _going_on(whole, ends, heights) & free).any():
            follower = int(np.flatnonzero(going_on)[0])
            free[follower], whole = False, _union(whole, left[follower])
        if whole is not piece:
            yield whole


def _going_on(strip: Strip, ends: Floats, heights: Floats) -> NDArray[np.bool_]:
    """Return which of other lines, as their (n, 2, 2) ends and heights, go on with one."""
    unit = strip.along / strip.length
    ways = ends - strip.start
    across = np.abs(ways @ (-unit[1], unit[0])).max(axis=1) / strip.height
    places = ways @ unit
    gap = np.maximum(places.min(axis=1) - strip.length, -places.max(axis=1)) / strip.height
    alike = np.abs(np.log(heights / strip.height)) < _MOST_TALLER
    return np.asarray(alike & (across < _MOST_ACROSS) & (gap > -_MOST_INTO) & (gap < _WIDEST_GAP))


def _union(strip: Strip, other: Strip) -> Strip:
    points = np.array([strip.start, strip.end, other.start, other.end])
    places = points @ strip.along
    return Strip(points[places.argmin()], points[places.argmax()], max(strip.height, other.height))


def _places_beside(strips: Sequence[Strip]) -> tuple[Floats, Floats]:
    """Return how far below each line each other is, in lengths of the former, and how unlike the two are.

    Both are matrices; of lines that cannot be neighbours in an MRZ the latter is infinite.
    """
    along = np.array([strip.along for strip in strips])
    lengths = np.hypot(*along.T)
    units = along / lengths[:, None]
    middles = np.array([strip.middle for strip in strips])
    ways = (middles[None] - middles[:, None]) / lengths[:, None, None]
    below = ways[..., 1] * units[:, None, 0] - ways[..., 0] * units[:, None, 1]
    beside = np.abs((ways * units[:, None]).sum(axis=-1))
    longer = np.abs(np.log(lengths[None] / lengths[:, None]))
    steep = np.abs(np.log(np.maximum(np.abs(below), 1e-9) / _PITCH))
    fits = (np.abs(units @ units.T) > _PARALLEL) & (longer < _MOST_LONGER)
    fits &= (beside < _MOST_BESIDE) & (steep < _MOST_STEEP)
    return below, np.where(fits, longer + 2 * beside + 0.3 * steep, np.inf)


def _goes_on(below: Floats, near: NDArray[np.bool_], middle: int, outer: int) -> bool:
    """Return whether beyond an outer line there is another one."""
    back = np.sign(below[outer, middle])
    return bool((near[outer] & (np.sign(below[outer]) == -back)).any())


def _in_one_direction(triple: Sequence[Strip]) -> Triple:
    upper, middle, lower = (one if one.along @ triple[1].along > 0 else one.turned() for one in triple)
    return upper, middle, lower
