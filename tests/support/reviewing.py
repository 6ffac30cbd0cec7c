"""Rows of invented people for the review page: what goes to a person, and what is hostile."""

import copy
import datetime as dt
import io
import json
import pathlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import khmerid
from khmerid.review.page import write_page
from khmerid.review.pictures import PagePictures
from khmerid.testing import damage, make_specimen
from support.paths import ROOT

Row = dict[str, Any]
TODAY = dt.date(2026, 11, 22)
#: What must stay text wherever it stands, and what cannot be seen.
HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "\"'`--><!--<svg/onload=alert(3)>",
    "javascript:alert(4)",
    "\u202eabc\u2066\u200b\u0000\u001b[31m",
    "\ud800 lone",
    "{{ 7*7 }} {% raw %} ${1+1}",
    "\u2028\u2029",
    "=cmd|'/c calc'!A1",
    "A" * 10_000,
    "__proto__",
)


def row_of(
    response: Mapping[str, Any], name: str | int, *, today: dt.date = TODAY, evidence: bool = True
) -> Row:
    """Return a row as the command writes it."""
    report = khmerid.examine(response, today=today, evidence=evidence)
    return {"id": name, **report.to_dict()}


def card_row(name: str, *, evidence: bool = True) -> Row:
    """Return the row of a card of ``data/cards``."""
    content = json.loads((ROOT / "data" / "cards" / f"{name}.json").read_text("utf-8"))
    return row_of(content["response"], name, evidence=evidence)


def specimen_rows(count: int, *, severity: float = 1.0, evidence: bool = True) -> list[Row]:
    """Return rows of invented people, every other one as an OCR damages it."""
    rows = []
    for seed in range(1, count + 1):
        specimen = make_specimen(seed=seed)
        response = specimen.response()
        if seed % 2 == 0:
            response = damage(response, seed=seed, severity=severity)
        rows.append(row_of(response, f"specimen-{seed:03}", today=specimen.today, evidence=evidence))
    return rows


def error_row(name: str = "row 9") -> Row:
    """Return a row that could not be examined."""
    return {"id": name, "error": {"code": "not_json", "message": "the row is not JSON"}}


def hostile_rows() -> list[Row]:
    """Return rows in which every text of a card is hostile, one kind of it each."""
    rows = []
    for text in HOSTILE:
        row = copy.deepcopy(card_row("conflict"))
        row["id"] = text
        for name, field in row["fields"].items():
            if name in {"place_of_birth", "address", "distinguishing_marks"}:
                field["value"]["text"] = text
            elif name != "document_number":
                field["value"] = text
        row["fields"]["document_number"]["candidates"] = [text, text + "x"]
        row["findings"].append({"where": text, "code": text, "severity": "info"})
        for entry in row["ledger"]["fields"].values():
            for laid in entry["texts"]:
                laid["text"] = text
                laid["positions"] = [{"printed": text, "read": text[::-1], "edit": "changed"}]
            entry["alternatives"] = [{"value": text}]
        rows += [row, {"id": text + "e", "error": {"code": text, "message": text}}]
    return rows


def page_of(rows: Sequence[Row], pictures: PagePictures | None = None) -> str:
    """Return the page of rows."""
    stream = io.StringIO()
    write_page(rows, stream, pictures=pictures)
    return stream.getvalue()


def save_page(rows: Sequence[Row], file: pathlib.Path, pictures: PagePictures | None = None) -> str:
    """Write the page of rows into a file, and return its address."""
    file.write_text(page_of(rows, pictures), "utf-8")
    return file.as_uri()


def write_rows(rows: Iterable[Row], file: pathlib.Path) -> pathlib.Path:
    """Write rows as the command does."""
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return file
