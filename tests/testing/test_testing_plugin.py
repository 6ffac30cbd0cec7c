"""The plugin of pytest, in runs of pytest of its own."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from support.paths import ROOT

from khmerid.testing import make_specimen, tamper

SOUND = make_specimen(seed=1).response()
FAULTY = tamper(SOUND, seed=3)
# Once, whether khmerid is installed, and so has an entry point, or not.
PLUGIN = ("-p", "no:khmerid", "-p", "khmerid.testing.pytest_plugin")


@pytest.fixture
def fixtures(pytester: pytest.Pytester) -> Path:
    """A folder with three fixtures, the last of them not sound, and a test."""
    pytester.makepyfile(test_of_theirs="def test_passes(): pass")
    folder = pytester.mkdir("stored")
    (folder / "one.json").write_text(json.dumps(SOUND), encoding="utf-8")
    rows = [{"id": "good", "response": SOUND}, {"id": "bad", "response": FAULTY}]
    (folder / "many.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess(*PLUGIN, "-p", "no:cacheprovider", *arguments)


@pytest.mark.usefixtures("fixtures")
def test_without_the_option_no_file_is_a_test(pytester: pytest.Pytester) -> None:
    run(pytester).assert_outcomes(passed=1)


@pytest.mark.usefixtures("fixtures")
@pytest.mark.parametrize("places", [(), ("test_of_theirs.py",), ("stored",), (".",)])
def test_every_row_of_the_files_asked_for_is_a_test_once(
    pytester: pytest.Pytester, places: tuple[str, ...]
) -> None:
    result = run(pytester, "--khmerid-fixtures", "stored/*.json*", "-v", *places)
    result.assert_outcomes(passed=2 if places == ("stored",) else 3, failed=1)
    result.stdout.fnmatch_lines_random(
        ["*stored/many.jsonl::good PASSED*", "*stored/one.json::row 1 PASSED*"]
    )


@pytest.mark.usefixtures("fixtures")
def test_a_failure_says_what_is_there_and_what_would_be_right(pytester: pytest.Pytester) -> None:
    result = run(pytester, f"--khmerid-fixtures={pytester.path}/stored")
    result.stdout.fnmatch_lines(["*bad*", "date_of_*: * found *"])
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line(f"*{SOUND['result']['name_en']}*")


@pytest.mark.usefixtures("fixtures")
def test_the_configuration_may_ask_for_files_and_allow_faults(pytester: pytest.Pytester) -> None:
    pytester.makeini(
        """
        [pytest]
        khmerid_fixtures =
            stored/*.jsonl
        khmerid_fixtures_allow =
            stored/many*: mrz_differs ten_years
            other/*: may_be_real
        """
    )
    run(pytester).assert_outcomes(passed=3)
    run(pytester, "test_of_theirs.py").assert_outcomes(passed=1)
    run(pytester, "stored/many.jsonl").assert_outcomes(passed=2)


def test_a_file_outside_of_the_root_is_a_fixture_too(
    pytester: pytest.Pytester, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other") / "card.json"
    other.write_text(json.dumps(SOUND), encoding="utf-8")
    run(pytester, f"--khmerid-fixtures={other}").assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("ini", "message"),
    [
        ("khmerid_fixtures = nowhere/*.json", "no file for the fixtures 'nowhere"),
        ("khmerid_fixtures = *.py\nkhmerid_fixtures_allow = *: smile", "'?: smile' is not 'GLOB: CODE"),
        ("khmerid_fixtures = *.py\nkhmerid_fixtures_allow = may_be_real", "'may_be_real' is not"),
    ],
)
def test_a_mistake_in_the_configuration_is_said(pytester: pytest.Pytester, ini: str, message: str) -> None:
    pytester.makepyfile("")
    pytester.makeini(f"[pytest]\n{ini}")
    result = run(pytester)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*{message}*"])


def test_the_service_is_there_as_a_fixture(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makepyfile(
        """
        from khmerid.huawei.client import HuaweiOcr

        def test_the_client(khmerid_service):
            with HuaweiOcr(khmerid_service.url, "0123", token="any") as ocr:
                answer = ocr.recognise(url="https://example.com/card.jpg")
            assert answer["result"]["id_number"].startswith("99")
        """
    )
    # In a process of its own: pytester forgets the modules of a run, and httpx then has two of httpcore.
    pytester.runpytest_subprocess(*PLUGIN).assert_outcomes(passed=1)


def test_the_plugin_is_what_the_entry_point_names_and_takes_in_no_extra() -> None:
    entry_points = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]
    assert entry_points["pytest11"] == {"khmerid": "khmerid.testing.pytest_plugin"}
    program = (
        "import sys, khmerid.testing.pytest_plugin; "
        "print({'hypothesis', 'typer', 'rich', 'httpx', 'stamina'} & set(sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout == "set()\n"
