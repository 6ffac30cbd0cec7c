"""Several readings of one card, of several engines or pictures, examined as one."""

import datetime as dt
import math

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cards import CLEAN, TODAY, changed

from khmerid import Assurance, Decision, ImageQuality, Outcome, Reason, Rule, examine_all
from khmerid.examination import _examine, examine_card
from khmerid.limits import MOST_RESPONSES
from khmerid.misreading import SHIPPED
from khmerid.misreading.sights import see, weighed
from khmerid.notes import Code
from khmerid.raw_card import RawCard, merge_images
from khmerid.report.policy import DEFAULT_POLICY
from khmerid.report.report import FIELDS, Report
from khmerid.resolve.decoder import ways_of
from khmerid.testing import damage, make_specimen


def together(*raws: RawCard) -> Report:
    return _examine(raws, today=TODAY, policy=DEFAULT_POLICY)


def outcome(report: Report, rule: Rule) -> Outcome:
    return next(check.outcome for check in report.checks if check.rule is rule)


def test_a_card_read_twice_alike_is_no_surer_than_read_once() -> None:
    damaged = changed(middle="9O03152FZ9123I6KHM<<<K<<<4", date_of_birth="១៥.០៣.១៩៩")
    once, twice = examine_card(damaged, today=TODAY), together(damaged, damaged)
    assert [getattr(once, name) for name in FIELDS] == [getattr(twice, name) for name in FIELDS]


def test_what_one_picture_lacks_the_other_gives() -> None:
    without_zone = attrs.evolve(CLEAN, mrz=())
    without_print = RawCard(name_latin="SOK SOPHEA", mrz=CLEAN.mrz)
    report = together(without_zone, without_print)
    assert report.decision is Decision.ACCEPT
    assert report.document_number.assurance is Assurance.CONFIRMED
    assert outcome(report, Rule.PICTURES) is Outcome.UNDECIDED


@pytest.mark.parametrize("turned", [False, True])
def test_the_composite_digit_is_that_of_the_values_and_not_of_one_picture(*, turned: bool) -> None:
    upper, middle, lower = CLEAN.mrz
    number_misread = attrs.evolve(CLEAN, mrz=(upper.replace("010203040", "010203046"), middle, lower))
    birth_unreadable = changed(middle=middle.replace("900315", "90?315"))
    pictures = [number_misread, birth_unreadable][:: -1 if turned else 1]
    report = together(*pictures)
    fields = report.document_number, report.date_of_birth, report.date_of_expiry
    assert [field.assurance for field in fields] == [Assurance.CONFIRMED] * 3


def test_two_clean_readings_that_differ_are_a_conflict_whichever_picture_they_are_from() -> None:
    report = together(CLEAN, changed(date_of_birth="១៥.០៨.១៩៩០"))
    assert report.decision is Decision.REVIEW
    assert Reason.PICTURES_CONFLICT in report.reasons
    assert not report.date_of_birth.assurance.is_sure


@pytest.mark.parametrize(
    ("other", "field"),
    [
        (changed(name_latin="SOK SOPHEI", lower="SOK<<SOPHEI".ljust(30, "<")), "given_names"),
        (changed(lower="SOK<<SOPHEI".ljust(30, "<")), "given_names"),
        (changed(place_of_birth="ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"), "place_of_birth"),
        (changed(address="សង្កាត់ទន្លេបាសាក់ ខណ្ឌចំការមន ភ្នំពេញ"), None),
        (changed(address="ផ្ទះ៣៣ ផ្លូវ៣៥៥ ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"), "address"),
        (changed(name_latin="SOKSOPHEA"), None),
        (changed(lower="SOK<<SOPHEA<K".ljust(30, "<")), None),
    ],
    ids=["name", "line", "birthplace", "less of a place", "address", "no blank", "filler misread"],
)
def test_what_pictures_have_clean_and_otherwise_is_not_sure(other: RawCard, field: str | None) -> None:
    reports = [together(CLEAN, other), together(other, CLEAN)]
    assert reports[0].to_dict() == reports[1].to_dict()
    report = reports[0]
    assert report.decision is (Decision.REVIEW if field else Decision.ACCEPT)
    assert (Reason.PICTURES_CONFLICT in report.reasons) is bool(field)
    for name in FIELDS if field is None else [field]:
        noted = Code.PICTURES_CONFLICT in [note.code for note in getattr(report, name).notes]
        assert noted is bool(field)
        assert not (noted and getattr(report, name).assurance.is_sure)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        (changed(height="១៦៨ ស.ម"), "height_cm"),
        (attrs.evolve(CLEAN, date_of_issue="០២.០១.២០២០", mrz=()), "date_of_issue"),
        (changed(name_khmer="សុខ សុភី"), "name_khmer"),
        (changed(address="ផ្ទះ៣៥ ផ្លូវ៣៥៥ ភូមិ១ សង្កាត់ទន្លេបាសាក់ ខណ្ឌចំការមន ភ្នំពេញ"), "address"),
    ],
)
def test_what_decides_nothing_is_doubtful_where_pictures_differ(other: RawCard, field: str) -> None:
    report = together(CLEAN, other)
    assert Reason.PICTURES_CONFLICT not in report.reasons
    resolved = getattr(report, field)
    assert Code.PICTURES_CONFLICT in [note.code for note in resolved.notes]
    assert resolved.parts.get("house", resolved.assurance) is Assurance.DOUBTFUL
    assert field != "address" or resolved.assurance is Assurance.PROTECTED


def test_of_places_that_differ_the_units_that_are_alike_stay_protected() -> None:
    takeo = changed(place_of_birth="ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ")
    parts = together(CLEAN, takeo).place_of_birth.parts
    assert parts["province"] is Assurance.PROTECTED
    assert {parts["district"], parts["commune"]} == {Assurance.DOUBTFUL}


@given(st.integers(0, 10**6), st.integers(2, 4), st.data())
def test_in_which_order_responses_are_given_changes_nothing(
    seed: int, count: int, data: st.DataObject
) -> None:
    specimen = make_specimen(seed=seed)
    forms = specimen.response(), specimen.lines()
    responses = [damage(forms[at % 2], seed=seed + at, severity=0.5) for at in range(count)]
    reports = [
        examine_all(given, today=specimen.today)
        for given in (responses, data.draw(st.permutations(responses)))
    ]
    for name in FIELDS:
        assert getattr(reports[0], name) == getattr(reports[1], name)
    assert reports[0].checks == reports[1].checks
    assert (reports[0].decision, reports[0].reasons) == (reports[1].decision, reports[1].reasons)


def test_pictures_that_agree_say_so() -> None:
    report = together(CLEAN, CLEAN)
    assert outcome(report, Rule.PICTURES) is Outcome.AGREES
    assert report.decision is Decision.ACCEPT


def test_an_alarm_about_one_picture_is_one_about_the_card() -> None:
    blurred = ImageQuality(type="copy", alarms={"blur": True, "glare": False}, scores={"blur_score": 70})
    merged = merge_images(
        [ImageQuality(type="normal", alarms={"glare": False}, scores={"blur_score": 3}), blurred]
    )
    assert merged == ImageQuality(
        type="copy", alarms={"glare": False, "blur": True}, scores={"blur_score": 70}
    )


def test_a_sight_that_is_not_the_clearest_of_its_print_counts_for_half() -> None:
    clear, poor, in_mrz = (
        see(SHIPPED.printed_latin, "0" * 9, "010203040"),
        see(SHIPPED.printed_latin, "0" * 9, "O1O203O40"),
        see(SHIPPED.mrz, "0" * 10, "0102030402"),
    )
    assert [sight.weight for sight in weighed([poor, clear, clear, None, in_mrz])] == [1.0, 1.0, 0.5]


def test_as_many_pictures_as_there_may_be_all_unlike_and_damaged_make_nothing_sure() -> None:
    """The ways to read each text were once combined with those of every other, which takes hours of these."""
    pictures = [
        changed(
            document_number=f"0{number:02}?2O3{number:02}4",
            date_of_birth=f"{number % 10}?.0{number % 9}.19?{number % 10}",
            middle=f"9?{number:02}15{number:02}F2?{number:02}316KHM<<K<<4",
        )
        for number in range(MOST_RESPONSES)
    ]
    report = together(*pictures)
    assert not report.document_number.assurance.is_sure
    assert not report.date_of_birth.assurance.is_sure


def test_the_ways_to_read_many_texts_are_few() -> None:
    sight = see(SHIPPED.mrz, "0" * 9, "01O2?3O")
    assert sight is not None
    assert len(sight.ways) > 1
    counts = [math.prod(map(len, ways_of([sight] * many))) for many in (6, 7, 2 * MOST_RESPONSES)]
    assert counts == [2**6] * 3


def test_more_responses_than_the_limit_are_refused() -> None:
    with pytest.raises(ValueError, match="17 responses are more than 16"):
        examine_all([{"id_number": "010203040"}] * (MOST_RESPONSES + 1), today=TODAY)


def test_there_has_to_be_a_response() -> None:
    with pytest.raises(ValueError, match="no response to examine"):
        examine_all([], today=TODAY)


@given(st.dates())
def test_any_day_of_presentation_is_taken(today: dt.date) -> None:
    assert len(_examine([CLEAN, CLEAN], today=today, policy=DEFAULT_POLICY).checks) == len(Rule)
