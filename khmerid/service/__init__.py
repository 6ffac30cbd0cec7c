"""Calls of a recognition service, with retries: ``pip install 'khmerid[huawei]'``.

Each gives an answer as ``khmerid.examine`` takes it, or raises ``khmerid.errors.ApiError``.
"""

try:
    from khmerid.service.huawei import AsyncHuaweiOcr, HuaweiOcr
    from khmerid.service.retries import Backoff
    from khmerid.service.sdk import SdkOcr
except ModuleNotFoundError as error:
    if error.name not in {"httpx", "stamina"}:
        raise
    _message = "khmerid.service needs more than the library: pip install 'khmerid[huawei]'"
    raise ModuleNotFoundError(_message, name=error.name) from None

__all__ = ["AsyncHuaweiOcr", "Backoff", "HuaweiOcr", "SdkOcr"]
