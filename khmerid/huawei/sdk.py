"""The same calls for whoever has a client of the service's official SDK.

The SDK signs with AK/SK, gets its own region and credentials, and is imported only when a call is made.
"""

import importlib
from typing import Any, TypeVar, Unpack

import attrs

from khmerid.huawei import Switches, build_request
from khmerid.huawei.errors import error_of_exception
from khmerid.huawei.response import find_result
from khmerid.huawei.retries import Backoff, Retries, repeating

T = TypeVar("T")


def _check_client(_instance: object, _attribute: object, client: T) -> None:
    if not hasattr(client, "recognize_cambodian_id_card"):
        message = f"{type(client).__name__} is no OcrClient of the official SDK"
        raise TypeError(message)


@attrs.frozen
class SdkOcr:
    """The service through an ``OcrClient`` of the official SDK; its time-outs are those of the client."""

    client: Any = attrs.field(validator=_check_client)
    backoff: Backoff = attrs.field(factory=Backoff, kw_only=True, repr=False)

    def recognise(
        self, image: bytes | None = None, *, url: str | None = None, **switches: Unpack[Switches]
    ) -> dict[str, object]:
        """Send an image, or the address of one; see ``HuaweiOcr.recognise``."""
        # A body as plain data, because old versions of the SDK know fewer switches.
        body = build_request(image=image, url=url, **switches)
        sdk = importlib.import_module("huaweicloudsdkocr.v1")
        request = sdk.RecognizeCambodianIdCardRequest(body=body)
        retries = Retries(self.backoff, renews_token=False)
        return repeating(self.backoff)(retries, self._attempt, request)

    def _attempt(self, request: object) -> dict[str, object]:
        try:
            response = self.client.recognize_cambodian_id_card(request)
        except Exception as error:  # noqa: BLE001 - the SDK also raises what is not its own
            failure = error_of_exception(error)
        else:
            return {"result": dict(find_result(response))}
        raise failure
