"""Labels: what a person types is read back, and what cannot be read is said by its line and not quoted."""

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.calibration.figures import JUDGED
from khmerid.calibration.labels import blank, read_label, read_labels
from khmerid.fields.sex import Sex
from khmerid.json_text import with_escapes
from khmerid.testing import make_specimen

BIRTH = dt.date(1990, 3, 15)
QUOTED = "SOPHEA"
NO_TEXTS: tuple[Any, ...] = (0, False, 1, [], [QUOTED], {}, 1.5)


def line(**said: Any) -> bytes:
    return json.dumps({"id": "a", **said}, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        *(
            (field, text, BIRTH)
            for field in ("date_of_birth", "date_of_issue", "date_of_expiry")
            for text in ("១៥.០៣.១៩៩០", "15.03.1990", "1990-03-15", "15/03/1990", " ១៥.០៣.១៩៩០ ", "១5.០3.19៩0")
        ),
        *(("sex", text, Sex.F) for text in ("F", "f", "ស្រី", "female")),
        *(("sex", text, Sex.M) for text in ("M", "m", "ប្រុស")),
        *(
            ("document_number", text, "010203040")
            for text in ("010203040", "០១០២០៣០៤០", "010203040 (01)", "010 203 040")
        ),
        ("surname", "SOK", "SOK"),
        ("surname", "Sok", "SOK"),
        ("given_names", "SOPHEA ROTHA", "SOPHEA ROTHA"),
    ],
)
def test_a_value_is_read_as_it_is_printed_or_as_a_report_has_it(field: str, text: str, value: object) -> None:
    assert read_label({"id": 1, field: text}) == {field: value}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *(
            ("date_of_birth", text)
            for text in ("1990-02-30", "៣១.០២.១៩៩០", "15.03.90", "1O.03.1990", "15", QUOTED)
        ),
        *(("sex", text) for text in ("X", "?", QUOTED)),
        *(("document_number", text) for text in ("01020304", "01020304O", QUOTED)),
        *(("surname", text) for text in ("S0K", "សុខ", "SOK  SOPHEA", "SOK<SOPHEA", "-")),
        *((field, wrong) for field in ("sex", "surname") for wrong in NO_TEXTS),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_quoted(field: str, text: object) -> None:
    with pytest.raises(ValueError, match=f"^{field} cannot be read") as caught:
        read_label({"id": 1, field: text})
    assert QUOTED not in str(caught.value)


def test_a_field_that_was_left_empty_is_not_known() -> None:
    row = json.loads(blank("a"))
    assert read_label(row) == {}
    assert read_label(row | {"sex": None, "surname": "SOK"}) == {"surname": "SOK"}


def test_a_blank_label_has_every_field_that_is_judged_and_no_value() -> None:
    row = json.loads(blank("a"))
    assert row.pop("id") == "a"
    assert set(row) == set(JUDGED)
    assert set(row.values()) == {""}


@given(st.text() | st.integers())
def test_an_id_comes_back_as_it_was_and_nothing_in_it_is_hidden(name: str | int) -> None:
    text = blank(name)
    assert json.loads(text)["id"] == name
    assert with_escapes(text) == text
    assert "\n" not in text
    assert read_labels([text.encode()]) == {name: {}}


def test_the_truth_of_a_specimen_is_a_label() -> None:
    specimen = make_specimen(seed=4)
    label = read_label({"id": 4} | {field: specimen.truth[field] for field in JUDGED})
    assert label["date_of_birth"] == specimen.values.date_of_birth
    assert set(label) == set(JUDGED)


def test_labels_are_read_by_the_ids_of_their_rows_in_their_own_types() -> None:
    lines = [b"\xef\xbb\xbf" + line(id=17, sex="F"), b"\n", line(id="17", sex="M"), b" \r\n", line(id=0)]
    assert read_labels(lines) == {17: {"sex": Sex.F}, "17": {"sex": Sex.M}, 0: {}}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (line(sex=QUOTED), "line 3: sex cannot be read"),
        (line(id="b", colour=QUOTED), "line 3: a label has id, .* and 1 other"),
        (line(id="b", **{QUOTED: "", "other": ""}), "line 3: a label has id, .* and 2 other"),
        (line(id="b"), "line 3: its id has a label already"),
        *(
            (text, "line 3: a label is an object with an id")
            for text in (
                f'{{"id": "{QUOTED}"'.encode(),
                QUOTED.encode(),
                f'["{QUOTED}"]'.encode(),
                f'{{"sex": "{QUOTED}"}}'.encode(),
                b'{"id": "c", "id": "d"}',
                b'{"id": "c", "sex": "F", "sex": "M"}',
                line(id=True),
                line(id=None),
                line(id=1.0),
                line(id=[QUOTED]),
                b'{"id": "\xff"}',
                line(id="c").decode().encode("utf-16"),
                b'{"id":' * 100_000,
                b"NaN",
            )
        ),
    ],
)
def test_a_line_that_is_no_label_is_named_and_not_quoted(wrong: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}") as caught:
        read_labels([line(id="b", sex="F"), b"\n", wrong, line(id="z")])
    error = caught.value
    assert QUOTED not in str(error)
    assert error.__cause__ is None
