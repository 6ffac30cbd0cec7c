"""``khmerid review``: rows in, a page out, for its owner alone."""

import gzip
import json
import stat
import sys
from pathlib import Path

import pytest
from support.reviewing import card_row, error_row, specimen_rows, write_rows

from khmerid.cli import main
from khmerid.testing import make_specimen
from khmerid.testing.rendering import draw_specimen


def test_a_page_is_made_that_only_its_owner_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = write_rows([card_row("conflict"), *specimen_rows(1), error_row()], tmp_path / "results.jsonl")
    page = tmp_path / "page.html"
    assert main(["review", str(results), "-o", str(page)]) == 0
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert f"cards: 3, for people: 2: {page}" in capsys.readouterr().err


def test_rows_may_be_compressed_or_an_array(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.dumps(card_row("conflict")).encode()
    (tmp_path / "results.jsonl.gz").write_bytes(gzip.compress(rows + b"\n", mtime=0))
    (tmp_path / "results.json").write_bytes(b"[" + rows + b"]")
    for name in ("results.jsonl.gz", "results.json"):
        page = tmp_path / f"{name}.html"
        assert main(["review", str(tmp_path / name), "-o", str(page)]) == 0
        assert f"cards: 1, for people: 1: {page}" in capsys.readouterr().err


def test_known_cards_are_mixed_in_and_their_truth_lies_beside_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{**card_row("conflict"), "id": f"card {number}"} for number in range(9)]
    results = write_rows(rows, tmp_path / "results.jsonl")
    (tmp_path / "pictures").mkdir()
    asked = ["--known", "0.1", "--today", "2026-11-22", "--pictures", str(tmp_path / "pictures")]
    assert main(["review", str(results), "-o", str(tmp_path / "page.html"), *asked]) == 0
    truth = tmp_path / "page.known.jsonl"
    assert stat.S_IMODE(truth.stat().st_mode) == 0o600
    (known,) = map(json.loads, truth.read_text("utf-8").splitlines())
    page = (tmp_path / "page.html").read_text("utf-8")
    assert f'"i":"{known["id"]}"' in page
    assert "planted" not in page
    said = capsys.readouterr().err
    assert f"known cards: 1: {truth}" in said
    assert "pictures: 1; cards for people without one: 9" in said


def test_pictures_that_find_no_room_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = write_rows([card_row("conflict")], tmp_path / "results.jsonl")
    (tmp_path / "conflict.png").write_bytes(draw_specimen(make_specimen(seed=1)).image)
    asked = ["--pictures", str(tmp_path), "--picture-limit", "0"]
    assert main(["review", str(results), "-o", str(tmp_path / "page.html"), *asked]) == 0
    assert "pictures without room (--picture-limit): 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "{}",
        '{"id": 1.5}',
        '{"id": 1}',
        '{"id": 1, "error": 7}',
        '{"id": 1, "decision": "x"}',
        "[" * 10**5,
    ],
)
def test_what_is_no_report_is_refused_without_quoting_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    results = tmp_path / "results.jsonl"
    results.write_text(json.dumps(card_row("conflict")) + "\n\n" + line + "\n", "utf-8")
    page = tmp_path / "page.html"
    assert main(["review", str(results), "-o", str(page)]) == 2
    said = capsys.readouterr().err
    assert "not a r" in said
    assert line not in said or len(line) < 3
    assert not page.exists()


def test_known_cards_need_reports_of_the_same_terms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = write_rows([card_row("conflict")], tmp_path / "results.jsonl")
    page = str(tmp_path / "page.html")
    assert main(["review", str(results), "-o", page, "--known", "2"]) == 2
    assert "the share of known cards" in capsys.readouterr().err
    results.write_text('{"id": 1, "decision": "review"}\n{"id": 2}\n')
    assert main(["review", str(results), "-o", page, "--known", "0.1"]) == 2
    assert "not reports" in capsys.readouterr().err


def test_without_its_extra_the_command_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.delitem(sys.modules, "khmerid.review.page", raising=False)
    results = write_rows([card_row("conflict")], tmp_path / "results.jsonl")
    assert main(["review", str(results), "-o", str(tmp_path / "page.html")]) == 2
    assert "pip install 'khmerid[review]'" in capsys.readouterr().err


def test_known_pictures_need_the_extra_that_draws_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fontpkg", None)
    monkeypatch.delitem(sys.modules, "khmerid.testing.rendering", raising=False)
    results = write_rows([card_row("conflict")], tmp_path / "results.jsonl")
    asked = ["--known", "0.1", "--today", "2026-11-22", "--pictures", str(tmp_path)]
    assert main(["review", str(results), "-o", str(tmp_path / "page.html"), *asked]) == 2
    assert "khmerid[testing-pictures]" in capsys.readouterr().err


def test_the_page_does_not_overwrite_the_results(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = write_rows([card_row("conflict")], tmp_path / "results.jsonl")
    assert main(["review", str(results), "-o", str(results)]) == 2
    assert "would overwrite the input" in capsys.readouterr().err


def test_without_rows_there_is_no_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.jsonl").touch()
    assert main(["review", str(tmp_path / "in.jsonl"), "-o", str(tmp_path / "page.html")]) == 2
    assert capsys.readouterr().err == "khmerid: there are no rows in the input\n"
    assert not (tmp_path / "page.html").exists()


def test_what_is_said_of_the_page_may_be_in_khmer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_rows(specimen_rows(2), tmp_path / "in.jsonl")
    assert main(["review", str(file), "-o", str(tmp_path / "page.html"), "--lang", "km"]) == 0
    assert capsys.readouterr().err.startswith("ប័ណ្ណ៖ 2, ")
