"""What the server carries on this machine: requests a second, how long they take, and its memory.

    python benchmarks/serve.py [PICTURE …] [--clients 8] [--seconds 20] [--workers 1] [--report]

With pictures, khmerid's own reader reads them, and what it costs is all there is to see. Without any, the
reader is the invented one of the tests, which takes no time, and what is measured is the server alone: HTTP,
JSON, base64 and the way to the process that reads. Clients run in a process of their own; one that is refused
because too many are at it (429) tries again at once, and is counted. Memory is that of the server and of all
its processes, each page once (PSS): when it is ready, and after the load.
"""

import argparse
import base64
import http.client
import io
import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from threading import Thread

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from PIL import Image

PATHS = {False: "/v2/benchmark/ocr/cambodian-idcard", True: "/v1/report"}
SIDES = (1600, 1200)
NOISE = 60  # of the grey of an invented picture: about two megabytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pictures", type=Path, nargs="*")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--report", action="store_true", help="ask for reports")
    options = parser.parse_args()
    pictures = [path.read_bytes() for path in options.pictures] or [invented_picture()]
    module = "khmerid" if options.pictures else "support.serve_invented"
    with started(module, options.workers) as process:
        port = int(process.stdout.readline().rpartition(":")[2])
        begin = time.monotonic()
        while ask(port, "/readyz")[0] != 200:
            time.sleep(0.1)
        print(f"ready after {time.monotonic() - begin:.1f} s; memory {memory_of(process.pid):.0f} MiB")
        found = multiprocessing.Queue()
        bodies = [json.dumps({"image": base64.b64encode(one).decode()}).encode() for one in pictures]
        load = multiprocessing.Process(
            target=put_under_load,
            args=(found, port, PATHS[options.report], bodies, options.clients, options.seconds),
        )
        load.start()
        statuses, times = found.get()
        load.join()
        show(statuses, times, options.seconds, sum(map(len, pictures)) / len(pictures))
        print(f"memory {memory_of(process.pid):.0f} MiB")
        process.terminate()


def started(module: str, workers: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", module, "serve", "--open", "--port", "0", "--workers", str(workers)]
    paths = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(ROOT), str(ROOT / "tests")]))
    return subprocess.Popen(  # noqa: S603 - the command itself
        command,
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def ask(port: int, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("POST" if body else "GET", path, body)
    response = connection.getresponse()
    answer = response.status, response.read()
    connection.close()
    return answer


def put_under_load(  # noqa: PLR0913, PLR0917 - a load
    found: "multiprocessing.Queue[object]",
    port: int,
    path: str,
    bodies: Sequence[bytes],
    clients: int,
    seconds: float,
) -> None:
    statuses: Counter[int] = Counter()
    times: list[float] = []
    end = time.monotonic() + seconds

    def client(number: int) -> None:
        while time.monotonic() < end:
            begin = time.monotonic()
            status, _ = ask(port, path, bodies[number % len(bodies)])
            statuses[status] += 1
            if status == 200:
                times.append(time.monotonic() - begin)
            number += clients

    threads = [Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.put((statuses, times))


def show(statuses: Counter[int], times: list[float], seconds: float, size: float) -> None:
    told = ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items()))
    print(f"pictures of {size / 1e6:.1f} MB: {told}; {len(times) / seconds:.1f} read a second")
    if len(times) > 1:
        parts = quantiles(times, n=100)
        print(f"p50 {parts[49]:.3f} s, p90 {parts[89]:.3f} s, p99 {parts[98]:.3f} s, most {max(times):.3f} s")


def invented_picture() -> bytes:
    file = io.BytesIO()
    Image.effect_noise(SIDES, NOISE).save(file, "PNG")
    return file.getvalue()


def memory_of(pid: int) -> float:
    """Return the MiB of a process and all below it, as Linux tells."""
    own = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    kilobytes = next(int(line.split()[1]) for line in own.splitlines() if line.startswith("Pss:"))
    children = {
        child
        for thread in Path(f"/proc/{pid}/task").glob("*/children")
        for child in thread.read_text().split()
    }
    return kilobytes / 1024 + sum(memory_of(int(child)) for child in children)


if __name__ == "__main__":
    main()
