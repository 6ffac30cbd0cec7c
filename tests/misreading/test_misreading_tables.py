"""The costs of misreadings are those that their script learns from the labelled output of an OCR."""

import os
import subprocess
import sys

import pytest
from support.paths import ROOT

from khmerid.misreading.tables import CONFUSIONS, DOUBLED, SEX_WORDS


def test_the_table_is_what_its_script_makes_of_the_corpora() -> None:
    command = [sys.executable, str(ROOT / "data" / "learn_confusions.py")]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    made = subprocess.run(command, capture_output=True, check=True, env=environment).stdout
    assert made.decode("utf-8") == (ROOT / "khmerid" / "misreading" / "tables.py").read_text("utf-8")


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
