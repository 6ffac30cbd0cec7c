"""Reading places of birth and addresses."""

from hypothesis import given
from hypothesis import strategies as st

from khmerid.fields.places import read_address, read_place


@given(st.none() | st.text())
def test_a_reader_takes_any_text_and_keeps_it(text: str | None) -> None:
    assert read_place(text).raw == text
    assert read_address(text).raw == text
