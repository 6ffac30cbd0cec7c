"""``khmerid serve``."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.paths import ROOT
from support.readers import CONTENT, READING_SECONDS, SLOW, open_invented, open_none
from support.serving import TOKEN, Reply, Served, image, wait_until

from khmerid.cli import main
from khmerid.cli.serve import TOKEN_VARIABLE
from khmerid.serve import reader


@contextlib.contextmanager
def running(*arguments: str, token: str | None = TOKEN) -> Iterator[tuple[subprocess.Popen[str], Served]]:
    """Run the command in a process of its own until the context is left."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests"), "PYTHONWARNINGS": "error"}
    environment.pop(TOKEN_VARIABLE, None)
    if token is not None:
        environment[TOKEN_VARIABLE] = token
    command = [sys.executable, "-m", "support.serve_invented", "serve", "--port", "0", *arguments]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield process, Served(process.stdout.readline().strip())
        finally:
            process.kill()


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_ends_well_with_what_it_has_in_hand(number: signal.Signals) -> None:
    replies: list[Reply] = []
    with running("--workers", "1") as (process, served):
        wait_until(lambda: served.get("/readyz").status == 200)
        sending = threading.Thread(target=lambda: replies.append(served.post({"image": image(height=SLOW)})))
        sending.start()
        time.sleep(READING_SECONDS / 2)
        process.send_signal(number)
        sending.join()
        output, log = process.communicate(timeout=60)
        assert process.returncode == 0
    assert [reply.status for reply in replies] == [200]
    assert output == ""
    lines = [json.loads(line) for line in log.splitlines()]  # nothing but JSON
    assert lines[-1]["status"] == 200
    assert CONTENT not in log


def test_its_processes_end_with_it_however_it_ends() -> None:
    with running("--open", token=None) as (process, served):
        wait_until(lambda: b"khmerid_workers_ready 1.0" in served.get("/metrics").content)
        threads = Path(f"/proc/{process.pid}/task").glob("*/children")
        started = [child for thread in threads for child in thread.read_text().split()]
        if not started:
            pytest.skip("there is no list of processes here")
        process.kill()
        process.wait()
        wait_until(lambda: not any(Path(f"/proc/{child}").exists() for child in started))


def status_of(*arguments: str) -> int:
    return main(["serve", *arguments])


@pytest.fixture
def no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)


@pytest.mark.usefixtures("no_token")
@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], f"no token: give --token-file FILE or {TOKEN_VARIABLE}, or --open for this machine alone"),
        (["--open", "--host", "0.0.0.0"], "--open is for the loopback address alone"),  # noqa: S104 - refused
        (["--open", "--host", "example.com"], "--open is for the loopback address alone"),
        (["--token-file", "/nowhere/token"], "/nowhere/token: No such file or directory"),
        (["--open", "--url-host", "https://example.com"], "a host of pictures is a name in small letters"),
        (["--open", "--host", "127.0.0.1", "--port", "1", "--policy", "/nowhere"], "/nowhere"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of(*arguments) == 2
    assert why in capsys.readouterr().err


@pytest.mark.parametrize(
    ("token", "why"),
    [
        ("short", "the token has fewer than 16 characters"),
        ("a token with some blanks", "the token is not text of visible ASCII characters"),
        ("ស្រី" * 10, "the token is not text of visible ASCII characters"),
        ("x" * 5000, "the file of the token is longer than any token"),
    ],
    ids=["short", "blanks", "Khmer", "long"],
)
def test_a_token_that_none_can_be_is_refused_and_not_shown(
    token: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "token"
    file.write_text(token, "utf-8")
    assert status_of("--token-file", str(file)) == 2
    told = capsys.readouterr().err
    assert told == f"khmerid: {why}\n"


def test_a_port_in_use_is_said_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert status_of("--open", "--port", str(port)) == 2
    assert capsys.readouterr().err == f"khmerid: 127.0.0.1:{port}: Address already in use\n"


def test_a_host_that_there_is_not_is_said_in_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)
    assert status_of("--host", "no-such-host.invalid") == 2
    assert capsys.readouterr().err.startswith("khmerid: no-such-host.invalid:8000: ")


def test_without_the_extra_it_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("khmerid.serve")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert status_of("--open") == 2
    told = capsys.readouterr().err
    assert told == "khmerid: the server needs more than the library: pip install 'khmerid[serve,picture]'\n"


def test_a_module_of_ours_that_is_missing_is_no_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "khmerid.serve.running", None)
    with pytest.raises(ModuleNotFoundError, match=r"khmerid\.serve\.running"):
        status_of("--open")


def test_a_reader_that_cannot_be_opened_ends_it_with_its_own_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "open_picture_reader", open_none)
    assert status_of("--open", "--port", "0") == 2
    told = capsys.readouterr()
    assert told.out.startswith("http://127.0.0.1:")
    assert told.err == (
        "khmerid: the reader of pictures cannot be opened: Tesseract is missing: apt install it\n"
    )


def test_the_same_in_this_process(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(reader, "open_picture_reader", open_invented)
    token = tmp_path / "token"
    token.write_text(f"{TOKEN}\n")
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as free:
        port = free.getsockname()[1]
    before = signal.getsignal(signal.SIGTERM)
    found: list[Any] = []

    def ask_and_end() -> None:
        try:
            wait_until(lambda: can_connect(port))
            with socket.create_connection(("::1", port), timeout=30) as connection:
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                found.append(connection.recv(65536))
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=ask_and_end).start()
    assert status_of("--host", "::1", "--port", str(port), "--token-file", str(token)) == 0
    assert found[0].startswith(b"HTTP/1.1 200 ")
    told = capsys.readouterr()
    assert told.out == f"http://[::1]:{port}\n"
    assert json.loads(told.err.splitlines()[-1])["route"] == "/healthz"
    assert signal.getsignal(signal.SIGTERM) is before


def can_connect(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("::1", port), timeout=5):
        return True
    return False
