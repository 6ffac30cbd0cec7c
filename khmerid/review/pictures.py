"""The pictures of cards in the page: one for each card that a person decides, small, in a bound for all.

A card's picture is a file of the folder with the name of its id, or with its id as a path in that folder; or
the card that ``khmerid read --save-crops`` kept there under the number of its row. Nothing outside of the
folder is opened, whatever an id says.
"""

import base64
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs

from khmerid.huawei.wire import PICTURE_FORMATS

#: What a row is called.
Identity = str | int
#: Left, top, right and bottom in pixels.
Area = tuple[float, float, float, float]
#: The address of a picture's data, and what it shows in the pixels of the file: left, top, width, height.
Shown = dict[str, str | list[int]]

SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff")
#: Pixels of the longer side: the MRZ of a card that fills the picture can be read at that.
LONGEST_SIDE: Final = 1100
_QUALITY: Final = 70
#: What is shown around the texts, as a share of their area's longer side: the borders of the card and more.
_MARGIN: Final = 0.3
_LONGEST_NAME: Final = 1000
_TYPES: Final = {b"\xff\xd8": "jpeg", b"\x89P": "png"}  # by the first bytes, what every browser shows


@attrs.define(repr=False)
class PagePictures:
    """Takes pictures until there are as many bytes of them as are allowed, and counts those left out.

    ``known`` are pictures of rows that are not among those of the folder, by their ids.
    """

    folder: Path
    most_bytes: int
    known: Mapping[Identity, bytes] = attrs.field(factory=dict)
    taken: int = 0
    left_out: int = 0
    missing: int = 0
    _rows: int = 0
    _bytes: int = 0

    def of(self, identity: Identity, *, is_wanted: bool, area: Area | None = None) -> Shown | None:
        """Return the picture of the next row, ``None`` where there is none, no room, or none wanted.

        ``area`` is what the texts cover: where the card is small in the picture, what lies around is cut off.
        """
        if identity in self.known:
            return self._taken(_small(self.known[identity]), is_boxed=False) if is_wanted else None
        self._rows += 1
        if not is_wanted:
            return None
        file, is_boxed = self._file_of(identity)
        found = _small(file.read_bytes(), area if is_boxed else None) if file else None
        return self._taken(found, is_boxed=is_boxed)

    def _taken(self, found: tuple[str, list[int] | None] | None, *, is_boxed: bool) -> Shown | None:
        if found is None:
            self.missing += 1
            return None
        address, shown = found
        if self._bytes + len(address) > self.most_bytes:
            self.left_out += 1
            return None
        self.taken += 1
        self._bytes += len(address)
        # A crop is the card turned upright, and boxes are places in the picture that it was cut from.
        return {"u": address, "b": shown} if shown and is_boxed else {"u": address}

    def _file_of(self, identity: Identity) -> tuple[Path | None, bool]:
        folder = self.folder.resolve()
        for file in _candidates(str(identity), folder):
            if _is_in(file, folder):
                return file, True
        crop = folder / f"{self._rows:05}-card.jpg"
        return (crop, False) if _is_in(crop, folder) else (None, False)


def _candidates(name: str, folder: Path) -> Iterator[Path]:
    if not name.isprintable() or not 0 < len(name) <= _LONGEST_NAME:
        return
    for named in (name, *(name + suffix for suffix in SUFFIXES)):
        yield from (folder / named, Path(named), folder / Path(named).name)


def _is_in(file: Path, folder: Path) -> bool:
    try:
        found = file.resolve()
        return found.is_relative_to(folder) and found.suffix.lower() in SUFFIXES and found.is_file()
    except OSError:  # such as a name that is too long
        return False


def _small(content: bytes, area: Area | None = None) -> tuple[str, list[int] | None] | None:
    """Return a picture as the address of a JPEG of bounded size, and what it shows; ``None`` for other data.

    Without Pillow it is taken as it is, and nobody knows its size.
    """
    try:
        from PIL import Image, ImageOps  # noqa: PLC0415 - the page can do without
    except ModuleNotFoundError:
        kind = _TYPES.get(content[:2])
        return (_address(content, kind), None) if kind else None
    try:
        with Image.open(io.BytesIO(content), formats=PICTURE_FORMATS) as picture:
            upright = ImageOps.exif_transpose(picture)  # as it is read, and boxes are counted
            box = _around(area, upright.size)
            small = upright.crop(box).convert("RGB")
    except Exception:  # noqa: BLE001 - a decoder raises anything at a file made to break it
        return None
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=_QUALITY, optimize=True)
    left, top, right, bottom = box
    return _address(stream.getvalue(), "jpeg"), [left, top, right - left, bottom - top]


def _around(area: Area | None, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return an area with a margin around it, as far as the picture goes; all of the picture without one."""
    width, height = size
    if area is None:
        return 0, 0, width, height
    margin = _MARGIN * max(area[2] - area[0], area[3] - area[1])
    left, top = (max(0, round(one - margin)) for one in area[:2])
    right, bottom = min(width, round(area[2] + margin)), min(height, round(area[3] + margin))
    # Boxes of another picture tell nothing of this one.
    return (left, top, right, bottom) if left < right and top < bottom else (0, 0, width, height)


def _address(content: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode('ascii')}"
