"""The corpus in `data/`: real OCR output of invented cards, and what was printed on them."""

import datetime as dt
import functools
import json
from typing import Any

import attrs

from support.paths import DATA

# The fields that a report calls sure or not, by the names that the truth gives them.
VALUES = {
    "document_number": "id_number",
    "date_of_birth": "birth_date",
    "sex": "sex",
    "date_of_expiry": "expiry_date",
    "date_of_issue": "issue_date",
    "surname": "surname",
    "given_names": "given_names",
}


@attrs.frozen(repr=False)
class Row:
    """A response, the day on which the card was presented, and the truth about the card."""

    id: str
    today: dt.date
    response: dict[str, Any]
    truth: dict[str, Any]


@functools.cache
def corpus() -> list[Row]:
    """Return the rows of `data/corpus/fields.jsonl` with their truth."""
    truths = {row["id"]: row["truth"] for row in _rows("truth")}
    return [
        Row(row["id"], dt.date.fromisoformat(row["today"]), row["response"], truths[row["id"]])
        for row in _rows("fields")
    ]


def _rows(name: str) -> list[Any]:
    text = (DATA / "corpus" / f"{name}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]
