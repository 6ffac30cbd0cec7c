"""Which lines of a text are those of an MRZ, and what speaks for a line in a role."""

from typing import Any

import pytest

from khmerid.misreading import SHIPPED
from khmerid.mrz.formats import TD1, TD2, TD3
from khmerid.recovery.find import FoundMrz, find_mrz, find_mrz_lines, source_lines

LOOKS = SHIPPED.look_alikes
MIDDLE = "9003152F2912316KHM<<<<<<<<<<<4"
CARD = ("IDKHM0102030402<<<<<<<<<<<<<<<", MIDDLE, "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<")
TD2_LINES = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD3_LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def found_in(lines: list[str], **options: Any) -> FoundMrz:
    found = find_mrz(source_lines(lines), LOOKS, **options)
    assert found is not None
    return found


def texts(found: FoundMrz) -> list[str | None]:
    return [None if line is None else line.text for line in found.lines]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("IDKHM0102030402<<<<<<", "IDXXM0102030402<<<<<<"),  # the code of the State
        ("IDXXX0102030402<<<<<<", "QDXXX0102030402<<<<<<"),  # the letter of a document
        ("IDKHM0102030402<<<<<<", "IDKHM0102O30402<<<<<<"),  # a numeral, before what looks like one
        ("IDKHM01020304027<<<", "IDKHM01020X04027<<<"),
        ("IDKHM0102X3O402<<<", "IDKHM0102X3X402<<<"),  # what looks like one, before a letter
        ("IDKHM0102030402<<<<<<", "IDKHM0102030402X<<<<<"),  # the number before its fillers
        ("IDKHM0102030402<<<<<<<", "IDKHM0102030402<<<<<<"),  # one more filler
        ("IDKHM0102030402<<<KKK", "IDKHM0102030402<<<WWW"),  # letters that are read for fillers
        ("IDKHM0102030402<<<", "1234M0102030402<<<"),  # no numerals at the start
    ],
)
def test_what_speaks_for_an_upper_line(better: str, worse: str) -> None:
    for lines in ([better, "x", worse, "y"], [worse, "x", better, "y"]):
        assert texts(found_in(lines))[0] == better


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("9003152F2912316KHM<<<4", "9003152F29I2316KHM<<<4"),  # a numeral of either date
        ("9003152F2912316KHM<<<4", "90O3152F2912316KHM<<<4"),
        ("9003152F29I2316KHM<<<4", "9003152F29W2316KHM<<<4"),  # what looks like one, before a letter
        ("90O3152F2912316KHM<<<4", "90W3152F2912316KHM<<<4"),
        ("9003152F2912316KHM<<<4", "9003152W2912316KHM<<<4"),  # the sex in its place
        ("9003152F2912316XXX<<<4", "9003152F2912316XX5<<<4"),  # the letters of a code
        ("9003152F2912316XXX<<<4", "9003152F2912316X5X<<<4"),
        ("9003152F2912316XXX<<<4", "9003152F29123165XX<<<4"),
        ("9003152F2912316KHM<<<4", "9003152F2912316XHM<<<4"),  # that of Cambodia
        ("9003152F2912316KHM<<<4", "X9003152F2912316KHM<<4"),  # nothing before the dates
        ("9003152F2912316KHM<<<<", "9003152F2912316KHM<<<5"),  # one more filler
        ("9003152F2912316KHM<<KK", "9003152F2912316KHM<<WW"),  # letters that are read for fillers
    ],
)
def test_what_speaks_for_a_middle_line(better: str, worse: str) -> None:
    for lines in ([better, "x", worse, "y"], [worse, "x", better, "y"]):
        assert texts(found_in(lines))[1] == better


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("SOK<<SOPHEA<", "SOK<SOPHEAK<"),  # two fillers between the names
        ("SOK<<SOPHEA<<<<<", "SOK<<SOPHEA<<<<"),  # one more filler
        ("SOK<<SOPHEA<<KK<<", "SOK<<SOPHEA<<WW<<"),  # letters that are read for fillers
        ("SOK<<SOPHEA<<<", "S0K<<SOPHEA<<<"),  # no numeral among the letters
        ("SOK<<SOPHEA<<<", "#OK<<SOPHEA<<<"),  # a letter, also one that looks like a numeral
        ("MEN<<SOPHEA<<<", "#EN<<SOPHEA<<<"),
        ("SOKHA<<SOPHEA<<<", "S<<<<<<<<<<<<<<<"),  # names before and behind fillers
    ],
)
def test_what_speaks_for_a_lower_line(better: str, worse: str) -> None:
    for lines in ([better, "x", worse, "y"], [worse, "x", better, "y"]):
        assert texts(found_in(lines))[2] == better


@pytest.mark.parametrize(
    ("role", "better", "worse"),
    [
        (0, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<", "Q<UTOERIKSSON<<ANNA<MARIA<<<<<<"),
        (0, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<", "P<QQQERIKSSON<<ANNA<MARIA<<<<<<"),
        (0, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<", "P<UTOERIKSSON<<ANNA<MARIA<<<<<"),
        (0, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<", "P<UTOERIKSSON<<ANNA<MARIA5<<<<<"),
        (1, "L898902C36UTO7408122F1204159<<<<<", "L898902C36QQQ7408122F1204159<<<<<"),
        (1, "L898902C36UTO7408122F1204159<<<<<", "L898902C36UTO7408122W1204159<<<<<"),
        (1, "L898902C36UTO7408122F1204159<<<<<", "L898902C36UTO74O8122F1204159<<<<<"),
        (1, "L898902C36UTO7408122F1204159<<<<<", "L898902C36UTO7408122F12O4159<<<<<"),
        (1, "L898902C36UTO74O8122F1204159<<<<<", "L898902C36UTO74W8122F1204159<<<<<"),
        (1, "L898902C36UTO7408122F12O4159<<<<<", "L898902C36UTO7408122F12W4159<<<<<"),
        (1, "L898902C36UTO7408122F1204159<<<<<", "L98902C36UTO7408122F1204159<<<<<"),  # in its place
        (1, "L898902C36UTO7408122F1204159<<<<<", "XL898902C36UTO7408122F1204159<<<<<"),
        (1, "L898902C36UTO7408122F1204159<<<<<", "L898902C36UTO7408122F1204159<<<<"),
    ],
)
def test_what_speaks_for_a_line_of_two(role: int, better: str, worse: str) -> None:
    for lines in ([better, "x", worse, "y"], [worse, "x", better, "y"]):
        assert texts(found_in(lines, every_format=True))[role] == better


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("IDKHMOIOZO3O4OZ<<<<<<<<<<<", 0),
        ("1DWKH0102030402<<<<<<", 0),
        ("9OO3I52F2912316KHM<<", 1),
        ("SOK<SOPHEA<<<<", 2),
    ],
)
def test_a_damaged_line_has_its_role_by_itself(line: str, role: int) -> None:
    assert texts(found_in([line])) == [line if at == role else None for at in range(3)]


@pytest.mark.parametrize(
    "line",
    ["010203040", "15.03.1990", "IDENTITY CARD", "KINGDOM OF CAMBODIA", "SOK SOPHEA", "<<<<<<", "IDKHM", ""],
)
def test_what_else_is_on_a_card_is_no_line_of_its_mrz(line: str) -> None:
    assert find_mrz(source_lines([line, line]), LOOKS) is None
    assert find_mrz_lines([line]) == ()


@pytest.mark.parametrize(
    ("beside", "belongs"),
    [
        ("ABCDEF010203040", True),  # nine numerals may be a number
        ("ABCDEF01020304X", False),
        ("WW<<<WWWWW", True),  # three fillers
        ("WWWWWWWWWW", False),
    ],
)
def test_a_line_above_the_dates_has_its_role_by_its_place(beside: str, *, belongs: bool) -> None:
    found = texts(found_in([beside, MIDDLE]))
    assert (beside in found) is belongs


def test_lines_that_follow_each_other_are_taken_before_those_that_do_not() -> None:
    upper, middle, lower = CARD
    assert find_mrz_lines([upper, "x", upper, middle, lower, "x", lower]) == (2, 3, 4)
    assert find_mrz_lines([lower, "x", upper, middle, lower]) == (2, 3, 4)


def test_lines_are_found_in_any_order() -> None:
    upper, middle, lower = CARD
    assert find_mrz_lines(["x", lower, middle, upper]) == (3, 2, 1)


@pytest.mark.parametrize("fillers", [0, -2, 2])
def test_three_lines_that_were_run_together_come_apart(fillers: int) -> None:
    upper = CARD[0] + "<" * fillers if fillers >= 0 else CARD[0][:fillers]
    found = texts(found_in([f"{upper}{MIDDLE}{CARD[2]}"]))
    assert found[1] == MIDDLE
    assert (found[0] or "").startswith("IDKHM0102030402"[max(fillers, 0) :])
    assert (found[2] or "").startswith("SOK<<SOPHEA")


def test_lines_that_were_run_together_come_apart_at_a_blank_near_their_length() -> None:
    assert texts(found_in(["IDKHM0102030402<<<<<<<<<<<<< " + MIDDLE[:28] + "4 SOK<<SOPHEA<<<<<<<<<"])) == [
        "IDKHM0102030402<<<<<<<<<<<<<",
        MIDDLE[:28] + "4",
        "SOK<<SOPHEA<<<<<<<<<",
    ]


def test_a_line_that_came_in_two_is_put_together_where_that_is_asked() -> None:
    upper, middle, lower = CARD
    parts = [upper, middle[:15], middle[15:], lower]
    assert texts(found_in(parts, joined=True)) == [*CARD]
    assert texts(found_in(parts))[1] != middle
    assert find_mrz(source_lines([upper, lower]), LOOKS, joined=True) is None


@pytest.mark.parametrize(("lines", "table"), [(CARD, TD1), (TD2_LINES, TD2), (TD3_LINES, TD3)])
def test_the_format_is_told_by_its_lines(lines: tuple[str, ...], table: object) -> None:
    for given in ([*lines], ["KINGDOM", *lines, "x"]):
        found = found_in(given, every_format=True)
        assert (found.format, texts(found)) == (table, [*lines])
    short = [line[:-2] for line in lines]
    assert found_in(short, every_format=True).format is table


def test_the_letter_of_a_passport_tells_its_format_where_the_length_does_not() -> None:
    names, data = (line[:40] for line in TD3_LINES)
    assert found_in([names, data], every_format=True).format is TD3
    assert found_in(["I" + names[1:], data], every_format=True).format is TD2


def test_only_the_card_s_format_is_looked_for_unless_all_are_asked_for() -> None:
    assert found_in(["x", *TD3_LINES]).format is TD1


def test_what_was_received_is_kept_character_by_character() -> None:
    line = source_lines(["KHM&lt;&lt; «\u200b4"])[0]
    assert (line.text, line.raw) == ("KHM<<<4", ("K", "H", "M", "&lt;", "&lt;", "«", "4"))
    assert line.breaks == {5, 6}


def test_a_line_that_was_read_upside_down_is_turned() -> None:
    line = source_lines([">>>>VƎ"])[0]
    assert line.text.endswith("<<<<")
    assert source_lines([">>>V"])[0].text == ">>>V"


def test_of_very_many_lines_the_short_ones_are_not_looked_at() -> None:
    lines = ["x"] * 200 + [*CARD]
    assert find_mrz_lines(lines) == (200, 201, 202)
    assert [line.indexes for line in source_lines(lines)] == [(200,), (201,), (202,)]
    assert len(source_lines(["x"] * 100)) == 100


def test_of_a_very_long_line_what_is_around_the_dates_is_looked_at() -> None:
    line = source_lines(["x" * 1000 + MIDDLE + "x" * 1000])[0]
    assert MIDDLE in line.text
    assert len(line.text) == 400
    assert source_lines(["x" * 1000 + "END"])[0].text.endswith("END")


# How much, exactly


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("SO<<S", False),
        ("SOKHA<<SOPHEA", True),
        ("SOKHA<SOPHEA", False),
        ("IDKHM01020304", True),  # the code of the State
        ("ID010203040", True),  # nine numerals
        ("ID01020304X", False),
    ],
)
def test_what_a_line_needs_to_be_looked_at(line: str, *, is_found: bool) -> None:
    assert (find_mrz(source_lines([line]), LOOKS) is not None) is is_found


@pytest.mark.parametrize(("off", "are_two"), [(0, True), (3, True), (-3, True), (4, False), (-4, False)])
def test_two_lines_are_given_as_an_mrz_where_they_are_about_as_long(off: int, *, are_two: bool) -> None:
    text = "X" * (36 + off)
    found = find_mrz(source_lines([text, TD2_LINES[1]]), LOOKS, every_format=True)
    assert found is not None
    assert (found.lines[0] is not None) is are_two
    other = find_mrz(source_lines([TD2_LINES[0], "X" * (36 + off)]), LOOKS, every_format=True)
    assert other is not None
    assert (other.lines[1] is not None) is are_two


def test_three_lines_are_given_as_an_mrz_however_they_look() -> None:
    lines = ["?", MIDDLE, "%"]
    assert texts(found_in(lines)) == lines
    assert texts(found_in([*lines, "x"])) == [None, MIDDLE, None]
    assert texts(found_in(["", MIDDLE, "%"])) == [None, MIDDLE, "%"]
    assert texts(found_in([MIDDLE, "?", "%"])) == [None, MIDDLE, "%"]  # one that is used is used once


@pytest.mark.parametrize(("noise", "is_cut"), [(15, False), (16, True)])
def test_a_line_with_half_as_much_noise_is_one_line(noise: int, *, is_cut: bool) -> None:
    found = find_mrz(source_lines(["x" * noise + MIDDLE]), LOOKS)
    assert (found is not None and texts(found)[1] == MIDDLE) is is_cut


@pytest.mark.parametrize(
    ("length", "come_apart"), [(79, False), (80, True), (90, True), (96, True), (97, False)]
)
def test_lines_without_the_form_of_dates_come_apart_by_their_length(length: int, *, come_apart: bool) -> None:
    text = (CARD[0] + "?" * 30 + CARD[2]).ljust(length, "<")[:length]
    found = find_mrz(source_lines([text]), LOOKS)
    uppers = None if found is None else texts(found)[0]
    assert (uppers == CARD[0]) is come_apart


@pytest.mark.parametrize(("off", "at_blank"), [(-5, False), (-4, True), (4, True), (5, False)])
def test_a_line_ends_at_a_blank_near_its_length(off: int, *, at_blank: bool) -> None:
    middle = MIDDLE[:18] + "<" * (11 + off) + "4"
    found = texts(found_in([f"{CARD[0]} {middle} SOK<<SOPHEA<<<<<<<<<<<<<<"]))
    assert (found[1] == middle) is at_blank


@pytest.mark.parametrize(("length", "is_one"), [(19, False), (20, True), (30, True), (31, True), (32, False)])
def test_two_lines_are_one_where_they_are_about_as_long_together(length: int, *, is_one: bool) -> None:
    whole = (MIDDLE[:18] + "<" * 14)[: length - 1] + "4"
    found = find_mrz(source_lines([CARD[0], whole[:12], whole[12:], CARD[2]]), LOOKS, joined=True)
    assert (found is not None and texts(found)[1] == whole) is is_one


@pytest.mark.parametrize(
    ("text", "is_turned"),
    [(">>>>A", True), (">>>A", False), (">>>>A<<<", True), (">>>>A<<<<", False), (">>>>>A<<<<", True)],
)
def test_a_line_is_turned_where_it_has_four_turned_fillers_and_more_than_others(
    text: str, *, is_turned: bool
) -> None:
    line = source_lines([text])[0]
    assert (line.raw == tuple(text[::-1])) is is_turned


def test_of_a_hundred_lines_each_is_looked_at_and_of_more_those_of_six_characters() -> None:
    lines = ["x", "123456", "12345", *["<" * 30] * 97]
    assert [line.indexes for line in source_lines(lines)] == [(at,) for at in range(100)]
    assert [line.text for line in source_lines([*lines, "y"])[:2]] == ["123456", "<" * 30]
    assert source_lines([None, "KHM"])[0].text == ""


def test_of_a_very_long_line_as_much_stands_before_the_dates_as_behind() -> None:
    text = "x" * 1000 + MIDDLE + "y" * 1000
    assert source_lines([text])[0].text == text[800:1200]
    assert source_lines([MIDDLE + "y" * 1000])[0].text == (MIDDLE + "y" * 1000)[:200]
    assert source_lines(["x" * 399 + "END"])[0].text == "x" * 397 + "END"
    assert source_lines(["x" * 397 + "END"])[0].text == "x" * 397 + "END"


def test_what_a_line_is_made_of_is_known() -> None:
    upper, middle, lower = CARD
    found = found_in([upper, middle[:15], middle[15:], lower], joined=True)
    assert [line.indexes for line in found.lines if line is not None] == [(0,), (1, 2), (3,)]
    assert [line.raw for line in found.lines if line is not None] == [*map(tuple, CARD)]
    together = found_in(["".join(CARD)])
    assert [line.indexes for line in together.lines if line is not None] == [(0,)] * 3
    assert [line.raw for line in together.lines if line is not None] == [*map(tuple, CARD)]


def test_each_of_the_lines_that_were_run_together_is_found_by_itself() -> None:
    """A line without fillers has no role by its place."""
    lower = "KOMPHEAKMONYREACH<<SOPHEAKMONG"
    assert texts(found_in([CARD[0] + MIDDLE + lower])) == [CARD[0], MIDDLE, lower]
