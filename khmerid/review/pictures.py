"""The pictures of cards in the page: one for each card that a person decides, small, in a bound for all.

A card's picture is a file of the folder with the name of its id, or with its id as a path in that folder; or
the card that ``khmerid read --save-crops`` kept there under the number of its row. Nothing outside of the
folder is opened, whatever an id says.
"""

import base64
import io
from pathlib import Path
from typing import Any, Final

import attrs

try:
    from PIL import Image
except ModuleNotFoundError:  # pragma: no cover - the picture is taken as it is
    Image = None  # type: ignore[assignment]  # it may be missing

SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff")
#: Pixels of the longer side: the MRZ of a card that fills the picture can be read at that.
LONGEST_SIDE: Final = 1100
_QUALITY: Final = 70
_TYPES: Final = {b"\xff\xd8": "jpeg", b"\x89P": "png"}


@attrs.define(repr=False)
class CardPictures:
    """Takes pictures until there are as many bytes of them as are allowed, and counts those left out."""

    folder: Path
    most_bytes: int
    taken: int = 0
    left_out: int = 0
    missing: int = 0
    _bytes: int = 0

    def of(self, identity: str | int, number: int) -> dict[str, Any] | None:
        """Return the picture of a card as an address of its data, and its size as boxes count it.

        ``number`` is that of its row, from 1. ``None`` where there is none, or no more room for one.
        """
        file, boxed = self._file_of(identity, number)
        data = _small(file) if file else None
        if data is None:
            self.missing += 1
            return None
        address, size = data
        if self._bytes + len(address) > self.most_bytes:
            self.left_out += 1
            return None
        self.taken += 1
        self._bytes += len(address)
        # A crop is the card turned upright, and boxes are places in the picture that it was cut from.
        return {"u": address, "w": size[0], "h": size[1]} if boxed else {"u": address}

    def _file_of(self, identity: str | int, number: int) -> tuple[Path | None, bool]:
        folder = self.folder.resolve()
        names = [str(identity)] + [f"{identity}{suffix}" for suffix in SUFFIXES]
        for name in names:
            if "\0" in name or not name.isprintable() or len(name) > 255 * 4:
                continue
            for candidate in (folder / name, Path(name), folder / Path(name).name):
                if _is_in(candidate, folder):
                    return candidate, True
        crop = folder / f"{number:05}-card.jpg"
        return (crop, False) if _is_in(crop, folder) else (None, False)


def _is_in(file: Path, folder: Path) -> bool:
    try:
        found = file.resolve()
        return found.is_relative_to(folder) and found.suffix.lower() in SUFFIXES and found.is_file()
    except OSError:  # such as a name that is too long
        return False


def _small(file: Path) -> tuple[str, tuple[int, int]] | None:
    """Return a picture as the address of a JPEG of bounded size, and its own size; ``None`` for another file."""
    content = file.read_bytes()
    if Image is None:  # pragma: no cover - without Pillow
        kind = _TYPES.get(content[:2])
        return kind and (_address(content, kind), (0, 0))  # type: ignore[return-value]
    try:
        with Image.open(io.BytesIO(content)) as picture:
            size = picture.size
            small = picture.convert("RGB")
            small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=_QUALITY, optimize=True)
    return _address(stream.getvalue(), "jpeg"), size


def _address(content: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode('ascii')}"
