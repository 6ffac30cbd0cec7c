"""Many clients at a time, and the end of a server: nobody gets anything but an answer or a refusal."""

import concurrent.futures
import contextlib
import threading
import time
from collections import Counter

import pytest
from support.pictures import picture
from support.readers import READING_SECONDS, SLOW, open_slowly
from support.serving import TOKEN, Reply, Served, image, serving, wait_until

from khmerid.huawei.client import HuaweiOcr
from khmerid.serve.settings import ServeSettings
from khmerid.testing import make_specimen


def number_in(reply: Reply) -> str:
    return str(reply.body["result"]["id_number"])


def test_fifty_uploads_at_a_time_are_each_answered_with_their_own_card_or_refused_as_too_many(
    served: Served,
) -> None:
    with concurrent.futures.ThreadPoolExecutor(50) as clients:
        replies = list(clients.map(lambda seed: served.post({"image": image(100 + seed)}), range(50)))
    assert Counter(reply.status for reply in replies).keys() <= {200, 429}
    for seed, reply in enumerate(replies):
        if reply.status == 200:
            assert number_in(reply) == make_specimen(seed=100 + seed).printed["document_number"]
        else:
            assert reply.code == "ModelArts.4401"
            assert reply.headers["Retry-After"] == "2"
    assert sum(reply.status == 200 for reply in replies) >= 8


def test_large_uploads_that_are_refused_get_their_refusal() -> None:
    large = b'{"image": "' + b"A" * 3_000_000 + b'"}'
    with serving(ServeSettings(token=TOKEN, queue=0)) as served:
        wait_until(lambda: served.get("/readyz").status == 200)
        with concurrent.futures.ThreadPoolExecutor(20) as clients:
            codes = Counter(reply.code for reply in clients.map(lambda _: served.post(large), range(20)))
    assert codes.keys() <= {"AIS.0102", "ModelArts.4401"}
    assert codes["AIS.0102"]


def test_a_client_that_is_refused_as_one_too_many_tries_again(served: Served) -> None:
    stop = threading.Event()

    def keep_busy() -> None:
        while not stop.is_set():
            served.post({"image": image(height=SLOW)})

    threads = [threading.Thread(target=keep_busy) for _ in range(12)]
    for thread in threads:
        thread.start()
    try:
        wait_until(lambda: served.post({"image": image()}).status == 429)
        threading.Timer(1.0, stop.set).start()
        with HuaweiOcr(served.url, "project", token=TOKEN) as ocr:
            assert ocr.recognise(picture(77))
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_what_is_not_read_in_time_is_given_up() -> None:
    with serving(ServeSettings(token=TOKEN, seconds=0.1), open_reader=open_slowly) as served:
        assert served.get("/readyz").status == 503
        assert served.get("/healthz").status == 200
        reply = served.post({"image": image()})
        assert (reply.status, reply.code) == (503, "ModelArts.4403")
        assert reply.headers["Retry-After"] == "2"


def test_a_server_that_ends_finishes_what_it_has_and_takes_nothing_new() -> None:
    replies: list[Reply] = []
    with contextlib.ExitStack() as stack:
        served = stack.enter_context(serving(ServeSettings(token=TOKEN, queue=5)))
        wait_until(lambda: served.get("/readyz").status == 200)
        threads = [
            threading.Thread(target=lambda: replies.append(served.post({"image": image(height=SLOW)})))
            for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        time.sleep(READING_SECONDS / 2)
    for thread in threads:
        thread.join()
    assert [reply.status for reply in replies] == [200, 200, 200]
    with pytest.raises(OSError, match="refused"):
        served.get("/healthz")
