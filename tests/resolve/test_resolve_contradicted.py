"""What is said of values that two pictures have otherwise, and what is left as it was."""

from typing import Any

import pytest
from support.cards import CLEAN, changed, read

from khmerid import RawCard
from khmerid.notes import Code, Note
from khmerid.resolve.contradicted import contradicted
from khmerid.resolve.resolved import Assurance, Resolved

TAKEO = "ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"
PLACE_PARTS = {
    "house": Assurance.READ,
    "village": Assurance.PROTECTED,
    "commune": Assurance.PROTECTED,
    "district": Assurance.PROTECTED,
    "province": Assurance.PROTECTED,
}
NOTED = (Note(Code.KHMER_DIGITS),)


def fields(assurance: Assurance) -> dict[str, Resolved[Any]]:
    names = ("document_number", "surname", "given_names", "name_khmer", "height_cm", "date_of_issue")
    found: dict[str, Resolved[Any]] = {
        name: Resolved(value="?", assurance=assurance, notes=NOTED) for name in names
    }
    for name in ("place_of_birth", "address"):
        found[name] = Resolved(value="?", assurance=Assurance.PROTECTED, parts=PLACE_PARTS, notes=NOTED)
    return found


def of_pictures(other: RawCard, assurance: Assurance = Assurance.READ) -> dict[str, Resolved[Any]]:
    return contradicted(fields(assurance), [read(CLEAN), read(other)])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Assurance.CONFIRMED, Assurance.DOUBTFUL),
        (Assurance.PROTECTED, Assurance.DOUBTFUL),
        (Assurance.READ, Assurance.DOUBTFUL),
        (Assurance.DOUBTFUL, Assurance.DOUBTFUL),
        (Assurance.CONFLICTING, Assurance.CONFLICTING),
        (Assurance.ABSENT, Assurance.ABSENT),
    ],
)
def test_no_value_that_pictures_have_otherwise_is_more_than_doubtful(
    before: Assurance, after: Assurance
) -> None:
    found = of_pictures(changed(height="១៦៨ ស.ម"), before)
    assert [*found] == ["height_cm"]
    assert (found["height_cm"].value, found["height_cm"].assurance) == ("?", after)
    assert found["height_cm"].notes == (*NOTED, Note(Code.PICTURES_CONFLICT))


def test_every_field_is_meant_that_differs_and_no_other() -> None:
    found = of_pictures(changed(height="១៦៨ ស.ម", name_khmer="សុខ សុភី", name_latin="SOK SOPHEI"))
    assert {*found} == {"height_cm", "name_khmer", "surname", "given_names"}


def test_what_is_weighed_from_all_texts_is_left() -> None:
    assert of_pictures(changed(document_number="010203046")) == {}
    assert of_pictures(CLEAN) == {}


def test_of_a_place_the_parts_that_differ_are_doubtful_and_it_is_as_sure_as_its_commune() -> None:
    place = of_pictures(changed(place_of_birth=TAKEO))["place_of_birth"]
    assert place.assurance is Assurance.DOUBTFUL
    assert {part for part, sure in place.parts.items() if sure is Assurance.DOUBTFUL} == {
        "village",
        "commune",
        "district",
    }
    assert (place.parts["house"], place.parts["province"]) == (Assurance.READ, Assurance.PROTECTED)
    address = CLEAN.address
    assert isinstance(address, str)
    place = of_pictures(changed(address=address.replace("៣៣", "៣៥")))["address"]
    assert place.assurance is Assurance.PROTECTED
    assert place.parts == PLACE_PARTS | {"house": Assurance.DOUBTFUL}
    assert place.notes == (*NOTED, Note(Code.PICTURES_CONFLICT))


def test_a_place_without_a_commune_stays_as_sure_as_it_was() -> None:
    numbers = {"house": Assurance.READ, "province": Assurance.PROTECTED}
    place: Resolved[Any] = Resolved(value="?", assurance=Assurance.DOUBTFUL, parts=numbers)
    address = CLEAN.address
    assert isinstance(address, str)
    pictures = [read(CLEAN), read(changed(address=address.replace("៣៣", "៣៥")))]
    assert contradicted({"address": place}, pictures)["address"].assurance is Assurance.DOUBTFUL
