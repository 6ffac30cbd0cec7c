"""The official units as they are loaded."""

import threading
from collections import Counter

from khmerid.gazetteer.other_names import CHANGES
from khmerid.gazetteer.units import UnitType, gazetteer

# The source has rows for them, but none for their commune, 120913.
VILLAGES_WITHOUT_A_COMMUNE = 13


def test_there_are_as_many_units_as_the_source_has() -> None:
    paths = gazetteer().values()
    assert Counter(len(code) for code in gazetteer()) == {2: 25, 4: 210, 6: 1661}
    assert sum(len(path.villages) for path in paths) == 14_576 - VILLAGES_WITHOUT_A_COMMUNE


# The source has rows for them, but none for their commune, 120913.
VILLAGES_WITHOUT_A_COMMUNE = 13


def test_there_are_as_many_towns_and_khans_as_the_ministry_of_the_interior_counts() -> None:
    districts = [path.district for path in gazetteer().values() if path.district and not path.commune]
    assert Counter(str(unit.unit_type) for unit in districts) == {"srok": 163, "krong": 33, "khan": 14}


def test_villages_of_a_commune_without_a_row_are_left_out() -> None:
    assert "120913" not in gazetteer()
    assert not any(unit.code.startswith("120913") for path in gazetteer().values() for unit in path.villages)


def test_a_village_belongs_to_the_commune_of_its_row_whatever_its_code_says() -> None:
    strays = [
        unit.code
        for path in gazetteer().values()
        for unit in path.villages
        if not unit.code.startswith(path.code)
    ]
    assert len(strays) == 43


def test_names_have_no_invisible_characters_and_no_double_blanks() -> None:
    units = [unit for path in gazetteer().values() for unit in path.villages]
    assert [unit.code for unit in units if "\u200b" in unit.name_khmer or "  " in unit.name_khmer] == []


def test_the_capital_is_named_as_the_card_prints_it() -> None:
    assert gazetteer()["12"].province.name_khmer == "ភ្នំពេញ"


def test_threads_that_ask_at_once_get_the_same_gazetteer() -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(gazetteer())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(one is found[0] for one in found)


def test_types_are_words() -> None:
    assert [str(member) for member in UnitType][:2] == ["khaet", "reach_theani"]


def test_every_change_leads_to_units_of_today_with_other_names() -> None:
    for change in CHANGES:
        for code in change.today:
            path = gazetteer()[code]
            units = {"province": path.province, "district": path.district, "commune": path.commune}
            unit = units[change.level]
            assert unit
            assert unit.name_khmer != change.was
