"""The mark in a picture of a specimen."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from support.pictures import picture

from khmerid.raw_card import TEXT_FIELDS
from khmerid.testing.marking import SIGNATURE, Shown, mark, shown_in

SHOWN = Shown(printed=dict.fromkeys(TEXT_FIELDS, "គំរូ"), mrz=("A", "B", "C"))
TEXT = st.text(max_size=5)
TEXTS = st.builds(
    Shown,
    printed=st.fixed_dictionaries(dict.fromkeys(TEXT_FIELDS, TEXT)),
    mrz=st.tuples(TEXT, TEXT, TEXT),
)


def said(**other: Any) -> bytes:
    """Return a picture whose mark says something else."""
    marked = mark(picture(), SHOWN)
    right = json.dumps({"printed": dict(SHOWN.printed), "mrz": SHOWN.mrz}).encode()
    wrong = json.dumps({"printed": dict(SHOWN.printed), "mrz": SHOWN.mrz} | other).encode()
    return marked.replace(right, wrong.ljust(len(right))[: len(right)])


@settings(max_examples=30)
@given(TEXTS)
def test_what_is_marked_is_found(shown: Shown) -> None:
    assert shown_in(mark(picture(), shown)) == shown


@given(st.binary() | st.binary().map(SIGNATURE.__add__))
def test_any_other_bytes_are_not_marked(image: bytes) -> None:
    assert shown_in(image) is None


def test_a_marked_picture_is_a_sound_one() -> None:
    with Image.open(io.BytesIO(mark(picture(), SHOWN))) as image:
        image.verify()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "BMP"])
def test_a_picture_that_is_stored_anew_loses_the_mark(form: str) -> None:
    file = io.BytesIO()
    with Image.open(io.BytesIO(mark(picture(), SHOWN))) as image:
        image.save(file, form)
    assert shown_in(file.getvalue()) is None


@pytest.mark.parametrize(
    "other",
    [
        {"mrz": ["A", "B"]},
        {"mrz": ["A", "B", 3]},
        {"mrz": None},
        {"mrz": "ABC"},
        {"mrz": ["A", "B", "\ud800"]},
        {"printed": {}},
        {"printed": []},
        {"printed": dict.fromkeys(TEXT_FIELDS)},
    ],
)
def test_a_mark_that_says_anything_else_is_none(other: dict[str, Any]) -> None:
    assert shown_in(said(**other)) is None


def test_a_mark_that_is_no_json_is_none() -> None:
    nested = mark(picture(), SHOWN).replace(b'{"printed"', b"[" * 11)
    assert shown_in(nested) is None
    assert shown_in(mark(picture(), SHOWN).replace(b'{"printed"', b'["printed"')) is None
    assert shown_in(said()) == SHOWN


def test_what_is_shown_is_not_in_the_repr() -> None:
    assert "គំរូ" not in repr(SHOWN)
