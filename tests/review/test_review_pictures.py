"""Pictures of cards: found by the row's id within their folder alone, made small, within a bound."""

import base64
import hashlib
import io
import sys
from pathlib import Path

import pytest
from PIL import Image

from khmerid.review.pictures import LONGEST_SIDE, PagePictures


def picture(width: int = 40, height: int = 20, kind: str = "PNG") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(stream, kind)
    return stream.getvalue()


def taking(folder: Path, most: int = 10**6) -> PagePictures:
    return PagePictures(folder, most)


@pytest.mark.parametrize("identity", ["a", "a.png", 7, "inner/b.png", "elsewhere/a.png"])
def test_a_picture_is_found_by_the_id_as_its_name_or_path(tmp_path: Path, identity: str | int) -> None:
    (tmp_path / "inner").mkdir()
    for name in ("a.png", "7.png", "inner/b.png"):
        (tmp_path / name).write_bytes(picture())
    found = taking(tmp_path).of(identity, is_wanted=True)
    assert found is not None
    assert found["b"] == [0, 0, 40, 20]


def test_an_id_that_is_a_path_into_the_folder_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    assert taking(tmp_path).of(str(tmp_path / "a.png"), is_wanted=True)


@pytest.mark.parametrize(
    "identity", ["../secret.png", "../secret", "link.png", "", "\0", "x" * 999, "x" * 9999, "notes"]
)
def test_nothing_outside_of_the_folder_is_opened(tmp_path: Path, identity: str) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(picture())
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "notes").write_text("no picture")
    pictures = taking(folder)
    assert pictures.of(identity, is_wanted=True) is None
    assert pictures.of(str(tmp_path / "secret.png"), is_wanted=True) is None
    assert pictures.missing == 2


def test_a_crop_is_found_by_the_number_of_its_row_and_has_no_boxes(tmp_path: Path) -> None:
    (tmp_path / "00002-card.jpg").write_bytes(picture(kind="JPEG"))
    pictures = PagePictures(tmp_path, 10**6, {"known": picture()})
    assert pictures.of("first", is_wanted=False) is None
    assert pictures.of("known", is_wanted=False) is None
    known = pictures.of("known", is_wanted=True)  # which is no row of the folder
    found = pictures.of("second", is_wanted=True)
    assert found is not None
    assert known is not None
    assert (set(found), set(known)) == ({"u"}, {"u"})


def test_a_large_picture_becomes_a_small_jpeg_and_keeps_its_measures(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture(3000, 2000))
    found = taking(tmp_path).of("a", is_wanted=True)
    assert found is not None
    address = str(found["u"])
    assert address.startswith("data:image/jpeg;base64,")
    with Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))) as small:
        assert max(small.size) == LONGEST_SIDE
    assert found["b"] == [0, 0, 3000, 2000]


@pytest.mark.parametrize(
    ("area", "shown"),
    [
        ((100.0, 100.0, 200.0, 150.0), [70, 70, 160, 110]),
        ((0.0, 0.0, 300.0, 200.0), [0, 0, 300, 200]),
        ((900.0, 900.0, 950.0, 950.0), [0, 0, 300, 200]),  # of another picture
    ],
)
def test_what_lies_around_a_small_card_is_cut_off(
    tmp_path: Path, area: tuple[float, float, float, float], shown: list[int]
) -> None:
    (tmp_path / "a.png").write_bytes(picture(300, 200))
    found = taking(tmp_path).of("a", is_wanted=True, area=area)
    assert found is not None
    assert found["b"] == shown


def test_a_picture_stands_upright_and_says_nothing_of_the_camera(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # EXIF 2.32, 4.6.5: the rows are columns
    exif[0x010F] = "Maker"
    Image.new("RGB", (40, 20), "white").save(tmp_path / "a.jpg", exif=exif)
    found = taking(tmp_path).of("a", is_wanted=True)
    assert found is not None
    assert found["b"] == [0, 0, 20, 40]
    assert b"Maker" not in base64.b64decode(str(found["u"]).partition(",")[2])


def test_a_file_that_is_no_picture_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"<svg onload=alert(1)>")
    assert taking(tmp_path).of("a", is_wanted=True) is None


def test_a_damaged_picture_is_left_out_whatever_its_decoder_raises(tmp_path: Path) -> None:
    stream = io.BytesIO()
    Image.frombytes("L", (200, 150), hashlib.shake_128().digest(30_000)).save(stream, "PNG")
    before, _, data = stream.getvalue().partition(b"IDAT")
    # A chunk that ends too early, and after its sum and a length one whose kind is no word.
    broken = before[:-4] + (100).to_bytes(4) + b"IDAT" + data[:100] + bytes(8) + b"<6\xe0p" + data[112:]
    (tmp_path / "a.png").write_bytes(broken)
    with pytest.raises(SyntaxError), Image.open(io.BytesIO(broken)) as picture:
        picture.load()
    pictures = taking(tmp_path)
    assert pictures.of("a", is_wanted=True) is None
    assert pictures.missing == 1


@pytest.mark.parametrize("kind", ["GIF", "EPS"])  # for some, Pillow starts another program
def test_of_formats_only_those_that_are_read_are_opened(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.png").write_bytes(picture(kind=kind))
    assert taking(tmp_path).of("a", is_wanted=True) is None


def test_what_finds_no_room_is_counted(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(picture())
    one = taking(tmp_path).of("a", is_wanted=True)
    assert one is not None
    pictures = taking(tmp_path, most=len(str(one["u"])) + 1)
    assert [bool(pictures.of(name, is_wanted=True)) for name in ("a", "b", "c")] == [True, False, False]
    assert (pictures.taken, pictures.left_out, pictures.missing) == (1, 1, 1)


def test_without_pillow_pictures_are_taken_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    (tmp_path / "b.bmp").write_bytes(picture(kind="BMP"))
    monkeypatch.setitem(sys.modules, "PIL", None)
    pictures = taking(tmp_path)
    found = pictures.of("a", is_wanted=True)
    assert found is not None
    assert found.keys() == {"u"}
    assert str(found["u"]).startswith("data:image/png;base64,")
    assert pictures.of("b", is_wanted=True) is None
