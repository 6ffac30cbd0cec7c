"""The costs of misreadings are those that their script learns from the labelled output of an OCR."""

import json
import os
import subprocess
import sys

import pytest
from support.paths import ROOT

SHIPPED = ROOT / "khmerid" / "misreading" / "shipped.json"
TABLES = json.loads(SHIPPED.read_text("utf-8"))


@pytest.mark.no_cover  # whole corpora take three times as long under the tracer; others cover the lines
def test_the_table_is_what_its_script_makes_of_the_corpora() -> None:
    command = [sys.executable, str(ROOT / "data" / "learn_confusions.py")]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    made = subprocess.run(command, capture_output=True, check=True, env=environment).stdout
    assert made.decode("utf-8") == SHIPPED.read_text("utf-8")


@pytest.mark.parametrize("channel", ["khmer", "latin", "mrz"])
def test_a_numeral_is_likelier_itself_than_any_one_misreading(channel: str) -> None:
    written = "០១២៣៤៥៦៧៨៩" if channel == "khmer" else "0123456789"
    for numeral, itself in zip("0123456789", written, strict=True):
        row = TABLES["costs"][channel][numeral]
        assert row[itself] == min(row.values())


def test_no_cost_is_less_than_nothing() -> None:
    rows = [row for table in TABLES["costs"].values() for row in table.values()]
    costs = [cost for row in rows for cost in row.values()]
    assert min(*costs, *TABLES["doubled"].values(), *(odds for *_, odds in TABLES["sex_words"])) == 0
