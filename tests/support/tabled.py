"""The JSON of a report as a row of the table of reports has it."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from khmerid.answering.flat_columns import FLAT_COLUMNS


def rebuilt(row: Mapping[str, Any]) -> Any:
    """Return the JSON that a row was made from, without what is null: a report, or an error row."""
    found: dict[str, Any] = {"fields": {}}
    for column in FLAT_COLUMNS:
        value = row[column.name]
        if value is not None:
            put(found, column.path, value.isoformat() if isinstance(value, dt.date) else value)
    ledger = row["ledger"] and json.loads(row["ledger"])
    found = merged(found, {"fields": row["details"], "ledger": ledger})
    for name in ("checks", "findings", "image", "policy", "profile", "error"):
        found[name] = row[name]
    return without_nulls(found if found["error"] is None else {"error": found["error"]})


def put(found: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    for key in path[:-1]:
        found = found.setdefault(key, {})
    found[path[-1]] = value


def merged(one: Any, other: Any) -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: merged(one.get(key), other.get(key)) for key in one | other}
    assert one is None or other is None or one == other
    return other if one is None else one


def without_nulls(found: Any) -> Any:
    """Return plain data without the keys that have nothing: a table does not tell the two apart."""
    if isinstance(found, dict):
        return {key: without_nulls(value) for key, value in found.items() if value is not None}
    return [without_nulls(item) for item in found] if isinstance(found, list) else found
