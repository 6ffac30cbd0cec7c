"""The page of figures: whatever is in a row, it is shown as text, and nothing is fetched."""

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khmerid import Profile
from khmerid.calibration.figures import AFTER, BEFORE, JUDGED, Figures, Sure, confusions_of
from khmerid.calibration.page import page_of, tables_in
from khmerid.calibration.plot import Axis, Series, svg_of, write_plot
from khmerid.explained import Language
from khmerid.misreading import SHIPPED
from khmerid.misreading.conditions import CONDITIONS

NAMESPACE = "http://www.w3.org/2000/svg"  # the name of a vocabulary: nothing is fetched from it
VOID = {"meta", "br", "img", "input", "link", "hr"}
MISREAD = {
    "khmer": {".": {".": 500.0, " ": 400.0, "": 300.0, "\u00a0": 50.0}, "": {"<": 200.0}},
    "latin": {"4": {"4": 500.0, "&": 100.0, "\u202e": 90.0, "\x1b": 80.0}},
}


def figures(**other: Any) -> Figures:
    profile = Profile(
        name="gate",
        cards=300,
        characters=MISREAD,
        on_cards={"sex differs": (3, 290), "date_of_birth differs": (0, 0)},
    )
    kept: dict[str, Any] = {
        "profile": profile,
        "rows": 310,
        "unreadable": 10,
        "labelled": 0,
        "accepted": {BEFORE: 240, AFTER: 261},
        "sure": {field: {BEFORE: Sure(200, 1e-3), AFTER: Sure(250, 2e-3, 40, 1)} for field in JUDGED},
        "coverage": {BEFORE: [(1e-9, 0.5), (0.1, 1.0)], AFTER: []},
        "confusions": confusions_of(profile),
        "conditions": [(one.often, one.often) for one in CONDITIONS],
        "worth": [],
    }
    return Figures(**(kept | other))


class Balanced(HTMLParser):
    """Reads a page, holds each end against its beginning, and keeps what it met."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.met: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.cells: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attributes)
        if tag not in VOID:
            self.open.append(tag)
        if tag in {"td", "th"}:
            self.cells.append("")

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.met.append(tag)
        self.attributes += attributes

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, text: str) -> None:
        if self.open and self.open[-1] in {"td", "th"}:
            self.cells[-1] += text


def read(page: str) -> Balanced:
    found = Balanced(page)
    assert found.open == []
    return found


HOSTILE = [
    "</td><script>alert(1)</script>",
    '"><img src=https://example.com onerror=alert(1)>',
    "<!--",
    "</style><b>",
    "&lt;",
    "\u202e\u2066\u200b\x1b[31m\x00",
    "\ud800",
    "x" * 10_000,
    "ស្រី",
    17,
]


def test_an_id_of_a_row_is_shown_as_text_whatever_is_in_it() -> None:
    page = page_of(figures(worth=HOSTILE))
    found = read(page)
    assert "script" not in found.met
    assert "img" not in found.met
    assert found.cells[-1] == "17"
    assert [cell for cell in found.cells if cell in HOSTILE] == [
        one for one in HOSTILE[:5] + HOSTILE[7:9] if isinstance(one, str)
    ]
    assert not set("\u202e\u2066\u200b\x1b\x00\ud800") & set(page)
    assert "\\u202e\\u2066\\u200b\\u001b[31m\\u0000" in found.cells
    page.encode()


@given(st.text(max_size=40))
@settings(max_examples=50)
def test_any_id_adds_one_row_and_no_element(name: str) -> None:
    plain, found = (read(page_of(figures(worth=["x", one]))) for one in ("y", name))
    assert found.met == plain.met
    assert found.attributes == plain.attributes


def test_nothing_is_fetched_and_nothing_runs() -> None:
    page = page_of(figures(worth=["17"]))
    found = read(page)
    names = {name for name, _ in found.attributes}
    assert not {"src", "href", "xlink:href", "action", "style", "srcset", "data"} & names
    assert not [name for name in names if name.startswith("on")]
    assert not {"script", "link", "img", "iframe", "object", "base", "form", "a"} & set(found.met)
    assert re.findall(r"(?i)https?:|//\w|@import|url\(", page.replace(NAMESPACE, "")) == []
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in found.attributes
    assert ("http-equiv", "Content-Security-Policy") in found.attributes
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_the_page_is_well_formed_and_has_each_table() -> None:
    page = page_of(figures(worth=["a", 2]))
    found = read(page)
    assert page.startswith("<!DOCTYPE html>")
    assert found.met.count("table") == 7
    assert found.met.count("svg") == found.met.count("h1") == 1
    rows = found.met.count("tr")
    assert found.met.count("table") < rows
    assert "240 of 300 (80.0%)" in found.cells
    assert "87.0%" in "".join(found.cells)
    assert read(page_of(figures())).met.count("table") == 6  # nothing is left to label
    ET.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])  # noqa: S314 - our own


def cells(told: Figures, caption: str) -> list[list[str]]:
    return next(rows for name, _, rows in tables_in(told) if name.startswith(caption))


def test_what_cannot_be_seen_is_named() -> None:
    told = {(row[0], row[2], row[3]): row[1] for row in cells(figures(), "Misread")}
    assert told[".", "printed Khmer", "400"] == "a blank"
    assert told[".", "printed Khmer", "50"] == "a blank"
    assert told[".", "printed Khmer", "300"] == "nothing"
    assert told["nothing", "printed Khmer", "200"] == "<"
    found = read(page_of(figures()))
    assert "" not in [cell.strip() for cell in found.cells[3:]]  # beside the head of the first table
    assert {"&", "<", "\\u202e", "\\u001b"} <= set(found.cells)


def test_rows_of_a_table_are_as_long_as_its_head() -> None:
    for told in (figures(), figures(labelled=50)):
        for _, head, rows in tables_in(told):
            assert rows
            assert {len(row) for row in rows} == {len(head)}


def test_without_labels_nothing_is_said_of_what_is_wrong() -> None:
    without, with_labels = (cells(figures(labelled=count), "Sure")[0] for count in (0, 50))
    assert without == ["document number", "200", "250", "0.002", "–", "–", "–"]
    assert with_labels[4:6] == ["40", "1"]
    assert 0.025 < float(with_labels[6]) < 0.2


def test_where_print_and_mrz_are_not_both_there_nothing_is_said() -> None:
    told = {row[0]: row[1:] for row in cells(figures(), "Print")}
    assert told["date of birth"] == ["0", "0", "–"]
    assert told["sex"][:2] == ["290", "3"]
    assert 0 < float(told["sex"][2]) < 0.001


def test_a_name_of_a_profile_cannot_be_hostile() -> None:
    for name in HOSTILE[:4]:
        with pytest.raises(ValueError, match="letters, numerals"):
            attrs.evolve(figures().profile, name=str(name))


AXES = (
    Axis("a < b", 1e-6, 1.0, [1e-6, 1e-3, 1.0], is_log=True),
    Axis("share", 0.0, 1.0, [0.0, 0.5, 1.0]),
)


def elements(svg: str, name: str) -> list[ET.Element]:
    return ET.fromstring(svg).findall(f".//{{{NAMESPACE}}}{name}")  # noqa: S314 - our own


def test_a_plot_has_a_line_for_each_series_and_its_name_as_text() -> None:
    svg = svg_of("t < u", AXES, [Series("<b>", [(1e-6, 0.0), (1.0, 1.0)]), Series("two", [])])
    assert [len((line.get("points") or "").split()) for line in elements(svg, "polyline")] == [2, 0]
    texts = [one.text for one in elements(svg, "text")]
    assert {"<b>", "two", "a < b", "share", "10⁻⁶", "10⁻³", "1", "0.5"} <= set(texts)
    assert [one.text for one in elements(svg, "title")] == ["t < u"]


def test_what_lies_beyond_the_ends_of_an_axis_is_drawn_at_its_ends() -> None:
    outside = svg_of("t", AXES, [Series("s", [(1e-9, -1.0), (5.0, 2.0)])])
    inside = svg_of("t", AXES, [Series("s", [(1e-6, 0.0), (1.0, 1.0)])])
    assert outside == inside


def test_points_with_ranges_and_multiples_go_into_a_file(tmp_path: Path) -> None:
    series = [Series("s", [(1e-3, 0.4), (1e-1, 0.5)], ranges=[(0.3, 0.5), (0.4, 0.9)])]
    file = tmp_path / "plot.svg"
    write_plot(file, "t", AXES, series, multiples=[1.0, 3.0])
    svg = file.read_text("utf-8")
    assert svg == svg_of("t", AXES, series, multiples=[1.0, 3.0])
    assert len(elements(svg, "circle")) == 2
    assert len([one for one in elements(svg, "line") if one.get("class") == "multiple"]) == 2
    low, high = (float(one.get(name, "")) for one in elements(svg, "line")[-1:] for name in ("y1", "y2"))
    assert low > high  # upwards, the numbers of pixels fall


def test_the_shipped_conditions_are_those_of_the_page() -> None:
    told = cells(figures(), "Pictures")
    assert [row[1:] for row in told] == [[f"{share:.1%}"] * 2 for share in SHIPPED.conditions]
    assert len({row[0] for row in told}) == len(CONDITIONS)


def test_the_page_in_khmer_has_no_english_beside_what_is_counted() -> None:
    page = page_of(figures(worth=["17"], labelled=50), Language.KHMER)
    assert '<html lang="km">' in page
    assert "<h1>ទម្រង់ការអាន gate</h1>" in page
    text = " ".join(re.sub(r"(?s)<style>.*?</style>|<[^>]*>", " ", page).split())
    words = set(re.findall("[A-Za-z]{2,}", text)) - {"MRZ", "gate", "sha", "nbsp", "lt", "amp"}
    assert {word for word in words if not re.fullmatch("[0-9a-f]+", word)} == set()
    assert read(page).met == read(page_of(figures(worth=["17"], labelled=50))).met
