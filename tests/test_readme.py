"""README and the other pages say what is so. Their Python examples run as doctests."""

import re
import shlex
from pathlib import Path

import pytest

from khmerid.cli import main

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.md")])
#: Its commands take files that those before have made: tests/test_tutorial.py runs them one after the other.
IN_A_ROW = {"tutorial.md"}
EXAMPLES = [
    pytest.param(*found.groups(), id=f"{page.name} {found[1]}")
    for page in PAGES
    if page.name not in IN_A_ROW
    for found in re.finditer(
        r"^\$ khmerid (.+)\n((?:(?!\$ |```).*\n)*)", page.read_text("utf-8"), re.MULTILINE
    )
]


@pytest.mark.parametrize(("arguments", "output"), EXAMPLES)
def test_a_command_on_a_page_prints_what_stands_there(
    arguments: str, output: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    main(shlex.split(arguments))
    assert words(capsys.readouterr().out) == words(output)


def words(text: str) -> list[str]:
    """Return what is printed without how it is set, which is the terminal's and the table library's."""
    return [word for word in text.split() if set(word) != {"─"}]


def test_continuous_integration_calls_readme_s_test_command() -> None:
    readme, script = (ROOT / "README.md").read_text("utf-8"), (ROOT / ".ci/run").read_text("utf-8")
    assert re.search(r"^python3 run\.py test +#", readme, re.MULTILINE)
    assert '"$python" run.py test "${options[@]}")' in script
    assert "options=()" in script  # on the first Python
