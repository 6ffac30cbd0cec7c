"""Rows of tables in CSV."""

import csv
import io
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.answering.input_row import InputRow
from khmerid.batch.columns import NoRowsError
from khmerid.batch.csv_rows import csv_rows

RESPONSE = json.dumps({"result": {"sex": "M"}})


def rows(text: bytes, column: str | None = None, longest: int = 100_000) -> list[InputRow]:
    return list(csv_rows(io.BytesIO(text), column, longest)(itertools.count(1)))


def codes(text: bytes, longest: int = 100_000) -> list[str | None]:
    return [row.trouble and row.trouble[0] for row in rows(text, longest=longest)]


def written(names: list[str], lines: list[list[str]], **options: object) -> bytes:
    stream = io.StringIO(newline="")
    # What else ends a line is quoted only by later Pythons.
    csv.writer(stream, quoting=csv.QUOTE_ALL, **options).writerows([names, *lines])  # type: ignore[arg-type]  # options of it
    return stream.getvalue().encode()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_rows_have_what_the_columns_have(delimiter: str, mark: bytes, end: str) -> None:
    lines = [["a", "2019-05-04", RESPONSE, "x"], ["", "", "SOK\nKUMRU", "y"], ["17", "", '"text"', ""]]
    text = mark + written(
        ["id", "today", " response", "branch"], lines, delimiter=delimiter, lineterminator=end
    )
    assert rows(text) == [
        InputRow(1, RESPONSE.encode(), "a", "2019-05-04"),
        InputRow(2, b'"SOK\\nKUMRU"'),
        InputRow(3, b'"text"', "17"),
    ]


def test_another_column_may_have_the_responses() -> None:
    text = written(["id", "ocr", "response"], [["a", RESPONSE, "x"]])
    assert rows(text, "ocr") == [InputRow(1, RESPONSE.encode(), "a")]
    with pytest.raises(NoRowsError, match=r"has no column other; its columns are id, ocr, response$"):
        rows(text, "other")


def test_a_column_of_responses_may_be_called_as_another() -> None:
    assert rows(b"id\nSOK\n", "id") == [InputRow(1, b"SOK")]
    assert rows(b"today\nSOK\n", "today") == [InputRow(1, b"SOK")]


def test_columns_may_be_the_fields_of_the_api() -> None:
    names = [
        "id",
        "id_number",
        "name_kh",
        "detect_blur_result",
        "score_info",
        "idcard_type",
        "portrait_image",
    ]
    lines = [
        ["a", "010203040", "សុខ", "True", '{"blur_score": 3}', "copy", "123"],
        ["b", "", "", "", "", "", ""],
        ["c", "1", "", "yes", "", "", ""],
    ]
    found = rows(written(names, lines))
    assert json.loads(found[0].content) == {
        "result": {
            "id_number": "010203040",
            "name_kh": "សុខ",
            "detect_blur_result": True,
            "score_info": {"blur_score": 3},
            "idcard_type": "copy",
            "portrait_image": "123",
        }
    }
    assert found[1].trouble == ("no_response", "the row has no response")
    assert json.loads(found[2].content) == {"result": {"id_number": "1", "detect_blur_result": "yes"}}


def test_a_head_without_responses_is_told_without_what_may_be_of_a_card() -> None:
    with pytest.raises(NoRowsError, match=r"its columns are branch, 1 not shown$"):
        rows(b"branch,SOK KUMRU\n1,2\n")
    with pytest.raises(NoRowsError, match="twice"):
        rows(b"response,id,id\n1,2,3\n")
    with pytest.raises(NoRowsError, match="not UTF-8"):
        rows(b"response,\xff\n")
    with pytest.raises(NoRowsError, match="too long"):
        rows(b"x" * 2_000_000)
    assert rows(b"response,x,x\nSOK,2,3\n") == [InputRow(1, b"SOK")]


@pytest.mark.parametrize(
    "text", [b"", b"\n\r\n", b"\xef\xbb\xbf", b"response\n", b"\nresponse\n\n", b'"response"']
)
def test_a_table_may_have_no_rows(text: bytes) -> None:
    assert rows(text) == []


def test_a_table_of_reports_is_not_examined_again() -> None:
    with pytest.raises(NoRowsError, match="has reports"):
        rows(b"id,decision,reasons,sex,address\n1,accept,,M,x\n")


def test_a_head_may_have_line_ends_in_its_names() -> None:
    assert rows(b'"a\nb",response\n1,SOK\n') == [InputRow(1, b"SOK")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"id,response\na\nb,SOK\n", ["malformed_row", None]),
        (b"id,response\na,b,c\nb,SOK\n", ["malformed_row", None]),
        (b'id,response\na,"SOK" x\nb,SOK\n', ["malformed_row", None]),
        (b'id,response\na,SOK\nb,"SOK\nx', [None, "malformed_row"]),
        (b'id,response\na,"SOK\nb,"KEO"\nc,SOK\n', ["malformed_row", None]),
        (b"id,response\na,\nb,null\n", ["no_response", None]),
        (b"id,response\na,S\xffK\nb,SOK\n", ["not_utf8", None]),
        (b"id,response\n\xff,SOK\nb,SOK\n", ["not_utf8", None]),
        (b"id,response\na,S\0K\nb,SOK\n", [None, None]),
        (b"id,x,response\na,\xff,SOK\n", [None]),
        (b"id,response\na," + b"x" * 101 + b"\nb,SOK\n", ["row_too_long", None]),
        (b'id,response\na,"' + b"x\n" * 101 + b'"\nb,SOK\n', ["row_too_long", None]),
        (b'id,response\na,"' + b'x\n""' * 101 + b'\n"\nb,SOK\n', ["row_too_long", None]),
        (b'id,response\na,"' + b"x\n" * 101 + b"\nb,SOK\n", ["row_too_long"]),
        (b"id,response\na," + "ក".encode() * 34 + b"\nb,SOK\n", ["row_too_long", None]),
        (b"id,response\n" + b"a,SOK\n" * 100, [None] * 100),
    ],
)
def test_a_row_that_is_none_leaves_the_others(text: bytes, expected: list[str | None]) -> None:
    assert codes(text, longest=100) == expected


def test_a_row_that_is_not_utf_8_keeps_its_name() -> None:
    names = [row.name for row in rows(b"id,response\na,\xff\n\xff,SOK\n")]
    assert names == ["a", "row 2"]


def test_a_cell_may_be_as_long_as_a_row_and_the_limit_of_python_stays() -> None:
    before = csv.field_size_limit()
    text = written(["response"], [[json.dumps({"x": "y" * 500_000})]])
    (row,) = rows(text, longest=1_000_000)
    assert len(json.loads(row.content)["x"]) == 500_000
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("cell", "content"),
    [
        ('{"result": ', b'{"result": '),
        ("[[1]]", b"[[1]]"),
        ("[]", b"[]"),
        ("[photo]\nSOK", b'"[photo]\\nSOK"'),
        ('"SOK"\nKUMRU', b'"\\"SOK\\"\\nKUMRU"'),
        ("012345678", b"012345678"),
        ("012345678\n", b"012345678\n"),
        ("null", b"null"),
    ],
)
def test_a_cell_is_json_or_plain_text(cell: str, content: bytes) -> None:
    assert rows(written(["response"], [[cell]]))[0].content == content


CELL = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(st.lists(st.tuples(CELL, CELL)), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_was_written_as_csv_comes_back_row_by_row(
    lines: list[tuple[str, str]], delimiter: str, end: str
) -> None:
    table = [[name, json.dumps({"x": text})] for name, text in lines]
    text = written(["id", "response"], table, delimiter=delimiter, lineterminator=end)
    found = rows(text)
    assert [row.id for row in found] == [name for name, _ in lines]
    assert [json.loads(row.content)["x"] for row in found] == [text for _, text in lines]


@given(
    st.binary() | st.lists(st.sampled_from([b'"', b",", b"\n", b"\r", b"a", b"\xff", b"\0"])).map(b"".join)
)
def test_any_bytes_have_rows(text: bytes) -> None:
    found = rows(b"id,response\n" + text, longest=20)
    assert [row.number for row in found] == list(range(1, len(found) + 1))
    assert bool(found) == bool(text.strip(b"\r\n"))
