"""A picture as a row: what goes wrong with it is an error row, too."""

import datetime as dt
import sys
from collections.abc import Iterator

import pytest
from support.photographs import photograph

from khmerid.answering import photograph as module
from khmerid.answering.examining import Terms
from khmerid.answering.input_row import InputRow
from khmerid.answering.photograph import PictureTerms, examine_photograph, examine_row_or_picture
from khmerid.picture import EngineMissingError

TERMS = Terms(today=dt.date(2026, 1, 1))
ROW = InputRow(7, photograph("0047.jpg"), "card.jpg")


@pytest.fixture(autouse=True)
def without_reader() -> Iterator[None]:
    module.picture_reader.cache_clear()
    yield
    module.picture_reader.cache_clear()


def test_a_row_is_read_for_what_it_is() -> None:
    looking = PictureTerms(khmer=False, alarms=())
    assert examine_row_or_picture(ROW, TERMS, looking)["image"]["type"] is None
    assert examine_row_or_picture(InputRow(1, b"no row"), TERMS, looking)["error"]["code"] == "not_json"


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("khmerid.picture")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cv2", None)
    row = examine_photograph(ROW, TERMS)
    assert (row["id"], row["error"]["code"]) == ("card.jpg", "no_picture_reader")
    assert "pip install 'khmerid[picture]'" in row["error"]["message"]


def test_without_tesseract_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(**_options: object) -> None:
        raise EngineMissingError

    monkeypatch.setattr(module, "picture_reader", missing)
    error = examine_photograph(ROW, TERMS)["error"]
    assert error["code"] == "no_picture_reader"
    assert "apt-get install tesseract-ocr" in error["message"]


def test_a_day_that_is_none_and_a_trouble_are_told() -> None:
    assert (
        examine_photograph(InputRow(7, ROW.content, today="soon"), TERMS)["error"]["code"]
        == "unreadable_today"
    )
    trouble = ("row_too_long", "the picture is too long")
    assert examine_photograph(InputRow(7, b"", trouble=trouble), TERMS)["error"]["code"] == "row_too_long"
