"""People here are made up; the pairs of words are spellings that the two scripts have in common."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.gazetteer import name_pairs
from support.paths import DATA

from khmerid.checks.name_comparison import agrees_in_parts, bears_out, compare_names, ends_in
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
