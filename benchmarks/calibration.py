"""Choose the margin on one half of labelled corpora, check it on the other; print how sure each assurance is.

    python benchmarks/calibration.py CORPUS.jsonl … [--lines OCR_RAW_LINES.tsv]

Twice, with the halves exchanged: the costs of misreadings are learned from one half, the other half is
examined with them at each margin. So no row is judged with costs that it took part in.
"""

import argparse
import datetime as dt
import importlib.util
import json
import math
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from khmerid.adapters import adapt  # noqa: E402
from khmerid.examination import examine_card  # noqa: E402
from khmerid.misreading.channel import Misreadings, misreadings_of  # noqa: E402
from khmerid.report.report import Report  # noqa: E402
from khmerid.resolve import verdict  # noqa: E402

CRITICAL = ("document_number", "date_of_birth", "sex", "date_of_expiry")
TRUTHS = {
    "document_number": "id_number",
    "date_of_birth": "birth_date",
    "sex": "sex",
    "date_of_expiry": "expiry_date",
    "date_of_issue": "issue_date",
    "height_cm": "height_cm",
    "surname": "surname",
    "given_names": "given_names",
}
MARGINS = (4.0, 5.0, 6.0, 7.0, 7.6, 8.0, 9.0)
Row = dict[str, object]


def learner() -> ModuleType:
    """Load the script that learns the costs."""
    spec = importlib.util.spec_from_file_location("learn_confusions", ROOT / "data" / "learn_confusions.py")
    if spec is None or spec.loader is None:
        sys.exit("data/learn_confusions.py is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reports(rows: list[Row], misreadings: Misreadings) -> Iterator[tuple[Row, Report]]:
    """Examine every row, with these misreadings, on some day within its card's validity."""
    for row in rows:
        issued = dt.date.fromisoformat(row["truth"]["issue_date"])
        today = issued + dt.timedelta(days=1 + zlib.crc32(row["id"].encode()) % 3640)
        response = row["response"] if "response" in row else {"lines": row["lines"]}
        yield row, examine_card(adapt(response), today=today, misreadings=misreadings)


def plain(value: object) -> object:
    """Return a value in the form that the truth has."""
    return value.isoformat() if isinstance(value, dt.date) else getattr(value, "value", value)


def upper_bound(wrong: int, n: int) -> float:
    """Return the upper 95 % bound of a rate (Clopper and Pearson), by bisection."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        chance = (
            sum(math.comb(n, k) * middle**k * (1 - middle) ** (n - k) for k in range(wrong + 1))
            if n < 800
            else (
                sum(
                    math.exp(-n * middle + k * math.log(n * middle or 1e-300) - math.lgamma(k + 1))
                    for k in range(wrong + 1)
                )
            )
        )
        low, high = (middle, high) if chance > 0.05 else (low, middle)
    return high


def main() -> None:
    """Print the two tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--lines", type=Path)
    arguments = parser.parse_args()
    rows = [
        json.loads(line)
        for path in arguments.corpora
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    learn, shipped = learner(), verdict.SURE_MARGIN
    sure: Counter[tuple[int, float, bool]] = Counter()
    accepted: Counter[tuple[int, float]] = Counter()
    levels: Counter[tuple[str, str, bool]] = Counter()
    for half in (0, 1):
        found = learn.learned(arguments.corpora, arguments.lines, 1 - half)
        misreadings = misreadings_of(found.CONFUSIONS, found.DOUBLED, found.SEX_WORDS)
        examined = [row for row in rows if zlib.crc32(row["id"].encode()) % 2 == half]
        for margin in MARGINS:
            verdict.SURE_MARGIN = margin
            for row, report in reports(examined, misreadings):
                accepted[half, margin] += str(report.decision) == "accept"
                for name, key in TRUTHS.items():
                    resolved = getattr(report, name)
                    right = plain(resolved.value) == row["truth"][key]
                    if name in CRITICAL and resolved.assurance.is_sure:
                        sure[half, margin, right] += 1
                    if margin == shipped and resolved.value is not None:
                        levels[name, str(resolved.assurance), right] += 1
    of_half = "".join(f"{f'half {half}: sure':>14}{'wrong':>7}{'accepted':>10}" for half in (0, 1))
    print(f"{'margin':>8}{of_half}")
    for margin in MARGINS:
        cells = ""
        for half in (0, 1):
            right, wrong = sure[half, margin, True], sure[half, margin, False]
            cells += f"{right + wrong:14}{wrong:7}{accepted[half, margin]:10}"
        print(f"{margin:8}{cells}{'   <- shipped' if margin == shipped else ''}")
    print(f"\n{'field':22}{'assurance':12}{'n':>7}{'wrong':>7}{'upper 95 %':>12}")
    for name, level in sorted({key[:2] for key in levels}):
        wrong = levels[name, level, False]
        n = wrong + levels[name, level, True]
        print(f"{name:22}{level:12}{n:7}{wrong:7}{upper_bound(wrong, n):12.4f}")


if __name__ == "__main__":
    main()
