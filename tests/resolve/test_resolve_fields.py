"""What only whole cards show: the composite digit, names, what a reading is worth without a proof."""

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cards import CLEAN, MIDDLE, TODAY, changed, read, report

from khmerid.examination import examine_all, examine_card
from khmerid.fields.sex import Sex
from khmerid.mrz.check_digit import check_digit
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.raw_card import RawCard
from khmerid.reading import Reading
from khmerid.report.report import FIELDS, Report
from khmerid.resolve.decoder import Candidate
from khmerid.resolve.evidence import FieldEvidence, values_of_clean
from khmerid.resolve.posterior import Posterior
from khmerid.resolve.resolved import Assurance, Resolved, Source, absent
from khmerid.resolve.verdict import choose
from khmerid.testing import make_specimen

CONFIRMED, PROTECTED, READ = Assurance.CONFIRMED, Assurance.PROTECTED, Assurance.READ
DOUBTFUL, CONFLICTING, ABSENT = Assurance.DOUBTFUL, Assurance.CONFLICTING, Assurance.ABSENT
LINES = ("machine_code1", "machine_code2", "machine_code3")
MISSING: Reading[str] = Reading(None, None, (Note(Code.MISSING),))
NOISE = st.text(alphabet="០១២៣៤៥៦៧៨៩0123456789.OIBSZ?<« ", max_size=14)


def codes(resolved: Resolved[object]) -> list[Code]:
    return [note.code for note in resolved.notes]


def evidence(
    printed: Reading[str] | str | None = None,
    mrz: str | None = None,
    *,
    check: Outcome = Outcome.UNDECIDED,
) -> FieldEvidence[str]:
    of_print = Reading(printed, printed) if isinstance(printed, str) else printed or MISSING
    of_mrz = MISSING if mrz is None else Reading(mrz, mrz)
    return FieldEvidence(
        printed=of_print,
        mrz=of_mrz,
        clean=values_of_clean([of_print, of_mrz]),
        check=check,
        sources=(),
        characters=1,
    )


RISK = 2e-5
KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def weigh(
    *probabilities: float,
    known: FieldEvidence[str],
    cost: float = 0.0,
    risk: float = RISK,
    differs: bool = False,
) -> Resolved[str]:
    """Return what is made of values A, B, … with these probabilities."""
    values = "ABCDEFGH"[: len(probabilities)]
    left = 1 - probabilities[0] if probabilities else 1.0
    posterior = Posterior(tuple(zip(values, probabilities, strict=True)), left)
    candidates = [Candidate(value, cost + place) for place, value in enumerate(values)]
    return choose(known, posterior, candidates, differs=differs, risk=risk)


def test_what_is_told_of_a_posterior_is_no_value() -> None:
    assert repr(Posterior((("A", 0.75),), 0.25)) == "Posterior(1 values, risk=2.5e-01)"


def test_a_value_is_protected_when_its_risk_is_small_enough() -> None:
    assert weigh(1 - RISK / 2, known=evidence()).assurance is PROTECTED
    assert weigh(1 - RISK * 2, known=evidence()).assurance is DOUBTFUL
    assert weigh(1 - RISK * 2, known=evidence(), risk=RISK * 3).assurance is PROTECTED


def test_what_both_sides_have_is_read_where_the_card_is_too_noisy_for_that_to_be_a_proof() -> None:
    both = attrs.evolve(evidence("A", "A"), agreed="A")
    assert weigh(1 - RISK / 2, known=both).assurance is CONFIRMED
    noisy = weigh(1 - RISK * 2, known=both)
    assert (noisy.assurance, codes(noisy)) == (READ, [Code.READ_TOO_NOISILY])


def test_two_complete_strings_that_differ_prove_nothing_whatever_one_digit_says() -> None:
    found = weigh(1 - RISK / 2, known=attrs.evolve(evidence("A", "B"), clean=("A",)), differs=True)
    assert (found.assurance, found.candidates) == (CONFLICTING, ("A", "B"))


@pytest.mark.parametrize("clean", [evidence(printed="B"), evidence(mrz="B")])
def test_a_value_that_contradicts_a_well_formed_reading_is_never_sure(clean: FieldEvidence[str]) -> None:
    found = weigh(1.0, 0.0, known=clean)
    assert (found.value, found.assurance, found.candidates) == ("B", DOUBTFUL, ("B", "A"))
    assert Code.RIVAL_FITS_BETTER in codes(found)


def test_a_numeral_that_is_not_its_check_digit_is_never_outweighed() -> None:
    found = weigh(1.0, known=evidence(printed="A", check=Outcome.CONFLICTS))
    assert (found.assurance, codes(found)) == (DOUBTFUL, [Code.CHECK_DIGIT_AGAINST])


def test_a_clean_print_that_nothing_proves_is_read() -> None:
    assert weigh(0.99, known=evidence(printed="A")).assurance is READ
    assert weigh(0.99, known=evidence(mrz="A")).sources == (Source.MRZ,)
    assert weigh(0.7, known=evidence(printed="A")).assurance is DOUBTFUL


def test_where_nothing_can_be_read_there_is_no_value() -> None:
    hopeless = weigh(0.6, 0.4, known=evidence(), cost=5)
    assert (hopeless.value, hopeless.assurance, hopeless.candidates) == (None, ABSENT, ("A", "B"))
    assert weigh(0.6, 0.4, known=evidence(), cost=4).assurance is DOUBTFUL


def test_at_most_five_candidates_are_offered() -> None:
    assert weigh(*[0.125] * 8, known=evidence()).candidates == tuple("ABCDE")


@pytest.mark.parametrize(
    ("known", "assurance", "value"),
    [
        (evidence(printed="A"), READ, "A"),
        (evidence(mrz="A"), READ, "A"),
        (
            evidence(Reading("A", "A", (Note(Code.MIXED_DIGITS),))),
            DOUBTFUL,
            "A",
        ),
        (evidence(), ABSENT, None),
    ],
)
def test_without_candidates_a_reading_is_offered_as_it_is(
    known: FieldEvidence[str], assurance: Assurance, value: str | None
) -> None:
    found = weigh(known=known)
    assert (found.assurance, found.value) == (assurance, value)


def test_a_birth_outside_every_bound_is_offered_as_read() -> None:
    found = report(changed(date_of_birth="១៥.០៣.២០២០", middle="<" * 30)).date_of_birth
    assert (found.value, found.assurance.is_sure) == (dt.date(2020, 3, 15), False)


def test_a_birth_of_two_well_formed_centuries_is_a_conflict() -> None:
    born = "050315" + check_digit("050315")
    found = report(changed(date_of_birth="១៥.០៣.២០០៥", middle=born + MIDDLE[7:])).date_of_birth
    assert (found.assurance, len(found.candidates)) == (CONFLICTING, 2)


def test_the_composite_digit_settles_a_date_between_two_rivals() -> None:
    damaged = changed(date_of_birth="១៥.០៣.១៩?០", middle="90031S?F2912316KHM<<<<<<<<<<<4")
    without = attrs.evolve(damaged, mrz=(damaged.mrz[0], damaged.mrz[1][:-1] + "?", damaged.mrz[2]))
    risks = [report(card).date_of_birth.risk for card in (damaged, without)]
    assert report(damaged).date_of_birth.value == dt.date(1990, 3, 15)
    assert (risks[0] or 0.0) < (risks[1] or 0.0)


def test_a_composite_digit_that_the_values_do_not_give_makes_all_three_doubtful() -> None:
    found = report(changed(middle=MIDDLE[:-1] + "5"))
    three = (found.document_number, found.date_of_birth, found.date_of_expiry)
    assert [each.assurance for each in three] == [DOUBTFUL] * 3
    assert all(Code.COMPOSITE_AGAINST in codes(each) for each in three)
    assert [each.value for each in three] == ["010203040", dt.date(1990, 3, 15), dt.date(2029, 12, 31)]


def test_a_composite_digit_against_leaves_what_is_not_sure_as_it_is() -> None:
    found = report(changed(document_number="010203041", middle=MIDDLE[:-1] + "5"))
    assert found.document_number.assurance is CONFLICTING
    found = report(
        changed(document_number=None, upper="IDKHMOIO2O3O4O2<<<<<<<<<<<<<<<", middle=MIDDLE[:-1] + "5")
    )
    assert not found.document_number.assurance.is_sure


def test_the_khmer_name_is_compared_with_a_latin_name_that_is_not_doubtful() -> None:
    assert codes(report(CLEAN).name_khmer) == [Code.MATCHES_LATIN]
    assert codes(report(changed(name_latin="SOM SOPHEA")).name_khmer) == []
    assert codes(report(changed(name_khmer=None)).name_khmer) == [Code.MISSING]
    assert report(changed(name_khmer="ចាន់ ដារ៉ា")).name_khmer.assurance is not READ


def test_a_place_is_protected_by_the_gazetteer_read_without_it_and_absent_without_text() -> None:
    assert report(CLEAN).place_of_birth.assurance is PROTECTED
    assert report(changed(place_of_birth="បារាំង")).place_of_birth.assurance in {READ, DOUBTFUL}
    assert report(changed(place_of_birth=None)).place_of_birth.assurance is ABSENT


def test_a_name_of_one_word_has_no_given_names() -> None:
    card = changed(name_latin="SOPHEA", lower="SOPHEA<<<<<<<<<<<<<<<<<<<<<<<<")
    assert (report(card).surname.value, report(card).given_names.assurance) == ("SOPHEA", ABSENT)


def test_a_printed_name_that_was_repaired_with_a_doubt_is_doubtful_without_the_zone() -> None:
    card = attrs.evolve(CLEAN, name_latin="S0K SOPHEA", mrz=())
    assert report(card).surname.assurance is DOUBTFUL


@pytest.mark.parametrize(
    ("text", "value", "assurance"),
    [
        ("១២៨ ស.ម ១២៣៤៥៦", None, ABSENT),
        ("??", None, ABSENT),
        ("១៥8 ស.ម", 158, DOUBTFUL),
        ("๒๒๒ ស.ម", 222, DOUBTFUL),
        ("១x៨ ស.ម", None, ABSENT),  # ten heights fit alike
    ],
)
def test_a_height_that_nothing_explains_is_offered_as_it_was_read(
    text: str, value: int | None, assurance: Assurance
) -> None:
    found = report(changed(height=text)).height_cm
    assert (found.value, found.assurance) == (value, assurance)


@pytest.mark.parametrize("text", ["៥៨ ស.ម", "១១៥៨ ស.ម"])
def test_a_height_that_one_usual_height_explains_is_offered_as_doubtful(text: str) -> None:
    found = report(changed(height=text)).height_cm
    assert (found.value, found.assurance, found.sources) == (158, DOUBTFUL, (Source.VIZ,))
    assert codes(found)[-1] is Code.LIKELIEST_TAKEN


def test_a_doubtful_print_and_a_clean_zone_that_differ_are_weighed() -> None:
    found = report(changed(date_of_birth="១៦.០៣.១៩៩0")).date_of_birth
    assert (found.value, found.assurance) == (dt.date(1990, 3, 15), DOUBTFUL)
    assert found.risk is not None
    assert found.risk < 0.01


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("date_of_birth", {"date_of_birth": "១៦.០៣.១៩៩0"}),
        ("date_of_birth", {"date_of_birth": "?", "middle": "90031S?F2912316KHM<<<<<<<<<<<?"}),
        ("document_number", {"document_number": "0102O304?", "upper": "IDKHM0102?3O4?2<<<<<<<<<<<<<<<"}),
    ],
)
def test_candidates_have_shares_of_the_probability_and_the_risk_is_what_the_first_leaves(
    field: str, change: dict[str, Any]
) -> None:
    found = getattr(report(changed(**change)), field)
    assert len(found.probabilities) == len(found.candidates) > 1
    assert list(found.probabilities) == sorted(found.probabilities, reverse=True)
    assert sum(found.probabilities) <= 1 + 1e-9
    assert found.probabilities[0] == pytest.approx(1 - found.risk, abs=1e-6)


@pytest.mark.parametrize("behind", [" (01)", " 101)", " (O1)"])
def test_a_suffix_whose_bracket_is_misread_is_none_of_the_number(behind: str) -> None:
    found = report(changed(document_number=f"{CLEAN.document_number}{behind}")).document_number
    assert found.assurance.is_sure
    assert found.value == CLEAN.document_number


@pytest.mark.parametrize("printed", ["?", "៣១.១២.២០?៩"])
def test_an_issue_that_contradicts_the_expiry_is_no_source_of_it(printed: str) -> None:
    borne_out = report(changed(date_of_expiry=printed)).date_of_expiry
    contradicted = report(changed(date_of_expiry=printed, date_of_issue="០២.០២.២០១៩")).date_of_expiry
    assert borne_out.value == contradicted.value == dt.date(2029, 12, 31)
    assert Source.RULE in borne_out.sources
    assert Source.RULE not in contradicted.sources
    assert contradicted.assurance is DOUBTFUL


@pytest.mark.parametrize("month", range(1, 13))
def test_an_issue_on_the_first_of_a_month_bears_out_an_expiry_on_the_last_of_the_one_before(
    month: int,
) -> None:
    issue = dt.date(2020, month, 1)
    expiry = dt.date(2030, month, 1) - dt.timedelta(days=1)
    printed = (f"{issue:%d.%m.%Y}".translate(KHMER), f"??{expiry:.%m.%Y}".translate(KHMER))
    damaged = "?" * 7
    found = report(
        changed(
            date_of_issue=printed[0],
            date_of_expiry=printed[1],
            middle=f"{MIDDLE[:8]}{damaged}{MIDDLE[15:29]}?",
        )
    ).date_of_expiry
    assert found.value == expiry
    assert Source.RULE in found.sources


@pytest.mark.parametrize(("issue", "other"), [("28", "29"), ("29", "28")])
def test_an_issue_of_which_the_rule_cannot_tell_is_no_more_than_read(issue: str, other: str) -> None:
    """A card of 28 and one of 29 February 2024 may both be valid until 27 February 2034."""
    for seed in range(20):
        specimen = make_specimen(seed=seed, date_of_issue=f"2024-02-{issue}", date_of_expiry="2034-02-27")
        printed = f"{other}.02.2024".translate(KHMER)
        raw = attrs.evolve(specimen.card, date_of_issue=printed)
        found = examine_card(raw, today=specimen.today)
        assert found.date_of_expiry.assurance is CONFIRMED
        assert not found.date_of_issue.assurance.is_sure


def test_resolved_values_show_no_value() -> None:
    found = report(CLEAN).document_number
    assert repr(found) == "Resolved(confirmed, [])"
    assert repr(absent(MISSING)) == "Resolved(absent, [missing])"
    assert str(found.sources[0]) == "viz"


def test_where_two_pictures_differ_what_one_has_in_both_zones_is_not_confirmed() -> None:
    first = {
        "id_number": "010203040",
        "sex": "ស្រី",
        "birth_date": "១៥.០៣.១៩៩០",
        "expiry_date": "៣១.១២.២០២៩",
        **dict(zip(LINES, CLEAN.mrz, strict=True)),
    }
    second = first | {
        "id_number": "010203046",
        "sex": "ប្រុស",
        "birth_date": "១៥.០៣.១៩៩៦",
        "expiry_date": "៣១.១២.២០២៦",
    }
    found = examine_all([first, second], today=TODAY)
    values = (found.document_number, found.sex, found.date_of_birth, found.date_of_expiry)
    assert [value.assurance.is_sure for value in values] == [False] * 4


def test_a_number_that_only_a_line_without_its_head_has_is_doubtful() -> None:
    found = report(changed(document_number=None, upper="1DWKH0102030402<<<<<<<<<<<<<<<")).document_number
    assert (found.value, found.assurance) == ("010203040", DOUBTFUL)
    assert Code.HEAD_LOST in codes(found)


def contradictions(raw: RawCard, found: Report) -> list[str]:
    """Name the values called sure that a well-formed reading of either side contradicts."""
    card = read(raw)
    pairs: list[tuple[str, Resolved[object], tuple[Reading[object], ...]]] = [
        ("document_number", found.document_number, (card.document_number, card.mrz.document_number)),
        ("date_of_birth", found.date_of_birth, (card.date_of_birth, card.mrz.date_of_birth)),
        ("sex", found.sex, (card.sex, card.mrz.sex)),
    ]
    return [
        name
        for name, resolved, readings in pairs
        if resolved.assurance.is_sure
        for reading in readings
        if reading.value is not None and reading.is_well_formed and reading.value != resolved.value
    ]


@given(NOISE, NOISE, NOISE, st.integers(0, 29), st.sampled_from("0123456789OIBSZ<K"))
def test_a_sure_value_never_contradicts_a_well_formed_reading(
    number: str, birth: str, sex: str, place: int, character: str
) -> None:
    raw = changed(
        document_number=number,
        date_of_birth=birth,
        sex=sex,
        middle=MIDDLE[:place] + character + MIDDLE[place + 1 :],
    )
    assert contradictions(raw, report(raw)) == []


@settings(max_examples=40)
@given(st.data())
def test_shuffled_and_dropped_fields_never_give_a_wrong_sure_value(data: st.DataObject) -> None:
    names = ["document_number", "name_latin", "date_of_birth", "sex", "date_of_issue", "date_of_expiry"]
    texts = data.draw(st.permutations([getattr(CLEAN, name) for name in names]))
    kept = data.draw(st.lists(st.booleans(), min_size=len(names), max_size=len(names)))
    lines = data.draw(st.lists(st.sampled_from(CLEAN.mrz), max_size=3))
    fields: dict[str, Any] = {
        name: text if keep else None for name, text, keep in zip(names, texts, kept, strict=True)
    }
    raw = attrs.evolve(CLEAN, **fields, mrz=tuple(lines))
    right, found = report(CLEAN), examine_card(raw, today=TODAY)
    wrong = [
        name
        for name in FIELDS
        if getattr(found, name).assurance.is_sure and getattr(found, name).value != getattr(right, name).value
    ]
    assert wrong == []


def test_every_assurance_and_outcome_is_printed_as_a_word() -> None:
    assert [str(each) for each in (*Assurance, *Outcome, *Sex)] == [
        each.value for each in (*Assurance, *Outcome, *Sex)
    ]
