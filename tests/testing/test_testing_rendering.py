"""Specimens as pictures."""

import importlib
import io
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageFont, features

from khmerid import examine
from khmerid.picture.quality import ASKED, measure
from khmerid.testing import Specimen, make_specimen, rendering
from khmerid.testing.marking import shown_in
from khmerid.testing.rendering import HEIGHT, WIDTH, DrawnSpecimen, ShapingMissingError, draw_specimen

MRZ_TOP = HEIGHT - 23.2 * 20  # Doc 9303-5


@pytest.fixture(scope="module")
def specimen() -> Specimen:
    return make_specimen(seed=7)


@pytest.fixture(scope="module")
def drawn(specimen: Specimen) -> DrawnSpecimen:
    return draw_specimen(specimen)


def pixels(drawn: DrawnSpecimen) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    with Image.open(io.BytesIO(drawn.image)) as image:
        return np.asarray(image.convert("RGB"))


def test_the_same_specimen_is_the_same_picture_and_another_another(drawn: DrawnSpecimen) -> None:
    assert draw_specimen(make_specimen(seed=7)) == drawn
    assert draw_specimen(make_specimen(seed=8)).image != drawn.image


def test_the_picture_says_what_it_shows_and_the_repr_does_not(
    specimen: Specimen, drawn: DrawnSpecimen
) -> None:
    shown = shown_in(drawn.image)
    assert shown is not None
    assert (shown.printed, shown.mrz) == (specimen.printed, specimen.mrz)
    assert repr(drawn) == "DrawnSpecimen(12 lines)"


def test_the_lines_are_those_of_the_specimen_and_where_the_ink_is(
    specimen: Specimen, drawn: DrawnSpecimen
) -> None:
    assert [line["text"] for line in drawn.lines] == [line["text"] for line in specimen.lines()["lines"]]
    ink = (pixels(drawn).max(axis=2) < 90).astype(np.uint8)
    (left, top), _, (right, bottom), _ = drawn.portrait
    ink[top : bottom + 1, left : right + 1] = 0
    for line in drawn.lines:
        left, top, right, bottom = line["box"]
        assert ink[top:bottom, left:right].any()
        ink[top - 8 : bottom + 8, left - 8 : right + 8] = 0
    assert not ink.any()


def test_the_mrz_is_where_the_standard_has_it(drawn: DrawnSpecimen) -> None:
    boxes = [line["box"] for line in drawn.lines[-3:]]
    assert all(top > MRZ_TOP and bottom < HEIGHT for _, top, _, bottom in boxes)
    assert [box[1] - boxes[0][1] for box in boxes] == [0, 127, 254]  # 6.35 mm a line
    assert {right - left for left, _, right, _ in boxes} == {1524}  # 30 characters of 2.54 mm
    assert max(line["box"][3] for line in drawn.lines[:-3]) < MRZ_TOP


def test_what_is_printed_goes_into_a_reader_and_comes_out_as_it_was(
    specimen: Specimen, drawn: DrawnSpecimen
) -> None:
    report = examine({"lines": list(drawn.lines)}, today=specimen.today)
    assert str(report.decision) == "accept"
    assert report.document_number.value == specimen.values.document_number


@pytest.mark.parametrize("text", ["ក្ត្រ", "ស្រី", "កើ"])
def test_khmer_is_shaped(text: str) -> None:
    shaped = rendering._font(40)
    plain = ImageFont.truetype(shaped.path, 40, layout_engine=ImageFont.Layout.BASIC)
    assert shaped.getmask(text, language="km").size != plain.getmask(text).size


def test_a_long_line_is_made_to_fit() -> None:
    long = make_specimen(seed=1, distinguishing_marks="ប្រជ្រុយចំ ០,៥ស.ម លើចុងចិញ្ចើមខាងឆ្វេង " * 3)
    assert all(line["box"][2] < WIDTH - 40 for line in draw_specimen(long).lines)


def test_the_picture_has_no_alarm(drawn: DrawnSpecimen) -> None:
    corners = ((0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT))
    found = measure(pixels(drawn), corners=corners, shape=(HEIGHT, WIDTH), asked=ASKED)
    assert found.type == "normal"
    assert not any(found.alarms.values())


def test_without_fribidi_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch, specimen: Specimen) -> None:
    monkeypatch.setattr(features, "check", lambda _: False)
    with pytest.raises(ShapingMissingError, match="apt install libfribidi0"):
        draw_specimen(specimen)


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fontpkg", None)
    monkeypatch.delitem(sys.modules, rendering.__name__)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'khmerid\[testing-pictures\]'"):
        importlib.import_module(rendering.__name__)


@pytest.mark.system
def test_tesseract_reads_what_is_drawn(specimen: Specimen, drawn: DrawnSpecimen, tmp_path: Path) -> None:
    """What is shaped wrongly would not be read."""
    picture = tmp_path / "card.png"
    read = {}
    for line, language in [(0, "eng"), (2, "eng"), (3, "khm"), (7, "khm")]:
        left, top, right, bottom = drawn.lines[line]["box"]
        strip = pixels(drawn)[top - 14 : bottom + 14, left - 20 : right + 20]
        cv2.imwrite(str(picture), cv2.cvtColor(strip, cv2.COLOR_RGB2BGR))
        command = ["tesseract", str(picture), "-", "-l", language, "--psm", "7"]
        read[line] = subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()
    assert read[0] == specimen.printed["document_number"]
    assert read[2] == specimen.printed["name_latin"]
    assert specimen.printed["sex"] in read[3]
    assert specimen.printed["date_of_birth"] in read[3]
    assert specimen.printed["date_of_expiry"] in read[7]
