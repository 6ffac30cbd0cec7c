"""``run.py`` without a subcommand; what it sets up and runs is what runs these tests."""

import importlib.util
import subprocess
import sys

import pytest
from support.paths import ROOT


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "run.py", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_is_the_usage(option: str) -> None:
    done = run(option)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("usage: python3 run.py demo | test | build")


@pytest.mark.parametrize("arguments", [(), ("tset",), ("demonstration", "--help")])
def test_without_a_known_subcommand_the_usage_is_an_error(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == run("--help").stdout


def test_what_a_long_step_is_at_is_said_while_it_works(capsys: pytest.CaptureFixture[str]) -> None:
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    script = "print('Collecting attrs (from khmerid)'); print('Downloading'); raise SystemExit(3)"
    done = module.run([sys.executable, "-c", script], shown=module.STEPS)
    assert (done.returncode, done.stdout) == (3, "Collecting attrs (from khmerid)\nDownloading\n")
    assert capsys.readouterr().err == "  Collecting attrs\n"
