"""The forms in which engines and their clients return the same lines, and what is refused."""

import json
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import specimen

from khmerid.adapters import adapt, to_lines
from khmerid.adapters.response import box_of_size, items_of, to_box, to_confidence
from khmerid.errors import UnexpectedResponseError
from khmerid.raw_card import Box, Line

CORNERS = [[331, 150], [486, 150], [486, 170], [331, 170]]
BOX: Box = ((331.0, 150.0), (486.0, 150.0), (486.0, 170.0), (331.0, 170.0))
NAME = Line("SOK KUMRU", 0.9193, BOX)
BARE = Line("SOK KUMRU")


class Array:
    """What NumPy's arrays and scalars have in common with it here."""

    def __init__(self, content: Any) -> None:
        self.content = content

    def tolist(self) -> Any:
        return self.content

    def __float__(self) -> float:
        return float(self.content)


@attrs.frozen
class RapidOcrOutput:
    boxes: Any
    txts: Any
    scores: Any


class WithToDict:
    def to_dict(self) -> Any:
        return {
            "result": {
                "words_block_list": [{"words": "SOK KUMRU", "confidence": 0.9193, "location": CORNERS}]
            }
        }


class WithJson:
    def to_json_string(self) -> str:
        return json.dumps({"TextDetections": [{"DetectedText": "SOK KUMRU"}]})


class OcrResult:
    def model_dump(self) -> Any:
        return {"text_lines": [{"text": "SOK KUMRU"}]}


class Chain:
    def to_dict(self) -> Any:
        return self


SHAPES: dict[str, tuple[Any, list[Line]]] = {
    "texts": (["SOK KUMRU"], [BARE]),
    "one text": ("SOK KUMRU\n\n", [BARE, Line("")]),
    "one text as JSON": (b'{"lines": ["SOK KUMRU"]}', [BARE]),
    "one text in bytes": (b"SOK KUMRU", [BARE]),
    "lines": ([NAME], [NAME]),
    "neutral lines": ({"lines": [{"text": "SOK KUMRU", "confidence": 0.9193, "box": CORNERS}]}, [NAME]),
    "neutral lines with a page": (
        {"lines": [{"text": "SOK KUMRU", "page": 2}]},
        [attrs.evolve(BARE, page=2)],
    ),
    "neutral lines, none": ({"lines": []}, []),
    "nothing": ([], []),
    "nothing in JSON": (b"[]", []),
    "alibaba, parsed": ({"body": {"Data": {"prism_wordsInfo": [{"word": "SOK KUMRU"}]}}}, [BARE]),
    "azure, the result itself": ({"content": "", "pages": [{"lines": [{"content": "SOK KUMRU"}]}]}, [BARE]),
    "azure read 3.2": (
        {
            "status": "succeeded",
            "analyzeResult": {
                "readResults": [
                    {
                        "lines": [
                            {
                                "text": "SOK KUMRU",
                                "boundingBox": [331, 150, 486, 150, 486, 170, 331, 170],
                                "words": [{"confidence": 0.9193}],
                            }
                        ]
                    }
                ]
            },
        },
        [NAME],
    ),
    "azure, spans without a length": (
        {
            "content": "",
            "pages": [{"words": [{"span": {}}], "lines": [{"content": "SOK KUMRU", "spans": [{}]}]}],
        },
        [BARE],
    ),
    "document ai, wrapped, from its client": (
        {
            "document": {
                "text": "SOK KUMRU\n",
                "pages": [
                    {
                        "page_number": 1,
                        "blocks": [{"layout": {}}],
                        "lines": [
                            {
                                "layout": {
                                    "text_anchor": {"text_segments": [{"start_index": 0, "end_index": 10}]},
                                    "bounding_poly": {"normalized_vertices": [{"x": 0.5}] * 4},
                                }
                            }
                        ],
                    }
                ],
            }
        },
        [attrs.evolve(BARE, box=((0.5, 0.0),) * 4)],
    ),
    "easyocr, paragraphs": ([[CORNERS, "SOK KUMRU"]], [attrs.evolve(NAME, confidence=None)]),
    "easyocr, detail 0": (["SOK KUMRU"], [BARE]),
    "easyocr, json": (
        [json.dumps({"boxes": CORNERS, "text": "SOK KUMRU", "confident": 0.9193})],
        [NAME],
    ),
    "easyocr, arrays": (
        [([[Array(x), Array(y)] for x, y in CORNERS], "SOK KUMRU", Array(0.9193))],
        [NAME],
    ),
    "google vision, no text": ({"responses": [{}]}, []),
    "google vision, two pictures": (
        {"responses": [{}, {"fullTextAnnotation": {"pages": [{}, {}]}}]},
        [],
    ),
    "google vision, from its client": (
        {
            "full_text_annotation": {
                "pages": [
                    {
                        "blocks": [
                            {
                                "paragraphs": [
                                    {
                                        "words": [
                                            {
                                                "symbols": [
                                                    {
                                                        "text": "A",
                                                        "property": {"detected_break": {"type_": 1}},
                                                    }
                                                ]
                                            },
                                            {
                                                "symbols": [
                                                    {
                                                        "text": "B",
                                                        "property": {"detected_break": {"type_": 4}},
                                                    }
                                                ]
                                            },
                                            {"symbols": [{"text": "C"}]},
                                        ]
                                    }
                                ]
                            }
                        ]
                    }
                ]
            }
        },
        [Line("A B-"), Line("C")],
    ),
    "kiri-ocr without a box": ([{"text": "SOK KUMRU", "line_number": 1}], [BARE]),
    "netra-ocr, blocks": (
        {"blocks": [{"lines": [{"text": "SOK KUMRU", "bbox": [331, 150, 486, 170]}]}]},
        [attrs.evolve(NAME, confidence=None)],
    ),
    "paddleocr 2, a page without text": ([None], []),
    "paddleocr 2, two pages": (
        [None, [[CORNERS, ("SOK KUMRU", 0.9193)]]],
        [attrs.evolve(NAME, page=1)],
    ),
    "paddleocr 3, arrays and boxes": (
        [{"rec_texts": ["SOK KUMRU"], "rec_scores": [0.9193], "rec_boxes": Array([[331, 150, 486, 170]])}],
        [NAME],
    ),
    "paddleocr 3, more boxes than texts": ({"rec_texts": [], "rec_polys": [CORNERS]}, []),
    "rapidocr 1, the call": (([[CORNERS, "SOK KUMRU", 0.9193]], [0.1, 0.2, 0.3]), [NAME]),
    "rapidocr 1, the call, one time": (([[CORNERS, "SOK KUMRU", 0.9193]], 0.6), [NAME]),
    "rapidocr 1, no text": ((None, None), []),
    "rapidocr 1, no text, in JSON": (b"[null, null]", []),
    "rapidocr 3, the object": (RapidOcrOutput(Array([CORNERS]), ("SOK KUMRU",), (0.9193,)), [NAME]),
    "rapidocr 3, no text": (RapidOcrOutput(None, None, None), []),
    "surya, several pictures": (
        [{"text_lines": []}, {"text_lines": [{"text": "SOK KUMRU"}]}],
        [attrs.evolve(BARE, page=1)],
    ),
    "surya, its objects": ([OcrResult()], [BARE]),
    "surya, a block of two lines": (
        {"blocks": [{"html": "<p>SOK<br/><b>KUMRU</b></p>", "bbox": [331, 150, 486, 170]}]},
        [Line("SOK"), Line("KUMRU")],
    ),
    "surya, a block without text": ({"blocks": [{"html": "", "bbox": [331, 150, 486, 170]}]}, []),
    "tencent, from its client": (WithJson(), [BARE]),
    "textract, page and size": (
        {
            "Blocks": [
                {"BlockType": "PAGE"},
                {
                    "BlockType": "LINE",
                    "Text": "SOK KUMRU",
                    "Page": 2,
                    "Geometry": {"BoundingBox": {"Left": 0.1, "Top": 0.2, "Width": 0.25, "Height": 0.5}},
                },
            ]
        },
        [Line("SOK KUMRU", None, ((0.1, 0.2), (0.35, 0.2), (0.35, 0.7), (0.1, 0.7)), 1)],
    ),
    "huawei, from its client": (WithToDict(), [NAME]),
}


@pytest.mark.parametrize("form", SHAPES)
def test_each_form_gives_its_lines(form: str) -> None:
    response, lines = SHAPES[form]
    assert to_lines(response) == lines


TESSERACT: dict[str, list[Any]] = {
    "level": [4, 5, 5],
    "page_num": [1, 1, 1],
    "block_num": [1, 1, 1],
    "par_num": [1, 1, 1],
    "line_num": [1, 1, 1],
    "word_num": [0, 1, 2],
    "left": [331, 331, 395],
    "top": [150, 150, 150],
    "width": [155, 54, 91],
    "height": [20, 20, 20],
    "conf": [-1, 93, "91"],  # older clients give texts
    "text": ["", "SOK", "KUMRU"],
}


def test_the_mapping_of_tesseract_gives_its_lines() -> None:
    expected = [attrs.evolve(NAME, confidence=0.91)]
    assert to_lines(TESSERACT) == expected
    frame = {name: dict(enumerate(column)) for name, column in TESSERACT.items()}
    assert to_lines(frame) == expected


def test_a_row_of_a_tsv_may_hold_quotation_marks_and_may_be_broken() -> None:
    head = "\t".join(TESSERACT)
    rows = [
        head,
        '5\t1\t1\t1\t1\t1\t331\t150\t155\t20\t91.93\t"SOK KUMRU',
        "5\t1\tx",
        "5\t1\t1\t1\t1\t2\t\t\t\t\t\tA",
        "",
    ]
    assert to_lines("\n".join(rows)) == [attrs.evolve(NAME, text='"SOK KUMRU')]


def test_a_row_of_a_tsv_whose_numbers_are_none_or_too_far_out_gives_no_box() -> None:
    head, row = "\t".join(TESSERACT), "5\t{}\t1\t1\t1\t1\t{}\t150\t155\t20\t91.93\tSOK KUMRU"
    assert to_lines(f"{head}\n{row.format('nan', 331)}") == []
    assert to_lines(f"{head}\n{row.format(1, '1e12')}") == [attrs.evolve(NAME, box=None)]


@pytest.mark.parametrize(
    "response",
    [
        None,
        7,
        {},
        {"id": 1},
        [1],
        [{}],
        [[1, 2]],
        ("SOK", "KUMRU", 1),
        {"pages": []},
        {"lines": {"text": "SOK"}},
        {"lines": [{"bbox": []}]},
        {"blocks": []},
        b"\xff\xfe\xfa",
        b"",
        '{"lines": [{"text": "SOK KUMRU"',
        "<!DOCTYPE html><p>502 SOK KUMRU</p>",
        "[" * 100_000,
        object(),
        [object()],
        Chain(),
        TypeError,
    ],
    ids=lambda response: type(response).__name__,
)
def test_what_is_not_a_response_is_refused_without_a_quotation(response: object) -> None:
    with pytest.raises(UnexpectedResponseError) as raised:
        adapt(response)
    assert "SOK" not in str(raised.value)


@pytest.mark.parametrize(
    "response",
    [
        {"Data": '{"prism_wordsInfo": '},
        ['{"boxes": ', '{"boxes"'],
        {"result": {"words_block_list": 7}},
        {"readResult": {"blocks": [{"lines": "SOK"}]}},
        {"lines": [{"text": 7}]},
        {"text_lines": [{"text": ["SOK"]}]},
        {"res": {"rec_texts": [7]}},
    ],
    ids=str,
)
def test_a_malformed_response_is_refused_by_the_key(response: object) -> None:
    with pytest.raises(UnexpectedResponseError, match="expected") as raised:
        adapt(response)
    assert "SOK" not in str(raised.value)


def test_a_shape_of_two_engines_is_refused_by_their_names() -> None:
    with pytest.raises(
        UnexpectedResponseError, match="could be a response of AWS Textract and neutral lines"
    ):
        adapt({"Blocks": [], "lines": ["SOK"]})


def test_json_may_be_in_another_encoding() -> None:
    assert to_lines('{"lines": ["សុខ"]}'.encode("utf-16")) == [Line("សុខ")]
    assert to_lines('\ufeff{"lines": ["សុខ"]}'.encode()) == [Line("សុខ")]


@pytest.mark.parametrize(
    ("shape", "box"),
    [
        (CORNERS, BOX),
        ([331, 150, 486, 170], BOX),
        ((331.0, 150.0, 486.0, 150.0, 486.0, 170.0, 331.0, 170.0), BOX),
        ([{"X": 331, "Y": 150}, {"X": 486, "Y": 150}, {"X": 486, "Y": 170}, {"X": 331, "Y": 170}], BOX),
        (((331, 150), (486, 170)), BOX),
        (Array(CORNERS), BOX),
        ([{"x": 1}, {"y": 1}, {}, {}], ((1.0, 0.0), (0.0, 1.0), (0.0, 0.0), (0.0, 0.0))),
        ([[331, 150], [486, 150], [486, 170]], None),
        ([331, float("nan"), 486, 170], None),
        ([331, float("inf"), 486, 170], None),
        ([331, 10**400, 486, 170], None),
        ([331, True, 486, 170], None),
        ([331, "150", 486, 170], None),
        ([[331, 150], 486, 170], None),
        ([], None),
        ("331 150", None),
        (Array(7), None),
        (None, None),
        ([0] * 9, None),
    ],
)
def test_a_box_has_four_corners_or_is_none(shape: object, box: Box | None) -> None:
    assert to_box(shape) == box


def test_a_box_by_its_size_needs_all_four_figures() -> None:
    assert box_of_size([331, 150, 155, 20]) == BOX
    assert box_of_size([331, None, 155, 20]) is None


@pytest.mark.parametrize(
    ("figure", "scale", "confidence"),
    [
        (0.5, 1, 0.5),
        (50, 100, 0.5),
        (-1, 100, None),
        (1.5, 1, None),
        ("0.5", 1, None),
        (None, 1, None),
        (True, 1, None),
    ],
)
def test_a_confidence_runs_from_nought_to_one_or_is_none(
    figure: Any, scale: float, confidence: float | None
) -> None:
    assert to_confidence(figure, scale) == confidence


def test_an_absent_list_is_empty_and_another_kind_is_refused() -> None:
    assert items_of(None, "a") == ()
    with pytest.raises(UnexpectedResponseError, match="a: a list was expected, got int"):
        items_of(1, "a")


def test_lists_in_lists_are_refused_in_few_words_however_deep() -> None:
    deep: list[Any] = []
    for _ in range(10_000):
        deep = [deep]
    with pytest.raises(
        UnexpectedResponseError, match="shape: list of list of list of list of list; expected"
    ):
        adapt(deep)


json_like = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(json_like)
def test_any_data_is_a_card_or_refused(data: Any) -> None:
    try:
        adapt(data)
    except UnexpectedResponseError:
        return


KEYS = sorted(
    {"lines", "text", "box", "bbox", "pages", "blocks", "words", "html", "text_lines", "Blocks", "content"}
)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    )
)
def test_data_with_the_keys_of_engines_is_a_card_or_refused(data: Any) -> None:
    try:
        adapt(data)
    except UnexpectedResponseError:
        return


@given(st.sampled_from(["alibaba_general", "google_vision_rest", "textract_detect", "surya_022"]), st.data())
def test_a_response_with_a_part_replaced_is_a_card_or_refused(name: str, data: st.DataObject) -> None:
    response = json.loads(specimen(f"lines/{name}.json"))
    node: Any = response
    for _ in range(data.draw(st.integers(0, 9))):
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys)) if keys else None
        if key is None or not isinstance(node[key], dict | list):
            break
        node = node[key]
    if node:
        key = data.draw(st.sampled_from(list(node) if isinstance(node, dict) else list(range(len(node)))))
        node[key] = data.draw(json_like)
    try:
        adapt(response)
    except UnexpectedResponseError:
        return
