"""The demo of ``run.py``: it shows the case, fits a terminal, and what it says is so."""

import importlib.util
import io
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from rich.cells import cell_len
from support.paths import ROOT
from write_excerpts import excerpt

import khmerid
from khmerid.picture import EngineMissingError

SPEC = importlib.util.spec_from_file_location("demo", ROOT / "examples" / "demo.py")
assert SPEC
assert SPEC.loader
demo = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(demo)


def printed(width: int) -> str:
    output = io.StringIO()
    demo.main(output, width)
    return output.getvalue()


@pytest.fixture(scope="module")
def wide() -> str:
    return printed(80)


def test_it_is_under_sixty_lines_in_eighty_columns(wide: str) -> None:
    lines = wide.splitlines()
    assert len(lines) < 60
    assert max(map(cell_len, lines)) <= 80


def test_each_of_ten_cards_has_what_was_read_what_was_made_of_it_why_and_the_truth(wide: str) -> None:
    heads = re.findall(r"^(101-\d{5}|  strict(?=  )|  khmerid|  why|  true)\b", wide, re.MULTILINE)
    assert heads == [
        head for name in demo.CASES for head in (name, "  strict", "  khmerid", "  why", "  true")
    ]
    assert len(demo.CASES) == 10
    for decision in ("accept", "review", "reject"):
        assert f"  khmerid {decision};" in wide


def test_the_truth_is_that_of_the_corpus_and_no_value_called_sure_is_wrong(wide: str) -> None:
    cards = {card.id: card for card in excerpt("fields.jsonl")}
    for name, field in demo.CASES.items():
        truth = cards[name].truth[demo.TRUTHS[field]]
        assert re.search(rf"^{name} (?:.*\n)+?  true    {truth}: ", wide, re.MULTILINE)
    assert "WRONG" not in wide
    assert "called sure and wrong, of all values: 0" in wide


def test_no_expired_card_looks_accepted(wide: str) -> None:
    assert f"presented on {demo.TODAY}" in wide
    for card in excerpt("fields.jsonl"):
        if card.id in demo.CASES:
            decision = str(khmerid.examine(card.response, today=demo.TODAY).decision)
            is_valid = card.truth["issue_date"] <= str(demo.TODAY) <= card.truth["expiry_date"]
            assert is_valid or decision == "reject"


def test_nothing_is_cut_at_forty_columns(wide: str) -> None:
    narrow = printed(40)
    assert max(map(cell_len, narrow.splitlines())) <= 40
    assert "…" not in narrow
    # Words are moved to the next line; only the noise of an MRZ is broken where a line ends.
    assert "".join(narrow.split()) == "".join(wide.split())
    assert "1981-06-10 or" in narrow
    assert "1941-06-10" in narrow


@pytest.mark.system
def test_a_photograph_is_read(wide: str) -> None:
    assert "A photograph, read on this machine: accept; sure: 4 of 4; sure and wrong: 0" in wide


def test_what_is_missing_to_read_a_photograph_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_data() -> None:
        raise EngineMissingError

    monkeypatch.setattr("khmerid.picture.engines.require_data", no_data)
    assert list(demo.photograph()) == [f"Photographs are read, too. {EngineMissingError()}"]
    monkeypatch.setitem(sys.modules, "khmerid.picture", None)
    assert [line.partition(".")[0] for line in demo.photograph()] == ["Photographs are read, too"]


@pytest.mark.parametrize(
    ("judgement", "verdict"),
    [
        (demo.Judgement("confirmed", "F", is_right=True), "right"),
        (demo.Judgement("confirmed", "F", is_right=False), "WRONG, and called sure"),
        (demo.Judgement("doubtful", "F", is_right=False), "wrong, and not called sure"),
        (demo.Judgement("conflicting", None, is_right=False), "not chosen, a person decides"),
    ],
)
def test_a_verdict_says_whether_it_is_true(judgement: object, verdict: str) -> None:
    assert demo.verdict(judgement) == verdict


def test_run_py_says_what_it_does_and_starts_the_demo(tmp_path: Path) -> None:
    """With an environment in which nothing is left to install."""
    (tmp_path / "examples").mkdir()
    for name in ("run.py", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "examples" / "demo.py").write_text("print('the demo')", encoding="utf-8")
    venv.create(tmp_path / ".venv", with_pip=False)
    script = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import run; "
    stamp = (
        script + "run.write(run.VENV / 'khmerid-cli.stamp', run.fingerprint()); sys.exit(run.main(['demo']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", stamp], capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    assert (done.returncode, done.stdout) == (0, "the demo\n")
    assert done.stderr == "running: python examples/demo.py\n"
