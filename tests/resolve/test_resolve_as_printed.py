"""A card is settled by writing its MRZ where it can; that way and the long one say the same of every card."""

import datetime as dt
from typing import Any

import attrs
import pytest
from corpora import CARDS, FIELDS, HEAVY, SMART, labelled_cards
from hypothesis import given
from hypothesis import strategies as st

from khmerid.adapters import adapt
from khmerid.card import Card, read_card
from khmerid.card_mrz import read_card_mrz
from khmerid.checks.crosscheck import cross_check
from khmerid.examination import resolve_card
from khmerid.misreading import SHIPPED, Misreadings
from khmerid.outcome import Outcome
from khmerid.raw_card import RawCard
from khmerid.recovery.issuers import CAMBODIA
from khmerid.recovery.recover import align_td1
from khmerid.resolve.as_printed import resolve_as_printed
from khmerid.resolve.resolution import Resolution
from khmerid.resolve.resolved import Assurance
from khmerid.rules import issued_by
from khmerid.testing import Specimen, make_specimen, strategies

RISK = 2e-5
OF_MRZ = ("document_number", "date_of_birth", "date_of_expiry", "sex")


def card_of(specimen: Specimen) -> RawCard:
    return adapt(specimen.response())


def read(raw: RawCard, today: dt.date) -> Card:
    return read_card(raw, latest_issue=issued_by(today))


def read_the_long_way(card: Card, raw: RawCard, today: dt.date) -> Card:
    """The card with its MRZ searched, aligned and parsed, whatever the print says."""
    aligned = align_td1(raw.mrz, CAMBODIA)
    return attrs.evolve(card, mrz=read_card_mrz(aligned, latest_issue=issued_by(today)))


def fields_of(card: Card, today: dt.date, misreadings: Misreadings = SHIPPED) -> list[object]:
    _, resolution = resolve_card(card, latest_issue=issued_by(today), misreadings=misreadings, risk=RISK)
    return [getattr(resolution, field.name) for field in attrs.fields(Resolution)]


def assert_same_both_ways(raw: RawCard, today: dt.date) -> bool:
    """Return whether the card went the short way, once both have been held against each other."""
    card = read(raw, today)
    if not card.mrz.is_as_printed:
        return False
    the_long_way = read_the_long_way(card, raw, today)
    assert attrs.evolve(card.mrz, is_as_printed=False) == the_long_way.mrz
    for name in OF_MRZ:  # what equality leaves out
        assert getattr(card.mrz, name).cleaned == getattr(the_long_way.mrz, name).cleaned
    assert fields_of(card, today) == fields_of(the_long_way, today)
    for names in Outcome:
        assert cross_check(card, names) == cross_check(the_long_way, names)
    return True


@pytest.mark.no_cover  # a third of the time; the others cover the lines
def test_every_row_of_the_corpora_comes_out_the_same_both_ways() -> None:
    rows = [card for path in (FIELDS, HEAVY, CARDS, SMART) for card in labelled_cards(path)]
    short = [assert_same_both_ways(adapt(row.response), row.today) for row in rows]
    assert any(short)


@given(strategies.cards())
def test_every_clean_card_comes_out_the_same_both_ways(specimen: Specimen) -> None:
    assert_same_both_ways(card_of(specimen), specimen.today)


@given(strategies.cards(), st.data())
def test_a_card_with_a_change_in_one_text_comes_out_the_same_both_ways(
    specimen: Specimen, data: st.DataObject
) -> None:
    raw = card_of(specimen)
    names = ["document_number", "date_of_birth", "date_of_expiry", "date_of_issue", "sex", "name_latin"]
    line = data.draw(st.sampled_from([None, 0, 1, 2]))
    name = data.draw(st.sampled_from(names))
    text = getattr(raw, name) if line is None else raw.mrz[line]
    at = data.draw(st.integers(0, len(text) - 1))
    put = data.draw(st.sampled_from(["", "0", "7", "៣", "<", "K", ",", "-", ".", " "]))
    changed = text[:at] + put + text[at + 1 :]
    change: dict[str, Any] = {name: changed}
    if line is not None:
        change = {"mrz": (*raw.mrz[:line], changed, *raw.mrz[line + 1 :])}
    raw = attrs.evolve(raw, **change)
    assert_same_both_ways(raw, specimen.today)


def test_most_clean_cards_go_the_short_way() -> None:
    raws = [card_of(make_specimen(seed=seed)) for seed in range(60)]
    cards = [read_card(raw, latest_issue=dt.date(2026, 1, 1)) for raw in raws]
    assert sum(resolve_as_printed(card, SHIPPED, RISK) is not None for card in cards) > 50


@pytest.mark.parametrize(
    ("field", "day", "printed"),
    [
        ("date_of_birth", dt.date(1995, 2, 1), "០១.០២.១៨៩៥"),
        ("date_of_birth", dt.date(1995, 2, 1), "០១.០២.២០៩៥"),
        ("date_of_expiry", dt.date(2029, 12, 31), "៣១.១២.១៩២៩"),
    ],
)
def test_a_day_printed_with_another_century_than_the_mrz_can_mean_goes_the_long_way(
    field: str, day: dt.date, printed: str
) -> None:
    specimen = make_specimen(seed=3, **{field: day})
    another: dict[str, Any] = {field: printed}
    card = read(attrs.evolve(card_of(specimen), **another), specimen.today)
    assert not card.mrz.is_as_printed


@pytest.mark.parametrize(
    "lower",
    ["SOK<<SOPHEA<S<<<<<<<<<<<<<<<<<", "SOK<<SOPHEA<<KKKK<<<<<<<<<<<<<", "SOK<<S0PHEA<<<<<<<<<<<<<<<<<<<"],
)
def test_a_name_line_with_signs_of_noise_is_read_as_without_the_print(lower: str) -> None:
    specimen = make_specimen(seed=3)
    raw = card_of(specimen)
    assert assert_same_both_ways(attrs.evolve(raw, mrz=(*raw.mrz[:2], lower)), specimen.today)


FILLERS = st.text("<<<<<<KCXceks6«¢ >&", max_size=22)


@given(strategies.cards(), FILLERS, FILLERS, FILLERS, st.booleans())
def test_a_card_with_misread_fillers_comes_out_the_same_both_ways(
    specimen: Specimen,
    of_upper: str,
    of_middle: str,
    of_lower: str,
    two_before_the_digit: bool,  # noqa: FBT001 - of hypothesis
) -> None:
    raw = card_of(specimen)
    upper, middle, lower = raw.mrz
    before = f"<<{middle[-1]}" if two_before_the_digit else ""
    mrz = (
        f"{upper[:15]}<{of_upper}",
        f"{middle[:18]}{of_middle[:9]}{before}",
        lower.rstrip("<") + of_lower,
    )
    assert_same_both_ways(attrs.evolve(raw, mrz=mrz), specimen.today)


@given(strategies.cards(), strategies.cards(), st.integers(0, 2), st.text("<KcA9", max_size=4))
def test_another_line_in_the_place_of_the_name_comes_out_the_same_both_ways(
    specimen: Specimen, other: Specimen, number: int, behind: str
) -> None:
    raw = card_of(specimen)
    another = (*raw.mrz[:2], card_of(other).mrz[number] + behind)
    assert_same_both_ways(attrs.evolve(raw, mrz=another), specimen.today)


def test_misread_fillers_alone_need_no_search() -> None:
    raw = card_of(make_specimen(seed=3))
    upper, middle, lower = raw.mrz
    noisy = attrs.evolve(raw, mrz=(upper.replace("<<<<", "<Kc<", 1), middle, lower.replace("<<<", "<c<")))
    assert read(noisy, make_specimen(seed=3).today).mrz.is_as_printed


def test_letters_for_fillers_that_may_be_data_go_the_long_way() -> None:
    """The composite digit covers the optional data: where all is of the alphabet it may verify for them."""
    raw = card_of(make_specimen(seed=3))
    upper, middle, lower = raw.mrz
    noisy = attrs.evolve(raw, mrz=(upper.replace("<<<<", "<KC<", 1), middle, lower))
    assert not read(noisy, make_specimen(seed=3).today).mrz.is_as_printed


def test_a_second_picture_is_weighed() -> None:
    specimen = make_specimen(seed=3)
    card = read(card_of(specimen), specimen.today)
    assert resolve_as_printed(attrs.evolve(card, pictures=(card, card)), SHIPPED, RISK) is None


def test_values_that_the_noise_makes_no_proof_of_are_read() -> None:
    specimen = make_specimen(seed=3)
    card = read(card_of(specimen), specimen.today)
    found = resolve_as_printed(card, SHIPPED, 1e-15)
    assert found is not None
    assert found.document_number.assurance is Assurance.READ
