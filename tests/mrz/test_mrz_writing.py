"""MRZs and names from values."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.mrz.codes import DOCUMENT_CODES, STATES
from khmerid.mrz.formats import TD1
from khmerid.mrz.parsing import parse_td1
from khmerid.mrz.transliteration import TRANSLITERATIONS, to_mrz_name
from khmerid.mrz.writing import format_name, format_td1
from khmerid.recovery.recover import recover_td1
from khmerid.recovery.recovered import RecoveryOutcome

CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WORDS = st.lists(st.text(CAPITALS, min_size=1, max_size=12), min_size=1, max_size=4).map(" ".join)
SHORT_WORD = st.text(CAPITALS, min_size=1, max_size=13)
VALUES = st.fixed_dictionaries(
    {
        "document_code": st.sampled_from(sorted(DOCUMENT_CODES)),
        "issuing_state": st.sampled_from(sorted(STATES)),
        "document_number": st.text(CAPITALS + "0123456789", min_size=1, max_size=22),
        "date_of_birth": st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)).map("{:%y%m%d}".format),
        "sex": st.sampled_from("MF<"),
        "date_of_expiry": st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)).map("{:%y%m%d}".format),
        "nationality": st.sampled_from(sorted(STATES)),
        "primary_identifier": SHORT_WORD,
        "secondary_identifier": st.just("") | SHORT_WORD,
        "optional_data_2": st.text(CAPITALS + "0123456789", max_size=11),
    }
)
CARD = {
    "document_code": "ID",
    "issuing_state": "KHM",
    "document_number": "010203040",
    "date_of_birth": dt.date(1990, 3, 15),
    "sex": "F",
    "date_of_expiry": dt.date(2029, 12, 31),
    "nationality": "KHM",
    "primary_identifier": "Sok",
    "secondary_identifier": "Sophea",
}


@given(VALUES)
def test_what_was_written_is_read_back(values: dict[str, str]) -> None:
    reading = parse_td1(format_td1(**values))
    assert reading.value is not None
    assert reading.value.verified
    assert {name: getattr(reading.value, name) for name in values} == values


@given(VALUES)
def test_what_was_written_is_valid_to_the_recovery_or_told(values: dict[str, str]) -> None:
    recovery = recover_td1(format_td1(**values))
    for name in recovery.certain:
        assert recovery.fields[name] == values[name]


@given(
    st.text("0123456789", min_size=9, max_size=9),
    st.text("ABDFHIJMNOPQRTUVWYZ", min_size=1, max_size=13),
    st.just("") | st.text("ABDFHIJMNOPQRTUVWYZ", min_size=1, max_size=13),
)
def test_every_card_of_cambodia_is_valid_as_written(number: str, surname: str, given_names: str) -> None:
    names = {"primary_identifier": surname, "secondary_identifier": given_names}
    lines = format_td1(**{**CARD, "document_number": number, **names})  # type: ignore[arg-type]
    assert recover_td1(lines).outcome is RecoveryOutcome.VALID


def test_a_card_of_cambodia() -> None:
    lines = format_td1(**CARD)  # type: ignore[arg-type]  # one type of all values
    assert lines == (
        "IDKHM0102030402<<<<<<<<<<<<<<<",
        "9003152F2912316KHM<<<<<<<<<<<4",
        "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<",
    )
    assert recover_td1(lines).outcome is RecoveryOutcome.VALID


def test_a_holder_of_one_name_has_no_secondary_identifier() -> None:
    only_name = {name: value for name, value in CARD.items() if name != "secondary_identifier"}
    assert format_td1(**only_name)[2] == "SOK<<<<<<<<<<<<<<<<<<<<<<<<<<<"  # type: ignore[arg-type]


def test_optional_data_follow_a_short_and_a_long_number() -> None:
    short = format_td1(**{**CARD, "optional_data_1": "AB 12"})  # type: ignore[arg-type]
    assert short[0] == "IDKHM0102030402AB<12<<<<<<<<<<"
    long = format_td1(**{**CARD, "document_number": "D23145890734", "optional_data_1": "X"})  # type: ignore[arg-type]
    assert long[0] == "IDKHMD23145890<7349<X<<<<<<<<<"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("document_code", "AI"),
        ("issuing_state", "K"[:0]),
        ("issuing_state", "khm"),
        ("document_number", ""),
        ("document_number", "0" * 23),
        ("document_number", "01-02"),
        ("document_number", "0102030 405"),
        ("date_of_birth", "1990-03-15"),
        ("date_of_birth", "900230"),
        ("sex", "X"),
        ("date_of_expiry", "291331"),
        ("nationality", "KHMR"),
        ("optional_data_1", "X" * 16),
        ("optional_data_2", "X" * 12),
        ("primary_identifier", ""),
    ],
)
def test_what_has_no_place_in_an_mrz_is_refused_by_name_and_not_quoted(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} has no such form in a TD1 MRZ$"):
        format_td1(**{**CARD, name: value})  # type: ignore[arg-type]  # one type of all values


@given(WORDS, st.just("") | WORDS)
def test_a_name_that_does_not_fit_is_cut_so_that_position_30_is_a_letter(
    primary: str, secondary: str
) -> None:
    """Doc 9303-5, 4.2.3."""
    line = format_name(primary, secondary, TD1)
    whole = (f"{primary}  {secondary}" if secondary else primary).replace(" ", "<")
    assert len(line) == 30
    if len(whole) <= 30:
        assert line == whole.ljust(30, "<")
    else:
        assert line[29] != "<"
    assert not secondary or line.partition("<<")[2].strip("<")


@pytest.mark.parametrize(
    ("primary", "secondary", "line"),
    [
        ("NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG", "NILAVADHANANANDA<<CHAYAPA<DEJT"),
        ("PAPANDROPOULOUS", "JONATHON ALEC", "PAPANDROPOULOUS<<JONATHON<ALEC"),
        ("VILARCHAO FERNANDEZ", "JOSE RAMON", "VILARCHAO<FERNANDEZ<<JOSE<RAMO"),
        ("AL-BASRI", "HUDA MUHAMMAD JAWAD", "AL<BASRI<<HUDA<MUHAMMAD<JAWAD<"),
        ("ARKFREITH", "", "ARKFREITH<<<<<<<<<<<<<<<<<<<<<"),
        ("A" * 26, "B C", "A" * 25 + "<<B<C"),
        ("A" * 13 + " " + "B" * 14, "CC DD", "AAAAAAAAAAAA<BBBBBBBBBBBBB<<CC"),
        ("VAN DER MUELLEN", "MARTINA B CAROLINA", "VAN<DER<MUELLEN<<MARTINA<B<CAR"),
        ("VAN DER MUELLENS", "MARTINA LOU CAROL", "VAN<DER<MUELLENS<<MARTINA<LO<C"),
    ],
)
def test_names_of_the_standard_and_their_kind(primary: str, secondary: str, line: str) -> None:
    assert format_name(primary, secondary, TD1) == line


@pytest.mark.parametrize(
    ("printed", "mrz"),
    [
        ("D'ARTAGNAN", "DARTAGNAN"),
        ("Marie-Élise", "MARIE<ELISE"),
        ("Åse", "AASE"),
        ("Straße", "STRASSE"),
        ("Œuvre Ĳs Þór", "OEUVRE<IJS<THOR"),
        ("A\u0308rmel", "AERMEL"),  # U+0308 after its letter
        ("Smith, Dr.", "SMITH<DR"),
        ("", ""),
    ],
)
def test_printed_letters_become_letters_of_the_mrz(printed: str, mrz: str) -> None:
    assert to_mrz_name(printed) == mrz


@pytest.mark.parametrize("printed", ["Henry 8", "សុខ", "Æ\u0663"])
def test_a_letter_without_transliteration_is_refused(printed: str) -> None:
    reason = "a name has a numeral, or a letter for which Doc 9303 has no transliteration"
    with pytest.raises(ValueError, match=f"^{reason}$"):
        to_mrz_name(printed)


def test_the_table_has_the_rows_of_the_standard() -> None:
    """Doc 9303-3, section 6 A: 95 rows, each to one to three capital letters."""
    assert len(TRANSLITERATIONS) == 95
    assert all(set(choice) <= set(CAPITALS) for choices in TRANSLITERATIONS.values() for choice in choices)
