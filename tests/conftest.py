"""Fixtures that more than one area uses."""

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from support.loopback import Loopback, serve
from support.sdk import Sdk, open_sdk

if TYPE_CHECKING:
    from support.serving import Served

pytest_plugins = "pytester"

# The first example of a test may load the gazetteer; how fast a machine is, is not what is tested.
# The examples are the same in every run, and none is stored, so that every run has the same verdict and
# covers the same lines; the nightly run draws others. CI takes the quick ones on all Pythons but the first.
settings.register_profile("khmerid", deadline=None, derandomize=True, database=None)
settings.register_profile("quick", deadline=None, derandomize=True, database=None, max_examples=25)
settings.register_profile("nightly", deadline=None, max_examples=10_000)  # --hypothesis-profile=nightly
settings.load_profile("khmerid")


@pytest.fixture(scope="module")
def _server() -> Iterator[Loopback]:
    with serve() as loopback:
        yield loopback


@pytest.fixture
def loopback(_server: Loopback) -> Loopback:
    """An HTTP server on the loopback address; the test says what it answers."""
    return _server


@pytest.fixture
def sdk(loopback: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sdk:
    """The official SDK of the recognition service, with clients for the loopback server."""
    return open_sdk(loopback, tmp_path, monkeypatch)


@pytest.fixture(scope="session")
def served() -> "Iterator[Served]":
    """khmerid's own server over an invented reader: two processes, room for six requests more."""
    from support.serving import TOKEN, serving, wait_until  # noqa: PLC0415 - of few tests, and heavy

    from khmerid.serve.settings import ServeSettings  # noqa: PLC0415

    with serving(ServeSettings(token=TOKEN, workers=2, queue=6, seconds=60.0)) as server:
        wait_until(lambda: server.get("/readyz").status == 200)
        yield server


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C interrupts this process and its children, also where it was started to ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
