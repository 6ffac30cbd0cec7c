import builtins
import importlib
import sys
from collections.abc import Mapping, Sequence

import pytest

from khmerid.errors import ApiError
from khmerid.huawei.call import Backoff, Retries


def error(code: str, retry: str) -> ApiError:
    return ApiError(code=code, meaning="x", retry=retry)


def test_a_throttled_call_waits_for_two_to_five_seconds() -> None:
    retries = Retries(Backoff(), renews_token=False)
    waits = [retries(error("APIG.0308", "backoff")) for _ in range(100)]
    assert all(2.0 <= wait <= 5.0 for wait in waits)
    assert len(set(waits)) > 1


def test_a_days_quota_is_not_waited_for() -> None:
    assert Retries(Backoff(), renews_token=False)(error("APIG.0308", "no")) is False


def test_what_is_no_failure_of_a_call_is_not_retried() -> None:
    assert Retries(Backoff(), renews_token=True)(KeyError("x")) is False


def test_a_new_token_is_used_at_once_and_only_where_there_can_be_one() -> None:
    refused = error("APIG.0307", "once")
    assert Retries(Backoff(), renews_token=False)(refused) is False
    retries = Retries(Backoff(), renews_token=True)
    assert retries(refused) == 0.0
    assert retries(refused) is False


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("anyio", r"pip install 'khmerid\[huawei\]'"),
        ("httpx", r"pip install 'khmerid\[huawei\]'"),
        ("stamina", r"pip install 'khmerid\[huawei\]'"),
        ("inspect", "No module named 'inspect'"),
    ],
)
def test_without_the_extra_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, missing: str, said: str
) -> None:
    imported = builtins.__import__

    def without(
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002 - the names of __import__
        locals: Mapping[str, object] | None = None,  # noqa: A002
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> object:
        if name == missing:
            message = f"No module named {missing!r}"
            raise ModuleNotFoundError(message, name=missing)
        return imported(name, globals, locals, fromlist, level)

    for name in [name for name in sys.modules if name.startswith("khmerid.huawei.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ModuleNotFoundError, match=said):
        importlib.import_module("khmerid.huawei.client")
