"""The flat columns of a row: each field, and what is asked of it."""

import datetime as dt
from typing import Any

from khmerid import examine
from khmerid.answering.examining import Terms, examine_row
from khmerid.answering.flat_columns import FLAT_COLUMNS, NAMES, ColumnKind, flat_values
from khmerid.answering.input_row import InputRow
from khmerid.report.report import FIELDS
from khmerid.testing import make_specimen

TODAY = dt.date(2026, 11, 22)


def flat(row: Any) -> dict[str, Any]:
    return dict(zip(NAMES, flat_values(row), strict=True))


def test_every_field_has_its_value_its_assurance_and_its_risk_in_the_order_of_the_report() -> None:
    assert NAMES[:2] == ("decision", "reasons")
    wanted = [name for field in FIELDS for name in (field, f"{field}_assurance", f"{field}_risk")]
    assert [name for name in NAMES if name in wanted] == wanted
    assert len(set(NAMES)) == len(NAMES)


def test_places_have_codes_besides_and_an_address_what_stands_before_the_village() -> None:
    codes = [f"{level}_code" for level in ("province", "district", "commune", "village")]
    besides = [name for name in NAMES if name.startswith("address_")][2:]
    assert besides == [f"address_{name}" for name in (*codes, "house", "street", "group")]
    besides = [name for name in NAMES if name.startswith("place_of_birth_")][2:]
    assert besides == [f"place_of_birth_{name}" for name in codes]


def test_the_kind_of_a_column_is_that_of_its_value() -> None:
    kinds = {column.name: column.kind for column in FLAT_COLUMNS}
    assert [name for name, kind in kinds.items() if kind is ColumnKind.DAY] == [
        "date_of_birth",
        "date_of_issue",
        "date_of_expiry",
    ]
    assert [name for name, kind in kinds.items() if kind is ColumnKind.WHOLE] == ["height_cm"]
    assert [name for name, kind in kinds.items() if kind is ColumnKind.TEXTS] == ["reasons"]
    assert {name for name, kind in kinds.items() if kind is ColumnKind.NUMBER} == {
        f"{field}_risk" for field in FIELDS
    }


def test_every_column_says_what_is_in_it_in_one_sentence() -> None:
    assert [column.name for column in FLAT_COLUMNS if not column.description.endswith(".")] == []


def test_the_columns_of_a_report_are_what_its_json_has() -> None:
    specimen = make_specimen(seed=3)
    report = examine(specimen.response(), today=specimen.today).to_dict()
    found, fields = flat(report), report["fields"]
    for field in FIELDS:
        value = fields[field]["value"]  # type: ignore[literal-required]  # each of them
        assert found[field] == (value["text"] if isinstance(value, dict) else value)
        assert found[f"{field}_assurance"] == fields[field]["assurance"]  # type: ignore[literal-required]
        assert found[f"{field}_risk"] == fields[field].get("risk")  # type: ignore[literal-required]
    address = fields["address"]["value"]
    assert address
    assert address["commune"]
    assert found["address_commune_code"] == address["commune"]["code"]
    assert found["address_house"] == address["house"]
    assert (found["decision"], found["reasons"]) == (report["decision"], report["reasons"])


def test_an_error_row_has_nothing_in_any_column() -> None:
    row = examine_row(InputRow(1, b"{"), Terms(today=TODAY))
    assert set(flat_values(row)) == {None}


def test_a_redacted_row_has_assurances_and_no_value() -> None:
    terms = Terms(today=TODAY, redacted=True)
    found = flat(examine_row(InputRow(1, b'{"id_number": "010203040", "sex": "M"}'), terms))
    assert found["document_number"] is None
    assert found["document_number_assurance"] == "read"
    assert found["decision"] == "review"
