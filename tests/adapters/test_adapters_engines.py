"""Every engine's response of the one specimen card, held against the service that returns fields."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.paths import specimen

from khmerid.adapters import adapt, to_lines
from khmerid.adapters.dispatch import ENGINES
from khmerid.errors import UnexpectedResponseError
from khmerid.raw_card import TEXT_FIELDS

WRAPPED = {
    "alibaba_general.json": "Alibaba general",
    "azure_document_intelligence.json": "Azure Document Intelligence",
    "azure_image_analysis.json": "Azure Image Analysis",
    "doctr_export.json": "docTR",
    "easyocr_dict.json": "EasyOCR",
    "easyocr_standard.json": "EasyOCR",
    "google_documentai.json": "Google Document AI",
    "google_vision_rest.json": "Google Vision",
    "huawei_general_text.json": "Huawei general text",
    "kiri_ocr.json": "kiri-ocr",
    "netra_ocr.json": "netra-ocr",
    "paddleocr_2x_ocr.json": "PaddleOCR",
    "paddleocr_3x_json.json": "PaddleOCR",
    "rapidocr_1x.json": "EasyOCR",  # its inner list is the same
    "rapidocr_3x_json.json": "RapidOCR",
    "surya_017.json": "Surya",
    "surya_022.json": "Surya",
    "tencent_general.json": "Tencent general",
    "tesseract_clean.tsv": "Tesseract",
    "textract_detect.json": "AWS Textract",
}


def parsed(name: str) -> Any:
    text = specimen(f"lines/{name}").decode()
    return json.loads(text) if name.endswith(".json") else text


@pytest.mark.parametrize("name", WRAPPED)
def test_every_engine_gives_the_card_that_the_api_gives(name: str) -> None:
    expected = adapt(specimen("response_200_default.json"))
    card = adapt(specimen(f"lines/{name}"))
    assert {field: getattr(card, field) for field in TEXT_FIELDS} == {
        field: getattr(expected, field) for field in TEXT_FIELDS
    }
    assert card.mrz == expected.mrz


@pytest.mark.parametrize("name", WRAPPED)
def test_every_engine_is_told_from_all_the_others(name: str) -> None:
    response = parsed(name)
    assert [engine.name for engine in ENGINES if engine.recognises(response)] == [WRAPPED[name]]


@pytest.mark.parametrize("name", WRAPPED)
def test_every_field_says_which_line_it_came_from(name: str) -> None:
    response = specimen(f"lines/{name}")
    lines, card = to_lines(response), adapt(response)
    for field, origin in card.origins.items():
        text = card.mrz[int(field[4:])] if field.startswith("mrz.") else getattr(card, field)
        assert origin.line is not None
        line = lines[origin.line]
        assert (origin.box, origin.confidence) == (line.box, line.confidence)
        assert text.startswith(line.text[-6:]) or text[:4] in line.text


@pytest.mark.parametrize("name", WRAPPED)
def test_confidences_run_from_nought_to_one(name: str) -> None:
    origins = adapt(specimen(f"lines/{name}")).origins
    confidences = {field: origin.confidence for field, origin in origins.items()}
    if name not in {"netra_ocr.json", "surya_022.json"}:  # these two send none
        assert confidences["date_of_birth"] == pytest.approx(0.8548, abs=0.01)
    assert all(0 <= confidence <= 1 for confidence in confidences.values() if confidence is not None)


@pytest.mark.parametrize("name", WRAPPED)
def test_an_engine_whose_texts_are_no_texts_is_refused_without_a_quotation(name: str) -> None:
    response = _with_numbers_for_texts(parsed(name)) if name.endswith(".json") else 7
    with pytest.raises(UnexpectedResponseError) as raised:
        adapt(response)
    assert "4711" not in str(raised.value)


def _with_numbers_for_texts(value: Any) -> Any:
    """Replace every text by a number, except where the shape is told by it."""
    if isinstance(value, dict):
        return {key: one if key in _TELLING else _with_numbers_for_texts(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_numbers_for_texts(one) for one in value]
    return 4711 if isinstance(value, str) else value


_TELLING = {"BlockType", "stringIndexType"}


def test_the_degraded_picture_leaves_its_faults_to_the_readers() -> None:
    card = adapt(specimen("lines/tesseract_degraded.tsv"))
    assert card.date_of_birth == "09.09.8000"
    assert card.sex == "ប្រុស"
    assert card.date_of_expiry == "៣១.0១.២០៣០"
    assert card.mrz[1].startswith("9001018")


def test_an_engine_without_khmer_gives_what_it_could_read() -> None:
    card = adapt(specimen("lines/rapidocr_3x_real.json"))
    assert (card.document_number, card.name_latin) == ("012345678", "SOK KUMRU")
    assert (card.date_of_birth, card.date_of_issue, card.date_of_expiry) == (
        "09.09.b000",
        "09.0b.bobo",
        "m9.09.bomo",
    )
    assert len(card.mrz) == 3
    assert (card.name_khmer, card.place_of_birth, card.address) == (None, None, None)


def test_an_unknown_shape_is_refused_with_a_list_of_what_is_known() -> None:
    with pytest.raises(
        UnexpectedResponseError,
        match="unknown response shape: dict with the key 1 not shown; expected one of: H",
    ) as raised:
        adapt({"SOK KUMRU": 1})
    assert "SOK KUMRU" not in str(raised.value)
    assert all(engine.name in str(raised.value) for engine in ENGINES)


@pytest.mark.parametrize(
    ("response", "shape"),
    [
        ({"weather": {"sky": "SOK"}, "RequestId": "KUMRU"}, "dict with the keys weather, RequestId;"),
        ('{"weather": "SOK"}', "dict with the key weather;"),
        ([{"weather": "SOK"}], "list of dict with the key weather;"),
        (({"weather": "SOK"},), "tuple of dict with the key weather;"),
        ({"SOK": 1, "010203040": 2, 3: 4, "sky": 5}, "dict with the keys sky, 3 not shown;"),
        ({"កុម្រ": 1, "a" * 41: 2}, "dict with the keys 2 not shown;"),
        (
            {f"key{letter}": 1 for letter in "abcdefghijklm"},
            "dict with the keys keya, keyb, keyc, keyd, keye, keyf, keyg, keyh, keyi, keyj, keyk, keyl, 1",
        ),
        ({}, "dict;"),
        ([7], "list of int;"),
        (None, "NoneType;"),
        (7, "int;"),
    ],
)
def test_the_keys_of_an_unknown_shape_are_named_and_never_a_value(response: object, shape: str) -> None:
    with pytest.raises(UnexpectedResponseError) as raised:
        adapt(response)
    assert str(raised.value).startswith(f"unknown response shape: {shape}")
    assert not any(text in str(raised.value) for text in ("SOK", "KUMRU", "010203040", "កុម្រ"))


@pytest.mark.parametrize("take", [adapt, to_lines])
@pytest.mark.parametrize("row", [{"id": 1, "response": {}, "today": "2019-05-04"}, {"response": None}])
def test_a_row_of_the_command_is_refused_as_what_it_is(take: Callable[[object], object], row: object) -> None:
    for response in (row, json.dumps(row), json.dumps(row).encode()):
        with pytest.raises(UnexpectedResponseError, match=r'a row of the command.* under "response"'):
            take(response)


PATHS = [
    "card.json",
    "my responses.jsonl",
    "IMG_0017.JPG",
    "out/card-17.tsv",
    "/tmp/responses",  # noqa: S108 - never opened
    "~/responses",
    "./responses",
    "../responses",
    "C:\\scans\\17",
    "\\\\server\\scans",
    "file:///scans/17",
    "https://example.org/17",
    "កាត.png",
]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_is_no_text_of_a_card(path: str) -> None:
    for response in (path, path.encode(), Path(path), [Path(path)]):
        with pytest.raises(UnexpectedResponseError, match=r"^this is where a file is, not a response"):
            adapt(response)


@pytest.mark.parametrize(
    "text",
    [
        "15/03/1990",
        "១៥.០៣.១៩៩០",
        "SOK.DARA",
        "SOK SOPHEA",
        "/",
        "./",
        "158 c.m",
        "card.json\nSOK",
        "A" * 5000,
        "\0",
    ],
)
def test_what_is_no_path_is_text_of_a_card(text: str) -> None:
    assert [line.text for line in to_lines(text)] == text.splitlines()


def test_what_is_not_a_list_where_one_belongs_is_refused_by_its_key() -> None:
    with pytest.raises(UnexpectedResponseError, match="words_block_list: a list was expected, got str"):
        to_lines({"result": {"words_block_list": "SOK"}})
