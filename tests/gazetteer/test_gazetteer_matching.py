"""The joint match and the edit cost under it."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from khmerid.gazetteer.address_numbers import NO_NUMBERS, read_address_numbers
from khmerid.gazetteer.folding import ComparisonKey, cost, to_bare, to_letters, to_shapes
from khmerid.gazetteer.matching import exact_paths, match_partial, match_path
from khmerid.gazetteer.villages import match_village
from khmerid.misreading import SHIPPED

KHMER = st.text(alphabet="កខគឃងចឆមសរត្ាិីុំះ ១២", max_size=12)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    letters = to_letters(text)
    assert to_letters(letters) == letters


LOOKS = SHIPPED.look_alikes
ANY_LETTERS = st.text(st.characters() | st.sampled_from([chr(one) for one in range(0x1780, 0x1800)]))


@given(ANY_LETTERS, ANY_LETTERS)
def test_letters_have_one_shape_where_they_look_alike_and_nowhere_else(one: str, other: str) -> None:
    first = {letter: shape[0] for shape in LOOKS.khmer_shapes for letter in shape}
    thin = set(LOOKS.khmer_thin) - first.keys()
    plain_one, plain_other = (
        [first.get(letter, letter) for letter in text if letter not in thin] for text in (one, other)
    )
    distance = Levenshtein.distance(plain_one, plain_other)
    assert Levenshtein.distance(to_shapes(one), to_shapes(other)) == distance


@given(KHMER, KHMER)
def test_the_cost_is_a_distance(one: str, other: str) -> None:
    assert cost(ComparisonKey.of(one), ComparisonKey.of(one)) == 0
    assert cost(ComparisonKey.of(one), ComparisonKey.of(other)) == cost(
        ComparisonKey.of(other), ComparisonKey.of(one)
    )
    assert (cost(ComparisonKey.of(one), ComparisonKey.of(other)) == 0) == (
        to_letters(one) == to_letters(other)
    )


def test_a_look_alike_is_half_an_edit_and_so_is_a_lost_thin_mark() -> None:
    assert cost(ComparisonKey.of("កណ្តាល"), ComparisonKey.of("តណ្តាល")) == 0.5
    assert cost(ComparisonKey.of("បាត់"), ComparisonKey.of("បាត")) == 0.5
    assert cost(ComparisonKey.of("បាត់"), ComparisonKey.of("បាង់")) == 1.0


def test_a_word_for_a_type_is_taken_off_only_where_it_begins_a_word() -> None:
    assert to_bare("ឃុំស្រុក តាកែវ") == "ស្រុកតាកែវ"
    assert to_bare("ត្បូងឃ្មុំ") == "ត្បូងឃ្មុំ"


def test_a_text_without_words_has_no_match() -> None:
    assert match_path("ភូមិ") is None
    assert match_village("", "210901") is None
    assert exact_paths("") == (0, ())


def test_the_village_decides_between_communes_that_are_as_near() -> None:
    """The commune is misread so that two of the district are as near; only one has the village."""
    match = match_path("ភូមិត្រពាំងត្របែក ឃុំអង្គតា ស្រុកត្រាំកក់ តាកែវ")
    assert match
    assert match.best.path.code == "210901"
    assert match.before == 0


def test_a_village_name_that_two_villages_of_the_commune_share_is_not_clear() -> None:
    match = match_village("ភូមិព្រែករាំង", "081106")
    assert match
    assert match.margin == 0


def test_two_districts_of_one_name_are_no_partial_path() -> None:
    assert match_partial("សំរោង") is None
    path = match_partial("ឃុំ សំរោង តាកែវ")
    assert path
    assert path.code == "2107"


def test_parts_that_come_twice_are_read_once() -> None:
    assert read_address_numbers("ផ្ទះ៣ ផ្ទះ៤").rest == "ផ្ទះ៤"
    assert read_address_numbers("ផ្ទះ ៣ ផ្ទះ ៤").rest == "ផ្ទះ ៤"
    assert read_address_numbers("ផ្ទះ").rest == "ផ្ទះ"
    assert read_address_numbers("") == NO_NUMBERS


@given(KHMER)
def test_no_word_of_a_line_is_lost(text: str) -> None:
    parts = read_address_numbers(text)
    kept = [part for part in (parts.house, parts.street, parts.group) if part]
    assert len(parts.rest.split()) + 2 * len(kept) >= len(text.split())
