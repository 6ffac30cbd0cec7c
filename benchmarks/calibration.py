"""Choose the margin on one half of labelled corpora, check it on the other; print how sure each assurance is.

    python benchmarks/calibration.py

The corpora are those of ``data/corpus`` that the costs of misreadings are learned from. Twice, with the
halves exchanged: the costs are learned from one half, the other half is examined with them at each margin. So
no row is judged with costs that it took part in.
"""

import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

from corpora import CRITICAL, Judgement, judge, labelled_cards
from learn_confusions import CORPORA, learned

from khmerid.adapters import adapt
from khmerid.examination import examine_card
from khmerid.misreading.channel import misreadings_of
from khmerid.resolve import verdict

MARGINS = (4.0, 5.0, 6.0, 7.0, 7.6, 8.0, 9.0)


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


def judged() -> Iterator[tuple[int, float, str, dict[str, Judgement]]]:
    """Yield half, margin, decision and the judgement of each field, for each card at each margin."""
    cards = [(card, adapt(card.response)) for path in CORPORA for card in labelled_cards(path)]
    for half in (0, 1):
        misreadings = misreadings_of(learned(1 - half))
        for margin in MARGINS:
            verdict.SURE_MARGIN = margin
            for card, raw in cards:
                if card.half == half:
                    report = examine_card(raw, today=card.today, misreadings=misreadings).to_dict()
                    yield half, margin, report["decision"], judge(report, card.truth)


def main() -> None:
    """Print the two tables."""
    shipped = verdict.SURE_MARGIN
    sure: Counter[tuple[int, float, bool]] = Counter()
    accepted: Counter[tuple[int, float]] = Counter()
    levels: Counter[tuple[str, str, bool]] = Counter()
    for half, margin, decision, fields in judged():
        accepted[half, margin] += decision == "accept"
        sure.update((half, margin, fields[name].is_right) for name in CRITICAL if fields[name].is_sure)
        if margin == shipped:
            known = [(name, field) for name, field in fields.items() if field.value is not None]
            levels.update((name, field.assurance, field.is_right) for name, field in known)
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
