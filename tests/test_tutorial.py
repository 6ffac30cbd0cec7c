"""The tutorial, done word by word: its commands one after the other in an empty folder, in a shell."""

import os
import re
import subprocess
import sys
from pathlib import Path

from support.paths import ROOT

PAGE = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
FILES = re.findall(r"^```python\n# (\w+\.py)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def steps(page: str) -> list[tuple[str, str]]:
    """Return each command on a page and what it prints there."""
    blocks = "".join(CONSOLE.findall(page))
    return [
        (command, output)
        for command, output in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", blocks, re.MULTILINE)
    ]


def done(command: str, folder: Path) -> str:
    """Return what a command prints in a shell, on both streams, without how fast it was."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {"PATH": path, "HOME": str(folder), "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
    shell = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return shell.stdout


def words(text: str) -> list[str]:
    """Return what is printed, without how it is set in a terminal and how fast the machine was."""
    text = re.sub(r"[0-9,.]+ rows a second", "rows a second", text)
    return [word for word in text.split() if set(word) != {"─"}]


def test_the_tutorial_has_commands_and_a_program() -> None:
    assert (len(steps(PAGE)) >= 12, [name for name, _ in FILES]) == (True, ["decide.py"])


def test_each_command_of_the_tutorial_prints_what_stands_there(tmp_path: Path) -> None:
    for name, program in FILES:
        (tmp_path / name).write_text(program, "utf-8")
    for command, output in steps(PAGE):
        assert (command, words(done(command, tmp_path))) == (command, words(output))


def test_a_command_that_prints_something_else_is_found(tmp_path: Path) -> None:
    page = "```console\n$ khmerid --version\nkhmerid 0.0.1\n```\n"
    [(command, output)] = steps(page)
    assert words(done(command, tmp_path)) != words(output)
