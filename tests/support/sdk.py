"""The service's official SDK, driven against a server on the loopback address."""

from pathlib import Path
from typing import Any

import attrs
import pytest

from support.loopback import Loopback

PROJECT_ID = "0123456789abcdef0123456789abcdef"


@attrs.frozen
class Sdk:
    """The module of the SDK with its models, and its clients for a server."""

    v1: Any
    loopback: Loopback

    def client(self, name: str = "OcrClient", timeout: float = 5) -> Any:
        from huaweicloudsdkcore.auth.credentials import BasicCredentials  # noqa: PLC0415 - may be missing
        from huaweicloudsdkcore.http.http_config import HttpConfig  # noqa: PLC0415

        return (
            getattr(self.v1, name)
            .new_builder()
            .with_http_config(HttpConfig(timeout=(timeout, timeout)))
            .with_credentials(BasicCredentials("AKEXAMPLE", "SKEXAMPLE", PROJECT_ID))
            .with_endpoints([self.loopback.url])
            .build()
        )

    def request(self, **body: Any) -> Any:
        return self.v1.RecognizeCambodianIdCardRequest(body=self.v1.CambodianIdCardRequestBody(**body))


def open_sdk(loopback: Loopback, home: Path, monkeypatch: pytest.MonkeyPatch) -> Sdk:
    """Take the SDK in, or skip the test where it is not installed."""
    monkeypatch.setenv("HOME", str(home))  # the SDK writes ~/.huaweicloud
    v1 = pytest.importorskip("huaweicloudsdkocr.v1", reason="the service's official SDK is not installed")
    return Sdk(v1, loopback)
