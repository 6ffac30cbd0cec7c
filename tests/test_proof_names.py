"""Names of which print and MRZ show less than there is: one more letter or name, an end that is lost or cut.

Each kind is tried on random cards. None may have a wrong name that is called sure, and none is accepted where
print, MRZ and Khmer name together tell that something is missing.
"""

import random
from collections.abc import Callable

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_proof import sure_and_wrong

from khmerid.checks.name_comparison import bears_out
from khmerid.examination import examine_card
from khmerid.misreading import SHIPPED
from khmerid.raw_card import RawCard
from khmerid.report.reasons import Decision, Reason
from khmerid.resolve.resolved import Assurance
from khmerid.testing import Specimen, make_specimen
from khmerid.testing.choosing import GIVEN_NAMES, SURNAMES

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FOR_FILLERS = "KXCESGLR"
LENGTH = 30
Read = tuple[str, str]  # the printed Latin name, and the lower line
Change = Callable[[random.Random, str, str], Read]
SEEDS = st.integers(0, 2**32)


def person(chance: random.Random, *, most: int = LENGTH) -> Specimen:
    """Return a specimen with room behind its name."""
    while True:
        specimen = make_specimen(seed=chance.getrandbits(48))
        if len(specimen.mrz[2].rstrip("<")) <= most:
            return specimen


def with_names(specimen: Specimen, read: Read) -> RawCard:
    printed, line = read
    return attrs.evolve(specimen.card, name_latin=printed, mrz=(*specimen.mrz[:2], line))


def filled(name: str) -> str:
    return name[:LENGTH].ljust(LENGTH, "<")


def noisy(chance: random.Random, line: str, start: int) -> str:
    """Read some of the fillers from a place on as letters, lose some of them, and add some."""
    read = "".join(
        chance.choice((character, "K", "C", "E", "", "<<")) if chance.random() < 0.4 else character
        for character in line[start:]
    )
    return line[:start] + read


def letter_lost(_: random.Random, printed: str, name: str) -> Read:
    return printed[:-1], filled(name)


def letter_lost_among_noise(chance: random.Random, printed: str, name: str) -> Read:
    return printed[:-1], noisy(chance, filled(name), len(name))


def letter_of_the_surname_lost(chance: random.Random, printed: str, name: str) -> Read:
    surname, rest = printed.split(" ", 1)
    line = noisy(chance, filled(name), len(name))
    if chance.random() < 0.5:  # with a filler of the line
        line = line.replace("<<", "<", 1)
    return f"{surname[:-1]} {rest}", line


def name_lost(chance: random.Random, printed: str, name: str) -> Read:
    more = "".join(chance.choice(LETTERS) for _ in range(chance.randint(1, 3)))
    return printed, filled(f"{name}<{more}")


def name_lost_that_may_be_fillers(chance: random.Random, printed: str, name: str) -> Read:
    more = "".join(chance.choice(FOR_FILLERS) for _ in range(chance.randint(1, 3)))
    return printed, filled(f"{name}<{more}")


def name_lost_among_noise(chance: random.Random, printed: str, name: str) -> Read:
    _, line = name_lost_that_may_be_fillers(chance, printed, name)
    return printed, noisy(chance, line, len(line.rstrip("<")))


@pytest.mark.parametrize("is_clean", [True, False], ids=["clean", "among noise"])
@pytest.mark.parametrize("letter", LETTERS)
def test_one_more_letter_in_the_mrz_leaves_the_name_unproven(letter: str, *, is_clean: bool) -> None:
    """One that is returned for fillers may be one; in a clean line any other is a conflict."""
    chance = random.Random(letter)  # noqa: S311 - which card is no secret
    for _ in range(8):
        specimen = person(chance, most=LENGTH - 4)
        name = specimen.mrz[2].rstrip("<") + letter
        line = filled(name) if is_clean else noisy(chance, filled(name), len(name))
        report = examine_card(
            with_names(specimen, (specimen.printed["name_latin"], line)), today=specimen.today
        )
        assert not report.given_names.assurance.is_sure
        assert letter in FOR_FILLERS or not is_clean or Reason.NAMES_CONFLICT in report.reasons


KINDS: dict[str, tuple[Change, bool]] = {  # and whether it can always be told
    "the last letter lost in print": (letter_lost, False),
    "the last letter lost in print, the line noisy": (letter_lost_among_noise, False),
    "the last letter of the surname lost in print": (letter_of_the_surname_lost, False),
    "one more given name in the line": (name_lost, True),
    "one more given name of letters that fillers are read as": (name_lost_that_may_be_fillers, True),
    "the same among noise": (name_lost_among_noise, False),
}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60)
@given(seed=SEEDS)
def test_what_the_print_has_not_of_a_name_is_never_taken_for_the_whole(kind: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - which card is no secret
    change, is_always_told = KINDS[kind]
    specimen = person(chance, most=LENGTH - 5)
    printed, line = change(chance, specimen.printed["name_latin"], specimen.mrz[2].rstrip("<"))
    report = examine_card(with_names(specimen, (printed, line)), today=specimen.today)
    is_wrong_of_surname = kind == "the last letter of the surname lost in print"
    part = report.surname if is_wrong_of_surname else report.given_names
    assert not part.assurance.is_sure
    assert not (is_always_told and report.decision is Decision.ACCEPT)


#: Letters at the end of a given name that stand for a sound of the Khmer one.
CONSONANTS = "KLMNPST"


@pytest.mark.parametrize("is_clean", [True, False], ids=["clean", "among noise"])
def test_a_last_letter_that_the_khmer_name_has_stops_the_card(*, is_clean: bool) -> None:
    for surname_khmer, surname in SURNAMES:
        for given_khmer, given_names in GIVEN_NAMES:
            if given_names[-1] in CONSONANTS and len(surname + given_names) < LENGTH - 5:
                specimen = make_specimen(
                    seed=1,
                    surname=surname,
                    given_names=given_names,
                    name_khmer=f"{surname_khmer} {given_khmer}",
                )
                name = specimen.mrz[2].rstrip("<")
                line = filled(name) if is_clean else f"{name}<<<<KKEEC"
                read = specimen.printed["name_latin"][:-1], line
                report = examine_card(with_names(specimen, read), today=specimen.today)
                assert sure_and_wrong(report, specimen) == []
                assert report.reasons == (Reason.NAMES_CONFLICT,)


@settings(max_examples=80)
@given(seed=SEEDS, is_padded=st.booleans())
def test_a_last_consonant_lost_on_both_sides_is_missed_by_the_khmer_name(
    seed: int, *, is_padded: bool
) -> None:
    """Print and MRZ say the same then; only the Khmer name has more."""
    chance = random.Random(seed)  # noqa: S311 - which card is no secret
    specimen = person(chance)
    name = specimen.mrz[2].rstrip("<")
    if name[-1] in CONSONANTS:
        line = name[:-1] + "<" * (LENGTH - len(name) + is_padded)
        read = specimen.printed["name_latin"][:-1], line
        report = examine_card(with_names(specimen, read), today=specimen.today)
        assert sure_and_wrong(report, specimen) == []


@settings(max_examples=80)
@given(seed=SEEDS, lost=st.integers(0, 6))
def test_a_name_that_may_have_been_cut_is_not_proven(seed: int, lost: int) -> None:
    """Doc 9303-3, 4.6: the line has thirty characters of it; the print may have lost as many or more."""
    chance = random.Random(seed)  # noqa: S311 - which card is no secret
    specimen = person(chance, most=LENGTH - 1)
    surname, given_names = specimen.mrz[2].rstrip("<").split("<<")
    longer = given_names + "".join(chance.choice(LETTERS) for _ in range(LENGTH))
    whole = f"{surname}<<{longer}"[: LENGTH + lost]
    for printed in (whole, whole[:LENGTH], whole[: LENGTH - 1]):
        read = printed.replace("<<", " ").replace("<", " "), whole[:LENGTH]
        report = examine_card(with_names(specimen, read), today=specimen.today)
        assert not report.given_names.assurance.is_sure


@settings(max_examples=80)
@given(seed=SEEDS)
def test_a_name_is_never_divided_at_another_place(seed: int) -> None:
    """One filler is lost and one is added: the line has the form of a name, and the length of one."""
    chance = random.Random(seed)  # noqa: S311 - which card is no secret
    specimen = person(chance)
    name = specimen.mrz[2].rstrip("<")
    words = name.replace("<<", "<").split("<")
    for end in range(1, len(words)):
        line = filled("<".join(words[:end]) + "<<" + "<".join(words[end:]))
        report = examine_card(
            with_names(specimen, (specimen.printed["name_latin"], line)), today=specimen.today
        )
        assert sure_and_wrong(report, specimen) == []


@settings(max_examples=150)
@given(seed=SEEDS, in_print=st.booleans(), khmer_is_misread=st.booleans())
def test_the_khmer_name_never_bears_out_a_misread_letter(
    seed: int, *, in_print: bool, khmer_is_misread: bool
) -> None:
    """A letter of print or MRZ is read for any other, one of the Khmer name for another of its shape."""
    chance = random.Random(seed)  # noqa: S311 - which card is no secret
    specimen = person(chance, most=LENGTH - 1)
    printed, line, khmer = specimen.printed["name_latin"], specimen.mrz[2], specimen.printed["name_khmer"]
    text = printed if in_print else line
    place = chance.choice([place for place, letter in enumerate(text) if letter in LETTERS])
    text = text[:place] + chance.choice(LETTERS.replace(text[place], "")) + text[place + 1 :]
    printed, line = (text, line) if in_print else (printed, text)
    if khmer_is_misread:
        place = chance.randrange(len(khmer))
        shapes = [shape for shape in SHIPPED.look_alikes.khmer_shapes if khmer[place] in shape]
        if shapes:
            khmer = khmer[:place] + chance.choice(chance.choice(shapes)) + khmer[place + 1 :]
    card = attrs.evolve(with_names(specimen, (printed, line)), name_khmer=khmer)
    report = examine_card(card, today=specimen.today)
    assert sure_and_wrong(report, specimen) == []
    names = report.surname, report.given_names
    if report.decision is Decision.ACCEPT and " ".join(str(part.value) for part in names) != printed:
        pytest.fail("a card was accepted with another name than the printed one")
    if Assurance.PROTECTED in {part.assurance for part in names}:
        assert not in_print


@pytest.mark.parametrize("one", LETTERS)
def test_no_letter_bears_out_itself_and_another(one: str) -> None:
    for other in LETTERS:
        for khmer, latin in (*SURNAMES, *GIVEN_NAMES):
            if latin.endswith(one):
                rival = latin[:-1] + other
                assert not (bears_out(khmer, latin, rival) and bears_out(khmer, rival, latin))
