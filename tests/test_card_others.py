"""What else stands in the lines beside one card: numbers and dates with their check digits, names, texts."""

from hypothesis import given
from hypothesis import strategies as st
from support.cards import LOWER, MIDDLE, UPPER

from khmerid.card_others import NO_OTHERS, Others, read_others
from khmerid.raw_card import RawCard
from khmerid.testing import make_specimen

OTHER = make_specimen(seed=3)


def test_one_mrz_is_no_other() -> None:
    assert read_others(RawCard(mrz=(UPPER, MIDDLE, LOWER))) is NO_OTHERS
    assert read_others(RawCard()) is NO_OTHERS


def test_every_mrz_is_read_in_any_order() -> None:
    others = read_others(RawCard(mrz=(LOWER, OTHER.mrz[0], MIDDLE, *OTHER.mrz[1:], UPPER)))
    assert set(others.numbers) == {"010203040", OTHER.values.document_number}
    assert set(others.births) == {"900315", f"{OTHER.values.date_of_birth:%y%m%d}"}
    assert set(others.expiries) == {"291231", f"{OTHER.values.date_of_expiry:%y%m%d}"}
    assert set(others.name_lines) == {LOWER, OTHER.mrz[2]}


def test_lines_side_by_side_are_those_of_two_cards() -> None:
    pairs = zip((UPPER, MIDDLE, LOWER), OTHER.mrz, strict=True)
    others = read_others(RawCard(mrz=tuple(f"{one} {other}" for one, other in pairs)))
    assert others.numbers == ("010203040", OTHER.values.document_number)
    assert others.name_lines == (LOWER, OTHER.mrz[2])


def test_what_has_not_its_check_digit_is_left_out() -> None:
    others = read_others(RawCard(mrz=(UPPER, "IDKHM0102030412<<<<<<<<<<<<<<<", MIDDLE, LOWER)))
    assert others.numbers == ("010203040",)
    assert len(others.mrz) == 4


def test_of_printed_dates_there_are_the_numerals() -> None:
    texts = {"date_of_birth": ("១៥.០៣.១៩៩០", "15.3.90", "?"), "name_khmer": ("សុខ សុភា", "កែវ ដារ៉ា")}
    assert read_others(RawCard(others=texts)) == Others(
        printed_births=("15031990",), names_khmer=("សុខ សុភា", "កែវ ដារ៉ា")
    )


def test_places_are_kept_as_they_were_read() -> None:
    texts = {"place_of_birth": ("តាកែវ", "កែប"), "address": ("ភូមិព្រៃធំ", "ភូមិព្រៃដំរី")}
    others = read_others(RawCard(others=texts))
    assert others == Others(places_of_birth=texts["place_of_birth"], addresses=texts["address"])


@given(st.lists(st.text(alphabet="0123456789ABK<MF "), max_size=60))
def test_there_are_few_of_each(lines: list[str]) -> None:
    others = read_others(RawCard(mrz=tuple(lines)))
    assert all(
        len(values) <= 8 for values in (others.numbers, others.births, others.expiries, others.name_lines)
    )
