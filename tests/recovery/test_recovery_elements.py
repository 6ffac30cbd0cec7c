"""What each element of an MRZ may say, before anything is decided between them."""

import pytest
from support.utopia import ANNA

from khmerid.misreading import SHIPPED
from khmerid.mrz.formats import TD1, TD2, TD3, MrzFormat
from khmerid.mrz.parsing import parse_mrz
from khmerid.mrz.writing import format_td1
from khmerid.recovery.alignment import align_lines
from khmerid.recovery.elements import NumberReading, ReadElements, read_elements, read_verified
from khmerid.recovery.find import FoundMrz, source_lines
from khmerid.recovery.issuers import CAMBODIA, GENERIC, Issuer
from khmerid.recovery.solver import Proof, Solution

OWN, TWICE, NONE = Proof.OWN_DIGIT, Proof.WITH_COMPOSITE, Proof.NONE
EMPTY = "<" * 15
NAMES = ("I<UTOERIKSSON<<ANNA<MARIA".ljust(36, "<"), "P<UTOERIKSSON<<ANNA<MARIA".ljust(44, "<"))
DATES = "7408122F1204159"


def elements(*lines: str, table: MrzFormat = TD1, issuer: Issuer = GENERIC) -> ReadElements:
    """Return what lines say; ``""`` is a line that is missing."""
    found = FoundMrz(table, tuple(line if line.text else None for line in source_lines(lines)))
    aligned = align_lines(found, issuer, SHIPPED.look_alikes)
    return read_elements(aligned, table, issuer, SHIPPED)


def of_upper(text: str, issuer: Issuer = GENERIC) -> ReadElements:
    return elements(text, "", "", issuer=issuer)


def of_middle(text: str, issuer: Issuer = GENERIC) -> ReadElements:
    return elements("", text, "", issuer=issuer)


def of_data(text: str, table: MrzFormat = TD3) -> ReadElements:
    return elements("", text, table=table)


def numbers(read: ReadElements) -> list[tuple[str, float, Proof]]:
    return [(one.number.text, one.number.cost, one.number.proof) for one in read.number]


def dates(solutions: tuple[Solution, ...]) -> list[str]:
    return [one.text for one in solutions]


# The codes before the number


@pytest.mark.parametrize(
    ("head", "code", "state"),
    [
        ("I<UTO", "I<", "UTO"),
        ("1<UTO", "I<", "UTO"),  # a numeral is the letter that it looks like, where that makes a code
        ("Q<UTO", "Q<", "UTO"),  # letters that are no code stand as they are
        ("0<UTO", "", "UTO"),
        ("IKUTO", "", "UTO"),  # K may be a filler
        ("I?UTO", "", "UTO"),
        ("I<U7O", "I<", "UTO"),
        ("I<YTO", "I<", "YTO"),  # letters that are no State's stand as they are
        ("I<Y7O", "I<", ""),  # what they look like does not
        ("I<D<<", "I<", "D<<"),
        ("i<uto", "I<", "UTO"),
    ],
)
def test_a_code_is_what_was_read_or_a_known_one_that_it_looks_like(head: str, code: str, state: str) -> None:
    read = of_upper(f"{head}D231458907{EMPTY}")
    assert (read.document_code, read.issuing_state, read.codes_read[1]) == (code, state, "")
    assert {(one.document_code, one.issuing_state) for one in read.number} == {(code, state)}


def test_the_text_of_the_state_is_kept_as_it_was_read() -> None:
    assert of_upper(f"I<U7OD231458907{EMPTY}").codes_read == ("U7O", "")
    assert of_upper(f"IDK8M0102030402{EMPTY}", CAMBODIA).codes_read == ("K8M", "")
    assert elements("P<U7O" + NAMES[1][5:], "", table=TD3).codes_read == ("U7O", "")
    assert of_middle(f"{DATES}UT0<<<<<<<<<<<6").codes_read == ("", "UT0")
    both = elements(f"I<U7OD231458907{EMPTY}", f"{DATES}UT0<<<<<<<<<<<6", "")
    assert both.codes_read == ("U7O", "UT0")


@pytest.mark.parametrize(
    ("head", "code", "state"),
    [
        (NAMES[1], "P<", "UTO"),
        (NAMES[1].lower(), "P<", "UTO"),
        (NAMES[1] + "<", "P<", "UTO"),  # the State is known: it stands in its place
        (NAMES[1].replace("UTO", "YTO"), "P<", "YTO"),
        (NAMES[1].replace("UTO", "YTO") + "<", "", ""),  # nothing tells whether it does
        ("X" + NAMES[1][:-1], "", ""),
        ("PK" + NAMES[1][2:], "", "UTO"),
        ("1<" + NAMES[1][2:], "", "UTO"),  # a letter that is no passport's
        ("", "", ""),
    ],
)
def test_the_codes_of_two_lines_stand_before_the_names(head: str, code: str, state: str) -> None:
    read = elements(head, "", table=TD3)
    if head.startswith("X"):
        assert read.issuing_state != "UTO"
    else:
        assert (read.document_code, read.issuing_state) == (code, state)
    assert read.number == ()


def test_a_numeral_is_a_letter_in_the_code_of_a_larger_card() -> None:
    read = elements("1" + NAMES[0][1:], "", table=TD2)
    assert (read.document_code, read.issuing_state) == ("I<", "UTO")


# The number of an issuer that is known


@pytest.mark.parametrize(
    ("upper", "proof"),
    [
        ("IDKHM0102030402<<<<<<<<<<<<<<<", OWN),
        ("7XKHM0102030402<<<1<<4<<4<<4<<", OWN),  # the State was read
        ("IDKH0102030402<<<1<<", OWN),
        ("%D%HM0102030402<<<1<<<<", OWN),
        ("7<(<%0102030402<<<<<<<<<<<<<<<", OWN),  # the fillers were
        ("7<(<%0102030402<<<<<1<<<<<<<<<", NONE),
    ],
)
def test_a_number_is_proven_where_its_state_or_its_fillers_were_read(upper: str, proof: Proof) -> None:
    read = of_upper(upper, CAMBODIA)
    assert (read.document_code, read.issuing_state) == ("ID", "KHM")
    assert read.number[0] == NumberReading(
        "ID", "KHM", Solution(0.0, "0102030402", "0102030402", proof=proof), EMPTY
    )


def test_of_an_issuer_without_codes_fillers_stand_for_them() -> None:
    read = of_upper(f"IDKHM0102030402{EMPTY}", Issuer(name="nine", number_is_nine_numerals=True))
    assert (read.document_code, read.issuing_state) == ("<<", "<<<")
    assert (read.number[0].document_code, read.number[0].issuing_state) == ("<<", "<<<")


# The number of any issuer


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("D231458907", [("D231458907", 0.0, TWICE)]),
        ("D23145890T", [("D231458907", 5.0, TWICE)]),  # the digit may be a letter that looks like it
        ("D2314S8907", [("O231458907".replace("5", "S"), 3.0, NONE), ("D231458907", 3.0, NONE)]),
        ("D231458909", []),
        ("D2%1458907", []),
    ],
)
def test_a_number_is_as_read_or_has_one_look_alike_more(
    text: str, found: list[tuple[str, float, Proof]]
) -> None:
    read = of_upper(f"I<UTO{text}{EMPTY}")
    assert sorted(numbers(read)) == sorted(found)
    assert {one.number.read for one in read.number} <= {text}
    assert {(one.optional_data, one.rest) for one in read.number} <= {(EMPTY, "")}


def test_a_look_alike_of_a_number_whose_digit_is_one_costs_both() -> None:
    read = of_upper(f"I<UTOD2314S890T{EMPTY}")
    assert ("D231458907", 8.0, NONE) in numbers(read)
    assert numbers(read) == sorted(numbers(read), key=lambda one: one[1])


@pytest.mark.parametrize(
    ("data", "options"),
    [
        (EMPTY, [(EMPTY, 0.0)]),
        ("AB1<<<<<<<<<<<<", [("AB1<<<<<<<<<<<<", 0.0)]),
        # A letter among fillers, and letters behind them, may be fillers.
        ("<<<K<<<<<KKK<<<", [("<<<K<<<<<KKK<<<", 0.0), ("<<<<<<<<<KKK<<<", 2.0), (EMPTY, 2.0)]),
        ("A<K<A<<<<<<<<<K", [("A<K<A<<<<<<<<<K", 0.0), ("A<<<A<<<<<<<<<K", 2.0), ("A<<<A<<<<<<<<<<", 2.0)]),
    ],
)
def test_optional_data_are_as_read_or_lose_what_may_be_fillers(
    data: str, options: list[tuple[str, float]]
) -> None:
    read = of_upper(f"I<UTOD231458907{data}")
    assert [(one.optional_data, one.number.cost) for one in read.number] == options


def test_without_optional_data_that_can_be_read_there_is_no_number() -> None:
    assert of_upper("I<UTOD231458907%%%<<<<<<<<<<<<").number == ()


@pytest.mark.parametrize(
    ("upper", "found"),
    [
        # One too many is dropped wherever that makes the digit right, and nothing else is changed.
        (f"I<UTOXD231458907{EMPTY}", [("D231458907", 6.0, TWICE), ("X231458907", 6.0, TWICE)]),
        (f"I<UTOD2314S8B907{EMPTY}", []),
        # Fillers too many or too few are lost behind the line.
        (f"I<UTOD231458907{EMPTY}<<<<", [("D231458907", 6.0, TWICE)]),
        (f"I<UTOD231458907{EMPTY}<<<<<<<<", [("D231458907", 6.0, TWICE)]),
        (f"I<UTOD231458907{EMPTY}<<<<<<<<<", []),
        (f"I<UTOD231458907{EMPTY}ABCD", []),
        ("I<UTOD231458907<<<<", [("D231458907", 6.0, TWICE)]),
        ("I<UTOD231458907", [("D231458907", 6.0, TWICE)]),
        ("I<UTOD23145890", []),
        # Of an unknown State nothing tells that it stands in its place.
        (f"I<YTOD231458907{EMPTY}<<<<", []),
        (f"I<YTOD231458907{EMPTY[1:]}", []),
    ],
)
def test_a_line_too_long_or_too_short_is_tried_in_every_way(
    upper: str, found: list[tuple[str, float, Proof]]
) -> None:
    read = of_upper(upper)
    assert numbers(read) == found
    assert {(one.document_code, one.issuing_state, one.optional_data) for one in read.number} <= {
        ("I<", "UTO", EMPTY)
    }
    if len(upper) != 30:
        assert (read.document_code, read.issuing_state) == ("", "")


def test_a_dropped_character_shows_in_what_was_read() -> None:
    read = of_upper(f"I<UTOXD231458907{EMPTY}")
    assert [one.number.read for one in read.number] == ["D231458907?", "X231458907?"]
    behind = of_upper(f"I<UTOD231458907{EMPTY}<<<<")
    assert [one.number.read for one in behind.number] == ["D231458907"]


def test_a_line_that_lost_one_of_its_first_characters_has_no_document_code() -> None:
    read = of_upper(f"IUTOD231458907{EMPTY}")
    assert [(one.document_code, one.issuing_state) for one in read.number] == [("", "UTO")]
    assert numbers(read) == [("D231458907", 6.0, TWICE)]


@pytest.mark.parametrize(
    ("upper", "long"),
    [
        ("I<UTOD23145890<7349<<<<<<<<<<<", True),
        ("I<UTOD23145890<7348<<<<<<<<<<<", False),  # its digit is another one
        ("I<UTOD23145890<9<<<<<<<<<<<<<<", False),  # no more than a digit
        ("I<UTOD231458<0<7349<<<<<<<<<<<", False),  # a filler within it
        ("I<UTOD23145890<734973497349734", False),  # no end
    ],
)
def test_a_long_number_goes_on_in_the_optional_data_to_a_filler(upper: str, *, long: bool) -> None:
    """Doc 9303-5, 4.2.4: position 15 is left out of the sum."""
    read = of_upper(upper)
    assert numbers(read) == ([("D23145890<", 0.0, TWICE)] if long else [])
    assert [(one.rest, one.whole_number) for one in read.number] == [("734", "D23145890734")] * long


@pytest.mark.parametrize(
    ("lower", "found"),
    [
        (f"D231458907UTO{DATES}<<<<<<<6", [("D231458907", 0.0, "D231458907", "<<<<<<<", "")]),
        (f"d231458907UTO{DATES}<<<<<<<6", [("D231458907", 0.0, "D231458907", "<<<<<<<", "")]),
        (f"D231X458907UTO{DATES}<<<<<<<6", [("D231458907", 6.0, "D231458907?", "<<<<<<<", "")]),
        (f"231458907UTO{DATES}<<<<<<<6", []),
        (f"D23145890<UTO{DATES}7349<<<6", [("D23145890<", 0.0, "D23145890<", "7349<<<", "734")]),
        (f"D231458907UTO{DATES}<<<<<<<<<<6", [("D231458907", 0.0, "D231458907", "<<<<<<<", "")]),
        (f"D231458907UTO{DATES}A<<<<<<<<<6", []),  # nothing tells where the data end
        ("", []),
    ],
)
def test_the_number_of_a_larger_card_stands_before_the_nationality(
    lower: str, found: list[tuple[str, float, str, str, str]]
) -> None:
    read = elements(NAMES[0], lower, table=TD2)
    assert [
        (one.number.text, one.number.cost, one.number.read, one.optional_data, one.rest)
        for one in read.number
    ] == found
    assert {(one.document_code, one.issuing_state) for one in read.number} <= {("I<", "UTO")}
    assert read.optional_data == (("",) if lower else ())


# Dates, sex, nationality


@pytest.mark.parametrize(
    ("birth", "expiry", "found"),
    [
        ("7408122", "1204159", (["7408122"], ["1204159"])),
        ("74O8122", "12O4159", (["7408122"], ["1204159"])),
        ("7413127", "1213155", ([], [])),  # no such month
        ("7408123", "1204158", ([], [])),  # another digit
        # Unknown parts of a birth are fillers; they are no misread numerals.
        ("74<<<<1", "12<<<<3", (["74<<<<1"], [])),
        ("74<<<<2", "1204159", ([], ["1204159"])),
        ("<<<<<<0", "1204159", (["<<<<<<0"], ["1204159"])),
    ],
)
def test_a_date_has_its_digit_and_is_a_day(
    birth: str, expiry: str, found: tuple[list[str], list[str]]
) -> None:
    read = of_middle(f"{birth}F{expiry}UTO<<<<<<<<<<<6")
    assert (dates(read.birth), dates(read.expiry)) == found
    assert all(one.proof is TWICE for one in read.birth if "<" in one.text)


@pytest.mark.parametrize(
    ("sex", "issuer", "found"),
    [
        ("F", GENERIC, "F"),
        ("M", CAMBODIA, "M"),
        ("m", GENERIC, "M"),
        ("f", GENERIC, "F"),
        ("<", GENERIC, "<"),
        ("<", CAMBODIA, ""),  # whose cards have one
        ("%", GENERIC, ""),
        ("MM", GENERIC, "M"),
        ("MF", GENERIC, ""),
    ],
)
def test_the_sex_is_one_letter(sex: str, issuer: Issuer, found: str) -> None:
    assert of_middle(f"7408122{sex}1204159KHM<<<<<<<<<<<6", issuer).sex == found


@pytest.mark.parametrize(
    ("nationality", "issuer", "found"),
    [
        ("UTO", GENERIC, "UTO"),
        ("uto", GENERIC, "UTO"),
        ("UT0", GENERIC, "UTO"),  # a State's that it looks like
        ("UTX", GENERIC, "UTX"),  # letters that are no State's stand as they are
        ("UT<", GENERIC, "UT<"),
        ("UT4", GENERIC, ""),
        ("U%O", GENERIC, ""),
        ("D<<", GENERIC, "D<<"),
        ("THA", CAMBODIA, "THA"),
        ("K8M", CAMBODIA, "KHM"),
        ("KHN", CAMBODIA, "KHM"),
        ("%%%", CAMBODIA, "KHM"),
        ("CHM", CAMBODIA, ""),  # more like another one
    ],
)
def test_a_nationality_is_what_was_read_or_a_state_that_it_looks_like(
    nationality: str, issuer: Issuer, found: str
) -> None:
    assert of_middle(f"{DATES}{nationality}<<<<<<<<<<<6", issuer).nationality == found


def test_a_lost_filler_of_a_code_is_put_back() -> None:
    read = of_middle("7408122F1204159D<<<<<<<<<<<4")
    assert (read.nationality, dates(read.expiry)) == ("D<<", ["1204159"])


def test_where_the_code_cannot_be_read_nothing_tells_where_an_expiry_ends() -> None:
    exact, longer = of_middle(f"{DATES}UTX<<<<<<<<<<<6"), of_middle(f"{DATES}UTXA<<<<<<<<<<<6")
    assert (exact.nationality, dates(exact.expiry)) == ("UTX", ["1204159"])
    assert (longer.nationality, dates(longer.expiry)) == ("", [])
    assert dates(longer.birth) == ["7408122"]


# Optional data behind the dates


@pytest.mark.parametrize(
    ("tail", "options"),
    [
        ("<<<<<<<<<<<", ("<" * 11,)),
        ("ABD<<<<<<<<", ("ABD<<<<<<<<",)),
        ("abd<<<<<<<<", ("ABD<<<<<<<<",)),
        ("ABC<<K<<<KK", ("ABC<<K<<<KK", "ABC<<<<<<KK", "AB<<<<<<<<<")),
        ("<<<<<<<", ("<" * 11,)),  # fillers were lost
        ("<<<<<<<<<<<<<<", ("<" * 11,)),
        ("AB<<<<<", ()),  # nothing tells of which element they are
        ("AB%<<<<<<<<", ()),
    ],
)
def test_optional_data_have_their_length_or_are_fillers(tail: str, options: tuple[str, ...]) -> None:
    read = of_middle(f"{DATES}UTO{tail}6")
    assert (read.optional_data, read.composite) == (options, "6")


def test_the_optional_data_of_a_cambodian_card_are_empty_whatever_was_read() -> None:
    assert of_middle("9003152F2912316KHM<ABC<K<<<<<4", CAMBODIA).optional_data == ("<" * 11,)


@pytest.mark.parametrize(
    ("tail", "options"),
    [
        ("ZE184226B<<<<<1", ("ZE184226B<<<<<1",)),
        ("ZE184226B<<<<<I", ("ZE184226B<<<<<1",)),
        ("ZE184226B<<<<<7", ()),
        ("ZE184226B<K<<<1", ("ZE184226B<K<<<1", "ZE184226B<<<<<1")),
        ("<<<<<<<<<<<<<<<", ("<" * 15,)),  # Doc 9303-4, 4.2.2: a filler or 0
        ("<<<<<<<<<<<<<<0", ("<" * 14 + "0",)),
        ("<<<<<<<<<<<<<<O", ("<" * 14 + "0",)),
        ("<<<<<<<<<<<<<<7", ()),
        ("ZE184226B<<<<<<", ()),  # no filler where there are data
        ("<<<<<<<0", ("<" * 14 + "0",)),
        ("A<<<<<<0", ()),
    ],
)
def test_the_optional_data_of_a_passport_have_a_digit(tail: str, options: tuple[str, ...]) -> None:
    assert of_data(f"L898902C36UTO{DATES}{tail}0").optional_data == options


# An MRZ that verifies


def card(**changes: str) -> tuple[str, ...]:
    return format_td1(**(ANNA | changes))


def verified(lines: tuple[str, ...], table: MrzFormat = TD1, issuer: Issuer = GENERIC) -> ReadElements | None:
    mrz = parse_mrz(lines, table).value
    assert mrz is not None
    assert mrz.verified
    return read_verified(mrz, issuer, SHIPPED)


def as_it_stands(text: str, proof: Proof = TWICE) -> Solution:
    return Solution(0.0, text, text, proof=proof)


def test_what_a_digit_covers_in_an_mrz_that_verifies_stays_as_it_is() -> None:
    lines = card(optional_data_1="AB1", optional_data_2="CD2")
    beside = "AB1".ljust(15, "<")
    assert verified(lines) == ReadElements(
        document_code="I<",
        issuing_state="UTO",
        number=(NumberReading("I<", "UTO", as_it_stands("D231458907"), beside),),
        birth=(as_it_stands("7408122"),),
        sex="F",
        expiry=(as_it_stands("1204159"),),
        nationality="UTO",
        optional_data=("CD2<<<<<<<<",),
        composite=lines[1][29],
        codes_read=("UTO", "UTO"),
    )


def test_where_a_number_goes_on_is_told_by_its_filler() -> None:
    long = verified(card(document_number="D23145890734"))
    assert long is not None
    assert (long.number[0].optional_data, long.number[0].rest) == ("7349<<<<<<<<<<<", "734")
    assert long.number[0].whole_number == "D23145890734"
    assert long.optional_data == ("<" * 11,)


def test_the_elements_of_two_lines_that_verify() -> None:
    larger = verified((NAMES[0], f"D231458907UTO{DATES}<<<<<<<6"), TD2)
    assert larger is not None
    assert (larger.number[0].optional_data, larger.optional_data) == ("<<<<<<<", ("",))
    passport = verified((NAMES[1], f"L898902C36UTO{DATES}ZE184226B<<<<<10"), TD3)
    assert passport is not None
    assert (passport.number[0].optional_data, passport.number[0].rest) == ("", "")
    assert (passport.optional_data, passport.composite) == (("ZE184226B<<<<<1",), "0")


@pytest.mark.parametrize(
    ("old", "new"), [("7408122", "7O08122"), ("1204159", "120O159"), ("1204159", "12041M9")]
)
def test_a_letter_in_a_date_that_verifies_is_seen_by_its_kind(old: str, new: str) -> None:
    """No digit tells O from 4."""
    upper, middle, lower = card()
    mrz = parse_mrz((upper, middle.replace(old, new), lower), TD1).value
    assert mrz is not None
    assert mrz.verified is ("O" in new)
    assert read_verified(mrz, GENERIC, SHIPPED) is None


def test_a_letter_in_a_cambodian_number_that_verifies_is_seen_by_its_kind() -> None:
    ours = {"document_code": "ID", "issuing_state": "KHM", "nationality": "KHM"}
    lettered = card(**ours, document_number="A10203040")
    assert verified(lettered, issuer=CAMBODIA) is None
    assert verified(lettered) is not None
    assert verified(card(**ours, document_number="010203040"), issuer=CAMBODIA) is not None


def test_no_digit_covers_codes_and_sex_so_these_are_repaired() -> None:
    lines = card(document_code="ID", issuing_state="KHM", document_number="010203040", nationality="KHM")
    read = verified(("XD" + lines[0][2:], lines[1].replace("KHM", "KHN").replace("F", "X"), lines[2]))
    assert read is not None
    assert (read.document_code, read.nationality, read.sex) == ("XD", "KHN", "")
    ours = verified(("XD" + lines[0][2:], lines[1].replace("KHM", "KHN"), lines[2]), issuer=CAMBODIA)
    assert ours is not None
    assert (ours.document_code, ours.nationality, ours.sex) == ("ID", "KHM", "F")
    assert ours.number[0].document_code == "ID"
    assert ours.codes_read == ("KHM", "KHN")
    other = verified(("AC" + lines[0][2:], *lines[1:]), issuer=CAMBODIA)
    assert other is not None
    assert other.document_code == "AC"  # one that a card may have


def test_a_date_that_verifies_and_is_no_day_is_not_proven() -> None:
    lines = card()
    no_day = lines[1].replace("7408122", "7438125").replace("1204159", "1234158")
    mrz = parse_mrz((lines[0], no_day, lines[2]), TD1).value
    assert mrz is not None
    read = read_verified(mrz, GENERIC, SHIPPED)
    assert read is not None
    assert read.birth == (as_it_stands("7438125", NONE),)
    assert read.expiry == (as_it_stands("1234158", NONE),)
