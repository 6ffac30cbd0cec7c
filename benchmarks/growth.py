"""How time grows with what is passed: each way in, with a thousand to a hundred thousand characters.

    python benchmarks/growth.py [--markdown]

Times are of the processor, the best of three. What grows by more than ten from one column to the next grows
faster than what was passed; what stays has a limit (``docs/limits.md``, which has this table).
"""

import argparse
import datetime as dt
import functools
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import khmerid
from khmerid import examine, examine_all
from khmerid.limits import MOST_RESPONSES
from khmerid.testing import make_specimen
from khmerid.text.normal_form import to_normal_form

SIZES = (1_000, 10_000, 100_000)
TODAY = dt.date(2026, 11, 22)
SPECIMEN = make_specimen(seed=1)
RESPONSE: dict[str, Any] = SPECIMEN.response()["result"]
#: What texts are made of: words, Khmer with marks, numerals, fillers, and all of a card.
UNITS = ("A ", "ក្ត ", "០១.០១.២០០០ ", "<", "ឃុំ ", "A<0ស្រី ")
CARD = [line["text"] for line in SPECIMEN.lines()["lines"]]

Work = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--markdown", action="store_true", help="as docs/limits.md has it")
    options = parser.parse_args()
    examine(SPECIMEN.response(), today=TODAY)  # which loads the gazetteer
    heads = [f"{size:,}" for size in SIZES]
    between, ends = (" | ", "| {} |") if options.markdown else ("  ", "{}")
    print(ends.format(between.join(["characters, the slowest of six texts", *heads])))
    if options.markdown:
        print("|" + "---|" * (len(SIZES) + 1))
    for label, works_of in WAYS.items():
        times = [max(map(seconds, works_of(size))) for size in SIZES]
        print(ends.format(between.join([label, *(f"{1e3 * one:.1f} ms" for one in times)])), flush=True)


def seconds(work: Work) -> float:
    """Return the least time of the processor of three runs, one where that is long."""
    times: list[float] = []
    while len(times) < 3 and sum(times) < 1.0:
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def of_length(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def texts(read: Callable[[str], object]) -> Callable[[int], list[Work]]:
    return lambda size: [functools.partial(read, of_length(unit, size)) for unit in UNITS]


def fields(*names: str) -> Callable[[int], list[Work]]:
    """Examine a card, one field of which has so many characters."""

    def works(size: int) -> list[Work]:
        responses = [{"result": RESPONSE | {name: of_length(unit, size)}} for name in names for unit in UNITS]
        return [lambda response=response: examine(response, today=TODAY) for response in responses]

    return works


def lines(units: Sequence[str], *, boxes: bool = False) -> Callable[[int], list[Work]]:
    """Examine lines, a tenth as many as there are characters."""

    def works(size: int) -> list[Work]:
        found: list[dict[str, Any]] = [{"text": units[at % len(units)]} for at in range(size // 10)]
        if boxes:
            found = [one | {"box": [0, 20 * at, 100, 20 * at + 18]} for at, one in enumerate(found)]
        return [lambda: examine({"lines": found}, today=TODAY)]

    return works


def of_one_card(size: int) -> list[Work]:
    count = min(size // 1000, MOST_RESPONSES)
    return [
        lambda: examine_all([{"result": RESPONSE | {"height": f"{at}"}} for at in range(count)], today=TODAY)
    ]


WAYS: dict[str, Callable[[int], list[Work]]] = {
    "`examine`, a printed field": fields(
        "id_number", "name_en", "name_kh", "birth_date", "address", "description"
    ),
    "`examine`, a line of the MRZ": fields("machine_code1", "machine_code2", "machine_code3"),
    "`examine`, one line": texts(lambda text: examine({"lines": [{"text": text}]}, today=TODAY)),
    "`examine`, lines of 10 characters": lines(["012345678", "SOK SOPHEA"]),
    "`examine`, lines of cards": lines(CARD),
    "`examine`, lines of cards, with boxes": lines(CARD, boxes=True),
    "`examine_all`, a response for each 1,000": of_one_card,
    "`read_address`": texts(khmerid.read_address),
    "other readers": lambda size: [
        work
        for read in (khmerid.read_date, khmerid.read_name_khmer, khmerid.read_name_latin, khmerid.read_marks)
        for work in texts(read)(size)
    ],
    "`to_normal_form`": texts(to_normal_form),
    "`to_western_digits`": texts(khmerid.to_western_digits),
    "`recover_mrz`, one line": texts(khmerid.recover_mrz),
    "`recover_mrz`, lines of 30": lambda size: [
        lambda: khmerid.recover_mrz([SPECIMEN.mrz[1]] * (size // 30))
    ],
    "`parse_td1`": texts(khmerid.parse_td1),
    "JSON within JSON": lambda size: [
        lambda: refused("[" * size + "]" * size),
        lambda: refused({"k" * size: 1}),
    ],
}


def refused(response: object) -> None:
    try:
        examine(response, today=TODAY)
    except khmerid.UnexpectedResponseError:
        return


if __name__ == "__main__":
    main()
