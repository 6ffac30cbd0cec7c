"""What the names of a lower line may be, where fillers were misread."""

import pytest

from khmerid.misreading import SHIPPED
from khmerid.recovery.lower import LowerLine, has_signs_of_noise, identifiers, read_lower

LOOKS = SHIPPED.look_alikes


def names(found: LowerLine) -> list[str]:
    return [line.rstrip("<") for line in found.lines]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # A line of its length without a sign of noise stands as it is.
        ("SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<", ["SOK<<SOPHEA"]),
        ("S0K<<S0PHEA<<<<<<<<<<<<<<<<<<<", ["SOK<<SOPHEA"]),  # a numeral is the letter it looks like
        ("<<SOPHEA<<<<<<<<<<<<<<<<<<<<<<", ["<<SOPHEA"]),  # an issuer may leave the first part out
        # Elsewhere the last letter of a part may be a filler, if engines return it for one.
        ("SOK<<SOPHEA", ["SO<<SOPHEA", "SOK<<SOPHEA"]),
        ("SOK<<SOPHEA<<<<<<<<<<<<<<<<<K<", ["SO<<SOPHEA", "SOK<<SOPHEA"]),
        ("SOVANNA<<DARAK<<<<<K<<<", ["SOVANNA<<DARA", "SOVANNA<<DARAK"]),
        ("SAO<DARA<<LYK<<<K", ["SAO<DARA<<LY", "SAO<DARA<<LYK"]),
        ("SO<<DARAK<<K<<", ["SO<<DARA", "SO<<DARAK"]),
        ("SOK4<<DARA<<<", ["SOK<<DARA", "SOKA<<DARA"]),  # so may a numeral
        ("SO<<AK<<<", ["SO<<AK"]),  # not of two letters
        ("SAN<<DARAN<<<", ["SAN<<DARAN"]),  # nor one that is not returned for a filler
        ("SAO<DA<K<<LY<<<", ["SAO<DA<<LY"]),
        # A K before a consonant, too.
        ("KEO<<PHANNA<KTHIDA<<<<<<<<K<<<<", ["KEO<<PHANNA<KTHIDA", "KEO<<PHANNA<THIDA"]),
        ("SAO<KHIM<<DARA<<<<K<<", ["SAO<KHIM<<DARA"]),  # KH begins names
        ("SAO<KA<<DARA<<K<<", ["SAO<KA<<DARA"]),
        ("SAO<KNA<<DARA<<K<<", ["SAO<KNA<<DARA", "SAO<NA<<DARA"]),
        ("SAO<KN<<DARA<<K<<", ["SAO<KN<<DARA"]),  # of which two letters would not be left
        # The first run of fillers parts the identifiers, the next one ends the name.
        ("SAO<<<SOPHEA<<<<", ["SAO<<SOPHEA"]),
        ("SAO<<SOPHEA<<<KK<<K<<", ["SAO<<SOPHEA"]),
        ("SAO<<SOPHEA<<K<<WIVES", []),
        ("SAO<<SOPHEA<<WIVES", []),
        ("<<SAO<<SOPHEA<<<", ["SAO<<SOPHEA"]),
        ("SAO<<K<<SOPHEA<<<", ["SAO<<SOPHEA"]),  # a misread filler in the run
        ("SAO<K<<DARA<<<<", ["SAO<<DARA"]),
        ("SAO<<KK<<<<", ["SAO"]),  # nothing but fillers behind the name
        ("SAO<<4<<<<", ["SAO"]),
        ("SAO<<<<<<<<<<", ["SAO"]),
        # Fillers that were read as letters at the end of the line.
        ("PEN<<NAVY<<<<<<<<KSSKKKEKKKS", ["PEN<<NAVY"]),
        ("SAO<<DARAKKKK", ["SAO<<DARA"]),
        ("SAO<<DARA<CCCC", ["SAO<<DARA"]),
        ("SAO<<DARAWWWW", ["SAO<<DARA"]),  # no name ends in four of a letter
        ("SAO<<DARAKK<<", ["SAO<<DARAK", "SAO<<DARAKK"]),
        # One name alone is one where a run of fillers ends it, and else where nothing tells of two.
        ("SAO<SOPHEA<<<<<<", ["SAO<SOPHEA"]),
        ("SAO<SOPHEA", []),
        # What is no letter and looks like none leaves a line unread; so do too many letters, and none.
        ("SAO<<SO%HEA<<<", []),
        ("SAO%%SOPHEA<<<", []),
        ("ABCDEFGHIJKLMNO<<ABCDEFGHIJKLM<<", ["ABCDEFGHIJKLMNO<<ABCDEFGHIJKLM"]),
        ("ABCDEFGHIJKLMNO<<ABCDEFGHIJKLMN<<", []),
        ("SOK<KROS<KTEK<KSES<KDES<<SES<KRES<KNES<<<<<<<<K<<<", []),  # too many readings
        ("<<<<<", []),
        ("", []),
    ],
)
def test_what_the_names_of_a_line_may_be(text: str, found: list[str]) -> None:
    read = read_lower(text)
    assert names(read) == found
    assert {len(line) for line in read.lines} <= {30}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SAO<<SOPHEA<<<<<<<<<<<<<<<<<<<", ["SAO<<SOPHEA"]),
        ("S<<SOPHEA<<<<<<<<<<<<<<<<<<<<<", ["S<<SOPHEA"]),
        ("SAOK<SOPHEA<<<<<", ["SAO<<SOPHEA"]),  # one filler of the two was read as a letter
        ("SAOKK<SOPHEA<<<<<", ["SAO<<SOPHEA", "SAOK<<SOPHEA"]),
        ("SAO<SOPHEA<<<<<<", []),  # nothing tells where the first one ends
        ("<<SOPHEA<<<<<<<<<<<<<<<<<<<<<<", []),
        ("SAO<<<<<<<<<<<", []),
        ("SAO<<KK<<<<", []),
    ],
)
def test_where_the_issuer_writes_both_names_there_are_two(text: str, found: list[str]) -> None:
    assert names(read_lower(text, has_both_identifiers=True)) == found


@pytest.mark.parametrize("length", [20, 31, 39])
def test_a_line_has_the_length_of_its_element(length: int) -> None:
    text = "SOK<<SOPHEA".ljust(length, "<")
    assert read_lower(text, length=length).lines == (text,)
    (found,) = read_lower("SAO<<SOPHEA<<<", length=length).lines
    assert len(found) == length
    assert read_lower("A" * (length - 9) + "<<DARITHY<<", length=length).lines != ()
    assert read_lower("A" * (length - 8) + "<<DARITHY<<", length=length).lines == ()


@pytest.mark.parametrize(
    ("line", "is_noisy"),
    [
        ("SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<", False),
        ("SOK<<SOPHEA<K<<<<<<<<<<<<<<<<<", True),
        ("SOK<<SOPHEA<<KK<<<<<<<<<<<<<<<", True),
        ("SOK<<SOPHEA<<N<<<<<<<<<<<<<<<<", False),
        ("SOK<<SOPPPPHEA<<<<<<<<<<<<<<<<", True),
        ("SOK<<SOPPPHEA<<<<<<<<<<<<<<<<<", False),
    ],
)
def test_letters_where_fillers_were_misread_are_signs_of_noise(line: str, *, is_noisy: bool) -> None:
    assert has_signs_of_noise(line, LOOKS) is is_noisy
    assert (len(read_lower(line).lines) == 1) or is_noisy


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("SOK<<SOPHEA<<<<", ("SOK", "SOPHEA")),
        ("VAN<DER<MUELLEN<<ANNA<MARIA<<", ("VAN DER MUELLEN", "ANNA MARIA")),
        ("SOPHEA<<<<<<<<", ("SOPHEA", "")),
        ("<<SOPHEA<<<<<<<<", ("", "SOPHEA")),
        ("SOK<<<SOPHEA<<<", ("SOK", "SOPHEA")),
    ],
)
def test_fillers_stand_for_blanks_in_the_identifiers(line: str, found: tuple[str, str]) -> None:
    assert identifiers(line) == found
    assert LowerLine((line,)).identifiers == found
    assert LowerLine((line, line)).identifiers == LowerLine(()).identifiers == (None, None)
