"""Unicode Technical Note 61, clause by clause, and the fixtures of its authors."""

import collections
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.gazetteer import name_pairs
from support.paths import DATA
from support.shuffle import shuffle_marks

from khmerid.notes import Code
from khmerid.text.normal_form import explain, is_normal_form, to_normal_form

FIXTURES = [
    tuple(line.split("\t"))
    for line in (DATA / "khmer" / "sil_normalize_fixtures.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
# Letters and marks that meet in some rule, invisible and deprecated characters, and what is not Khmer.
SIGNS = st.text(
    alphabet="កដតថទធពបញឡឋសរយឧឪឳឭឮឫឬឰអវ្្្េាើិីុំៈ:៖៉៊៌៍័៎៝ួោះ់\u17a3\u17a4\u17b4\u200b\u200c\u200d\u2060 1១៨។a",
    max_size=14,
)


@pytest.mark.parametrize(("text", "normal"), FIXTURES)
def test_the_fixtures_of_the_authors_pass(text: str, normal: str) -> None:
    assert to_normal_form(text) == normal


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("ខែ្មរ", "ខ្មែរ"),
        ("ស្រ្តី", "ស្ត្រី"),
        ("សុី", "ស៊ី"),
        ("មុី", "ម៉ី"),
        ("ញុាំ", "ញ៉ាំ"),
        ("ប្ប៉ី", "ប្ប៉ី"),
        ("កណ្ដាល", "កណ្តាល"),
        ("លេាក", "លោក"),
        ("ធ្វេី", "ធ្វើ"),
        ("ក\u17be\u17b6", "ក\u17c4\u17b8"),
        ("កំុ", "កុំ"),
        ("ប៉្រ", "ប្រ៉"),
        ("ធម៌", "ធម៌"),
        ("ព្រហ្មណ៌ស្រ", "ព្រហ្មណ៌ស្រ"),
        ("ប្រវត៌", "ប្រវត៌"),
        ("ស\u200c៊ី", "ស៊\u200cី"),
        ("ស៊\u200cី", "ស៊\u200cី"),
        ("ម៉\u200c័", "ម៉\u200c័"),
        ("ស៊\u200c័", "ស៊័"),
        ("ស៉\u200cី", "ស៉ី"),
        ("ស\u200cី", "សី"),
        ("ក\u200cខ", "កខ"),
        ("ភ្ន\u17d2\u17d2ំ", "ភ្ន\u17d2ំ"),
        ("៨្។", "᧨"),
        ("១៥្។", "\u19ef"),
        ("។្៣", "\u19f3"),
        ("១៦្។", "១៦្។"),
        ("ភេទ៖\u200bស្រី", "ភេទ៖ស្រី"),
        ("១០\u200b.០៧.១៩៩៩", "១០.០៧.១៩៩៩"),
        ("កាា", "កា"),
        ("ក\u17b4ា", "កា"),
        ("\u17a3\u17a4", "អអា"),
        ("ឈ្មោះ:", "ឈ្មោះ:"),
        ("១៥៨ ស.ម", "១៥៨ ស.ម"),
        ("ABC<<123 ០", "ABC<<123 ០"),
        ("", ""),
    ],
)
def test_a_probe_has_its_one_encoding(text: str, normal: str) -> None:
    assert to_normal_form(text) == normal
    assert is_normal_form(normal)


def test_prose_before_code_samyok_does_not_push_triisap_down() -> None:
    """-u before U+17D0 stays in a strong syllable and is a shifter in a weak one."""
    assert to_normal_form("សុ័") == "សុ័"
    assert to_normal_form("មុ័") == "ម៉័"


def test_prose_before_code_a_ba_anywhere_makes_a_syllable_weak() -> None:
    assert to_normal_form("ប្សុី") == "ប្ស៉ី"


def test_a_base_with_more_marks_than_any_syllable_stays_as_it_is() -> None:
    assert to_normal_form("ក" + "ិា" * 40) == "ក" + "ិា" * 40


@given(st.text() | SIGNS)
def test_normalizing_twice_is_normalizing_once(text: str) -> None:
    normal = to_normal_form(text)
    assert to_normal_form(normal) == normal
    assert is_normal_form(normal)
    assert not explain(normal)


@given(SIGNS)
def test_each_change_is_explained_and_nothing_else(text: str) -> None:
    assert bool(explain(text)) == (to_normal_form(text) != text)


@given(SIGNS)
def test_no_letter_is_lost(text: str) -> None:
    def letters(of: str) -> collections.Counter[str]:
        same = of.replace("\u17a3", "អ").replace("\u17a4", "អ").replace("ដ", "ត")
        return collections.Counter(character for character in same if "ក" <= character <= "ឳ")

    assert letters(to_normal_form(text)) == letters(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ក\u200b", Code.INVISIBLE_REMOVED),
        ("\u200b", Code.INVISIBLE_REMOVED),
        ("ក\u200c", Code.INVISIBLE_REMOVED),
        ("\u17a3", Code.DEPRECATED_REPLACED),
        ("ខែ្មរ", Code.MARKS_REORDERED),
        ("កាា", Code.DOUBLED_MARK),
        ("លេាក", Code.VOWEL_HALVES_JOINED),
        ("សុី", Code.SHIFTER_RESTORED),
        ("ស្រ្តី", Code.COENG_RO_LAST),
        ("កណ្ដាល", Code.COENG_DA_AS_TA),
        ("៨្។", Code.LUNAR_SIGN),
    ],
)
def test_a_step_is_explained_by_its_code(text: str, code: Code) -> None:
    assert code in [change.note.code for change in explain(text)]


def test_a_change_says_where_in_the_source_it_was() -> None:
    (change,) = explain("ភ្នំ សុី ភ្នំ")
    assert "ភ្នំ សុី ភ្នំ"[change.start : change.end] == "សុី"


def test_names_of_places_come_out_as_a_peer_has_them() -> None:
    """The differences are choices: ZWSP goes, and a mark that stands twice is kept once."""
    pheasa = pytest.importorskip("pheasa", reason="the peer pheasa is not installed")
    names = {khmer for khmer, _ in name_pairs()}
    different = {name for name in names if pheasa.normalize(name, zwsp="strip") != to_normal_form(name)}
    assert len(names) == 9_890
    assert different == {"បង្គងឃ្មុំុ"}


def test_shuffled_marks_of_names_of_places_come_back() -> None:
    chance = random.Random(61)  # noqa: S311 - a shuffle that is the same each time
    names = [to_normal_form(khmer) for khmer in sorted({khmer for khmer, _ in name_pairs()})]
    back = sum(to_normal_form(shuffle_marks(name, chance)) == name for name in names)
    assert back / len(names) >= 0.9997
