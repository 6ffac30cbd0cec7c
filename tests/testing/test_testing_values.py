"""``assert_card``."""

import datetime as dt

import pytest

import khmerid
from khmerid.testing import assert_card, make_specimen

SPECIMEN = make_specimen(seed=9, date_of_birth="1990-03-15", sex="F")
REPORT = khmerid.examine(SPECIMEN.response(), today=SPECIMEN.today)


def test_values_may_be_typed_or_plain_and_of_a_mapping_a_part() -> None:
    assert_card(REPORT)
    assert_card(
        REPORT, decision=khmerid.Decision.ACCEPT, sex=khmerid.Sex.F, date_of_birth=dt.date(1990, 3, 15)
    )
    assert_card(REPORT, decision="accept", sex="F", date_of_birth="1990-03-15")
    assert_card(
        REPORT, address=SPECIMEN.values.address, distinguishing_marks=SPECIMEN.values.distinguishing_marks
    )
    assert_card(REPORT, address={"province": {"code": SPECIMEN.values.address.province.code}})  # type: ignore[union-attr]  # a specimen has one


def test_every_difference_is_named() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_card(REPORT, decision="review", date_of_birth="1990-03-16", address=None, surname="X")
    text = str(caught.value)
    assert "decision: expected review, found accept (no reason)" in text
    assert "date_of_birth: expected '1990-03-16', found '1990-03-15' (confirmed)" in text
    assert "address: expected None" in text
    assert "surname: expected 'X'" in text


def test_a_name_that_is_no_field_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="no field 'birth'"):
        assert_card(REPORT, birth="1990-03-15")
