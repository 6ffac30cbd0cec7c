"""The costs of misreadings are those that their script learns from the labelled output of an OCR."""

import os
import re
import subprocess
import sys

import pytest
from support.paths import ROOT

from khmerid.misreading.tables import CONFUSIONS, DOUBLED, SEX_WORDS

SHARED = ROOT.parent / "shared"
CORPORA = [SHARED / "corpus" / f"{name}.jsonl" for name in ("dev_fields", "dev_heavy", "dev_cards")]
LINES = SHARED / "khmer" / "ocr_raw_lines.tsv"


def test_the_table_is_what_its_script_makes_of_the_corpora() -> None:
    if not all(path.exists() for path in (*CORPORA, LINES)):
        pytest.skip("the corpora that the costs are learned from are not beside the repository")
    table = (ROOT / "khmerid" / "misreading" / "tables.py").read_text("utf-8")
    stated = re.search(r"learn_confusions\.py, ([0-9-]{10})\.", table)
    assert stated
    command = [
        sys.executable,
        ROOT / "data" / "learn_confusions.py",
        *CORPORA,
        "--lines",
        LINES,
        "--date",
        stated[1],
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    made = subprocess.run(command, capture_output=True, check=True, env=environment).stdout
    assert made.decode("utf-8") == table


@pytest.mark.parametrize("channel", ["khmer", "latin", "mrz"])
def test_a_numeral_is_likelier_itself_than_any_one_misreading(channel: str) -> None:
    written = "០១២៣៤៥៦៧៨៩" if channel == "khmer" else "0123456789"
    for numeral, itself in zip("0123456789", written, strict=True):
        row = CONFUSIONS[channel][numeral]
        assert row[itself] == min(row.values())


def test_no_cost_is_less_than_nothing() -> None:
    rows = [row for table in CONFUSIONS.values() for row in table.values()]
    costs = [cost for row in rows for cost in row.values()]
    assert min(*costs, *DOUBLED.values(), *SEX_WORDS.values()) == 0
