"""Which cards come first, what is typed blind, and what print and MRZ say by themselves."""

import pytest
from support.reviewing import card_row, error_row, row_of, specimen_rows

from khmerid.checks.crosscheck import Rule
from khmerid.report.reasons import Reason
from khmerid.report.report import FIELDS
from khmerid.review.queue import (
    CRITICAL,
    Sights,
    decision_of,
    fields_to_key,
    in_queue,
    risk_of,
    sights_of,
)
from khmerid.testing import make_specimen


def test_a_conflict_is_typed_and_is_the_riskiest() -> None:
    row = card_row("conflict")
    assert fields_to_key(row) == ("document_number",)
    assert risk_of(row) == 1.0


def test_of_an_accepted_card_all_that_it_was_accepted_by_is_typed() -> None:
    row = specimen_rows(1)[0]
    assert (decision_of(row), fields_to_key(row)) == ("accept", CRITICAL)
    assert 0 < risk_of(row) < 2e-5


def test_of_an_error_row_nothing_is_typed() -> None:
    assert (decision_of(error_row()), fields_to_key(error_row()), risk_of(error_row())) == ("error", (), 0.0)


@pytest.mark.parametrize("reason", Reason, ids=str)
def test_what_a_reason_names_is_typed(reason: Reason) -> None:
    row = {**specimen_rows(1)[0], "decision": "review", "reasons": [str(reason)]}
    row["checks"] = [{"rule": str(rule), "outcome": "conflicts"} for rule in Rule]
    named = fields_to_key(row)
    is_of_day_or_image = str(reason).startswith("image_") or reason in {
        Reason.EXPIRED,
        Reason.NOT_YET_ISSUED,
        Reason.UNDER_AGE,
        Reason.OTHER_ISSUER,
    }
    is_of_day_or_image |= str(reason).startswith("reviewer")  # of fields that say so themselves
    assert bool(named) is not is_of_day_or_image
    assert list(named) == sorted(named, key=FIELDS.index)


def test_a_check_that_does_not_conflict_names_nothing() -> None:
    row = {**specimen_rows(1)[0], "decision": "review", "reasons": ["zones_conflict", "check_digit_wrong"]}
    assert fields_to_key(row) == ()


def test_people_come_first_then_the_riskiest() -> None:
    cards = [
        ("accept", 0.9),
        ("error", 0.0),
        ("reject", 0.2),
        ("review", 0.1),
        ("review", 1.0),
        ("review", 0.1),
    ]
    assert in_queue(cards) == [4, 3, 5, 2, 1, 0]


def test_sights_are_read_from_the_texts_of_the_ledger() -> None:
    row = card_row("conflict")
    assert sights_of(row, "document_number") == Sights("120440981", "120440987")
    assert sights_of(row, "date_of_birth") == Sights("1984-11-02", "841102")
    assert sights_of(row, "sex") == Sights("M", "M")
    assert sights_of(row, "surname") == Sights("CHAN", "CHAN")
    assert sights_of(row, "given_names") == Sights("DARA", "DARA")
    assert sights_of(row, "nationality") == Sights(None, "KHM")
    assert sights_of(row, "height_cm") == Sights()
    assert repr(sights_of(row, "surname")) == "Sights(viz, mrz)"


def test_without_a_ledger_sights_are_the_two_candidates_of_a_conflict() -> None:
    row = card_row("conflict", evidence=False)
    assert sights_of(row, "document_number") == Sights("120440981", "120440987")
    assert sights_of(row, "date_of_birth") == Sights("1984-11-02", "841102")
    assert sights_of(row, "date_of_issue") == Sights()


def test_a_text_that_is_no_value_is_no_sight() -> None:
    specimen = make_specimen(seed=1)
    response = specimen.response()
    response["result"]["birth_date"] = "៣១.០២.១៩៩០"
    response["result"]["sex"] = "?"
    response["result"]["id_number"] = "12"
    response["result"]["name_en"] = "SOK"
    row = row_of(response, "x", today=specimen.today)
    assert [sights_of(row, name).viz for name in (*CRITICAL[:3], "given_names")] == [None] * 4
    row["ledger"]["fields"]["date_of_birth"]["texts"] = [{"side": "mrz", "text": "9O-315"}]
    assert sights_of(row, "date_of_birth") == Sights()
    row["ledger"]["fields"]["date_of_birth"]["texts"] = [{"side": "rule", "text": "9"}]
    assert sights_of(row, "date_of_birth") == Sights()


def test_a_redacted_row_has_no_sights_and_is_typed_all_the_same() -> None:
    row = card_row("conflict")
    row["fields"] = {name: {"assurance": field["assurance"]} for name, field in row["fields"].items()}
    del row["ledger"]
    assert fields_to_key(row) == ("document_number",)
    assert sights_of(row, "document_number") == Sights()
    assert sights_of(row, "date_of_birth") == Sights()
