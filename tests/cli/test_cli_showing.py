"""Text made safe to show."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.cli.showing import to_visible


@given(st.text())
def test_nothing_that_acts_on_a_terminal_is_left(text: str) -> None:
    assert not {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} & {
        unicodedata.category(c) for c in to_visible(text)
    }


@pytest.mark.parametrize("text", ["SOK", "សុខ សុភា", "១៥៨ ស.ម", "ព្រំ"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert to_visible(text) == text


def test_what_cannot_be_seen_is_named() -> None:
    assert to_visible("a\u200bb\u2066\x1b]8;;\ud800") == "a<U+200B>b<U+2066><U+001B>]8;;<U+D800>"
