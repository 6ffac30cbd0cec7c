"""What was found, drawn on the picture: corners, portrait and rows, what they say and how sure that is.

Values are drawn in Latin letters and numerals only: to set Khmer would take a font.
"""

import io
from collections.abc import Mapping
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from khmerid.picture.image import decode_picture
from khmerid.picture.scan import Scan
from khmerid.raw_card import Box, RawCard

_COLOURS: Final = {
    "confirmed": "#008a2e",
    "protected": "#008a2e",
    "read": "#0050c8",
    "doubtful": "#c86400",
    "conflicting": "#c80000",
    "absent": "#808080",
}
_CARD: Final = "#ff00c8"
_ROW: Final = "#00a0ff"
_LEGEND: Final = 320  # pixels beside the picture
_LONGEST_SIDE: Final = 1600


def annotate(data: bytes, scan: Scan, told: Mapping[str, tuple[str, str]]) -> bytes:
    """Return the picture as PNG, with what a scan found in it and the values and assurances beside it."""
    picture = Image.fromarray(decode_picture(data))
    scale = min(_LONGEST_SIDE / max(picture.size), 1.0)
    picture = picture.resize([max(round(side * scale), 1) for side in picture.size])
    page = Image.new("RGB", (picture.width + _LEGEND, max(picture.height, 24 * (len(told) + 1))), "white")
    page.paste(picture)
    pen = ImageDraw.Draw(page)
    for box in _rows(scan.card):
        _outline(pen, box, scale, _ROW, 1)
    for corners in filter(None, (scan.corners, scan.portrait)):
        _outline(pen, corners, scale, _CARD, 3)
    font = ImageFont.load_default(15)
    for number, (name, (value, assurance)) in enumerate(told.items()):
        shown = value if value.isascii() else ""
        text = f"{name}: {shown} {assurance}"
        pen.text((picture.width + 8, 8 + 24 * number), text, _COLOURS.get(assurance, "black"), font)
    stream = io.BytesIO()
    page.save(stream, "PNG")
    return stream.getvalue()


def _rows(card: RawCard) -> set[Box]:
    boxes = [origin.box for origin in card.origins.values()] + [line.box for line in card.unplaced]
    return {box for box in boxes if box}


def _outline(pen: ImageDraw.ImageDraw, box: Box, scale: float, colour: str, width: int) -> None:
    pen.polygon([(x * scale, y * scale) for x, y in box], outline=colour, width=width)
