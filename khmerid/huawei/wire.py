"""What the API "Cambodian ID Card" of Huawei Cloud OCR names and allows: all of it is in this one table.

By it requests are built and answers read, and by it `khmerid.testing` writes answers and checks requests.
Sources: the service's API reference (RecognizeCambodianIdCard), its list of error codes, and that of its API
gateway. Where a list names no remedy, whether to retry is our judgement.

>>> next(key for key in RESULT_KEYS if key.ours == "document_number").name
'id_number'
>>> find_code("APIGW.0308").meaning
'too many requests in a minute'
"""

import enum
import re
from collections.abc import Mapping
from typing import Final, Literal, Self, TypedDict, cast

import attrs

from khmerid.raw_card import ALARMS

# The call. The package of the SDK is v1, the path v2.
PATH: Final = "/v2/{}/ocr/cambodian-idcard"
PROJECT_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
TOKEN_HEADER: Final = "X-Auth-Token"  # noqa: S105 - its name
SIGNATURE_HEADER: Final = "Authorization"  # instead of the token, where a call is signed with AK/SK
REQUEST_ID_HEADER: Final = "X-Request-Id"

# The request: exactly one of these two, and switches.
IMAGE: Final = "image"
URL: Final = "url"


class Switches(TypedDict, total=False):
    """What a request can ask for besides the fields; what is not given is not sent.

    >>> asked: Switches = {"detect_blur": True}
    >>> set(asked) <= set(SWITCHES)
    True
    """

    return_portrait_image: bool
    return_portrait_location: bool
    return_idcard_type: bool
    return_adjusted_image: bool
    detect_border_integrity: bool
    detect_blocking_within_border: bool
    detect_blur: bool
    detect_glare: bool
    detect_tampering: bool
    detect_reproduce: bool


SWITCHES: Final = tuple(Switches.__annotations__)

# The picture: a PNG, JPG, BMP or TIFF file; the formats as Pillow names them.
PICTURE_FORMATS: Final = ("PNG", "JPEG", "BMP", "TIFF")
SIGNATURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM", b"II*\x00", b"MM\x00*")
SHORTEST_SIDE: Final = 15  # pixels
LONGEST_SIDE: Final = 8192
LONGEST_BASE64: Final = 10 * 1024 * 1024  # characters

# The answer: an object under RESULT, none of whose keys is required.
RESULT: Final = "result"
CONFIDENCE: Final = "confidence"
SCORES: Final = "score_info"
ORIGINAL: Final = "normal"
COPY: Final = "copy"
HIGHEST_SCORE: Final = 99  # 0 is good, 99 bad
# Of exactly 50 the reference says in one place that it is fine and in another that it is not: no alarm here.
HIGHEST_GOOD_SCORE: Final = 50


class KeyShape(enum.Enum):
    """What a key holds, as the reference documents it."""

    TEXT = "text"
    PICTURE = "base64"
    CORNERS = "four corners of two whole numbers"
    KIND = "normal or copy"
    FLAG = "true or false"  # true is always a problem
    SCORE = "a whole number from 0 to 99"
    SHARE = "a number from 0 to 1"
    OBJECT = "an object"  # of scores by their keys, and of shares by the keys of texts


@attrs.frozen
class ResultKey:
    """A key of a result: what it holds, and the switch without which it is not sent.

    ``ours`` is the name of its origin or finding in a ``RawCard``; that of a picture, in `CardPictures`.
    ``score`` is the key of its score.
    """

    name: str
    shape: KeyShape
    ours: str = ""
    switch: str = ""
    score: str = ""


RESULT_KEYS: Final = (
    ResultKey("id_number", KeyShape.TEXT, "document_number"),
    ResultKey("name_kh", KeyShape.TEXT, "name_khmer"),
    ResultKey("name_en", KeyShape.TEXT, "name_latin"),
    ResultKey("birth_date", KeyShape.TEXT, "date_of_birth"),
    ResultKey("sex", KeyShape.TEXT, "sex"),
    ResultKey("height", KeyShape.TEXT, "height"),
    ResultKey("birth_place", KeyShape.TEXT, "place_of_birth"),
    ResultKey("address", KeyShape.TEXT, "address"),
    ResultKey("issue_date", KeyShape.TEXT, "date_of_issue"),
    ResultKey("expiry_date", KeyShape.TEXT, "date_of_expiry"),
    ResultKey("description", KeyShape.TEXT, "distinguishing_marks"),
    ResultKey("machine_code1", KeyShape.TEXT, "mrz.upper"),
    ResultKey("machine_code2", KeyShape.TEXT, "mrz.middle"),
    ResultKey("machine_code3", KeyShape.TEXT, "mrz.lower"),
    ResultKey("portrait_image", KeyShape.PICTURE, "pictures.portrait", "return_portrait_image"),
    ResultKey("portrait_location", KeyShape.CORNERS, "pictures.portrait_corners", "return_portrait_location"),
    ResultKey("idcard_type", KeyShape.KIND, "image.type", "return_idcard_type", "idcard_type_score"),
    ResultKey("adjusted_image", KeyShape.PICTURE, "pictures.adjusted", "return_adjusted_image"),
    *(
        ResultKey(
            f"detect_{alarm}_result", KeyShape.FLAG, f"image.{alarm}", f"detect_{alarm}", f"{alarm}_score"
        )
        for alarm in ALARMS
    ),
    ResultKey(SCORES, KeyShape.OBJECT),
    ResultKey(CONFIDENCE, KeyShape.OBJECT),
)
# Those that ask for what is said of the picture; mypy takes only literal keys for those of a TypedDict.
QUALITY_SWITCHES: Final = cast("Switches", {key.switch: True for key in RESULT_KEYS if key.score})
# By these a result is known: other services have a confidence, too.
OWN_KEYS: Final = frozenset(key.name for key in RESULT_KEYS) - {CONFIDENCE}
# The service's name of each text, and ours; then those of the MRZ.
ALL_TEXTS: Final = {key.name: key.ours for key in RESULT_KEYS if key.shape is KeyShape.TEXT}
MRZ: Final = {name: ours for name, ours in ALL_TEXTS.items() if ours.startswith("mrz.")}
TEXTS: Final = {name: ours for name, ours in ALL_TEXTS.items() if name not in MRZ}

# An error: a code and a message under one of these pairs, perhaps within an object.
ERROR: Final = "error"
ERROR_CODE: Final = "error_code"
ERROR_MESSAGE: Final = "error_msg"
OWN_ERROR_FORMS: Final = ((ERROR_CODE, ERROR_MESSAGE), ("errorCode", "errorMsg"))
COMMON_ERROR_FORM: Final = ("code", "message")
REQUEST_ID: Final = "request_id"
FIRST_FAILED_STATUS: Final = 300  # RFC 9110, 15: a redirection or an error

Retry = Literal["no", "once", "backoff"]


@attrs.frozen
class ServiceError:
    """A code of the service or its gateway: what it means, and whether another try helps.

    Those that the stand-in of `khmerid.testing`, or `khmerid.serve`, sends have the HTTP status and the
    message, too. The status of the ModelArts codes is not documented; theirs are those that go with the
    meaning.
    """

    code: str
    meaning: str
    retry: Retry = "no"
    status: int = 0
    message: str = ""

    def sent(self, status: int, message: str) -> Self:
        """Return the same with an HTTP status and a message."""
        return attrs.evolve(self, status=status, message=message)


_TOKEN: Final = "the token is missing, malformed, expired or not for this project; get a new one"  # noqa: S105
_STOPPED: Final = "the service or this API does not exist or is stopped in this region"
_OTHER_API: Final = "a fault of another OCR API; check the address"

# Those that other modules name.
BAD_PARAMETER: Final = ServiceError("AIS.0101", "a parameter of the request is wrong").sent(
    400, "The input parameter is invalid."
)
BAD_FORMAT: Final = ServiceError("AIS.0102", "the image's format is not supported, or it is not base64").sent(
    400, "The image format is not supported."
)
BAD_SIDES: Final = ServiceError("AIS.0103", "the image's sides are out of bounds").sent(
    400, "The image size does not meet the requirements."
)
NOT_A_CARD: Final = ServiceError("AIS.0104", "the image is of poor quality, or shows something else").sent(
    400, "The image is not supported or the image quality is poor."
)
NOT_RECOGNISED: Final = ServiceError("AIS.0105", "the recognition failed", "once").sent(
    400, "Recognition failed."
)
TOO_LONG: Final = ServiceError("ModelArts.4104", "the request is too long; base64 may have 10 MB").sent(
    400, "The request body is too long."
)
NOT_JSON: Final = ServiceError("ModelArts.4105", "the request is not JSON").sent(
    400, "The request body is not JSON."
)
TOO_MANY: Final = ServiceError("ModelArts.4401", "too many requests at the same time", "backoff").sent(
    429, "Too many concurrent requests."
)
UNAVAILABLE: Final = ServiceError("ModelArts.4403", "the service is unavailable", "backoff").sent(
    503, "Service unavailable."
)
FAILED_INSIDE: Final = ServiceError("ModelArts.4505", "the service failed inside", "backoff").sent(
    500, "Backend service internal error."
)
NOT_ALLOWED: Final = ServiceError("ModelArts.4601", "this address of an image is not allowed").sent(
    400, "The URL of the image is not allowed."
)
NOT_DOWNLOADED: Final = ServiceError(
    "ModelArts.4603", "the image could not be downloaded from its address", "once"
).sent(400, "The image could not be downloaded from the URL.")
NO_SUCH_PATH: Final = ServiceError(
    "APIG.0101", "the path, the method or the region of the address is wrong"
).sent(404, "The API does not exist or has not been published in the environment")
# The gateway's list has it for malformed and long requests, the service's for a time-out.
REFUSED_OR_TIMED_OUT: Final = ServiceError(
    "APIG.0201", "the gateway refused the request as malformed or too long"
).sent(504, "Backend timeout.")
BAD_CREDENTIALS: Final = ServiceError(
    "APIG.0301", "the token or the signature is wrong or expired, or the clock is off"
).sent(401, "Incorrect IAM authentication information: verify token fail")
AUTHORIZER_REFUSED: Final = ServiceError("APIG.0305", "the authorizer refused; a new token may help", "once")
TOKEN_EXPIRED: Final = ServiceError("APIG.0307", "the token must be renewed", "once").sent(
    401, "The token must be updated."
)
# Its message says which limit was reached: that of a minute, or the quota of a day.
THROTTLED: Final = ServiceError("APIG.0308", "too many requests in a minute", "backoff").sent(
    429, "The throttling threshold has been reached: limit:100,time:1 minute"
)

ERRORS: Final[Mapping[str, ServiceError]] = {
    error.code: error
    for error in (
        BAD_PARAMETER,
        BAD_FORMAT,
        BAD_SIDES,
        NOT_A_CARD,
        NOT_RECOGNISED,
        *(ServiceError(f"AIS.01{number}", _OTHER_API) for number in range(17, 23)),
        *(ServiceError(f"ModelArts.{number}", _TOKEN) for number in ("0203", "0212", "4101", "4102", "4103")),
        TOO_LONG,
        NOT_JSON,
        ServiceError("ModelArts.4106", "the account is restricted"),
        ServiceError("ModelArts.4107", "the service could not get its own temporary keys", "backoff"),
        ServiceError("ModelArts.4201", "the address lacks the service's id"),
        ServiceError("ModelArts.4202", "the address is malformed"),
        ServiceError("ModelArts.4203", "the account has no permission"),
        ServiceError("ModelArts.4204", "the account is not subscribed to this API in this region").sent(
            403, "Access api error! Not subscribe this api."
        ),
        ServiceError("ModelArts.4301", "the service could not get its own token", "backoff"),
        ServiceError("ModelArts.4302", "the service could not pass the request on", "backoff"),
        TOO_MANY,
        ServiceError("ModelArts.4402", "the service timed out inside", "backoff"),
        UNAVAILABLE,
        ServiceError("ModelArts.4502", "the service got a bad answer inside", "backoff"),
        *(ServiceError(f"ModelArts.{number}", _STOPPED) for number in (4503, 4504, 4506, 4508)),
        FAILED_INSIDE,
        NOT_ALLOWED,
        NOT_DOWNLOADED,
        ServiceError("ModelArts.4702", "the service may not read the object store; it needs an agency"),
        ServiceError("ModelArts.4703", "the address in the object store is wrong"),
        ServiceError("ModelArts.4704", "the object could not be fetched", "once"),
        ServiceError("ModelArts.4705", "the object is too large"),
        ServiceError("ModelArts.4706", "the object does not exist"),
        ServiceError("ModelArts.6201", "the account is frozen"),
        NO_SUCH_PATH,
        ServiceError("APIG.0106", "the gateway could not put the request together"),
        REFUSED_OR_TIMED_OUT,
        ServiceError("APIG.0202", "the service is unavailable behind the gateway", "backoff").sent(
            502, "Backend unavailable."
        ),
        ServiceError("APIG.0203", "the service did not answer the gateway in time", "backoff").sent(
            504, "Backend timeout."
        ),
        BAD_CREDENTIALS,
        AUTHORIZER_REFUSED,
        TOKEN_EXPIRED,
        THROTTLED,
    )
}
# Beginnings of the codes about one image, beside that of a long request.
OF_AN_IMAGE: Final = ("AIS.", "ModelArts.46", "ModelArts.47", TOO_LONG.code)


def find_code(code: str) -> ServiceError | None:
    """Return what is documented of a code, if anything; the gateway spells its own in two ways."""
    return ERRORS.get(code.replace("APIGW.", "APIG."))
