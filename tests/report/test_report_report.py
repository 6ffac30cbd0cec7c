"""What a machine may decide, with a reason for everything else, and what may be shown of a card."""

import datetime as dt
import json
from typing import Any

import attrs
import pytest
from support.cards import CLEAN, MIDDLE, TODAY, changed, report

from khmerid.examination import examine_all, examine_card
from khmerid.notes import Code, Finding, Note
from khmerid.raw_card import ALARMS, ImageQuality, RawCard
from khmerid.report.policy import Policy
from khmerid.report.reasons import Decision, Reason
from khmerid.report.report import FIELDS
from khmerid.resolve.resolved import Assurance

ACCEPT, REVIEW, REJECT = Decision.ACCEPT, Decision.REVIEW, Decision.REJECT


def with_image(**image: Any) -> RawCard:
    return attrs.evolve(CLEAN, image=ImageQuality(**image))


def test_a_card_without_a_fault_is_accepted_without_a_reason() -> None:
    found = report(CLEAN)
    assert (found.decision, found.reasons) == (ACCEPT, ())


@pytest.mark.parametrize(
    ("raw", "decision", "reason"),
    [
        (changed(document_number=None, upper="<" * 30), REVIEW, Reason.NUMBER_NOT_SURE),
        (changed(date_of_birth=None, middle="<" * 30), REVIEW, Reason.BIRTH_NOT_SURE),
        (changed(sex=None, middle="<" * 30), REVIEW, Reason.SEX_NOT_SURE),
        (changed(date_of_expiry=None, middle="<" * 30), REVIEW, Reason.EXPIRY_NOT_SURE),
        (changed(name_latin="SOM SOPHEA"), REVIEW, Reason.NAMES_CONFLICT),
        (changed(name_latin=None, lower="<" * 30), REVIEW, Reason.NAME_MISSING),
        (changed(document_number="010203041"), REVIEW, Reason.ZONES_CONFLICT),
        (
            changed(document_number=None, upper="IDKHM0102030407<<<<<<<<<<<<<<<"),
            REVIEW,
            Reason.CHECK_DIGIT_WRONG,
        ),
        (changed(middle=MIDDLE[:-1] + "5"), REVIEW, Reason.CHECK_DIGIT_WRONG),
        (changed(date_of_issue="០១.០១.២០២១"), REVIEW, Reason.VALIDITY_CONFLICTS),
        (changed(date_of_issue="១២.០១.២០២០"), REVIEW, Reason.VALIDITY_CONFLICTS),
        (changed(date_of_birth="១៥.០៣.២០០៥"), REVIEW, Reason.AGE_CONFLICTS),
        (
            changed(upper="IDTHA0102030402<<<<<<<<<<<<<<<", middle=MIDDLE.replace("KHM", "THA")),
            REVIEW,
            Reason.OTHER_ISSUER,
        ),
        (with_image(type="copy"), REVIEW, Reason.IMAGE_COPY),
        (with_image(alarms={"border_integrity": True}), REVIEW, Reason.IMAGE_BORDER),
        (with_image(alarms={"blocking_within_border": True}), REVIEW, Reason.IMAGE_BLOCKED),
        (with_image(alarms={"blur": True}), REVIEW, Reason.IMAGE_BLURRED),
        (with_image(alarms={"glare": True}), REVIEW, Reason.IMAGE_GLARE),
        (with_image(alarms={"tampering": True}), REJECT, Reason.IMAGE_TAMPERED),
        (with_image(alarms={"reproduce": True}), REVIEW, Reason.IMAGE_REPRODUCED),
        (
            attrs.evolve(CLEAN, findings=(Finding("image.blur", Note(Code.ALARM_AGAINST_SCORE)),)),
            REVIEW,
            Reason.IMAGE_UNCLEAR,
        ),
    ],
)
def test_what_speaks_against_a_card_is_a_reason(raw: RawCard, decision: Decision, reason: Reason) -> None:
    found = report(raw)
    assert found.decision is decision
    assert reason in found.reasons


@pytest.mark.parametrize(
    ("today", "decision", "reasons"),
    [
        (dt.date(2019, 12, 31), REVIEW, (Reason.NOT_YET_ISSUED,)),
        (dt.date(2020, 1, 1), ACCEPT, ()),
        (dt.date(2029, 12, 31), ACCEPT, ()),
        (dt.date(2030, 1, 1), REJECT, (Reason.EXPIRED,)),
    ],
)
def test_a_card_is_valid_from_its_first_day_to_its_last(
    today: dt.date, decision: Decision, reasons: tuple[Reason, ...]
) -> None:
    found = examine_card(CLEAN, today=today)
    assert (found.decision, found.reasons) == (decision, reasons)


@pytest.mark.parametrize(("today", "decision"), [((2020, 3, 14), REJECT), ((2020, 3, 15), ACCEPT)])
def test_the_age_that_a_policy_asks_for_is_that_on_the_day_of_presentation(
    today: tuple[int, int, int], decision: Decision
) -> None:
    found = examine_card(CLEAN, today=dt.date(*today), policy=Policy(minimum_age=30))
    assert found.decision is decision
    assert found.reasons == (() if decision is ACCEPT else (Reason.UNDER_AGE,))


def test_a_policy_may_ignore_a_reason_or_reject_for_it() -> None:
    copy = with_image(type="copy")
    ignoring = Policy(ignore=Policy().ignore | {Reason.IMAGE_COPY})
    rejecting = Policy(reject=Policy().reject | {Reason.IMAGE_COPY})
    assert examine_card(copy, today=TODAY, policy=ignoring).decision is ACCEPT
    assert examine_card(copy, today=TODAY, policy=rejecting).decision is REJECT


def test_a_doubtful_name_stops_a_card_only_where_the_policy_says_so() -> None:
    doubtful = changed(name_latin=None, lower="5OK<<SOPHEA<<<<<<<<<<<<<<<<<<<")
    assert report(doubtful).decision is ACCEPT
    strict = examine_card(doubtful, today=TODAY, policy=Policy(ignore=frozenset()))
    assert (strict.decision, strict.reasons) == (REVIEW, (Reason.NAME_DOUBTFUL,))


def test_an_issue_that_is_a_numeral_too_late_stops_a_card_only_where_the_policy_says_so() -> None:
    later = changed(date_of_issue="០៤.០១.២០២០")
    assert report(later).decision is ACCEPT
    assert report(later).date_of_issue.assurance is Assurance.CONFLICTING
    strict = examine_card(later, today=TODAY, policy=Policy(ignore=frozenset()))
    assert (strict.decision, strict.reasons) == (REVIEW, (Reason.ISSUE_CONFLICTS,))


def test_two_pictures_of_two_cards_are_no_card() -> None:
    first = {"id_number": "010203040", "birth_date": "១៥.០៣.១៩៩០"}
    found = examine_all([first, first | {"birth_date": "១៦.០៣.១៩៩០"}], today=TODAY)
    assert Reason.PICTURES_CONFLICT in found.reasons


def test_a_report_is_plain_data_for_json() -> None:
    plain = report(CLEAN).to_dict()
    assert json.loads(json.dumps(plain)) == plain
    fields: Any = plain["fields"]
    assert tuple(fields) == FIELDS
    assert fields["date_of_birth"] == {
        "value": "1990-03-15",
        "assurance": "confirmed",
        "sources": ["viz", "mrz"],
        "notes": ["khmer_digits"],
        "risk": fields["date_of_birth"]["risk"],
    }
    assert 0 < fields["date_of_birth"]["risk"] < 2e-5


def test_candidates_and_risks_are_there_only_where_something_was_weighed() -> None:
    raw = changed(document_number="010203041", date_of_expiry="៣១.១២.២០?៩")
    fields: Any = report(raw).to_dict()["fields"]
    assert fields["document_number"]["candidates"] == ["010203041", "010203040"]
    assert "risk" not in fields["document_number"]
    assert "risk" not in fields["height_cm"]
    assert sum(fields["document_number"]["probabilities"]) == pytest.approx(1, abs=0.02)
    assert 0 < fields["date_of_expiry"]["risk"] < 2e-5
    assert "candidates" not in fields["date_of_expiry"]


def test_a_redacted_report_has_no_value_and_no_candidate() -> None:
    raw = changed(document_number="010203041", date_of_birth="១៥.០៣.១៩៩")
    shown = json.dumps([report(raw).redacted(), report(CLEAN).redacted()], ensure_ascii=False)
    texts = [value for value in attrs.asdict(CLEAN).values() if isinstance(value, str)]
    assert not any(word in shown for text in texts for word in text.split() if len(word) > 2)
    assert not any(word in shown for word in ("1990-03-15", "2029-12-31", "01020304", "SOK", "SOPHEA", "158"))
    redacted: Any = report(CLEAN).redacted()
    assert redacted["fields"]["sex"] == {"assurance": "confirmed"}
    assert redacted["decision"] == "accept"


def test_a_report_shows_its_decision_and_assurances() -> None:
    shown = repr(report(changed(sex="ប្រុស")))
    assert shown.startswith("Report(review, [sex_not_sure, zones_conflict], document_number=confirmed, ")
    assert "sex=conflicting" in shown


def test_every_alarm_has_a_reason() -> None:
    found = report(with_image(alarms=dict.fromkeys(ALARMS, True)))
    assert len(found.reasons) == len(ALARMS)
