"""An MRZ that verifies is never rewritten, and nothing in a damaged one is rewritten and called certain."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from corpora import SMART, labelled_cards
from hypothesis import assume, given
from hypothesis import strategies as st

from khmerid import CAMBODIA, GENERIC, Issuer, examine_card, recover_mrz
from khmerid.mrz.check_digit import check_digit
from khmerid.mrz.codes import STATES
from khmerid.mrz.formats import FORMATS, TD1, TD2, TD3, MrzFormat
from khmerid.mrz.parsing import Mrz, parse_mrz
from khmerid.mrz.writing import format_td1, format_td2, format_td3
from khmerid.notes import Code
from khmerid.raw_card import RawCard
from khmerid.recovery.recover import align_td1
from khmerid.recovery.recovered import WITH_A_DIGIT, RecoveryOutcome
from khmerid.report.reasons import Decision
from khmerid.testing import make_specimen

WRITERS: dict[str, Callable[..., tuple[str, ...]]] = {"TD1": format_td1, "TD2": format_td2, "TD3": format_td3}
LETTERS, NUMERALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
SORTED_STATES = sorted(STATES)
NAMES = st.text(LETTERS, min_size=1, max_size=9)
KHM = ("IDKHM0102030402<<<<<<<<<<<<<<<", "9003152F2912316KHM<<<<<<<<<<<4", "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<")
NOTHING_KNOWN: tuple[Issuer | None, ...] = (None, CAMBODIA, GENERIC)
Lines = tuple[str, ...]


def with_digits(lines: Lines, table: MrzFormat = TD1) -> Lines:
    """Return lines with the check digits that they have to have."""
    texts = {name: lines[line][where] for name, (line, where) in table.places.items()}
    for name, digit in table.checked.items():
        data = texts[name][: table.element(name).length]
        texts[name], texts[digit] = data + check_digit(data), check_digit(data)
    covered = "".join(texts[name][: table.element(name).length] for name in table.composite)
    return table.filled(texts | {"composite_check_digit": check_digit(covered)}, "?")


def mrz_of(lines: Lines, table: MrzFormat) -> Mrz:
    mrz = parse_mrz(lines, table).value
    assert mrz is not None
    return mrz


@st.composite
def mrzs(draw: st.DrawFn, table: MrzFormat) -> Lines:
    """Draw valid MRZs of any State: any number, optional data and names, and codes that need not agree.

    A Cambodian card has nine numerals for its number: no other is known, and letters there are misreadings.
    """
    state = draw(st.sampled_from(["KHM", *SORTED_STATES]))
    nationality = draw(st.just(state) | st.sampled_from(["KHM", *SORTED_STATES]))
    is_ours = table is TD1 and state == nationality == "KHM"
    number = st.text(NUMERALS, min_size=9, max_size=9)
    if not is_ours:
        number |= st.text(LETTERS + NUMERALS, min_size=1, max_size=9 if table is TD3 else 12)
    room = {"optional_data_1": 8, "optional_data_2": 11, "optional_data": 2 if table is TD2 else 14}
    day = st.dates().map(lambda date: f"{date:%y%m%d}")
    return WRITERS[table.name](
        document_code=draw(st.sampled_from(["P"] if table is TD3 else ["ID", "I", "AC", "C"])),
        issuing_state=state,
        document_number=draw(number),
        date_of_birth=draw(day),
        sex=draw(st.sampled_from("MF<")),
        date_of_expiry=draw(day),
        nationality=nationality,
        primary_identifier=draw(NAMES),
        secondary_identifier=draw(NAMES | st.just("")),
        **{
            name: draw(st.just("") | st.text(LETTERS + NUMERALS, max_size=room[name]))
            for name in table.optional
        },
    )


@pytest.mark.parametrize("table", FORMATS, ids=lambda table: table.name)
@given(data=st.data())
def test_an_mrz_that_verifies_comes_back_as_it_stands(table: MrzFormat, data: st.DataObject) -> None:
    lines = data.draw(mrzs(table))
    true = mrz_of(lines, table)
    for text in (list(lines), "\n".join(lines)):
        for issuer in NOTHING_KNOWN:
            recovery = recover_mrz(text, issuer)
            assert (recovery.outcome, recovery.mrz, recovery.repairs) == (RecoveryOutcome.VALID, true, ())


@pytest.mark.parametrize("state", SORTED_STATES)
def test_the_issuer_is_as_read(state: str) -> None:
    code = state.ljust(3, "<")
    for issuing_state, nationality in ((code, code), ("KHM", code), (code, "KHM")):
        lines = ("ID" + issuing_state + KHM[0][5:], KHM[1][:15] + nationality + KHM[1][18:], KHM[2])
        recovery = recover_mrz(lines)
        assert recovery.lines == lines
        assert ("nationality" in recovery.risks) is (issuing_state == nationality)


def test_the_true_mrzs_of_the_cards_come_back_as_they_are() -> None:
    of_specimens = [make_specimen(seed=seed).mrz for seed in range(50)]
    of_corpus = [tuple(card.truth["mrz"]) for card in labelled_cards(SMART)]
    for lines in (*of_specimens, *of_corpus):
        recovery = recover_mrz(list(lines))
        assert (recovery.outcome, recovery.lines) == (RecoveryOutcome.VALID, lines)
        assert recovery.certain == {"issuing_state", "nationality"}


@pytest.mark.parametrize("nationality", ["CHN", "VNM", "XXX", "UTO"])
@pytest.mark.parametrize("data", ["5", "M", "K<K"])
def test_a_card_of_another_nationality_is_not_made_to_fit(nationality: str, data: str) -> None:
    lines = with_digits((KHM[0], KHM[1][:15] + nationality + data.ljust(11, "<") + "?", KHM[2]))
    recovery = recover_mrz(lines)
    assert recovery.lines == lines
    assert recovery.certain == set()
    assert Code.MRZ_OTHER_ISSUER in [note.code for note in recovery.notes]
    aligned = align_td1(["noise", *lines], CAMBODIA)
    assert ["".join(cells) for cells in aligned.cells] == list(lines)
    report = examine_card(RawCard(mrz=lines[:3]), today=make_specimen(seed=1).today)
    assert report.decision is not Decision.ACCEPT
    assert report.nationality.value in {None, nationality}


@pytest.mark.parametrize("read", ["CH4", "VN4", "4HN"])
def test_a_damaged_nationality_is_not_made_the_issuer_s(read: str) -> None:
    """A card that Cambodia issued to a foreigner: what looks more like another code is not read as KHM."""
    recovery = recover_mrz((KHM[0], KHM[1][:15] + read + KHM[1][18:], KHM[2]))
    assert recovery.fields["nationality"] is None
    assert recovery.certain == set()


@pytest.mark.parametrize("read", ["VN4", "CHM", "C4N"])
def test_a_damaged_issuer_is_not_made_that_of_the_nationality(read: str) -> None:
    recovery = recover_mrz((KHM[0][:2] + read + KHM[0][5:-1], *KHM[1:]))
    assert recovery.fields["issuing_state"] != "KHM"
    assert recovery.certain == set()


def damaged(chance: random.Random, line: str) -> str:
    """Misread, add or lose characters of a line."""
    characters = [*line]
    kind = chance.choice(("misread", "added", "lost", "moved"))
    for _ in range(chance.randint(1, 5)):
        place = chance.randrange(len(characters))
        if kind == "misread":
            characters[place] = chance.choice(LETTERS + NUMERALS + "<")
        if kind in {"added", "moved"}:
            characters.insert(place, chance.choice(LETTERS + NUMERALS + "<"))
        if kind in {"lost", "moved"}:
            del characters[chance.randrange(len(characters))]
    return "".join(characters)


@pytest.mark.parametrize("table", FORMATS, ids=lambda table: table.name)
@given(data=st.data())
def test_where_one_line_is_damaged_what_verifies_is_not_changed(
    table: MrzFormat, data: st.DataObject
) -> None:
    lines = data.draw(mrzs(table))
    at = data.draw(st.integers(0, table.lines - 1))
    read = damaged(data.draw(st.randoms(use_true_random=False)), lines[at])
    assume(read != lines[at])
    true = mrz_of(lines, table)
    recovery = recover_mrz([*lines[:at], read, *lines[at + 1 :]])
    assume(recovery.format is table)
    for name in WITH_A_DIGIT:
        line, where = table.places[name]
        text = read[where] if line == at else lines[line][where]
        is_in_place = line != at or len(read) == table.length
        if is_in_place and text.isdecimal() and check_digit(text[:-1]) == text[-1]:
            assert recovery.fields[name] in {None, text[:-1]}
    for name in recovery.certain:
        assert recovery.fields[name] == getattr(true, name)


def misread_numerals(chance: random.Random, line: str, rate: float) -> str:
    return "".join(
        chance.choice(NUMERALS.replace(read, "")) if read in NUMERALS and chance.random() < rate else read
        for read in line
    )


@pytest.mark.parametrize("rate", [0.01, 0.03, 0.1])
@pytest.mark.parametrize(
    ("table", "lines"),
    [
        (TD1, KHM),
        (TD2, ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")),
        (
            TD3,
            ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
        ),
    ],
)
def test_one_mrz_alone_proves_no_numerals(table: MrzFormat, lines: Lines, rate: float) -> None:
    """``benchmarks/mrz_recovery.py`` tries many thousand: some wrong ones verify, and none is certain."""
    chance = random.Random(f"{table.name} {rate}")  # noqa: S311 - which numeral is misread is no secret
    true: Any = mrz_of(lines, table)
    for _ in range(150):
        recovery = recover_mrz([misread_numerals(chance, line, rate) for line in lines])
        assert recovery.certain <= {"issuing_state", "nationality"}
        assert all(recovery.fields[name] == getattr(true, name) for name in recovery.certain)
        assert recovery.risks.get("document_number", 1) > 1e-4
