"""``khmerid serve-specimens``."""

import contextlib
import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from khmerid.cli import main
from khmerid.cli.specimens import serve_specimens


@pytest.mark.usefixtures("interruptible")
def test_it_says_where_it_is_and_ends_with_ctrl_c() -> None:
    arguments = [sys.executable, "-m", "khmerid", "serve-specimens", "--seed", "5", "--token", "mine"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process, ended(process):
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        request = urllib.request.Request(  # noqa: S310 - loopback
            f"{url}/v2/project/ocr/cambodian-idcard",
            data=b'{"url": "https://example.com/card.jpg"}',
            headers={"X-Auth-Token": "mine"},
        )
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
            assert json.load(response)["result"]["id_number"].startswith("99")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0


@contextlib.contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[None]:
    """End a process that a failed test leaves behind, which would otherwise be waited for."""
    try:
        yield
    finally:
        process.kill()


def test_the_same_in_this_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted:
        def wait(self) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr(f"{serve_specimens.__module__}.threading", SimpleNamespace(Event=Interrupted))
    assert main(["serve-specimens"]) == 0
    assert capsys.readouterr().out.startswith("http://127.0.0.1:")
