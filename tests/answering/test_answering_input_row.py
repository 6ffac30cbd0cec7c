"""Rows as they go in."""

from khmerid.answering.input_row import InputRow, answer, as_row


def test_a_cell_with_several_lines_is_text_unless_it_is_json_or_none() -> None:
    assert as_row(b"SOK\nSOPHEA") == b'"SOK\\nSOPHEA"'
    for stays in (b"SOK\n", b'{"a":\n1}', b"[\n]", b"", b"SOK\n\xff", b"BM\0\n1"):
        assert as_row(stays) == stays


def test_a_row_does_not_show_what_is_in_it() -> None:
    assert repr(InputRow(7, b"SOPHEA", "SOPHEA")) == "InputRow(7, 6 bytes)"


def test_a_cell_that_is_no_text_is_told_where_it_is_read() -> None:
    assert answer(InputRow(7, as_row(b"SOK\n\xff")), lambda _row: {})["error"]["code"] == "not_utf8"
