"""Whole cards that a real OCR has read as lines: whatever happens to them, no value called sure is wrong.

The cards are in ``data/corpus``. Each is read as it is, and with its lines shuffled, one of them missing,
lines of noise between them, every line twice, in words, and without boxes.
"""

import datetime as dt
import functools
import random
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest
from corpora import judge
from write_excerpts import excerpt

from khmerid import examine
from khmerid.adapters import to_lines
from khmerid.adapters.response import to_box
from khmerid.raw_card import Line

Change = Callable[[list[Line], random.Random], Iterator[list[Line]]]

NOISE = (
    *(
        "AM(",
        "10",
        "Smol-",
        "III OHMVL .",
        "[Picture]",
        "| Fe —7",
        "KINGDOM OF CAMBODIA",
        "SAMPLE CARD",
        "X Y",
    ),
    *("ជាតិ សាសនា ព្រះមហាក្សត្រ", "អត្តសញ្ញាណប័ណ្ណ", "១២៣៤៥៦", "01/02/2019", "០១.០២.២០១៩", "ប្រុស", "១៦៥ ស.ម"),
    *("ភេទ: ស្រី", "សុពលភាព", "123456789", "SOK SOPHEA", "1<<<2"),
)


@functools.cache
def cards() -> list[tuple[dt.date, list[Line], dict[str, Any]]]:
    return [(card.today, to_lines(card.response), card.truth) for card in excerpt("lines.jsonl")]


def as_it_is(lines: list[Line], _: random.Random) -> Iterator[list[Line]]:
    yield lines


def shuffled(lines: list[Line], rnd: random.Random) -> Iterator[list[Line]]:
    yield rnd.sample(lines, len(lines))


def without_boxes(lines: list[Line], _: random.Random) -> Iterator[list[Line]]:
    yield [attrs.evolve(line, box=None) for line in lines]


def shuffled_without_boxes(lines: list[Line], rnd: random.Random) -> Iterator[list[Line]]:
    yield [attrs.evolve(line, box=None) for line in rnd.sample(lines, len(lines))]


def one_missing(lines: list[Line], _: random.Random) -> Iterator[list[Line]]:
    for index in range(len(lines)):
        yield lines[:index] + lines[index + 1 :]


def noise_beside(lines: list[Line], rnd: random.Random) -> Iterator[list[Line]]:
    noisy = list(lines)
    for _ in range(4):
        x, y = rnd.uniform(0, 1_400), rnd.uniform(0, 880)
        box = to_box([x, y, x + rnd.uniform(20, 200), y + rnd.uniform(15, 50)])
        noisy.append(Line(rnd.choice(NOISE), 0.3, box))
    yield noisy


def noise_between(lines: list[Line], rnd: random.Random) -> Iterator[list[Line]]:
    noisy = [attrs.evolve(line, box=None) for line in lines]
    for _ in range(4):
        noisy.insert(rnd.randint(0, len(noisy)), Line(rnd.choice(NOISE)))
    yield noisy


def twice(lines: list[Line], _: random.Random) -> Iterator[list[Line]]:
    yield lines + lines


def in_words(lines: list[Line], rnd: random.Random) -> Iterator[list[Line]]:
    words = []
    for line in lines:
        assert line.box
        (left, top), _, (right, bottom), _ = line.box
        step = (right - left) / len(line.text)
        place = 0
        for word in line.text.split(" "):
            if word:
                box = to_box([left + place * step, top, left + (place + len(word)) * step, bottom])
                words.append(Line(word, line.confidence, box))
            place += len(word) + 1
    yield rnd.sample(words, len(words))


CHANGES = (
    *(as_it_is, shuffled, without_boxes, shuffled_without_boxes, one_missing),
    *(noise_beside, noise_between, twice, in_words),
)


@pytest.mark.no_cover  # whole corpora take three times as long under the tracer; others cover the lines
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_no_value_called_sure_is_wrong(change: Change) -> None:
    rnd = random.Random(20261122)  # noqa: S311  # a choice of noise, not a secret
    wrong = []
    for number, (today, lines, truth) in enumerate(cards()):
        for changed in change(lines, rnd):
            judgements = judge(examine(changed, today=today).to_dict(), truth)
            wrong += [
                (number, name) for name, field in judgements.items() if field.is_sure and field.is_wrong
            ]
    assert wrong == []


@pytest.mark.parametrize("change", [shuffled, without_boxes, in_words], ids=lambda change: change.__name__)
def test_what_loses_no_text_changes_no_report(change: Change) -> None:
    rnd = random.Random(20261122)  # noqa: S311  # a choice of noise, not a secret
    for today, lines, _ in cards():
        report = examine(lines, today=today).to_dict()
        for changed in change(lines, rnd):
            assert examine(changed, today=today).to_dict()["fields"] == report["fields"]
