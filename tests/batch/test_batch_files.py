"""Rows from files, and output that is there whole or not at all."""

import io
import json
import os
import stat
import sys
from pathlib import Path
from typing import TextIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.batch.output import output
from khmerid.batch.sources import rows_of


def rows(text: bytes, *, one_per_line: bool = False, longest: int = 1000) -> list[bytes]:
    return list(rows_of(io.BytesIO(text), one_per_line=one_per_line, longest=longest))


@pytest.mark.parametrize("text", [b"", b"\n", b" \n\r\n\t"])
def test_nothing_has_no_rows(text: bytes) -> None:
    assert rows(text) == []
    assert rows(text, one_per_line=True) == []


def test_blank_lines_are_no_rows() -> None:
    assert rows(b'{"a": 1}\r\n\r\n{"a": 2}\n \n') == [b'{"a": 1}\r\n', b'{"a": 2}\n']


def test_a_line_separator_within_a_value_ends_no_row() -> None:
    text = json.dumps({"a": "\u2028\u0085"}, ensure_ascii=False).encode()
    assert rows(text) == [text]


def test_a_response_over_several_lines_is_one_row() -> None:
    text = json.dumps({"result": {"lines": [1, 2, {}]}}, indent=1).encode()
    assert rows(text) == [text]


def test_what_is_no_json_at_all_is_one_row() -> None:
    assert rows(b"<html>\n<body>502</body>\n</html>\n") == [b"<html>\n<body>502</body>\n</html>\n"]
    assert len(rows(json.dumps({"result": {"lines": [1, 2, {}]}}, indent=1).encode()[:-3])) == 1


def test_a_bad_first_row_leaves_the_others_rows() -> None:
    assert rows(b'{"a": \n{"a": 2}\nnonsense\n') == [b'{"a": \n', b'{"a": 2}\n', b"nonsense\n"]


def test_in_a_file_of_lines_every_line_is_a_row() -> None:
    assert rows(b"{\n}\n", one_per_line=True) == [b"{\n", b"}\n"]


def test_nesting_without_end_is_not_json() -> None:
    deep = b'{"a":' * 200_000
    assert rows(deep + b'\n{"a": 2}', longest=2_000_000) == [deep + b"\n", b'{"a": 2}']


@pytest.mark.parametrize("one_per_line", [True, False])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_row_that_is_too_long_is_cut_and_the_next_is_whole(place: int, *, one_per_line: bool) -> None:
    lines = [b'{"a": 1}\n', b'{"a": 2}\n']
    lines.insert(place, b'{"a": "' + b"x" * 100 + b'"}\n')
    found = rows(b"".join(lines), one_per_line=one_per_line, longest=20)
    lines[place] = lines[place][:21]
    assert found == lines


def test_a_row_of_the_greatest_length_is_whole() -> None:
    assert rows(b"1234567890\n1\n", one_per_line=True, longest=10) == [b"1234567890\n", b"1\n"]


def test_many_short_lines_that_are_no_json_are_rows_when_they_are_long_together() -> None:
    assert rows(b"no\n" * 50, longest=20) == [b"no\n"] * 50


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers()), min_size=1))
def test_what_was_written_line_by_line_comes_back_row_by_row(values: list[dict[str, object]]) -> None:
    text = "\n".join(json.dumps(value) for value in values).encode()
    assert [json.loads(row) for row in rows(text, longest=100_000)] == values


@given(st.binary())
def test_any_bytes_have_rows(text: bytes) -> None:
    assert b"".join(rows(text, one_per_line=True)) == b"".join(
        line for line in io.BytesIO(text) if line.strip()
    )
    assert (not text.strip()) == (not rows(text))


def test_a_file_is_there_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "out"
    with output(path) as stream:
        stream.write("សុខ\ud800\n")
        assert not path.exists()
    assert path.read_bytes() == "សុខ\\ud800\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_what_stood_there_stays_when_the_work_fails(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("before")
    with pytest.raises(KeyboardInterrupt), output(path) as stream:  # noqa: PT012 - as it happens
        stream.write("after")
        raise KeyboardInterrupt
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "out")
    with output(tmp_path / "link") as stream:
        stream.write("x")
    assert (tmp_path / "out").read_text() == "x"
    assert (tmp_path / "link").is_symlink()


def test_a_device_is_written_to_and_not_replaced() -> None:
    with output(Path(os.devnull)) as stream:
        stream.write("x")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "no" / "out"
    with pytest.raises(FileNotFoundError) as caught, output(path):
        pass  # pragma: no cover - it is not opened
    assert caught.value.filename == str(path)


def test_another_file_that_fails_keeps_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught, output(tmp_path / "out"):
        (tmp_path / "input").open()
    assert caught.value.filename == str(tmp_path / "input")


def test_the_standard_output_is_utf_8(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with output(None) as stream:
        assert stream is sys.stdout
        stream.write("សុខ\n")
    assert capfdbinary.readouterr().out == "សុខ\n".encode()


def test_another_object_as_standard_output_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    other: TextIO = io.StringIO()
    monkeypatch.setattr(sys, "stdout", other)
    with output(None) as stream:
        assert stream is other
