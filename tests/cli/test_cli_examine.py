"""``khmerid examine``."""

import datetime as dt
import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.answering import examining
from khmerid.answering.examining import Terms, examine_row
from khmerid.answering.input_row import InputRow
from khmerid.cli import main

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "data/corpus/fields.jsonl"
RESPONSE = {
    "result": {
        "id_number": "012345678",
        "name_kh": "សុខ គំរូ",
        "name_en": "SOK KUMRU",
        "birth_date": "០១.០១.២០០០",
        "sex": "ប្រុស",
        "issue_date": "០១.០២.២០២០",
        "expiry_date": "៣១.០១.២០៣០",
        "machine_code1": "IDKHM0123456784<<<<<<<<<<<<<<<",
        "machine_code2": "0001018M3001318KHM<<<<<<<<<<<2",
        "machine_code3": "SOK<<KUMRU<<<<<<<<<<<<<<<<<<<<",
    }
}
TODAY = dt.date(2026, 1, 1)
TERMS = Terms(today=TODAY)
KEYS = ("id", "today", "response", "result", "error_code", "error_msg", "lines", "text", *RESPONSE["result"])


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """Five rows, of which the second and the fourth cannot be examined."""
    rows = [
        {"id": "first", "today": "2020-02-02", "response": RESPONSE},
        {"id": "second", "response": None},
        RESPONSE,
        {"id": 4, "today": "2020-02-30", "response": RESPONSE},
        {"id": 5, "today": "2031-01-01", "response": RESPONSE},
    ]
    path = tmp_path / "responses.jsonl"
    path.write_text("\n\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_as_many_rows_come_out_as_went_in_and_in_order(
    stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["examine", str(stored), "--format", "jsonl"]) == 1
    rows = lines(capsys.readouterr().out)
    assert [row["id"] for row in rows] == ["first", "second", "row 3", 4, 5]
    assert ["error" in row for row in rows] == [False, True, False, True, False]


def test_the_three_formats_say_the_same(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["examine", str(stored), "--format", "jsonl", "--today", "2026-01-01"])
    rows = lines(capsys.readouterr().out)
    main(["examine", str(stored), "--format", "json", "--today", "2026-01-01"])
    assert json.loads(capsys.readouterr().out) == rows
    main(["examine", str(stored), "--today", "2026-01-01"])
    table = capsys.readouterr().out
    assert [row["id"] for row in rows if str(row["id"]) not in table] == []
    assert "5 cards: " in table


def test_a_row_s_own_day_goes_before_the_command_s(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["examine", str(stored), "--format", "jsonl", "--today", "2031-01-01"])
    rows = lines(capsys.readouterr().out)
    assert ["expired" in row.get("reasons", []) for row in rows] == [False, False, True, False, True]


def test_without_a_day_the_current_one_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "response.json"
    path.write_text(json.dumps(RESPONSE), encoding="utf-8")
    main(["examine", str(path), "--format", "jsonl"])
    today = dt.datetime.now().astimezone().date()
    assert lines(capsys.readouterr().out) == [examine_row(InputRow(1, path.read_bytes()), Terms(today=today))]


@pytest.mark.parametrize("day", ["2026-02-30", "20260101", "1.1.2026", "២០២៦-០១-០១"])
def test_a_day_of_another_form_is_a_mistake(
    day: str, stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["examine", str(stored), "--today", day]) == 2
    assert "not a day such as" in capsys.readouterr().err


def test_the_standard_input_is_read(
    stored: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with stored.open(encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        main(["examine", "-", str(stored), "--format", "jsonl"])
    assert [row["id"] for row in lines(capsys.readouterr().out)] == [
        *("first", "second", "row 3", 4, 5),
        *("first", "second", "row 8", 4, 5),
    ]


def test_several_processes_answer_as_one(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["examine", str(stored), str(CORPUS), "--format", "jsonl", "--today", "2026-01-01"])
    one = capsys.readouterr().out
    main(["examine", str(stored), str(CORPUS), "--format", "jsonl", "--today", "2026-01-01", "--jobs", "2"])
    assert capsys.readouterr().out == one


def test_the_bundled_corpus_has_a_report_for_every_card(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["examine", str(CORPUS), "--format", "jsonl"]) == 0
    rows = lines(capsys.readouterr().out)
    assert [row["id"] for row in rows] == [row["id"] for row in lines(CORPUS.read_text(encoding="utf-8"))]


def test_a_single_response_is_shown_in_full(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "response.json"
    path.write_text(json.dumps(RESPONSE, indent=2), encoding="utf-8")
    assert main(["examine", str(path), "--today", "2026-01-01"]) == 0
    out = capsys.readouterr().out
    assert "012345678" in out
    assert "height_cm" in out


def test_a_file_is_written(stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "reports.jsonl"
    main(["examine", str(stored), "--format", "jsonl", "--output", str(path)])
    assert len(lines(path.read_text(encoding="utf-8"))) == 5
    assert capsys.readouterr().out == ""


def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["examine", str(tmp_path / "none.json")]) == 2
    assert main(["examine", str(tmp_path)]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_pipe_is_read_once(capsys: pytest.CaptureFixture[str]) -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader), os.fdopen(writer, "wb") as stream:
        stream.write(json.dumps(RESPONSE).encode())
        stream.close()
        assert main(["examine", f"/dev/fd/{reader}", "--format", "jsonl"]) == 0
    assert lines(capsys.readouterr().out)[0]["id"] == "row 1"


def test_what_is_no_text_is_refused_before_anything_is_written(
    stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rows.zip"
    path.write_bytes(b"PK\3\4\0\0")
    assert main(["examine", str(stored), str(path), "--format", "jsonl"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    # The message is wrapped in a frame, wherever the path is so long that a word has to be broken.
    assert "nottext" in re.sub(r"[\s│|]", "", captured.err)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "not_json"),
        (b'{"id": "x", "response": {"result"', "not_json"),
        (b"<html>502 Bad Gateway</html>", "not_json"),
        (b'{"a":' * 100_000, "not_json"),
        (b"9" * 5_000, "not_json"),
        ('{"id": "សុខ'.encode("utf-16"), "not_utf8"),
        (b"\xff", "not_utf8"),
        (b"x" * 101, "row_too_long"),
        (b'{"id": "x", "id": "y", "response": {}}', "duplicate_key"),
        (b'{"id": "x", "response": {"result": {"sex": "M", "sex": "F"}}}', "duplicate_key"),
        (b'{"lines": [{"text": "SOK", "text": "KEO"}]}', "duplicate_key"),
        (b'{"id": "x", "response": "{\\"lines\\": [], \\"lines\\": []}"}', "unexpected_response"),
        (b"[1, 2]", "unexpected_response"),
        (b"NaN", "unexpected_response"),
        (b'{"id": "x", "response": null}', "unexpected_response"),
        (b'{"id": "x", "response": {}}', "unexpected_response"),
        (b'{"result": null}', "unexpected_response"),
        (b'{"id": "x", "today": 20190504, "response": {}}', "unreadable_today"),
        (b'{"id": "x", "today": "2019-05-04T00:00", "response": {}}', "unreadable_today"),
        (b'{"error_code": "AIS.0104", "error_msg": "poor image"}', "AIS.0104"),
    ],
)
def test_a_row_that_cannot_be_examined_says_why(text: bytes, code: str) -> None:
    longest = 100 if code == "row_too_long" else 1_000_000
    row = examine_row(InputRow(7, text), TERMS, longest=longest)
    assert row["error"]["code"] == code
    assert row["error"]["message"]
    assert row["id"] in {"row 7", "x"}


def test_a_failure_that_nobody_foresaw_is_an_error_row_that_quotes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(response: object, **_: object) -> None:
        raise ValueError(response)

    monkeypatch.setattr(examining, "examine", fail)  # no response is known that would do
    error = {"code": "internal_error", "message": "khmerid failed (ValueError)"}
    assert examine_row(InputRow(7, json.dumps(RESPONSE).encode()), TERMS) == {"id": "row 7", "error": error}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(KEYS) | st.text(), inner),
)


@given(st.binary() | ANYTHING.map(lambda value: json.dumps(value).encode()))
def test_any_row_has_an_answer_that_is_json(text: bytes) -> None:
    row = examine_row(InputRow(7, text), TERMS)
    assert row.get("error", {}).get("code") != "internal_error"
    assert json.loads(json.dumps(row, allow_nan=False)) == row


@given(st.dictionaries(st.sampled_from(sorted(RESPONSE["result"])), ANYTHING))
def test_whatever_stands_in_a_response_has_a_report(result: dict[str, object]) -> None:
    row = examine_row(InputRow(7, json.dumps({"result": RESPONSE["result"] | result}).encode()), TERMS)
    assert "decision" in row


@pytest.mark.parametrize("name", ["true", "1.5", "NaN", "null", "[]", '{"a": 1}'])
def test_an_id_that_is_no_name_is_replaced_by_the_row_s_number(name: str) -> None:
    row = InputRow(7, b'{"id": %s, "response": {}}' % name.encode())
    assert examine_row(row, TERMS)["id"] == "row 7"


def test_a_byte_order_mark_does_not_matter() -> None:
    text = json.dumps(RESPONSE).encode()
    marked = InputRow(7, b"\xef\xbb\xbf" + text)
    assert examine_row(marked, TERMS) == examine_row(InputRow(7, text), TERMS)


def test_a_lone_surrogate_comes_out_as_it_went_in(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"id": "\\ud800", "response": {}}')
    assert main(["examine", str(path), "--format", "jsonl"]) == 1
    assert json.loads(capfdbinary.readouterr().out)["id"] == "\ud800"


@pytest.mark.parametrize("rows", [1, 500])
def test_a_full_disk_is_told_in_one_line(
    rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123 - a device
        monkeypatch.setattr(sys, "stdout", full)
        assert main(["examine", bad_rows(tmp_path, rows), "--format", "jsonl"]) == 2
    assert capsys.readouterr().err == "khmerid: No space left on device\n"


@pytest.mark.parametrize("rows", [1, 500])
def test_a_reader_that_leaves_ends_the_command_without_a_word(
    rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert main(["examine", bad_rows(tmp_path, rows), "--format", "jsonl"]) == 141
    assert capsys.readouterr().err == ""


def bad_rows(folder: Path, count: int) -> str:
    path = folder / "bad.jsonl"
    path.write_text("no row\n" * count, encoding="utf-8")
    return str(path)


class Interrupted(io.RawIOBase):
    """An input at which someone presses Ctrl-C."""

    def readable(self) -> bool:
        return True

    def readinto(self, _: object) -> int:
        signal.raise_signal(signal.SIGINT)
        return 0


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_ends_the_command_with_a_word(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Interrupted())))
    assert main(["examine", "-", "--output", str(tmp_path / "out")]) == 130
    assert capsys.readouterr().err.strip() == "khmerid: interrupted"
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_without_khmer_is_shown_code_points() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "khmerid", "codes", "missing", "--lang", "km"],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )
    assert b"\\u1798" in result.stdout


def policy_file(folder: Path, text: str) -> str:
    (folder / "ours.toml").write_text(text, "utf-8")
    return str(folder / "ours.toml")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_policy_in_a_file_decides_and_is_named(
    stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    policy = policy_file(tmp_path, 'ignore = ["expired"]\n')
    options = ["--format", "jsonl", "--today", "2026-01-01", "--jobs", jobs]
    main(["examine", str(stored), *options])
    by_default = lines(capsys.readouterr().out)
    main(["examine", str(stored), *options, "--policy", policy])
    by_ours = lines(capsys.readouterr().out)
    assert [row["decision"] for row in by_default if "error" not in row] == ["accept", "accept", "reject"]
    assert [row["decision"] for row in by_ours if "error" not in row] == ["accept"] * 3
    assert ["policy" in row for row in by_default] == [False] * 5
    assert {row["policy"]["name"] for row in by_ours if "error" not in row} == {"ours"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('reject = ["expird"]', "near it: 'expired'"),
        ("minimum_age =", "Invalid"),
        ('reject = "x"', "as a list"),
    ],
)
def test_a_file_that_is_no_policy_is_refused_before_anything_is_read(
    stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    assert main(["examine", str(stored), "--policy", policy_file(tmp_path, text)]) == 2
    assert message in " ".join(capsys.readouterr().err.replace("│", " ").split())


def test_a_policy_file_that_is_not_there_is_named(
    stored: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["examine", str(stored), "--policy", str(tmp_path / "none.toml")]) == 2
    assert "No such file" in " ".join(capsys.readouterr().err.replace("│", " ").split())


def test_evidence_is_in_the_rows_where_it_is_asked_for(
    stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["examine", str(stored), "--format", "jsonl", "--today", "2026-01-01"])
    without = lines(capsys.readouterr().out)
    assert not [row for row in without if "ledger" in row]
    main(["examine", str(stored), "--format", "jsonl", "--today", "2026-01-01", "--evidence", "--jobs", "2"])
    rows = lines(capsys.readouterr().out)
    assert ["ledger" in row for row in rows] == ["error" not in row for row in rows]
    assert [{key: row[key] for key in row if key != "ledger"} for row in rows] == without
    main(["examine", str(stored), "--format", "json", "--today", "2026-01-01", "--evidence"])
    assert json.loads(capsys.readouterr().out) == rows


def test_evidence_is_shown_to_people_in_english_and_khmer(
    stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["examine", str(stored), "--today", "2026-01-01", "--evidence"])
    assert "It was read as it stands there." in capsys.readouterr().out
    main(["examine", str(stored), "--today", "2026-01-01", "--evidence", "--lang", "km"])
    assert "បានអានដូចដែលមាននៅទីនោះ។" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["json", "jsonl", "table"])
def test_what_cannot_be_seen_in_a_text_is_escaped(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "response.json"
    path.write_text(json.dumps({"result": {"sex": "\u202eស្រី\x1b\u200b"}}), encoding="utf-8")
    assert main(["examine", str(path), "--format", form, "--evidence"]) == 0
    out = capsys.readouterr().out
    assert not set("\u202e\x1b\u200b") & set(out)
    assert ("<U+202E>ស្រី<U+001B><U+200B>" if form == "table" else '"\\u202eស្រី\\u001b\\u200b"') in out
