"""A photograph of a card in, its texts out: all steps in order, with models that are loaded once."""

import io
import os
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final, Self

import attrs
import numpy as np
from PIL import Image

from khmerid.layout import adapt_lines
from khmerid.picture.engines import KhmerEngine, LatinEngine, LineEngine, MrzEngine
from khmerid.picture.image import PictureError, PictureProblem, decode_picture
from khmerid.picture.locate import find_mrz
from khmerid.picture.networks import LineReader, TextDetector
from khmerid.picture.pixels import Floats, Pixels, Quad
from khmerid.picture.portrait import find_portrait
from khmerid.picture.quality import measure
from khmerid.picture.rectify import (
    CARD_PIXELS,
    corners_of,
    inverse,
    matrix_between,
    rectangle,
    shrunk,
    snap_to_edges,
    through,
    warp,
)
from khmerid.picture.rows import crop_of, join_rows, mrz_boxes
from khmerid.raw_card import Box, Line, RawCard

#: The longest side at which the card is looked for: larger pictures take memory and time, to no use.
_LOCATING_SIZE: Final = 3000
_ROWS_SIZE: Final = 960  # pixels of the longer side at which the printed rows are looked for
_JPEG_QUALITY: Final = 92
_MARGIN: Final = 0.2  # heights, that the signs above and below a Khmer row reach out of its box
# Rows in Latin, the number and the name, are short; Khmer is read as small letters or with no confidence.
_LONGEST_LATIN: Final = 10.0  # heights
_LATIN = re.compile(r"[A-Z0-9 ().'-]{4,}")
_SURE_LATIN: Final = 0.75


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Scan:
    """What was read of a picture, and where; a point is in pixels of the picture after its EXIF orientation.

    ``corners`` are those of the card as printed: top left, top right, bottom right, bottom left; so are those
    of the ``portrait``. ``rows`` are the boxes of the printed rows and of the MRZ on the ``rectified`` card,
    which has 1080 rows of 1712 pixels.

    >>> from pathlib import Path
    >>> scan = PictureReader.open(khmer=False).scan(Path("data/pictures/0047.jpg").read_bytes())
    >>> len(scan.corners), scan.rectified.shape, scan.adjusted_image()[6:10]
    (4, (1080, 1712, 3), b'JFIF')
    """

    card: RawCard
    corners: Box
    portrait: Box | None
    rectified: Pixels
    rows: tuple[Box, ...]

    def adjusted_image(self) -> bytes:
        """Return the card without perspective, as JPEG."""
        return _jpeg(self.rectified)

    def portrait_image(self) -> bytes | None:
        """Return the portrait as JPEG, ``None`` where none was found."""
        if self.portrait is None:
            return None
        to_card = matrix_between(np.array(self.corners), rectangle(*CARD_PIXELS))
        return _jpeg(crop_of(self.rectified, through(to_card, np.array(self.portrait))))

    def row_images(self) -> list[bytes]:
        """Return the printed rows and the lines of the MRZ as JPEG, from the top of the card."""
        return [_jpeg(crop_of(self.rectified, np.array(box), _MARGIN)) for box in self.rows]


class PictureReader:
    """Reads pictures of cards. One is for one thread; a process needs no more than one.

    >>> from pathlib import Path
    >>> reader = PictureReader.open(khmer=False)
    >>> reader.scan(Path("data/pictures/0047.jpg").read_bytes(), alarms=["blur"]).card.image.alarms
    {'blur': False}
    """

    def __init__(self, detector: TextDetector, reader: LineReader, khmer: LineEngine | None) -> None:
        self._detector = detector
        self._latin: LineEngine = LatinEngine(reader)
        self._mrz: LineEngine = MrzEngine(reader)
        self._names: LineEngine = MrzEngine(reader, names=True)
        self._khmer = khmer

    @classmethod
    def open(cls, *, khmer: bool = True, threads: int = 1) -> Self:
        """Load the models; without ``khmer``, only the MRZ and what is Latin is read.

        ``threads`` are those of PP-OCR: more than one where no other reader works beside this one.

        Raises `EngineMissingError` where Khmer is asked for and Tesseract's data is not installed.
        """
        engine = KhmerEngine.open() if khmer else None
        return cls(TextDetector(threads), LineReader(threads), engine)

    def scan(self, data: bytes, *, alarms: Collection[str] = ()) -> Scan:
        """Return what is read of a PNG, JPG, BMP or TIFF file, with the alarms that are asked for.

        ``alarms`` are those of `khmerid.raw_card.ALARMS`, and ``type``. Raises `PictureError` for a file that
        is no picture, has sides out of bounds, or in which no card is found.
        """
        picture = decode_picture(data)
        scale = min(_LOCATING_SIZE / max(picture.shape), 1.0)
        small = shrunk(picture, scale) if scale < 1 else picture
        lines = find_mrz(small, self._detector.find, lambda line: self._mrz.read(line)[0])
        if lines is None:
            message = "no card was found in the picture"
            raise PictureError(PictureProblem.NOT_LOCATED, message)
        corners = snap_to_edges(small, corners_of(lines)) / scale
        card = warp(picture, corners, CARD_PIXELS)
        to_card = matrix_between(corners, rectangle(*CARD_PIXELS))
        mrz = mrz_boxes(through(to_card, lines / scale))
        top = max(int(mrz[0][:, 1].min()), 1)
        rows = join_rows(self._detector.find(card[:top], _ROWS_SIZE))
        raw = adapt_lines([*self._printed(card, rows), *self._mrz_lines(card, mrz)])
        portrait = find_portrait(card, _left_of(rows), top)
        back = inverse(to_card)
        found = None if portrait is None else to_box(through(back, portrait))
        raw = _in_picture(raw, back)
        if alarms:
            image = measure(card, corners=to_box(corners), shape=picture.shape, portrait=found, asked=alarms)
            raw = attrs.evolve(raw, image=image)
        return Scan(
            card=raw,
            corners=to_box(corners),
            portrait=found,
            rectified=card,
            rows=tuple(to_box(box) for box in (*rows, *mrz)),
        )

    def _printed(self, card: Pixels, rows: Sequence[Quad]) -> Iterator[Line]:
        for box in rows:
            text, confidence = self._read_row(card, box)
            if text:
                yield Line(text, confidence, to_box(box))

    def _read_row(self, card: Pixels, box: Quad) -> tuple[str, float]:
        line = crop_of(card, box)
        if line.shape[1] <= _LONGEST_LATIN * line.shape[0]:
            text, confidence = self._latin.read(line)
            if confidence >= _SURE_LATIN and _LATIN.fullmatch(text):
                return text, confidence
        return self._khmer.read(crop_of(card, box, _MARGIN)) if self._khmer else ("", 0.0)

    def _mrz_lines(self, card: Pixels, boxes: Sequence[Quad]) -> Iterator[Line]:
        for engine, box in zip((self._mrz, self._mrz, self._names), boxes, strict=True):
            text, confidence = engine.read(crop_of(card, box))
            yield Line(text, confidence, to_box(box))


def read_picture(
    picture: bytes | str | os.PathLike[str], *, alarms: Collection[str] = (), khmer: bool = True
) -> RawCard:
    """Return the card in a picture: the bytes of a PNG, JPG, BMP or TIFF file, or its path.

    The models are loaded anew each time: whoever reads several pictures opens a `PictureReader` once. See
    there for ``alarms``, ``khmer`` and what is raised; for a path, also ``OSError``.

    >>> read_picture("data/pictures/0047.jpg", khmer=False).mrz[0][:5]
    'IDKHM'
    """
    data = picture if isinstance(picture, bytes) else Path(picture).read_bytes()
    return PictureReader.open(khmer=khmer).scan(data, alarms=alarms).card


def to_box(corners: Quad) -> Box:
    """Return four points as plain numbers."""
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    return a, b, c, d


def _left_of(rows: Sequence[Quad]) -> float:
    return float(np.median([row[0, 0] for row in rows])) if rows else 0.0


def _in_picture(card: RawCard, back: Floats) -> RawCard:
    """Return a card whose boxes are mapped from the rectified card to the picture."""

    def moved(box: Box | None) -> Box | None:
        return to_box(through(back, np.array(box))) if box else None

    origins = {name: attrs.evolve(origin, box=moved(origin.box)) for name, origin in card.origins.items()}
    unplaced = tuple(attrs.evolve(line, box=moved(line.box)) for line in card.unplaced)
    return attrs.evolve(card, origins=origins, unplaced=unplaced)


def _jpeg(pixels: Pixels) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=_JPEG_QUALITY)
    return stream.getvalue()
