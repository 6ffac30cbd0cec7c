"""Rendered photographs of invented cards, and what is on them."""

import json
from typing import Any

import numpy as np

from support.paths import DATA

FOLDER = DATA / "pictures"
ROWS: dict[str, dict[str, Any]] = {
    row["file"]: row for row in map(json.loads, (FOLDER / "truth.jsonl").read_text("utf-8").splitlines())
}


def photograph(name: str) -> bytes:
    """Read the file of a photograph."""
    return (FOLDER / name).read_bytes()


def distance(corners: object, name: str, what: str = "corners") -> float:
    """Return how far the farthest corner is from where it is, in widths of the card."""
    true = np.array(ROWS[name][what])
    apart = np.hypot(*(np.array(corners) - true).T)
    return float(apart.max()) / float(ROWS[name]["width"])
