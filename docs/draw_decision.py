"""Draw what the command shows of a card into ``docs/decision.svg``: ``python docs/draw_decision.py``."""

import datetime as dt
import io
import json
import re
from pathlib import Path
from typing import Final

import rich.console

import khmerid
from khmerid.batch.showing import one_card

ROOT: Final = Path(__file__).resolve().parents[1]
CARD: Final = "data/cards/conflict.json"
PICTURE: Final = ROOT / "docs" / "decision.svg"
_WIDTH: Final = 100  # columns
#: A font that would be fetched from another place; the monospaced one of whoever looks will do.
_FETCHED: Final = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
#: A length to which a text with Khmer would be stretched: rich counts signs that take no room of their own.
_STRETCHED: Final = re.compile(r' textLength="[0-9.]+"(?=[^>]*>[^<]*[ក-៿])')


def drawn() -> str:
    """Return the picture, as the code draws it now."""
    card = json.loads((ROOT / CARD).read_text("utf-8"))
    report = khmerid.examine(card["response"], today=dt.date.fromisoformat(card["today"]))
    console = rich.console.Console(
        file=io.StringIO(),
        record=True,
        width=_WIDTH,
        force_terminal=True,
        color_system="truecolor",
        highlight=False,
    )
    for part in one_card({"id": card["id"], **report.to_dict()}, _WIDTH):
        console.print(part)
    svg = console.export_svg(title=f"khmerid examine {CARD}", unique_id="decision")
    # Without a size of its own it would be as small as can be beside another picture.
    svg = re.sub(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"', r'width="\1" height="\2" \g<0>', svg, count=1)
    return _STRETCHED.sub("", _FETCHED.sub("", svg))


if __name__ == "__main__":
    PICTURE.write_text(drawn(), "utf-8")
