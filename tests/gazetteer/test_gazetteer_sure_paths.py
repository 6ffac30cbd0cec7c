"""A path is sure only if no other can have been printed: misread, cut, or beside a second one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from place_cuts import KINDS, cut_places
from rapidfuzz.distance import Levenshtein

from khmerid.fields.places import protected_parts, read_address, read_place
from khmerid.gazetteer.sure_paths import edits_but_for_a_run, names_another_before
from khmerid.gazetteer.units import gazetteer
from khmerid.notes import Code

COMMUNES = [path for path in gazetteer().values() if path.commune]
FEW_LETTERS = st.text(alphabet="កខគ", max_size=7)


@given(FEW_LETTERS, FEW_LETTERS)
def test_a_lost_run_is_free_wherever_it_was(text: str, name: str) -> None:
    shortened = (
        name[:begin] + name[end:] for begin in range(len(name) + 1) for end in range(begin, len(name) + 1)
    )
    assert edits_but_for_a_run(text, name) == min(Levenshtein.distance(text, short) for short in shortened)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_wrong_is_protected_where_something_was_cut_lost_or_read_twice(kind: str) -> None:
    for text, printed in cut_places(kind, 300):
        for reading in (read_place(text), read_address(text)):
            assert {getattr(reading.value, part).code for part in protected_parts(reading)} <= printed


def test_what_is_cut_off_before_the_commune_loses_little() -> None:
    texts = [text for text, _ in cut_places("the beginning is cut off", 300)]
    assert sum(bool(protected_parts(read_address(text))) for text in texts) > len(texts) / 4


# Each is the nearest to another commune, and was taken for that one.
CUT = {
    "the beginning is lost": "ិ៍រំចាក ស្រុកព្រៃកប្បាស តាកែវ",
    "the type and two letters": "ឃជ្រៃ ស្រុកថ្មគោល បាត់ដំបង",
    "from one name into the next": "ឃុំជ្រោយ្រុកថ្មគោល បាត់ដំបង",
    "the end is lost": "ឃុំស្រែជិះ ស្រុកអូរគ្រៀ",
    "inside of a word": "សង្កាតរលួង ក្រុងសួង ត្បូងឃ្មុំ",
    "the middle of the district": "ឃុំបារាយណ៍ ស្រុ្ធរ កំពង់ចាម",
    "a village whose commune is lost": "ូមិអំពៅព្រៃ ស្រុកកណ្ដាលស្ទឹង កណ្ដាល",
    "a village before what is left of its commune": "ូមិស្វាយរំពា ឃ ស្រុកបរសេដ្ឋ កំពង់ស្ពឺ",
    "a district twice": "ស្រកព្រះស្ដេច ស្រុកព្រះស្ដេច ព្រៃវែង",
    "a district twice, spelt without a fault": "ស្រុកកណ្ដៀង ស្រុកកណ្ដៀង ពោធិ៍សាត់",
    "a village without its word whose commune is lost": "ជ័យ ស្រុកកំពង់ស្វាយ កំពង់ធំ",
    "the same, misread": "តាប្រ៉ុក ស្រុកចំការលើ កំពង់ចាម",
    "a village called as a commune that has the word in its name": "ភូមិថ្មី ស្រុកថ្មពួក បន្ទាយមានជ័យ",
    "from a name into that of its district, which is called alike": "សង្កាត់កោះរ៉ុងកោះរ៉ុង ព្រះសីហនុ",
    "a commune without type that ends as a longer one": "ម្កាក់ ស្រុកអង្គស្នួល កណ្ដាល",
    "no type at all, and a letter lost": "អង្គតាសោម ត្រាំកក តាកែវ",
}


@pytest.mark.parametrize("text", CUT.values(), ids=CUT)
def test_a_path_that_was_cut_into_another_is_doubtful(text: str) -> None:
    reading = read_place(text)
    assert reading.value
    assert Code.PATH_DOUBTFUL in {note.code for note in reading.notes}
    assert protected_parts(reading) == ()


def test_what_may_have_been_cut_off_is_offered() -> None:
    place = read_place("ម្កាក់ ស្រុកអង្គស្នួល កណ្ដាល").value
    assert place
    assert [path.code for path in place.candidates] == ["080809", "080807", "0808"]


FIRST, SECOND = (gazetteer()[code] for code in ("080807", "210901"))


@pytest.mark.parametrize("village", ["", "ភូមិព្រៃដំរី "], ids=["no village", "a village"])
@pytest.mark.parametrize("first", [FIRST.printed, FIRST.printed.replace("ឃុំ", "ឃ").replace("ស្រុក", "សុក")])
def test_two_places_in_one_text_are_doubtful(first: str, village: str) -> None:
    text = f"{first} {village}{SECOND.printed}"
    for reading in (read_place(text), read_address(text)):
        assert reading.value
        assert protected_parts(reading) == ()


def test_a_village_is_no_second_place() -> None:
    named_after_a_type = [
        (village.printed, path)
        for path in COMMUNES
        for village in path.villages
        if any(word in village.name_khmer for word in ("ឃុំ", "ស្រុក", "ក្រុង"))
    ]
    assert len(named_after_a_type) > 30
    for village, path in named_after_a_type:
        assert Code.PATH_DOUBTFUL not in {
            note.code for note in read_address(f"{village} {path.printed}").notes
        }


@pytest.mark.parametrize("head", ["កែប", "ក្រុងកែប", "សង្កាត់កែប"])
def test_a_unit_read_twice_is_no_village_of_its_name(head: str) -> None:
    assert "village" not in protected_parts(read_address(f"{head} សង្កាត់កែប ក្រុងកែប កែប"))
    assert "village" in protected_parts(read_address("ភូមិកែប សង្កាត់កែប ក្រុងកែប កែប"))


def test_three_words_of_noise_are_no_second_place() -> None:
    assert not names_another_before("ាក់ ខហគ ំះ១")
