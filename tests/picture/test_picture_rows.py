"""Rows of a rectified card, the portrait on it, and lines made ready for reading."""

import cv2
import numpy as np
import pytest

from khmerid.picture.ink import flatten, sharpen, spread
from khmerid.picture.pixels import Pixels, Quad
from khmerid.picture.portrait import find_portrait
from khmerid.picture.rectify import rectangle
from khmerid.picture.rows import crop_of, join_rows, mrz_boxes

PAPER = (214, 222, 205)


def box(left: float, top: float, width: float = 200, height: float = 40) -> Quad:
    return np.asarray(rectangle(width, height) + np.array([left, top]), np.float64)


def card(face: tuple[int, int, int, int] | None = (60, 150, 330, 430)) -> Pixels:
    """Draw a card, with a portrait at a place and of a size."""
    drawn = np.full((1080, 1712, 3), PAPER, np.uint8)
    if face:
        left, top, width, height = face
        drawn[top : top + height, left : left + width] = (120, 140, 170)
    return drawn


def test_boxes_in_a_row_are_joined_and_others_are_not() -> None:
    rows = join_rows([box(260, 4), box(900, 0), box(0, 0), box(0, 80)])
    assert [(row[0].tolist(), row[2].tolist()) for row in rows] == [
        ([900, 0], [1100, 40]),
        ([0, 0], [460, 44]),
        ([0, 80], [200, 120]),
    ]
    assert join_rows([]) == []


def test_a_crop_stays_on_the_card() -> None:
    assert crop_of(card(), box(-20, -20), 0.5).shape == (40, 200, 3)
    assert crop_of(card(), box(0, 0, 0, 0)).shape == (1, 1, 3)


def test_the_lines_of_the_mrz_have_boxes_with_a_margin() -> None:
    lines = np.array([[[80.0, y], [1600.0, y + 2]] for y in (738, 865, 992)])
    boxes = mrz_boxes(lines)
    assert boxes[0].tolist() == [[64, 693], [1616, 693], [1616, 785], [64, 785]]


def test_a_portrait_is_what_is_not_paper() -> None:
    found = find_portrait(card(), text_left=430, mrz_top=690)
    assert found is not None
    assert np.abs(found - (rectangle(330, 430) + np.array([60, 150]))).max() < 20


@pytest.mark.parametrize("face", [None, (60, 150, 40, 40), (40, 300, 360, 150), (180, 30, 90, 600)])
def test_no_patch_or_one_of_another_shape_is_no_portrait(face: tuple[int, int, int, int] | None) -> None:
    assert find_portrait(card(face), text_left=430, mrz_top=690) is None


@pytest.mark.parametrize(("text_left", "mrz_top"), [(0.0, 690.0), (430.0, 0.0), (60.0, 690.0)])
def test_without_room_there_is_no_portrait(text_left: float, mrz_top: float) -> None:
    assert find_portrait(card(), text_left=text_left, mrz_top=mrz_top) is None


def test_ink_is_black_and_paper_white_whatever_the_light() -> None:
    line = np.full((80, 400, 3), 150, np.uint8)
    cv2.putText(line, "SOK", (40, 60), cv2.FONT_HERSHEY_SIMPLEX, 2, (90, 90, 90), 6)
    shadow = (line * np.linspace(0.4, 1, 400)[None, :, None]).astype(np.uint8)
    ink = spread(flatten(sharpen(shadow)))
    assert ink.shape == (60, 300)
    assert ink.min() == 0
    assert (ink > 200).mean() > 0.6
    left, right = ink[5, 5:40].mean(), ink[5, -40:-5].mean()
    assert abs(left - right) < 40


def test_a_line_without_ink_stays_paper() -> None:
    assert spread(sharpen(np.full((40, 90, 3), 150, np.uint8))).min() == 0
