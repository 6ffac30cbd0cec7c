"""How well photographs are read, by set: the card found, its corners, the values, the time.

    python benchmarks/pictures.py FOLDER [--half odd|even] [--corners FILE]

FOLDER has pictures and ``truth.jsonl`` (as ``data/pictures``). Needs Tesseract with Khmer. Of two halves, one
may have been tuned on; each row is examined on a day within the card's validity that its id settles. With
``--corners``, ``{"id", "corners", "portrait"}`` is written of each card found, for `benchmarks/alarms.py`.

- ``found``, ``IoU``, ``upright``: shares of pictures in which a card was found, with corners that enclose
  over 0.9 of the true area and no more, and the right way up.
- ``accepted``; ``critical``: the share of number, birth, sex and expiry that are sure.
- ``silent``: values that are sure and wrong; ``wrong``: cards accepted with a wrong critical value.
- ``seconds``: of one reader with two threads.
- Then the share of printed texts, and of MRZs, that were read exactly as printed.
"""

import argparse
import datetime as dt
import json
import resource
import sys
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import cv2
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

import khmerid
from khmerid.huawei.wire import TEXTS
from khmerid.picture import PictureError, PictureReader, Scan
from khmerid.report.report import Report

CRITICAL = ("document_number", "date_of_birth", "sex", "date_of_expiry")
PLAIN = (*CRITICAL, "date_of_issue", "height_cm", "surname", "given_names")
NAMES = {
    "document_number": "id_number",
    "date_of_birth": "birth_date",
    "date_of_expiry": "expiry_date",
    "date_of_issue": "issue_date",
}


@attrs.define
class Counts:
    """What was counted of the pictures of a set."""

    pictures: int = 0
    found: int = 0
    close: int = 0
    upright: int = 0
    accepted: int = 0
    critical: int = 0
    silent: int = 0
    wrong: int = 0
    seconds: list[float] = attrs.field(factory=list)
    exact: Counter[str] = attrs.field(factory=Counter)
    reasons: Counter[str] = attrs.field(factory=Counter)


def presented(row: Mapping[str, Any]) -> dt.date:
    issued = dt.date.fromisoformat(row["truth"]["issue_date"])
    return issued + dt.timedelta(days=1 + zlib.crc32(row["id"].encode()) % 3640)


def overlap(one: object, other: object) -> float:
    first, second = np.array(one, np.float32), np.array(other, np.float32)
    shared = cv2.intersectConvexConvex(first, second)[0]
    return shared / (cv2.contourArea(first) + cv2.contourArea(second) - shared)


def said(report: Report) -> Iterator[tuple[str, object, bool]]:
    """Yield each field with a truth: its value as plain data, and whether it is sure."""
    fields = report.to_dict()["fields"]
    for name in PLAIN:
        yield name, fields[name]["value"], fields[name]["assurance"] in {"confirmed", "protected"}
    for name in ("place_of_birth", "address"):
        commune = (fields[name]["value"] or {}).get("commune") or {}
        yield name, commune.get("code"), fields[name]["assurance"] in {"confirmed", "protected"}


def truth_of(truth: Mapping[str, Any]) -> dict[str, object]:
    values = {name: truth[NAMES.get(name, name)] for name in PLAIN}
    return values | {"place_of_birth": truth["birth_place_code"], "address": truth["address_commune_code"]}


def count(counts: Counts, row: Mapping[str, Any], scan: Scan, report: Report) -> None:
    counts.found += 1
    counts.close += overlap(scan.corners, row["corners"]) > 0.9
    apart = np.hypot(*(np.array(scan.corners) - row["corners"]).T)
    counts.upright += bool(apart.max() < 0.3 * row["width"])
    accepted = str(report.decision) == "accept"
    counts.accepted += accepted
    truth, bad = truth_of(row["truth"]), False
    for name, value, sure in said(report):
        right = value == truth[name]
        counts.critical += right and sure and name in CRITICAL
        counts.silent += sure and value is not None and not right
        bad |= value is not None and not right and name in CRITICAL
    counts.wrong += accepted and bad
    counts.reasons.update(map(str, report.reasons))
    printed = row["truth"]["printed"]
    for theirs, ours in TEXTS.items():
        text = (getattr(scan.card, ours) or "").replace("\u200b", "").strip()
        counts.exact[ours] += text == printed[theirs]
    counts.exact["mrz"] += list(scan.card.mrz) == row["truth"]["mrz"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("odd", "even"), default="")
    parser.add_argument("--corners", type=Path, help="where the corners that were found are written")
    options = parser.parse_args()
    folder = options.folder
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
    chosen = {"": rows, "even": rows[::2], "odd": rows[1::2]}[options.half]
    located: list[str] = []
    reader = PictureReader.open(threads=2)
    sets: defaultdict[str, Counts] = defaultdict(Counts)
    for row in chosen:
        counts = sets[row["set"]]
        counts.pictures += 1
        data = (folder / row["file"]).read_bytes()
        begin = time.perf_counter()
        try:
            scan = reader.scan(data)
        except PictureError:
            counts.reasons["not located"] += 1
            continue
        finally:
            counts.seconds.append(time.perf_counter() - begin)
        place = {"id": row["id"], "corners": scan.corners, "portrait": scan.portrait}
        located.append(json.dumps(place) + "\n")
        count(counts, row, scan, khmerid.examine(scan.card, today=presented(row)))
    if options.corners:
        options.corners.write_text("".join(located), "utf-8")
    show(sets)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


def show(sets: Mapping[str, Counts]) -> None:
    print("set     n    found  IoU    upright accepted critical silent wrong  seconds (p90)")
    for name, one in sets.items():
        shares = [part / one.pictures for part in (one.found, one.close, one.upright, one.accepted)]
        times = np.percentile(one.seconds, (50, 90))
        critical = one.critical / one.pictures / len(CRITICAL)
        print(
            f"{name:7s} {one.pictures:4d} {' '.join(f'{share:6.3f}' for share in shares)}  {critical:6.3f}"
            f" {one.silent:6d} {one.wrong:6d}   {times[0]:.2f} ({times[1]:.2f})"
        )
    for name, one in sets.items():
        exact = ", ".join(f"{field} {number / one.pictures:.2f}" for field, number in one.exact.items())
        print(f"{name}: {exact}")
        print(f"{name}: {', '.join(f'{reason} {number}' for reason, number in one.reasons.most_common())}")


if __name__ == "__main__":
    main()
