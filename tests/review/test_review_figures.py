"""The figures: what is counted, and that nothing in them acts on the page that they stand in."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from support.reviewed import conflict, result, without_dates

from khmerid.calibration.plot import Bar, bars_of
from khmerid.explained import Language
from khmerid.review.figures import FIGURE_STYLE, Figure, FigureCounts, figure_texts

ERROR = {"id": 9, "error": {"code": "not_json", "message": "the row is not JSON"}}
ROWS = [result(1), conflict(2), without_dates(3), ERROR]


def figures_of(rows: Iterable[Mapping[str, Any]], language: Language = Language.ENGLISH) -> list[Figure]:
    counts = FigureCounts()
    for row in rows:
        counts.add(row)
    return counts.figures(figure_texts(language))


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    return {one.title: one for one in figures_of(ROWS)}


def table(figures: dict[str, Figure], title: str) -> list[dict[str, str]]:
    head, rows = figures[title].table
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_there_are_five_figures() -> None:
    titles = ["Decisions", "Reasons", "How sure each field is", "Risk and coverage", "Check digits"]
    assert [one.title for one in figures_of(ROWS)] == titles


def test_decisions_and_reasons_are_counted(figures: dict[str, Figure]) -> None:
    assert figures["Decisions"].table.rows == (
        ("accept", "1", "25.0%"), ("review", "2", "50.0%"), ("error", "1", "25.0%")
    )  # fmt: skip
    assert table(figures, "Reasons")[0] == {
        "Reason": "The date of birth is not proven.", "Cards": "2", "Share": "50.0%"
    }  # fmt: skip


def test_the_assurances_of_each_field_are_counted(figures: dict[str, Figure]) -> None:
    birth = next(row for row in table(figures, "How sure each field is") if row["Field"] == "Date of birth")
    assert (birth["confirmed"], birth["conflicting"], birth["read"], birth["absent"]) == ("1", "1", "1", "0")


def test_check_digits_are_counted_by_rule(figures: dict[str, Figure]) -> None:
    rows = table(figures, "Check digits")
    assert len(rows) == 4
    assert all(sum(int(row[key]) for key in row if key != "Rule") == 3 for row in rows)


def test_coverage_counts_the_cards_whose_critical_values_are_all_weighed(figures: dict[str, Figure]) -> None:
    rows = table(figures, "Risk and coverage")
    allowed, cards, share = rows[-1]
    assert [rows[-1][key] for key in (allowed, cards, share)] == ["1e+00", "2", "50.0%"]
    counts = [int(row[cards]) for row in rows]
    assert counts == sorted(counts)


def test_a_sure_value_that_was_not_weighed_has_no_risk_and_a_doubtful_one_is_not_decided() -> None:
    row = result(1)
    del row["fields"]["sex"]["risk"]
    one = figures_of([row])[3]
    assert one.table.rows[-1][1] == "1"
    row["fields"]["sex"]["assurance"] = "read"
    assert figures_of([row])[3].table.rows[-1][1] == "0"


@pytest.mark.parametrize("language", Language)
def test_every_figure_is_sound_svg_that_acts_on_nothing(language: Language) -> None:
    for figure in figures_of(ROWS, language):
        root = ET.fromstring(figure.svg)  # noqa: S314 - written here
        names = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert names <= {"svg", "title", "desc", "rect", "text", "line", "path", "polyline"}
        attributes = {name for element in root.iter() for name in element.attrib}
        assert not {name for name in attributes if name == "style" or name.startswith("on")}
        assert root.get("role") == "img"
        assert root[0].text == figure.title
        assert root[1].text
        assert len({len(row) for row in figure.table.rows} | {len(figure.table.head)}) == 1


def test_no_rows_are_no_error() -> None:
    assert [figure.table.rows for figure in figures_of([])[:3]] == [(), (), ()]
    assert figures_of([])[3].table.rows[0][2] == "–"


def test_a_code_of_another_version_is_shown_as_it_is() -> None:
    row = result(1)
    row["reasons"] = ["unheard_of"]
    row["checks"].append({"rule": "mrz.other_check_digit", "outcome": "agrees"})
    figures = figures_of([row])
    assert figures[1].table.rows[0][0] == "unheard_of"
    assert figures[4].table.rows[-1][0] == "mrz.other_check_digit"


def test_both_languages_have_the_same_words_and_khmer_is_khmer() -> None:
    english, khmer = (figure_texts(language) for language in Language)
    assert english.keys() == khmer.keys()
    assert all(re.search("[ក-៹]|MRZ", text) for text in khmer.values())


def test_one_count_gives_both_languages() -> None:
    counts = FigureCounts()
    for row in ROWS:
        counts.add(row)
    for language in Language:
        assert counts.figures(figure_texts(language)) == figures_of(ROWS, language)


def test_a_redacted_row_has_figures_too() -> None:
    row: dict[str, Any] = conflict(1)
    row["fields"] = {name: {"assurance": field["assurance"]} for name, field in row["fields"].items()}
    assert figures_of([row])[0].table.rows == (("review", "1", "100.0%"),)


def test_the_style_is_of_plots_alone() -> None:
    rules = re.findall(r"^ *([^@{}\n]+) \{", FIGURE_STYLE, re.MULTILINE)
    assert rules
    assert all(part.strip().startswith(".plot ") for rule in rules for part in rule.split(","))


def test_bars_by_themselves_bring_their_style() -> None:
    svg = bars_of("t < u", ["a", "b"], [Bar("one", [1.0, 0.0], "1"), Bar("none", [0.0, 0.0], "0")])
    assert "t &lt; u" in svg
    assert FIGURE_STYLE in svg
    assert "<desc>" not in svg
    assert bars_of("t", ["a"], []).count("<rect") == 1
