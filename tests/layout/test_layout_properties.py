"""What holds of all lines: nothing raises, boxes settle the order, no line makes the value of another."""

import json
import math
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import attrs
import pytest
from corpora import text_of
from hypothesis import given
from hypothesis import strategies as st
from support.paths import DATA, specimen

from khmerid.adapters import adapt, to_lines
from khmerid.layout import adapt_lines
from khmerid.raw_card import TEXT_FIELDS, Line, RawCard
from khmerid.text.cleaning import clean

SPECIMEN = "lines/tesseract_clean.tsv"
LABELS = (
    "គោត្តនាមនិងនាម:",
    "ថ្ងៃខែឆ្នាំកំណើត:",
    "ភេទ:",
    "កំពស់:",
    "ទីកន្លែងកំណើត:",
    "អាសយដ្ឋាន:",
    "សុពលភាព:",
    "ដល់ថ្ងៃ",
    "ភិនភាគ:",
)
NOISE = (
    "AM(",
    "10",
    "Smol-",
    "III OHMVL .",
    "[Picture]",
    "| Fe —7",
    "12.05",
    "X",
    "៣៤",
    "KINGDOM OF CAMBODIA",
    "ជាតិ សាសនា ព្រះមហាក្សត្រ",
)

numbers = st.floats(-1e9, 1e9)
points = st.tuples(numbers, numbers)
boxes = st.none() | st.tuples(points, points, points, points)
texts = st.text() | st.lists(st.sampled_from(LABELS) | st.text(max_size=8), max_size=9).map(" ".join)


def fields(card: RawCard) -> dict[str, str | None]:
    return {name: getattr(card, name) for name in TEXT_FIELDS}


def turned(line: Line, angle: float) -> Line:
    assert line.box
    corners = [
        (x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle))
        for x, y in line.box
    ]
    return attrs.evolve(line, box=(corners[0], corners[1], corners[2], corners[3]))


def assert_no_line_is_lost(lines: Sequence[Line], card: RawCard) -> None:
    placed = {index for origin in card.origins.values() for index in origin.lines}
    assert all(origin.line in origin.lines for origin in card.origins.values())
    left = [line for index, line in enumerate(lines) if index not in placed and line.text.strip()]
    assert Counter(card.unplaced) == Counter(left)
    if not all(line.box for line in lines if line.text.strip()):  # the order of the text is that of reading
        assert list(card.unplaced) == left


@given(st.lists(st.builds(Line, texts, st.none() | st.floats(0, 1), st.none() | boxes, st.integers(0, 2))))
def test_every_line_is_in_an_origin_or_unplaced(lines: list[Line]) -> None:
    assert_no_line_is_lost(lines, adapt_lines(lines))


@pytest.mark.parametrize("path", sorted((DATA / "corpus").glob("*.jsonl*")), ids=lambda path: path.name)
def test_no_line_of_a_corpus_is_lost(path: Path) -> None:
    for text in text_of(path).splitlines():
        row = json.loads(text)
        response = row.get("response", row)
        if "lines" in response:
            lines = to_lines({"lines": response["lines"]})
            assert_no_line_is_lost(lines, adapt_lines(lines))


@given(st.lists(st.builds(Line, texts, st.none() | st.floats(0, 1), st.none(), st.integers(0, 2))))
def test_any_lines_are_taken(lines: list[Line]) -> None:
    card = adapt_lines(lines)
    for name, origin in card.origins.items():
        assert origin.line is not None
        assert 0 <= origin.line < len(lines)
        assert name.startswith("mrz.") or getattr(card, name)


@given(st.lists(st.builds(Line, texts, st.none(), boxes, st.integers(0, 2))))
def test_any_boxes_are_taken(lines: list[Line]) -> None:
    adapt_lines(lines)


@given(st.text())
def test_any_one_text_is_taken(text: str) -> None:
    adapt_lines([Line(text)])


@given(st.lists(texts, max_size=20))
def test_every_word_of_a_value_was_read(lines: list[str]) -> None:
    card = adapt_lines([Line(text) for text in lines])
    for text in fields(card).values():
        for word in (text or "").split():
            assert any(word in clean(part)[0] for line in lines for part in line.splitlines())


@given(st.randoms(use_true_random=False))
def test_lines_with_boxes_may_come_in_any_order(rnd: random.Random) -> None:
    lines = to_lines(specimen(SPECIMEN))
    shuffled = rnd.sample(lines, len(lines))
    assert fields(adapt_lines(shuffled)) == fields(adapt_lines(lines))
    assert adapt_lines(shuffled).mrz == adapt_lines(lines).mrz


@given(st.floats(-3.14, 3.14))
def test_a_picture_may_be_turned_by_any_angle(angle: float) -> None:
    lines = to_lines(specimen(SPECIMEN))
    assert fields(adapt_lines([turned(line, angle) for line in lines])) == fields(adapt_lines(lines))


@pytest.mark.parametrize("index", range(12))
def test_a_line_that_is_missing_changes_no_other_field(index: int) -> None:
    lines = to_lines(specimen(SPECIMEN))
    whole, without = fields(adapt_lines(lines)), fields(adapt_lines(lines[:index] + lines[index + 1 :]))
    for name in TEXT_FIELDS:
        assert without[name] in {whole[name], None} or name == "address"
    assert (without["address"] or "") in (whole["address"] or "")


@given(st.lists(st.tuples(st.sampled_from(NOISE), st.integers(0, 12)), max_size=6))
def test_noise_between_the_lines_changes_no_field(noise: list[tuple[str, int]]) -> None:
    lines = [Line(line.text) for line in to_lines(specimen(SPECIMEN))]
    noisy = list(lines)
    for text, place in noise:
        noisy.insert(place, Line(text))
    assert fields(adapt_lines(noisy)) == fields(adapt_lines(lines))


def test_words_with_boxes_of_their_own_are_put_together() -> None:
    rows = specimen(SPECIMEN).decode().splitlines()[1:]
    words = [row.split("\t") for row in rows if row.startswith("5")]
    lines = [
        {
            "text": word[11],
            "box": [int(word[6]), int(word[7]), int(word[6]) + int(word[8]), int(word[7]) + int(word[9])],
        }
        for word in words
    ]
    assert fields(adapt({"lines": lines})) == fields(adapt(specimen(SPECIMEN)))


def test_an_overlong_line_is_no_line_of_a_card() -> None:
    assert fields(adapt_lines([Line("ភេទ: ប្រុស " * 200)])) == dict.fromkeys(TEXT_FIELDS)


def test_a_megabyte_is_answered() -> None:
    adapt_lines([Line("ថ្ងៃខែ ១២.០៣.១៩៩០ SOK<<" * 40)] * 1_000)
    adapt("a: ១ " * 200_000)
    adapt("ភេទ:\n" * 100_000)


def test_no_representation_shows_the_card() -> None:
    lines = to_lines(specimen(SPECIMEN))
    assert "KUMRU" not in repr(lines)
    assert "KUMRU" not in repr(adapt_lines(lines))
    assert repr(adapt_lines([Line("KUMRU")])) == "RawCard(unplaced[1])"
