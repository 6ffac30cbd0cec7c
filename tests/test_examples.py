"""The examples, on the specimens: all of each but the call of the engine, which may not be installed."""

import ast
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from support.examples import EXAMPLES, loaded
from support.paths import SPECIMENS, specimen

TODAY = dt.date(2026, 11, 22)

RESPONSES = {
    "with_azure.py": "lines/azure_document_intelligence.json",
    "with_doctr.py": "lines/doctr_export.json",
    "with_easyocr.py": "lines/easyocr_standard.json",
    "with_google_document_ai.py": "lines/google_documentai.json",
    "with_google_vision.py": "lines/google_vision_rest.json",
    "with_huawei.py": "response_200_full.json",
    "with_paddleocr.py": "lines/paddleocr_3x_json.json",
    "with_rapidocr.py": "lines/rapidocr_3x_json.json",
    "with_surya.py": "lines/surya_017.json",
    "with_tesseract.py": "lines/tesseract_clean.tsv",
    "with_textract.py": "lines/textract_detect.json",
}
#: Those over tables, which tests/arrow/test_arrow_engines.py executes.
OVER_TABLES = {f"with_{name}.py" for name in ("dask", "duckdb", "pandas", "polars", "pyspark", "ray")}


def printed(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def values(report: dict[str, Any]) -> dict[str, Any]:
    return {name: field["value"] for name, field in report["fields"].items()}


def test_every_example_is_executed_here() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == {
        *(*RESPONSES, *OVER_TABLES),
        *("with_any_lines.py", "demo.py"),
    }


@pytest.mark.parametrize("name", RESPONSES)
def test_an_example_prints_the_report_on_the_specimen(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    loaded(name).main(specimen(RESPONSES[name]), TODAY)
    report = printed(capsys)
    found = values(report)
    assert (found["document_number"], found["surname"], found["given_names"]) == ("012345678", "SOK", "KUMRU")
    assert (found["date_of_birth"], found["sex"], found["height_cm"]) == ("2000-01-01", "M", 170)
    assert (found["date_of_issue"], found["date_of_expiry"]) == ("2020-02-01", "2030-01-31")
    assert {report["fields"][name]["assurance"] for name in ("document_number", "date_of_birth", "sex")} == {
        "confirmed"
    }


@pytest.mark.parametrize("name", [*RESPONSES, "with_any_lines.py"])
def test_an_example_imports_its_engine_only_for_the_call(name: str) -> None:
    tree = ast.parse((EXAMPLES / name).read_text(encoding="utf-8"))
    at_the_top = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    assert at_the_top - {"khmerid"} <= set(sys.stdlib_module_names)


def test_the_example_for_any_lines_reads_a_text_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "card.txt"
    file.write_text("012345678\nSOK KUMRU\nIDKHM0123456784<<<<<<<<<<<<<<<\n", encoding="utf-8")
    module = loaded("with_any_lines.py")
    module.main(module.recognise(file), TODAY)
    assert values(printed(capsys))["document_number"] == "012345678"


@pytest.mark.system
def test_the_example_for_tesseract_goes_from_picture_to_report(capsys: pytest.CaptureFixture[str]) -> None:
    module = loaded("with_tesseract.py")
    module.main(module.recognise(SPECIMENS / "lines" / "card_clean.png"), TODAY)
    assert values(printed(capsys))["date_of_birth"] == "2000-01-01"
