"""Tesseract itself, on the two pictures of the specimens."""

import datetime as dt
import subprocess

import pytest
from support.paths import SPECIMENS, specimen

from khmerid import examine
from khmerid.adapters import adapt
from khmerid.raw_card import TEXT_FIELDS, RawCard

pytestmark = pytest.mark.system


def recognised(name: str, *switches: str) -> bytes:
    picture = SPECIMENS / "lines" / name
    command = ["tesseract", str(picture), "-", "-l", "khm+eng", "--psm", "6", *switches]
    return subprocess.run(command, capture_output=True, check=True).stdout


def fields(card: RawCard) -> dict[str, str | None]:
    return {name: getattr(card, name) for name in TEXT_FIELDS}


@pytest.mark.parametrize("form", ["tsv", "txt"])
def test_a_clean_picture_gives_the_card_that_the_api_gives(form: str) -> None:
    card = adapt(recognised("card_clean.png", form))
    expected = adapt(specimen("response_200_default.json"))
    wrong = {name for name in TEXT_FIELDS if fields(card)[name] != fields(expected)[name]}
    assert wrong <= {"distinguishing_marks"}  # Tesseract's models differ from one release to the next
    assert card.mrz[0] == expected.mrz[0]
    assert len(card.mrz) == 3


def test_a_clean_picture_is_accepted() -> None:
    report = examine(recognised("card_clean.png", "tsv"), today=dt.date(2026, 11, 22))
    assert str(report.decision) == "accept"
    assert report.date_of_birth.value == dt.date(2000, 1, 1)


def test_a_bad_picture_has_no_wrong_value_that_is_called_sure() -> None:
    report = examine(recognised("card_degraded.png", "tsv"), today=dt.date(2026, 11, 22))
    truth = {
        "document_number": "012345678",
        "date_of_birth": dt.date(2000, 1, 1),
        "date_of_issue": dt.date(2020, 2, 1),
        "date_of_expiry": dt.date(2030, 1, 31),
    }
    for name, value in truth.items():
        resolved = getattr(report, name)
        assert resolved.value == value or not resolved.assurance.is_sure


def test_a_bad_picture_gives_every_field_something() -> None:
    card = adapt(recognised("card_degraded.png", "tsv"))
    assert None not in fields(card).values()
    assert (card.document_number, card.name_latin, card.sex) == ("012345678", "SOK KUMRU", "ប្រុស")
