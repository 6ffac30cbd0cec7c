"""What speaks against a picture: alarms with scores, and whether it shows a photocopy.

Each result has a quantity, with a unit, and a threshold:

==========================  ==================================================================  ===========
``border_integrity``        share of the card's area that is outside of the picture             above 0.005
``blur``                    millimetres on the card in which edges in the MRZ go from ink to    above 0.45
                            paper
``glare``                   square millimetres of the largest burnt-out patch                   above 25
``type``, for a copy        brightness of the paper, in multiples of the colour in the          above 40
                            portrait
``blocking_within_border``  experimental: share of the card under a patch of another colour     above 0.01
                            that reaches in from outside
``reproduce``               experimental: the strongest fine pattern that repeats, in           above 6
                            multiples of what is beside it in the spectrum
==========================  ==================================================================  ===========

A score is 50 at the threshold, 25 at half of it, 75 at twice of it, and so on: over 50 is an alarm, as in
`khmerid.huawei.wire`. The thresholds were chosen on rendered pictures, of which ``docs/alarms.md`` tells.

What is not in ``alarms`` was not examined, or could not be. Tampering never is: nothing that was tried tells
an altered portrait from a good one. On a photocopy, glare is not: its white paper is burnt out as it should
be. A copy in colour is taken for a card.

>>> grey = np.full((CARD_HEIGHT, CARD_WIDTH, 3), 200, np.uint8)
>>> corners = ((0, 0), (CARD_WIDTH, 0), (CARD_WIDTH, CARD_HEIGHT), (0, CARD_HEIGHT))
>>> quality = measure(grey, corners=corners, shape=grey.shape, asked=("border_integrity", "type"))
>>> quality.type, dict(quality.alarms), dict(quality.scores)
('copy', {'border_integrity': False}, {'type': 99, 'border_integrity': 0})
"""

import math
from collections.abc import Callable, Collection, Mapping
from typing import Final, TypeAlias

import attrs
import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from khmerid.huawei.wire import COPY, HIGHEST_GOOD_SCORE, HIGHEST_SCORE, ORIGINAL
from khmerid.picture.pixels import Pixels
from khmerid.picture.rectify import CARD_PIXELS, PIXELS_PER_MM
from khmerid.raw_card import ALARMS, Box, ImageQuality

Mask: TypeAlias = NDArray[np.bool_]

CARD_WIDTH, CARD_HEIGHT = CARD_PIXELS
#: What may be asked for: the type and all alarms, of which tampering has no result.
TYPE: Final = "type"
ASKED: Final = (TYPE, *ALARMS)

_WHOLE: Final[Box] = ((0, 0), (CARD_WIDTH, 0), (CARD_WIDTH, CARD_HEIGHT), (0, CARD_HEIGHT))
_MRZ_TOP: Final = CARD_HEIGHT - round(23.2 * PIXELS_PER_MM)  # Doc 9303-5: the MRZ is in the lowest 23.2 mm
_RIM: Final = PIXELS_PER_MM  # pixels along the edges that may show what is beside the card
_CELL: Final = PIXELS_PER_MM // 2  # pixels: means over half a millimetre have next to no noise
_FEWEST_CELLS: Final = 200  # half a square centimetre: of less, nothing is said
_PERHAPS_ALL: Final = 0.1  # share of the card that may be outside with the portrait still inside

_BLUR_OF_ALL: Final = 1.0  # pixels, a deviation: takes the worst of the noise off before slopes are taken
_BLUR_ADDED: Final = 4.0  # near that of pictures between sharp and blurred
_NOT_STEEPEST: Final = 95  # per cent of the MRZ that are no edges
_NO_SLOPE: Final = 1e-3
_TENTH_TO_NINE_TENTHS: Final = 2.563  # deviations of a normal distribution
_WHITE: Final = 250
_ALL_BUT_NOISE: Final = 0.98
_PORTRAIT: Final = (40, 24)  # cells: 20 by 12 mm, within any portrait's size
_LIGHT_GREY: Final = np.float32(0.85)
_OTHER_COLOUR: Final = 15.0  # CIELAB
_DARKER: Final = 40.0
_LIGHTER: Final = 5.0
_COARSE: Final = 8.0  # pixels, a deviation: what is coarser is no fine pattern
_TILE: Final = 256  # pixels
_LEAST_NOISE: Final = 96  # in the spectrum of a tile, that of one grey level of noise: drawn cards have none
_LONGEST_PERIOD: Final = 10.7
_SHORTEST_PERIOD: Final = 2.1


@attrs.frozen(kw_only=True, repr=False)
class _Look:
    """A card, which of its pixels are in the picture, and both in cells."""

    card: Pixels
    inside: Mask
    cells: MatLike
    whole: Mask  # of each cell, whether it is in the picture and not on the rim
    outside: float
    portrait: Mask | None  # in cells


def measure(
    card: Pixels,
    *,
    corners: Box,
    shape: tuple[int, ...],
    portrait: Box | None = None,
    asked: Collection[str] = ASKED,
) -> ImageQuality:
    """Return the type and the alarms that are asked for, as far as they can be told, with their scores.

    ``card`` is the rectified card: 1080 rows of 1712 pixels of red, green and blue. ``corners`` are those of
    the card and ``portrait`` those of the portrait in the picture, whose height and width ``shape`` begins
    with. Without a portrait, the most colourful part of the card of the size of one stands for it.

    Raises ``ValueError`` for a card of another shape, for corners that enclose nothing, and for a name that
    is not in `ASKED`.
    """
    found = quantities(card, corners=corners, shape=shape, portrait=portrait, asked=asked)
    scores = {name: _score(quantity / THRESHOLDS[name]) for name, quantity in found.items()}
    alarms = {name: score > HIGHEST_GOOD_SCORE for name, score in scores.items()}
    copied = alarms.pop(TYPE, None)
    kind = None if copied is None else COPY if copied else ORIGINAL
    return ImageQuality(type=kind, alarms=alarms, scores=scores)


def quantities(
    card: Pixels,
    *,
    corners: Box,
    shape: tuple[int, ...],
    portrait: Box | None,
    asked: Collection[str],
) -> dict[str, float]:
    """Return the quantities by which `measure` gives alarms; what cannot be told is left out."""
    _refuse_mistakes(card, corners, asked)
    look = _look(card, corners, shape, portrait)
    found = {
        name: quantity
        for name, measured in _QUANTITIES.items()
        if name in asked and (quantity := measured(look)) is not None
    }
    if "glare" in found and (found.get(TYPE) or _greyness(look) or 0) > THRESHOLDS[TYPE]:
        del found["glare"]
    return found


def _refuse_mistakes(card: Pixels, corners: Box, asked: Collection[str]) -> None:
    message = ""
    if unknown := sorted(set(asked) - set(ASKED)):
        message = f"nothing measures {unknown[0]!r}; there are {', '.join(ASKED)}"
    elif card.shape != (CARD_HEIGHT, CARD_WIDTH, 3) or card.dtype != np.uint8:
        message = f"the card is not {CARD_WIDTH} by {CARD_HEIGHT} pixels of three bytes"
    elif not cv2.contourArea(_points(corners)):
        message = "the corners enclose nothing"
    if message:
        raise ValueError(message)


def _look(card: Pixels, corners: Box, shape: tuple[int, ...], portrait: Box | None) -> _Look:
    height, width = shape[:2]
    to_card = cv2.getPerspectiveTransform(_points(corners), _points(_WHOLE))
    frame = np.full((height, width), 1, np.uint8)
    inside = cv2.warpPerspective(frame, to_card, (CARD_WIDTH, CARD_HEIGHT), flags=cv2.INTER_NEAREST) > 0
    whole = _share_of_cells(inside) > _ALL_BUT_NOISE
    rim = _RIM // _CELL
    whole[:rim] = whole[-rim:] = whole[:, :rim] = whole[:, -rim:] = False
    in_cells = None
    if portrait is not None:
        filled = np.zeros((CARD_HEIGHT // _CELL, CARD_WIDTH // _CELL), np.uint8)
        outline = cv2.perspectiveTransform(_points(portrait)[None], to_card)[0] / _CELL
        in_cells = cv2.fillConvexPoly(filled, np.rint(outline).astype(np.int32), 1) > 0
    common, _ = cv2.intersectConvexConvex(
        _points(corners), _points(((0, 0), (width, 0), (width, height), (0, height)))
    )
    return _Look(
        card=card,
        inside=inside,
        cells=_in_cells(card).astype(np.float32),
        whole=whole,
        outside=max(0.0, 1 - common / cv2.contourArea(_points(corners))),
        portrait=in_cells,
    )


def _outside(look: _Look) -> float:
    return look.outside


def _edge_width(look: _Look) -> float | None:
    """Return in how many millimetres edges in the MRZ go from a tenth to nine tenths of their contrast.

    By how much a further blur flattens an edge tells how blurred it was before, whatever its contrast:
    S. Zhuo and T. Sim, "Defocus map estimation from a single image", Pattern Recognition 44, 2011.
    """
    part = slice(_MRZ_TOP + _RIM, -_RIM), slice(_RIM, -_RIM)
    seen = cv2.erode(look.inside[part].astype(np.uint8), np.ones((_RIM, _RIM), np.uint8)) > 0
    if not seen.any():
        return None
    grey = cv2.cvtColor(look.card[part], cv2.COLOR_RGB2GRAY).astype(np.float32)
    before = cv2.GaussianBlur(grey, (0, 0), _BLUR_OF_ALL)
    after = cv2.GaussianBlur(before, (0, 0), _BLUR_ADDED)
    slopes, flatter = _slopes(before), _slopes(after)
    steepness = np.hypot(flatter[0], flatter[1])
    edges = seen & (steepness > max(np.percentile(steepness[seen], _NOT_STEEPEST), _NO_SLOPE))
    # The part of a slope that goes the way of the flatter one: noise goes any way.
    along = float((slopes[:, edges] * flatter[:, edges]).sum())
    ratio = along / float((flatter[:, edges] ** 2).sum()) if edges.any() else 1.0
    if ratio <= 1:  # nothing there is an edge
        return math.inf
    deviation = math.sqrt(max(0.0, _BLUR_ADDED**2 / (ratio**2 - 1) - _BLUR_OF_ALL**2))
    return _TENTH_TO_NINE_TENTHS * deviation / PIXELS_PER_MM


def _burnt_out(look: _Look) -> float | None:
    """Return the square millimetres of the largest patch that is white and nothing else.

    What is white in the portrait is a shirt.
    """
    if np.count_nonzero(look.whole) < _FEWEST_CELLS:
        return None
    white = (cv2.inRange(look.card, (_WHITE,) * 3, (255,) * 3) > 0) & look.inside
    burnt = _share_of_cells(white) > _ALL_BUT_NOISE
    if look.portrait is not None:
        burnt &= ~look.portrait
    return _largest(burnt, least_mm=1.5)


def _greyness(look: _Look) -> float | None:
    """Return how many times brighter the paper is than the portrait is colourful, if enough of it is seen."""
    if look.portrait is None:
        seen = look.outside <= _PERHAPS_ALL
    else:
        seen = int(np.count_nonzero(look.portrait & look.whole)) >= _FEWEST_CELLS
    if not seen:
        return None
    paper = float(np.percentile(look.cells[look.whole].mean(1), 75))
    if look.portrait is not None:
        colour = _colour(look.cells[look.portrait & look.whole])
    else:
        high, wide = look.whole.shape
        colour = max(
            _colour(look.cells[window][look.whole[window]])
            for top in range(0, high, _PORTRAIT[0] // 2)
            for left in range(0, wide, _PORTRAIT[1] // 2)
            for window in [np.s_[top : top + _PORTRAIT[0], left : left + _PORTRAIT[1]]]
        )
    return paper / colour if colour else math.inf


def _colour(cells: MatLike) -> float:
    """Return how far cells are from grey under some light, as a deviation.

    In grey, each channel is the brightness on a line, whatever the light's colour and the contrast.
    """
    if len(cells) < _FEWEST_CELLS:
        return 0.0
    brightness = np.stack([cells.mean(1), np.ones(len(cells), np.float32)], axis=1)
    lines, *_ = np.linalg.lstsq(brightness, cells, rcond=None)
    return float(np.sqrt(((cells - brightness @ lines) ** 2).sum(1).mean()))


def _covered(look: _Look) -> float | None:
    """Return the share of the card under the largest patch of another colour that reaches in from outside.

    What holds or hides a card comes from outside, and the portrait stands within. What has the colour of the
    paper is not seen. Colours are taken as they would be if the light made light grey of the paper.
    """
    if np.count_nonzero(look.whole) < _FEWEST_CELLS:
        return None
    smooth = cv2.medianBlur(look.cells.astype(np.uint8), 7).astype(np.float32)
    paper = np.maximum(np.median(smooth[look.whole], axis=0), 1)
    colours = cv2.cvtColor(np.minimum(smooth / paper * _LIGHT_GREY, 1), cv2.COLOR_RGB2LAB)
    light, *hue = np.moveaxis(colours - np.median(colours[look.whole], axis=0), 2, 0)
    coloured = (np.hypot(*hue) > _OTHER_COLOUR) & (light < _LIGHTER)  # what is lighter is glare
    other = (coloured | (light < -_DARKER)) & look.whole
    return _largest(other, least_mm=4, reaching_in=True) / (CARD_WIDTH * CARD_HEIGHT / PIXELS_PER_MM**2)


def _repetition(look: _Look) -> float | None:
    """Return how many times stronger the strongest fine repetition above the MRZ is than what is beside it.

    The pixels of a screen and those of a camera make such a pattern; so may the card's own fine lines, and
    a printer's dots.
    """
    grey = cv2.cvtColor(look.card, cv2.COLOR_RGB2GRAY).astype(np.float32)
    fine = grey - cv2.GaussianBlur(grey, (0, 0), _COARSE)
    window = np.outer(np.hanning(_TILE), np.hanning(_TILE))
    logs = [
        np.log(np.abs(np.fft.fft2(fine[tile] * window)) + _LEAST_NOISE)
        for top in range(_RIM, _MRZ_TOP - _TILE + 1, _TILE // 2)
        for left in range(_RIM, CARD_WIDTH - _RIM - _TILE + 1, _TILE // 2)
        for tile in [np.s_[top : top + _TILE, left : left + _TILE]]
        if look.inside[tile].all()
    ]
    if not logs:
        return None
    spectrum = np.fft.fftshift(np.mean(logs, axis=0)).astype(np.float32)
    peaks = spectrum - cv2.blur(spectrum, (15, 15))
    across = np.arange(_TILE) - _TILE // 2
    frequency = np.hypot(across, across[:, None])
    fine_ones = (frequency > _TILE / _LONGEST_PERIOD) & (frequency < _TILE / _SHORTEST_PERIOD)
    return math.exp(float(peaks[fine_ones].max()))


def _largest(patches: Mask, *, least_mm: float, reaching_in: bool = False) -> float:
    """Return the square millimetres of the largest patch, of those that reach in from outside if so wanted.

    What is narrower than ``least_mm`` does not count, and does not connect.
    """
    side = round(least_mm * PIXELS_PER_MM / _CELL) | 1  # an even one would move the patches
    opened = cv2.morphologyEx(patches.astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    count, labels = cv2.connectedComponents(opened)
    sizes = np.bincount(labels.ravel(), minlength=count)
    sizes[0] = 0  # what is no patch
    if reaching_in:
        first, last = _RIM // _CELL, -_RIM // _CELL - 1
        around = [labels[first], labels[last], labels[:, first], labels[:, last]]
        sizes[np.setdiff1d(np.arange(count), np.concatenate(around))] = 0
    return float(sizes.max()) * (_CELL / PIXELS_PER_MM) ** 2


def _slopes(grey: MatLike) -> MatLike:
    return np.stack([cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)])


def _in_cells(pixels: MatLike) -> MatLike:
    """Return the means of cells of half a millimetre."""
    return cv2.resize(pixels, (CARD_WIDTH // _CELL, CARD_HEIGHT // _CELL), interpolation=cv2.INTER_AREA)


def _share_of_cells(mask: Mask) -> MatLike:
    """Return what share of each cell is in a mask."""
    return _in_cells(mask.astype(np.uint8) * 255) / 255


def _points(corners: Box) -> MatLike:
    return np.array(corners, np.float32)


def _score(times: float) -> int:
    """Return the score of a quantity that is so many times its threshold."""
    score = HIGHEST_GOOD_SCORE * times if times <= 1 else 100 - HIGHEST_GOOD_SCORE / times
    return min(HIGHEST_SCORE, math.floor(score) if times <= 1 else math.ceil(score))


_QUANTITIES: Final[Mapping[str, Callable[[_Look], float | None]]] = {
    TYPE: _greyness,
    "border_integrity": _outside,
    "blocking_within_border": _covered,
    "blur": _edge_width,
    "glare": _burnt_out,
    "reproduce": _repetition,
}
THRESHOLDS: Final = {
    TYPE: 40,
    "border_integrity": 0.005,
    "blocking_within_border": 0.01,
    "blur": 0.45,
    "glare": 25,
    "reproduce": 6,
}
