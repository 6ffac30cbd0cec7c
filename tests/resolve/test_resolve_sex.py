"""The sex, on which both sides have to agree: no check digit covers it."""

import pytest
from support.cards import MIDDLE, changed, report

from khmerid.fields.sex import Sex
from khmerid.misreading import SHIPPED
from khmerid.notes import Code
from khmerid.resolve.card_noise import card_noise
from khmerid.resolve.resolved import Assurance, Source
from khmerid.resolve.sex import posterior_of_sex

CONFIRMED, PROTECTED, READ = Assurance.CONFIRMED, Assurance.PROTECTED, Assurance.READ
DOUBTFUL, CONFLICTING, ABSENT = Assurance.DOUBTFUL, Assurance.CONFLICTING, Assurance.ABSENT
VIZ, MRZ = Source.VIZ, Source.MRZ


@pytest.mark.parametrize(
    ("word", "letter", "value", "assurance", "sources"),
    [
        ("ស្រី", "F", Sex.F, CONFIRMED, (VIZ, MRZ)),
        ("ប្រុស", "M", Sex.M, CONFIRMED, (VIZ, MRZ)),
        ("ស្រ", "F", Sex.F, CONFIRMED, (VIZ, MRZ)),  # a misspelt word that is nearer to this one
        ("ស្រី", "P", Sex.F, PROTECTED, (VIZ, MRZ)),  # a letter that tells of neither
        ("ប្រុស", "<", Sex.M, PROTECTED, (VIZ, MRZ)),
        ("ប្រុស", "N", Sex.M, PROTECTED, (VIZ, MRZ)),  # one that M is read as
        ("ស្រី", "N", Sex.F, READ, (VIZ,)),
        ("ស្រ", "P", Sex.F, READ, (VIZ,)),  # neither side is plain
        ("ស្", "F", Sex.F, READ, (VIZ, MRZ)),
        ("??", "F", Sex.F, READ, (VIZ, MRZ)),  # one side alone
        (None, "F", Sex.F, READ, (MRZ,)),
        (None, "M", Sex.M, READ, (MRZ,)),
        ("ស្", "M", Sex.M, DOUBTFUL, (VIZ, MRZ)),  # the word is nearer to the other
        ("ស្", "P", Sex.F, DOUBTFUL, (VIZ, MRZ)),
        ("ស្រី", "M", None, CONFLICTING, (VIZ, MRZ)),
        ("ប្រុស", "F", None, CONFLICTING, (VIZ, MRZ)),
        ("??", "P", None, ABSENT, (VIZ, MRZ)),
        (None, "<", None, ABSENT, (MRZ,)),
    ],
)
def test_what_word_and_letter_come_to(
    word: str | None, letter: str, value: Sex | None, assurance: Assurance, sources: tuple[Source, ...]
) -> None:
    found = report(changed(sex=word, middle=MIDDLE[:7] + letter + MIDDLE[8:])).sex
    assert (found.value, found.assurance, found.sources) == (value, assurance, sources)


@pytest.mark.parametrize("word", ["ស្រី", "ស្រ"])
def test_a_word_without_an_mrz_is_no_more_than_read(word: str) -> None:
    card = changed(sex=word, upper="", middle="", lower="")
    assert (report(card).sex.value, report(card).sex.assurance) == (Sex.F, READ)


def test_the_candidates_of_a_doubtful_sex_are_both_the_likelier_first() -> None:
    found = report(changed(sex="ស្", middle=MIDDLE[:7] + "M" + MIDDLE[8:])).sex
    assert found.candidates == (Sex.M, Sex.F)
    assert found.probabilities[0] > 0.99
    assert sum(found.probabilities) == pytest.approx(1.0)
    assert [note.code for note in found.notes] == [Code.SPELLING_DOUBTFUL, Code.RIVAL_NEAR]


def test_the_letter_tells_less_on_a_noisy_card() -> None:
    clean, noisy = (
        report(changed(sex="ស្រ", upper=upper)).sex.risk or 0.0
        for upper in ("IDKHM0102030402<<<<<<<<<<<<<<<", "IDKHMO1OZO3O4O2<<<<<<<<<<<<<<<")
    )
    assert 0 < clean < noisy


def test_where_there_is_no_text_none_is_likely_and_any_would_be_wrong() -> None:
    posterior, least, is_told = posterior_of_sex("", "", card_noise((), SHIPPED.conditions), SHIPPED)
    assert (posterior.ranked, posterior.best, posterior.risk) == ((), None, 1.0)
    assert (least, is_told) == (0.0, False)
