"""The MRZs of two lines, TD2 and TD3, recovered from what OCR makes of them."""

import pytest
from support.utopia import LONG_NUMBER as LONG

from khmerid import CAMBODIA, recover_mrz, recover_td1
from khmerid.mrz.formats import TD2, TD3
from khmerid.mrz.parsing import parse_mrz
from khmerid.mrz.writing import format_td3
from khmerid.notes import Code
from khmerid.outcome import Outcome
from khmerid.recovery.recovered import RecoveryOutcome, Repair

# The specimens of Doc 9303-6 and 9303-4.
TD2_SPECIMEN = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD3_SPECIMEN = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
# Of a State whose code is shorter than its place.
GERMAN = format_td3(
    document_code="P",
    issuing_state="D",
    document_number="C01X00T47",
    date_of_birth="640812",
    sex="F",
    date_of_expiry="270228",
    nationality="D",
    primary_identifier="MUSTERMANN",
    secondary_identifier="ERIKA",
)
SPECIMENS = (TD2_SPECIMEN, TD3_SPECIMEN, GERMAN, LONG)
Lines = tuple[str, str]


@pytest.mark.parametrize("lines", SPECIMENS)
def test_lines_are_found_among_others_in_any_order_and_run_together(lines: Lines) -> None:
    for text in (
        ["PASSPORT", "KINGDOM OF UTOPIA", *lines, "1990"],
        [lines[1], "", lines[0]],
        "".join(lines),
        " ".join(lines),
        ["NOISE", lines[0], lines[1][:20], lines[1][20:]],
    ):
        recovery = recover_mrz(text)
        assert (recovery.outcome, recovery.lines) == (RecoveryOutcome.REPAIRED, lines)
        assert recovery.format.length == len(lines[0])


@pytest.mark.parametrize("lines", [TD2_SPECIMEN, TD3_SPECIMEN])
def test_letters_for_numerals_of_dates_and_digits_are_repaired(lines: Lines) -> None:
    read = lines[1].replace("7408122F1204159", "74O8I22F1204IS9")
    recovery = recover_mrz((lines[0], read))
    assert (recovery.outcome, recovery.lines) == (RecoveryOutcome.REPAIRED, lines)
    assert Repair(2, 16, "O", "0", "lookalike") in recovery.repairs
    assert recovery.certain == {"issuing_state", "nationality"}
    clean = recover_mrz(lines)
    assert recovery.risks["date_of_birth"] > clean.risks["date_of_birth"]


@pytest.mark.parametrize("lines", SPECIMENS)
def test_fillers_lost_or_added_are_put_right(lines: Lines) -> None:
    assert recover_mrz((lines[0][:-6], lines[1])).lines == lines
    assert recover_mrz((lines[0] + "<<", lines[1])).lines == lines
    assert recover_mrz((lines[0].replace("<<<<<<<<", "<<ceKe<<"), lines[1])).lines == lines


def test_a_line_that_lost_fillers_between_its_digits_is_read() -> None:
    lower = GERMAN[1].replace("<<<<<<<<<<<<<<0", "<<<<<<<<<<0")
    assert recover_mrz((GERMAN[0], lower)).lines == GERMAN
    assert recover_mrz((GERMAN[0], lower[:28] + "4")).fields["date_of_birth"] == "640812"
    assert recover_mrz((GERMAN[0], lower[:10] + "D<" + lower[13:])).fields["nationality"] == "D"


def test_the_digit_of_empty_optional_data_may_be_a_filler() -> None:
    """Doc 9303-4, 4.2.2: a filler or 0, at the issuer's choice; both weigh nothing."""
    lower = GERMAN[1][:42] + "<" + GERMAN[1][43:]
    assert recover_mrz((GERMAN[0], lower)).outcome is RecoveryOutcome.VALID
    assert recover_mrz((GERMAN[0], lower.replace("640812", "64O812"))).lines == (GERMAN[0], lower)


@pytest.mark.parametrize("lines", SPECIMENS)
def test_a_number_with_one_character_too_many_is_never_another_one(lines: Lines) -> None:
    true = parse_mrz(lines, TD2 if len(lines[0]) == TD2.length else TD3).value
    assert true is not None
    for at in range(11):
        for added in "0A<":
            recovery = recover_mrz((lines[0], lines[1][:at] + added + lines[1][at:]))
            assert recovery.fields["document_number"] in {None, true.document_number}
            assert recovery.fields["date_of_birth"] in {None, true.date_of_birth}
    assert recover_mrz((lines[0], lines[1][1:])).fields["document_number"] is None


def test_a_look_alike_in_a_number_leaves_candidates() -> None:
    recovery = recover_mrz((TD2_SPECIMEN[0], TD2_SPECIMEN[1].replace("D23145890", "D2314S890")))
    assert recovery.outcome is RecoveryOutcome.AMBIGUOUS
    assert TD2_SPECIMEN in recovery.candidates


def test_a_long_number_goes_on_in_the_optional_data() -> None:
    """Doc 9303-6, 4.2.2: as in TD1, with its check digit behind it."""
    recovery = recover_mrz((LONG[0], LONG[1].replace("7408122", "74O8122")))
    assert recovery.lines == LONG
    assert recovery.fields["document_number"] == "D231458907342"


def test_a_wrong_digit_leaves_its_field_open_and_the_others_as_they_are() -> None:
    recovery = recover_mrz((TD3_SPECIMEN[0], TD3_SPECIMEN[1].replace("7408122", "7408123")))
    assert recovery.outcome is RecoveryOutcome.PARTIAL
    assert (recovery.fields["date_of_birth"], recovery.fields["date_of_expiry"]) == (None, "120415")
    assert recovery.checks.date_of_birth is Outcome.CONFLICTS
    assert recovery.known is not None
    assert [len(line) for line in recovery.known] == [44, 44]


def test_optional_data_whose_digit_is_wrong_leave_the_mrz_open() -> None:
    recovery = recover_mrz((TD3_SPECIMEN[0], TD3_SPECIMEN[1].replace("ZE184226B", "ZE184227B")))
    assert recovery.outcome is RecoveryOutcome.PARTIAL
    assert recovery.fields["optional_data"] is None
    assert recovery.fields["date_of_birth"] == "740812"
    odd = recover_mrz((TD3_SPECIMEN[0], TD3_SPECIMEN[1].replace("ZE184226B", "ZE18%%26B")))
    assert odd.fields["optional_data"] is None


@pytest.mark.parametrize(("lines", "name"), [(TD2_SPECIMEN, "TD2"), (TD3_SPECIMEN, "TD3")])
def test_one_line_alone_is_known_for_what_it_is(lines: Lines, name: str) -> None:
    upper, lower = (recover_mrz([line]) for line in lines)
    assert (upper.format.name, lower.format.name) == (name, name)
    assert upper.fields["primary_identifier"] == "ERIKSSON"
    assert upper.fields["document_number"] is None
    assert lower.fields["date_of_birth"] == "740812"
    assert Code.MRZ_LINE_MISSING in [note.code for note in lower.notes]


def test_two_lines_of_about_the_right_length_are_named_though_nothing_is_read() -> None:
    recovery = recover_mrz(("P" + "X" * 42, "9" * 20 + "Y" * 23))
    assert (recovery.format, recovery.outcome) == (TD3, RecoveryOutcome.INVALID)
    assert recovery.cells[0][0] == "P"


def test_another_issuer_than_the_expected_one_is_noted_and_its_own_passport_is_not() -> None:
    for lines in (TD3_SPECIMEN, (TD3_SPECIMEN[0], TD3_SPECIMEN[1].replace("7408", "74O8"))):
        assert Code.MRZ_OTHER_ISSUER in [note.code for note in recover_mrz(lines, CAMBODIA).notes]
    khmer = tuple(line.replace("UTO", "KHM", 1) for line in TD3_SPECIMEN)
    for lower in (khmer[1], khmer[1].replace("7408", "74O8")):
        recovery = recover_mrz((khmer[0], lower), CAMBODIA)
        assert recovery.lines == khmer
        assert Code.MRZ_OTHER_ISSUER not in [note.code for note in recovery.notes]


def test_a_passport_is_no_card() -> None:
    assert recover_td1(TD3_SPECIMEN).lines is None
    assert recover_td1(TD3_SPECIMEN).format.name == "TD1"


def test_a_head_that_cannot_be_told_leaves_the_codes_open() -> None:
    recovery = recover_mrz(("X" + TD2_SPECIMEN[0], TD2_SPECIMEN[1]))
    assert recovery.fields["issuing_state"] is None
    assert recovery.fields["document_number"] == "D23145890"
    assert recover_mrz((TD2_SPECIMEN[0], TD2_SPECIMEN[1][:9] + "%" + TD2_SPECIMEN[1][10:])).lines is None
