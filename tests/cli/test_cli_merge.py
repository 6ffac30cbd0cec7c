"""``khmerid review merge``: results and decisions in, results out, and what is said of them."""

import gzip
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from support.reviewed import TODAY, conflict, lines_of, result, said, typed

from khmerid import Policy
from khmerid.answering.examining import Terms
from khmerid.cli import main
from khmerid.review.decisions import LONGEST_LINE
from khmerid.review.known import plant

BIRTH = {"date_of_birth": typed("1990-03-15", "១៥.០៣.១៩៩០")}
QUOTED = "SOPHEA"
Folder = Callable[..., list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return what writes results and decisions, and the arguments that name them."""

    def written(results: list[dict[str, Any]], *decisions: list[dict[str, Any]]) -> list[str]:
        (tmp_path / "results.jsonl").write_bytes(lines_of(*results))
        names = []
        for number, many in enumerate(decisions, 1):
            names.append(str(tmp_path / f"decisions-{number}.jsonl"))
            Path(names[-1]).write_bytes(lines_of(*many))
        return ["review", "merge", str(tmp_path / "results.jsonl"), *names]

    return written


def rows_in(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_bytes().splitlines()]


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what was said on the standard error, without the frame of a message."""
    return " ".join(capsys.readouterr().err.replace("│", " ").split())


def test_decisions_are_merged_into_the_results(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row, sound = conflict(1), result(2)
    arguments = folder([row, sound], [said(row, BIRTH)])
    out = tmp_path / "reviewed.jsonl"
    assert main([*arguments, "-o", str(out)]) == 0
    one, other = rows_in(out)
    assert (one["decision"], one["fields"]["date_of_birth"]["sources"]) == ("accept", ["mrz", "person"])
    assert other == sound
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert told(capsys) == (
        "2 rows, decided by people: 1 (1 accept) labels: 1 SK: cards 1; known fields: none"
    )


def test_all_that_is_told_of_many_decisions(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [conflict(number) for number in range(1, 7)]
    rows.append({"id": 7, "error": {"code": "not_json", "message": "the row is not JSON"}})
    planting = plant(rows, share=0.1, seed=1, terms=Terms(today=TODAY))
    (card,) = planting.cards
    truth = {name: typed(value) for name, value in card.known.truth.items()}
    wrong = {**truth, "sex": typed("F" if card.known.truth["sex"] == "M" else "M")}
    unseen: dict[str, Any] = {"date_of_birth": {"typed": [], "value": None, "agrees": [], "shown": True}}
    edited = {**rows[3], "reasons": []}
    first = [
        said(rows[0], BIRTH),
        said(rows[0], BIRTH),
        said(rows[1], unseen),
        said(rows[2], BIRTH, at="2226-01-01T00:00:00Z"),
        said(edited, BIRTH),
        said(rows[5], decision="skip"),
        said(rows[6]),
        said(conflict(99), BIRTH),
        said(card.row, wrong),
    ]
    second = [
        said(rows[0], BIRTH, reviewer="TN", second=True),
        said(rows[2], BIRTH, at="2226-01-02T00:00:00Z"),
    ]
    (tmp_path / "known.jsonl").write_text("".join(planting.lines()), "utf-8")
    out, labels, summary = (tmp_path / name for name in ("out.jsonl", "labels.jsonl", "summary.json"))
    arguments = folder(list(planting.mixed(rows)), first, second)
    written = ["-o", str(out), "--labels", str(labels), "--summary", str(summary)]
    assert main([*arguments, "--known", str(tmp_path / "known.jsonl"), *written]) == 1
    assert [row["id"] for row in rows_in(out)] == [1, 2, 3, 4, 5, 6, 7]
    assert [row["id"] for row in rows_in(labels)] == [1, 3]
    said_of_it = told(capsys)
    for part in (
        "7 rows, decided by people: 3 (3 accept)",
        "accepted by a reviewer and still open: date_of_birth_not_sure 1",
        "decisions of another version of their row, not applied: 1",
        "decisions of no row here, not applied: 1",
        "decisions of rows that are errors, not applied: 1",
        "cards skipped: 1",
        "decisions that stood there twice: 1",
        "decisions that their reviewer replaced: 1",
        "decisions that are dated later than now: 2",
        "rows of known cards, left out: 1",
        "labels: 2",
        "SK: cards 7; known fields: 1 of 7 wrong, at most 52.07% at 95 %",
        "SK: accepted without typing: 2 of 7",
        "sex: 1 of 1 wrong, at most 100.00% at 95 %",
        "TN: cards 1; known fields: none",
        "typed by two: 0 of 1 fields differ",
    ):
        assert part in said_of_it
    assert json.loads(summary.read_text("utf-8"))["known"]["wrong"] == 1


def test_calibrate_takes_the_labels(folder: Folder, tmp_path: Path) -> None:
    specimens = tmp_path / "specimens.jsonl"
    assert main(["specimen", "-n", "12", "-o", str(specimens)]) == 0
    assert main(["examine", str(specimens), "-o", str(tmp_path / "all.jsonl"), "--quiet"]) == 0
    rows = rows_in(tmp_path / "all.jsonl")
    truths = {row["id"]: row["truth"] for row in rows_in(specimens)}
    decisions = [
        said(row, {name: typed(truths[row["id"]][name]) for name in ("date_of_birth", "sex", "surname")})
        for row in rows
    ]
    labels, figures = tmp_path / "labels.jsonl", tmp_path / "page.html"
    assert main([*folder(rows, decisions), "--labels", str(labels), "-o", str(tmp_path / "out.jsonl")]) == 0
    arguments = ["--truth", str(labels), "-o", str(tmp_path / "gate.json"), "--page", str(figures)]
    assert main(["calibrate", str(specimens), *arguments]) == 0
    assert "labelled" in figures.read_text("utf-8")


def test_quiet_says_nothing(folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = conflict(1)
    assert main([*folder([row], [said(row)]), "-q", "-o", str(tmp_path / "out.jsonl")]) == 0
    assert told(capsys) == ""


def test_other_formats(folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = conflict(1)
    arguments = folder([row], [said(row, BIRTH)])
    assert main([*arguments, "-o", str(tmp_path / "out.parquet")]) == 0
    (found,) = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert found["review"]["reviewers"] == ["SK"]
    assert found["review"]["machine"]["decision"] == "review"
    assert main([*arguments, "-o", str(tmp_path / "out.csv")]) == 0
    assert "accept" in (tmp_path / "out.csv").read_text("utf-8")
    capsys.readouterr()
    assert main([*arguments, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["review"]["decision"] == "accept"
    assert main([*arguments, "--lang", "km"]) == 0
    written = capsys.readouterr()
    assert "ទទួលយក" in written.out
    assert "មនុស្សបានសម្រេច 1 (ទទួលយក 1)" in written.err


def test_results_may_be_compressed_or_an_array_or_the_standard_input(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = conflict(1)
    arguments = folder([row], [said(row, BIRTH)])
    packed = tmp_path / "results.jsonl.gz"
    packed.write_bytes(gzip.compress(lines_of(row)))
    array = tmp_path / "results.json"
    array.write_text(json.dumps([row, row]), "utf-8")
    out = tmp_path / "out.jsonl"
    for results, count in ((packed, 1), (array, 2)):
        assert main(["review", "merge", str(results), *arguments[3:], "-o", str(out)]) == 0
        assert [one["decision"] for one in rows_in(out)] == count * ["accept"]
    with (tmp_path / "results.jsonl").open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        assert main(["review", "merge", "-", *arguments[3:], "-o", str(out)]) == 0


def test_a_policy_and_a_day(folder: Folder, tmp_path: Path) -> None:
    policy = Policy(minimum_age=37)
    row = {**conflict(1), "policy": {"name": "old", "digest": policy.used.digest}}
    (tmp_path / "old.toml").write_text("minimum_age = 37", "utf-8")
    out = tmp_path / "out.jsonl"
    arguments = [*folder([row], [said(row, BIRTH)]), "-o", str(out)]
    assert main([*arguments, "--policy", str(tmp_path / "old.toml")]) == 0
    assert rows_in(out)[0]["reasons"] == ["under_age"]
    assert main([*arguments, "--policy", str(tmp_path / "old.toml"), "--today", "2027-04-01"]) == 0
    assert rows_in(out)[0]["reasons"] == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{}", "row 2: it is no row of results"),
        (b'{"id": 1, "id": "SOPHEA"}', "row 2: it is not JSON"),
        (b'{"fields": "SOPHEA', "row 2: it is not JSON"),
        (b"\xff{", "row 2: it is not JSON"),
    ],
)
def test_a_row_that_is_none_is_named_and_nothing_is_written(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: bytes, why: str
) -> None:
    row = conflict(1)
    arguments = folder([row], [said(row)])
    (tmp_path / "results.jsonl").write_bytes(lines_of(row) + line)
    assert main([*arguments, "-o", str(tmp_path / "out.jsonl"), "--labels", str(tmp_path / "l.jsonl")]) == 2
    said_of_it = told(capsys)
    assert why in said_of_it
    assert QUOTED not in said_of_it
    assert sorted(file.name for file in tmp_path.iterdir()) == ["decisions-1.jsonl", "results.jsonl"]


def test_a_file_that_has_no_rows_is_named(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = folder([conflict(1)], [said(conflict(1))])
    (tmp_path / "results.jsonl").write_bytes(bytes(40))
    assert main([*arguments, "-o", str(tmp_path / "out.jsonl")]) == 2
    assert "row 1: " in told(capsys)
    (tmp_path / "results.jsonl").write_bytes(b"")
    assert main([*arguments, "-o", str(tmp_path / "out.jsonl")]) == 2
    assert "there are no rows in the input" in told(capsys)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (lines_of(said(conflict(1))) + b"{", "line 2: a decision is one object"),
        (b"x" * 3 * LONGEST_LINE, "line 1: longer than"),
        (lines_of(conflict(1)), "line 1: not of format 1"),
    ],
)
def test_a_line_that_is_no_decision_is_named(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, why: str
) -> None:
    arguments = folder([conflict(1)], [said(conflict(1))])
    (tmp_path / "decisions-1.jsonl").write_bytes(content)
    assert main([*arguments, "-o", str(tmp_path / "out.jsonl")]) == 2
    assert why in told(capsys)


def test_no_file_is_written_over(folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = folder([conflict(1)], [said(conflict(1))])
    for option in ("-o", "--labels", "--summary"):
        assert main([*arguments, option, str(tmp_path / "decisions-1.jsonl")]) == 2
        assert "would overwrite the input" in told(capsys)
    same = str(tmp_path / "out.jsonl")
    assert main([*arguments, "-o", same, "--labels", os.path.join(tmp_path, ".", "out.jsonl")]) == 2  # noqa: PTH118
    assert "are different files" in told(capsys)


def test_the_page_is_the_first_of_its_group_and_both_have_help(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", "--help"]) == 0
    assert {"page", "merge"} <= set(capsys.readouterr().out.split())
    assert main(["review", "merge", "-h"]) == 0
    assert "--labels" in capsys.readouterr().out
    assert main(["review", "page", "--help"]) == 0
    assert "--pictures" in capsys.readouterr().out
    results = folder([conflict(1)])[2]
    assert main(["review", results, "-o", str(tmp_path / "one.html")]) == 0
    assert main(["review", "-o", str(tmp_path / "other.html"), results]) == 0
    assert (tmp_path / "one.html").exists()
    assert (tmp_path / "other.html").exists()
    assert main(["review"]) == 2
