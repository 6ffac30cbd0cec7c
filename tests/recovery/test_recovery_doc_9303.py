"""The examples of ICAO Doc 9303 (eighth edition, 2021): read by the letter, and recovered as they are."""

import attrs
import pytest

from khmerid.mrz.parsing import parse_td1
from khmerid.notes import Code, Note
from khmerid.recovery.recover import recover_td1
from khmerid.recovery.recovered import RecoveryOutcome

UPPER, MIDDLE = "I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6"  # Part 5, Appendix A
NAMES = {
    # Part 5, Appendix A, and 4.2.3.1 to 4.2.3.5: names cut, of several parts, of one part.
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<": ("ERIKSSON", "ANNA MARIA"),
    "NILAVADHANANANDA<<CHAYAPA<DE<K": ("NILAVADHANANANDA", "CHAYAPA DE K"),
    "NILAVADHANANANDA<<ARNPOL<PE<CH": ("NILAVADHANANANDA", "ARNPOL PE CH"),
    "BENNELONG<WOOLOOMOOLOO<W<W<<DI": ("BENNELONG WOOLOOMOOLOO W W", "DI"),
    "BENNELONG<WOOLOOM<WA<WARN<<D<P": ("BENNELONG WOOLOOM WA WARN", "D P"),
    "BENNE<WOOLO<WARRA<WARNA<<DIN<P": ("BENNE WOOLO WARRA WARNA", "DIN P"),
    "PAPANDROPOULOUS<<JONATHON<ALEC": ("PAPANDROPOULOUS", "JONATHON ALEC"),
    "VAN<DER<MUELLEN<<MARTIN<<<<<<<": ("VAN DER MUELLEN", "MARTIN"),
    "AL<BASRI<<HUDA<MUHAMMAD<JAWAD<": ("AL BASRI", "HUDA MUHAMMAD JAWAD"),
    "VILARCHAO<FERNANDEZ<<JOSE<RAMO": ("VILARCHAO FERNANDEZ", "JOSE RAMO"),
    "ARKFREITH<<<<<<<<<<<<<<<<<<<<<": ("ARKFREITH", ""),
    "SATRIYA<SUDARPA<<<<<<<<<<<<<<<": ("SATRIYA SUDARPA", ""),
}


@pytest.mark.parametrize(("lower", "identifiers"), NAMES.items())
def test_the_names_of_the_standard_are_read(lower: str, identifiers: tuple[str, str]) -> None:
    mrz = parse_td1((UPPER, MIDDLE, lower)).value
    assert mrz is not None
    assert mrz.verified
    assert (mrz.primary_identifier, mrz.secondary_identifier) == identifiers
    may_be_cut = Note(Code.MRZ_NAME_MAY_BE_CUT) in parse_td1((UPPER, MIDDLE, lower)).notes
    assert may_be_cut == (not lower.endswith("<"))
    recovery = recover_td1((UPPER, MIDDLE, lower))
    assert (recovery.outcome, recovery.mrz) == (RecoveryOutcome.VALID, mrz)


def test_the_composite_digit_of_the_standard_is_right() -> None:
    """Part 3, Appendix A, example 4; its State is invented and no known one."""
    lines = (
        "I<YTOD231458907<<<<<<<<<<<<<<<",
        "3407127M9507122YTO<<<<<<<<<<<2",
        "STEVENSON<<PETER<<<<<<<<<<<<<<",
    )
    mrz = parse_td1(lines).value
    assert mrz is not None
    assert mrz.verified
    recovery = recover_td1(lines)
    assert (recovery.outcome, recovery.mrz, recovery.repairs) == (RecoveryOutcome.VALID, mrz, ())


def test_the_long_number_of_the_standard_is_read() -> None:
    """Part 11, Appendix D.2: the number goes on at position 16, and position 15 is left out of the sum."""
    lines = (
        "I<UTOD23145890<7349<<<<<<<<<<<",
        "3407127M9507122UTO<<<<<<<<<<<2",
        "STEVENSON<<PETER<JOHN<<<<<<<<<",
    )
    mrz = parse_td1(lines).value
    assert mrz is not None
    assert (mrz.document_number, mrz.verified, mrz.secondary_identifier) == (
        "D23145890734",
        True,
        "PETER JOHN",
    )


@pytest.mark.parametrize("line", [0, 1])
def test_a_wrong_digit_of_the_specimen_is_named(line: int) -> None:
    lines = [UPPER, MIDDLE, "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"]
    lines[line] = lines[line][:14] + "1" + lines[line][15:]
    mrz = parse_td1(lines).value
    assert mrz is not None
    failing = [name for name, check in attrs.asdict(mrz.checks).items() if str(check) != "agrees"]
    assert failing == [("document_number", "date_of_expiry")[line], "composite"]
