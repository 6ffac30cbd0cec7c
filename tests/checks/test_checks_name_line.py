"""The printed Latin name against the lower line of the MRZ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cards import CLEAN

from khmerid.checks.name_line import _expected, _splits, compare_name_line
from khmerid.outcome import Outcome
from khmerid.testing import make_specimen

AGREES, COMPATIBLE = Outcome.AGREES, Outcome.COMPATIBLE
CONFLICTS, UNDECIDED = Outcome.CONFLICTS, Outcome.UNDECIDED
LINE = "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<"
ZONE_TEXTS = st.text(alphabet="SOKPHEA<«K5$", max_size=34)
LONG = "KOMPHEAKMONYREACH SOPHEAKMONGKULRATANAK"


@given(st.integers(0, 500))
def test_the_printed_name_of_a_card_agrees_with_its_line(seed: int) -> None:
    specimen = make_specimen(seed=seed)
    found = compare_name_line(specimen.printed["name_latin"], specimen.mrz[2])
    assert found.outcome in {AGREES, COMPATIBLE}
    assert found.words_of_surname == len(specimen.values.surname.split())


@given(st.text(), st.text())
def test_any_two_texts_compare(printed: str, line: str) -> None:
    assert compare_name_line(printed, line).outcome in Outcome


@given(st.lists(st.text(alphabet="SOKPHEA", min_size=1, max_size=9), min_size=2, max_size=4), ZONE_TEXTS)
def test_the_whole_is_as_bad_as_its_worse_part(words: list[str], line: str) -> None:
    found = compare_name_line(" ".join(words), line)
    order = [AGREES, COMPATIBLE, UNDECIDED, CONFLICTS]
    assert order.index(found.outcome) == max(order.index(found.surname), order.index(found.given_names))


@pytest.mark.parametrize(
    "line",
    [
        LINE,
        "SOK << SOPHEA <<<<<<",
        "SOK<<SOPHEA<<",
        "S0K<<$0PHEA<<<<<<<<<<<<<<<<<<<",
        "SOK<SOPHEA<<<<<<<<<<<<KKKEEEC",
        "SOK<<SOPHEA<«««««<<<<<<<<<<<<<",
        "SOK<K<SOPHEA<<<<<<<<<<<<<<<KKK",
        "SOK<<SOPHEA<<<<<<<<<<<<SEK<<<<",
        "sok<<sophea<<<<<<<<<<<<<<<<<<<",
    ],
)
def test_certain_repairs_are_agreement(line: str) -> None:
    assert compare_name_line("SOK SOPHEA", line).outcome is AGREES


@pytest.mark.parametrize(
    "line",
    [
        "SOK<<SOPHEA",  # cut off: it may go on
        "SOK<<SOPHEA<",
        *(f"SOK<<SOPHEA{letter}<<<<<<<<<<<<<<<<<<" for letter in "KXCESGLR"),
        "SOK<<SOPHEAKK<<<<<<<<<<<<<<<<<",
        "SOK<<SOPHEAK<S<<<<<<<<<<<<<<<<",  # two fillers misread, or a letter and a name
        "SOK<<SOPHEA<KES<<<<<<<<<KKKEEC",  # a filler may be misread, or a name stands behind it
        "SOK<<SOPHEAP<<<<<<<<<KKKEEC",
        "SOK<<SOPHEA<<<<<<A<<<<<<KKKEEC",
        "SOKKSOPHEA<<<<<<<<<<<<<<<<<KKK",
        "SOKK<SOPHEA<<<<<<<<<<<<<<<<KKK",  # SOKK, if a filler is lost
        "SOK<KSOPHEA<<<<<<<<<<<<<<<<KKK",
        "SOKK<<SOPHEA<<<<<<<<<<<<<<<KKK",
    ],
)
def test_a_letter_that_may_be_the_name_s_or_a_filler_says_nothing(line: str) -> None:
    assert compare_name_line("SOK SOPHEA", line).outcome is COMPATIBLE


@pytest.mark.parametrize(
    "line",
    [
        "SOK<<SOPHEA<S<<<<<<<<<<<<<<<<<",
        "SOK<<SOPHEA<KES<<<<<<<<<<<<<<<",
        "SOK<<SOPHEA<MONY<<<<<<KKKEEC",
    ],
)
def test_another_name_behind_a_filler_is_a_conflict(line: str) -> None:
    found = compare_name_line("SOK SOPHEA", line)
    assert found.outcome is found.given_names is CONFLICTS


@pytest.mark.parametrize(
    ("given_names", "fillers", "outcome"),
    [("A" * 23, 2, AGREES), ("A" * 24, 1, AGREES), ("A" * 24, 0, COMPATIBLE), ("A" * 25, 0, COMPATIBLE)],
)
def test_a_name_ends_by_as_many_fillers_as_there_is_room_for(
    given_names: str, fillers: int, outcome: Outcome
) -> None:
    """Doc 9303-3, 4.6: where the last position has a letter, the name may have been cut."""
    line = f"SOK<<{given_names}" + "<" * fillers
    assert compare_name_line(f"SOK {given_names}", line).outcome is outcome


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("CHAN<<SREY<MOM<<<<<<<<<<<<<<<<", AGREES),
        ("CHAN<K<SREY<MOM<<<<<<<<<<<<<<<", COMPATIBLE),
        ("CHAN<SREY<CMOM<<<<<<<<<<<<<<<<", COMPATIBLE),
        ("CHAN<<SREYKMOM<<<<<<<<<<<<<KKK", COMPATIBLE),
        ("CHAN<SREY<MOM<<<<<<<<<<<<<<<<<", COMPATIBLE),
    ],
)
def test_three_words_are_divided_by_nothing_but_their_fillers(line: str, outcome: Outcome) -> None:
    assert compare_name_line("CHAN SREY MOM", line).outcome is outcome


@pytest.mark.parametrize(("name", "line"), [("CHAN DA SOK", "CHANDA<<SOK"), ("CHAN A SOK", "CHANA<<SOK")])
def test_a_clean_line_that_lacks_a_filler_within_a_surname_conflicts(name: str, line: str) -> None:
    found = compare_name_line(name, line.ljust(30, "<"))
    assert (found.surname, found.given_names) == (CONFLICTS, AGREES)


def test_a_blank_that_the_print_lost_is_that_of_a_clean_line() -> None:
    found = compare_name_line("SOKSREYMOM", "SOK<<SREY<MOM<<<<<<<<<<<<<<<<<")
    assert (found.outcome, found.words) == (COMPATIBLE, ("SOK", "SREY", "MOM"))
    assert (found.words_of_surname, found.is_divided_by_line) == (1, True)
    assert compare_name_line("SOKSOPHEA", "SOK<<SOPHEAP<<<<<<<<<<<<<<<<<<").outcome is CONFLICTS


@pytest.mark.parametrize(
    ("printed", "line", "in_line"),
    [
        ("CHHIM SOKHA", "CHHIN<<SOKHA<<<<<<<<<<<<<<<<<<", ("CHHIN", None)),
        ("SOK SREY MOM", "SOK<<SREY<MON<<<<<<<<<<<<<<<<<", (None, "SREY MON")),
        ("CHHIM MONY", "CHHIN<<NONY<<<<<<<<<<<<<<<<<<<", ("CHHIN", "NONY")),
        ("CHHIN SOKHA", "CHHIM<<SOKHA<<<<<<<<<<<<<<<<<<", (None, None)),  # N is not often read as M
        ("CHHIM SOKHA", "CHHEN<<SOKHA<<<<<<<<<<<<<<<<<<", (None, None)),  # two letters
        ("SIM SOKHA", "STM<<SOKHA<<<<<<<<<<<<<<<<<<<<", (None, None)),  # a vowel
        ("CHHIM SOKHA", "CHHI<<SOKHA<<<<<<<<<<<<<<<<<<<", (None, None)),
        ("CHHIM SOKHA", "CHHIN<<SOKHA<<<<<KKEC", (None, None)),  # not clean
        ("CHHIM " + "A" * 23, "CHHIN<<" + "A" * 23, (None, None)),  # may be cut
    ],
)
def test_a_consonant_that_the_line_often_misreads_is_told(
    printed: str, line: str, in_line: tuple[str | None, str | None]
) -> None:
    assert compare_name_line(printed, line).in_line == in_line


def test_a_letter_behind_the_name_is_told() -> None:
    letters = [
        compare_name_line("SOK SOPHEA", f"SOK<<SOPHEA{behind}<<<<").letter_behind
        for behind in ("K", "Z", "<K", "5", "k")
    ]
    assert letters == ["K", "Z", "", "", ""]


@pytest.mark.parametrize(
    ("line", "surname", "given_names"),
    [
        ("SOM<<SOPHEA<<<<<<<<<<<<<<<<<<<", CONFLICTS, AGREES),
        ("XSOK<<SOPHEA<<<<<<<<<<<<<<<<<<", CONFLICTS, AGREES),
        ("SOK<<SOPHEAP<<<<<<<<<<<<<<<<<<", AGREES, CONFLICTS),
        ("SOK<<SOPHEAPH<<<<<<<<<<<<<<<<<", AGREES, CONFLICTS),
        ("SOK<<SOPHER<<<<<<<<<<<<<<<<<<<", AGREES, CONFLICTS),
        ("SOK<<PISEY<<<<<<<<<<<<<<<<<<<<", AGREES, CONFLICTS),
    ],
)
def test_another_letter_in_a_clean_line_is_a_conflict(
    line: str, surname: Outcome, given_names: Outcome
) -> None:
    found = compare_name_line("SOK SOPHEA", line)
    assert (found.surname, found.given_names) == (surname, given_names)


@pytest.mark.parametrize(
    ("printed", "line", "surname", "given_names"),
    [
        ("SOK SOPHEA", "SOKB<<SOPHEA", CONFLICTS, AGREES),  # behind the surname, and no letter for a filler
        ("SOK SOPHEA", "SOKK<<SOPHEA", COMPATIBLE, AGREES),
        ("O SOPHEA", "OB<<SOPHEA", CONFLICTS, AGREES),
        ("O SOPHEA", "OK<<SOPHEA", COMPATIBLE, AGREES),
        ("SOK SOPHEA", "SOK<<BSOPHEA", AGREES, CONFLICTS),  # before the given names
        ("SOK SOPHEA", "SOK<<KSOPHEA", AGREES, COMPATIBLE),
        ("SOK SOPHEA", "KSOK<<SOPHEA", CONFLICTS, AGREES),  # before the surname there is no filler
        ("SOK SOPHEA", "SOK<<SOPKHEA", AGREES, CONFLICTS),  # inside a name
        ("SOK SOPHEA", "SOK<<SO<PHEA", AGREES, CONFLICTS),
        ("SOK SOPHEA", "SK<<SOPHEA", CONFLICTS, AGREES),  # a letter less
        ("SOK SOPHEA", "SOK<<<SOPHEA", AGREES, AGREES),
        ("SOK SOPHEA", "SOK<SOPHEA", AGREES, AGREES),
        ("SOM SOPHEA", "SON<<SOPHEA<«", COMPATIBLE, AGREES),  # a damaged line: M may be read as N,
        ("SOM SOPHEA", "SOP<<SOPHEA<«", CONFLICTS, AGREES),  # and is not read as P
        ("XX XX", "XX<<XX", AGREES, AGREES),
    ],
)
def test_what_a_letter_more_or_less_says_of_each_part(
    printed: str, line: str, surname: Outcome, given_names: Outcome
) -> None:
    found = compare_name_line(printed, line.ljust(30, "<"))
    assert (found.surname, found.given_names) == (surname, given_names)


def test_surname_and_given_names_in_the_other_order_conflict() -> None:
    assert compare_name_line("SOK SOPHEA", "SOPHEA<<SOK<<<<<<<<<<<<<<<<<<<").outcome is CONFLICTS


def test_a_sign_that_is_no_letter_says_nothing() -> None:
    assert compare_name_line("SOK SOPHEA", "SOK<<SOPH?A<<<<<<<<<<<<<<<<<<<").outcome is COMPATIBLE


def test_a_letter_that_is_often_misread_says_nothing_in_a_damaged_line() -> None:
    assert compare_name_line("SOK SOPHEA", "SOK<<SOPHEA<<<<<<<«««<<<<<<<<<").outcome is AGREES
    damaged = compare_name_line("SOM PISEY", "SOM<<P1SEV<<<<«««<<")
    assert damaged.outcome in {COMPATIBLE, CONFLICTS}


def test_a_line_that_is_mostly_misread_is_no_reading_of_the_name() -> None:
    assert compare_name_line("SOK SOPHEA", "?0? ?? ????A ?").outcome is UNDECIDED


@pytest.mark.parametrize(("printed", "line"), [("", LINE), ("SOK SOPHEA", ""), ("SOK SOPHEA", "<<<<")])
def test_a_side_that_is_missing_leaves_it_undecided(printed: str, line: str) -> None:
    assert compare_name_line(printed, line).outcome is UNDECIDED


def test_a_name_that_was_cut_off_at_thirty_characters_is_compatible() -> None:
    surname, given = LONG.split()
    line = f"{surname}<<{given}"[:30]
    assert compare_name_line(LONG, line).outcome is COMPATIBLE
    assert compare_name_line(LONG, line[:20] + "5" + line[21:]).outcome in {COMPATIBLE, CONFLICTS}


def test_a_cut_name_of_which_a_letter_differs_conflicts() -> None:
    surname, given = LONG.split()
    line = ("X" + f"{surname}<<{given}"[1:])[:30]
    assert compare_name_line(LONG, line).outcome is CONFLICTS


def test_the_line_tells_where_the_surname_ends() -> None:
    assert compare_name_line("CHAN THY SOPHEA", "CHAN<THY<<SOPHEA").words_of_surname == 2
    assert compare_name_line("CHAN THY SOPHEA", "CHAN<<THY<SOPHEA").words_of_surname == 1


@given(st.lists(st.sampled_from(["A", "LY", "SOK", "SOPHEAKTRA" * 2]), min_size=1, max_size=40))
def test_splits_that_are_not_tried_would_be_compared_alike(words: list[str]) -> None:
    tried = _splits(tuple(words))
    lines = [_expected(tuple(words), split)[:30] for split in range(1, max(len(words), 2))]
    assert lines[: len(tried)] + [lines[tried[-1] - 1]] * (len(lines) - len(tried)) == lines
    assert len(tried) <= 15


def test_one_name_alone_is_the_surname() -> None:
    found = compare_name_line("SOPHEA", "SOPHEA<<<<<<<<<<<<<<<<<<<<<<<<")
    assert (found.outcome, found.words_of_surname) == (AGREES, 1)
    assert compare_name_line("SOPHEA", "SOPHEA<<KES<<<<<<<<<<<<<<<<<<<").surname is CONFLICTS
    assert compare_name_line("SOPHEA", "SOPHEA<<KES<<<<<<KKEC").outcome is COMPATIBLE


def test_a_comparison_shows_no_name() -> None:
    assert repr(compare_name_line(CLEAN.name_latin or "", LINE)) == "NameLineComparison(agrees)"


def test_a_line_of_a_megabyte_is_looked_at_no_farther_than_a_line() -> None:
    assert compare_name_line("SOK SOPHEA", LINE + "<" * 1_000_000).outcome is AGREES


@pytest.mark.parametrize("line", ["SOK<BSOPHEA", "SOK<B<SOPHEA"])
def test_a_letter_among_fillers_that_is_read_for_none_may_be_a_name(line: str) -> None:
    assert compare_name_line("SOK SOPHEA", line.ljust(30, "<")).outcome is COMPATIBLE
