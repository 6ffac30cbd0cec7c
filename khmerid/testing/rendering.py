"""A specimen as a picture: a plain card of our own, not the issuer's design, with SPECIMEN written across it.

The picture has 1712 by 1080 pixels, 20 a millimetre, and the card fills it. The MRZ is as Doc 9303 has it:
OCR-B, ten characters an inch, four lines an inch, in the lowest 23.2 mm. All else stands where there is room.
Needs the extra ``testing-pictures``, and FriBiDi, without which Pillow cannot shape Khmer.

>>> from khmerid.testing import make_specimen
>>> drawn = draw_specimen(make_specimen(seed=1))
>>> drawn
DrawnSpecimen(12 lines)
>>> drawn.image[1:4], drawn.lines[-1]["box"]
(b'PNG', [90, 974, 1614, 1022])
"""

import functools
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from khmerid.testing.marking import Shown, mark
from khmerid.testing.specimen import Specimen

try:
    import fontpkg
    from PIL import Image, ImageDraw, ImageFont, features
except ModuleNotFoundError as error:
    message = "a specimen cannot be drawn without its extra: pip install 'khmerid[testing-pictures]'"
    raise ModuleNotFoundError(message, name=error.name) from None

WIDTH: Final = 1712  # pixels
HEIGHT: Final = 1080

_PER_MM: Final = 20
_PITCH, _LINE_STEP, _CAPITAL = 2.54 * _PER_MM, 6.35 * _PER_MM, 2.4 * _PER_MM  # Doc 9303-3: OCR-B, size 1
_MRZ_LEFT, _LOWEST_MIDDLE = 4.5 * _PER_MM, HEIGHT - 4.1 * _PER_MM
_OCR_B: Final = str(Path(__file__).parent / "fonts" / "OCR-B.ttf")
_KHMER: Final = "Noto Sans Khmer"  # it has Latin letters, too

_PAPER, _SHADE, _INK, _RED = (228, 238, 243), (211, 224, 231), (24, 28, 40), (186, 24, 32)
_COLUMN, _FIRST_LINE, _STEP, _SIZE, _MARGIN = 440, 100, 62, 36, 60  # pixels
_PORTRAIT: Final = (70, 150, 390, 560)  # left, top, right, bottom


class ShapingMissingError(RuntimeError):
    """Pillow cannot shape Khmer here: the letters would stand in the wrong order."""


@attrs.frozen(kw_only=True, repr=False)
class DrawnSpecimen:
    """A PNG file, and where on it what is, in pixels.

    ``lines`` are texts with their boxes in the neutral shape: left, top, right, bottom. ``corners``, of the
    card, and ``portrait`` begin upper left and go round by the upper right.
    """

    image: bytes
    lines: Sequence[dict[str, Any]]
    portrait: Sequence[Sequence[int]]
    corners: Sequence[Sequence[int]]

    def __repr__(self) -> str:
        return f"DrawnSpecimen({len(self.lines)} lines)"


def require_shaping() -> None:
    """Raise ``ShapingMissingError`` where Pillow finds no FriBiDi, which it needs for Khmer."""
    if not features.check("raqm"):
        message = (
            "Khmer cannot be drawn: Pillow finds no FriBiDi (apt install libfribidi0, brew install fribidi)"
        )
        raise ShapingMissingError(message)


def draw_specimen(specimen: Specimen) -> DrawnSpecimen:
    """Draw a specimen; the same one is the same picture, as long as Pillow and the fonts are the same.

    Raises ``ShapingMissingError`` where Pillow finds no FriBiDi.
    """
    require_shaping()
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    _draw_background(image, draw)
    _draw_portrait(draw)
    number, *printed = (line["text"] for line in specimen.lines()["lines"])
    lines = [_write(draw, number, top=_MARGIN // 2, right=WIDTH - _MARGIN)]
    fields, mrz = printed[: -len(specimen.mrz)], printed[-len(specimen.mrz) :]
    lines += [
        _write(draw, text, top=_FIRST_LINE + place * _STEP, left=_COLUMN) for place, text in enumerate(fields)
    ]
    lines += [_write_mrz(draw, text, place - len(mrz) + 1) for place, text in enumerate(mrz)]
    file = io.BytesIO()
    image.save(file, "PNG")
    return DrawnSpecimen(
        image=mark(file.getvalue(), Shown(printed=specimen.printed, mrz=specimen.mrz)),
        lines=lines,
        portrait=_round(*_PORTRAIT),
        corners=_round(0, 0, WIDTH, HEIGHT),
    )


def _round(left: int, top: int, right: int, bottom: int) -> list[list[int]]:
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


@functools.cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(fontpkg.path(_KHMER), size, layout_engine=ImageFont.Layout.RAQM)


def _draw_background(image: Image.Image, draw: ImageDraw.ImageDraw) -> None:
    """Write SPECIMEN across the card, faint below the texts, and in red above them."""
    word = Image.new("L", (WIDTH, HEIGHT))
    middle = WIDTH // 2, HEIGHT // 2
    ImageDraw.Draw(word).text(middle, "SPECIMEN", 255, _font(300), anchor="mm")
    image.paste(_SHADE, mask=word.rotate(25, Image.Resampling.BICUBIC))
    draw.text((_MARGIN, _MARGIN // 2), "SPECIMEN · គំរូ", _RED, _font(48))


def _draw_portrait(draw: ImageDraw.ImageDraw) -> None:
    """Draw nobody: a head and shoulders without a face."""
    left, top, right, bottom = _PORTRAIT
    middle = (left + right) // 2
    draw.rectangle(_PORTRAIT, (150, 190, 220))
    draw.pieslice((left + 20, bottom - 150, right - 20, bottom + 150), 180, 360, (60, 90, 70))
    draw.ellipse((middle - 85, top + 60, middle + 85, top + 280), (196, 150, 118))


def _write(
    draw: ImageDraw.ImageDraw, text: str, *, top: int, left: int = 0, right: int = 0
) -> dict[str, Any]:
    """Write a text from the left or to the right, smaller where there is too little room for it."""
    size = _SIZE
    while _font(size).getlength(text, language="km") > WIDTH - _MARGIN - _COLUMN:
        size -= 1
    place, anchor = ((left, top), "la") if left else ((right, top), "ra")
    draw.text(place, text, _INK, _font(size), anchor=anchor, language="km")
    box = draw.textbbox(place, text, _font(size), anchor=anchor, language="km")
    return {"text": text, "box": [round(side) for side in box]}


def _write_mrz(draw: ImageDraw.ImageDraw, text: str, place: int) -> dict[str, Any]:
    """Write a line of the MRZ, of which the lowest has place 0 and the one above it -1."""
    one = ImageFont.truetype(_OCR_B, 100)
    font = ImageFont.truetype(_OCR_B, 100 * _CAPITAL / one.getmask("H").size[1])
    middle = _LOWEST_MIDDLE + place * _LINE_STEP
    for number, character in enumerate(text):
        at = _MRZ_LEFT + (number + 0.5) * _PITCH, middle + _CAPITAL / 2
        draw.text(at, character, _INK, font, anchor="ms")
    right = _MRZ_LEFT + len(text) * _PITCH
    box = _MRZ_LEFT, middle - _CAPITAL / 2, right, middle + _CAPITAL / 2
    return {"text": text, "box": [round(side) for side in box]}
