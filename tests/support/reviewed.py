"""Results and decisions for the tests of reviews, of invented people."""

import datetime as dt
import functools
import json
from collections.abc import Mapping
from typing import Any

from khmerid.answering.examining import Terms, examine_response
from khmerid.review.decisions import CardDecision, read_decision, row_digest
from khmerid.testing.specimen import Specimen, make_specimen, to_response

TODAY = dt.date(2026, 11, 22)
SPECIMEN = make_specimen(
    seed=5, today=TODAY, date_of_birth="1990-03-15", sex="F", surname="SOK", given_names="DARA"
)


@functools.cache
def _examined(printed: tuple[tuple[str, str], ...], mrz: tuple[str, ...], *, evidence: bool) -> str:
    response = to_response({**SPECIMEN.printed, **dict(printed)}, mrz, switches={})
    return json.dumps(examine_response(response, Terms(today=TODAY, evidence=evidence)))


def result(
    name: str | int = 17,
    printed: Mapping[str, str] | None = None,
    mrz: tuple[str, ...] = SPECIMEN.mrz,
    *,
    evidence: bool = True,
) -> dict[str, Any]:
    """Return a row of results of the specimen, with other texts where they are given."""
    examined: dict[str, Any] = json.loads(_examined(tuple((printed or {}).items()), mrz, evidence=evidence))
    return {"id": name, **examined}


def conflict(name: str | int = 17, *, evidence: bool = True) -> dict[str, Any]:
    """Return a row of which print and MRZ have another birth."""
    return result(name, {"date_of_birth": "១៦.០៣.១៩៩០"}, evidence=evidence)


def without_dates(name: str | int = 17) -> dict[str, Any]:
    """Return a row whose MRZ has lost the line of the dates and of the sex."""
    return result(name, mrz=(SPECIMEN.mrz[0], "", SPECIMEN.mrz[2]))


def typed(value: object, *attempts: str, shown: bool = False, **more: object) -> dict[str, Any]:
    """Return what a decision has of a field; the value as text was typed unless something else is given."""
    return {"typed": list(attempts or [str(value)]), "value": value, "agrees": [], "shown": shown, **more}


def said(row: Mapping[str, Any], fields: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Return a decision of a row as its line of JSON has it."""
    return {
        "format": 1,
        "id": row["id"],
        "row": row_digest(row),
        "reviewer": "SK",
        "second": False,
        "at": "2026-11-22T08:30:00Z",
        "seconds": 12.5,
        "keys": 14,
        "decision": "accept",
        "note": "",
        "fields": dict(fields or {}),
        **more,
    }


def decided(row: Mapping[str, Any], fields: Mapping[str, Any] | None = None, **more: Any) -> CardDecision:
    """Return a decision of a row."""
    return read_decision(said(row, fields, **more))


def lines_of(*many: object) -> bytes:
    """Return lines of JSON."""
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in many)


__all__ = [
    "SPECIMEN", "TODAY", "Specimen", "conflict", "decided", "lines_of", "result", "said", "typed",
    "without_dates",
]  # fmt: skip
