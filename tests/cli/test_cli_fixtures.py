"""``khmerid fixtures``."""

import json
import resource
from pathlib import Path

import pytest

from khmerid.cli import main
from khmerid.testing import make_specimen


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A file with a sound row and one with a wrong check digit."""
    sound, wrong = make_specimen(seed=1).response(), make_specimen(seed=2).response()
    upper = wrong["result"]["machine_code1"]
    wrong["result"]["machine_code1"] = upper[:14] + str((int(upper[14]) + 1) % 10) + upper[15:]
    path = tmp_path / "cards.jsonl"
    path.write_text("\n".join(map(json.dumps, [sound, {"id": "b\x1b", "response": wrong}])), encoding="utf-8")
    return path


def test_faults_are_lines_and_the_status_says_that_there_are_some(
    stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fixtures", str(stored.parent)]) == 1
    out, err = capsys.readouterr()
    assert out.startswith(f"{stored}: b<U+001B>: mrz.document_number: check_digit_wrong: found ")
    assert err == "1 sound, 1 not\n"


def test_fixing_leaves_sound_files(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fixtures", "--fix", str(stored)]) == 0
    assert capsys.readouterr().err == f"{stored}: check digits put right in 1 rows\n2 sound, 0 not\n"
    assert main(["fixtures", "--fix", str(stored)]) == 0


def test_a_disk_that_is_full_while_fixing_leaves_the_file_as_it_was(stored: Path) -> None:
    before, limits = stored.read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    try:
        assert main(["fixtures", "--fix", str(stored)]) == 2
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert stored.read_bytes() == before
    assert list(stored.parent.iterdir()) == [stored]


def test_a_fault_may_be_allowed(stored: Path) -> None:
    assert main(["fixtures", "--allow", "check_digit_wrong", str(stored)]) == 0


def test_nothing_to_check_is_a_mistake(tmp_path: Path) -> None:
    assert main(["fixtures", str(tmp_path)]) == 2


@pytest.mark.parametrize("arguments", [[], ["nowhere"], ["--allow", "smile", "."]])
def test_a_mistake_is_a_mistake(arguments: list[str]) -> None:
    assert main(["fixtures", *arguments]) == 2
