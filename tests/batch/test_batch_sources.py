"""Rows from files of any kind."""

import gzip
import io
import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.pictures import picture

from khmerid.answering.input_row import LONGEST_ROW, InputRow, answer
from khmerid.batch.sources import STDIN, InputFormat, inputs_of, rows_in, trouble_with

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ROWS = [{"id": number, "response": {"result": {}}} for number in range(3)]
LINES = b"".join(json.dumps(row).encode() + b"\n" for row in ROWS)
ARRAY = json.dumps(ROWS, indent=1).encode()
CSV = b"id,response\n" + b"".join(b'%d,"{""result"": {}}"\n' % number for number in range(3))
PNG = picture()
JPG = picture(form="JPEG")


def parquet() -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table({"id": range(3), "response": ['{"result": {}}'] * 3}), stream)
    return stream.getvalue()


def ids(rows: list[InputRow]) -> list[object]:
    return [answer(row, lambda _: {})["id"] for row in rows]


def codes(rows: list[InputRow]) -> list[str | None]:
    return [answer(row, lambda _: {}).get("error", {}).get("code") for row in rows]


def write(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def stdin(patch: pytest.MonkeyPatch, content: bytes) -> Path:
    patch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content))))
    return STDIN


KINDS = {
    "rows.jsonl": LINES,
    "rows.NDJSON": LINES,
    "rows": LINES,
    "rows.json": ARRAY,
    "lines.json": LINES,
    "rows.csv": CSV,
    "part-0.parquet": parquet(),
    "part-0": parquet(),
    "rows.jsonl.gz": gzip.compress(LINES, mtime=0),
    "rows.json.zst": zstd.compress(ARRAY),
    "rows.csv.gz": gzip.compress(CSV, mtime=0),
    "compressed.jsonl": zstd.compress(LINES) + zstd.compress(b""),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_is_known_by_what_is_in_it_and_its_name(tmp_path: Path, name: str) -> None:
    file = write(tmp_path, name, KINDS[name])
    rows = list(rows_in([file, file]))
    assert trouble_with(file) is None
    assert [row.number for row in rows] == list(range(1, 7))
    expected: list[object] = [0, 1, 2] * 2
    assert ids(rows) == ([str(one) for one in expected] if "csv" in name else expected)
    assert codes(rows) == [None] * 6


@pytest.mark.parametrize("content", [LINES, ARRAY, gzip.compress(LINES, mtime=0), zstd.compress(ARRAY), CSV])
def test_the_standard_input_is_known_by_what_is_in_it(
    monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    form = InputFormat.CSV if content is CSV else None
    sizes: list[int] = []
    file = stdin(monkeypatch, content)
    assert trouble_with(file) is None
    rows = list(rows_in([file], input_format=form, done=sizes.append))
    assert list(map(str, ids(rows))) == ["0", "1", "2"]
    assert sum(sizes) == len(content)


def test_a_format_that_is_given_goes_before_the_name(tmp_path: Path) -> None:
    file = write(tmp_path, "rows.csv", b'{\n"a": 1}\n')
    assert len(list(rows_in([file], input_format=InputFormat.JSON))) == 1
    assert len(list(rows_in([file], input_format=InputFormat.JSONL))) == 2
    lines = write(tmp_path, "rows.jsonl", CSV)
    assert trouble_with(lines, input_format=InputFormat.CSV) is None
    assert len(list(rows_in([lines], input_format=InputFormat.CSV))) == 3
    assert len(list(rows_in([lines]))) == 4


def test_the_column_of_responses_may_be_named(tmp_path: Path) -> None:
    file = write(tmp_path, "rows.csv", b"ocr\nSOK\n")
    assert trouble_with(file) == f"{file} has no column response; its columns are ocr"
    assert trouble_with(file, column="ocr") is None
    assert [row.content for row in rows_in([file], column="ocr")] == [b"SOK"]


def test_a_picture_is_a_row_under_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, "a.jpg", JPG)
    packed = write(tmp_path, "b.jsonl", gzip.compress(PNG, mtime=0))
    rows = list(rows_in([file, packed, stdin(monkeypatch, PNG)]))
    assert [row.content for row in rows] == [JPG, PNG, PNG]
    assert [row.name for row in rows] == [str(file), str(packed), "row 3"]
    assert all(row.is_picture for row in rows)
    assert codes(rows) == ["not_text"] * 3
    assert trouble_with(file) is None


def test_a_text_may_begin_as_a_picture_does(tmp_path: Path) -> None:
    assert codes(list(rows_in([write(tmp_path, "a.txt", b"BM is no picture\n")]))) == ["not_json"]


def test_a_picture_without_end_is_an_error_row(tmp_path: Path) -> None:
    file = write(tmp_path, "a.png.gz", gzip.compress(PNG + bytes(LONGEST_ROW), compresslevel=1))
    assert codes(list(rows_in([file]))) == ["row_too_long"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.pdf", b"%PDF-1.7\n\0\1", "is not text"),
        ("a.tar.gz", gzip.compress(b"x" * 100 + bytes(400), mtime=0), "is not text"),
        ("a.gz.gz", gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), "is not text"),
        ("a.json", LINES.decode().encode("utf-16"), "is not text"),
        ("a.jsonl", LINES.decode().encode("utf-16"), "is not text"),
        ("a.jsonl", LINES.decode().encode("utf-16-be"), "is not text"),
        ("a.csv", CSV.decode().encode("utf-16-le"), "is not text"),
        ("a.parquet", LINES, "is not text"),
        ("a.parquet", b"", "is not text"),
        ("a.parquet.gz", gzip.compress(parquet(), mtime=0), "is Parquet within something else"),
        ("a.csv", b"branch,name\n", "has no column response; its columns are branch, name"),
    ],
)
def test_a_file_without_rows_is_refused_or_an_error_row(
    tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    file = write(tmp_path, name, content)
    assert f"{file} {why}" in str(trouble_with(file))
    assert trouble_with(tmp_path) is None
    write(tmp_path, "z.jsonl", LINES)
    rows = list(rows_in([tmp_path]))
    assert codes(rows) == ["not_a_response_file", None, None, None]
    assert ids(rows)[0] == str(file)
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert why in str(rows[0].trouble)


def test_a_zero_byte_spoils_only_its_line(tmp_path: Path) -> None:
    file = write(tmp_path, "a.jsonl", LINES + b"\0\n" + LINES)
    assert trouble_with(file) is None
    assert codes(list(rows_in([file]))) == [None] * 3 + ["not_json"] + [None] * 3


def test_parquet_through_a_pipe_is_an_error_row(monkeypatch: pytest.MonkeyPatch) -> None:
    (row,) = rows_in([stdin(monkeypatch, parquet())])
    assert row.trouble is not None
    assert (row.name, row.trouble[0]) == ("row 1", "not_a_response_file")


def test_of_a_lake_all_files_are_read_whatever_they_are(tmp_path: Path) -> None:
    for number, (name, content) in enumerate(KINDS.items()):
        write(tmp_path, f"day={number:02}/{name}", content)
    write(tmp_path, "day=99/card.png", PNG)
    write(tmp_path, "day=99/readme.pdf", b"%PDF\0")
    write(tmp_path, "day=99/_SUCCESS", b"\0")
    os.mkfifo(tmp_path / "day=99/zpipe")
    sizes: list[int] = []
    rows = list(rows_in([tmp_path], done=sizes.append))
    assert codes(rows) == [None] * 3 * len(KINDS) + ["not_text"] + ["not_a_response_file"] * 2
    assert ids(rows)[-1] == str(tmp_path / "day=99/zpipe")
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert sum(sizes) == sum(one.size for one in inputs_of([tmp_path]))
    assert min(sizes) >= 0


@pytest.mark.parametrize("name", [*KINDS, "card.png", "a.pdf"])
def test_the_bytes_that_are_done_are_those_of_the_file(tmp_path: Path, name: str) -> None:
    content = {"card.png": PNG, "a.pdf": b"%PDF\0" + bytes(100_000)}.get(name) or KINDS[name]
    file = write(tmp_path, name, content)
    sizes: list[int] = []
    for _ in rows_in([file], done=sizes.append):
        assert sum(sizes) <= len(content)
    assert sum(sizes) == len(content)


def test_bytes_are_done_as_they_are_read(tmp_path: Path) -> None:
    file = write(tmp_path, "rows.jsonl", LINES * 10_000)
    sizes: list[int] = []
    rows = rows_in([file], done=sizes.append)
    for _ in range(15_000):
        next(rows)
    assert 0.45 < sum(sizes) / file.stat().st_size < 0.6


@pytest.mark.parametrize("compress", [gzip.compress, zstd.compress])
def test_after_the_rows_before_it_damage_is_an_error_with_the_file_s_name(
    tmp_path: Path, compress: Callable[[bytes], bytes]
) -> None:
    whole = compress(LINES * 100)
    file = write(tmp_path, "rows.jsonl.gz", compress(LINES) + whole[: len(whole) * 2 // 3])
    rows: list[InputRow] = []
    with pytest.raises(OSError, match="damaged or cut short") as caught:  # noqa: PT012 - as it is read
        for row in rows_in([file]):
            rows.append(row)  # noqa: PERF402 - extending would add none
    assert caught.value.filename == str(file)
    assert ids(rows)[:3] == [0, 1, 2]
    assert set(codes(rows)) == {None}
    write(tmp_path, "rows.jsonl.gz", b"")
    with pytest.raises(OSError, match="damaged or cut short"):
        trouble_with(file)


def test_the_standard_input_is_named_where_it_is_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OSError, match="damaged") as caught:
        list(rows_in([stdin(monkeypatch, gzip.compress(LINES, mtime=0)[:-4])]))
    assert caught.value.filename == "the standard input"


@pytest.mark.parametrize("name", ["none.jsonl", "none.parquet", "none"])
def test_a_file_that_is_not_there_is_an_error(tmp_path: Path, name: str) -> None:
    for use in (trouble_with, lambda file: list(rows_in([file]))):
        with pytest.raises(FileNotFoundError) as caught:
            use(tmp_path / name)
        assert caught.value.filename == str(tmp_path / name)


def test_a_file_that_vanishes_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, "a.jsonl", LINES)
    rows = rows_in([tmp_path])
    last = write(tmp_path, "b.jsonl", LINES)
    next(rows)
    last.unlink()
    with pytest.raises(FileNotFoundError, match=r"b\.jsonl"):
        list(rows)


def test_a_file_that_may_not_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.jsonl", LINES)

    def refuse(self: Path, *_: object, **__: object) -> object:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)  # root may read any
    with pytest.raises(PermissionError) as caught:
        list(rows_in([tmp_path]))
    assert caught.value.filename == str(tmp_path / "a.jsonl")


def test_a_pipe_is_read_once_and_rows_come_through_as_they_are_written(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    taken = threading.Event()

    def send() -> None:
        with pipe.open("wb", buffering=0) as stream:
            stream.write(LINES.splitlines(keepends=True)[0])
            taken.wait(60)
            stream.write(LINES)

    sender = threading.Thread(target=send)
    sender.start()
    assert trouble_with(pipe) is None
    rows = rows_in([pipe], input_format=InputFormat.JSONL)
    assert next(rows).number == 1
    taken.set()
    assert len(list(rows)) == 3
    sender.join()


def test_nothing_has_no_rows(tmp_path: Path) -> None:
    files = [write(tmp_path, name, b"") for name in ("a", "a.jsonl", "a.csv", "a.json")]
    assert list(rows_in([*files, Path(os.devnull)])) == []
    (tmp_path / "empty").mkdir()
    assert list(rows_in([tmp_path / "empty"])) == []


def test_a_response_over_several_lines_is_one_row_of_a_file(tmp_path: Path) -> None:
    file = write(tmp_path, "a.json", json.dumps({"result": {}}, indent=1).encode())
    assert [row.content for row in rows_in([file])] == [file.read_bytes()]


def test_an_array_that_is_cut_short_has_an_error_row(tmp_path: Path) -> None:
    file = write(tmp_path, "a.json", b'[{"id": 1},')
    assert codes(list(rows_in([file]))) == [None, "malformed_row"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["a.jsonl", "a.json", "a.csv", "a.parquet", "a.jsonl.gz", "a.zst", "a"]),
    st.sampled_from(
        [b"", b"\x1f\x8b\x08", b"PAR1", b"[", b"{", b"BM", b"response\n", b"\x28\xb5\x2f\xfd", b"\xff\xfe"]
    ),
    st.binary()
    | st.text().map(str.encode)
    | st.sampled_from([LINES, ARRAY, CSV, gzip.compress(LINES, mtime=0), parquet()]),
)
def test_any_bytes_are_rows_or_an_error_of_the_disk(
    tmp_path: Path, name: str, head: bytes, rest: bytes
) -> None:
    file = write(tmp_path, name, head + rest)
    sizes: list[int] = []
    rows: list[InputRow] = []
    try:
        for row in rows_in([file], done=sizes.append):
            rows.append(row)  # noqa: PERF402 - extending would add none
    except OSError as error:
        told = f"{error.filename}: {error.strerror}"
    else:
        told = ""
        assert sum(sizes) == len(head + rest)
    assert told == "" or (told.startswith(str(file)) and "damaged" in told)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
