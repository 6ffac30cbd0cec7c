"""Each text of a ledger lies along the value that was made of it, and gives both back."""

import datetime as dt
import json
import unicodedata
from collections.abc import Iterator
from typing import Any

import attrs
import jsonschema
import pytest
from corpora import CARDS, FIELDS, HEAVY, SMART, labelled_cards
from hypothesis import given
from hypothesis import strategies as st
from support.cards import CLEAN, MIDDLE, TODAY, UPPER, changed
from write_excerpts import excerpt

from khmerid.adapters import adapt
from khmerid.examination import examine, examine_all, examine_card
from khmerid.ledger.laying import with_all_of
from khmerid.ledger.records import Edit, LaidCharacter, LaidText, Ledger
from khmerid.limits import LONGEST_FIELD
from khmerid.raw_card import TEXT_FIELDS, Origin, RawCard
from khmerid.report.report import Report
from khmerid.report.schema import report_schema
from khmerid.resolve.resolved import Source
from khmerid.testing import damage, make_specimen

SCHEMA = jsonschema.Draft202012Validator(report_schema())
ODD = "\x00\x1b[31m\u202e\u2066\u200b\u00ad\ud800\U000e0041\u2028\t\n"
TEXTS = st.none() | st.text(max_size=40) | st.text(alphabet=ODD + "០១៥.0O<KHMស្រី ", max_size=40)
RAWS = st.builds(
    RawCard,
    mrz=st.lists(st.text(max_size=40) | st.sampled_from(CLEAN.mrz), max_size=4).map(tuple),
    **{name: TEXTS | st.just(getattr(CLEAN, name)) for name in TEXT_FIELDS},
)


def ledger_of(report: Report) -> Ledger:
    assert report.ledger is not None
    return report.ledger


def texts_of(raw: RawCard, field: str) -> tuple[LaidText, ...]:
    return ledger_of(examine_card(raw, today=TODAY, evidence=True)).fields[field].texts


def text_of(raw: RawCard, field: str, side: Source = Source.VIZ) -> LaidText:
    [found] = [text for text in texts_of(raw, field) if text.side is side]
    return found


def edits_of(text: LaidText) -> list[tuple[str, str, str]]:
    return [(one.printed, one.read, str(one.edit)) for one in text.positions if one.edit is not Edit.KEPT]


def is_consistent(one: LaidCharacter) -> bool:
    by_edit = {
        Edit.KEPT: one.printed == one.read != "",
        Edit.CHANGED: "" != one.printed != one.read != "",
        Edit.ADDED: one.printed == "" != one.read,
        Edit.LOST: one.printed != "" == one.read,
        Edit.BESIDE: one.printed == "" != one.read and one.likelihood is None,
    }
    return by_edit[one.edit] and (one.likelihood is None or 0 < one.likelihood <= 1)


def inconsistent(ledger: Ledger) -> Iterator[str]:
    """Yield the fields with a text that its positions do not give back."""
    for field, entry in ledger.fields.items():
        for text in entry.texts:
            read, printed = (
                "".join(getattr(one, side) for one in text.positions) for side in ("read", "printed")
            )
            as_laid = read == text.text and printed == text.expected
            is_empty = text.expected is None and not text.positions
            if not ((as_laid or is_empty) and all(map(is_consistent, text.positions)) and text.text):
                yield field


def assert_consistent(report: Report) -> None:
    ledger = ledger_of(report)
    assert list(inconsistent(ledger)) == []
    assert all(0 <= rate <= 1 for rate in ledger.noise.values())
    plain = report.to_dict()
    assert [error.json_path for error in SCHEMA.iter_errors(plain)] == []
    assert Report.from_json(report.to_json()).to_dict() == plain


@pytest.mark.no_cover  # whole corpora take three times as long under the tracer; others cover the lines
@pytest.mark.parametrize("name", ["fields.jsonl", "lines.jsonl"])
def test_the_texts_of_every_row_of_the_corpus_give_back_text_and_value(name: str) -> None:
    for card in excerpt(name):
        assert_consistent(examine(card.response, today=card.today, evidence=True))


@pytest.mark.no_cover  # many cards take three times as long under the tracer; others cover the lines
@pytest.mark.parametrize("corpus", [FIELDS, HEAVY, CARDS, SMART], ids=lambda path: path.name)
def test_a_sample_of_every_corpus_does_so_too(corpus: Any) -> None:
    for card in labelled_cards(corpus)[3::40]:
        assert_consistent(examine(card.response, today=card.today, evidence=True))


@pytest.mark.no_cover  # many cards take three times as long under the tracer; others cover the lines
@given(st.integers(0, 10**6), st.sampled_from(["response", "lines"]), st.sampled_from([0, 0.2, 1, 2]))
def test_so_do_those_of_every_specimen_however_damaged(seed: int, shape: str, severity: float) -> None:
    specimen = make_specimen(seed=seed)
    response = damage(getattr(specimen, shape)(), seed=seed, severity=severity)
    assert_consistent(examine(response, today=specimen.today, evidence=True))


@pytest.mark.no_cover  # many cards take three times as long under the tracer; others cover the lines
@given(RAWS)
def test_so_do_those_of_any_text_at_all(raw: RawCard) -> None:
    report = examine_card(raw, today=TODAY, evidence=True)
    assert list(inconsistent(ledger_of(report))) == []
    text = report.to_json()
    assert not {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} & set(map(unicodedata.category, text))
    assert Report.from_json(text).to_dict() == json.loads(text)


def test_every_text_that_was_received_is_in_the_ledger_and_nothing_besides() -> None:
    fields = ledger_of(examine_card(CLEAN, today=TODAY, evidence=True)).fields
    printed = {text.text for entry in fields.values() for text in entry.texts if text.side is Source.VIZ}
    assert printed == {getattr(CLEAN, name) for name in TEXT_FIELDS}
    assert ledger_of(examine_card(RawCard(), today=TODAY, evidence=True)).fields == {}


def test_a_clean_text_is_kept_with_a_likelihood_for_each_numeral() -> None:
    text = text_of(CLEAN, "date_of_birth")
    assert (text.expected, edits_of(text)) == (CLEAN.date_of_birth, [])
    assert all(one.likelihood and one.likelihood > 0.5 for one in text.positions)


def test_letters_have_no_likelihood() -> None:
    for field in ("surname", "name_khmer", "place_of_birth", "address", "nationality", "sex"):
        for text in texts_of(CLEAN, field):
            assert edits_of(text) == []
            assert {one.likelihood for one in text.positions} == {None}


@pytest.mark.parametrize(
    ("changes", "field", "edits"),
    [
        ({"document_number": "O10203040"}, "document_number", [("0", "O", "changed")]),
        ({"document_number": "010203040 (01)"}, "document_number", [("", one, "beside") for one in " (01)"]),
        ({"document_number": "0102\u200b03040"}, "document_number", [("", "\u200b", "beside")]),
        ({"height": "១៥៨ ស.ម"}, "height_cm", [("", one, "beside") for one in " ស.ម"]),
        ({"date_of_birth": "១៥.០៣.១៩០"}, "date_of_birth", [("៩", "", "lost")]),
        ({"date_of_birth": "១៥.០៣.១៩៩០២"}, "date_of_birth", [("", "២", "added")]),
        ({"date_of_birth": "15.០៣.១៩៩០"}, "date_of_birth", [("១", "1", "changed"), ("៥", "5", "changed")]),
        ({"name_latin": "SOK S0PHEA"}, "given_names", [("O", "0", "changed")]),
        ({"sex": "ស្រ"}, "sex", [("ី", "", "lost")]),
    ],
)
def test_what_became_of_a_character_is_told(
    changes: dict[str, str], field: str, edits: list[tuple[str, str, str]]
) -> None:
    assert edits_of(text_of(changed(**changes), field)) == edits


def test_a_numeral_read_as_two_is_that_numeral_and_one_more_or_two_of_it() -> None:
    one_more = text_of(changed(date_of_birth="១៥.០៣.១៩៩០០"), "date_of_birth")
    assert [edit for *_, edit in edits_of(one_more)] == ["added"]
    as_two = text_of(changed(date_of_birth="២២៥.០៣.១៩៩០"), "date_of_birth")
    assert edits_of(as_two) == [("១", "២២", "changed")]


def test_what_is_left_of_the_head_of_the_line_stands_beside_the_number() -> None:
    text = text_of(changed(upper="HM01O2030402<<<<<<<<<<<<<<"), "document_number", Source.MRZ)
    assert edits_of(text) == [("", "H", "beside"), ("", "M", "beside"), ("0", "O", "changed")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"date_of_birth": "1990-03-15"}, "date_of_birth"),
        ({"date_of_birth": "១៥ មីនា ១៩៩០"}, "date_of_birth"),
        ({"sex": "F"}, "sex"),
        ({"date_of_birth": "nothing that is a date of birth"}, "date_of_birth"),
    ],
)
def test_a_text_of_another_form_or_length_is_shown_and_not_laid(changes: dict[str, str], field: str) -> None:
    text = text_of(changed(**changes), field)
    assert (text.text, text.expected, text.positions) == (changes.get(field), None, ())


def test_without_a_value_nothing_is_laid() -> None:
    text = text_of(RawCard(document_number="?", sex="?", name_latin="?"), "document_number")
    assert (text.text, text.expected, text.positions) == ("?", None, ())


def test_of_two_values_in_conflict_the_first_candidate_is_laid_along() -> None:
    raw = changed(document_number="010203041")
    assert edits_of(text_of(raw, "document_number")) == []
    assert [read for _, read, _ in edits_of(text_of(raw, "document_number", Source.MRZ))] == ["0", "2"]


def test_the_printed_issue_is_laid_along_the_day_that_the_rule_gives_for_the_expiry() -> None:
    raw = changed(date_of_issue="០១.០១.២០២?")
    text = text_of(raw, "date_of_expiry", Source.RULE)
    assert (text.expected, edits_of(text)) == ("០១.០១.២០២០", [("០", "?", "changed")])
    assert text_of(CLEAN, "date_of_expiry", Source.RULE).expected == CLEAN.date_of_issue


def test_a_long_text_is_cut_and_its_length_told() -> None:
    long = "ភូមិ\u202e\x1b" * 2_000
    raw = changed(upper=long, middle=long, lower=long, **dict.fromkeys(TEXT_FIELDS, long))
    report = examine_card(raw, today=TODAY, evidence=True)
    for entry in ledger_of(report).fields.values():
        for text in entry.texts:
            assert len(text.text) <= LONGEST_FIELD
            assert text.side is Source.MRZ or (text.characters, text.positions) == (len(long), ())
    assert len(report.to_json()) < 200_000
    assert "\u202e" not in report.to_json()


def test_a_text_stood_where_the_adapter_says() -> None:
    card = excerpt("lines.jsonl")[0]
    raw = adapt(card.response)
    fields = ledger_of(examine(card.response, today=card.today, evidence=True)).fields
    numbers = {text.side: text.origin for text in fields["document_number"].texts}
    assert numbers[Source.VIZ] == raw.origins["document_number"]
    mrz = [raw.origins[f"mrz.{place}"] for place in range(3)]
    assert numbers[Source.MRZ] == mrz[0]
    assert fields["nationality"].texts[0].origin == mrz[1]
    assert {text.side: text.origin for text in fields["surname"].texts} == {
        Source.VIZ: raw.origins["name_latin"],
        Source.MRZ: mrz[2],
    }
    assert fields["height_cm"].texts[0].origin == raw.origins["height"]


def test_the_lines_of_the_mrz_may_have_names_and_any_order() -> None:
    named = {"mrz.upper": Origin(confidence=0.5), "mrz.middle": Origin(confidence=0.7)}
    raw = attrs.evolve(CLEAN, origins=named)
    assert text_of(raw, "document_number", Source.MRZ).origin == named["mrz.upper"]
    assert text_of(raw, "surname", Source.MRZ).origin is None
    box = ((0.0, 0.0), (9.5, 0.0), (9.5, 1.0), (0.0, 1.0))
    turned = attrs.evolve(
        CLEAN, mrz=("x", MIDDLE, UPPER, "y"), origins={"mrz.2": Origin(line=7, lines=(7,), box=box, page=1)}
    )
    report = examine_card(turned, today=TODAY, evidence=True)
    assert_consistent(report)
    assert text_of(turned, "document_number", Source.MRZ).origin == turned.origins["mrz.2"]
    assert Report.from_json(report.to_json()).ledger is not None


def test_every_picture_has_its_texts() -> None:
    first = {"id_number": "010203040", "birth_date": "១៥.០៣.១៩៩០"}
    second = first | {"id_number": "O10203040"}
    report = examine_all([first, second], today=TODAY, evidence=True)
    assert_consistent(report)
    texts = ledger_of(report).fields["document_number"].texts
    assert [(text.picture, text.text) for text in texts] == [(0, "010203040"), (1, "O10203040")]


def test_a_report_has_a_ledger_only_where_it_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = examine_card(CLEAN, today=TODAY, evidence=True)
    monkeypatch.delattr("khmerid.ledger.gathering.gather_ledger")  # nothing of it is done
    plain = examine_card(CLEAN, today=TODAY)
    assert plain.ledger is None
    assert "ledger" not in plain.to_dict()
    assert attrs.evolve(asked, ledger=None) == plain
    assert hash(asked) != hash(plain)


@given(st.integers(0, 10**6))
def test_a_ledger_is_in_no_repr_and_not_in_what_may_be_logged(seed: int) -> None:
    specimen = make_specimen(seed=seed)
    report = examine(
        damage(specimen.response(), seed=seed, severity=0.5), today=specimen.today, evidence=True
    )
    ledger = ledger_of(report)
    shown = json.dumps(report.redacted(), ensure_ascii=False) + repr(report) + repr(ledger)
    entries = list(ledger.fields.values())
    shown += repr(entries) + repr([entry.texts for entry in entries])
    texts = {text.text for entry in entries for text in entry.texts if len(text.text) > 4}
    assert "ledger" not in report.redacted()
    assert [text for text in texts if text in shown] == []


def test_what_was_left_out_stands_where_it_stood() -> None:
    two = LaidCharacter("1", "17", Edit.CHANGED)
    assert [one.read for one in with_all_of("\t1\u200b7 ", [two])] == ["\t", "1\u200b7", " "]
    blank = LaidCharacter(".", " ", Edit.CHANGED)
    assert [one.read for one in with_all_of("\u200b\t", [blank])] == ["\u200b", "\t"]


def test_the_day_of_a_row_and_a_mrz_alone_are_enough() -> None:
    report = examine_card(RawCard(mrz=CLEAN.mrz), today=dt.date(2024, 1, 1), evidence=True)
    assert_consistent(report)
    assert {text.side for entry in ledger_of(report).fields.values() for text in entry.texts} == {Source.MRZ}
