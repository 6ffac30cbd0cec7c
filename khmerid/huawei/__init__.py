"""Huawei Cloud OCR, "Cambodian ID Card": its answers in, its requests out, without its SDK.

An answer may come as the API's JSON (bytes, text or mapping, the whole body or its ``result``) or as an
object or exception of the official SDK, which is recognised by its attributes and never imported.

>>> adapt_huawei('{"result": {"id_number": "012345678", "sex": "ប្រុស"}}')
RawCard(document_number, sex)
>>> adapt_huawei({"error_code": "AIS.0103", "error_msg": "The image size does not meet the requirements."})
Traceback (most recent call last):
khmerid.errors.ApiError: AIS.0103: the image's sides are out of bounds (a retry does not help)
"""

from khmerid.huawei.request import build_request
from khmerid.huawei.response import find_result, read_result, recognises
from khmerid.huawei.wire import Switches
from khmerid.raw_card import RawCard

__all__ = ["Switches", "adapt_huawei", "build_request", "recognises"]


def adapt_huawei(response: object) -> RawCard:
    """Return an answer of the service as a ``RawCard``.

    Raises ``ApiError`` where the service answered with an error, and ``UnexpectedResponseError`` where the
    answer does not have the documented shape. Neither quotes what the service sent.
    """
    return read_result(find_result(response))
