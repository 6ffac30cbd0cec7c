"""Where the card lies in a picture, found by its MRZ.

Nothing else in a picture has three long lines of text, parallel, of one length and equally far apart, the
distance a twelfth of the length. Of lines of the background that look so, reading tells: in the middle line
of an MRZ there are dates, the State and fillers. Read both ways up, it tells what is up.

>>> form_of_middle("9003152F2912316KHM<<<<<<<<<<<4")
1.0
>>> form_of_middle("MEETING OF THE BOARD") < 0.3
True
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import attrs
import cv2
import numpy as np
from numpy.typing import NDArray

from khmerid.picture.pixels import Pixels, Quad
from khmerid.picture.rectify import LINE_MM, LINE_PITCH_MM, through, warp
from khmerid.rules import STATE
from khmerid.mrz.formats import FILLER

_LEAST_PIECE: Final = 2.0  # lengths of a box to its height: that of a piece of a line
_LEAST_LINE: Final = 8.0  # and of a line, which has thirty characters
_MOST_LINE: Final = 26.0
_WIDEST_GAP: Final = 2.5  # heights between two pieces
_MOST_TALLER: Final = 0.5  # natural logarithm of a quotient
_MOST_ACROSS: Final = 0.6  # heights that a piece may lie beside the line
_PARALLEL: Final = 0.995  # the cosine of six degrees
_MOST_LONGER: Final = 0.2  # natural logarithms of a quotient
_MOST_STEEP: Final = 0.45
_MOST_UNEVEN: Final = 0.3
_MOST_BESIDE: Final = 0.1  # of a line's length, that one may be shifted along another
_LEAST_HEIGHT: Final = 0.05  # of a crop to its length
#: Pixels of a line that is read to tell what it is. With fewer, what is blurred is not told from print.
_READ_WIDTH: Final = 560
_READ_HEIGHT: Final = 48
_INK_HEIGHT: Final = 3.0 / LINE_MM
_SURE_FORM: Final = 0.85
#: At what size the picture is looked at, and turned by how many degrees, until an MRZ is found: print of the
#: background in one direction hides lines in the other.
_LOOKS: Final = ((736, 0), (736, 90), (736, 45), (1280, 90), (1280, 0))
_PITCH: Final = LINE_PITCH_MM / LINE_MM
_MOST_READ: Final = 6  # triples that are read, likeliest first
_FORM: Final = 0.6  # of a middle line, from which on it is taken for one


@attrs.frozen(repr=False)
class Strip:
    """A line of text: the middles of its ends, left to right where it is not upside down, and its height."""

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    height: float

    @property
    def along(self) -> NDArray[np.float64]:
        """The way from one end to the other."""
        return self.end - self.start

    @property
    def length(self) -> float:
        """The distance of the ends."""
        return float(np.hypot(*self.along))

    @property
    def middle(self) -> NDArray[np.float64]:
        """The point between the ends."""
        return (self.start + self.end) / 2

    def turned(self) -> "Strip":
        """Return the same line, read the other way up."""
        return Strip(self.end, self.start, self.height)

    def corners(self, height: float) -> Quad:
        """Return the corners of the line as if it had a height."""
        down = np.array([-self.along[1], self.along[0]]) / self.length * height / 2
        return np.array([self.start - down, self.end - down, self.end + down, self.start + down])


def strip_of(box: Quad) -> Strip:
    """Return a rectangle as the line of text in it."""
    sides = np.roll(box, -1, axis=0) - box
    lengths = np.hypot(*sides.T)
    if lengths[0] < lengths[1]:
        box, lengths = np.roll(box, -1, axis=0), np.roll(lengths, -1)
    start, end = (box[0] + box[3]) / 2, (box[1] + box[2]) / 2
    if start[0] > end[0]:
        start, end = end, start
    return Strip(start, end, float(lengths[1]))


def find_strips(boxes: Sequence[Quad]) -> list[Strip]:
    """Return the lines of text that boxes are, and those that several in one line make up together."""
    pieces = [strip for box in boxes if (strip := strip_of(box)).length >= _LEAST_PIECE * strip.height]
    return [*pieces, *_joined(pieces)]


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
        while (goes_on := _going_on(whole, ends, heights) & free).any():
            follower = int(np.flatnonzero(goes_on)[0])
            free[follower], whole = False, _union(whole, left[follower])
        if whole is not piece:
            yield whole


def _going_on(strip: Strip, ends: NDArray[np.float64], heights: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which of other lines, as their (n, 2, 2) ends and heights, go on with one."""
    unit = strip.along / strip.length
    ways = ends - strip.start
    across = np.abs(ways @ (-unit[1], unit[0])).max(axis=1)
    places = ways @ unit
    gap = np.maximum(places.min(axis=1) - strip.length, -places.max(axis=1))
    alike = np.abs(np.log(heights / strip.height)) < _MOST_TALLER
    near = (gap > -0.5 * strip.height) & (gap < _WIDEST_GAP * strip.height)
    result: NDArray[np.bool_] = alike & near & (across < _MOST_ACROSS * strip.height)
    return result


def _union(strip: Strip, other: Strip) -> Strip:
    unit = strip.along / strip.length
    points = np.array([strip.start, strip.end, other.start, other.end])
    places = points @ unit
    return Strip(points[places.argmin()], points[places.argmax()], max(strip.height, other.height))


def find_triples(strips: Sequence[Strip]) -> list[tuple[Strip, Strip, Strip]]:
    """Return what could be the three lines of an MRZ, the likeliest first, all lines in one direction.

    A page of print has such lines, too, but more than three of them.
    """
    long = [strip for strip in strips if _LEAST_LINE <= strip.length / strip.height <= _MOST_LINE]
    if len(long) < 3:
        return []
    below, cost = _places_beside(long)
    beside = np.isfinite(cost)
    higher, lower = beside & (below < 0), beside & (below > 0)
    found: list[tuple[float, tuple[int, int, int]]] = []
    for middle in np.flatnonzero(higher.any(axis=1) & lower.any(axis=1)):
        for above, under in itertools.product(np.flatnonzero(higher[middle]), np.flatnonzero(lower[middle])):
            uneven = abs(np.log(-below[middle, above] / below[middle, under]))
            if uneven < _MOST_UNEVEN:
                more = int(_goes_further(below, beside, middle, above)) + _goes_further(
                    below, beside, middle, under
                )
                total = cost[middle, above] + cost[middle, under] + uneven + more
                found.append((float(total), (above, middle, under)))
    found.sort()
    likely: dict[int, tuple[int, int, int]] = {}
    for _, triple in found:
        likely.setdefault(triple[1], triple)
    return [_in_one_direction([long[number] for number in triple]) for triple in likely.values()]


def _places_beside(strips: Sequence[Strip]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
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


def _goes_further(below: NDArray[np.float64], beside: NDArray[np.bool_], middle: int, outer: int) -> bool:
    """Return whether beyond an outer line there is another one."""
    back = np.sign(below[outer, middle])
    return bool((beside[outer] & (np.sign(below[outer]) == -back)).any())


def _in_one_direction(triple: Sequence[Strip]) -> tuple[Strip, Strip, Strip]:
    upper, middle, lower = triple
    turned = (one if one.along @ middle.along > 0 else one.turned() for one in (upper, lower))
    return next(turned), middle, next(turned)


def form_of_middle(text: str) -> float:
    """Return how much of a text is as in the middle line of an MRZ of the State, from 0 to 1."""
    head, _, tail = text.partition(STATE)
    if not tail:
        head, tail = text[:15], text[18:]
    digits = sum(letter.isdecimal() for letter in head[:15]) / 14
    fillers = tail.count(FILLER) / 11
    return round((min(digits, 1) + min(fillers, 1) + (STATE in text)) / 3, 3)


def find_mrz(
    image: Pixels, find: Callable[[Pixels, int], list[Quad]], read: Callable[[Pixels], str]
) -> NDArray[np.float64] | None:
    """Return where the lines of the MRZ run, from and to: (3, 2, 2), upper first; ``None`` where there is none.

    ``find`` returns the boxes of text in an image that is read at a size, and ``read`` the text of a line, in
    the characters of an MRZ.
    """
    for size, turn in _LOOKS:
        matrix, turned = turned_by(image, turn)
        boxes = [through(np.linalg.inv(matrix), box) for box in find(turned, size)]
        if (triple := _read_triple(image, boxes, read)) is not None:
            return np.array([_ink(strip) for strip in triple])
    return None


def turned_by(image: Pixels, degrees: float) -> tuple[NDArray[np.float64], Pixels]:
    """Return an image turned by some degrees, all of it, and the matrix that maps the points."""
    height, width = image.shape[:2]
    if not degrees:
        return np.eye(3), image
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1.0]])
    corners = through(turn, np.array([[0, 0], [width, 0], [width, height], [0, height]], float))
    turn[:2, 2] = -corners.min(axis=0)
    size = np.ceil(np.ptp(corners, axis=0)).astype(int).tolist()
    return turn, cv2.warpAffine(image, turn[:2], size, borderMode=cv2.BORDER_REPLICATE)


def _read_triple(
    image: Pixels, boxes: Sequence[Quad], read: Callable[[Pixels], str]
) -> tuple[Strip, Strip, Strip] | None:
    best, form = None, _FORM
    for upper, middle, lower in find_triples(find_strips(boxes))[:_MOST_READ]:
        for triple in ((upper, middle, lower), (lower.turned(), middle.turned(), upper.turned())):
            if (now := form_of_middle(read(crop(image, triple[1])))) > form:
                best, form = triple, now
            if form >= _SURE_FORM:
                return best
    return best


def crop(image: Pixels, strip: Strip) -> Pixels:
    """Return a line of text upright, with some margin above and below."""
    height = max(strip.height, _LEAST_HEIGHT * strip.length)
    return warp(image, strip.corners(height), (_READ_WIDTH, _READ_HEIGHT))


def _ink(strip: Strip) -> list[NDArray[np.float64]]:
    """Return where the ink of a line begins and ends: a box has the same margin on all sides."""
    margin = max(strip.height - _INK_HEIGHT * strip.length, 0) / 2 * strip.along / strip.length
    return [strip.start + margin, strip.end - margin]
