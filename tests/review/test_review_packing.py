"""A row as the page has it: all that is shown, and no more."""

import json

import pytest
from support.reviewing import card_row, error_row, specimen_rows

from khmerid.report.report import FIELDS
from khmerid.review.packing import MOST_CHARACTERS, Packing, area_of

NUMBER = FIELDS.index("document_number")


def test_a_conflict_has_its_candidates_and_both_sights() -> None:
    packing = Packing()
    card = packing.pack(card_row("conflict"))
    value, assurance, sources, notes, risk, candidates, probabilities = card["f"][NUMBER]
    assert (value, risk, candidates) == (None, None, ["120440981", "120440987"])
    assert packing.codes[assurance] == "conflicting"
    assert [packing.codes[one] for one in (*sources, *notes)] == ["viz", "mrz", "zones_conflict"]
    assert len(probabilities) == 2
    assert (card["k"], card["s"]) == ([NUMBER], [["120440981", "120440987"]])


def test_stretches_that_were_kept_are_one_text() -> None:
    card = Packing().pack(card_row("conflict"))
    printed, mrz = card["l"][NUMBER]["t"]
    assert printed[3] == [["120440981"]]
    assert mrz[3][0] == ["12044098"]
    assert [one[:3] for one in mrz[3][1:]] == [["1", "7", "changed"]] * 2


def test_a_place_has_its_units_where_a_person_decides_and_only_its_text_elsewhere() -> None:
    address = FIELDS.index("address")
    (accepted,) = specimen_rows(1)
    text, units = Packing().pack(card_row("conflict"))["f"][address][0]
    assert "Siemreap" in units
    assert text.startswith("ភូមិ")
    assert isinstance(Packing().pack(accepted)["f"][address][0], str)


def test_where_a_text_stood_is_counted_from_one() -> None:
    row = card_row("conflict")
    text = row["ledger"]["fields"]["document_number"]["texts"][0]
    text["picture"] = 1
    text["origin"] = {"line": 2, "page": 1, "box": [[10.4, 20.0], [50.0, 21.0], [50.0, 40.0], [10.0, 40.0]]}
    where = Packing().pack(row)["l"][NUMBER]["t"][0][2]
    assert where == {"line": 3, "page": 2, "picture": 2, "box": [[10, 20], [50, 21], [50, 40], [10, 40]]}


def test_the_area_of_a_card_is_that_of_its_texts_in_the_first_picture() -> None:
    row = card_row("conflict")
    assert area_of(row) is area_of(card_row("conflict", evidence=False)) is None
    first, second = row["ledger"]["fields"]["document_number"]["texts"]
    first["origin"] = {"box": [[10.0, 20.0], [50.0, 21.0], [50.0, 40.0], [9.0, 40.0]]}
    second["origin"], second["picture"] = {"box": [[0.0, 0.0]] * 4}, 1
    assert area_of(row) == (9.0, 20.0, 50.0, 40.0)


def test_a_long_text_is_cut_but_not_its_id() -> None:
    row = card_row("conflict")
    row["id"] = "x" * 10_000
    row["fields"]["surname"]["value"] = "A" * 10_000
    card = Packing().pack(row)
    assert len(card["i"]) == 10_000
    assert len(card["f"][FIELDS.index("surname")][0]) == MOST_CHARACTERS + 1


def test_a_number_too_large_for_a_browser_is_a_text_and_says_so() -> None:
    large = 2**53
    assert [Packing().pack({**error_row(), "id": identity}).get("b") for identity in (large, large - 1)] == [
        1,
        None,
    ]
    assert Packing().pack({**error_row(), "id": -large})["i"] == str(-large)


@pytest.mark.parametrize("evidence", [True, False])
def test_a_card_of_a_person_is_a_few_thousand_bytes(evidence: bool) -> None:  # noqa: FBT001 - of a test
    card = Packing().pack(card_row("noisy", evidence=evidence) | {"decision": "review"})
    assert ("l" in card) is evidence
    assert len(json.dumps(card)) < 12_000
