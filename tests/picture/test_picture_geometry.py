"""Where a card lies: lines of text, three of them that are an MRZ, corners, edges."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.picture.locate import find_mrz, turned_by
from khmerid.picture.pixels import Floats, Pixels, Quad
from khmerid.picture.rectify import (
    CARD_MM,
    CARD_PIXELS,
    LINE_MIDDLES,
    corners_of,
    matrix_between,
    rectangle,
    snap_to_edges,
    through,
    warp,
)
from khmerid.picture.strips import Strip, find_strips, find_triples

TABLE = 90
MIDDLE = "9003152F2912316KHM<<<<<<<<<<<4"
CORNERS = np.array([[110.0, 90.0], [690.0, 130.0], [670.0, 500.0], [90.0, 450.0]])
LINES = np.array([[[4.3, y], [79.8, y]] for y in LINE_MIDDLES])
INK = np.array([[[4.3, y - 1.5], [79.8, y - 1.5], [79.8, y + 1.5], [4.3, y + 1.5]] for y in LINE_MIDDLES])


def card_to(corners: Quad) -> Floats:
    """Return the matrix from the millimetres of a card to a picture."""
    return matrix_between(rectangle(*CARD_MM), corners)


def drawn(
    corners: Quad = CORNERS, *, paper: int = 200, moved: tuple[float, float] = (0, 0), size: int = 800
) -> Pixels:
    """Draw a card with the ink of an MRZ on a table; the first half of each line is darker.

    The MRZ is moved by millimetres from where it should be.
    """
    picture = np.full((size, size, 3), TABLE, np.uint8)
    cv2.fillPoly(picture, [corners.round().astype(np.int32)], (paper, paper, paper))
    for line in INK + np.array(moved):
        left, right = line.copy(), line.copy()
        left[1:3, 0] = right[[0, 3], 0] = 42.0
        for part, grey in ((left, 20), (right, 100)):
            points = through(card_to(corners), part).round().astype(np.int32)
            cv2.fillPoly(picture, [points], (grey, grey, grey))
    return picture


def boxes_of(corners: Quad = CORNERS, grown: float = 0.8) -> list[Quad]:
    """Return boxes as the detector draws them, with a margin."""
    grow = np.array([[-grown, -grown], [grown, -grown], [grown, grown], [-grown, grown]])
    return [through(card_to(corners), line + grow) for line in INK]


def read_by_ink(line: Pixels) -> str:
    """Read a line as an MRZ when its left half is the darker, as it is upright."""
    half = line.shape[1] // 2
    return MIDDLE if line[:, :half].mean() < line[:, half:].mean() else "<<<<<<WHK"


def farthest(corners: Quad, true: Quad = CORNERS) -> float:
    return float(np.hypot(*(corners - true).T).max())


def test_the_corners_follow_from_the_lines_of_the_mrz() -> None:
    assert farthest(corners_of(through(card_to(CORNERS), LINES))) < 1e-3


def test_the_mrz_is_found_and_so_is_the_card() -> None:
    lines = find_mrz(drawn(), lambda _image, _size: boxes_of(), read_by_ink)
    assert lines is not None
    assert farthest(corners_of(lines)) < 12


@pytest.mark.parametrize("degrees", [0, 30, 90, 135, 180, 270, 300])
def test_a_card_is_found_whichever_way_up_it_lies(degrees: float) -> None:
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    corners = (CORNERS - 400) @ np.array([[cos, sin], [-sin, cos]]) * 0.9 + 400
    lines = find_mrz(drawn(corners), lambda _image, _size: boxes_of(corners), read_by_ink)
    assert lines is not None
    assert farthest(corners_of(lines), corners) < 12


def test_print_that_is_no_mrz_is_none() -> None:
    assert find_mrz(drawn(), lambda _image, _size: boxes_of(), lambda _line: "MINUTES OF A MEETING") is None


def test_a_picture_without_text_has_no_mrz() -> None:
    assert find_mrz(drawn(), lambda _image, _size: [], read_by_ink) is None


def test_what_is_found_only_in_the_turned_picture_is_mapped_back() -> None:
    picture = np.ascontiguousarray(drawn()[:600])
    matrix, turned = turned_by(picture, 90)
    seen = [through(matrix, box) for box in boxes_of()]
    lines = find_mrz(picture, lambda image, _size: seen if image.shape == turned.shape else [], read_by_ink)
    assert lines is not None
    assert farthest(corners_of(lines)) < 12


def test_a_line_of_doubtful_form_is_taken_where_there_is_no_better() -> None:
    doubtful = "9003152F2912316K<M<<<<<<<<<<<4"
    lines = find_mrz(
        drawn(),
        lambda _image, _size: boxes_of(),
        lambda line: doubtful if read_by_ink(line) == MIDDLE else "",
    )
    assert lines is not None


@given(st.sampled_from([0, 45, 90, 180, 270]), st.integers(1, 60), st.integers(1, 60))
def test_a_turned_picture_has_all_of_it(degrees: int, width: int, height: int) -> None:
    matrix, turned = turned_by(np.zeros((height, width, 3), np.uint8), degrees)
    corners = through(matrix, rectangle(width, height))
    assert corners.min() >= -1e-6
    assert (corners.max(axis=0) <= np.array(turned.shape[1::-1]) + 1e-6).all()


def test_pieces_of_a_line_make_up_a_line() -> None:
    whole = boxes_of()[1]
    cut = [whole[0] + (whole[1] - whole[0]) * part for part in (0, 0.4, 0.44, 1)]
    down = whole[3] - whole[0]
    pieces = [np.array([a, b, b + down, a + down]) for a, b in (cut[:2], cut[2:])]
    triples = find_triples(find_strips([boxes_of()[0], *pieces, boxes_of()[2]]))
    assert len(triples) == 1
    assert triples[0][1].length == pytest.approx(Strip(whole[0], whole[1], 1).length, rel=0.02)


def test_a_page_of_print_comes_after_three_lines() -> None:
    page = [Strip(np.array([0.0, 25.2 * row]), np.array([300.0, 25.2 * row]), 18.0) for row in range(5)]
    apart = [
        Strip(np.array([500.0, 500 + 27.0 * row]), np.array([800.0, 500 + 27.0 * row]), 18.0)
        for row in range(3)
    ]
    first, *_ = find_triples([*page, *apart])
    assert first[0].start[0] == 500


def test_lines_that_differ_too_much_are_none() -> None:
    def strip(y: float, length: float = 300, x: float = 0, tilt: float = 0) -> Strip:
        return Strip(np.array([x, y]), np.array([x + length, y + tilt]), 18.0)

    good = strip(0), strip(25), strip(50)
    assert find_triples(good)
    for other in (strip(50, length=200), strip(50, x=90), strip(90), strip(50, tilt=60), strip(44)):
        found = find_triples([*good[:2], other])
        assert (other.middle[1] == 44) == bool(found)  # somewhat uneven is perspective
    assert find_triples([strip(0), strip(17), strip(50)]) == []


def test_boxes_that_are_no_lines_are_left_out() -> None:
    square = rectangle(20, 20)
    assert find_strips([square]) == []
    assert find_strips([]) == []


@pytest.mark.parametrize("moved", [(0.0, 0.0), (1.5, -2.0), (-2.0, 1.5), (2.0, 1.5)])
def test_corners_move_to_the_edges_where_the_mrz_is_off_by_millimetres(moved: tuple[float, float]) -> None:
    by_mrz = corners_of(through(card_to(CORNERS), LINES + np.array(moved)))
    assert farthest(snap_to_edges(drawn(moved=moved), by_mrz)) < 5


def test_without_an_edge_corners_stay_where_they_are() -> None:
    assert farthest(snap_to_edges(np.full((600, 800, 3), TABLE, np.uint8), CORNERS)) < 1e-2


def test_a_side_outside_of_the_picture_stays_where_it_is() -> None:
    corners = CORNERS - np.array([160.0, 0.0])  # the left side is out
    found = snap_to_edges(drawn(corners), corners)
    assert farthest(found, corners) < 8


def test_a_card_is_cut_out_upright() -> None:
    card = warp(drawn(), CORNERS, CARD_PIXELS)
    assert card.shape == (1080, 1712, 3)
    assert card[40:600, 40:-40].min() > 180
    assert card[975:1010, 120:800].max() < 60


def test_a_card_larger_than_needed_is_averaged_and_not_sampled() -> None:
    board = np.indices((2700, 4280)).sum(axis=0) % 2 * 200
    picture = np.repeat(board[..., None], 3, axis=2).astype(np.uint8)
    card = warp(picture, rectangle(4279, 2699), CARD_PIXELS)
    assert np.abs(card[50:-50, 50:-50].astype(int) - 100).max() < 20
