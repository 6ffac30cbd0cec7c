"""A ledger for people: line by line, in English and Khmer, safe to show and of bounded length."""

import io
from typing import Any

import attrs
import pytest
import rich.console
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from support.cards import CLEAN, TODAY, changed

from khmerid.batch.ledger_block import ledger_block
from khmerid.batch.showing import Overview, one_card
from khmerid.examination import examine_card
from khmerid.explained import Language
from khmerid.ledger.captions import Caption
from khmerid.ledger.records import Edit, Unseen
from khmerid.raw_card import Origin, RawCard
from khmerid.report.report import FIELDS

NOISY = changed(
    document_number="O1020304", date_of_birth="១៥.០៣.១៩៩០០", sex="ស្រ", upper="IDKHM0L02030402<<<<"
)


def row(raw: RawCard = NOISY) -> dict[str, Any]:
    return {"id": 7, **examine_card(raw, today=TODAY, evidence=True).to_dict()}


def printed(parts: Any, width: int = 100) -> str:
    console = rich.console.Console(file=io.StringIO(), width=width, markup=False)
    for part in parts:
        console.print(part)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def block(raw: RawCard = NOISY, language: Language = Language.ENGLISH, width: int = 100) -> str:
    return printed(ledger_block(row(raw)["ledger"], language), width)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_a_person_sees_line_by_line_what_became_of_a_text() -> None:
    text = block()
    for line in (
        "Document number",
        "  print: O1020304",
        "0 → O  Something else was read in its place.  ",
        "1020304  It was read as it stands there.  ",
        "→ ∅  Nothing was read in its place.  ",
        "∅ → ០  It was read where nothing of the value stands.  ",
        "◌ី → ∅  Nothing was read in its place.",
        "Check digit: read 2, demanded by the value 2: they agree",
        "Not seen (numerals 2): A letter was read that counts as much as the numeral in its place;",
        "Not seen: No check digit covers this value.",
        "Numerals misread on this card: Khmer print ",
        "Decided by: khmerid ",
    ):
        assert line in text, line


def test_every_sentence_is_there_in_khmer() -> None:
    text = squeezed(block(language=Language.KHMER))
    assert not [word for word in ("read", "print", "digit", "value") if word in text.replace("khmerid", "")]
    for entry in (Edit.KEPT, Edit.CHANGED, Edit.LOST, Edit.ADDED, Unseen.NO_DIGIT, Caption.NOISE):
        assert entry.sentence_khmer in text


def test_every_field_and_word_has_a_caption_in_both_languages() -> None:
    assert set(FIELDS) <= {str(caption) for caption in Caption}
    assert len({caption.sentence_khmer for caption in Caption}) == len(Caption)
    assert len({caption.sentence for caption in Caption}) == len(Caption)


def test_where_a_text_stood_is_counted_from_one() -> None:
    box = ((331.0, 150.5), (486.0, 150.0), (486.0, 170.0), (331.0, 170.0))
    origins = {"document_number": Origin(line=3, lines=(3,), box=box, page=1)}
    text = block(attrs.evolve(NOISY, origins=origins))
    assert "print, page 2, line 4, (331, 150.5) – (486, 170): O1020304" in text


def test_several_pictures_are_counted_from_one() -> None:
    ledger = row()["ledger"]
    ledger["fields"]["document_number"]["texts"][0]["picture"] = 1
    assert "print, picture 2: O1020304" in printed(ledger_block(ledger, Language.ENGLISH))


def test_what_a_value_may_be_is_listed_with_its_probability() -> None:
    text = block(changed(document_number="010203041", middle=CLEAN.mrz[1].replace("KHM", "VNM")))
    assert "It may be: 010203041 (" in text
    assert "It may be: KHM, VNM" in text


def test_a_text_that_is_not_laid_says_so() -> None:
    assert Caption.NOT_LAID.sentence in block(changed(date_of_birth="1990-03-15"))


def test_a_long_ledger_is_cut() -> None:
    text = block(changed(address="អ" * 900 + "ក ខ" * 30))
    assert "…" in text
    many = {"printed": "0", "read": "O", "edit": "changed"}
    ledger = row()["ledger"]
    ledger["fields"]["sex"]["texts"][0]["positions"] = [many] * 40
    assert "More in the JSON: 10" in printed(ledger_block(ledger, Language.ENGLISH))


@pytest.mark.parametrize("width", [40, 80])
def test_it_fits_a_terminal(width: int) -> None:
    text = block(width=width)
    assert max(map(cell_len, text.splitlines())) <= width


@given(st.text(alphabet="\x00\x1b[2J\u202e\u2066\u200b\ud800\u2028\tក០O ", max_size=30))
def test_nothing_in_it_acts_on_a_terminal(text: str) -> None:
    raw = attrs.evolve(CLEAN, document_number=text, sex=text, address=text, date_of_birth=text, mrz=(text,))
    shown = block(raw)
    assert not set("\x00\x1b\u202e\u2066\u200b\ud800\u2028\t") & set(shown)


@pytest.mark.parametrize("language", Language)
def test_a_card_is_shown_with_its_ledger_alone_and_among_others(language: Language) -> None:
    last = f"{Caption.VERSIONS.told(language)}: khmerid"
    assert last in printed(one_card(row(), 100, language))
    assert printed(Overview(100, language).show([row(), row()])).count(last) == 2
    without = {key: value for key, value in row().items() if key != "ledger"}
    assert last not in printed(one_card(without, 100, language))


def test_the_reasons_of_a_card_are_told_in_khmer() -> None:
    text = printed(one_card(row(changed(sex="ប្រុស")), 100, Language.KHMER))
    assert "sex_not_sure: ភេទមិនទាន់មានភស្តុតាងបញ្ជាក់ទេ។" in text
