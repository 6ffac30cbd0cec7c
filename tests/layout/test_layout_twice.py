"""Texts that stand in the lines twice, as on a page of two cards."""

import pytest

from khmerid.layout.rows import Row
from khmerid.layout.twice import texts_read_twice

NAME = "គោត្តនាមនិងនាម: {}"
BIRTH = "ថ្ងៃខែឆ្នាំកំណើត: {}"
VALIDITY = "សុពលភាព: {} ដល់ថ្ងៃ {}"
OTHER_ROWS = [f"{number} KINGDOM OF CAMBODIA" for number in range(14)]


def found(*texts: str) -> dict[str, tuple[str, ...]]:
    return texts_read_twice([Row(text, ((0, index),)) for index, text in enumerate(texts)])


@pytest.mark.parametrize("behind", [[], OTHER_ROWS])
def test_two_texts_behind_a_label_are_both_kept(behind: list[str]) -> None:
    births = BIRTH.format("១៥.០៣.១៩៩០"), BIRTH.format("០២.០១.១៩៨៨")
    assert found(*births, *behind) == {"date_of_birth": ("១៥.០៣.១៩៩០", "០២.០១.១៩៨៨")}
    expiries = [VALIDITY.format("០១.០១.២០២០", f"៣១.១២.២០{year}") for year in ("២៩", "៣០")]
    assert found(*expiries, *behind) == {"date_of_expiry": ("៣១.១២.២០២៩", "៣១.១២.២០៣០")}


def test_two_cards_side_by_side_have_a_label_twice_in_one_row() -> None:
    row = f"{BIRTH.format('១៥.០៣.១៩៩០')} {BIRTH.format('០២.០១.១៩៨៨')}"
    assert found(row) == {"date_of_birth": ("១៥.០៣.១៩៩០", "០២.០១.១៩៨៨")}


def test_one_text_read_twice_is_one() -> None:
    assert found(NAME.format("សុខ គំរូ"), NAME.format("សុខ គំរូ")) == {}
    assert found(NAME.format("សុខ គំរូ"), NAME.format(" ")) == {}


def test_of_many_texts_some_are_kept() -> None:
    names = [NAME.format(f"សុខ {letter}") for letter in "កខគឃងចឆជឈញ"]
    assert found(*names)["name_khmer"] == tuple(f"សុខ {letter}" for letter in "កខគឃងចឆជ")


def test_the_places_of_two_cards_are_two_texts() -> None:
    places = "ឃុំដំរិល ស្រុកអូររាំងឪ ត្បូងឃ្មុំ", "ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"
    addresses = "ផ្ទះ៣៣ ភូមិព្រៃធំ", "ផ្ទះ៤៤ ភូមិព្រៃដំរី"
    rows = [f"ទីកន្លែងកំណើត: {place}" for place in places] + [f"អាសយដ្ឋាន: {address}" for address in addresses]
    assert found(*rows) == {"place_of_birth": places, "address": addresses}
    assert found(*rows[::2]) == {}
