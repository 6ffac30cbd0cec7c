"""Whose rules an MRZ is read by, and whether it follows them."""

import pytest

from khmerid.misreading import SHIPPED
from khmerid.mrz.codes import STATES
from khmerid.mrz.parsing import parse_td1, parse_td3
from khmerid.mrz.writing import format_td1
from khmerid.recovery.find import find_mrz, source_lines
from khmerid.recovery.issuers import (
    CAMBODIA,
    GENERIC,
    Issuer,
    compare_with_states,
    follows,
    is_another,
    issuer_of,
    rules_for,
)

LOOKS = SHIPPED.look_alikes
PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA".ljust(44, "<"), "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def lines_of(state: str, nationality: str, number: str = "0102030402") -> list[str]:
    return [
        f"ID{state}{number}<<<<<<<<<<<<<<<",
        f"9003152F2912316{nationality}<<<<<<<<<<<4",
        "SOK<<SOPHEA<<<<<<",
    ]


def written(
    state: str = "KHM", nationality: str = "KHM", number: str = "010203040", data: str = ""
) -> tuple[str, str, str]:
    return format_td1(
        document_code="ID",
        issuing_state=state,
        document_number=number,
        date_of_birth="900315",
        sex="F",
        date_of_expiry="291231",
        nationality=nationality,
        primary_identifier="SOK",
        optional_data_2=data,
    )


@pytest.mark.parametrize(
    ("state", "nationality", "issuer"),
    [
        ("KHM", "KHM", CAMBODIA),
        ("KHN", "KHM", CAMBODIA),  # the nationality decides where the State is misread
        ("KHN", "KHN", CAMBODIA),  # together they look like no other
        ("KH1", "K8M", CAMBODIA),
        ("KHM", "THA", CAMBODIA),  # a foreigner's card of Cambodia
        ("THA", "KHM", GENERIC),
        ("VNA", "KHM", GENERIC),  # misread, and more like another State
        ("VNM", "VNM", GENERIC),
        ("K?M", "?H?", CAMBODIA),  # three letters of its code, in both lines together
        ("K?M", "???", None),
        ("?H?", "?H?", None),
        ("THA", "THA", GENERIC),
        ("THA", "???", GENERIC),
        ("???", "THA", GENERIC),
        ("???", "D<<", GENERIC),
        ("D<<", "???", GENERIC),
        ("???", "???", None),
        ("WWW", "QQQ", None),
    ],
)
def test_the_code_of_the_state_tells_whose_rules_lines_are_read_by(
    state: str, nationality: str, issuer: Issuer | None
) -> None:
    found = find_mrz(source_lines(lines_of(state, nationality)), LOOKS)
    assert found is not None
    assert issuer_of(found, LOOKS) is issuer


def test_a_code_that_moved_by_a_character_is_known_all_the_same() -> None:
    upper, middle, lower = lines_of("???", "???")
    found = find_mrz(source_lines(["I" + upper.replace("D???", "DKHM", 1)[1:], middle, lower]), LOOKS)
    assert found is not None
    assert issuer_of(found, LOOKS) is CAMBODIA
    moved = find_mrz(source_lines(["D" + upper.replace("ID???", "KHM", 1), middle, lower]), LOOKS)
    assert moved is not None
    assert issuer_of(moved, LOOKS) is CAMBODIA


@pytest.mark.parametrize(
    ("lines", "ours", "another"),
    [
        (written(), True, False),
        (written(number="A10203040"), False, False),  # not nine numerals
        (written(data="X"), False, False),  # its optional data are empty
        (written(nationality="THA"), True, False),
        (written(nationality="THA", number="A10203040"), True, False),  # whose number may be of another form
        (written(state="THA"), False, True),
        (written(state="THA", data="X"), False, True),
    ],
)
def test_whether_an_mrz_follows_the_rules_of_an_issuer(
    lines: tuple[str, str, str], *, ours: bool, another: bool
) -> None:
    mrz = parse_td1(lines).value
    assert mrz is not None
    assert follows(mrz, CAMBODIA) is ours
    assert follows(mrz, Issuer(name="THA", state="THA")) is another
    assert follows(mrz, GENERIC)


def test_an_mrz_is_judged_by_the_rules_of_the_issuer_that_it_names() -> None:
    ours, another, passport = (
        parse_td1(written()).value,
        parse_td1(written("THA")).value,
        parse_td3(PASSPORT).value,
    )
    assert ours is not None
    assert another is not None
    assert passport is not None
    assert rules_for(ours, None) is rules_for(ours, CAMBODIA) is CAMBODIA
    assert rules_for(ours, GENERIC) is GENERIC
    assert rules_for(another, CAMBODIA) is rules_for(passport, None) is GENERIC
    assert follows(passport, GENERIC)


@pytest.mark.parametrize(
    ("read", "state", "found"),
    [
        ("KHM", "KHM", False),
        ("KHN", "KHM", False),
        ("K8M", "KHM", False),
        ("CHM", "KHM", True),  # as much as CHN's, and a letter more than that of KHM looks like
        ("VNA", "KHM", True),
        ("V?M", "KHM", True),  # two letters are enough of another code
        ("V??", "KHM", False),  # one is not
        ("0|7", "KHM", False),
        ("", "KHM", False),
        ("KHM", "VNM", True),
        ("UTO", "UTO", False),
        ("D<<", "D", False),
        ("D<<", "UTO", True),
    ],
)
def test_a_code_is_another_one_s_where_more_of_that_was_read(read: str, state: str, *, found: bool) -> None:
    assert is_another(read, state, LOOKS) is found


@pytest.mark.parametrize("read", ["KHM", "K8M", "KH", "", "D<<", "0HNX"])
def test_codes_are_compared_letter_by_letter(read: str) -> None:
    found = compare_with_states(read, LOOKS)
    for state in STATES:
        pairs = [*zip(read[:3], state.ljust(3, "<"), strict=False)]
        same = sum(one == letter for one, letter in pairs)
        assert found[state] == (
            same,
            sum(one != letter and LOOKS.alike(letter, one) for one, letter in pairs),
        )
