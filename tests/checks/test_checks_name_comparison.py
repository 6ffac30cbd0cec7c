"""People here are made up; the pairs of words are spellings that the two scripts have in common."""

import itertools
import math
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.gazetteer import name_pairs
from support.paths import DATA

from khmerid.checks import name_comparison
from khmerid.checks.name_comparison import (
    agrees_in_parts,
    bears_out,
    compare_names,
    ends_in,
    khmer_misreadings,
)
from khmerid.checks.name_sounds import Sound, khmer_sounds, latin_sounds
from khmerid.misreading.look_alikes import LOOK_ALIKES
from khmerid.notes import Code, Status

KHMER = st.text(alphabet="កខងចញដណបមយរលវសហអឥឫ ្ាិុេំះៈ់៍៉", max_size=20)
LATIN = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ -", max_size=20)


@pytest.mark.parametrize(
    ("khmer", "latin"),
    [
        ("សុខ សុភា", "SOK SOPHEA"),
        ("សុខ សុភា", "SOKH SOPHEA"),
        ("កែវ ស្រីមុំ", "KEO SREY MOM"),
        ("កែវ ស្រីមុំ", "KEV SREYMOM"),
        ("វណ្ណៈ រតនា", "VANNAK ROTANA"),
        ("ចាន់ សុខហេង", "CHAN SOKHENG"),
        ("តាំង សម្បត្តិ", "TANG SAMBATH"),
        ("ម៉ៅ ពេជ្រ", "MAO PICH"),
        ("សៅ ចន្ទ", "SAO CHAN"),
        ("អ៊ុំ វុទ្ធី", "UM VUTHY"),
        ("ឯក ឧត្តម", "EK OUDOM"),
        ("ជ័យ បញ្ញា", "CHEY PAGNHA"),
        ("ហួយ ឫទ្ធី", "HUOY RITHY"),
        ("ថន សុភ័ណ", "THORN SOPHORN"),
        ("ព្រះ ឥន្ទ", "PREAH IN"),
        ("យី ម៉ូលីកា", "YI MOLIKA"),
        ("លី ច័ន្ទ៍ដា", "LY CHAN-DA"),
    ],
)
def test_spellings_of_one_name_agree(khmer: str, latin: str) -> None:
    assert compare_names(khmer, latin).code is Code.MATCHES_LATIN


@pytest.mark.parametrize(
    ("khmer", "latin", "code"),
    [
        ("សុខ សុជា", "SOK SOPHEA", Code.NEARLY_MATCHES_LATIN),
        ("សុខ បុប្ជា", "SOK BOPHA", Code.NEARLY_MATCHES_LATIN),
        ("សុខ សុភា", "SOK SOPHEAN", Code.MATCHES_LATIN),  # one added consonant is in habit
        ("សុខ សុភា", "SOK SODHEA", Code.NEARLY_MATCHES_LATIN),
        ("សុភា សុខ", "SOK SOPHEA", Code.ORDER_DIFFERS_FROM_LATIN),
        ("ស្រី មុំ កែវ", "KEO SREY MOM", Code.ORDER_DIFFERS_FROM_LATIN),
        ("ស្រីមុំ កែវ", "KEO SREY MOM", Code.ORDER_DIFFERS_FROM_LATIN),
        ("កែវ ស្រីមុំ", "SREY MOM KEO", Code.ORDER_DIFFERS_FROM_LATIN),
        ("ចាន់ ធារី", "SOK SOPHEA", Code.DIFFERS_FROM_LATIN),
        ("សុខ ធារី", "SOK SOPHEA", Code.DIFFERS_FROM_LATIN),
        ("សុខសុភា", "SOK SOPHEA", Code.MATCHES_LATIN),
        ("សុខ សុភា", "SOKSOPHEA", Code.MATCHES_LATIN),
        ("ធារី", "SOK SOPHEA", Code.DIFFERS_FROM_LATIN),
        ("", "SOK SOPHEA", None),
        ("សុខ សុភា", " ", None),
        ("៍", "1", Code.DIFFERS_FROM_LATIN),
    ],
)
def test_other_names_are_told_from_misread_ones(khmer: str, latin: str, code: Code | None) -> None:
    assert compare_names(khmer, latin).code is code


def test_common_names_agree_with_their_common_spellings() -> None:
    spellings = [
        line.split("\t")
        for line in (DATA / "khmer" / "name_spellings.tsv").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    apart = [
        khmer for khmer, latin in spellings if compare_names(khmer, latin).code is not Code.MATCHES_LATIN
    ]
    assert len(apart) <= 0.005 * len(spellings)


@pytest.mark.parametrize(
    ("khmer", "latin", "other", "outcome"),
    [
        ("ឈឹម", "CHHIM", "CHHIN", True),
        ("ឈឹម", "CHHIN", "CHHIM", False),
        ("សំ", "SAM", "SAN", False),  # a nikahit is N in some spellings
        ("សំ", "SAN", "SAM", False),
        ("សុភា", "SOPHEA", "SOPHEAK", False),  # no more than another habit
        ("សុជាតិ", "SOCHEAT", "SOCNEAT", False),  # what the other has more, may have been lost
        ("ឈឹង", "CHHING", "CHHIN", False),  # neighbours
        ("សុជា", "SOPHEA", "SOCHEA", False),  # the first is not the Khmer name either
        ("ស្នា", "SNA", "SMA", False),  # a subscript may be any other
        ("បុប្ផា", "BOPHA", "MOPHA", False),  # BA looks like MO
        ("ចាន់", "CHAN", "PHAN", False),
    ],
)
def test_a_khmer_name_bears_out_a_consonant_that_nothing_else_in_it_can_be(
    khmer: str, latin: str, other: str, *, outcome: bool
) -> None:
    assert bears_out(khmer, latin, other) is outcome


def test_a_khmer_name_tells_where_the_surname_ends() -> None:
    assert agrees_in_parts(("ស្រីមុំ", "កែវ"), "SREY MOM", "KEO")
    assert not agrees_in_parts(("ស្រីមុំ", "កែវ"), "SREY", "MOM KEO")
    assert not agrees_in_parts(("ស្រីមុំ", "កែវ"), "SREY MOM", "PISEY")


@pytest.mark.parametrize(
    ("khmer", "latin", "letter", "outcome"),
    [
        ("សុភ័ក្ត្រ", "SOPHEA", "K", True),
        ("កុសល", "KOSA", "L", True),
        ("សុភា", "SOPHEA", "K", False),
        ("សុភា", "SOPHEA", "E", False),
        ("កុសល", "KOSA", "M", False),
    ],
)
def test_a_khmer_name_tells_of_a_letter_behind_the_latin_one(
    khmer: str, latin: str, letter: str, *, outcome: bool
) -> None:
    assert ends_in(khmer, latin, letter) is outcome


@pytest.mark.parametrize(
    ("khmer", "latin"), [(None, None), ("សុខ សុភា", None), (None, "SOK SOPHEA"), ("", " - ")]
)
def test_a_missing_name_is_not_a_wrong_one(khmer: str | None, latin: str | None) -> None:
    comparison = compare_names(khmer, latin)
    assert (comparison.code, comparison.similarity, comparison.notes) == (None, 0.0, ())


def test_a_consonant_is_never_taken_for_a_vowel() -> None:
    assert compare_names("សាសា", "SASA").code is Code.MATCHES_LATIN
    assert compare_names("សាសា", "SKSK").code is Code.DIFFERS_FROM_LATIN


def test_what_speaks_against_a_name_leaves_it_doubtful() -> None:
    for khmer in ("សុខ សុជា", "សុភា សុខ", "ចាន់ ធារី"):
        assert [note.status for note in compare_names(khmer, "SOK SOPHEA").notes] == [Status.DOUBTFUL]


def test_a_part_of_more_sounds_than_any_name_has_is_none_other_misread() -> None:
    khmer, latin = "សុភា" * 60, "SOPHEA" * 60
    assert compare_names(f"សុខ {khmer}", f"SOK {latin}").code is Code.MATCHES_LATIN
    assert compare_names(f"សុខ {khmer}", f"SOK {latin}X").code is Code.DIFFERS_FROM_LATIN
    assert not ends_in(khmer, latin, "K")
    assert not bears_out(khmer, latin + "X", latin)
    assert not agrees_in_parts(("សុខ", khmer), "SOK", latin + "X")


@example("0", "AJA")
@given(st.text() | KHMER, st.text() | LATIN)
def test_any_two_texts_can_be_compared(khmer: str, latin: str) -> None:
    assert 0 <= compare_names(khmer, latin).similarity <= 1


def test_names_of_places_are_more_like_their_own_latin_form_than_another() -> None:
    pairs = [(khmer, latin.upper()) for khmer, latin in name_pairs() if latin.isalpha()][::20]
    own = [compare_names(khmer, latin).similarity for khmer, latin in pairs]
    other = [
        compare_names(khmer, latin).similarity
        for (khmer, _), (_, latin) in zip(pairs, pairs[len(pairs) // 2 :] + pairs, strict=False)
    ]
    assert sum(one > another for one, another in zip(own, other, strict=True)) / len(pairs) > 0.97


# Sounds laid along each other, one after another


def instead(one: Sound, other: Sound) -> float:
    """Return what one sound costs instead of another of its kind."""
    if one.vowel:
        return 0.0 if {*one.letters} & {*other.letters} else 0.3
    near = {"NJ": 0.3, "JY": 0.3, "NG": 0.6, "TC": 0.8, "RL": 0.8, "GK": 0.8}
    pair = {one.letters, other.letters}
    return next((cost for letters, cost in near.items() if {*letters} == pair), 1.0) if len(pair) > 1 else 0.0


def plain_cost(khmer: Sequence[Sound], latin: Sequence[Sound]) -> float:
    """Return the least cost of aligning two names, a partner or none for each sound."""
    table = [[0.0] * (len(latin) + 1) for _ in range(len(khmer) + 1)]
    for down, over in itertools.product(range(len(khmer) + 1), range(len(latin) + 1)):
        costs = []
        if down:
            costs.append(table[down - 1][over] + khmer[down - 1].omission)
        if over:
            costs.append(table[down][over - 1] + latin[over - 1].omission)
        if down and over and khmer[down - 1].vowel == latin[over - 1].vowel:
            costs.append(table[down - 1][over - 1] + instead(khmer[down - 1], latin[over - 1]))
        table[down][over] = min(costs, default=0.0)
    return table[-1][-1]


PAIRS = [
    ("សុភា", "SOPHEA"),
    ("សុភា", "SOPHEAN"),
    ("សុជា", "SOPHEA"),
    ("ធារី", "SOPHEA"),
    ("ចាន់", "SOK"),
    ("ស្រីមុំ", "SREYMOM"),
    ("ស្រីមុំ", "SREMON"),
    ("ពេជ្រ", "PICH"),
    ("សម្បត្តិ", "SAMBATH"),
    ("ឈឹម", "CHHIN"),
    ("ញាណ", "NHEAN"),
    ("ដារ៉ា", "DALA"),
    ("ចន្ទ", "TAN"),
    ("កង", "KANN"),
    ("ក", "AEIOU"),
    ("សុភា", ""),
]


@pytest.mark.parametrize(("khmer", "latin"), PAIRS)
def test_two_names_are_as_alike_as_their_best_alignment(khmer: str, latin: str) -> None:
    ours, theirs = khmer_sounds(khmer), latin_sounds(latin)
    cost, worst = plain_cost(ours, theirs), sum(sound.omission for sound in (*ours, *theirs))
    assert [*name_comparison._align(ours, latin)] == pytest.approx([cost, max(0.0, 1 - cost / worst)])
    if latin:
        assert compare_names(khmer, latin).similarity == pytest.approx(max(0.0, 1 - cost / worst))
    for most in (0.0, 0.3, 0.65, 1.5):
        bounded = name_comparison._align(ours, latin, most)[0]
        assert bounded == (pytest.approx(cost) if cost <= most else math.inf)


@pytest.mark.parametrize(("khmer", "latin"), PAIRS[:-1])
def test_a_cost_of_one_letter_is_nearly_a_match_where_the_name_is_not_too_short(
    khmer: str, latin: str
) -> None:
    ours, theirs = khmer_sounds(khmer), latin_sounds(latin)
    cost, worst = plain_cost(ours, theirs), sum(sound.omission for sound in (*ours, *theirs))
    code = Code.DIFFERS_FROM_LATIN
    if cost <= 1.35 and 1 - cost / worst > 0.4:
        code = Code.MATCHES_LATIN if cost <= 0.65 else Code.NEARLY_MATCHES_LATIN
    assert compare_names(khmer, latin).code is code


def test_the_less_similar_part_counts() -> None:
    whole, of_parts = compare_names("សុភា", "SOPHEA"), compare_names("ចាន់ សុភា", "SOK SOPHEA")
    assert (whole.code, whole.similarity) == (Code.MATCHES_LATIN, 1.0)
    assert of_parts.similarity == compare_names("ចាន់", "SOK").similarity
    assert of_parts.code is Code.DIFFERS_FROM_LATIN
    # Of several ways to divide the words the one in which they are most alike.
    three = compare_names("កែវ ធារី", "KEO SREY MOM")
    divided = [
        min(compare_names("កែវ", one).similarity, compare_names("ធារី", other).similarity)
        for one, other in (("KEO", "SREY MOM"), ("KEO SREY", "MOM"))
    ]
    assert three.similarity == pytest.approx(max(divided))


def test_of_a_name_of_very_many_words_eight_are_looked_at() -> None:
    eight = " ".join(["SOK"] * 8)
    khmer = " ".join(["សុខ"] * 8)
    assert compare_names(khmer, eight).code is Code.MATCHES_LATIN
    assert compare_names(khmer, f"{eight} MEAS") == compare_names(khmer, eight)
    assert compare_names(f"{khmer} មាស", eight) == compare_names(khmer, eight)


def test_what_a_letter_of_a_khmer_name_may_be_misread_for() -> None:
    assert {*khmer_misreadings("សំ", LOOK_ALIKES)} >= {"សន"}  # a nikahit
    subscripts = {*khmer_misreadings("ស្ន", LOOK_ALIKES)}
    assert {f"ស្{letter}" for letter in "កងចញតបមយរលវសហ"} <= subscripts
    assert "ស្ន" not in subscripts
    shapes = next(shape for shape in LOOK_ALIKES.khmer_shapes if "ប" in shape)
    assert {*khmer_misreadings("ប", LOOK_ALIKES)} == {*shapes} - {"ប"}
