"""The shapes of requests and responses for OpenAPI, made from the table of the wire.

They describe; requests are checked by `khmerid.huawei.received`, and answers written by
`khmerid.huawei.answer`, for the limits and the errors of the API are not those of a schema.

>>> sorted(RecognitionRequest.model_fields)[:2]
['detect_blocking_within_border', 'detect_blur']
>>> list(ErrorAnswer.model_fields)
['error_code', 'error_msg', 'request_id']
"""

import datetime as dt
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from khmerid.answering.photograph import ALARMS_ASKED
from khmerid.huawei import wire
from khmerid.huawei.wire import KeyShape
from khmerid.misreading.profile import SHIPPED_PROFILES
from khmerid.serve.jobs import ALARM_OF_SWITCH

_TYPES: Final[dict[KeyShape, Any]] = {
    KeyShape.TEXT: str,
    KeyShape.PICTURE: Annotated[str, Field(json_schema_extra={"contentEncoding": "base64"})],
    KeyShape.CORNERS: Annotated[
        list[Annotated[list[int], Field(min_length=2, max_length=2)]], Field(min_length=4, max_length=4)
    ],
    KeyShape.KIND: Literal["normal", "copy"],
    KeyShape.FLAG: bool,
    KeyShape.SCORE: Annotated[int, Field(ge=0, le=wire.HIGHEST_SCORE)],
    KeyShape.SHARE: Annotated[float, Field(ge=0, le=1)],
}
_SHARED: Final = (KeyShape.TEXT, KeyShape.KIND)
_STRICT: Final = ConfigDict(extra="forbid")
_LONGEST: Final = f"In base64, at most {wire.LONGEST_BASE64:,} characters."
_SOURCES: Final[dict[str, Any]] = {
    wire.IMAGE: (
        str | None,
        Field(None, description=f"A PNG, JPG, BMP or TIFF file. {_LONGEST} Either this or `{wire.URL}`."),
    ),
    wire.URL: (
        str | None,
        Field(None, description="An https address, on a host that this server takes pictures from."),
    ),
}


def _model(name: str, doc: str, fields: dict[str, Any]) -> type[BaseModel]:
    model: type[BaseModel] = create_model(name, __config__=_STRICT, __doc__=doc, **fields)
    return model


def _left_out(kind: Any, description: str | None = None) -> tuple[Any, Any]:
    return kind, Field(None, description=description)


def _described(key: wire.ResultKey) -> tuple[Any, Any]:
    if key.name == wire.SCORES:
        return _left_out(ScoreInfo)
    if key.name == wire.CONFIDENCE:
        return _left_out(Confidence)
    return _left_out(_TYPES[key.shape], key.switch and f"With `{key.switch}`.")


RecognitionRequest: Final = _model(
    "RecognitionRequest",
    "A picture of the front of one card, and what to return besides its texts.",
    _SOURCES | dict.fromkeys(wire.SWITCHES, (bool, False)),
)
ScoreInfo: Final = _model(
    "ScoreInfo",
    f"Scores from 0, good, to {wire.HIGHEST_SCORE}; above {wire.HIGHEST_GOOD_SCORE} is an alarm.",
    {key.score: _left_out(_TYPES[KeyShape.SCORE]) for key in wire.RESULT_KEYS if key.score},
)
Confidence: Final = _model(
    "Confidence",
    "How sure the engine is of a text; not how often it is right.",
    {key.name: _left_out(_TYPES[KeyShape.SHARE]) for key in wire.RESULT_KEYS if key.shape in _SHARED},
)
RecognitionResult: Final = _model(
    "RecognitionResult",
    "What was read; a field of which nothing was read is left out. An alarm that is true is a problem.",
    {key.name: _described(key) for key in wire.RESULT_KEYS},
)
RecognitionAnswer: Final = _model(
    "RecognitionAnswer", "The card in the picture.", {wire.RESULT: (RecognitionResult, ...)}
)
ErrorAnswer: Final = _model(
    "ErrorAnswer",
    "Why a request is refused.",
    {
        wire.ERROR_CODE: (str, Field(examples=[wire.NOT_A_CARD.code])),
        wire.ERROR_MESSAGE: (str, Field(examples=[wire.NOT_A_CARD.message])),
        wire.REQUEST_ID: _left_out(str),
    },
)
ReportRequest: Final = _model(
    "ReportRequest",
    "A picture of the front of one card, and by what it is examined.",
    _SOURCES
    | {
        "today": (
            dt.date | None,
            Field(None, description="The day on which the card was presented; by default that in Cambodia."),
        ),
        "evidence": (bool, Field(False, description="Say how each value was made of each text.")),  # noqa: FBT003
        "profile": (
            Literal[SHIPPED_PROFILES] | None,
            Field(None, description="What the engine misreads; a profile that comes with khmerid."),
        ),
    }
    | {switch: (bool, alarm in ALARMS_ASKED) for switch, alarm in ALARM_OF_SWITCH.items()},
)


class StateAnswer(BaseModel):
    """Whether the server runs, or can read pictures."""

    status: Literal["ok", "starting"]
