"""Ten invented cards that a real OCR has read, what becomes of them, and whether that is true.

``python3 run.py demo`` starts it. The truth is that of data/corpus and is looked at only after the reports
are made. The ten are presented on one day; in the totals each card is presented on a day within its validity.
Where pictures can be read (the extra ``picture``, and Tesseract with Khmer), a photograph is, too.
"""

import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "data"))

from corpora import CRITICAL, TRUTHS, Judgement, LabelledCard, judge
from rich.console import Console
from rich.table import Table
from rich.text import Text
from strict_code import refusal
from write_excerpts import excerpt

from khmerid import Code, Reason, examine
from khmerid.batch.visible import to_visible

TODAY = dt.date(2026, 11, 22)
#: Each field that is shown: in a word, where the service has its printed text, and its line of the MRZ.
PLACES = {
    "document_number": ("number", "id_number", "machine_code1"),
    "date_of_birth": ("born", "birth_date", "machine_code2"),
    "sex": ("sex", "sex", "machine_code2"),
    "date_of_expiry": ("expires", "expiry_date", "machine_code2"),
}
#: The card and the field of it that is looked at: easy ones first, then those that a person has to see.
CASES = {
    "101-00378": "document_number",  # nothing to repair: one of the few that strict code takes
    "101-01225": "document_number",  # a character too many
    "101-00063": "date_of_birth",  # other stops
    "101-00714": "date_of_expiry",  # unreadable where it is printed
    "101-00756": "date_of_expiry",  # a letter among the numerals of the MRZ
    "101-00735": "sex",  # cut short
    "101-00007": "date_of_expiry",  # expired
    "101-00147": "date_of_birth",  # two well-formed dates
    "101-01015": "date_of_expiry",  # two well-formed dates, of which the ten-year rule admits one
    "101-01316": "date_of_expiry",  # too little is left: what is offered is not the truth, nor called sure
}
#: A photograph in data/pictures, dim and upside down, and a day on which its card is valid.
PHOTOGRAPH = "0121.jpg"
PHOTOGRAPHED = dt.date(2026, 11, 22)
WHY = {
    "confirmed": "Print, MRZ and check digits agree.",
    "protected": "Only this fits all the evidence.",
}


def main(output: TextIO | None = None, width: int | None = None) -> None:
    """Print the ten cards, then the totals over all."""
    console = Console(file=output, width=width, markup=False, highlight=False)
    cards = excerpt("fields.jsonl")
    console.print(f"Ten of {len(cards)} invented cards as Tesseract read them, presented on {TODAY}:")
    table = Table.grid(padding=(0, 1))
    table.add_column()
    table.add_column(overflow="fold")
    by_id = {card.id: card for card in cards}
    for name, field in CASES.items():
        for head, text in rows(by_id[name], field):
            table.add_row(head, Text(to_visible(text)))
    console.print(table)
    for line in (*totals(cards), *photograph()):
        console.print(line)


def rows(card: LabelledCard, field: str) -> Iterator[tuple[Text, str]]:
    """Yield what was read, and what strict code and khmerid make of it; why; and what is true."""
    word, *places = PLACES[field]
    printed, line = map(card.read, places)
    yield Text(card.id, "bold"), f"{word} {printed}, MRZ {line}"
    refused = refusal(card.response["result"])
    yield Text("  strict"), f"refuses: {refused}" if refused else "accepts"
    report = examine(card.response, today=TODAY).to_dict()
    found = report["fields"][field]  # type: ignore[index]
    value = found["value"] or " or ".join(found["candidates"])
    yield Text("  khmerid"), f"{report['decision']}; {value}, {found['assurance']}"
    yield Text("  why"), why(report, found)
    judgement = judge(report, card.truth)[field]
    yield Text("  true"), f"{card.truth[TRUTHS[field]]}: {verdict(judgement)}"


def why(report: Any, found: Any) -> str:
    """Return why the card is not accepted, or else what the value rests on and what was noted of it."""
    if report["reasons"]:
        return Reason(report["reasons"][-1]).sentence
    notes = [Code(code) for code in found["notes"] if code != str(Code.KHMER_DIGITS)]
    proof = [] if Code.RECOVERED in notes else [WHY[found["assurance"]]]  # its sentence says on what it rests
    return " ".join([*proof, *(note.sentence for note in notes[-1:])])


def verdict(judgement: Judgement) -> str:
    """Return what the truth makes of a field of a report."""
    if judgement.value is None:
        return "not chosen, a person decides"
    if judgement.is_right:
        return "right"
    return "WRONG, and called sure" if judgement.is_sure else "wrong, and not called sure"


def totals(cards: list[LabelledCard]) -> Iterator[str]:
    """Yield what becomes of all the cards, each on a day within its validity."""
    found: Counter[str] = Counter()
    for card in cards:
        report = examine(card.response, today=card.today).to_dict()
        fields = judge(report, card.truth)
        critical = [fields[name] for name in CRITICAL]
        accepts = report["decision"] == "accept"
        found["strict"] += not refusal(card.response["result"])
        found["accepted"] += accepts
        found["accepted wrong"] += accepts and any(one.is_wrong for one in critical)
        found["sure"] += sum(one.is_sure for one in critical)
        found["sure wrong"] += sum(one.is_sure and one.is_wrong for one in fields.values())
    count = len(cards)
    yield f"All {count}, each presented on a day within its validity:"
    accepted = found["accepted"]
    yield f"  strict code accepts {found['strict']}, khmerid {accepted}; {count - accepted} go to a person"
    yield f"  accepted with a wrong number, date of birth, sex or expiry: {found['accepted wrong']}"
    sure = f"{found['sure']} of {count * len(CRITICAL)}"
    yield f"  called sure: {sure} of these; called sure and wrong, of all values: {found['sure wrong']}"


def photograph() -> Iterator[str]:
    """Yield what becomes of a photograph, or what is missing here to read one."""
    folder = ROOT / "data" / "pictures"
    try:
        from khmerid.picture import EngineMissingError, read_picture
    except ModuleNotFoundError as missing:
        yield f"Photographs are read, too. {missing}"
        return
    try:
        card = read_picture(folder / PHOTOGRAPH)
    except EngineMissingError as missing:
        yield f"Photographs are read, too. {missing}"
        return
    rows = map(json.loads, (folder / "truth.jsonl").read_text("utf-8").splitlines())
    truth = next(row["truth"] for row in rows if row["file"] == PHOTOGRAPH)
    report = examine(card, today=PHOTOGRAPHED).to_dict()
    fields = judge(report, truth)
    sure = sum(fields[name].is_sure for name in CRITICAL)
    wrong = sum(one.is_sure and one.is_wrong for one in fields.values())
    decision = report["decision"]
    yield f"A photograph, read on this machine: {decision}; sure: {sure} of 4; sure and wrong: {wrong}"


if __name__ == "__main__":
    main()
