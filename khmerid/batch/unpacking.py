r"""The bytes of a file, unpacked where they are compressed with gzip or Zstandard.

It is known by the first bytes, so that the standard input may be compressed, too. What was compressed in
several members or frames, one after another, is one text.

>>> packed = Looked(io.BytesIO(gzip.compress(b"one ") + gzip.compress(b"two")).read)
>>> io.BufferedReader(unpacked(packed, "rows.jsonl.gz")).read()
b'one two'
"""

import errno
import gzip
import io
import re
import sys
import zlib
from collections.abc import Callable
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Read = Callable[[int], bytes | None]

_GZIP: Final = b"\x1f\x8b\x08"  # RFC 1952, 2.3.1
# RFC 8878, 3.1: a frame, or one that is skipped, with which some programs begin.
_ZSTD: Final = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")
_LONGEST_MAGIC: Final = 4
_SUFFIXES: Final = frozenset({".gz", ".zst"})
_AT_ONCE: Final = 64 * 1024


class Looked(io.RawIOBase):
    """Bytes as they come: the first of them can be looked at, and those that were taken are counted."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._ahead = b""
        self._has_ended = False
        self._error: OSError | None = None
        self.taken = 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def look(self, size: int) -> bytes:
        """Return the next bytes, which are still to be taken: so many, or all that there are.

        An error after some is left to whoever takes what is before it.
        """
        try:
            while len(self._ahead) < size and (more := self._more(size - len(self._ahead))):
                self._ahead += more
        except OSError as error:
            if not self._ahead:
                raise
            self._error = error
        return self._ahead[:size]

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Take the next bytes."""
        view = memoryview(buffer)
        given = self._ahead[: len(view)] or self._more(len(view))
        self._ahead = self._ahead[len(given) :]
        view[: len(given)] = given
        self.taken += len(given)
        return len(given)

    def _more(self, size: int) -> bytes:
        """Return bytes; none at the end, which a terminal says only once."""
        if self._error:
            raise self._error
        if self._has_ended:
            return b""
        more = self._read(size)
        if more is None:
            raise BlockingIOError(errno.EAGAIN, "nothing is there to be read yet")
        self._has_ended = not more
        return more


def plain_name(name: str) -> str:
    """Return the name that a file has once it is unpacked.

    >>> plain_name("rows.csv.gz"), plain_name("rows.csv")
    ('rows.csv', 'rows.csv')
    """
    path = PurePath(name)
    return path.stem if path.suffix.lower() in _SUFFIXES else path.name


def unpacked(raw: Looked, name: str) -> Looked:
    """Return the bytes of a file as they were before it was compressed; the same where it was not.

    Reading them raises ``OSError`` where what is compressed is damaged or cut short; so does this, where so
    little is left of it that it cannot be told.
    """
    head = raw.look(_LONGEST_MAGIC)
    if head.startswith(_GZIP):
        return Looked(_of_gzip(raw))
    if _ZSTD.match(head):
        return Looked(_of_zstd(raw))
    if PurePath(name).suffix.lower() in _SUFFIXES and len(head) < _LONGEST_MAGIC:
        raise _damaged()
    return raw


def _of_gzip(raw: Looked) -> Read:
    packed = gzip.GzipFile(fileobj=cast("IO[bytes]", raw))

    def read(size: int) -> bytes:
        try:
            return packed.read1(size)
        except (EOFError, gzip.BadGzipFile, zlib.error):  # whose messages may quote bytes
            raise _damaged() from None

    return read


def _of_zstd(raw: Looked) -> Read:
    """Return what reads all frames; `ZstdFile` ends in silence where one after the first is damaged."""
    if sys.version_info >= (3, 14):  # pragma: no cover
        from compression.zstd import ZstdDecompressor, ZstdError  # noqa: PLC0415 - few files need it
    else:
        from backports.zstd import ZstdDecompressor, ZstdError  # noqa: PLC0415 - needs the extra

    frame = ZstdDecompressor()

    def read(size: int) -> bytes:
        nonlocal frame
        found = b""
        while not found:
            packed = b""
            if frame.eof:
                if not (packed := frame.unused_data or raw.read(_AT_ONCE) or b""):
                    return b""
                frame = ZstdDecompressor()
            elif frame.needs_input and not (packed := raw.read(_AT_ONCE) or b""):
                raise _damaged()
            try:
                found = frame.decompress(packed, size)
            except ZstdError as error:
                raise _damaged() from error
        return found

    return read


def _damaged() -> OSError:
    return OSError(errno.EIO, "the compressed file is damaged or cut short")
