"""Clients that mean no good, or are broken: whatever they send, the server goes on."""

import base64
import contextlib
import json
import re
import socket
import threading
import time
from collections.abc import Iterator

import h11
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.readers import SLOW
from support.serving import RECOGNITION, TOKEN, Reply, Served, image, serving, wait_until

from khmerid.huawei import wire
from khmerid.huawei.received import LONGEST_REQUEST
from khmerid.serve import connections

HEAD = f"POST {RECOGNITION} HTTP/1.1\r\nHost: a\r\n{wire.TOKEN_HEADER}: {TOKEN}\r\n"


@contextlib.contextmanager
def connected(served: Served, timeout: float = 10) -> Iterator[socket.socket]:
    with socket.create_connection(served.address, timeout=timeout) as connection:
        yield connection


def answer_on(connection: socket.socket) -> bytes:
    """Return what comes until the server hangs up."""
    answer = b""
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65536):
            answer += part
    return answer


def answer_with(connection: socket.socket, wanted: bytes) -> bytes:
    """Return what comes until there is what is wanted."""
    answer = b""
    while wanted not in answer and (part := connection.recv(65536)):
        answer += part
    return answer


def still_serves(served: Served) -> bool:
    return served.post({"image": image()}).status == 200


def test_a_body_without_an_end_is_refused_when_it_is_too_long(served: Served) -> None:
    part = b"100000\r\n" + b"A" * 0x100000 + b"\r\n"
    with connected(served) as connection:
        connection.sendall(f"{HEAD}Transfer-Encoding: chunked\r\n\r\n".encode())
        for _ in range(LONGEST_REQUEST // 0x100000 + 1):
            connection.sendall(part)
        assert b"ModelArts.4104" in answer_with(connection, b"4104")
    assert still_serves(served)


def test_a_body_that_is_announced_as_too_long_is_refused_before_it_is_sent(served: Served) -> None:
    with connected(served) as connection:
        connection.sendall(f"{HEAD}Content-Length: {LONGEST_REQUEST + 1}\r\n\r\n".encode())
        assert b"ModelArts.4104" in answer_with(connection, b"4104")


def test_without_the_token_no_body_is_waited_for(served: Served) -> None:
    with connected(served) as connection:
        connection.sendall(f"POST {RECOGNITION} HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n".encode())
        assert b" 401 " in answer_with(connection, b"\r\n")


@pytest.mark.parametrize(
    "head",
    [
        "Content-Length: -1",
        "Content-Length: many",
        "Content-Length: ១",
        "Content-Length: 1\r\nContent-Length: 2",
        "Content-Length: 2\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip",
        f"X-Long: {'x' * 200_000}",
        "No colon",
    ],
    ids=lambda head: head[:30],
)
def test_a_malformed_head_is_not_served(served: Served, head: str) -> None:
    with connected(served) as connection:
        with contextlib.suppress(OSError):  # it may hang up before all is sent
            connection.sendall(f"{HEAD}{head}\r\n\r\n".encode())
            connection.shutdown(socket.SHUT_WR)
        assert b" 200 " not in answer_on(connection)
    assert still_serves(served)


@pytest.mark.parametrize(
    ("owed", "sent"),
    [
        (h11.IDLE, b""),
        (h11.IDLE, b"POST /v1/rep"),
        (h11.SEND_BODY, f"{HEAD}Content-Length: 99\r\n\r\n{{".encode()),
        (h11.SEND_BODY, f"{HEAD}Transfer-Encoding: chunked\r\n\r\n1\r\n".encode()),
    ],
    ids=["nothing", "a part of the head", "a part of the body", "a part of a chunk"],
)
def test_a_client_that_sends_too_slowly_is_cut_off(
    served: Served, owed: object, sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connections._LIMITS, owed, 0.3)
    begin = time.monotonic()
    with connected(served) as connection:
        connection.sendall(sent)
        with contextlib.suppress(OSError):
            while time.monotonic() < begin + 5:  # a byte now and then does not put the end off
                time.sleep(0.05)
                connection.sendall(b"x")
        assert time.monotonic() < begin + 4
    assert still_serves(served)


ASKING = b"GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"


def test_a_client_that_takes_its_answers_slowly_gets_all_and_one_that_does_not_is_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving(send_buffer=4096, keep_alive=1) as served:
        length = len(served.get("/openapi.json").content)
        with connected(served) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
            connection.sendall(ASKING * 5)
            time.sleep(0.2)
            assert len(answer_on(connection)) > 5 * length
        monkeypatch.setattr(connections, "TAKING_SECONDS", 0.3)
        with connected(served) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.sendall(ASKING * 20)
            time.sleep(1.0)
            assert len(answer_on(connection)) < 20 * length


def test_a_picture_whose_head_takes_seconds_to_read_keeps_nobody_else_waiting(served: Served) -> None:
    segments = base64.b64encode(b"\xff\xd8" + b"\xff\xe0\0\2" * 1_000_000).decode()
    replies: list[Reply] = []
    sending = threading.Thread(target=lambda: replies.append(served.post({"image": segments})))
    sending.start()
    slowest = 0.0
    while sending.is_alive():
        begin = time.monotonic()
        assert served.get("/healthz").status == 200
        slowest = max(slowest, time.monotonic() - begin)
    assert replies[0].code == "AIS.0102"
    assert slowest < 1.0


def test_connections_without_number_are_not_kept(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 3)
    with contextlib.ExitStack() as stack:
        opened = [stack.enter_context(connected(served)) for _ in range(5)]
        assert answer_on(opened[-1]) == b""
    monkeypatch.undo()
    wait_until(lambda: still_serves(served))


def test_a_picture_whose_client_is_gone_is_given_up(served: Served) -> None:
    def metric(name: str) -> float:
        content = served.get("/metrics", **{wire.TOKEN_HEADER: TOKEN}).content.decode()
        found = re.search(rf"^{name} (\S+)$", content, re.MULTILINE)
        return float(found[1]) if found else 0.0

    gone = r'khmerid_requests_total\{.*status="499"\}'
    before = metric(gone)
    content = json.dumps({"image": image(height=SLOW)}).encode()
    for _ in range(5):
        with connected(served) as connection:
            connection.sendall(f"{HEAD}Content-Length: {len(content)}\r\n\r\n".encode() + content)
            time.sleep(0.05)
    wait_until(lambda: metric(gone) == before + 5)
    wait_until(lambda: metric("khmerid_pictures_in_hand") == 0)


@given(st.binary(max_size=300))
@settings(max_examples=40)
def test_whatever_is_sent_is_refused(served: Served, content: bytes) -> None:
    assert served.post(content).status == 400


@given(
    st.dictionaries(
        st.sampled_from([wire.IMAGE, wire.URL, *wire.SWITCHES[:3]]),
        st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.none()),
    )
)
@settings(max_examples=60)
def test_whatever_json_is_sent_is_refused(served: Served, body: object) -> None:
    assert served.post(body).status == 400
