"""A picture as received, decoded to pixels that stand upright as its EXIF data says.

The formats and sides are those of the API (`khmerid.huawei.wire`). What a picture is tells its content, never
a name. Of several frames or pages the first is taken; what is transparent lies on white.

>>> decode_picture(b"GIF89a")
Traceback (most recent call last):
khmerid.picture.image.PictureError: not a PNG, JPG, BMP or TIFF picture that can be decoded
"""

import enum
import io
from typing import Final

import numpy as np
from PIL import Image

from khmerid.huawei.wire import (
    BAD_FORMAT,
    BAD_SIDES,
    LONGEST_SIDE,
    NOT_A_CARD,
    PICTURE_FORMATS,
    SHORTEST_SIDE,
)
from khmerid.picture.pixels import Pixels

_ORIENTATION: Final = 0x0112  # EXIF 2.32, 4.6.5: where the first row and the first column of the pixels lie
_SIXTEEN_BITS: Final = frozenset({"I", "I;16", "I;16L", "I;16B", "I;16N"})
_TRANSPARENT: Final = frozenset({"LA", "La", "PA", "RGBA", "RGBa"})


class PictureProblem(enum.Enum):
    """Why a picture cannot be read; the value is the API's code for it.

    >>> PictureProblem.FORMAT.code, PictureProblem.DIMENSIONS.code, PictureProblem.NOT_LOCATED.code
    ('AIS.0102', 'AIS.0103', 'AIS.0104')
    """

    FORMAT = BAD_FORMAT.code
    DIMENSIONS = BAD_SIDES.code
    NOT_LOCATED = NOT_A_CARD.code

    @property
    def code(self) -> str:
        """The API's code."""
        return str(self.value)


class PictureError(ValueError):
    """A picture that cannot be read, and why; nothing of the picture is in the message.

    >>> try:
    ...     decode_picture(b"GIF89a")
    ... except PictureError as error:
    ...     error.problem
    <PictureProblem.FORMAT: 'AIS.0102'>
    """

    def __init__(self, problem: PictureProblem, message: str) -> None:
        super().__init__(message)
        self.problem = problem

    def __reduce__(self) -> tuple[type["PictureError"], tuple[PictureProblem, str]]:
        return type(self), (self.problem, str(self))


def decode_picture(data: bytes) -> Pixels:
    """Return the pixels of a PNG, JPG, BMP or TIFF file, upright.

    Raises `PictureError` with FORMAT, or with DIMENSIONS before anything large is decoded.
    """
    try:
        with Image.open(io.BytesIO(data), formats=PICTURE_FORMATS) as picture:
            _check_sides(picture.size)
            pixels = np.asarray(_in_colours(picture))
            return _upright(pixels, _orientation(picture))
    except PictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _bad_sides() from None
    except Exception:  # noqa: BLE001 - a decoder raises anything at a file made to break it
        message = "not a PNG, JPG, BMP or TIFF picture that can be decoded"
        raise PictureError(PictureProblem.FORMAT, message) from None


def _check_sides(size: tuple[int, int]) -> None:
    if not all(SHORTEST_SIDE <= side <= LONGEST_SIDE for side in size):
        raise _bad_sides()


def _bad_sides() -> PictureError:
    message = f"each side of a picture has {SHORTEST_SIDE} to {LONGEST_SIDE} pixels"
    return PictureError(PictureProblem.DIMENSIONS, message)


def _in_colours(picture: Image.Image) -> Image.Image:
    """Return the picture in red, green and blue of eight bits."""
    if picture.mode in _SIXTEEN_BITS:
        deep = np.asarray(picture)
        shallow = deep >> 8 if deep.max(initial=0) > 255 else deep
        picture = Image.fromarray(np.clip(shallow, 0, 255).astype(np.uint8))
    if picture.mode in _TRANSPARENT or "transparency" in picture.info:
        over = picture.convert("RGBA")
        picture = Image.new("RGBA", over.size, "white")
        picture.alpha_composite(over)
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - data about a picture that is broken says nothing; the picture may be whole
        return 1


def _upright(pixels: Pixels, orientation: int) -> Pixels:
    if orientation in {5, 6, 7, 8}:  # rows are columns
        pixels = pixels.transpose(1, 0, 2)
    if orientation in {3, 4, 7, 8}:
        pixels = pixels[::-1]
    if orientation in {2, 3, 6, 7}:
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)
