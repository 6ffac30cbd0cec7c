"""The review page as a text: one file, nothing from elsewhere, and nothing of a card that is markup."""

import base64
import hashlib
import json
import re
import tomllib
from html.parser import HTMLParser
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.reviewing import HOSTILE, card_row, error_row, hostile_rows, page_of, specimen_rows

from khmerid.explained import Language
from khmerid.resolve.resolved import Assurance
from khmerid.review.page import to_data
from khmerid.review.wording import wording

VOID = {"meta", "input", "br", "img"}


class Parsed(HTMLParser):
    """The elements of a page, and the text within scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, text: str) -> None:
        if self._open:
            self.texts.setdefault(self._open[-1], []).append(text)


def data_in(page: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="data-{name}">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_the_page_of_hostile_rows_has_the_elements_of_any_page() -> None:
    hostile, plain = (Parsed(page_of(rows)) for rows in (hostile_rows(), [card_row("conflict"), error_row()]))
    assert {tag for tag, _ in hostile.elements} == {tag for tag, _ in plain.elements}
    tags = [tag for tag, _ in hostile.elements]
    assert [tags.count(tag) for tag in ("script", "style", "img", "a")] == [4, 1, 0, 1]


def test_hostile_texts_come_back_as_they_were_but_cut() -> None:
    cards = data_in(page_of(hostile_rows()), "cards")
    values = [card["f"][1][0] for card in cards if "f" in card]
    assert values == [text if len(text) <= 300 else text[:300] + "…" for text in HOSTILE]
    assert [card["i"] for card in cards[::2]] == list(HOSTILE)


@given(st.text(st.characters(exclude_categories=())))
def test_data_has_nothing_that_html_reads_and_is_the_same_json(text: str) -> None:
    data = to_data(text)
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff]", data)
    assert json.loads(data) == text


def test_the_policy_allows_the_script_and_the_style_that_are_there_and_nothing_else() -> None:
    parsed = Parsed(page_of([card_row("conflict")]))
    policy = next(
        attributes["content"] or ""
        for tag, attributes in parsed.elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    script = parsed.texts["script"][-1]
    (style,) = parsed.texts["style"]
    digests = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii") for text in (script, style)
    ]
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{digests[0]}'; style-src 'sha256-{digests[1]}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert not [name for _, attributes in parsed.elements for name in attributes if name.startswith("on")]
    assert not [1 for _, attributes in parsed.elements if "style" in attributes]
    outside = [
        one for _, attributes in parsed.elements for key in ("src", "href") if (one := attributes.get(key))
    ]
    assert outside == ["#card"]


def test_the_script_makes_no_markup_of_texts_and_asks_no_network() -> None:
    script = resources.files("khmerid.review").joinpath("templates/review.js").read_text("utf-8")
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "fetch(",
        "XMLHttp",
    ):
        assert forbidden not in script


def test_every_word_is_there_in_both_languages_and_no_more() -> None:
    words = wording()
    assert set(words) == {str(language) for language in Language}
    english, khmer = words["en"], words["km"]
    assert {kind: list(found) for kind, found in english.items()} == {
        kind: list(found) for kind, found in khmer.items()
    }
    for key, text in english["page"].items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", khmer["page"][key])), key
        assert key == "side_mrz" or text != khmer["page"][key], key


def test_every_word_of_the_script_is_there_and_every_word_is_used() -> None:
    templates = resources.files("khmerid.review").joinpath("templates")
    used = "".join(templates.joinpath(name).read_text("utf-8") for name in ("review.js", "review.html"))
    texts = tomllib.loads(resources.files("khmerid.review").joinpath("texts.en.toml").read_text("utf-8"))[
        "page"
    ]
    asked = set(re.findall(r'\bt\("(\w+)"', used)) | set(re.findall(r'data-(?:t|label)="(\w+)"', used))
    assert asked - texts.keys() == set()
    made = r"^(is|state|order|side|about|outcome|part|sex|type)_|_form$"  # of codes that rows have
    unused = {
        key for key in texts if not re.search(made, key) and not re.search(rf'["`]{key}["`]|\b{key}:', used)
    }
    assert unused - {str(assurance) for assurance in Assurance} == set()


def with_address(value: object) -> dict[str, Any]:
    row = card_row("conflict")
    row["fields"]["address"]["value"] = value
    return row


@pytest.mark.parametrize("value", [float("nan"), {"text": 7}])
def test_a_value_that_json_or_a_report_has_not_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="row 1 is not a report as khmerid examine writes it"):
        page_of([with_address(value)])


@pytest.mark.parametrize("value", [[[[]]] * 2, {}, 10**400, True])
def test_another_value_is_data_like_any(value: object) -> None:
    assert data_in(page_of([with_address(value)]), "cards")[0]["i"] == "conflict"


def test_a_page_of_no_rows_is_a_page() -> None:
    page = page_of([])
    assert data_in(page, "cards") == []


def test_of_accepted_cards_there_is_no_ledger() -> None:
    rows = [*specimen_rows(4), error_row()]
    cards = data_in(page_of(rows), "cards")
    accepted = [card for card, row in zip(cards, rows, strict=True) if row.get("decision") == "accept"]
    assert accepted
    assert not [card for card in accepted if card.keys() & {"l", "n", "x"}]


def test_the_digest_of_a_page_is_that_of_its_rows_in_order() -> None:
    one, two = card_row("conflict"), error_row()
    digests = [data_in(page_of(rows), "about")["digest"] for rows in ([one, two], [two, one], [one, two])]
    assert digests[0] == digests[2] != digests[1]


@pytest.mark.parametrize("count", [300])
def test_an_accepted_card_takes_little_room(count: int) -> None:
    row = specimen_rows(1)[0]
    page, empty = page_of([row] * count), page_of([])
    assert (len(page) - len(empty)) / count < 1500
