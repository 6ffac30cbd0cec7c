"""All that is said of a recovery: what is known of each element and cell, what was done, and the risks."""

import attrs
import pytest
from support.utopia import ERIKSSON
from support.utopia import LONG_NUMBER as LARGER

from khmerid import CAMBODIA, Recovery, recover_mrz
from khmerid.misreading import SHIPPED
from khmerid.mrz.formats import TD1, TD3
from khmerid.notes import Code
from khmerid.outcome import Outcome
from khmerid.recovery.issuers import GENERIC, Issuer
from khmerid.recovery.recover import align_td1
from khmerid.recovery.recovered import RecoveryOutcome, Repair
from khmerid.recovery.risk import ZoneNoise, noise_of, risk_of_codes, risk_of_numerals
from khmerid.recovery.solver import Solution

AGREES, CONFLICTS, UNDECIDED = Outcome.AGREES, Outcome.CONFLICTS, Outcome.UNDECIDED
VALID, REPAIRED, AMBIGUOUS = RecoveryOutcome.VALID, RecoveryOutcome.REPAIRED, RecoveryOutcome.AMBIGUOUS
PARTIAL, INVALID = RecoveryOutcome.PARTIAL, RecoveryOutcome.INVALID
SOK = ("IDKHM0102030402<<<<<<<<<<<<<<<", "9003152F2912316KHM<<<<<<<<<<<4", "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<")
UTOPIAN = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
LONG = (
    "I<UTOD23145890<7349<<<<<<<<<<<",
    "3407127M9507122UTO<<<<<<<<<<<2",
    "STEVENSON<<PETER<JOHN<<<<<<<<<",
)
PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA".ljust(44, "<"), "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
OF_CARD = ERIKSSON | {"optional_data_1": "", "optional_data_2": ""}
OF_SOK = OF_CARD | {
    "document_code": "ID",
    "issuing_state": "KHM",
    "document_number": "010203040",
    "date_of_birth": "900315",
    "date_of_expiry": "291231",
    "nationality": "KHM",
    "primary_identifier": "SOK",
    "secondary_identifier": "SOPHEA",
}
OF_LARGER = ERIKSSON | {
    "document_number": "D231458907342",
    "secondary_identifier": "ANNA",
    "optional_data": None,
}
OF_PASSPORT = ERIKSSON | {"document_code": "P", "document_number": "L898902C3", "optional_data": "ZE184226B"}


def codes(recovery: Recovery) -> list[Code]:
    return [note.code for note in recovery.notes]


def checks(recovery: Recovery) -> list[Outcome | None]:
    """Return those of number, birth, expiry, optional data and the composite."""
    names = ("document_number", "date_of_birth", "date_of_expiry", "optional_data", "composite")
    return [getattr(recovery.checks, name, None) for name in names]


@pytest.mark.parametrize(
    ("lines", "outcome", "fields", "known", "of_digits"),
    [
        (
            ["IDKHMO102030402<<<<<<<<<<<<<<<", *SOK[1:]],
            REPAIRED,
            OF_SOK,
            SOK,
            [AGREES, AGREES, AGREES, None, AGREES],
        ),
        (
            [SOK[0], "9003162F29%%316KHM<<<<<<<<<<<4", SOK[2]],
            PARTIAL,
            OF_SOK | {"date_of_birth": None, "date_of_expiry": None},
            (SOK[0], "???????F???????KHM<<<<<<<<<<<?", SOK[2]),
            [AGREES, UNDECIDED, UNDECIDED, None, UNDECIDED],
        ),
        (
            [SOK[0], SOK[1]],
            PARTIAL,
            OF_SOK | {"primary_identifier": None, "secondary_identifier": None},
            (SOK[0], SOK[1][:29] + "?", "?" * 30),
            [AGREES, AGREES, AGREES, None, AGREES],
        ),
        (
            ["I?UTOD231458907<<<<<<<<<<<<<<<", "7408122%12O4159UTOABD<<<<<<<<2", "%"],
            PARTIAL,
            OF_CARD
            | {
                "document_code": None,
                "sex": None,
                "optional_data_2": "ABD",
                "primary_identifier": None,
                "secondary_identifier": None,
            },
            ("??UTOD231458907<<<<<<<<<<<<<<<", "7408122?1204159UTOABD<<<<<<<<?", "?" * 30),
            [AGREES, AGREES, AGREES, None, AGREES],
        ),
        (
            [LONG[0], LONG[1].replace("3407127", "3407128"), LONG[2]],
            PARTIAL,
            OF_CARD
            | {
                "document_number": "D23145890734",
                "date_of_birth": None,
                "sex": "M",
                "date_of_expiry": "950712",
                "primary_identifier": "STEVENSON",
                "secondary_identifier": "PETER JOHN",
                "optional_data_1": None,
            },
            (LONG[0], "???????M9507122UTO<<<<<<<<<<<?", LONG[2]),
            [AGREES, CONFLICTS, AGREES, None, CONFLICTS],
        ),
        (
            [LARGER[0], LARGER[1].replace("7408122", "7408123")],
            PARTIAL,
            OF_LARGER | {"date_of_birth": None},
            (LARGER[0], "D23145890<UTO???????F120415973423<<?"),
            [AGREES, CONFLICTS, AGREES, None, CONFLICTS],
        ),
        (
            [LARGER[0], LARGER[1].replace("7408122", "74O8122")],
            REPAIRED,
            OF_LARGER | {"optional_data": ""},
            LARGER,
            [AGREES, AGREES, AGREES, None, AGREES],
        ),
        (
            [PASSPORT[0], PASSPORT[1].replace("7408122", "7408123")],
            PARTIAL,
            OF_PASSPORT | {"date_of_birth": None},
            (PASSPORT[0], "L898902C36UTO???????F1204159ZE184226B<<<<<1?"),
            [AGREES, CONFLICTS, AGREES, AGREES, CONFLICTS],
        ),
        (
            [PASSPORT[0], PASSPORT[1].replace("226B<<<<<1", "227B<<<<<1")],
            PARTIAL,
            OF_PASSPORT | {"optional_data": None},
            (PASSPORT[0], "L898902C36UTO7408122F1204159????????????????"),
            [AGREES, AGREES, AGREES, CONFLICTS, CONFLICTS],
        ),
        (
            [PASSPORT[0], PASSPORT[1].replace("7408122", "74O8122")],
            REPAIRED,
            OF_PASSPORT,
            PASSPORT,
            [AGREES, AGREES, AGREES, AGREES, AGREES],
        ),
    ],
)
def test_what_is_known_of_each_element_and_of_each_cell(
    lines: list[str],
    outcome: RecoveryOutcome,
    fields: dict[str, str | None],
    known: tuple[str, ...],
    of_digits: list[Outcome | None],
) -> None:
    found = recover_mrz(lines)
    assert (found.outcome, found.fields, found.known) == (outcome, fields, known)
    assert checks(found) == of_digits
    assert (found.lines == known) is (outcome is REPAIRED)
    assert found.candidates == ()


@pytest.mark.parametrize(
    ("state", "nationality", "is_one"),
    [
        ("UTO", "D<<", True),
        ("D<<", "UTO", True),
        ("UTX", "UTX", True),  # no State's, but in both lines
        ("UTX", "UTO", False),
        ("UTO", "UTX", False),
    ],
)
def test_a_code_that_is_no_state_s_counts_where_both_lines_have_it(
    state: str, nationality: str, *, is_one: bool
) -> None:
    lines = (
        UTOPIAN[0].replace("UTO", state),
        UTOPIAN[1].replace("UTO", nationality).replace("7408122", "74O8122"),
        UTOPIAN[2],
    )
    found = recover_mrz(lines)
    assert (found.outcome is REPAIRED) is is_one
    assert found.fields["nationality"] == nationality.rstrip("<")


@pytest.mark.parametrize(
    ("digit", "composite"),
    [("4", AGREES), ("5", CONFLICTS), ("W", UNDECIDED), ("B", UNDECIDED), ("A", AGREES)],
)
def test_a_letter_that_is_not_the_composite_digit_leaves_it_undecided(digit: str, composite: Outcome) -> None:
    """Where the lines have not their length, nothing else says what it is."""
    found = recover_mrz([SOK[0], SOK[1][:29] + digit, "SOK<<SOPHEA<<<"])
    assert found.checks.composite is composite


def test_without_a_document_code_there_is_no_one_answer() -> None:
    found = recover_mrz(("IK" + UTOPIAN[0][2:], UTOPIAN[1].replace("7408122", "74O8122"), UTOPIAN[2]))
    assert (found.outcome, found.fields["document_code"]) == (PARTIAL, None)
    assert found.fields["document_number"] == "D23145890"


# What was done


@pytest.mark.parametrize(
    ("lines", "outcome", "noted", "handling"),
    [
        ([*SOK], VALID, [], []),
        ([*LARGER], VALID, [], []),
        ([*PASSPORT], VALID, [], []),
        (["IDKHMO102030402<<<<<<<<<<<<<<<", *SOK[1:]], REPAIRED, [Code.MRZ_REPAIRED], []),
        (["x", *SOK], REPAIRED, [Code.MRZ_LINES_LEFT_OUT], ["left_out"]),
        (["x", *SOK, "", "y"], REPAIRED, [Code.MRZ_LINES_LEFT_OUT], ["left_out"] * 2),
        (
            ["x", SOK[2], SOK[0], "", SOK[1]],
            REPAIRED,
            [Code.MRZ_LINES_LEFT_OUT, Code.MRZ_REPAIRED],
            ["left_out", "rearranged"],
        ),
        (["".join(SOK)], REPAIRED, [Code.MRZ_REPAIRED], ["rearranged"]),
        (
            ["x", "IDKHMO102030402<<<<<<<<<<<<<<<", *SOK[1:]],
            REPAIRED,
            [Code.MRZ_LINES_LEFT_OUT, Code.MRZ_REPAIRED],
            ["left_out"],
        ),
        ([SOK[0], SOK[1]], PARTIAL, [Code.MRZ_LINE_MISSING], []),
        ([PASSPORT[1]], PARTIAL, [Code.MRZ_LINE_MISSING], []),
        ([SOK[0], SOK[1].replace("KHM", "K8M"), SOK[2]], REPAIRED, [Code.MRZ_REPAIRED], []),
        ([SOK[0].replace("KHM", "K8M"), *SOK[1:]], PARTIAL, [], []),
        # What verifies and is repaired by nothing is valid, though its document code is none.
        (["XX" + UTOPIAN[0][2:], *UTOPIAN[1:]], VALID, [], []),
        # Letters stand as they are; another issuer's card is not made one of Cambodia's.
        ([SOK[0].replace("KHM", "KHN"), *SOK[1:]], VALID, [Code.MRZ_STATE_UNKNOWN], []),
    ],
)
def test_what_was_done_is_noted(
    lines: list[str], outcome: RecoveryOutcome, noted: list[Code], handling: list[str]
) -> None:
    found = recover_mrz(lines)
    assert (found.outcome, codes(found)) == (outcome, noted)
    assert [repair.why for repair in found.handling] == handling
    assert {(repair.line, repair.position, repair.old, repair.new) for repair in found.handling} <= {
        (0, 0, "", "")
    }


def test_the_notes_count_lines_and_candidates() -> None:
    assert recover_mrz(["x", *SOK, "y"]).notes[0].detail == "2 lines"
    ambiguous = recover_mrz([SOK[0], SOK[1], "SOK<<DARAK<<<<<<K<<<<"])
    assert (ambiguous.outcome, len(ambiguous.candidates)) == (AMBIGUOUS, 4)
    assert [note.detail for note in ambiguous.notes] == ["4 candidates"]
    assert codes(ambiguous) == [Code.MRZ_AMBIGUOUS]
    assert ambiguous.lines is None


def test_blanks_are_named_by_line_and_position() -> None:
    spaced = [SOK[0][:5] + " " + SOK[0][5:], SOK[1].replace("F", " F "), SOK[2]]
    found = recover_mrz(spaced)
    assert (found.outcome, found.lines) == (REPAIRED, SOK)
    assert found.handling == (
        Repair(1, 6, " ", "", "blank"),
        Repair(2, 8, " ", "", "blank"),
        Repair(2, 9, " ", "", "blank"),
    )
    assert codes(found) == [Code.MRZ_REPAIRED]
    assert found.repairs == found.handling


def test_what_was_received_for_a_repaired_mrz_is_kept() -> None:
    read = "IDKHMO102030402<<<<<<<<<<<<<<<"
    found = recover_mrz([read, *SOK[1:]])
    assert found.cells == tuple(map(tuple, (read, *SOK[1:])))
    assert found.repairs == (Repair(1, 6, "O", "0", "lookalike"),)
    assert recover_mrz([SOK[0], SOK[1]]).cells == (tuple(SOK[0]), tuple(SOK[1]), ("",) * 30)


@pytest.mark.parametrize(
    ("lines", "issuer", "is_noted"),
    [
        (SOK, CAMBODIA, False),
        (SOK, GENERIC, False),
        (SOK, Issuer(name="Utopia", state="UTO"), True),
        (UTOPIAN, None, False),
        (UTOPIAN, CAMBODIA, True),
        (UTOPIAN, Issuer(name="Utopia", state="UTO"), False),
        (("I<UTOD23145890T<<<<<<<<<<<<<<<", *UTOPIAN[1:]), CAMBODIA, True),
        (("I<UTOD23145890T<<<<<<<<<<<<<<<", *UTOPIAN[1:]), None, False),
        ((SOK[0], SOK[1][:18] + "X" + SOK[1][19:], SOK[2]), None, False),
    ],
)
def test_an_mrz_of_another_issuer_than_the_expected_one_is_noted_first(
    lines: tuple[str, ...], issuer: Issuer | None, *, is_noted: bool
) -> None:
    found = recover_mrz(lines, issuer)
    assert (codes(found)[:1] == [Code.MRZ_OTHER_ISSUER]) is is_noted
    assert codes(found).count(Code.MRZ_OTHER_ISSUER) == is_noted


# How sure it is


def risks(noise: ZoneNoise, *names: str, agrees: bool = True) -> dict[str, float]:
    """Return the risks of the fields of a Cambodian card that was read as it is."""
    texts = {"document_number": "0102030402", "date_of_birth": "9003152", "date_of_expiry": "2912316"}
    codes_too = dict.fromkeys(("issuing_state", "nationality"), risk_of_codes(("KHM", "KHM"), "KHM", SHIPPED))
    return codes_too | {
        name: risk_of_numerals(
            Solution(0.0, texts[name], texts[name]), TD1, name, noise, SHIPPED, agrees=agrees
        )
        for name in names
    }


def test_the_numerals_that_verify_tell_the_noise_of_a_card() -> None:
    of_all = risks(
        noise_of(right=24, misread=0, failed=()), "document_number", "date_of_birth", "date_of_expiry"
    )
    assert recover_mrz(SOK).risks == pytest.approx(of_all)
    assert recover_mrz(["x", *SOK]).risks == pytest.approx(of_all)
    assert [*recover_mrz(SOK).risks] == [
        "issuing_state",
        "document_number",
        "date_of_birth",
        "date_of_expiry",
        "nationality",
    ]


def test_a_field_that_does_not_verify_tells_of_noise() -> None:
    found = recover_mrz([SOK[0], SOK[1].replace("9003152", "9003162"), SOK[2]])
    noise = noise_of(right=17, misread=0, failed=(7,))
    assert found.risks == pytest.approx(risks(noise, "document_number", "date_of_expiry", agrees=False))
    found = recover_mrz([SOK[0].replace("0102030402", "0102030403"), *SOK[1:]])
    noise = noise_of(right=14, misread=0, failed=(10,))
    assert found.risks == pytest.approx(risks(noise, "date_of_birth", "date_of_expiry", agrees=False))


def test_a_letter_for_a_numeral_tells_of_noise() -> None:
    found = recover_mrz(["IDKHMO102030402<<<<<<<<<<<<<<<", *SOK[1:]])
    noise = noise_of(right=23, misread=1, failed=())
    expected = risks(noise, "date_of_birth", "date_of_expiry")
    changed = Solution(3.0, "0102030402", "O102030402")
    expected["document_number"] = risk_of_numerals(
        changed, TD1, "document_number", noise, SHIPPED, agrees=True
    )
    assert found.risks == pytest.approx(expected)


@pytest.mark.parametrize("lower", [PASSPORT[1], PASSPORT[1].replace("ZE184226B<<<<<1", "ZE184226B<<<<<I")])
def test_a_number_of_any_issuer_may_have_letters(lower: str) -> None:
    found = recover_mrz((PASSPORT[0], lower))
    noise = noise_of(right=24, misread=0, failed=())
    text = "L898902C36"
    assert found.risks["document_number"] == pytest.approx(
        risk_of_numerals(
            Solution(0.0, text, text),
            TD3,
            "document_number",
            noise,
            SHIPPED,
            agrees=True,
            may_have_letters=True,
        )
    )
    assert found.risks["date_of_birth"] == pytest.approx(
        risk_of_numerals(
            Solution(0.0, "7408122", "7408122"), TD3, "date_of_birth", noise, SHIPPED, agrees=True
        )
    )
    assert found.risks["nationality"] == risk_of_codes(("UTO", "UTO"), "UTO", SHIPPED)


def test_two_codes_that_differ_prove_neither() -> None:
    found = recover_mrz([SOK[0], SOK[1].replace("KHM", "THA"), SOK[2]])
    assert found.lines == (SOK[0], SOK[1].replace("KHM", "THA"), SOK[2])
    assert not {"issuing_state", "nationality"} & found.risks.keys()
    misread = recover_mrz([SOK[0].replace("KHM", "%HM"), *SOK[1:]])
    assert misread.risks["issuing_state"] == risk_of_codes(("%HM", "KHM"), "KHM", SHIPPED)
    unknown = recover_mrz([SOK[0].replace("KHM", "KHN"), *SOK[1:]])
    assert not {"issuing_state", "nationality"} & unknown.risks.keys()
    other = recover_mrz([SOK[0], SOK[1].replace("KHM", "K8M"), SOK[2]])
    assert other.risks["nationality"] == risk_of_codes(("KHM", "K8M"), "KHM", SHIPPED)


# Lines laid on their cells


def test_lines_that_are_only_aligned_are_not_repaired() -> None:
    assert align_td1(SOK, CAMBODIA).as_it_stands == recover_mrz(SOK).mrz
    assert align_td1(SOK, CAMBODIA).identifiers == ("SOK", "SOPHEA")
    spaced = align_td1(["x", *SOK], CAMBODIA)
    assert (spaced.as_it_stands, spaced.cells) == (None, tuple(map(tuple, SOK)))
    assert spaced.identifiers == ("SOK", "SOPHEA")
    misread = ("IDKHMO102030402<<<<<<<<<<<<<<<", *SOK[1:])
    aligned = align_td1(misread, CAMBODIA)
    assert (aligned.as_it_stands, aligned.cells) == (None, tuple(map(tuple, misread)))
    nothing = align_td1("no MRZ", CAMBODIA)
    assert attrs.asdict(nothing) == {
        "as_it_stands": None,
        "cells": ((("",) * 30),) * 3,
        "identifiers": (None, None),
    }
