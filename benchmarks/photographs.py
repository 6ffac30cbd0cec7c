"""Photographs of drawn specimens: other cards, light and backgrounds than those that thresholds saw.

A photograph has perspective, uneven and coloured light, a background, some blur, noise and JPEG, all by lot,
and one defect of a strength by lot, or none. Its row has what `benchmarks/alarms.py` reads of a truth.
"""

from collections.abc import Iterator
from typing import Any, Final

import cv2
import numpy as np

from khmerid.testing import make_specimen
from khmerid.testing.rendering import HEIGHT, WIDTH, draw_specimen

Picture = Any
#: A defect and its weakest and strongest: shares of the card, millimetres, or times the light.
STRENGTHS: Final = {
    "none": (0, 0),
    "border": (0.01, 0.2),  # share of a side that is cut off
    "blocked": (8, 16),  # millimetres: the width of a finger
    "blur": (0.2, 0.4),  # millimetres: a deviation
    "glare": (4, 12),  # millimetres: the radius of what is burnt out
    "copy": (0, 0),
    "reproduce": (2, 8),  # grey levels
}


def photographs(count: int) -> Iterator[tuple[dict[str, Any], Picture]]:
    """Yield rows of a truth and their pictures, the same ones each time."""
    for number in range(count):
        chance = np.random.default_rng(number)
        defect = list(STRENGTHS)[number % len(STRENGTHS)]
        strength = float(chance.uniform(*STRENGTHS[defect]))
        drawn = draw_specimen(make_specimen(seed=10_000 + number))
        card = cv2.cvtColor(
            cv2.imdecode(np.frombuffer(drawn.image, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB
        )
        card = _coloured(card, chance, drawn.portrait)
        picture, to_picture, per_mm = _photographed(
            _with(card, defect, strength, chance), defect, strength, chance
        )
        row = {
            "id": f"drawn-{number}",
            "set": "defects",
            "defects": {} if defect == "none" else {defect: strength},
            "corners": _moved(((0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)), to_picture),
            "portrait": _moved(drawn.portrait, to_picture),
            "width": 85.6 * per_mm,
        }
        yield row, picture


def _moved(points: Any, matrix: Any) -> Any:
    return cv2.perspectiveTransform(np.array([points], np.float32), matrix)[0]


def _coloured(card: Picture, chance: np.random.Generator, portrait: Any) -> Picture:
    """Give paper and portrait other colours."""
    card = card * chance.uniform(0.85, 1.0, 3)
    (left, top), _, (right, bottom), _ = portrait
    card[top:bottom, left:right] *= chance.uniform(0.5, 1.0, 3)
    return card


def _with(card: Picture, defect: str, strength: float, chance: np.random.Generator) -> Picture:
    """Put a defect on the card itself."""
    if defect == "copy":
        grey = np.clip((card.mean(axis=2) - 40) * chance.uniform(1.0, 1.3), 0, 255)
        return np.repeat(grey[:, :, None], 3, axis=2)
    if defect == "blocked":
        middle = np.array([chance.uniform(200, WIDTH - 200), chance.choice([0, HEIGHT])])
        inwards = np.copysign(chance.uniform(160, 400), HEIGHT / 2 - middle[1])
        tip = middle + np.array([chance.uniform(-150, 150), inwards])
        skin = np.array([1.0, chance.uniform(0.6, 0.8), chance.uniform(0.4, 0.65)]) * chance.uniform(80, 220)
        ends = np.rint([middle, tip]).astype(int)
        cv2.line(card, ends[0].tolist(), ends[1].tolist(), skin.tolist(), round(strength * 20))
    if defect == "reproduce":
        rows, columns = np.mgrid[:HEIGHT, :WIDTH]
        period, angle = chance.uniform(3.5, 9), chance.uniform(0, np.pi)
        along = rows * np.sin(angle) + columns * np.cos(angle)
        card = card + strength * np.sin(along * 2 * np.pi / period)[:, :, None]
    return card


def _photographed(
    card: Picture, defect: str, strength: float, chance: np.random.Generator
) -> tuple[Picture, Any, float]:
    """Return a picture of the card, where the card's points are in it, and pixels a millimetre."""
    per_mm = chance.uniform(600, 1600) / 85.6
    width, height = 85.6 * per_mm, 54 * per_mm
    margin = width * chance.uniform(0.1, 0.4)
    size = round(width + 2 * margin), round(height + 2 * margin)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]]) + margin
    corners += chance.uniform(-0.03, 0.03, (4, 2)) * width
    if defect == "border":
        corners[:, 0] -= corners[:, 0].min() + strength * width
    matrix = cv2.getPerspectiveTransform(
        np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32), corners.astype(np.float32)
    )
    small = cv2.resize(chance.uniform(20, 235, (12, 12, 3)), size, interpolation=cv2.INTER_CUBIC)
    scene = cv2.warpPerspective(card, matrix, size, small, cv2.INTER_AREA, cv2.BORDER_TRANSPARENT)
    rows, columns = np.mgrid[: size[1], : size[0]] / max(size)
    slope = chance.uniform(-0.3, 0.3, 2)
    light = (chance.uniform(0.6, 1.05) + slope[0] * (rows - 0.3) + slope[1] * (columns - 0.5))[:, :, None]
    scene = scene * light * np.array([1, chance.uniform(0.85, 1.0), chance.uniform(0.7, 1.0)])
    if defect == "glare":
        middle = _moved([[chance.uniform(300, WIDTH - 300), chance.uniform(200, HEIGHT - 200)]], matrix)[0]
        away = np.hypot(rows * max(size) - middle[1], columns * max(size) - middle[0]) / per_mm
        scene += 255 * np.clip(1.5 - 0.5 * away / strength, 0, 2)[:, :, None] ** 2
    blur = chance.uniform(0.5, 1.0) if defect != "blur" else strength * per_mm
    scene = cv2.GaussianBlur(np.clip(scene, 0, 255), (0, 0), blur) + chance.normal(
        0, chance.uniform(1, 5), scene.shape
    )
    _, file = cv2.imencode(
        ".jpg",
        np.clip(scene, 0, 255).astype(np.uint8)[:, :, ::-1],
        [cv2.IMWRITE_JPEG_QUALITY, int(chance.integers(60, 95))],
    )
    return cv2.cvtColor(cv2.imdecode(file, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB), matrix, per_mm
