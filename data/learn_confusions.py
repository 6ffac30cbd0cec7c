"""Learn what a printed character is misread as, and write `khmerid/misreading/shipped.json`.

    python data/learn_confusions.py > khmerid/misreading/shipped.json

Each truth is aligned with what the OCR returned (edit distance, twice: first with equal costs, then with the
costs of the first pass), and the aligned pairs are counted in four channels: the Khmer numerals of the
printed dates, the Western numerals of the printed number, the upper and middle lines of the MRZ, and its
lower line. A cost is the negative natural logarithm of the rate, in tenths; a pair that was seen less than
twice is left out and has the channel's default cost. Rows are the labelled OCR output of invented cards; no
text of a row is kept.
"""

import itertools
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from corpora import CARDS, FIELDS, HEAVY, engine_lines, labelled_cards

from khmerid.adapters import adapt
from khmerid.fields.sex import Sex, nearest_sex
from khmerid.misreading.aligner import Slot, fill, trace
from khmerid.raw_card import RawCard
from khmerid.text.cleaning import clean

#: Costs of the first pass, and of pairs not seen in it: a character misread, and one added or lost, which is
#: rarer. They settle which pairs are counted in the first pass, and hardly any in the second.
_MISREAD, _SLIP = 3.0, 4.0

_KHMER_TO_ASCII = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")

# The corpora that are learned from; that of another engine is for trying what was learned.
CORPORA = (FIELDS, HEAVY, CARDS)

# Where the head of an upper line is misread: ten numerals, with what was added or lost among them.
_NUMBER_AT_THE_END = re.compile(r"[0-9]{8,14}$")

Pair = tuple[str, str]
Counts = dict[str, Counter[str]]


def pairs_of_card(truth: dict[str, Any], card: RawCard) -> Iterator[tuple[str, str, str | None]]:
    """Yield (channel, truth, read) for each labelled text of a card."""
    printed = truth["printed"]
    yield "khmer", printed["birth_date"].translate(_KHMER_TO_ASCII), card.date_of_birth
    yield "khmer", printed["issue_date"].translate(_KHMER_TO_ASCII), card.date_of_issue
    yield "khmer", printed["expiry_date"].translate(_KHMER_TO_ASCII), card.date_of_expiry
    yield "latin", printed["id_number"][:9], (card.document_number or "").split("(")[0].strip()
    if len(card.mrz) != 3:
        return
    upper, middle, lower = (line.replace(" ", "") for line in card.mrz)
    number = _NUMBER_AT_THE_END.search(upper.partition("<<")[0])
    if upper.startswith("IDKHM") or not number:
        yield "mrz", truth["mrz"][0][:15], _head(upper, 15)
    else:
        yield "mrz", truth["mrz"][0][5:15], number[0]
    yield "mrz", truth["mrz"][1][:18], _head(middle, 18)
    if len(middle) == 30:
        yield "mrz", truth["mrz"][1][29], middle[29]
    name = truth["mrz"][2].rstrip("<")
    yield "name", name, _head(lower, len(name))


def pairs_of_lines() -> Iterator[tuple[str, str, str]]:
    """Yield (channel, truth, read) for the date lines that three engines read."""
    engines, lines = engine_lines("date")
    for line in lines:
        for engine in engines:
            yield "khmer", line["truth"].translate(_KHMER_TO_ASCII), line[engine]


def _head(read: str, length: int) -> str:
    """Return the head of a line of the MRZ, the characters that its data were read from."""
    return read[: length + 2].rstrip("<")


def align(truth: str, read: str, costs: dict[Pair, float]) -> list[Pair]:
    """Return the cheapest pairing; ``""`` stands for a character that is missing on one side."""
    slots: list[Slot] = [
        (costs.get((printed, ""), _SLIP), [cost(printed, one, costs) for one in read], ())
        for printed in truth
    ]
    rows = fill(slots, [costs.get(("", one), _SLIP) for one in read])
    return [
        ("" if step.move == "added" else truth[step.slot], "" if step.move == "lost" else read[step.place])
        for step in trace(rows, slots, len(read))
    ]


def cost(truth: str, read: str, costs: dict[Pair, float]) -> float:
    """Return the cost of one pair; unlearned, nothing for the same numeral."""
    learned = costs.get((truth, read))
    if learned is not None:
        return learned
    return 0.0 if truth == read.translate(_KHMER_TO_ASCII) else _MISREAD


def learn(samples: Iterable[Pair]) -> tuple[Counter[Pair], Counter[str]]:
    """Return how often each pair was seen, and how often each truth was."""
    samples = list(samples)
    costs: dict[Pair, float] = {}
    for _ in range(2):
        seen: Counter[Pair] = Counter()
        for truth, read in samples:
            seen.update(align(truth, read, costs))
        total: Counter[str] = Counter()
        for (truth, _), count in seen.items():
            total[truth] += count
        printed = sum(count for truth, count in total.items() if truth)
        costs = {
            pair: -math.log(count / (total[pair[0]] if pair[0] else printed))
            for pair, count in seen.items()
            if count > 1
        }
    total[""] = printed
    return seen, total


def learned(half: int | None = None) -> dict[str, Any]:
    """Learn all channels from the corpora, or from the half of their cards that is asked for.

    The form is that of `khmerid.misreading.channel.misreadings_of`.
    """
    samples: dict[str, list[Pair]] = defaultdict(list)
    words: list[tuple[Sex, str]] = []
    for card in (card for path in CORPORA for card in labelled_cards(path)):
        if half is None or card.half == half:
            raw = adapt(card.response)
            for channel, printed, read in pairs_of_card(card.truth, raw):
                samples[channel].append((printed, read or ""))
            words.append((Sex(card.truth["sex"]), clean(raw.sex)[0]))
    for channel, truth, read in pairs_of_lines():
        samples[channel].append((truth, read))
    tables = {channel: _costs(samples[channel]) for channel in sorted(samples)}
    doubled = {channel: _cost_of_doubling(samples[channel], tables[channel]) for channel in tables}
    return {"costs": tables, "doubled": doubled, "sex_words": _sex_words(words)}


def _costs(samples: list[Pair]) -> dict[str, dict[str, int]]:
    seen, total = learn((truth, read) for truth, read in samples if read)
    costs: dict[str, dict[str, int]] = {}
    for truth in sorted(total):
        pairs = {read: count for (printed, read), count in seen.items() if printed == truth and count > 1}
        by_rate = sorted(pairs, key=lambda read: (-pairs[read], read))
        costs[truth] = {read: round(-10 * math.log(pairs[read] / total[truth])) for read in by_rate}
    return costs


def _cost_of_doubling(samples: list[Pair], table: dict[str, dict[str, int]]) -> int:
    """Return the cost of reading one numeral as two characters that both look like it."""
    costs = {(truth, read): cost / 10 for truth, row in table.items() for read, cost in row.items()}
    doubled = numerals = 1
    for truth, read in samples:
        pairs = align(truth, read, costs) if read else []
        numerals += sum(truth.isdecimal() for truth, _ in pairs)
        for (one, first), (other, second) in itertools.pairwise(pairs):
            if bool(one) != bool(other) and (one + other).isdecimal():
                looks = table[one + other]
                doubled += first in looks and second in looks
    return round(-10 * math.log(doubled / numerals))


def _sex_words(words: list[tuple[Sex, str]]) -> list[tuple[int, int, int]]:
    """Return by how much a text speaks for the nearer word, from how often that one was printed."""
    seen: Counter[tuple[int, int]] = Counter()
    right: Counter[tuple[int, int]] = Counter()
    for sex, read in words:
        if not read:
            continue
        nearer, distance, ahead = nearest_sex(read)
        if ahead:
            seen[distance, ahead] += 1
            right[distance, ahead] += nearer is sex
    odds = {key: (right[key] + 0.5) / (seen[key] - right[key] + 0.5) for key in sorted(seen)}
    return [(*key, max(round(10 * math.log(odd)), 0)) for key, odd in odds.items()]


def main() -> None:
    """Print the tables as JSON, a line for each printed character, so that what changed can be seen."""
    tables = learned()
    channels = ",\n".join(
        f'  "{channel}": {{\n'
        + ",\n".join(f"   {_json(one)}: {_json(row)}" for one, row in table.items())
        + "\n  }"
        for channel, table in tables["costs"].items()
    )
    rest = ",\n".join(f' "{name}": {_json(tables[name])}' for name in ("doubled", "sex_words"))
    sys.stdout.write(f'{{\n "costs": {{\n{channels}\n }},\n{rest}\n}}\n')


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main()
