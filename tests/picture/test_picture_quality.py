"""Alarms of a picture, on cards that are drawn here."""

import itertools
import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from khmerid.huawei.wire import RESULT_KEYS
from khmerid.picture import quality
from khmerid.picture.quality import ASKED, CARD_HEIGHT, CARD_WIDTH, THRESHOLDS, measure, quantities
from khmerid.picture.rectify import PIXELS_PER_MM
from khmerid.raw_card import ALARMS, Box, ImageQuality

Card = NDArray[np.uint8]

SHAPE = CARD_HEIGHT, CARD_WIDTH, 3
PAPER = 226, 236, 232
PORTRAIT: Box = ((100, 160), (420, 160), (420, 580), (100, 580))


def box(left: float, top: float, right: float, bottom: float) -> Box:
    return (left, top), (right, top), (right, bottom), (left, bottom)


WHOLE = box(0, 0, CARD_WIDTH, CARD_HEIGHT)


def drawn() -> Card:
    """Draw a card: paper, a portrait, lines of text, and a MRZ of strokes, as a camera sees it."""
    chance = np.random.default_rng(0)
    card = np.full(SHAPE, PAPER, np.uint8)
    card[160:580, 100:420] = 120, 170, 210
    card[300:520, 180:340] = 190, 130, 90
    for line in range(8):
        for left in chance.integers(460, 1500, 80):
            high, wide = chance.integers(3, 26), chance.integers(2, 8)
            card[70 + 60 * line : 70 + 60 * line + high, left : left + wide] = 40
    for line in range(3):
        for column in range(90, 1600, 51):
            card[690 + 127 * line : 738 + 127 * line, column : column + 7] = 20
    return np.clip(blurred(card, 1.5) + chance.normal(0, 1, SHAPE), 0, 255).astype(np.uint8)


def blurred(card: Card, deviation: float) -> Card:
    return np.asarray(cv2.GaussianBlur(card, (0, 0), deviation), np.uint8)


def under(card: Card, *light: float) -> Card:
    lit: Card = np.clip(card * np.array(light), 0, 255).astype(np.uint8)
    return lit


def copied(card: Card) -> Card:
    grey = cv2.cvtColor(card, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), np.uint8)


def of(card: Card, *asked: str, corners: Box = WHOLE, portrait: Box | None = None) -> ImageQuality:
    return measure(card, corners=corners, shape=SHAPE, portrait=portrait, asked=asked)


def quantity(card: Card, name: str, *, corners: Box = WHOLE, portrait: Box | None = None) -> float | None:
    return quantities(card, corners=corners, shape=SHAPE, portrait=portrait, asked=[name]).get(name)


@pytest.fixture(scope="module")
def card() -> Card:
    return drawn()


@pytest.mark.parametrize("portrait", [None, PORTRAIT])
def test_a_good_picture_has_no_alarm(card: Card, portrait: Box | None) -> None:
    found = of(card, *ASKED, portrait=portrait)
    assert found.type == "normal"
    assert dict(found.alarms) == dict.fromkeys(set(ALARMS) - {"tampering"}, False)
    assert found.scores.keys() == found.alarms.keys() | {"type"}


def test_there_is_a_result_for_what_the_service_has_one_for_but_tampering() -> None:
    scored = {key.ours.removeprefix("image.") for key in RESULT_KEYS if key.score}
    assert set(ASKED) == scored
    assert scored - THRESHOLDS.keys() == {"tampering"}


@pytest.mark.parametrize("name", ASKED)
def test_only_what_is_asked_for_is_there(card: Card, name: str) -> None:
    found = of(card, name)
    assert {*found.alarms, *(["type"] if found.type else [])} == {name} - {"tampering"}
    assert found.scores.keys() == {name} - {"tampering"}


@settings(max_examples=3)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(0, 255))
def test_scores_are_from_0_to_99_and_alarms_those_above_50(seed: int, grain: int, level: int) -> None:
    noise = np.random.default_rng(seed).integers(0, level + 1, (CARD_HEIGHT, CARD_WIDTH, 3), np.uint8)
    found = of(np.asarray(cv2.blur(noise, (grain, grain)), np.uint8), *ASKED)
    assert all(type(score) is int and 0 <= score <= 99 for score in found.scores.values())
    assert {name: found.scores[name] > 50 for name in found.alarms} == found.alarms
    assert (found.scores["type"] > 50) is (found.type == "copy")


@given(st.floats(0, allow_infinity=True), st.floats(0, allow_infinity=True))
def test_the_score_goes_up_with_the_quantity_and_is_50_at_the_threshold(one: float, other: float) -> None:
    less, more = quality._score(min(one, other)), quality._score(max(one, other))
    assert 0 <= less <= more <= 99
    assert quality._score(1) == 50
    assert quality._score(math.nextafter(1, 2) + 1e-9) == 51


def test_mistakes_of_the_caller_are_named(card: Card) -> None:
    with pytest.raises(ValueError, match="nothing measures 'smile'; there are type, border_integrity"):
        of(card, "smile")
    with pytest.raises(ValueError, match="the card is not 1712 by 1080 pixels of three bytes"):
        of(card[:-1], "blur")
    with pytest.raises(ValueError, match="the card is not 1712 by 1080 pixels of three bytes"):
        measure(card.astype(np.float32), corners=WHOLE, shape=SHAPE)
    with pytest.raises(ValueError, match="the corners enclose nothing"):
        of(card, "blur", corners=((0, 0), (10, 10), (20, 20), (30, 30)))


@settings(max_examples=10)
@given(st.floats(0, 0.5), st.floats(0, 0.5))
def test_the_border_score_goes_up_with_the_area_outside(one: float, other: float) -> None:
    blank = np.zeros(SHAPE, np.uint8)
    less, more = (
        of(blank, "border_integrity", corners=box(part * CARD_WIDTH, 0, (1 + part) * CARD_WIDTH, CARD_HEIGHT))
        for part in sorted((one, other))
    )
    assert less.scores["border_integrity"] <= more.scores["border_integrity"]


def test_a_card_that_is_cut_off_raises_the_alarm(card: Card) -> None:
    assert quantity(card, "border_integrity", corners=box(0, -108, CARD_WIDTH, 972)) == pytest.approx(0.1)
    assert of(card, "border_integrity", corners=box(0, -108, CARD_WIDTH, 972)).alarms["border_integrity"]
    assert not of(card, "border_integrity").scores["border_integrity"]


def test_the_card_may_lie_in_the_picture_in_any_way(card: Card) -> None:
    upside_down = WHOLE[2:] + WHOLE[:2]
    assert quantity(card, "border_integrity", corners=upside_down) == 0


def test_blur_goes_up_with_blurring(card: Card) -> None:
    widths = [quantity(blurred(card, deviation), "blur") for deviation in (0.5, 1, 2, 4, 8, 16)]
    assert None not in widths
    assert all(less < more for less, more in itertools.pairwise(width or 0 for width in widths))
    assert of(blurred(card, 1), "blur").scores["blur"] < 50 < of(blurred(card, 8), "blur").scores["blur"]


def test_blur_is_in_millimetres() -> None:
    stripes = np.full(SHAPE, 200, np.uint8)
    stripes[:, np.arange(CARD_WIDTH) % 100 < 50] = 40
    for deviation in (2, 4, 8):
        width = quantity(blurred(stripes, deviation), "blur")
        assert width == pytest.approx(2.563 * deviation / PIXELS_PER_MM, rel=0.15)


def test_blur_is_the_same_in_less_light_and_with_noise(card: Card) -> None:
    soft = blurred(card, 5)
    width = quantity(soft, "blur")
    noisy = soft + np.random.default_rng(1).normal(0, 6, SHAPE)
    assert quantity(under(soft, 0.4, 0.4, 0.4), "blur") == pytest.approx(width, rel=0.1)
    assert quantity(np.clip(noisy, 0, 255).astype(np.uint8), "blur") == pytest.approx(width, rel=0.2)


def test_a_mrz_without_an_edge_is_as_blurred_as_can_be() -> None:
    assert of(np.full(SHAPE, PAPER, np.uint8), "blur").scores["blur"] == 99


def test_of_a_mrz_outside_of_the_picture_no_blur_is_told(card: Card) -> None:
    assert of(card, "blur", corners=box(0, 540, CARD_WIDTH, 1620)).alarms == {}


@pytest.mark.parametrize(("radius_mm", "alarms"), [(1, {"glare": False}), (6, {"glare": True})])
def test_a_burnt_out_patch_raises_the_alarm_if_it_is_large(
    card: Card, radius_mm: int, alarms: dict[str, bool]
) -> None:
    lit = cv2.circle(card.copy(), (1000, 300), radius_mm * PIXELS_PER_MM, (255, 255, 255), -1)
    assert of(np.asarray(lit, np.uint8), "glare").alarms == alarms


def test_a_white_shirt_is_no_glare(card: Card) -> None:
    shirt = card.copy()
    shirt[480:570, 110:410] = 255
    assert quantity(shirt, "glare", portrait=PORTRAIT) == 0
    assert quantity(shirt, "glare") == pytest.approx(67.5, rel=0.1)


@pytest.mark.parametrize("light", [(1, 1, 1), (1, 0.8, 0.55), (0.4, 0.5, 0.4)])
@pytest.mark.parametrize("portrait", [None, PORTRAIT])
def test_grey_is_a_copy_and_colour_is_none_in_any_light(
    card: Card, light: tuple[float, ...], portrait: Box | None
) -> None:
    assert of(under(copied(card), *light), "type", portrait=portrait).type == "copy"
    assert of(under(card, *light), "type", portrait=portrait).type == "normal"


def test_glare_is_not_examined_on_a_copy(card: Card) -> None:
    white = under(copied(card), 2, 2, 2)
    assert "glare" not in of(white, *ASKED).alarms
    assert of(white, "glare").scores == {}
    assert of(under(card, 2, 2, 2), "glare").alarms == {"glare": True}


def test_of_a_card_outside_of_the_picture_only_that_is_told(card: Card) -> None:
    found = of(card, *ASKED, corners=box(CARD_WIDTH, 0, 2 * CARD_WIDTH, CARD_HEIGHT))
    assert found.alarms == {"border_integrity": True}
    assert found.type is None


@pytest.mark.parametrize("portrait", [None, PORTRAIT])
def test_where_the_portrait_may_be_outside_of_the_picture_the_type_is_not_told(
    card: Card, portrait: Box | None
) -> None:
    corners = box(-450, 0, CARD_WIDTH - 450, CARD_HEIGHT)
    moved = portrait and box(-350, 160, -30, 580)
    found = of(copied(card), "type", "glare", corners=corners, portrait=moved)
    assert (found.type, found.alarms) == (None, {"glare": False})


def test_a_patch_that_reaches_in_from_outside_raises_the_alarm(card: Card) -> None:
    finger = card.copy()
    finger[700:900, 1400:] = 200, 140, 110
    assert of(finger, "blocking_within_border").alarms["blocking_within_border"]


def test_a_patch_within_the_card_or_a_narrow_one_raises_none(card: Card) -> None:
    within = card.copy()
    within[700:900, 1300:1600] = 200, 140, 110
    within[:, :40] = 30, 90, 40  # corners that are two millimetres off show what is beside the card
    assert quantity(within, "blocking_within_border") == 0


def test_a_fine_grid_raises_the_alarm(card: Card) -> None:
    rows, columns = np.mgrid[:CARD_HEIGHT, :CARD_WIDTH]
    grid = 6 * (np.sin(rows * 2 * np.pi / 5) + np.sin(columns * 2 * np.pi / 5))
    shown = np.clip(card + grid[:, :, None], 0, 255).astype(np.uint8)
    assert of(shown, "reproduce").alarms["reproduce"]
    assert not of(card, "reproduce").alarms["reproduce"]
