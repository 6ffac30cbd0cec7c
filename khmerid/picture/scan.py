"""A photograph of a card in, its texts out: all steps in order, by models that are loaded once.

"""

import io
import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final, Self

import attrs
import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from khmerid.layout import adapt_lines
from khmerid.picture.engines import Engine, KhmerEngine, LatinEngine, MrzEngine
from khmerid.picture.image import PictureError, PictureProblem, decode_picture
from khmerid.picture.locate import find_mrz
from khmerid.picture.networks import LineReader, TextDetector
from khmerid.picture.pixels import Pixels, Quad
from khmerid.picture.portrait import find_portrait
from khmerid.picture.rectify import CARD_PIXELS, PIXELS_PER_MM, corners_of, matrix_between, rectangle, snap_to_edges, through, warp
from khmerid.picture.rows import crop_of, join_rows, mrz_boxes
from khmerid.raw_card import Box, Line, Origin, RawCard

_ROWS_SIZE: Final = 960
_JPEG_QUALITY: Final = 92


@attrs.frozen(kw_only=True, repr=False)
class Scan:
    """What was read of a picture, and where; the corners are in pixels of the upright picture."""

    card: RawCard
    corners: Box
    portrait: Box | None
    pixels: Pixels
    flat: Quad | None

    def adjusted_image(self) -> bytes:
        """Return the card without perspective, as JPEG."""
        return _jpeg(self.pixels)

    def portrait_image(self) -> bytes | None:
        """Return the portrait as JPEG, ``None`` where none was found."""
        if self.flat is None:
            return None
        (left, top), _, (right, bottom), _ = self.flat.astype(int)
        return _jpeg(self.pixels[top:bottom, left:right])


class PictureReader:
    """Reads pictures of cards; not to be shared by threads."""

    def __init__(self, detector: TextDetector, latin: Engine, mrz: Engine, khmer: Engine) -> None:
        self._detector, self._latin, self._mrz, self._khmer = detector, latin, mrz, khmer; self._names=MrzEngine(mrz._reader,letters=True)

    @classmethod
    def open(cls) -> Self:
        reader = LineReader()
        return cls(TextDetector(), LatinEngine(reader), MrzEngine(reader), KhmerEngine.open())

    def scan(self, data: bytes, *, alarms: Collection[str] = ()) -> Scan:
        picture = decode_picture(data)
        lines = find_mrz(picture, self._detector.find, lambda crop: self._mrz.read(crop)[0])
        if lines is None:
            raise PictureError(PictureProblem.NOT_LOCATED, "no card was found in the picture")
        corners = snap_to_edges(picture, corners_of(lines))
        card = warp(picture, corners, CARD_PIXELS)
        to_card = matrix_between(corners, rectangle(*CARD_PIXELS))
        mrz = mrz_boxes(through(to_card, lines))
        top = float(mrz[0][:, 1].min())
        rows = join_rows(self._detector.find(card[: int(top)], _ROWS_SIZE))
        read = [*self._printed(card, rows), *(Line(*(self._names if n==2 else self._mrz).read(crop_of(card, box)), _box(box)) for n,box in enumerate(mrz))]
        raw = adapt_lines(read)
        text_left = float(np.median([row[0, 0] for row in rows])) if rows else 0.0
        portrait = find_portrait(card, text_left, top)
        back = np.linalg.inv(to_card)
        return Scan(
            card=_in_picture(raw, back),
            corners=_box(corners),
            portrait=None if portrait is None else _box(through(back, portrait)),
            pixels=card,
            flat=portrait,
        )

    def _printed(self, card: Pixels, rows: Sequence[Quad]) -> Iterator[Line]:
        for box in rows:
            crop = crop_of(card, box)
            if crop.shape[1] < 10 * crop.shape[0]:
                text, confidence = self._latin.read(crop)
                if confidence > 0.75 and sum(c.isascii() and (c.isupper() or c.isdigit() or c in " ()") for c in text) > 0.9 * len(text):
                    yield Line(text, confidence, _box(box))
                    continue
            text, confidence = self._khmer.read(crop_of(card, box, 0.2))
            if text:
                yield Line(text, confidence, _box(box))


def _box(corners: Quad) -> Box:
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    return a, b, c, d


def _in_picture(card: RawCard, back: NDArray[np.float64]) -> RawCard:
    def moved(box: Box | None) -> Box | None:
        return None if box is None else _box(through(back, np.array(box)))

    origins = {name: attrs.evolve(origin, box=moved(origin.box)) for name, origin in card.origins.items()}
    unplaced = tuple(attrs.evolve(line, box=moved(line.box)) for line in card.unplaced)
    return attrs.evolve(card, origins=origins, unplaced=unplaced)


def _jpeg(pixels: Pixels) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=_JPEG_QUALITY)
    return stream.getvalue()


def read_picture(): ...
