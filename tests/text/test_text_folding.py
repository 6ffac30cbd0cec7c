import pytest
from hypothesis import given
from hypothesis import strategies as st

from khmerid.text.folding import fold

SIGNS = st.text(alphabet="កដតថទធពបញឡឋសយឧឪឳឭឮឫឬឰវ្្្េាើិុំៈ:៖៉៊៌៍ឿៀ\u200b 1១។", max_size=14)


@given(st.text() | SIGNS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("កណ្ដាល", "កណ្តាល"),
        ("ទី ២", "ទី2"),
        ("អូរឬស្សី", "អូរឫស្សី"),
        ("ឡាន", "ទ្បាន"),
        ("ទ្ឡាន", "ទ្បាន"),
        ("ឫស", "ប្ញស"),
        ("ឭក", "ព្ញក"),
        ("ឰក", "ព្ឋក"),
        ("ឱ", "ឳ"),
        ("ឪ", "ឧិ"),
        ("ឧ៌", "ឧ៍"),
        ("ពុទ្ធ", "ពុទ្ឋ"),
        ("កៀ", "ក្យេ"),
        ("កឿ", "ក្យើ"),
        ("ស៊ៀ", "ស្យ៊េ"),
        ("ញ", "ឭា"),
        ("ញ", "ព្ញា"),
        ("ក្ឡ", "ក្ប"),
        ("វណ្ណៈ", "វណ្ណ:"),
        ("ភូមិ\u200bថ្មី", "ភូមិ ថ្មី"),
    ],
)
def test_what_prints_alike_folds_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_what_prints_differently_stays_apart() -> None:
    assert fold("សុភា") != fold("សុជា")
