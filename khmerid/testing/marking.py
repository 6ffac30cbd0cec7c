"""The mark in a picture of a specimen: a chunk of its PNG file with the texts that are drawn on it.

By it the stand-in service answers with the card that is in the picture. A picture that was stored anew, cut
or turned into a JPEG has lost it, and is one like any other.

>>> png = SIGNATURE + _chunk(b"IHDR", bytes(13)) + _chunk(b"IEND", b"")
>>> shown = Shown(printed=dict.fromkeys(TEXT_FIELDS, "១"), mrz=("A", "B", "C"))
>>> shown_in(mark(png, shown)) == shown, shown_in(png)
(True, None)
"""

import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from khmerid.raw_card import TEXT_FIELDS

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"

_KIND: Final = b"tEXt"  # PNG, 11.3.4.3: a keyword, a zero byte, a text
_KEYWORD: Final = b"khmerid-specimen\0"
_HEADER: Final = 8 + 25  # bytes of the signature and of IHDR, which comes first


@attrs.frozen(kw_only=True, repr=False)
class Shown:
    """What is drawn on a specimen: its printed texts, under the names of `RawCard`, and its MRZ."""

    printed: Mapping[str, str]
    mrz: tuple[str, ...]


def mark(png: bytes, shown: Shown) -> bytes:
    """Return a PNG file with a chunk for what is shown in it."""
    text = json.dumps({"printed": dict(shown.printed), "mrz": shown.mrz})  # in ASCII, as such a chunk must be
    return png[:_HEADER] + _chunk(_KIND, _KEYWORD + text.encode()) + png[_HEADER:]


def shown_in(image: bytes) -> Shown | None:
    """Return what a picture says that it shows; nothing where it is no PNG file or was not marked."""
    for kind, content in _chunks(image):
        if kind == _KIND and content.startswith(_KEYWORD):
            return _read(content.removeprefix(_KEYWORD))
    return None


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _chunks(image: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(SIGNATURE) if image.startswith(SIGNATURE) else len(image)
    while len(head := image[place : place + 8]) == 8:
        length = int.from_bytes(head[:4])
        yield head[4:], image[place + 8 : place + 8 + length]
        place += length + 12  # and the check sum


def _read(text: bytes) -> Shown | None:
    """Return what a mark says, if it is one of ours to the letter."""
    try:
        said: Any = json.loads(text)
        printed, mrz = said["printed"], said["mrz"]
        known = printed.keys() == set(TEXT_FIELDS) and type(mrz) is list and len(mrz) == 3
        "".join([*printed.values(), *mrz]).encode()  # all of them texts that can be sent
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return Shown(printed=printed, mrz=tuple(mrz)) if known else None
