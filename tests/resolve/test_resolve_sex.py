"""The sex, on which both sides have to agree: no check digit covers it."""

import math

import pytest
from support.cards import MIDDLE, changed, report

from khmerid.fields.sex import Sex, nearest_sex
from khmerid.misreading import SHIPPED
from khmerid.misreading.channel import DEAREST
from khmerid.notes import Code
from khmerid.resolve.card_noise import CardNoise, Witness, card_noise
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


NOISES = [
    card_noise(witnesses, SHIPPED.conditions)
    for witnesses in (
        (),
        (Witness("document_number", SHIPPED.mrz, 10), Witness("date_of_birth", SHIPPED.mrz, 7)),
        (Witness("document_number", SHIPPED.mrz, 8, (("0", "O"), ("1", "I"))),),
    )
]


@pytest.mark.parametrize("noise", NOISES, ids=["unknown", "clean", "noisy"])
@pytest.mark.parametrize("read", ["M", "F", "N", "P", "<", "?", "W", "NF", "P?"])
def test_a_letter_weighs_what_it_is_seldom_read_for(read: str, noise: CardNoise) -> None:
    """Of 25 letters that none was learned of; the other letter was never seen, and no one weighs more."""
    rates = noise.rates_within(SHIPPED.mrz, ("sex",))
    unseen = (rates.numeral + rates.other) / 25

    def cost(sex: Sex, one: str) -> float:
        if one == sex.value:
            return 0.0
        if one in "MF":
            return max(-math.log(unseen), DEAREST)
        learned = rates.learned * math.exp(-SHIPPED.mrz.cost(sex.value, one))
        return -math.log(min(learned + unseen, 0.5))

    costs = {sex: min(cost(sex, one) for one in read) for sex in Sex}
    posterior, least, is_told = posterior_of_sex("", read, noise, SHIPPED)
    assert not is_told
    if costs[Sex.M] == costs[Sex.F]:
        assert (posterior.ranked, least) == ((), 0.0)
        return
    nearest = min(costs, key=costs.__getitem__)
    assert posterior.best is nearest
    assert least == pytest.approx(costs[nearest])
    odds = math.exp(-abs(costs[Sex.M] - costs[Sex.F]))
    assert posterior.risk == pytest.approx(odds / (1 + odds))
    assert [likely for _, likely in posterior.ranked] == pytest.approx([1 / (1 + odds), odds / (1 + odds)])


@pytest.mark.parametrize("word", ["ស្រី", "ប្រុស", "ស្រ", "ស្", "ប្រុ", "សស", "??"])
def test_a_word_weighs_by_how_much_nearer_it_is_to_the_one_than_to_the_other(word: str) -> None:
    """An exact one at least four for each edit, one that is read badly what was learned of such words."""
    nearer, distance, ahead = nearest_sex(word)
    weighs = SHIPPED.sex_words.get((distance, ahead), 0.0)
    if distance == 0:
        weighs = max(weighs, 4.0 * ahead)
    posterior, least, is_told = posterior_of_sex(word, "", NOISES[1], SHIPPED)
    if not weighs:
        assert posterior.ranked == ()
        return
    assert (posterior.best, least) == (nearer, 0.0)
    assert posterior.risk == pytest.approx(1 / (1 + math.exp(weighs)))
    assert is_told is (weighs >= 1.4)


def test_word_and_letter_weigh_together() -> None:
    risks = [
        posterior_of_sex(*texts, NOISES[1], SHIPPED)[0].risk for texts in (("ស្រ", ""), ("", "F"), ("ស្រ", "F"))
    ]
    odds = [risk / (1 - risk) for risk in risks]
    assert odds[2] == pytest.approx(odds[0] * odds[1], rel=1e-6)
    against, least, is_told = posterior_of_sex("ស្", "M", NOISES[1], SHIPPED)
    assert (against.best, is_told) == (Sex.M, False)
    assert least == pytest.approx(SHIPPED.sex_words[nearest_sex("ស្")[1:]])
