"""Places of birth and addresses."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import load_cases

from khmerid.fields.places import (
    Address,
    Place,
    is_protected,
    protected_parts,
    read_address,
    read_place,
    to_latin,
    to_printed,
)
from khmerid.gazetteer.folding import to_letters
from khmerid.gazetteer.other_names import CHANGES
from khmerid.gazetteer.units import Unit, UnitPath, gazetteer
from khmerid.notes import Code, Status

COMMUNES = [path for path in gazetteer().values() if path.commune]
# One commune, listed once for each of its villages: only the village tells the rows apart.
KOKIR = {f"2503{number}" for number in range(14, 22)}


def printed(path: UnitPath, *, types: bool = True, blank: str = " ") -> str:
    assert path.commune
    assert path.district
    names = [unit.printed if types else unit.name_khmer for unit in (path.commune, path.district)]
    return blank.join([*names, path.province.name_khmer])


def code(place: Place) -> str:
    lowest = place.village or place.commune or place.district or place.province
    return lowest.code if lowest else ""


@given(st.none() | st.text())
def test_a_reader_of_places_takes_any_text_and_keeps_it(text: str | None) -> None:
    assert read_place(text).raw == text
    assert read_address(text).raw == text


@given(st.lists(st.sampled_from(["ឃុំ", "សង្កាត់", "ភូមិ", "ស្រុក", "តាកែវ", "កែប", "ផ្ទះ", "៣", " ", "ស្រក", "a"])))
def test_a_reader_of_places_takes_any_text_of_its_own_words(parts: list[str]) -> None:
    reading = read_address("".join(parts))
    assert (reading.value is None) == (reading.status is Status.ABSENT)


@pytest.mark.parametrize("text", ["ឃុំ" * 333, "ក " * 500, "ឃុំ " * 250, "ភូមិ ១ " * 140, "ផ្ទះ" * 200])
def test_a_long_text_without_sense_is_not_sure(text: str) -> None:
    assert not is_protected(read_address(text[:1000]))


def test_a_village_is_protected_only_where_it_is_there_and_spelt_as_it_is() -> None:
    path, above = ("province", "district", "commune"), "ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"
    assert protected_parts(read_address(above)) == path
    assert protected_parts(read_address(f"ភូមិព្រៃដំរី {above}")) == (*path, "village")
    assert protected_parts(read_address(f"ភូមិព្រៃដំរ {above}")) == path


def test_an_address_is_written_with_all_that_stands_before_its_village() -> None:
    text = "ផ្ទះ៣៣ ផ្លូវ៣៥៥ ក្រុម៥ ភូមិព្រៃដំរី ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"
    address = read_address(text).value
    assert address is not None
    assert to_printed(address) == text
    assert to_latin(address).startswith("House 33, Street 355, Group 5, Phum Prey Damrei, Khum ")


def test_a_text_that_is_longer_than_any_address_is_refused_by_name() -> None:
    assert [note.code for note in read_address("ក" * 1_000_000).notes] == [Code.TOO_LONG]


@pytest.mark.parametrize("case", load_cases("place"))
def test_places_are_read_as_the_cases_say(case: dict[str, Any]) -> None:
    reading = read_place(case["raw"])
    assert reading.value
    assert (code(reading.value), str(reading.status)) == (case["value"], case["status"])
    assert [str(note.code) for note in reading.notes] == case["codes"]
    assert is_protected(reading) == case["protected"]
    assert reading.raw == case["raw"]


@pytest.mark.parametrize("case", load_cases("address"))
def test_addresses_are_read_as_the_cases_say(case: dict[str, Any]) -> None:
    reading = read_address(case["raw"])
    assert reading.value
    parts = (reading.value.house, reading.value.street, reading.value.group)
    assert [*(part or "" for part in parts), code(reading.value)] == case["value"]
    assert (str(reading.status), [str(note.code) for note in reading.notes]) == (
        case["status"],
        case["codes"],
    )


@pytest.mark.parametrize("types", [True, False])
@pytest.mark.parametrize("blank", [" ", ""])
def test_every_commune_is_matched_to_itself(*, types: bool, blank: str) -> None:
    readings = {path.code: read_place(printed(path, types=types, blank=blank)) for path in COMMUNES}
    wrong = [
        own
        for own, reading in readings.items()
        if reading.value is None or code(reading.value) != own or reading.status > Status.CLEAN
    ]
    assert set(wrong) == KOKIR
    assert all(own in {path.code for path in readings[own].value.candidates} for own in KOKIR)  # type: ignore[union-attr]  # has a value


def test_every_village_that_is_unique_in_its_commune_is_matched_to_itself() -> None:
    wrong = []
    for path in COMMUNES:
        names = [to_letters(village.name_khmer) for village in path.villages]
        for village, name in zip(path.villages, names, strict=True):
            reading = read_address(f"{village.printed} {printed(path)}")
            if names.count(name) == 1 and (reading.value is None or reading.value.village != village):
                wrong.append(village.code)
    assert wrong == []


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change.was}-{change.today[0]}")
def test_every_former_name_leads_to_the_unit_of_today(change: Any) -> None:
    for path in COMMUNES:
        if not path.code.startswith(change.today) or path.code in KOKIR:
            continue
        assert path.commune
        assert path.district
        was = {
            "province": f"{path.commune.printed} {path.district.printed} {change.was}",
            "district": f"{path.commune.printed} ស្រុក{change.was} {path.province.name_khmer}",
            "commune": f"សង្កាត់{change.was} {path.district.printed} {path.province.name_khmer}",
        }[change.level]
        place = read_place(was).value
        assert place
        if change.level == "commune":  # one of two or three: all are offered, none is chosen
            assert path.code in {candidate.code for candidate in place.candidates}
            assert place.commune is None
        elif place.former is None:  # the old district has a commune of that name to this day
            assert place.district
            assert place.district.name_khmer == change.was
        else:
            assert (place.commune, place.former) == (path.commune, change)


def test_the_lines_of_the_card_are_read_like_one_text() -> None:
    lines = ["ផ្ទះ៣៣ ភូមិព្រៃដំរី", None, "ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"]
    assert read_address(lines) == read_address("ផ្ទះ៣៣ ភូមិព្រៃដំរី ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ")
    assert read_address([]).notes == read_address(None).notes == read_address("").notes


def test_nothing_that_was_read_is_never_protected() -> None:
    assert not is_protected(read_place(None))


def test_what_was_written_is_read_back() -> None:
    unit = gazetteer()["210901"]
    address = Address(
        text="",
        province=unit.province,
        district=unit.district,
        commune=unit.commune,
        village=unit.villages[1],
        house="33",
        street="355",
        group="12",
    )
    assert to_printed(address) == "ផ្ទះ៣៣ ផ្លូវ៣៥៥ ក្រុម១២ ភូមិព្រៃដំរី ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"
    back = read_address(to_printed(address)).value
    assert back
    assert to_latin(back) == to_latin(address)
    assert (back.house, back.street, back.group, back.village) == ("33", "355", "12", unit.villages[1])


def test_a_place_without_units_is_printed_as_its_text() -> None:
    place = read_place("ប្រទេសថៃ").value
    assert place
    assert (to_printed(place), to_latin(place)) == ("ប្រទេសថៃ", "ប្រទេសថៃ")


def test_candidates_are_whole_paths_best_first() -> None:
    place = read_place("សង្កាត់បឹងកក់ទី ខណ្ឌទួលគោក ភ្នំពេញ").value
    assert place
    assert {path.code for path in place.candidates[:2]} == {"120407", "120408"}
    assert all(isinstance(path.commune, Unit) for path in place.candidates[:2])


def test_a_lost_province_is_doubted() -> None:
    reading = read_place("សង្កាត់សំរោង ស្រុកសំរោង")
    assert reading.status is Status.DOUBTFUL


def test_candidates_of_several_provinces_leave_no_unit() -> None:
    place = read_place("ឃុំ២ ស្រុក៤").value
    assert place
    assert place.province is None


def test_candidates_of_several_districts_leave_the_province() -> None:
    place = read_place("ឃុំចំណោម ស្រុក បន្ទាយមានជ័យ").value
    assert place
    assert (place.province and place.province.code, place.district) == ("01", None)


@pytest.mark.parametrize(
    "text",
    [
        "ឃុំព្រះខែ ស្រុកបរសេដ្ឋ ស្រុកបរសេដ្ឋ កំពង់ស្ពឺ",
        "ព្រះខែ ស្រុកបរសេដ្ឋ ស្រុកបរសេដ្ឋ កំពង់ស្ពឺ",
        "ឃុំបនវទាយព្រាល ស្រុករលាប្អៀរ ស្រុករលាប្អៀរ កំពង់ឆ្នាំង",
        "ឃុំមេសរថ្ងក ស្រតកចន្ទ្រា ស្រុកចន្ទ្រា ស្វាយរៀង",
    ],
)
def test_a_district_that_was_read_twice_is_no_commune_of_its_name(text: str) -> None:
    assert "commune" not in protected_parts(read_place(text))


@pytest.mark.parametrize("number", ["ផ្ទះ៣៣", "ផ្លូវ៣៥៥", "ក្រុម៧"])
def test_a_place_of_birth_has_no_house_street_or_group(number: str) -> None:
    text = f"{number} ភូមិព្រៃដំរី ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"
    place = read_place(text)
    assert [note.code for note in place.notes] == [Code.AN_ADDRESS]
    assert place.value
    assert code(place.value) == "21090102"
    assert protected_parts(place) == ()
    assert "village" in protected_parts(read_address(text))
