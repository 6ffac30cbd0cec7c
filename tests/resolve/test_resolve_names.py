"""The Latin name from print and MRZ, with the Khmer name as the third witness."""

import pytest
from support.cards import MIDDLE, UPPER, changed, report

from khmerid.checks.crosscheck import Rule
from khmerid.notes import Code
from khmerid.outcome import Outcome
from khmerid.report.reasons import Decision, Reason
from khmerid.resolve.resolved import Assurance, Resolved, Source

CONFIRMED, PROTECTED, READ = Assurance.CONFIRMED, Assurance.PROTECTED, Assurance.READ
DOUBTFUL, ABSENT = Assurance.DOUBTFUL, Assurance.ABSENT


def line(name: str) -> str:
    return name.ljust(30, "<")


def codes(part: Resolved[str]) -> set[Code]:
    return {note.code for note in part.notes}


def test_a_letter_of_the_mrz_is_misread_where_the_khmer_name_bears_out_the_print() -> None:
    found = report(changed(name_latin="CHHIM SOKHA", name_khmer="ឈឹម សុខា", lower=line("CHHIN<<SOKHA")))
    assert (found.surname.value, found.surname.assurance) == ("CHHIM", PROTECTED)
    assert found.surname.sources == (Source.VIZ,)
    assert codes(found.surname) == {Code.NAME_BY_KHMER}
    assert (found.given_names.value, found.given_names.assurance) == ("SOKHA", READ)
    assert {check.outcome for check in found.checks if check.rule is Rule.NAME_ZONES} == {Outcome.CONFLICTS}
    assert (found.decision, found.reasons) == (Decision.ACCEPT, ())


def test_a_letter_of_either_part_can_be_misread() -> None:
    found = report(changed(name_latin="CHHIM MONY", name_khmer="ឈឹម មុន្នី", lower=line("CHHIN<<NONY")))
    assert (found.surname.assurance, found.given_names.assurance) == (PROTECTED, PROTECTED)
    assert found.decision is Decision.ACCEPT


@pytest.mark.parametrize(
    ("printed", "khmer", "lower"),
    [
        ("CHHIN SOKHA", "ឈឹម សុខា", "CHHIM<<SOKHA"),  # the print may be altered
        ("CHHIM SOKHA", "ឈឹន សុខា", "CHHIN<<SOKHA"),  # it bears out the other
        ("CHHIM SOKHA", "ឈឹង សុខា", "CHHIN<<SOKHA"),  # neither
        ("CHHIM SOKHA", "ឈឹមសុខា", "CHHIN<<SOKHA"),  # it is not told which part is which
        ("CHHIM SOKHA", "ឈឹ្ម សុខា", "CHHIN<<SOKHA"),  # it is damaged itself
        ("CHHIM SOKHA", None, "CHHIN<<SOKHA"),
        ("CHHIM SOKHA", "ឈឹម សុភា", "CHHIN<<SOKHA"),  # it is not that of the other part
        ("CHHIM SOKHA", "ឈឹម សុខា", "CHHIN<<SOTHA"),  # another letter besides
        ("CHHIM SOKHA", "ឈឹម សុខា", "CHHIN<<SOKHA<S"),  # another name besides
        ("CHHIM SOKHA", "ឈឹម សុខា", "CHHIN<<SOKHAK"),  # it may be another name
        ("CHHIM SOKH4", "ឈឹម សុខា", "CHHIN<<SOKHA"),  # the print is damaged, too
    ],
)
def test_elsewhere_another_letter_is_a_conflict(printed: str, khmer: str | None, lower: str) -> None:
    found = report(changed(name_latin=printed, name_khmer=khmer, lower=line(lower)))
    assert found.surname.assurance is DOUBTFUL
    assert Code.NAMES_CONFLICT in codes(found.surname)
    assert Reason.NAMES_CONFLICT in found.reasons
    assert not found.given_names.assurance.is_sure


@pytest.mark.parametrize(
    ("printed", "khmer", "lower"),
    [("SOK SOPHEA", "សុខ សុភ័ក្ត្រ", "SOK<<SOPHEAK"), ("SOK KOSA", "សុខ កុសល", "SOK<<KOSAL<<<<<KKEC")],
)
def test_a_letter_that_the_print_lost_is_a_conflict_where_the_khmer_name_has_it(
    printed: str, khmer: str, lower: str
) -> None:
    found = report(changed(name_latin=printed, name_khmer=khmer, lower=line(lower)))
    assert (found.surname.assurance, found.given_names.assurance) == (READ, DOUBTFUL)
    assert {check.outcome for check in found.checks if check.rule is Rule.NAME_ZONES} == {Outcome.COMPATIBLE}
    assert found.reasons == (Reason.NAMES_CONFLICT,)


def test_a_letter_that_the_khmer_name_has_not_may_be_a_filler() -> None:
    found = report(changed(lower=line("SOK<<SOPHEAK")))
    assert (found.surname.assurance, found.given_names.assurance) == (READ, READ)
    assert found.decision is Decision.ACCEPT


def test_three_words_are_divided_as_the_khmer_name_is() -> None:
    right = changed(name_latin="SOK SREY MOM", name_khmer="សុខ ស្រីមុំ", lower=line("SOK<<SREY<MOM"))
    assert report(right).given_names.assurance is CONFIRMED
    for khmer in ("សុខស្រី មុំ", None):
        found = report(changed(name_latin="SOK SREY MOM", name_khmer=khmer, lower=line("SOK<<SREY<MOM")))
        assert (found.surname.assurance, found.given_names.assurance) == (READ, READ)
    moved = changed(name_latin="SOK SREY MOM", name_khmer="សុខ ស្រីមុំ", lower=line("SOK<SREY<<MOM"))
    assert (report(moved).surname.value, report(moved).surname.assurance) == ("SOK SREY", READ)


def test_a_blank_that_the_print_lost_is_put_where_the_mrz_divides_the_name() -> None:
    found = report(changed(name_latin="SOKSOPHEA"))
    assert (found.surname.value, found.given_names.value) == ("SOK", "SOPHEA")
    assert (found.surname.assurance, found.given_names.assurance) == (READ, READ)
    assert codes(found.surname) == {Code.BLANK_BY_MRZ}
    assert found.decision is Decision.ACCEPT


def test_a_name_of_the_mrz_alone_is_held_against_the_khmer_one() -> None:
    found = report(changed(name_latin=None, name_khmer="សុខ សុជា"))
    assert codes(found.name_khmer) == {Code.NEARLY_MATCHES_LATIN}
    assert (found.surname.assurance, found.surname.sources) == (READ, (Source.MRZ,))


def test_one_printed_word_beside_two_of_the_mrz_is_a_conflict() -> None:
    found = report(changed(name_latin="SOPHEA"))
    assert (found.surname.assurance, found.given_names.assurance) == (DOUBTFUL, ABSENT)
    assert Reason.NAMES_CONFLICT in found.reasons


@pytest.mark.parametrize(
    ("printed", "lower", "assurance"),
    [
        ("U1 LINA", "U1<<LINA", DOUBTFUL),  # an I or an L
        ("UL L1NA", "UL<<L1NA", DOUBTFUL),
        ("UL LlNA", "UL<<LlNA", DOUBTFUL),
        ("8OK SOPHEA", "8OK<<SOPHEA", DOUBTFUL),  # a B or an S
        ("UI LINA", "U1<<LINA", CONFIRMED),  # the print has the letter
        ("U1 LINA", "UI<<LINA", CONFIRMED),  # the line has it
        ("U1 LINA", "UI<<LINA<<<<<KKEC<<<<", CONFIRMED),
    ],
)
def test_a_letter_that_neither_side_has_is_not_confirmed(
    printed: str, lower: str, assurance: Assurance
) -> None:
    found = report(changed(name_latin=printed, name_khmer=None, lower=line(lower)))
    assert (found.surname.assurance, found.given_names.assurance) == (assurance, assurance)


@pytest.mark.parametrize(
    ("lost", "is_sure"), [((0, 0), True), ((1, 0), True), ((0, 1), True), ((1, 1), False), ((2, 2), False)]
)
def test_a_name_is_not_confirmed_by_lines_that_lost_their_beginning(
    lost: tuple[int, int], *, is_sure: bool
) -> None:
    upper, middle = UPPER[lost[0] :], MIDDLE[lost[1] :]
    found = report(changed(upper=upper, middle=middle))
    assert (found.surname.value, found.given_names.value) == ("SOK", "SOPHEA")
    assert found.surname.assurance.is_sure is found.given_names.assurance.is_sure is is_sure


def test_a_name_is_confirmed_by_its_line_alone() -> None:
    assert report(changed(upper="", middle="")).surname.assurance.is_sure
