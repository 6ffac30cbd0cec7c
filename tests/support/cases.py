"""The cases of a field: what was on the card, what it should be read as, and why."""

import tomllib
from typing import Any

import pytest

from khmerid.reading import Reading
from support.paths import DATA


def load_cases(field: str) -> list[Any]:
    """Return the cases of `data/cases/<field>.toml` as parameters of a test."""
    rows = tomllib.loads((DATA / "cases" / f"{field}.toml").read_text(encoding="utf-8"))["case"]
    return [
        pytest.param(
            row, id=row["label"], marks=[pytest.mark.xfail(reason=row["xfail"])] if "xfail" in row else []
        )
        for row in rows
    ]


def check_case(reading: Reading[Any], case: dict[str, Any], value: object) -> None:
    """Hold a reading against its case; ``value`` is what the case says, as the reader returns it."""
    assert reading.raw == case["raw"]
    assert (reading.value, str(reading.status), [str(note.code) for note in reading.notes]) == (
        value,
        case["status"],
        case["codes"],
    )
