import re

from khmerid.explained import Explained
from khmerid.notes import Code, Status


def test_a_status_is_printed_as_a_word() -> None:
    assert [str(status) for status in Status] == ["clean", "repaired", "doubtful", "rejected", "absent"]


def test_every_code_has_a_sentence_of_its_own_in_both_languages() -> None:
    assert len({code.sentence for code in Code}) == len(Code)
    assert len({code.sentence_khmer for code in Code}) == len(Code)
    assert [code for code in Code if not re.search("[ក-៹]", code.sentence_khmer)] == []


def test_no_code_is_declared_twice_under_two_names() -> None:
    assert set(Code.__members__.values()) == set(Code)
    assert len(Code.__members__) == len(Code)


def test_a_code_is_found_by_the_name_that_json_gives_it() -> None:
    assert Code("unit_assumed") is Code.UNIT_ASSUMED
    assert {name.lower() for name in Code.__members__} == {str(code) for code in Code}


def test_two_members_with_the_same_sentence_stay_two() -> None:
    class Fruit(Explained):
        MANGO = "mango", "It is sweet."
        PAPAYA = "papaya", "It is sweet."

    assert [str(fruit) for fruit in Fruit] == ["mango", "papaya"]
