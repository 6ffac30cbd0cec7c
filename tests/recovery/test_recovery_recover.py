"""MRZs recovered from what OCR makes of them."""

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import load_cases

from khmerid.limits import LONGEST_MRZ_LINE
from khmerid.mrz.check_digit import VALUES, sees
from khmerid.mrz.parsing import parse_td1
from khmerid.notes import Code
from khmerid.outcome import Outcome
from khmerid.recovery.find import find_mrz_lines
from khmerid.recovery.issuers import CAMBODIA, GENERIC, Issuer
from khmerid.recovery.recover import align_td1, recover_td1
from khmerid.recovery.recovered import Recovery, RecoveryOutcome, Repair

SOK = (
    "IDKHM0102030402<<<<<<<<<<<<<<<",
    "9003152F2912316KHM<<<<<<<<<<<4",
    "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<",
)
KEO = (
    "IDKHM0405123472<<<<<<<<<<<<<<<",
    "0205126M3104150KHM<<<<<<<<<<<2",
    "KEO<<PHANNA<<<<<<<<<<<<<<<<<<<",
)
CHEA = (
    "IDKHM0213004556<<<<<<<<<<<<<<<",
    "0811035M3501209KHM<<<<<<<<<<<4",
    "CHEA<<COLAVIN<<<<<<<<<<<<<<<<<",
)
UTOPIAN = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
GERMAN = (
    "IDD<<T220001293<<<<<<<<<<<<<<<",
    "6408125<2010315D<<<<<<<<<<<<<4",
    "MUSTERMANN<<ERIKA<PAULA<ANNA<<",
)
LONG = (
    "I<UTOD23145890<7349<<<<<<<<<<<",
    "3407127M9507122UTO<<<<<<<<<<<2",
    "STEVENSON<<PETER<JOHN<<<<<<<<<",
)
CAMBODIANS, FOREIGNERS = (SOK, KEO, CHEA), (UTOPIAN, GERMAN, LONG)
Lines = tuple[str, str, str]
TEXTS = st.text(max_size=60) | st.text("IDKHM0123456789<OSBZ«(Kce ក១&;\n", max_size=120)


def replaced(lines: Lines, number: int, text: str) -> list[str]:
    return [*lines[:number], text, *lines[number + 1 :]]


def substitutions(lines: Lines, number: int) -> Iterator[tuple[int, str, list[str]]]:
    text = lines[number]
    for at, character in itertools.product(range(30), VALUES):
        if character != text[at]:
            yield at, character, replaced(lines, number, text[:at] + character + text[at + 1 :])


def insertions(lines: Lines, number: int, characters: Iterable[str] = VALUES) -> Iterator[list[str]]:
    text = lines[number]
    for at, character in itertools.product(range(31), characters):
        yield replaced(lines, number, text[:at] + character + text[at:])


def deletions(lines: Lines, number: int) -> Iterator[list[str]]:
    text = lines[number]
    for at in range(30):
        yield replaced(lines, number, text[:at] + text[at + 1 :])


def wrong_though_verified(recovery: Recovery, lines: Lines) -> list[str]:
    mrz = parse_td1(lines).value
    assert mrz is not None
    return [name for name in recovery.risks if recovery.fields[name] != getattr(mrz, name)]


@given(
    st.none() | TEXTS | st.lists(st.none() | TEXTS, max_size=6), st.sampled_from([None, CAMBODIA, GENERIC])
)
def test_any_text_is_answered(text: str | list[str | None] | None, issuer: Issuer | None) -> None:
    recovery = recover_td1(text, issuer)
    assert [len(cells) for cells in recovery.cells] == [30, 30, 30]
    assert (recovery.lines is not None) == (
        recovery.outcome in {RecoveryOutcome.VALID, RecoveryOutcome.REPAIRED}
    )
    assert (len(recovery.candidates) > 1) == (recovery.outcome is RecoveryOutcome.AMBIGUOUS)
    assert (recovery.repairs == ()) or recovery.outcome is not RecoveryOutcome.VALID
    for lines in (recovery.lines, *recovery.candidates):
        assert lines is None or parse_td1(lines).value is not None


@pytest.mark.parametrize("lines", CAMBODIANS + FOREIGNERS)
def test_a_valid_mrz_is_returned_as_it_is(lines: Lines) -> None:
    for given_as in (list(lines), "\n".join(lines), f"\n{lines[0]}\r\n{lines[1]}\n\n{lines[2]}\n"):
        recovery = recover_td1(given_as)
        assert (recovery.outcome, recovery.lines, recovery.repairs) == (RecoveryOutcome.VALID, lines, ())
        assert recovery.cells == tuple(map(tuple, lines))
        assert recovery.risks.keys() >= {"document_number", "date_of_birth", "date_of_expiry"}


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("lines", CAMBODIANS[:2])
def test_no_insertion_in_a_cambodian_mrz_becomes_another_value_that_verifies(
    lines: Lines, number: int
) -> None:
    for noisy in insertions(lines, number):
        recovery = recover_td1(noisy)
        assert wrong_though_verified(recovery, lines) == []
        assert recovery.lines in {None, lines}
        assert not recovery.candidates or lines in recovery.candidates


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("lines", CAMBODIANS)
def test_no_deletion_in_a_cambodian_mrz_becomes_another_value_that_verifies(
    lines: Lines, number: int
) -> None:
    for noisy in deletions(lines, number):
        recovery = recover_td1(noisy)
        assert wrong_though_verified(recovery, lines) == []
        assert recovery.lines in {None, lines}
        assert not recovery.candidates or lines in recovery.candidates


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("lines", CAMBODIANS)
def test_no_substitution_in_a_cambodian_mrz_becomes_another_value_that_verifies(
    lines: Lines, number: int
) -> None:
    for _, _, noisy in substitutions(lines, number):
        assert wrong_though_verified(recover_td1(noisy), lines) == []


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("lines", FOREIGNERS)
def test_only_blind_substitutions_make_a_value_of_another_issuer_wrong(lines: Lines, number: int) -> None:
    for at, character, noisy in substitutions(lines, number):
        if wrong_though_verified(recover_td1(noisy), lines):
            assert not sees(character, lines[number][at])


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("lines", FOREIGNERS)
def test_no_insertion_or_deletion_makes_a_value_of_another_issuer_wrong(lines: Lines, number: int) -> None:
    for noisy in (*insertions(lines, number, "017AKMOS<"), *deletions(lines, number)):
        assert wrong_though_verified(recover_td1(noisy), lines) == []


@pytest.mark.parametrize("case", load_cases("mrz"))
def test_mrzs_as_ocr_returns_them(case: dict[str, Any]) -> None:
    recovery = recover_td1(case["lines"])
    assert str(recovery.outcome) == case["outcome"]
    assert (list(recovery.lines) if recovery.lines else None) == case.get("mrz")
    assert set(case["verified"]) == recovery.risks.keys() & {
        "document_number",
        "date_of_birth",
        "date_of_expiry",
    }
    assert len(recovery.candidates) == case.get("candidates", 0)
    assert bool(recovery.repairs) == (recovery.outcome is RecoveryOutcome.REPAIRED) or recovery.lines is None


def test_a_line_that_was_turned_is_read() -> None:
    turned = "Z<<<<<<<<<<<MHK0514013M9215020"[::-1]
    upside_down = SOK[1][::-1].translate(str.maketrans("<M69", ">W96"))
    recovery = recover_td1([SOK[0], upside_down, SOK[2]])
    assert recovery.lines == SOK
    assert recover_td1([SOK[0], turned, SOK[2]]).outcome is RecoveryOutcome.PARTIAL


def test_a_composite_that_cannot_be_read_is_not_made_up() -> None:
    recovery = recover_td1([SOK[0], "9003152F2912316KHM<<<<CEEECEECEEG", SOK[2]])
    assert (recovery.outcome, recovery.lines) == (RecoveryOutcome.PARTIAL, None)
    assert recovery.checks.composite is Outcome.UNDECIDED
    assert recovery.risks.keys() >= {"document_number", "date_of_birth", "date_of_expiry"}
    assert recovery.fields["date_of_birth"] == "900315"


def test_a_wrong_composite_leaves_the_fields_their_own_digits() -> None:
    recovery = recover_td1([SOK[0], SOK[1][:29] + "6", SOK[2]])
    assert recovery.checks.composite is Outcome.CONFLICTS
    assert recovery.outcome is RecoveryOutcome.PARTIAL
    assert "document_number" in recovery.risks


def test_a_composite_of_an_odd_letter_is_undecided() -> None:
    recovery = recover_td1([SOK[0], SOK[1][:29] + "B", SOK[2]])
    assert recovery.checks.composite is Outcome.UNDECIDED


def test_a_numeral_for_a_numeral_is_never_repaired() -> None:
    recovery = recover_td1([SOK[0].replace("0102030402", "0102080402"), SOK[1], SOK[2]])
    assert recovery.outcome is RecoveryOutcome.PARTIAL
    assert recovery.fields["document_number"] is None
    assert recovery.checks.document_number is Outcome.CONFLICTS


def test_two_readings_of_a_name_are_two_candidates() -> None:
    recovery = recover_td1([SOK[0], SOK[1], "SOK<<DARAK<<<<<<K<<<<"])
    assert recovery.outcome is RecoveryOutcome.AMBIGUOUS
    assert {lines[2] for lines in recovery.candidates} == {
        name.ljust(30, "<") for name in ("SO<<DARA", "SO<<DARAK", "SOK<<DARA", "SOK<<DARAK")
    }
    assert recovery.fields["primary_identifier"] is None


def test_without_the_issuers_rule_a_look_alike_in_a_number_is_ambiguous() -> None:
    noisy = ["IDKHMO102030402<<<<<<<<<<<<<<<", SOK[1], SOK[2]]
    assert recover_td1(noisy, CAMBODIA).outcome is RecoveryOutcome.REPAIRED
    recovery = recover_td1(noisy, GENERIC)
    assert recovery.outcome is RecoveryOutcome.AMBIGUOUS
    assert SOK in recovery.candidates


def test_misread_fillers_show_themselves_in_an_mrz_that_stands_as_it_was_read() -> None:
    lines = (*SOK[:2], "SOK<<SOVANK<K<<<<<<<<<<<<<<<<<")
    recovery = recover_td1(lines)
    assert (recovery.outcome, recovery.lines) == (RecoveryOutcome.VALID, lines)
    assert Code.MRZ_NAME_DOUBTFUL in [note.code for note in recovery.notes]
    assert align_td1(lines, CAMBODIA).identifiers == (None, None)


def test_letters_in_a_cambodian_number_that_nothing_explains_are_not_valid() -> None:
    upper = "IDKHMXYZXYZXYZ"
    digits = [recover_td1([f"{upper}{digit}<<<<<<<<<<<<<<<", *SOK[1:]]) for digit in "0123456789"]
    assert all(
        recovery.outcome in {RecoveryOutcome.PARTIAL, RecoveryOutcome.AMBIGUOUS} for recovery in digits
    )


def test_a_cambodian_mrz_without_a_sex_or_a_name_is_valid_only_without_the_name() -> None:
    no_name = recover_td1([*SOK[:2], "<" * 30])
    assert no_name.outcome is RecoveryOutcome.VALID
    for sex in "XQ":
        assert recover_td1([SOK[0], SOK[1].replace("F", sex), SOK[2]]).outcome is RecoveryOutcome.PARTIAL
    assert recover_td1([SOK[0], SOK[1].replace("F", "<"), SOK[2]]).fields["sex"] == "<"


def test_a_true_letter_o_in_a_number_stays() -> None:
    lines = [
        "IRFRAK682T8YLO0<1105040043<<<<",
        "7906123F1401073SEN<<<<<<<<<<<6",
        "MARTIN<<CHRISTELLE<HELENE<LAUR",
    ]
    recovery = recover_td1(lines)
    assert (recovery.outcome, recovery.fields["document_number"]) == (RecoveryOutcome.VALID, "K682T8YLO")


def test_two_misreadings_that_cancel_are_seen_by_their_kind() -> None:
    """MRZ digits vanish over OO for 00 in neighbouring cells; a Cambodian number has numerals."""
    lines = ["IDKHM0012345678<<<<<<<<<<<<<<<", "9003152F2912316KHM<<<<<<<<<<<4", SOK[2]]
    whole = recover_td1([lines[0], lines[1][:29] + "8", lines[2]])
    noisy = recover_td1([lines[0].replace("M00", "MOO"), lines[1][:29] + "8", lines[2]])
    assert noisy.fields["document_number"] == whole.fields["document_number"] == "001234567"


def test_an_mrz_of_another_issuer_is_not_bent_to_the_expected_one() -> None:
    for noisy in (UTOPIAN, (UTOPIAN[0], UTOPIAN[1].replace("7408", "74O8"), UTOPIAN[2])):
        recovery = recover_td1(noisy, CAMBODIA)
        assert recovery.lines == UTOPIAN
        assert Code.MRZ_OTHER_ISSUER in [note.code for note in recovery.notes]


def test_a_missing_line_leaves_the_others_their_values() -> None:
    recovery = recover_td1([SOK[0], SOK[1]])
    assert recovery.outcome is RecoveryOutcome.PARTIAL
    assert Code.MRZ_LINE_MISSING in [note.code for note in recovery.notes]
    assert recovery.cells[2] == ("",) * 30
    assert recover_td1([SOK[2]]).outcome is RecoveryOutcome.INVALID
    assert recover_td1([SOK[1]]).fields["date_of_expiry"] == "291231"
    assert recover_td1([SOK[0]]).fields["document_number"] == "010203040"


@pytest.mark.parametrize("text", [None, "", [], [None, None, None], "KINGDOM OF CAMBODIA"])
def test_where_no_mrz_is_there_is_nothing(text: str | list[str | None] | None) -> None:
    recovery = recover_td1(text)
    assert (recovery.outcome, recovery.mrz, recovery.repairs) == (RecoveryOutcome.NOTHING, None, ())
    assert [note.code for note in recovery.notes] == [Code.MRZ_NO_ZONE]


def test_of_a_line_longer_than_a_whole_mrz_a_part_is_looked_at_and_that_is_noted() -> None:
    nothing = recover_td1("A" * 1_000_000)
    assert (nothing.outcome, nothing.mrz, nothing.repairs) == (RecoveryOutcome.NOTHING, None, ())
    assert [note.code for note in nothing.notes] == [Code.MRZ_NO_ZONE, Code.MRZ_LINE_CUT]
    found = recover_td1(["A" * LONGEST_MRZ_LINE + "".join(SOK)])
    assert found.fields["document_number"] == "010203040"
    assert found.notes[-1].code is Code.MRZ_LINE_CUT


def test_a_verified_mrz_with_faults_that_nothing_repairs_stands_as_it_is() -> None:
    lines = ["I<YTOD231458907<<<<<<<<<<<<<<<", "7408122F<<<<<<0YTX<<<<<<<<<<<6", UTOPIAN[2]]
    recovery = recover_td1(lines)
    assert (recovery.outcome, recovery.lines) == (RecoveryOutcome.VALID, tuple(lines))
    assert "date_of_expiry" not in recovery.risks
    assert "issuing_state" not in recovery.risks


def test_what_was_read_for_each_cell_is_kept() -> None:
    recovery = recover_td1(["70|(ក២ស1977596925<<<<<<<", "B4O2Z259M2506197KHMK<<K", "$EN<<DARA"])
    upper, middle, lower = recovery.cells
    assert "".join(upper[5:15]) == "1977596925"
    assert "".join(middle[0:7]) == "B4O2Z259"
    assert (middle[7], "".join(middle[8:15]), "".join(middle[15:18])) == ("M", "2506197", "KHM")
    assert "".join(lower) == "$EN<<DARA"


def test_cells_split_at_the_right_places_where_nothing_can_be_repaired() -> None:
    middle = recover_td1(["", "730B07IMS5O8264KHMC<KKK", ""]).cells[1]
    assert ("".join(middle[0:7]), middle[7], "".join(middle[8:15])) == ("730B07I", "M", "S5O8264")


def test_surplus_characters_at_the_end_fall_on_the_last_cell() -> None:
    recovery = recover_td1([KEO[0], KEO[1], KEO[2] + "<<<"])
    assert recovery.cells[2][29] == "<<<<"
    assert Repair(3, 30, "<<<<", "<", "surplus") in recovery.repairs


def test_repairs_name_line_position_and_reason() -> None:
    recovery = recover_td1(
        ["noise", "IDKHMO102030402<<<<<<<<<<<<<<", "9003152f2912316KHM<<<<<K<<<<<4", SOK[2]]
    )
    assert recovery.repairs == (
        Repair(0, 0, "", "", "left_out"),
        Repair(1, 6, "O", "0", "lookalike"),
        Repair(1, 30, "", "<", "missing"),
        Repair(2, 8, "f", "F", "case"),
        Repair(2, 24, "K", "<", "filler"),
    )
    blank = recover_td1([SOK[0][:5] + " " + SOK[0][5:], SOK[1], SOK[2]])
    assert blank.repairs == (Repair(1, 6, " ", "", "blank"),)


def test_lines_in_another_order_are_a_repair() -> None:
    recovery = recover_td1([SOK[2], SOK[0], SOK[1], ""])
    assert (recovery.outcome, recovery.lines) == (RecoveryOutcome.REPAIRED, SOK)
    assert recovery.repairs == (Repair(0, 0, "", "", "rearranged"),)
    in_two = recover_td1([SOK[0], SOK[1][:12], SOK[1][12:], SOK[2]])
    assert (in_two.lines, in_two.repairs) == (SOK, (Repair(0, 0, "", "", "rearranged"),))


def test_the_text_of_a_recovery_shows_nothing_of_the_holder() -> None:
    recovery = recover_td1(SOK)
    assert repr(recovery) == "Recovery(valid, certain=['issuing_state', 'nationality'], candidates=0)"
    assert "SOPHEA" not in repr(recovery)


def test_lines_are_found_by_their_shape_among_others() -> None:
    lines = ["ID 12345", "10.09.2020", *KEO, "ASMA", "1990"]
    assert find_mrz_lines(lines) == (2, 3, 4)
    assert find_mrz_lines([KEO[1], "x", KEO[0]]) == (2, 0)
    assert find_mrz_lines([" ".join(KEO)]) == (0,)
    assert find_mrz_lines(["x", "y"]) == ()


@pytest.mark.parametrize(
    "mrz",
    [
        ("70|(ក២ស1977596925<<<<<<<<<<<<<<<", "8202073F 30071 36KHM<<<<<", "ន0[<<$0'%#ស<<<<<<<<<"),
        ("7 0(កក/2557262744<<<<<<", "7603019ក2807122«<កក២<<<<<<<<<<<4", "NEANG<<SREYMEAS<<<<<ceeee"),
        ("7៦8! 295271772?4365557411 17៩", "5710281F3212091KHM<<<<<<<<<<<6", "BONA<<VICHET<<<<<<<<<"),
        ("IDKHM1 70” + ០ <<<<<<<<<4<<<<<4<", "9412194M3104190KHM<<<<<<<K<<<6", "TITH<<POV<<<<<<<<<<<<"),
    ],
)
def test_lines_that_an_engine_for_khmer_misread_are_found(mrz: Lines) -> None:
    assert find_mrz_lines(["ភិនភាគ: ប្រជ្រុយចំ ១ស.ម លើថ្ពាល់ឆ្វេង", "០៤.០៨.២០២០", *mrz]) == (2, 3, 4)


def test_a_very_long_line_is_read_where_its_dates_are() -> None:
    noise = "lorem ipsum " * 2_000
    text = noise + " ".join(SOK) + " " + noise
    assert recover_td1(text).fields["date_of_birth"] == "900315"
    assert recover_td1(text).fields["document_number"] == "010203040"
    assert recover_td1(noise * 2).outcome is RecoveryOutcome.NOTHING


def test_of_very_many_lines_the_long_ones_are_looked_at() -> None:
    assert recover_td1("x\n" * 100_000 + "\n".join(SOK)).lines == SOK


def test_ninety_characters_without_a_middle_shape_are_three_lines() -> None:
    text = SOK[0] + "?" * 30 + SOK[2]
    assert recover_td1([text]).fields["document_number"] == "010203040"


def test_the_words_of_an_outcome_are_those_of_its_rows() -> None:
    assert str(RecoveryOutcome.AMBIGUOUS) == "ambiguous"


def test_signs_that_have_no_place_in_an_mrz_leave_a_field_unread() -> None:
    """An upper line of another issuer with a sign in the number, in a long number, in the optional data."""
    for upper in (
        "I<UTOD23%458907<<<<<<<<<<<<<<<",
        "I<UTOD23145890<73%9<<<<<<<<<<<",
        "I<UTOD231458907%%%%<<<<<<<<<<<",
    ):
        recovery = recover_td1([upper, *UTOPIAN[1:]])
        assert recovery.outcome is RecoveryOutcome.PARTIAL
        assert recovery.fields["document_number"] is None
        assert recovery.fields["date_of_birth"] == "740812"


def test_khmer_characters_before_a_number_are_no_part_of_it() -> None:
    recovery = recover_td1(["ក0405123472<<<<<<<<<<<<<<<", *KEO[1:]])
    assert recovery.fields["document_number"] == "040512347"


def test_a_number_without_code_or_clean_fillers_is_not_proven() -> None:
    recovery = recover_td1(["7៦(៥៧៣0405123472<<<1<<4<<4<<4<", *KEO[1:]])
    assert "document_number" not in recovery.risks


@pytest.mark.parametrize(
    "lower",
    [
        "<<<<<<<<<<<<<<<<<<<<",
        "KEO<<PHANNA<<FOUR<<WIVES",
        "KEO%%PHANNA<<<<<<<<",
        "AAAAAAAAAAAAAAAAAA<<BBBBBBBBBBBBBBBBBB",
    ],
)
def test_a_name_that_cannot_be_read_is_left_open(lower: str) -> None:
    recovery = recover_td1([KEO[0], KEO[1], lower])
    assert recovery.outcome is RecoveryOutcome.PARTIAL
    assert recovery.fields["primary_identifier"] is None


def test_a_separator_that_was_misread_is_mended_where_the_issuer_writes_both_names() -> None:
    assert recover_td1([KEO[0], KEO[1], "KEOK<PHANNA<<<<<<<<<<"]).lines == KEO
    assert recover_td1([KEO[0], KEO[1], "KEO<K<PHANNA<<<<<<<<<<"]).lines == KEO
    foreign = recover_td1([UTOPIAN[0], UTOPIAN[1], "SATRIYA<SUDARPA<<<<<<<<"])
    assert foreign.fields["primary_identifier"] == "SATRIYA SUDARPA"


def test_lines_that_may_belong_together_but_tell_nothing_more_change_nothing() -> None:
    lines = ["NO MACHINE", "READABLE ZONE", SOK[0], "9003152F29123", "66KHM<<<<<<<<<<"]
    assert recover_td1(lines).fields["document_number"] == "010203040"


def test_khmer_signs_and_a_surplus_numeral_before_a_number_leave_it_unproven() -> None:
    recovery = recover_td1(["70ក៧ក10405123472<<<<<<<<<<<<<<<", *KEO[1:]])
    assert "document_number" not in recovery.risks or recovery.fields["document_number"] == "040512347"


def test_a_name_with_too_many_doubts_or_letters_is_left_open() -> None:
    doubtful = "SOK<KROS<KTEK<KSES<KDES<<SES<KRES<KNES<<<<<<<<K<<<"
    assert recover_td1([KEO[0], KEO[1], doubtful]).fields["primary_identifier"] is None
    long = "AAAAAAAAAAAAAAAAAAABBB<<BCDBCDBCDBCDBCD<<<<<<"
    assert recover_td1([KEO[0], KEO[1], long]).fields["primary_identifier"] is None


def test_a_filler_read_as_k_before_a_name_leaves_two_readings() -> None:
    recovery = recover_td1([KEO[0], KEO[1], "KEO<<PHANNA<KTHIDA<<<<<<<<K<<<<"])
    assert {lines[2].rstrip("<") for lines in recovery.candidates} == {
        "KEO<<PHANNA<KTHIDA",
        "KEO<<PHANNA<THIDA",
    }


def test_a_card_with_letters_that_look_blind_in_its_number_is_valid_and_its_number_not_certain() -> None:
    """MRZ digits do not tell G from 6; others may write either: the number is as likely wrong."""
    lines = ("I<UTOG231458904<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<9", UTOPIAN[2])
    mrzs = [
        recover_td1((lines[0][:14] + one + lines[0][15:], lines[1][:29] + other, lines[2]))
        for one, other in itertools.product("0123456789", repeat=2)
    ]
    valid = [mrz for mrz in mrzs if mrz.outcome is RecoveryOutcome.VALID]
    assert len(valid) == 1
    assert valid[0].risks["document_number"] > 10 * valid[0].risks["date_of_birth"]


def test_a_field_that_fails_makes_the_others_riskier_by_its_length() -> None:
    clean = recover_td1(SOK).risks
    no_birth = recover_td1(replaced(SOK, 1, "9003162F2912316KHM<<<<<<<<<<<4")).risks
    no_expiry = recover_td1(replaced(SOK, 1, "9003152F2912326KHM<<<<<<<<<<<4")).risks
    no_number = recover_td1(replaced(SOK, 0, "IDKHM0102030403<<<<<<<<<<<<<<<")).risks
    assert no_birth["document_number"] == no_expiry["document_number"] > clean["document_number"]
    assert no_birth["date_of_expiry"] == no_expiry["date_of_birth"] > clean["date_of_birth"]
    assert no_number["date_of_birth"] > no_expiry["date_of_birth"]


def test_the_checks_of_an_mrz_that_is_recovered_in_part_are_those_of_its_fields() -> None:
    checks = recover_td1(replaced(SOK, 1, "9003162F2912316KHM<<<<<<<<<<<4")).checks
    assert (checks.document_number, checks.date_of_birth) == (Outcome.AGREES, Outcome.CONFLICTS)
    assert (checks.date_of_expiry, checks.composite) == (Outcome.AGREES, Outcome.CONFLICTS)


def test_all_fillers_of_another_issuer_may_be_dropped() -> None:
    assert recover_td1([UTOPIAN[0][:15], "7408122F1204159UTO6", "ERIKSSON<<ANNA<MARIA"]).lines == UTOPIAN
    assert recover_td1([UTOPIAN[0][:14], *UTOPIAN[1:]]).fields["document_number"] is None


def test_a_lost_filler_of_a_nationality_is_put_back() -> None:
    noisy = ["NAME", GERMAN[0], "6408125<2010315D<", "<<<<<<<<<C<<<4", "MUSTERMANN<<ERIKA<PAULA<ANNKA<<"]
    recovery = recover_td1(noisy)
    assert recovery.fields["nationality"] == "D"
    assert [len(line) for line in recovery.known or ()] == [30, 30, 30]
    assert recovery.repairs


def test_a_surplus_filler_in_a_line_of_another_issuer_is_dropped() -> None:
    assert recover_td1([UTOPIAN[0] + "<", *UTOPIAN[1:]]).lines == UTOPIAN


def test_what_cannot_be_read_at_its_place_leaves_the_mrz_open() -> None:
    for middle in (SOK[1].replace("F", "%"), SOK[1].replace("9003", "9%%3")):
        recovery = recover_td1([SOK[0], middle, SOK[2]])
        assert recovery.outcome is RecoveryOutcome.PARTIAL
        assert "document_number" in recovery.risks
    assert recover_td1([KEO[0], KEO[1], "K%O<<PHANNA<<<<<<<<"]).fields["primary_identifier"] is None
