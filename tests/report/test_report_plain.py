"""What JSON says of our values, and the values read back from it."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cards import CLEAN, changed, report
from support.paths import DATA
from test_report_schema import faults
from write_excerpts import excerpt

from khmerid.examination import examine
from khmerid.fields.places import Place, read_address, read_place
from khmerid.gazetteer.other_names import UnitChange
from khmerid.gazetteer.units import gazetteer, unit_type_of
from khmerid.notes import Code, Finding, Note
from khmerid.report.plain import from_plain, to_plain
from khmerid.report.report import FIELDS, Report
from khmerid.resolve.resolved import Resolved
from khmerid.testing import damage, make_specimen

CARDS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((DATA / "cards").glob("*.json"))}


def two_places(probability: float) -> float:
    return float(f"{probability:.2g}")


def carried(whole: Report) -> Report:
    """Return a report without the four things that JSON does not carry."""

    def carried_value(value: object) -> object:
        return attrs.evolve(value, candidates=()) if isinstance(value, Place) else value

    def carried_field(field: Resolved[Any]) -> Resolved[Any]:
        return attrs.evolve(
            field,
            value=carried_value(field.value),
            candidates=tuple(map(carried_value, field.candidates)),
            notes=tuple(dict.fromkeys(Note(note.code) for note in field.notes)),
            probabilities=tuple(map(two_places, field.probabilities)),
            risk=None if field.risk is None else two_places(field.risk),
        )

    findings = tuple(Finding(found.where, Note(found.note.code)) for found in whole.findings)
    fields: dict[str, Any] = {name: carried_field(getattr(whole, name)) for name in FIELDS}
    return attrs.evolve(whole, findings=findings, **fields)


def assert_comes_back(written: Report) -> None:
    plain = written.to_dict()
    assert faults(plain) == []
    row = {"id": 7, **json.loads(json.dumps(plain))}
    assert Report.from_dict(row) == carried(written)
    assert Report.from_dict(row).to_dict() == plain


def test_the_report_of_a_clean_card_comes_back_from_json_as_it_was() -> None:
    assert_comes_back(report(CLEAN))


def test_candidates_and_their_probabilities_come_back() -> None:
    found = report(changed(document_number="010203041", date_of_birth="១៥.០៣.១៩៩"))
    assert found.document_number.candidates
    assert found.document_number.probabilities
    assert found.date_of_birth.risk
    assert_comes_back(found)


@given(
    st.integers(0, 10**6), st.sampled_from(["response", "lines"]), st.sampled_from([0, 0.1, 0.2, 0.5, 1, 2])
)
def test_the_report_of_every_specimen_comes_back_however_damaged(
    seed: int, shape: str, severity: float
) -> None:
    specimen = make_specimen(seed=seed)
    response = damage(getattr(specimen, shape)(), seed=seed, severity=severity)
    assert_comes_back(examine(response, today=specimen.today))


@pytest.mark.parametrize("name", CARDS)
def test_the_report_of_every_stored_card_comes_back(name: str) -> None:
    card = CARDS[name]
    assert_comes_back(examine(card["response"], today=dt.date.fromisoformat(card["today"])))
    assert Report.from_dict(card["report"]).to_dict() == card["report"]


@pytest.mark.no_cover  # whole corpora take three times as long under the tracer; others cover the lines
def test_the_report_of_every_row_of_the_corpus_comes_back() -> None:
    for card in excerpt("fields.jsonl"):
        assert_comes_back(examine(card.response, today=card.today))


def test_the_values_of_a_specimen_come_back() -> None:
    values = make_specimen(seed=1).values
    assert from_plain(values.to_dict(), type(values)) == values


@pytest.mark.parametrize("wrong", [None, "", 7, [], {}, {"id": 1, "error": {"code": "not_json"}}])
def test_what_is_no_report_is_refused_without_quoting_it(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"^not the JSON of a report$"):
        Report.from_dict(wrong)


def places_in(plain: object, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the way to every part of plain data."""
    parts: Any = (
        plain.items() if isinstance(plain, Mapping) else enumerate(plain if isinstance(plain, list) else ())
    )
    return [place, *(found for key, part in parts for found in places_in(part, (*place, key)))]


@given(
    st.sampled_from([way for way in places_in(CARDS["noisy"]["report"]) if way]),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just([]) | st.just({}),
)
def test_a_report_with_any_other_part_is_read_or_refused(way: tuple[str | int, ...], part: object) -> None:
    plain = json.loads(json.dumps(CARDS["noisy"]["report"]))
    inner = plain
    for key in way[:-1]:
        inner = inner[key]
    inner[way[-1]] = part
    try:
        read = Report.from_dict(plain)
    except ValueError:
        return
    assert Report.from_dict(read.to_dict()) == read


@pytest.mark.parametrize("text", ["2019-02-29", "20190504", "2019-W01-1", "2019-05-04T00:00", "២០១៩-០៥-០៤"])
def test_a_day_has_one_form(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not the JSON of a date$"):
        from_plain(text, dt.date)


def test_a_place_in_plain_data_has_the_system_of_its_codes_and_the_change_since() -> None:
    place = read_place("ឃុំមេមត់ ស្រុកមេមត់ កំពង់ចាម").value
    assert json.loads(json.dumps(to_plain(place))) == {
        "text": "ឃុំមេមត់ ស្រុកមេមត់ កំពង់ចាម",
        "village": None,
        "commune": {"code": "250308", "name_khmer": "មេមត់", "name_latin": "Memut"},
        "district": {"code": "2503", "name_khmer": "មេមត់", "name_latin": "Memut"},
        "province": {"code": "25", "name_khmer": "ត្បូងឃ្មុំ", "name_latin": "Tboung Khmum"},
        "former": {"level": "province", "name_khmer": "កំពង់ចាម", "until": "2013-12-31"},
        "codes_system": "mef",
    }
    assert from_plain(to_plain(place), Place) == place


def test_a_change_without_a_known_day_has_none_in_plain_data() -> None:
    place = read_place("ឃុំពង្រ ស្រុកបារាយណ៍ កំពង់ធំ").value
    assert to_plain(place)["former"] == {"level": "district", "name_khmer": "បារាយណ៍", "until": None}
    assert from_plain(to_plain(place), Place) == place


def test_a_change_that_the_table_does_not_have_comes_back_without_the_units_of_today() -> None:
    change = UnitChange("commune", "ភូមិ", dt.date(1999, 1, 1), today=())
    assert from_plain(to_plain(change), UnitChange) == change


def test_an_address_in_plain_data_has_its_parts() -> None:
    plain = to_plain(read_address("ផ្ទះ៣៣ ផ្លូវ៣៥៥ ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ").value)
    assert list(plain)[:5] == ["text", "house", "street", "group", "village"]
    assert (plain["house"], plain["street"], plain["group"], plain["village"]) == ("33", "355", None, None)


def test_every_unit_comes_back() -> None:
    units = {
        unit
        for path in gazetteer().values()
        for unit in (path.province, path.district, path.commune, *path.villages)
        if unit
    }
    assert [unit for unit in units if from_plain(to_plain(unit), type(unit)) != unit] == []
    assert {unit.unit_type for unit in units} == {unit_type_of(unit.code) for unit in units}


def test_every_finding_comes_back() -> None:
    findings = [Finding("sex", Note(code)) for code in Code]
    assert [from_plain(to_plain(found), Finding) for found in findings] == findings
