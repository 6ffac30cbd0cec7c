"""Specimens are valid cards, and the same ones again."""

import datetime as dt
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest

import khmerid
from khmerid import Decision, RawCard
from khmerid.checks.name_comparison import compare_names
from khmerid.mrz.parsing import parse_td1
from khmerid.notes import Code
from khmerid.raw_card import ALARMS
from khmerid.rules import expiries_of, latest_birth
from khmerid.testing import Specimen, damage, is_specimen_number, make_specimen
from khmerid.testing.choosing import GIVEN_NAMES, SURNAMES
from khmerid.testing.inventing import _names
from khmerid.testing.specimen import to_printed_date

SOME = [make_specimen(seed=seed) for seed in range(300)]


def values_of(report: khmerid.Report) -> dict[str, Any]:
    fields: Any = report.to_dict()["fields"]
    return {name: field["value"] for name, field in fields.items()}


@pytest.mark.parametrize("shape", ["response", "lines"])
def test_every_specimen_is_accepted_with_every_value_as_it_was_generated(shape: str) -> None:
    for specimen in SOME:
        report = khmerid.examine(getattr(specimen, shape)(), today=specimen.today)
        assert (report.decision, values_of(report)) == (Decision.ACCEPT, specimen.truth), specimen


def test_the_same_seed_gives_the_same_card_and_another_seed_another() -> None:
    assert make_specimen(seed=4) == make_specimen(seed=4)
    assert make_specimen(seed=4) != make_specimen(seed=5)


def test_no_seed_is_not_taken_for_one() -> None:
    """Of ``None`` Python makes another card each time."""
    seed: Any = None
    with pytest.raises(TypeError, match="not NoneType"):
        make_specimen(seed=seed)
    with pytest.raises(TypeError, match="not NoneType"):
        damage(make_specimen().response(), seed=seed)


def test_a_specimen_is_presented_on_the_day_that_is_wanted_and_valid_on_it() -> None:
    today = dt.date(2021, 3, 1)
    for seed in range(50):
        specimen = make_specimen(seed=seed, today=today)
        assert specimen.today == today
        assert specimen.values.date_of_issue <= today <= specimen.values.date_of_expiry


def test_before_cards_had_an_mrz_there_are_no_specimens() -> None:
    with pytest.raises(ValueError, match="before 2012-06-01"):
        make_specimen(today=dt.date(2012, 5, 31))


def test_numbers_are_in_the_range_of_specimens_unless_given() -> None:
    assert all(is_specimen_number(specimen.values.document_number) for specimen in SOME)
    assert make_specimen(document_number="010203040").mrz[0].startswith("IDKHM0102030402<")


def test_what_is_rare_is_among_the_specimens() -> None:
    values = [specimen.values for specimen in SOME]
    assert {len(value.given_names.split()) for value in values} >= {1, 2, 3}
    assert any(len(f"{value.surname}<<{value.given_names}") > 30 for value in values)
    assert any((value.date_of_issue.month, value.date_of_issue.day) == (2, 29) for value in values)
    assert any(value.date_of_birth == latest_birth(value.date_of_issue) for value in values)
    assert any(value.date_of_birth.year < 1926 for value in values)
    assert any(value.place_of_birth.former or value.address.former for value in values)
    assert any("ទី" in (value.place_of_birth.text) and "សង្កាត់" in value.address.text for value in values)
    assert any("(01)" in specimen.printed["document_number"] for specimen in SOME)
    assert any(value.distinguishing_marks.mark == "none" for value in values)


def test_the_rules_of_the_card_hold() -> None:
    for specimen in SOME:
        values = specimen.values
        assert values.date_of_expiry in expiries_of(values.date_of_issue)
        assert values.date_of_birth <= latest_birth(values.date_of_issue)
        td1 = parse_td1(specimen.mrz).value
        assert td1 is not None
        assert td1.verified


@pytest.mark.parametrize(("khmer", "latin"), [*SURNAMES, *GIVEN_NAMES])
def test_the_two_spellings_of_a_name_belong_together(khmer: str, latin: str) -> None:
    assert compare_names(f"សុខ {khmer}", f"SOK {latin}").code is Code.MATCHES_LATIN
    assert khmerid.read_name_khmer(f"សុខ {khmer}").value == f"សុខ {khmer}"


def test_the_khmer_name_follows_the_latin_one_where_its_words_are_known() -> None:
    assert make_specimen(surname="SOK", given_names="SREY MOM").values.name_khmer == "សុខ ស្រីមុំ"
    drawn = make_specimen().values.name_khmer
    assert make_specimen(surname="SMITH").values.name_khmer == drawn
    assert make_specimen(surname="SOK", name_khmer="សុខ គំរូ").values.name_khmer == "សុខ គំរូ"


def test_no_extra_is_needed_for_specimens() -> None:
    program = "import sys, khmerid.testing; print({'hypothesis', 'pytest', 'typer'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout == "set()\n"


class Script:
    """A chooser whose choices are written down."""

    def __init__(self, *choices: Any) -> None:
        self.choices = list(choices)

    def choice(self, options: Sequence[Any]) -> Any:
        assert self.choices[0] in options
        return self.choices.pop(0)

    def integer(self, lowest: int, highest: int) -> int:
        raise NotImplementedError


def test_a_name_that_would_be_cut_at_a_filler_is_not_invented() -> None:
    """Doc 9303-5, 4.2.3: the last character of a cut name is a letter; which one gives way is not known."""
    given = [("សុវណ្ណារ៉ា", "SOVANNARA"), ("ពន្លឺរតនា", "PONLEURATANA"), ("ដារ៉ា", "DARA")]
    khmer, surname, names = _names(Script(("ចាន់", "CHAN"), 3, *given))
    assert (surname, names) == ("CHAN", "SOVANNARA PONLEURATANA DARA")
    given[0] = ("សុខគន្ធា", "SOKKUNTHEA")
    khmer, surname, names = _names(Script(("ចាន់", "CHAN"), 3, *given))
    assert (khmer, surname, names) == ("ចាន់ សុខគន្ធា ពន្លឺរតនា", "CHAN", "SOKKUNTHEA PONLEURATANA")


def test_what_is_given_is_on_the_card() -> None:
    specimen = make_specimen(
        sex="M",
        height_cm=171,
        date_of_birth="1990-03-15",
        date_of_expiry=dt.date(2029, 12, 31),
        place_of_birth="210901",
        address="21090102",
        distinguishing_marks="គ្មាន",
    )
    assert specimen.truth["sex"] == "M"
    assert specimen.printed["date_of_birth"] == "១៥.០៣.១៩៩០"
    assert specimen.printed["height"] == "១៧១ ស.ម"
    assert specimen.printed["date_of_issue"] == "០១.០១.២០២០"
    assert specimen.printed["place_of_birth"] == "ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"
    assert "ភូមិព្រៃដំរី ឃុំអង្គតាសោម" in specimen.printed["address"]
    assert specimen.printed["distinguishing_marks"] == "គ្មាន"


def test_issue_and_expiry_may_be_given_against_the_rule() -> None:
    specimen = make_specimen(date_of_issue="2020-01-01", date_of_expiry="2030-01-01", sex=khmerid.Sex.F)
    report = khmerid.examine(specimen.response(), today=specimen.today)
    assert khmerid.Reason.VALIDITY_CONFLICTS in report.reasons


def test_a_former_unit_is_printed_until_its_day_only() -> None:
    old, new = (
        make_specimen(place_of_birth="250301", date_of_issue=issue) for issue in ("2013-06-01", "2014-06-01")
    )
    assert old.printed["place_of_birth"].endswith("កំពង់ចាម")
    assert new.printed["place_of_birth"].endswith("ត្បូងឃ្មុំ")


@pytest.mark.parametrize(
    ("overrides", "error", "message"),
    [
        ({"birth": "x"}, TypeError, "no field 'birth'"),
        ({"place_of_birth": "999999"}, ValueError, "no commune '999999'"),
        ({"place_of_birth": "21"}, ValueError, "no commune '21'"),
        ({"address": "21090199"}, ValueError, "no village '21090199'"),
        ({"surname": "សុខ"}, ValueError, "a name has"),
        ({"surname": 5}, TypeError, "surname is given as str, not as int"),
        ({"height_cm": "165"}, TypeError, "height_cm is given as int, not as str"),
        ({"date_of_birth": 19900315}, TypeError, "date_of_birth is given as date, not as int"),
        ({"distinguishing_marks": 5}, TypeError, "given as DistinguishingMarks, not as int"),
        ({"today": dt.date.min}, ValueError, "issued before 2012-06-01"),
    ],
)
def test_what_no_card_can_have_is_refused(
    overrides: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        make_specimen(**overrides)


def test_a_response_has_what_the_switches_ask_for() -> None:
    specimen = make_specimen(seed=2)
    plain = specimen.response()["result"]
    assert len(plain) == 15
    everything = specimen.response(
        return_portrait_image=True,
        return_portrait_location=True,
        return_idcard_type=True,
        return_adjusted_image=True,
        **dict.fromkeys((f"detect_{alarm}" for alarm in ALARMS), True),  # type: ignore[arg-type]  # not literal
    )["result"]
    assert len(everything) == 26
    assert set(everything["score_info"].values()) == {3, 4}
    report = khmerid.examine({"result": everything}, today=specimen.today)
    assert report.decision is Decision.ACCEPT
    assert set(report.image.alarms) == set(ALARMS)


def test_an_alarm_that_is_raised_sends_the_card_to_review() -> None:
    specimen = make_specimen(seed=2)
    report = khmerid.examine(specimen.response(alarms=("blur",)), today=specimen.today)
    assert report.reasons == (khmerid.Reason.IMAGE_BLURRED,)


def test_a_switch_or_an_alarm_that_the_service_lacks_is_refused() -> None:
    specimen = make_specimen()
    with pytest.raises(TypeError, match="no switch 'detect_smile'"):
        specimen.response(detect_smile=True)  # type: ignore[call-arg]  # what is tested
    with pytest.raises(TypeError, match="no alarm 'smile'"):
        specimen.response(alarms=("smile",))


def test_the_raw_card_is_what_the_library_takes() -> None:
    specimen = make_specimen(seed=3)
    assert isinstance(specimen.card, RawCard)
    report = khmerid.examine_card(specimen.card, today=specimen.today)
    assert values_of(report) == specimen.truth


def test_a_year_before_the_thousandth_has_four_numerals() -> None:
    assert to_printed_date(dt.date(999, 1, 2)) == "០២.០១.០៩៩៩"


def test_the_repr_says_which_specimen_it_is_and_no_name() -> None:
    specimen = make_specimen(seed=6)
    assert repr(specimen) == f"Specimen({specimen.values.document_number}, presented on {specimen.today})"
    assert isinstance(specimen, Specimen)
