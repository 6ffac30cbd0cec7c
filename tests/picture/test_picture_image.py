"""Pictures as received: what is decoded, what is refused, and how."""

import io
import pickle
import struct
import warnings
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from support.pictures import picture

from khmerid.picture.image import PictureError, PictureProblem, decode_picture

RED = (200, 30, 40)


def saved(image: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def problem(data: bytes) -> PictureProblem:
    with pytest.raises(PictureError) as caught:
        decode_picture(data)
    return caught.value.problem


def png(width: int, height: int, rows: bytes = b"") -> bytes:
    """Write a PNG file of black and white pixels whose head says any sides."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "BMP", "TIFF"])
def test_the_formats_of_the_api_are_decoded_whatever_the_name(form: str) -> None:
    pixels = decode_picture(saved(Image.new("RGB", (40, 20), RED), form))
    assert pixels.shape == (20, 40, 3)
    assert pixels.dtype == np.uint8
    assert np.abs(pixels.astype(int) - RED).max() < 4


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PPM", "ICO"])
def test_other_formats_are_refused(form: str) -> None:
    assert problem(saved(Image.new("RGB", (40, 20)), form)) is PictureProblem.FORMAT


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"not a picture", b"BM", b"II*\x00" + b"\xff" * 60])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    assert problem(data) is PictureProblem.FORMAT


@pytest.mark.parametrize("form", ["PNG", "JPEG", "BMP", "TIFF"])
def test_a_picture_that_is_cut_off_is_refused(form: str) -> None:
    rng = np.random.default_rng(1)
    data = saved(Image.fromarray(rng.integers(0, 255, (60, 80, 3), np.uint8)), form)
    assert problem(data[: len(data) // 2]) is PictureProblem.FORMAT


@given(st.binary(max_size=200), st.sampled_from(["PNG", "JPEG", "BMP", "TIFF"]), st.integers(0, 400))
@example(b"\x00" * 20, "TIFF", 4)
@example(b"\xff" * 20, "PNG", 20)
def test_a_damaged_file_is_decoded_or_refused(patch: bytes, form: str, place: int) -> None:
    data = saved(Image.new("RGB", (30, 20), RED), form)
    data = data[:place] + patch + data[place + len(patch) :]
    try:
        assert decode_picture(data).ndim == 3
    except PictureError as error:
        assert error.problem in {PictureProblem.FORMAT, PictureProblem.DIMENSIONS}  # noqa: PT017


@pytest.mark.parametrize("sides", [(14, 100), (100, 14), (1, 8192), (8193, 20), (20, 8193), (1, 1)])
def test_sides_out_of_bounds_are_refused(sides: tuple[int, int]) -> None:
    assert problem(picture(*sides)) is PictureProblem.DIMENSIONS


@pytest.mark.parametrize("sides", [(15, 15), (8192, 15)])
def test_sides_at_the_bounds_are_not(sides: tuple[int, int]) -> None:
    assert decode_picture(picture(*sides)).shape[:2] == sides[::-1]


@pytest.mark.parametrize("sides", [(10_000, 10_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_refused_by_its_head(sides: tuple[int, int]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        assert problem(png(*sides, b"\0" * 1000)) in {PictureProblem.DIMENSIONS, PictureProblem.FORMAT}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert problem(png(*sides, b"\0" * 1000)) in {PictureProblem.DIMENSIONS, PictureProblem.FORMAT}


def test_text_in_a_picture_that_unpacks_to_more_than_it_may_is_refused() -> None:
    bomb = b"note\0\0" + zlib.compress(b"\0" * 100_000_000)
    chunk = struct.pack(">I", len(bomb)) + b"zTXt" + bomb + struct.pack(">I", zlib.crc32(b"zTXt" + bomb))
    data = picture()
    assert problem(data[:33] + chunk + data[33:]) is PictureProblem.FORMAT


def test_sixteen_bits_are_brought_to_eight() -> None:
    deep = np.full((20, 30), 0x8000, np.uint16)
    assert decode_picture(saved(Image.fromarray(deep)))[0, 0].tolist() == [0x80] * 3
    shallow = np.full((20, 30), 77, np.int32)
    assert decode_picture(saved(Image.fromarray(shallow), "TIFF"))[0, 0].tolist() == [77] * 3


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "YCbCr"])
def test_other_colours_become_red_green_and_blue(mode: str) -> None:
    image = Image.new("RGB", (30, 20), "white").convert(mode)
    form = "PNG" if mode in {"1", "L", "P"} else "TIFF"
    assert decode_picture(saved(image, form))[5, 5].tolist() == [255, 255, 255]


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_lies_on_white(mode: str) -> None:
    assert decode_picture(saved(Image.new(mode, (30, 20))))[0, 0].tolist() == [255, 255, 255]


def test_a_colour_of_a_palette_may_be_transparent() -> None:
    data = saved(Image.new("P", (30, 20)), transparency=0)
    assert decode_picture(data)[0, 0].tolist() == [255, 255, 255]


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_of_several_frames_the_first_is_taken(form: str) -> None:
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "blue")]
    data = saved(frames[0], form, save_all=True, append_images=frames[1:])
    assert decode_picture(data)[0, 0].tolist() == [255, 0, 0]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_as_its_exif_data_says(orientation: int) -> None:
    image = Image.fromarray(np.arange(20 * 30 * 3, dtype=np.uint8).reshape(20, 30, 3))
    exif = image.getexif()
    exif[0x0112] = orientation
    data = saved(image, exif=exif)
    with Image.open(io.BytesIO(data)) as opened:
        from PIL import ImageOps  # noqa: PLC0415 - what it is held against

        expected = np.asarray(ImageOps.exif_transpose(opened))
    assert np.array_equal(decode_picture(data), expected)


@pytest.mark.parametrize("value", [0, 9, 255])
def test_an_orientation_that_is_none_turns_nothing(value: int) -> None:
    image = Image.new("RGB", (30, 20))
    exif = image.getexif()
    exif[0x0112] = value
    assert decode_picture(saved(image, exif=exif)).shape == (20, 30, 3)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data", "ignore:Truncated File Read")
def test_exif_data_that_is_broken_turns_nothing() -> None:
    data = saved(Image.new("RGB", (30, 20)), "JPEG", exif=b"Exif\0\0" + b"MM\0*" + b"\xff" * 20)
    assert decode_picture(data).shape == (20, 30, 3)


def test_an_orientation_that_is_no_number_turns_nothing() -> None:
    image = Image.new("RGB", (30, 20))
    exif = image.getexif()
    exif[0x0112] = 1
    data = saved(image, exif=exif)
    # Its type, 3, a number of sixteen bits, becomes 2, text; and so the sum that PNG keeps of the chunk.
    start = data.index(b"eXIf")
    length = struct.unpack(">I", data[start - 4 : start])[0]
    chunk = data[start : start + 4 + length].replace(b"\x01\x12\x00\x03", b"\x01\x12\x00\x02")
    data = data[:start] + chunk + struct.pack(">I", zlib.crc32(chunk)) + data[start + 8 + length :]
    assert decode_picture(data).shape == (20, 30, 3)


def test_an_error_has_the_code_of_the_api_and_can_be_pickled() -> None:
    error = pickle.loads(pickle.dumps(PictureError(PictureProblem.NOT_LOCATED, "no card")))  # noqa: S301 - our own
    assert (error.problem.code, str(error)) == ("AIS.0104", "no card")
    assert [one.code for one in PictureProblem] == ["AIS.0102", "AIS.0103", "AIS.0104"]
