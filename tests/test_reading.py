import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.notes import Code, Note, Status
from khmerid.reading import Reading

NOTES = st.lists(st.sampled_from(Code).map(Note)).map(tuple)


@given(st.none() | st.integers(), NOTES)
def test_a_reading_has_no_value_exactly_when_it_is_rejected_or_absent(
    value: int | None, notes: tuple[Note, ...]
) -> None:
    worst = max((note.status for note in notes), default=Status.CLEAN)
    if (value is None) == (worst >= Status.REJECTED):
        assert Reading("x", value, notes).status is worst
    else:
        with pytest.raises(ValueError, match="no value exactly when"):
            Reading("x", value, notes)


def test_a_reading_without_a_value_says_why() -> None:
    with pytest.raises(ValueError, match="no value exactly when"):
        Reading("", None)
