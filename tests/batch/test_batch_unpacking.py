"""Compressed files."""

import gzip
import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.batch.unpacking import Looked, plain_name, unpacked

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = b'{"id": 1}\n' * 1000
PACKED = {
    "gz": gzip.compress(TEXT, mtime=0),
    "zst": zstd.compress(TEXT, options={zstd.CompressionParameter.checksum_flag: 1}),
}
SKIPPED = b"\x50\x2a\x4d\x18\x04\0\0\0abcd"  # a frame of Zstandard that has no data


def read(packed: bytes, name: str = "rows", at_once: int = 1000) -> bytes:
    stream = io.BytesIO(packed)
    return io.BufferedReader(unpacked(Looked(lambda size: stream.read(min(size, at_once))), name)).read()


@pytest.mark.parametrize("packed", PACKED.values(), ids=PACKED)
@pytest.mark.parametrize("at_once", [1, 1000])
def test_what_was_compressed_comes_back_whatever_its_name(packed: bytes, at_once: int) -> None:
    assert read(packed, at_once=at_once) == TEXT
    assert read(packed, "rows.gz") == TEXT
    assert read(packed + packed + packed, at_once=at_once) == TEXT * 3


def test_frames_without_data_are_skipped() -> None:
    empty = zstd.compress(b"")
    assert read(SKIPPED + PACKED["zst"] + SKIPPED + empty + PACKED["zst"] + SKIPPED) == TEXT * 2


def test_zeros_after_the_end_of_gzip_are_padding() -> None:
    assert read(PACKED["gz"] + bytes(500)) == TEXT


def test_what_is_not_compressed_stays_as_it_is() -> None:
    assert read(TEXT, "rows.gz") == TEXT
    assert read(b"", "rows") == b""


@pytest.mark.parametrize("form", PACKED)
def test_what_is_cut_short_gives_what_was_before_and_then_an_error(form: str) -> None:
    packed = PACKED[form]
    for end in range(len(packed)):
        with pytest.raises(OSError, match="damaged or cut short"):
            read(packed[:end], f"rows.{form}")
        with pytest.raises(OSError, match="damaged or cut short"):
            read(packed + packed[: end + 1] if end + 1 < len(packed) else b"", f"rows.{form}")


@pytest.mark.parametrize("form", PACKED)
def test_the_text_before_the_damage_is_given(form: str) -> None:
    source = io.BytesIO(PACKED[form] + PACKED[form][:-3])
    stream = unpacked(Looked(source.read), "rows")
    found = b""
    with pytest.raises(OSError, match="damaged"):  # noqa: PT012 - as it is read
        while more := stream.read(100):
            found += more
    assert found.startswith(TEXT)


@pytest.mark.parametrize("form", PACKED)
@pytest.mark.parametrize("place", [5, 20, -2])
def test_what_is_damaged_is_an_error(form: str, place: int) -> None:
    packed = bytearray(PACKED[form])
    packed[place] ^= 0xFF
    try:
        assert read(bytes(packed)) == TEXT  # a byte that means nothing, such as a time
    except OSError as error:
        assert "damaged" in str(error)  # noqa: PT017 - not every byte is checked
    with pytest.raises(OSError, match="damaged"):
        read(bytes(PACKED[form]) + b"{}")


def test_the_first_bytes_can_be_looked_at_and_are_not_taken() -> None:
    looked = Looked(io.BytesIO(b"abcdef").read)
    assert looked.look(3) == b"abc"
    assert looked.look(2) == b"ab"
    assert looked.taken == 0
    assert looked.look(100) == b"abcdef"
    assert looked.read(2) == b"ab"
    assert looked.taken == 2
    assert looked.read(9) == b"cdef"
    assert looked.read(9) == b""
    assert looked.taken == 6


def test_the_end_is_asked_for_once() -> None:
    """A terminal goes on after it."""
    given = iter([b"a", b"", b"more"])
    looked = Looked(lambda _: next(given))
    assert looked.look(9) == b"a"
    assert (looked.read(9), looked.read(9), looked.read(9)) == (b"a", b"", b"")


def test_what_has_nothing_yet_is_not_at_its_end() -> None:
    with pytest.raises(BlockingIOError):
        Looked(lambda _: None).look(1)


def test_the_name_without_compression_says_the_kind() -> None:
    names = ["rows.csv.gz", "rows.csv.ZST", "rows.csv", ".gz", "rows"]
    assert [plain_name(name) for name in names] == ["rows.csv", "rows.csv", "rows.csv", ".gz", "rows"]


@given(st.lists(st.binary()), st.sampled_from([gzip.compress, zstd.compress]))
def test_compressed_is_as_plain(parts: list[bytes], compress: object) -> None:
    assert callable(compress)
    if parts:
        assert read(b"".join(map(compress, parts))) == b"".join(parts)


@given(st.binary(), st.sampled_from([b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", SKIPPED]))
def test_any_bytes_have_an_end_or_an_error(rest: bytes, magic: bytes) -> None:
    try:
        read(magic + rest)
    except OSError as error:
        assert "damaged" in str(error)  # noqa: PT017 - some are sound
