"""What the server needs of a reader of pictures, which ``khmerid.picture.PictureReader`` is.

Here alone is it taken in, in the process that reads.
"""

from collections.abc import Callable, Collection
from typing import Protocol, TypeAlias

from khmerid.raw_card import Box, RawCard


class ScannedCard(Protocol):
    """What was read of a picture: texts with their origins, the corners of the portrait, and two cut-outs."""

    @property
    def card(self) -> RawCard:
        """The card as read."""

    @property
    def portrait(self) -> Box | None:
        """The corners of the portrait, in pixels of the picture."""

    def portrait_image(self) -> bytes | None:
        """Return the portrait as a JPEG file."""

    def adjusted_image(self) -> bytes:
        """Return the card, cut out and put straight, as a JPEG file."""


class Reader(Protocol):
    """Something that reads pictures.

    ``scan`` takes the bytes of a file and the names of alarms, and ``type``, that are asked for. It raises a
    ``ValueError`` whose ``problem.code`` is a code of the API where the picture is at fault.
    """

    def scan(self, data: bytes, *, alarms: Collection[str] = ()) -> ScannedCard:
        """Return what is read of a picture."""


OpenReader: TypeAlias = Callable[[], Reader]


def open_picture_reader() -> Reader:
    """Open khmerid's own reader of pictures.

    Raises ``ModuleNotFoundError`` without the extra ``picture``, and what that raises where an engine is
    missing.
    """
    from khmerid.picture import PictureReader  # noqa: PLC0415 - an extra, whose models are heavy

    return PictureReader.open()
