"""How the command starts and ends."""

import io
import os
import runpy
import subprocess
import sys

import pytest

import khmerid
from khmerid.cli import main


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"khmerid {khmerid.__version__}\n"


def test_any_object_may_stand_for_the_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    assert main(["--version"]) == 0
    assert out.getvalue().startswith("khmerid ")


def test_without_a_subcommand_the_command_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) in {0, 2}  # as the version of the library beneath has it
    assert "Usage: khmerid" in capsys.readouterr().out


def test_an_unknown_subcommand_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["examin"]) == 2
    assert "examin" in capsys.readouterr().err


@pytest.mark.parametrize("package", ["typer", "rich"])
def test_without_the_extra_the_command_says_in_one_line_what_to_install(
    package: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "khmerid.cli.app", raising=False)
    monkeypatch.delitem(sys.modules, "khmerid.cli.reference", raising=False)
    monkeypatch.setitem(sys.modules, package, None)  # Python is told so that it is missing
    assert main(["codes"]) == 2
    assert capsys.readouterr().err == "the command needs more than the library: pip install 'khmerid[cli]'\n"


class Impatient:
    """Presses Ctrl-C while the command is imported."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "khmerid.cli.app":
            raise KeyboardInterrupt


def test_an_interrupt_while_the_command_is_loaded_ends_it_with_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "khmerid.cli.app", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Impatient(), *sys.meta_path])
    assert main(["codes"]) == 130
    assert capsys.readouterr().err == "khmerid: interrupted\n"


def test_another_missing_module_is_not_taken_for_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "khmerid.cli.app", raising=False)
    monkeypatch.setitem(sys.modules, "khmerid.cli.reference", None)
    with pytest.raises(ModuleNotFoundError):
        main(["codes"])


def test_the_package_runs_as_a_module(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["khmerid", "--version"])
    with pytest.raises(SystemExit, match="0"):
        runpy.run_path(f"{khmerid.__path__[0]}/__main__.py", run_name="__main__")
    assert capsys.readouterr().out == f"khmerid {khmerid.__version__}\n"


def test_the_library_takes_in_none_of_the_extras() -> None:
    extras = "typer rich click httpx stamina hypothesis pytest pyarrow numpy pydantic"
    program = f"import sys, khmerid; print([name for name in {extras.split()} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


@pytest.mark.parametrize(
    ("words", "completed"), [("khmerid exam", "examine"), ("khmerid mrz --str", "--strict")]
)
def test_a_shell_completes_subcommands_and_options(words: str, completed: str) -> None:
    environment = {
        "_KHMERID_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    done = subprocess.run(
        [sys.executable, "-m", "khmerid"],
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ) | environment,
    )
    assert completed in done.stdout.split()


def test_the_help_says_how_to_have_words_completed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "--install-completion" in capsys.readouterr().out
