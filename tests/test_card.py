"""The card as received and as read: what ends up in a log says nothing of its holder."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cards import CLEAN, TODAY, changed, read

from khmerid.card import Card, read_card
from khmerid.examination import examine_card
from khmerid.notes import Status
from khmerid.raw_card import TEXT_FIELDS, RawCard


def test_a_raw_card_shows_which_fields_are_there() -> None:
    card = RawCard(document_number="010203040", sex="", mrz=("IDKHM", ""))
    assert repr(card) == "RawCard(document_number, sex, mrz[2])"
    assert repr(RawCard()) == "RawCard()"


def test_a_card_shows_how_each_field_was_read() -> None:
    shown = repr(read(changed(sex=None)))
    assert shown.startswith("Card(document_number=clean, name_khmer=clean, name_latin=clean, ")
    assert "sex=absent" in shown


@pytest.mark.parametrize("name", TEXT_FIELDS)
def test_no_repr_quotes_a_field(name: str) -> None:
    card = read(CLEAN)
    report = examine_card(CLEAN, today=TODAY)
    shown = repr(
        (CLEAN, card, card.mrz, report, *(getattr(report, field.name) for field in attrs.fields(Card)[:1]))
    )
    text = getattr(CLEAN, name)
    assert text not in shown
    assert not any(word in shown for word in text.split() if len(word) > 2)


def test_a_field_that_cannot_be_read_does_not_lose_the_others() -> None:
    card = read(changed(date_of_birth="\ud800", upper="\ud800", height="១" * 2000))
    assert card.date_of_birth.status is Status.ABSENT
    assert (card.document_number.value, card.mrz.date_of_birth.status) == ("010203040", Status.CLEAN)


@given(st.tuples(*[st.none() | st.text()] * len(TEXT_FIELDS)), st.lists(st.text()).map(tuple))
def test_every_reading_of_a_card_keeps_its_text(texts: tuple[str | None, ...], mrz: tuple[str, ...]) -> None:
    raw = RawCard(**dict(zip(TEXT_FIELDS, texts, strict=True)), mrz=mrz)  # type: ignore[arg-type]  # fields of text
    card = read_card(raw, latest_issue=TODAY)
    assert tuple(getattr(card, field.name).raw for field in attrs.fields(Card)[:-3]) == tuple(
        getattr(raw, name) for name in TEXT_FIELDS
    )
