"""``khmerid recognise``, against a server on the loopback address."""

import builtins
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.loopback import Answer, Loopback
from support.pictures import picture
from support.sdk import PROJECT_ID

from khmerid.cli import main

CARD = Answer(body=b'{"result": {"id_number": "012345678", "detect_blur_result": true}}')
URL = "https://example.com/card.jpg"

Run = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def card(tmp_path: Path) -> str:
    path = tmp_path / "card.png"
    path.write_bytes(picture())
    return str(path)


@pytest.fixture
def run(loopback: Loopback, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command as someone who has set the variables; give its exit status and its rows."""
    monkeypatch.setenv("KHMERID_ENDPOINT", loopback.url)
    monkeypatch.setenv("KHMERID_PROJECT_ID", PROJECT_ID)
    monkeypatch.setenv("KHMERID_TOKEN", "token-1")

    def run(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
        status = main(["recognise", "--format", "jsonl", *arguments])
        return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def test_a_picture_goes_in_and_a_report_comes_out(run: Run, loopback: Loopback, card: str) -> None:
    loopback.answer(CARD)
    status, (row,) = run(card, "--today", "2026-01-01")
    assert status == 0
    assert row["id"] == card
    assert row["fields"]["document_number"]["value"] == "012345678"
    assert row["image"]["alarms"] == {"blur": True}
    assert loopback.requests[0].headers["X-Auth-Token"] == "token-1"
    assert len(loopback.requests[0].body) == 8


def test_the_evidence_comes_with_the_report(run: Run, loopback: Loopback, card: str) -> None:
    loopback.answer(CARD)
    _, (row,) = run(card, "--evidence")
    assert row["ledger"]["fields"]["document_number"]["texts"][0]["text"] == "012345678"


def test_the_alarms_can_be_left_out(run: Run, loopback: Loopback, card: str) -> None:
    loopback.answer(CARD)
    assert run(card, "--no-alarms")[0] == 0
    assert set(loopback.requests[0].body) == {"image"}


def test_an_address_is_passed_on(run: Run, loopback: Loopback) -> None:
    loopback.answer(CARD)
    assert run(URL, "--no-alarms")[0] == 0
    assert loopback.requests[0].body == {"url": URL}


def test_a_picture_that_fails_is_an_error_row_and_the_next_is_sent(
    run: Run, loopback: Loopback, card: str, tmp_path: Path
) -> None:
    text = tmp_path / "card.txt"
    text.write_text("no picture")
    loopback.answer(Answer(status=400, body=b'{"error_code": "AIS.0104"}'), CARD)
    status, rows = run(card, str(text), card)
    assert status == 1
    assert [row.get("error", {}).get("code") for row in rows] == ["AIS.0104", "unexpected_response", None]
    assert "PNG" in rows[1]["error"]["message"]
    assert len(loopback.requests) == 2


@pytest.mark.skipif(not Path("/proc/self/mem").is_file(), reason="there is no file that cannot be read")
def test_a_file_that_cannot_be_read_loses_none_that_was_paid_for(
    run: Run, loopback: Loopback, card: str
) -> None:
    loopback.answer(CARD)
    status, rows = run(card, "/proc/self/mem")
    assert status == 1
    assert ["error" in row for row in rows] == [False, True]
    assert "the file cannot be read: " in rows[1]["error"]["message"]


def test_refused_credentials_are_not_sent_again(run: Run, loopback: Loopback, card: str) -> None:
    loopback.answer(Answer(status=401, body=b'{"error_code": "APIG.0301"}'))
    status, rows = run(card, card, card)
    assert status == 1
    assert [row["error"]["code"] for row in rows] == ["APIG.0301"] * 3
    assert len(loopback.requests) == 1


def test_a_file_that_is_not_there_stops_it_before_anything_is_paid_for(
    run: Run, loopback: Loopback, card: str
) -> None:
    loopback.answer(CARD)
    assert run(card, "nowhere.jpg") == (2, [])
    assert loopback.requests == []


@pytest.mark.parametrize(
    ("name", "value"), [("KHMERID_ENDPOINT", "http://example.com"), ("KHMERID_TOKEN", "two words")]
)
def test_a_setting_that_cannot_be_is_refused(
    run: Run, card: str, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert run(card) == (2, [])


def test_without_the_extra_one_line_says_what_to_install(
    loopback: Loopback, card: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = ["--endpoint", loopback.url, "--project-id", PROJECT_ID, "--token", "token-1"]
    imported = builtins.__import__

    def without(name: str, *arguments: Any) -> Any:
        if name == "httpx":
            raise ModuleNotFoundError(name=name)
        return imported(name, *arguments)

    for name in [name for name in sys.modules if name.startswith("khmerid.huawei.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", without)
    assert main(["recognise", card, *settings]) == 2
    assert capsys.readouterr().err == (
        "khmerid: khmerid.huawei.client needs more than the library: pip install 'khmerid[huawei]'\n"
    )
