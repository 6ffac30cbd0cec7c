"""The zones of ICAO and of other readers' tests (``../shared/mrz``), read in place where they are."""

import json
from pathlib import Path
from typing import Any

import pytest

from khmerid.mrz.parsing import NumberRule, Td1, parse_td1
from khmerid.notes import Code
from khmerid.outcome import Outcome
from khmerid.recovery.recover import recover_td1
from khmerid.recovery.recovered import RecoveryOutcome

SHARED = Path(__file__).resolve().parents[3] / "shared" / "mrz"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the case files are not beside this clone")


def rows(name: str) -> list[dict[str, Any]]:
    path = SHARED / name
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


CASES = rows("peer_cases.jsonl")
REPAIRS = rows("peer_repairs.jsonl")


@needs_shared
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_zone_has_the_stated_verdict_and_fields(case: dict[str, Any]) -> None:
    expected = case["expect"]
    zone = parse_td1(case["lines"]).value
    if zone is None:
        assert not expected["valid"]
        assert expected["document_number"] is None
        return
    failing = {
        "document_number": zone.checks.document_number,
        "birth_date": zone.checks.date_of_birth,
        "expiry_date": zone.checks.date_of_expiry,
        "composite": zone.checks.composite,
    }
    assert {
        "valid": zone.verified,
        "document_number": zone.document_number,
        "birth_date": zone.date_of_birth,
        "sex": zone.sex,
        "expiry_date": zone.date_of_expiry,
        "nationality": zone.nationality,
        "surname": zone.primary_identifier,
        "given_names": zone.secondary_identifier,
        "failing_checks": [name for name, check in failing.items() if check is not Outcome.AGREES],
    } == expected


@needs_shared
@pytest.mark.parametrize("case", [case for case in CASES if "also" in case], ids=lambda case: case["id"])
def test_every_zone_has_what_a_stricter_reader_sees(case: dict[str, Any]) -> None:
    reading = parse_td1(case["lines"])
    if reading.value is None:
        return
    seen = what_is_seen(reading.value, {(note.code, note.detail) for note in reading.notes})
    assert {name: seen[name] for name in case["also"]} == case["also"]


def what_is_seen(zone: Td1, notes: set[tuple[Code, str]]) -> dict[str, object]:
    return {
        "document_code": zone.document_code,
        "issuing_state": zone.issuing_state,
        "optional_data_1": zone.optional_data_1,
        "optional_data_2": zone.optional_data_2,
        "document_code_ok": (Code.MRZ_DOCUMENT_CODE_NOT_ALLOWED, "") not in notes,
        "issuing_state_known": (Code.MRZ_STATE_UNKNOWN, "issuing_state") not in notes,
        "nationality_known": (Code.MRZ_STATE_UNKNOWN, "nationality") not in notes,
        "sex_ok": (Code.MRZ_SEX_NOT_ALLOWED, "") not in notes,
        "birth_date_ok": (Code.MRZ_NO_SUCH_DATE, "date_of_birth") not in notes,
        "expiry_date_ok": (Code.MRZ_NO_SUCH_DATE, "date_of_expiry") not in notes,
        "name_line_ok": (Code.MRZ_NAME_MALFORMED, "") not in notes,
        "name_may_be_truncated": zone.name_may_be_cut,
        "number_is_long": zone.number_rule is not NumberRule.SHORT,
    }


@needs_shared
@pytest.mark.parametrize(
    "case",
    [case for case in CASES if "legacy_digit_includes_position_15" in case.get("flags", [])],
    ids=lambda case: case["id"],
)
def test_a_number_that_counts_position_15_is_named_and_not_called_right(case: dict[str, Any]) -> None:
    reading = parse_td1(case["lines"])
    assert reading.value is not None
    assert reading.value.number_rule is NumberRule.LONG_FILLER_COUNTED
    assert reading.value.checks.document_number is Outcome.CONFLICTS


@needs_shared
@pytest.mark.parametrize("case", REPAIRS, ids=lambda case: case["id"])
def test_every_noisy_reading_has_an_acceptable_outcome_and_nothing_wrong_is_certain(
    case: dict[str, Any],
) -> None:
    truth = case["truth"] or case.get("truth_if_insertion_accepted")
    recovery = recover_td1(case["noisy"])
    word = {RecoveryOutcome.INVALID: "reject", RecoveryOutcome.NOTHING: "reject"}.get(
        recovery.outcome, str(recovery.outcome)
    )
    assert word in case["expect"]["acceptable"]
    if truth is None:
        return
    true = parse_td1(truth).value
    assert true is not None
    if recovery.lines is not None:
        assert list(recovery.lines) == truth
    for name in recovery.certain:
        assert recovery.fields[name] == getattr(true, name)
