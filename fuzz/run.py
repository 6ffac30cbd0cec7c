"""Fuzz the ways in, each for some minutes, and say how many inputs were tried and what was found.

    python fuzz/run.py [TARGET …] [--minutes 10] [--folder build/fuzz]

Without a name all targets are fuzzed, one after another, each by atheris in a process of its own
(``pip install -e '.[dev,fuzz]'``). The corpus of a target begins with its seeds, which are made of ``data``;
what reaches new code is kept beside them in the folder. Each find is kept there once for each place that it
was raised at, and so is the input that took longest. The exit status is 1 if there is a find. To look at one:

    python fuzz/run.py TARGET --only build/fuzz/TARGET/find-…
"""

import argparse
import hashlib
import re
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Final, NoReturn

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

#: Bytes of an input: some cards, and longer than any limit of a text.
_LONGEST: Final = 8192
#: Microseconds that an input may take before its bytes matter: no target takes less for the shortest.
_AT_ONCE: Final = 2_000
_EXECUTIONS: Final = re.compile(r"number_of_executed_units: +([0-9]+)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="all of them by default")
    parser.add_argument("--minutes", type=float, default=10.0, help="for each target")
    parser.add_argument("--folder", type=Path, default=Path("build", "fuzz"))
    parser.add_argument("--only", type=Path, help="run one target once, over this file")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # in the process of one target
    options = parser.parse_args()
    if options.here:
        fuzz_here(options.targets[0], options.folder, options.minutes)
    from targets import TARGETS

    if unknown := set(options.targets) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    if options.only:
        TARGETS[options.targets[0]](options.only.read_bytes())
        return 0
    print(f"{'':12s}{'inputs':>10s}{'finds':>7s}{'slowest':>12s}")
    return max(fuzz(name, options.folder, options.minutes) for name in options.targets or TARGETS)


def fuzz(name: str, folder: Path, minutes: float) -> int:
    """Fuzz a target in a process of its own and print what came of it; return 1 if there is a find."""
    command = [sys.executable, __file__, name, "--here", "--minutes", str(minutes), "--folder", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")
    executions = _EXECUTIONS.search(done.stderr)
    finds = sorted((folder / name).glob("find-*"))
    slowest = sorted((folder / name).glob("slow-*ms"))
    print(
        f"{name:12s}{executions[1] if executions else '?':>10s}{len(finds):7d}"
        f"{slowest[0].name.removeprefix('slow-') if slowest else '-':>12s}",
        flush=True,
    )
    for find in finds:
        print(f"  {find}: {find.with_name(find.name.replace('find', 'why')).read_text('utf-8').strip()}")
    if executions is None:  # the process itself came to an end, as where memory was short
        print(done.stderr[-2000:])
    return int(bool(finds) or executions is None)


def fuzz_here(name: str, folder: Path, minutes: float) -> NoReturn:
    """Fuzz a target in this process, which ends with it; finds are kept and do not stop it."""
    import atheris  # an extra, and only for this

    with atheris.instrument_imports(include=["khmerid"]):
        from targets import TARGETS
    from seeds import seeds_of

    own = folder / name
    corpus = own / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for old in [*own.glob("find-*"), *own.glob("why-*"), *own.glob("slow-*")]:
        old.unlink()
    for seed in seeds_of(name):
        (corpus / digest_of(seed)).write_bytes(seed)
    target, slowest = TARGETS[name], 0.0

    def one_input(data: bytes) -> None:
        nonlocal slowest
        start = time.process_time()
        try:
            target(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a find
            keep(own, data, error)
        milliseconds = 1e3 * (time.process_time() - start)
        if milliseconds > max(1.2 * slowest, _AT_ONCE / 1e3):
            slowest = milliseconds
            for old in own.glob("slow-*"):
                old.unlink()
            (own / f"slow-{milliseconds:.0f}ms").write_bytes(data)

    limits = [
        f"-max_total_time={60 * minutes:.0f}",
        f"-max_len={_LONGEST}",
        "-timeout=120",
        "-rss_limit_mb=4096",
    ]
    files = [f"-artifact_prefix={own}/find-", "-print_final_stats=1", str(corpus)]
    atheris.Setup([sys.argv[0], *limits, *files], one_input)
    atheris.Fuzz()
    sys.exit()  # not reached: the fuzzer ends the process


def keep(folder: Path, data: bytes, error: Exception) -> None:
    """Keep what was found, once for each place where it was raised."""
    places = [
        f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    what = f"{type(error).__name__} at {' '.join(places[-3:])}"
    (folder / f"why-{digest_of(what.encode())}").write_text(what, "utf-8")
    (folder / f"find-{digest_of(what.encode())}").write_bytes(data)


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
