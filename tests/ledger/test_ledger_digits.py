"""What the check digits say of a value, and what a ledger says that they cannot see."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.cards import CLEAN, LOWER, MIDDLE, TODAY, UPPER, changed

from khmerid.checks.crosscheck import Rule
from khmerid.examination import examine, examine_all, examine_card
from khmerid.frozen import FrozenMapping
from khmerid.ledger.records import BlindSpot, LedgerField, Unseen
from khmerid.ledger.unseen import ReadDigits, blind_spots
from khmerid.misreading import SHIPPED
from khmerid.misreading.noise import LEVELS
from khmerid.mrz.check_digit import check_digit, share_of_sum
from khmerid.outcome import Outcome
from khmerid.raw_card import RawCard
from khmerid.report.policy import DEFAULT_POLICY, Policy
from khmerid.report.report import FIELDS, Report
from khmerid.testing import damage, make_specimen

T = TypeVar("T")
V = TypeVar("V")
LOOKS = [(SHIPPED.printed_latin, LEVELS[1]), (SHIPPED.mrz, LEVELS[1])]
#: How many characters precede number, birth and expiry in what the composite digit is taken over.
PLACES = st.sampled_from([(9, 0), (6, 10), (6, 17)])


def field_of(raw: RawCard, field: str) -> LedgerField:
    ledger = examine_card(raw, today=TODAY, evidence=True).ledger
    assert ledger is not None
    return ledger.fields[field]


def codes(spots: Iterable[BlindSpot]) -> list[str]:
    return [str(spot.code) for spot in spots]


def numerals(data: st.DataObject, length: int) -> str:
    return data.draw(st.text(alphabet="0123456789", min_size=length, max_size=length))


def with_digit(value: str) -> str:
    return value + check_digit(value)


def differing(one: str, other: str) -> tuple[int, ...]:
    return tuple(at for at, pair in enumerate(zip(one, other, strict=True), 1) if pair[0] != pair[1])


@given(PLACES, st.data(), st.sampled_from([(True, True), (True, False), (False, True), (False, False)]))
def test_no_digit_that_was_read_tells_a_value_from_what_is_called_unseen(
    place: tuple[int, int], data: st.DataObject, read: tuple[bool, bool]
) -> None:
    own, composite = read
    length, before = place
    value = numerals(data, length)
    digits = ReadDigits(own=own, before=before if composite else None)
    for spot in blind_spots(value, digits, LOOKS, of_value=str):
        if spot.code is Unseen.NO_DIGIT_READ:
            assert not own
            assert not composite
            continue
        assert spot.alternative is not None
        assert differing(value, spot.alternative) == spot.positions
        assert len(spot.positions) == (1 if spot.code is Unseen.WITH_DIGIT else 2)
        if own and spot.code is not Unseen.WITH_DIGIT:
            assert check_digit(spot.alternative) == check_digit(value)
        if composite:
            shares = {share_of_sum(with_digit(one), before) for one in (value, spot.alternative)}
            assert len(shares) == 1


@given(st.data())
def test_a_neighbour_that_differs_by_five_can_change_places(data: st.DataObject) -> None:
    value = numerals(data, 9)
    spots = blind_spots(value, ReadDigits(own=True, before=0), LOOKS, of_value=str)
    swaps = {spot.positions for spot in spots if spot.code is Unseen.SWAP}
    by_five = {(at + 1, at + 2) for at in range(8) if abs(int(value[at]) - int(value[at + 1])) == 5}
    assert swaps == by_five


@given(st.data())
def test_a_number_always_has_a_pair_and_a_numeral_with_its_digit_that_are_not_seen(
    data: st.DataObject,
) -> None:
    found = codes(blind_spots(numerals(data, 9), ReadDigits(own=True, before=0), LOOKS, of_value=str))
    assert found[-2:] == ["two_numerals", "numeral_with_digit"]


def test_the_nearest_by_their_looks_is_told_of_all_that_make_a_value() -> None:
    digits = ReadDigits(own=True, before=0)
    first, *_ = blind_spots("010203040", digits, LOOKS, of_value=str)
    rest = blind_spots(
        "010203040", digits, LOOKS, of_value=lambda one: None if one == first.alternative else one
    )
    assert first.alternative not in {spot.alternative for spot in rest}
    assert list(blind_spots("010203040", digits, LOOKS, of_value=lambda _: None)) == []


@given(st.integers(0, 10**6))
def test_a_day_that_is_not_seen_is_one_that_the_card_could_have(seed: int) -> None:
    specimen = make_specimen(seed=seed)
    report = examine(
        damage(specimen.response(), seed=seed, severity=0.3), today=specimen.today, evidence=True
    )
    assert report.ledger is not None
    for field in ("date_of_birth", "date_of_expiry"):
        assume(field in report.ledger.fields)
        for spot in report.ledger.fields[field].unseen:
            if spot.alternative is not None:
                day = dt.date.fromisoformat(spot.alternative)
                assert day != getattr(report, field).value
                assert dt.date(1890, 1, 1) < day < dt.date(2060, 1, 1)


def test_a_clean_card_has_both_digits_for_each_of_the_three_values() -> None:
    for field, rule in (
        ("document_number", Rule.NUMBER_CHECK_DIGIT),
        ("date_of_birth", Rule.BIRTH_CHECK_DIGIT),
        ("date_of_expiry", Rule.EXPIRY_CHECK_DIGIT),
    ):
        own, composite = field_of(CLEAN, field).digits
        assert (own.rule, own.outcome, own.read) == (rule, Outcome.AGREES, own.expected)
        assert (composite.rule, composite.outcome) == (Rule.COMPOSITE_CHECK_DIGIT, Outcome.AGREES)
        assert (composite.read, composite.expected) == ("4", "4")


def test_no_digit_covers_anything_else() -> None:
    ledger = examine_card(CLEAN, today=TODAY, evidence=True).ledger
    assert ledger is not None
    assert set(ledger.fields) == set(FIELDS)
    without = {field for field, entry in ledger.fields.items() if codes(entry.unseen) == ["no_digit"]}
    assert without == set(FIELDS) - {"document_number", "date_of_birth", "date_of_expiry"}
    assert all(not ledger.fields[field].digits for field in without)


def test_a_digit_against_a_value_conflicts_and_a_letter_in_its_place_says_nothing() -> None:
    against, composite = field_of(changed(upper=UPPER.replace("402<", "409<")), "document_number").digits
    assert (against.read, against.expected, against.outcome) == ("9", "2", Outcome.CONFLICTS)
    assert composite.outcome is Outcome.AGREES
    letter, _ = field_of(changed(upper=UPPER.replace("402<", "40Z<")), "document_number").digits
    assert (letter.read, letter.outcome) == ("Z", Outcome.UNDECIDED)


def test_what_the_composite_digit_has_to_be_depends_on_all_three() -> None:
    raw = attrs.evolve(changed(middle="<" * 30), date_of_birth=None)
    own, composite = field_of(raw, "document_number").digits
    assert own.outcome is Outcome.AGREES
    assert (composite.read, composite.expected, composite.outcome) == ("", "", Outcome.UNDECIDED)


def test_without_an_mrz_no_digit_is_read_and_without_a_value_none_is_asked() -> None:
    entry = field_of(changed(upper="", middle="", lower=""), "document_number")
    assert [digit.read for digit in entry.digits] == ["", ""]
    assert codes(entry.unseen) == ["no_digit_read"]
    nothing = field_of(RawCard(document_number="?"), "document_number")
    assert (nothing.digits, nothing.unseen) == ((), ())


def test_a_letter_that_counts_as_the_numeral_is_named_with_its_place() -> None:
    raw = changed(upper="IDKHM0L02030402<<<<<<<<<<<<<<<")  # L is 21: as 1
    assert field_of(raw, "document_number").unseen[0] == BlindSpot(Unseen.SAME_VALUE, (2,))
    other = changed(upper="IDKHM0I02030402<<<<<<<<<<<<<<<")  # I is 18
    assert "letter_of_same_value" not in codes(field_of(other, "document_number").unseen)


def test_of_an_mrz_alone_only_its_own_looks_count() -> None:
    raw = RawCard(mrz=(UPPER, MIDDLE, LOWER))
    assert codes(field_of(raw, "document_number").unseen) == ["two_numerals", "numeral_with_digit"]


def test_a_birth_beside_no_expiry_is_bounded_by_the_day_of_presentation() -> None:
    raw = RawCard(date_of_birth="១៥.០៣.១៩៩០", mrz=(UPPER, MIDDLE[:8] + "<" * 22, LOWER))
    spots = field_of(raw, "date_of_birth").unseen
    assert all(spot.alternative is None or spot.alternative < "2011-11-23" for spot in spots)
    assert codes(spots)


def test_alternatives_are_the_candidates_with_their_probabilities() -> None:
    report = examine_card(changed(document_number="010203041"), today=TODAY, evidence=True)
    assert report.ledger is not None
    found = [(one.value, one.probability) for one in report.ledger.fields["document_number"].alternatives]
    number = report.document_number
    assert found == list(zip(number.candidates, number.probabilities, strict=True))
    days = field_of(changed(date_of_birth="១៥.០៣.១៩៩៥"), "date_of_birth").alternatives
    assert [one.value for one in days] == ["1995-03-15", "1990-03-15"]
    states = field_of(changed(middle=MIDDLE.replace("KHM", "VNM")), "nationality").alternatives
    assert [(one.value, one.probability) for one in states] == [("KHM", None), ("VNM", None)]


def test_the_paths_that_a_place_may_mean_are_alternatives() -> None:
    raw = changed(place_of_birth="សង្កាត់បឹងកក់ទី ខណ្ឌទួលគោក ភ្នំពេញ")
    report = examine_card(raw, today=TODAY, evidence=True)
    place = report.place_of_birth.value
    assert place is not None
    assert place.candidates
    found = [one.value for one in field_of(raw, "place_of_birth").alternatives]
    assert found == [path.printed for path in place.candidates]


def test_of_several_pictures_the_digit_is_that_of_the_best() -> None:
    worse = {"machine_code1": UPPER.replace("402<", "40Z<"), "machine_code2": MIDDLE, "machine_code3": LOWER}
    better = worse | {"machine_code1": UPPER}
    report = examine_all([{"result": worse}, {"result": better}], today=TODAY, evidence=True)
    assert report.ledger is not None
    assert report.ledger.fields["document_number"].digits[0].read == "2"


def test_a_ledger_names_the_versions_that_it_was_made_by() -> None:
    import khmerid  # noqa: PLC0415 - its version

    report = examine_card(CLEAN, today=TODAY, evidence=True)
    assert report.ledger is not None
    versions = report.ledger.versions
    assert (versions.khmerid, versions.policy) == (khmerid.__version__, DEFAULT_POLICY.used.digest)
    assert versions.misreadings == SHIPPED.digest
    adults = examine_card(CLEAN, today=TODAY, policy=Policy(minimum_age=18), evidence=True)
    assert adults.ledger is not None
    assert adults.policy is not None
    assert adults.ledger.versions.policy == adults.policy.digest


def backwards(table: Mapping[T, V]) -> Mapping[T, V]:
    return FrozenMapping(dict(reversed(list(table.items()))))


@pytest.mark.parametrize("change", ["mrz", "look_alikes"])
def test_the_digest_of_misreadings_is_that_of_what_their_tables_say(change: str) -> None:
    same = attrs.evolve(SHIPPED, sex_words=backwards(SHIPPED.sex_words))
    costs = {printed: backwards(row) for printed, row in SHIPPED.mrz.costs.items()}
    same = attrs.evolve(same, mrz=attrs.evolve(SHIPPED.mrz, costs=backwards(costs)))
    assert same.digest == SHIPPED.digest
    other: Any = {
        "mrz": attrs.evolve(SHIPPED.mrz, doubled=SHIPPED.mrz.doubled + 1),
        "look_alikes": attrs.evolve(SHIPPED.look_alikes, filler_signs="<"),
    }
    assert attrs.evolve(SHIPPED, **{change: other[change]}).digest != SHIPPED.digest


def test_a_noisy_card_is_noisier_in_its_ledger() -> None:
    noisy = changed(
        date_of_birth="១៥.០៣.១??០", date_of_expiry="៣?.១២.??២៩", middle="9OO3I5ZF29IZ3I6KHM<<<<<<<<<<<4"
    )
    rates: list[Any] = [
        ledger.noise
        for raw in (CLEAN, noisy)
        if (ledger := examine_card(raw, today=TODAY, evidence=True).ledger) is not None
    ]
    clean, found = rates
    assert all(found[side] > clean[side] for side in ("printed_khmer", "mrz"))


def test_a_ledger_that_is_read_back_is_equal_but_for_figures_beyond_two_places() -> None:
    report = examine_card(changed(document_number="010203041"), today=TODAY, evidence=True)
    once = Report.from_json(report.to_json())
    assert once == Report.from_json(once.to_json())
    assert once.ledger is not None
    assert report.ledger is not None
    assert once.ledger.versions == report.ledger.versions
    assert once.ledger.fields["document_number"].unseen == report.ledger.fields["document_number"].unseen
