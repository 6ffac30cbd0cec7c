"""Where the card lies in a picture, found by its MRZ.

Of lines that lie as those of an MRZ do, reading tells whether they are one: in the middle line there are
dates, the State and fillers. Read both ways up, it tells what is up.

>>> form_of_middle("9003152F2912316KHM<<<<<<<<<<<4")
1.0
>>> form_of_middle("MEETING OF THE BOARD") < 0.3
True
"""

from collections.abc import Callable, Sequence
from typing import Final

import cv2
import numpy as np

from khmerid.mrz.check_digit import FILLER
from khmerid.picture.pixels import Floats, Pixels, Quad
from khmerid.picture.rectify import LINE_MM, inverse, through, warp
from khmerid.picture.strips import Strip, Triple, find_strips, find_triples
from khmerid.rules import STATE

#: How the picture is looked at until an MRZ is found: at what size, in pixels of its longer side, turned by
#: how many degrees, and whether with more contrast. Print in one direction hides lines in the other.
_LOOKS: Final = (
    (736, 0, False),
    (736, 90, False),
    (736, 45, False),
    (1280, 90, False),
    (1280, 0, False),
    (1280, 90, True),
)
_CLIP, _TILES = 4.0, (8, 8)  # of contrast-limited adaptive histogram equalisation
_MOST_READ: Final = 3  # triples of a look that are read, likeliest first
_SAME: Final = 0.02  # lengths between the middles of a line that was seen in two looks
_FORM: Final = 0.6  # of a middle line, from which on it is taken for one; upside down it has a third
_SURE_FORM: Final = 0.85
#: Pixels of a line that is read to tell what it is. With fewer, what is blurred is not told from print.
_READ_SIZE: Final = (640, 48)
_LEAST_HEIGHT: Final = 0.05  # of a line to its length, for reading
_INK_HEIGHT: Final = 3.0 / LINE_MM


def find_mrz(
    image: Pixels, find: Callable[[Pixels, int], list[Quad]], read: Callable[[Pixels], str]
) -> Floats | None:
    """Return where the lines of the MRZ run, from and to: (3, 2, 2), upper first; ``None`` without an MRZ.

    ``find`` returns the boxes of text in an image that is looked at in a size, and ``read`` the text of a
    line, in the characters of an MRZ.
    """
    known: list[Strip] = []
    for size, degrees, contrast in _LOOKS:
        matrix, turned = turned_by(_with_contrast(image) if contrast else image, degrees)
        back = inverse(matrix)
        boxes = [through(back, box) for box in find(turned, size)]
        if (triple := _read_triple(image, boxes, read, known)) is not None:
            return np.array([_ink(strip) for strip in triple])
    return None


def turned_by(image: Pixels, degrees: float) -> tuple[Floats, Pixels]:
    """Return the matrix that turns the points of an image by some degrees, and all of the image turned so."""
    height, width = image.shape[:2]
    matrix = np.eye(3)
    if not degrees:
        return matrix, image
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    matrix[:2, :2] = [[cos, -sin], [sin, cos]]
    corners = through(matrix, np.array([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]]))
    matrix[:2, 2] = -corners.min(axis=0)
    size = np.ceil(np.ptp(corners, axis=0) - 1e-6).astype(int).tolist()
    turned = cv2.warpAffine(image, matrix[:2], size, borderMode=cv2.BORDER_REPLICATE)
    return matrix, np.asarray(turned, np.uint8)


def _with_contrast(image: Pixels) -> Pixels:
    lab = cv2.cvtColor(image, cv2.COLOR_RGB2LAB)
    lab[..., 0] = cv2.createCLAHE(_CLIP, _TILES).apply(lab[..., 0])
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), np.uint8)


def form_of_middle(text: str) -> float:
    """Return how much of a text is as in the middle line of an MRZ of the State, from 0 to 1."""
    head, state, tail = text.partition(STATE)
    if not state:
        head, tail = text[:15], text[18:]
    digits = sum(letter.isdecimal() for letter in head[:15]) / 14
    fillers = tail.count(FILLER) / 11
    return round((min(digits, 1) + min(fillers, 1) + bool(state)) / 3, 3)


def _read_triple(
    image: Pixels, boxes: Sequence[Quad], read: Callable[[Pixels], str], known: list[Strip]
) -> Triple | None:
    """Return the three lines that read as an MRZ; middle lines that do not are added to the known ones."""
    best, form = None, _FORM
    new = [triple for triple in find_triples(find_strips(boxes)) if not _is_known(triple[1], known)]
    for upper, middle, lower in new[:_MOST_READ]:
        known.append(middle)
        for triple in ((upper, middle, lower), (lower.turned(), middle.turned(), upper.turned())):
            if (now := form_of_middle(read(_line(image, triple[1])))) > form:
                best, form = triple, now
            if form >= _SURE_FORM:
                return best
    return best


def _is_known(strip: Strip, known: Sequence[Strip]) -> bool:
    return any(np.hypot(*(strip.middle - one.middle)) < _SAME * strip.length for one in known)


def _line(image: Pixels, strip: Strip) -> Pixels:
    """Return a line of text upright."""
    return warp(image, strip.corners(max(strip.height, _LEAST_HEIGHT * strip.length)), _READ_SIZE)


def _ink(strip: Strip) -> list[Floats]:
    """Return where the ink of a line begins and ends: its box has the same margin on all sides."""
    margin = max(strip.height / strip.length - _INK_HEIGHT, 0) / 2 * strip.along
    return [strip.start + margin, strip.end - margin]
