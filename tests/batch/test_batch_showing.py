"""Reports for people, and text made safe to show."""

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
import rich.console
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from khmerid.answering.mrz_rows import read_mrz
from khmerid.batch.showing import Overview, one_card, show_mrz
from khmerid.batch.visible import to_visible

FIELDS = (
    "document_number",
    "surname",
    "given_names",
    "date_of_birth",
    "sex",
    "date_of_expiry",
    "place_of_birth",
)


def card(name: str | int = "row 1", **values: Any) -> dict[str, Any]:
    fields: dict[str, dict[str, Any]] = {
        field: {"value": values.get(field), "assurance": "absent", "sources": [], "notes": []}
        for field in FIELDS
    }
    return {
        "id": name,
        "decision": "review",
        "reasons": ["expired", "image_blurred"],
        "fields": fields,
        "checks": [],
    }


def error(name: str = "row 1") -> dict[str, Any]:
    return {"id": name, "error": {"code": "AIS.0103", "message": "too small\x1b[2J"}}


def printed(parts: Iterator[Any], width: int = 80) -> str:
    console = rich.console.Console(file=io.StringIO(), width=width, markup=False)
    for part in parts:
        console.print(part)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_one_card_is_shown_in_full() -> None:
    row = card(7, surname="SOK", place_of_birth={"text": "ភ្នំពេញ", "province": {}})
    row["fields"]["surname"] |= {"assurance": "read", "sources": ["viz", "mrz"], "notes": ["truncated"]}
    row["checks"] = [{"rule": "a.b", "outcome": "agrees"}, {"rule": "c.d", "outcome": "conflicts"}]
    text = printed(one_card(row))
    for part in (
        "7: review",
        "expired: The card has expired.",
        "SOK",
        "read",
        "viz, mrz",
        "truncated",
        "ភ្នំពេញ",
        "c.d conflicts",
    ):
        assert part in text
    assert "1 agrees, 1 conflicts" in text


@pytest.mark.parametrize(
    ("name", "shown"),
    [("0123456789", "0123456789"), ("cards/0047.jpg", "…/0047.jpg"), ("证件照片一号", "…照片一号")],
)
def test_of_a_long_id_the_end_is_shown(name: str, shown: str) -> None:
    lines = printed(Overview(width=100).show(iter([card(name)])), 100).splitlines()
    assert lines[1].split(" ")[0] == shown


def test_both_candidates_stand_for_a_value_that_is_in_conflict() -> None:
    row = card()
    row["fields"]["sex"] |= {"assurance": "conflicting", "candidates": ["F", "M"]}
    assert "F or M" in printed(one_card(row))


def test_a_card_without_reasons_has_none_shown() -> None:
    assert "expired" not in printed(one_card(card() | {"reasons": []}))


def test_one_card_that_could_not_be_examined_shows_why() -> None:
    assert printed(one_card(error())) == "row 1 error AIS.0103: too small<U+001B>[2J\n"


def test_many_cards_fit_a_narrow_terminal_and_are_summed_up() -> None:
    rows = [card(surname="S" * 40), card() | {"decision": "accept", "reasons": []}, error()]
    text = printed(Overview().show(rows))
    assert max(map(len, text.splitlines())) <= 90
    assert "S" * 11 not in text
    assert "expired, image_blurred" in text
    assert "3 cards: 1 accept, 1 error, 1 review" in text


def test_cards_of_which_none_could_be_examined_have_no_table_of_values() -> None:
    text = printed(Overview().show([error(), error()]))
    assert "2 cards: 2 error" in text
    assert "confirmed" not in text


def test_markup_and_controls_in_a_value_do_nothing() -> None:
    text = printed(one_card(card(surname="[red]A\u202eB\x07")))
    assert "[red]A<U+202E>B<U+0007>" in text


@given(st.text())
def test_nothing_that_acts_on_a_terminal_is_left(text: str) -> None:
    assert not {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} & {
        unicodedata.category(c) for c in to_visible(text)
    }


@pytest.mark.parametrize("text", ["SOK", "សុខ សុភា", "១៥៨ ស.ម", "ព្រំ"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert to_visible(text) == text


def test_what_cannot_be_seen_is_named() -> None:
    assert to_visible("a\u200bb\u2066\x1b]8;;\ud800") == "a<U+200B>b<U+2066><U+001B>]8;;<U+D800>"


def conflict() -> dict[str, Any]:
    row = card("a" * 9, surname="S" * 30, date_of_expiry="2028-06-19", given_names="DARA")
    for name, candidates in {
        "document_number": ["120440981", "120440987"],
        "date_of_birth": ["1981-06-10", "1941-06-10"],
        "sex": ["F", "M"],
    }.items():
        row["fields"][name] |= {
            "assurance": "conflicting",
            "candidates": candidates,
            "notes": ["zones_conflict"],
        }
    return row | {"reasons": ["document_number_not_sure", "zones_conflict"]}


@pytest.mark.parametrize("width", [40, 80])
def test_a_conflict_among_many_cards_shows_both_candidates_whole(width: int) -> None:
    text = printed(Overview(width).show([conflict(), card(), conflict()]), width)
    assert max(map(cell_len, text.splitlines())) <= width
    words = " ".join(text.split())
    for candidates in (
        "120440981 or 120440987, conflicting",
        "1981-06-10 or 1941-06-10, conflicting",
        "F or M,",
    ):
        assert words.count(candidates) == 2
    assert words.count("document_number_not_sure, zones_conflict") == 2


@pytest.mark.parametrize("width", [40, 60, 80])
def test_nothing_of_one_card_is_cut(width: int) -> None:
    text = printed(one_card(conflict(), width), width)
    assert "…" not in text
    assert max(map(cell_len, text.splitlines())) <= width
    for word in (
        "120440981",
        "120440987",
        "1981-06-10",
        "1941-06-10",
        "document_number",
        "conflicting",
        "review",
    ):
        assert word in text
    assert text.replace("SOK", "").count("S") == 30  # which a table may set in two lines


def test_nothing_of_many_cards_is_cut_at_forty_columns() -> None:
    text = printed(Overview(40).show([conflict(), card(), error()]), 40)
    assert "…" not in text
    assert "S" * 30 in "".join(text.split())
    assert "3 cards: 1 error, 2 review" in text
    assert "sex: 1 conflicting, 1 absent" in text


def test_no_heading_of_the_summary_is_broken_at_eighty_columns() -> None:
    text = printed(Overview(80).show([conflict(), card()]), 80)
    assert re.search("field +confirmed +protected +read +doubtful +conflicting +absent", text)
    assert re.search("^ *document_number .* 1 .* 1 *$", text, re.MULTILINE)


@pytest.mark.parametrize(("width", "number"), [(40, "(1: 6-14): 010203040"), (80, "6-14       010203040")])
def test_an_mrz_is_shown_at_any_width(width: int, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    mrz = [
        "IDKHM0102030402<<<<<<<<<<<<<<<",
        "9003152F2912316KHM<<<<<<<<<<<4",
        "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<",
    ]
    output = io.StringIO()
    show_mrz(iter([read_mrz(mrz, None, strict=False)]), output)
    text = output.getvalue()
    assert number in text
    assert all(line in text for line in mrz)
    assert " ".join(text.split()).count(" 1 in ") == 5
    assert "…" not in text
