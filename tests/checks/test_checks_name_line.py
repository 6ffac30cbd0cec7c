"""The printed Latin name against the lower line of the MRZ."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cards import CLEAN

from khmerid.checks import name_line
from khmerid.checks.name_line import _expected, _splits, compare_name_line
from khmerid.misreading import SHIPPED
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


# What a character says of its place


EXACT, CERTAIN, EITHER, UNREADABLE, LIKELY, DIFFERENT = range(6)
FOR_FILLERS = SHIPPED.look_alikes.letters_for_filler(seldom=2)


@pytest.mark.parametrize(
    ("slot", "read", "kind"),
    [
        ("S", "S", EXACT),
        ("<", "<", EXACT),
        ("<", "«", EXACT),
        ("<", "K", EITHER),  # a letter that is returned for a filler
        ("<", "5", EITHER),
        ("<", "@", EITHER),
        ("<", "[", EITHER),
        ("<", "A", DIFFERENT),
        ("<", "Z", DIFFERENT),
        ("S", "s", CERTAIN),
        ("S", "5", CERTAIN),  # a sign that looks like it
        ("S", "$", CERTAIN),
        ("S", "7", UNREADABLE),
        ("S", "%", UNREADABLE),
        ("S", "<", DIFFERENT),
        ("S", "«", DIFFERENT),
        ("M", "N", LIKELY),  # one that it is known to be read as
        ("M", "P", DIFFERENT),
        ("M", "A", DIFFERENT),
        ("M", "Z", DIFFERENT),
    ],
)
def test_what_a_character_says_of_the_letter_in_its_place(slot: str, read: str, kind: int) -> None:
    assert name_line._kind(slot, read, FOR_FILLERS, SHIPPED) == kind


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        ("SOK<<SOPHEA", 0, (2.0, DIFFERENT)),
        ("SOK<<SOPHEA", 3, (0.6, CERTAIN)),  # one of two fillers
        ("SOK<<SOPHEA", 4, (0.6, CERTAIN)),
        ("SREY<MOM", 4, (0.6, LIKELY)),
        ("SOK<<SREY<MOM", 9, (0.6, LIKELY)),
    ],
)
def test_what_was_lost_of_a_name(text: str, place: int, found: tuple[float, int]) -> None:
    assert name_line._lost(text, place) == found


@pytest.mark.parametrize(
    ("fillers", "read", "found"),
    [
        (0, "<", (2.0, DIFFERENT)),
        (1, "<", (0.7, CERTAIN)),
        (2, "«", (0.7, CERTAIN)),
        (2, "K", (0.7, CERTAIN)),
        (2, "5", (0.7, CERTAIN)),
        (2, "@", (0.7, CERTAIN)),
        (2, "A", (0.7, LIKELY)),
        (2, "Z", (0.7, LIKELY)),
        (1, "K", (0.7, EITHER)),
        (1, "5", (0.7, LIKELY)),
        (1, "B", (0.7, LIKELY)),
        (0, "K", (1.4, LIKELY)),
        (0, "5", (1.4, LIKELY)),
    ],
)
def test_what_was_added_to_a_name(fillers: int, read: str, found: tuple[float, int]) -> None:
    assert name_line._added(fillers, read, FOR_FILLERS) == found


def test_a_place_has_fillers_on_either_side() -> None:
    assert [name_line._fillers_around("A<<B", place) for place in range(5)] == [0, 1, 2, 1, 0]
    assert [name_line._fillers_around("<A<", place) for place in range(4)] == [0, 1, 1, 0]


def plain_alignment(expected: str, line: str) -> float:
    """Return the least cost of laying a name along the start of a line."""
    costs = (0.0, 0.2, 0.2, 1.2, 1.4, 2.0)
    table = [[math.inf] * (len(line) + 1) for _ in range(len(expected) + 1)]
    for down, over in itertools.product(range(len(expected) + 1), range(len(line) + 1)):
        found = [] if down or over else [0.0]
        if over:
            around = name_line._fillers_around(expected, down)
            found.append(table[down][over - 1] + name_line._added(around, line[over - 1], FOR_FILLERS)[0])
        if down:
            found.append(table[down - 1][over] + name_line._lost(expected, down - 1)[0])
        if down and over:
            kind = name_line._kind(expected[down - 1], line[over - 1], FOR_FILLERS, SHIPPED)
            found.append(table[down - 1][over - 1] + costs[kind])
        table[down][over] = min(found)
    return min(table[-1])


@pytest.mark.parametrize(
    ("expected", "line", "worst", "rest"),
    [
        ("SOK<<SOPHEA", "SOK<<SOPHEA<<<", "", "<<<"),
        ("SOK<<SOPHEA", "5OK<<S0PHEA<<<", "0:1 6:1", "<<<"),
        ("SOK<<SOPHEA", "SOK<SOPHEA<<<", "3:1", "<<<"),
        ("SOK<<SOPHEA", "SOP<<SOPHEA<<<", "2:5", "<<<"),
        ("SOM<<SOPHEA", "SON<<SOPHEA<<<", "2:4", "<<<"),
        ("SOK<<SOPHEA", "SOK<K<SOPHEA<<<", "3:1", "<<<"),
        ("SOK<<SOPHEA", "SOK<<SOPBHEA<<<", "7:4", "<<<"),
        ("SOK<<SOPHEA", "BSOK<<SOPHEA<<<", "0:4", "<<<"),
        ("SOK<<SOPHEA", "SOK<<SO%HEA<<<", "7:3", "<<<"),
        ("SREY<MOM", "SREYMOM<<", "4:4", "<<"),
        ("SREY<MOM", "SREYKMOM<<", "4:2", "<<"),
        ("SREY<MOM", "SREYAMOM<<", "3:4 4:4", "<<"),
        ("SOK<<SOPHEA", "SOK<<SOPHE<<<", "10:5", "<<<"),
    ],
)
def test_a_name_is_laid_along_a_line_at_the_least_cost(
    expected: str, line: str, worst: str, rest: str
) -> None:
    cost, kinds, tail = name_line._align(expected, line, SHIPPED)
    assert cost == pytest.approx(plain_alignment(expected, line))
    assert " ".join(f"{slot}:{kind}" for slot, kind in enumerate(kinds) if kind) == worst
    assert tail == rest


@pytest.mark.parametrize(
    ("tail", "room", "is_clean", "outcome"),
    [
        ("<<<<", 19, False, AGREES),
        ("<", 19, False, COMPATIBLE),  # two fillers end a name
        ("<", 1, False, AGREES),  # where there is room for them
        ("", 0, False, COMPATIBLE),
        ("<<KK<<", 19, False, AGREES),  # noise behind its end
        ("K<<<", 19, False, COMPATIBLE),
        ("<<B<", 19, False, COMPATIBLE),
        ("<<BD<", 19, False, CONFLICTS),  # two letters of another name
        ("<<B<", 19, True, CONFLICTS),
        ("<<K<", 19, True, CONFLICTS),  # another name in a clean line
        ("K<<<", 19, True, COMPATIBLE),
        ("B<<<", 19, True, CONFLICTS),
        ("<<55<", 19, False, AGREES),
    ],
)
def test_what_follows_a_name_says_whether_it_ends(
    tail: str, room: int, outcome: Outcome, *, is_clean: bool
) -> None:
    words = ("SOK", "SOPHEA")
    assert name_line._outcome_behind(tail, room, SHIPPED, words, is_clean=is_clean) is outcome


def test_behind_one_word_may_stand_given_names_that_the_print_lost() -> None:
    for tail, outcome in (("<<<<", AGREES), ("<<KK<<", COMPATIBLE), ("<<55<<", AGREES)):
        assert name_line._outcome_behind(tail, 20, SHIPPED, ("SOK",), is_clean=False) is outcome


@pytest.mark.parametrize(
    ("words", "most"),
    [
        (("SOK",), 1),
        (("SOK", "SOPHEA"), 1),
        (("A", "B", "C", "D"), 3),
        (("A" * 29, "B", "C", "D"), 2),  # the first alone fills the line
        (("A" * 30, "B", "C", "D"), 1),
        (("A" * 14, "B" * 14, "C", "D", "E"), 3),
        (("A" * 14, "B" * 15, "C", "D", "E"), 2),
    ],
)
def test_a_surname_has_no_more_words_than_fill_the_line(words: tuple[str, ...], most: int) -> None:
    assert [*_splits(words)] == [*range(1, most + 1)]


@pytest.mark.parametrize(("signs", "outcome"), [(3, COMPATIBLE), (4, UNDECIDED)])
def test_a_line_of_which_three_tenths_are_misread_is_no_reading(signs: int, outcome: Outcome) -> None:
    line = "SOK<<SOPHEA".replace("O", "%", 1).replace("P", "%").replace("H", "%")
    assert line.count("%") == 3
    line = line if signs == 3 else line.replace("E", "%")
    assert compare_name_line("SOK SOPHEA", line.ljust(30, "<")).outcome is outcome
