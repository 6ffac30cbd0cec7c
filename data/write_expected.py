"""Write what khmerid now says into ``data`` and the pages' examples: ``python data/write_expected.py``.

For a change that is meant: read the difference, line by line, before it is committed.
"""

import contextlib
import datetime as dt
import io
import json
import os
import re
import shlex
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from answers import EXPECTED, line, sample  # noqa: E402 - as they import khmerid, of this tree

from khmerid.cli import main  # noqa: E402
from khmerid.examination import examine  # noqa: E402

# A command, and below it what it prints, as tests/test_readme.py reads them.
_EXAMPLE = re.compile(r"^\$ khmerid (.+)\n((?:(?!\$ |```).*\n)*)", re.MULTILINE)


def printed(example: re.Match[str]) -> str:
    """Return a command of a page with what it prints now; as it is where no more than the width differs."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        main(shlex.split(example[1]))
    lines = [line.rstrip() for line in out.getvalue().splitlines() if line.strip()]
    text = "\n".join([f"$ khmerid {example[1]}", *lines, ""])
    return example[0] if _folded(text) == _folded(example[0]) else text


def _folded(text: str) -> list[str]:
    """Return the words of a text without its rules: how wide Khmer is drawn depends on the terminal."""
    return text.replace("─", " ").split()


os.chdir(ROOT)
os.environ["COLUMNS"] = "100"
for path in sorted(ROOT.glob("data/cards/*.json")):
    card = json.loads(path.read_text("utf-8"))
    card["report"] = examine(card["response"], today=dt.date.fromisoformat(card["today"])).to_dict()
    path.write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")
EXPECTED.write_text("".join(map(line, sample())), "utf-8")
for page in {ROOT / "README.md", *ROOT.glob("docs/*.md")} - {
    ROOT / "docs" / "tutorial.md"
}:  # its test runs it
    page.write_text(_EXAMPLE.sub(printed, page.read_text("utf-8")), "utf-8")
