"""How sure each part of a place is."""

import random

import pytest

from khmerid.fields.places import Address, read_address, read_place, to_printed
from khmerid.gazetteer.folding import cost, nearest
from khmerid.gazetteer.index import khmer_index
from khmerid.gazetteer.sure_paths import SURE_PATH
from khmerid.gazetteer.units import gazetteer
from khmerid.resolve.printed_once import resolve_place
from khmerid.resolve.resolved import Assurance

PARTS = ("house", "street", "group", "village", "commune", "district", "province")
NUMERALS = "០១២៣៤៥៦៧៨៩"
PATH = "ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"


def parts_of(text: str) -> dict[str, str]:
    return {part: str(assurance) for part, assurance in resolve_place(read_address(text)).parts.items()}


def addresses(chance: random.Random, count: int) -> list[Address]:
    every = [(path, village) for path in gazetteer().values() for village in path.villages]
    numbered = [(path, village) for path, village in every if set(NUMERALS) & {*village.name_khmer}]
    return [
        Address(
            text="",
            house=str(chance.randint(1, 400)),
            street=str(chance.randint(1, 400)),
            group=str(chance.randint(1, 99)),
            village=village,
            commune=path.commune,
            district=path.district,
            province=path.province,
        )
        for path, village in chance.choices(every, k=count) + chance.choices(numbered, k=count)
    ]


def numbers_misread(text: str, share: float, chance: random.Random) -> str:
    return "".join(
        chance.choice(["", *NUMERALS]) if letter in NUMERALS and chance.random() < share else letter
        for letter in text
    )


@pytest.mark.parametrize("share", [0.0, 0.05, 0.3])
def test_a_misread_number_never_makes_a_wrong_part_protected(share: float) -> None:
    chance = random.Random(7)  # noqa: S311 - the same misreadings each time
    protected = dict.fromkeys(PARTS, 0)
    for printed in addresses(chance, 1_000):
        found = resolve_place(read_address(numbers_misread(to_printed(printed), share, chance)))
        for part in (part for part, assurance in found.parts.items() if assurance.is_sure):
            assert getattr(found.value, part) == getattr(printed, part)
            protected[part] += 1
    assert protected["house"] == protected["street"] == protected["group"] == 0
    assert min(protected[part] for part in PARTS[3:]) > 500


def test_the_parts_are_those_that_the_place_has() -> None:
    assert parts_of(f"ផ្ទះ៣៣ ភូមិព្រៃដំរី {PATH}") == {
        "house": "read",
        **dict.fromkeys(("village", "commune", "district", "province"), "protected"),
    }
    assert parts_of("") == parts_of("ប្រទេសថៃ") == {}


@pytest.mark.parametrize(
    "village",
    ["ភូមិព្រៃដរី", "ក ភូមិព្រៃដំរី"],
    ids=["misread", "after a text that is not read"],
)
def test_a_village_that_is_not_all_that_stands_there_is_as_read(village: str) -> None:
    parts = parts_of(f"{village} {PATH}")
    assert (parts["village"], parts["commune"]) == ("read", "protected")


def test_a_village_is_as_read_where_one_that_differs_in_number_is_there() -> None:
    parts = parts_of("ភូមិ ៣ សង្កាត់ទន្លេបាសាក់ ខណ្ឌចំការមន ភ្នំពេញ")
    assert (parts["village"], parts["commune"]) == ("read", "protected")


def test_a_numbered_commune_is_as_read_and_what_is_above_it_protected() -> None:
    found = resolve_place(read_place("សង្កាត់ផ្សារថ្មីទី ១ ខណ្ឌដូនពេញ ភ្នំពេញ"))
    assert found.assurance is found.parts["commune"] is Assurance.READ
    assert found.parts["district"] is found.parts["province"] is Assurance.PROTECTED


def test_all_parts_of_a_doubtful_place_are_doubtful() -> None:
    assert set(parts_of("ផ្ទះ៣៣ ឃុំចំណោម ស្រុក បន្ទាយមានជ័យ").values()) == {"doubtful"}


def test_a_commune_is_not_protected_by_a_village_alone() -> None:
    """The numeral that is left of one commune's village is a village of the other."""
    text = "ផ្ទះ៨៨ ផះលីះ១០៥ ក្រុម២៩៨ភូមិព្រែកបាក់ ២ ះឃុំព្រែកូាក់ ងស្រុកស្ទឹងតគ្រង់ កំពង់់ឡាម"
    assert "protected" not in parts_of(text).values()


def test_every_path_of_another_district_is_about_two_edits_away() -> None:
    known = khmer_index().bare
    near = [
        (one.path.code, other.path.code)
        for one in known.spellings
        for other in (known.spellings[place] for place in nearest(one.shapes, known.shapes, 40, 3))
        if one.path.district != other.path.district and cost(one, other) < SURE_PATH.margin
    ]
    assert near == []
