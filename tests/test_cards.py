"""Whole cards: a response in, the report that is expected out."""

import datetime as dt
import json
from pathlib import Path

import pytest

from khmerid.examination import examine

CARDS = sorted((Path(__file__).parents[1] / "data/cards").glob("*.json"))


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_a_card_has_the_report_that_is_expected(path: Path) -> None:
    """A change that is meant is written by ``data/write_expected.py``."""
    card = json.loads(path.read_text("utf-8"))
    assert examine(card["response"], today=dt.date.fromisoformat(card["today"])).to_dict() == card["report"]
