"""Calls of a recognition service, with retries: ``pip install 'khmerid[huawei]'``.

Each gives an answer as ``khmerid.examine`` takes it, or raises ``khmerid.errors.ApiError``.
"""

try:
    from khmerid.huawei.over_http import AsyncHuaweiOcr, HuaweiOcr
    from khmerid.huawei.retries import Backoff
    from khmerid.huawei.sdk import SdkOcr
except ModuleNotFoundError as error:
    if error.name not in {"httpx", "stamina"}:
        raise
    _message = "khmerid.huawei.client needs more than the library: pip install 'khmerid[huawei]'"
    raise ModuleNotFoundError(_message, name=error.name) from None

__all__ = ["AsyncHuaweiOcr", "Backoff", "HuaweiOcr", "SdkOcr"]
