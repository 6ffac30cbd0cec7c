"""``khmerid codes``."""

import pytest

from khmerid.checks.crosscheck import Rule
from khmerid.cli import main
from khmerid.ledger.records import Edit, Unseen
from khmerid.notes import Code
from khmerid.report.reasons import Reason


def test_every_code_is_listed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["codes"]) == 0
    out = capsys.readouterr().out
    assert [str(code) for code in (*Code, *Reason, *Rule, *Edit, *Unseen) if str(code) not in out] == []


def test_a_code_is_explained_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codes", "missing"]) == 0
    assert Code.MISSING.sentence in capsys.readouterr().out
    assert main(["codes", "missing", "--lang", "km"]) == 0
    assert Code.MISSING.sentence_khmer in capsys.readouterr().out


def test_an_unknown_code_is_answered_with_those_near_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codes", "mising"]) == 2
    assert "missing" in capsys.readouterr().err


def test_a_code_that_is_near_nothing_is_only_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codes", "zzzzzz"]) == 2
    assert "near it" not in capsys.readouterr().err


def test_every_code_has_a_sentence_in_both_languages() -> None:
    catalogue = (*Code, *Reason, *Rule, *Edit, *Unseen)
    assert [entry for entry in catalogue if not entry.sentence.endswith(".")] == []
    assert [entry for entry in catalogue if not entry.sentence_khmer.endswith("។")] == []
