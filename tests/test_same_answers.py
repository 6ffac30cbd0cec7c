"""The same answers everywhere: on each Python, in threads, processes and subinterpreters, with any options.

``data/answers.tsv`` has what is expected; each Python that runs these tests is held against it.
"""

import os
import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from answers import EXPECTED, line, sample
from support.paths import DATA, ROOT

pytestmark = pytest.mark.no_cover  # other tests cover the lines
THREADS = 8

#: Reads in processes of a kind, after some cards were read in this one.
IN_PROCESSES = """
import multiprocessing, sys
from answers import line, sample
if __name__ == "__main__":
    cards = sample()
    for card in cards[::10]:
        line(card)
    with multiprocessing.get_context(sys.argv[1]).Pool(2) as pool:
        print("".join(pool.imap(line, cards)), end="")
"""

#: Reads in a second interpreter of the process: one with the lock of the first, or with a lock of its own.
IN_SUBINTERPRETER = """
import sys
code = "from answers import line, sample; print(''.join(map(line, sample())), end='', flush=True)"
if sys.version_info >= (3, 13):
    import _interpreters
    trouble = _interpreters.exec(_interpreters.create(sys.argv[1]), code)
    sys.exit(trouble and trouble.formatted)
import _xxsubinterpreters
_xxsubinterpreters.run_string(_xxsubinterpreters.create(isolated=sys.argv[1] == "isolated"), code)
"""

#: Reads, and names the modules of khmerid that add floats by what rounds otherwise since Python 3.12.
ADDING = """
import builtins, functools, operator, sys
from answers import sample
from khmerid.examination import examine

def watched(values, start=0):
    values = list(values)
    module = sys._getframe(1).f_globals["__name__"]
    if module.startswith("khmerid") and any(isinstance(value, float) for value in values):
        found.add(module)
    return functools.reduce(operator.add, values, start)

found = set()
builtins.sum = watched
for card in sample():
    examine(card.response, today=card.today, evidence=True)
print(sorted(found))
"""


def printed(*arguments: str, **environment: str) -> str:
    """Return what another process of this Python prints, which has the modules of this checkout."""
    path = os.pathsep.join([str(ROOT), str(DATA)])
    done = subprocess.run(
        [sys.executable, *arguments],
        env=os.environ | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"} | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def expected() -> str:
    return EXPECTED.read_text("utf-8")


def test_this_python_answers_as_every_other() -> None:
    assert "".join(map(line, sample())) == expected(), "python data/write_expected.py"


def test_floats_are_added_exactly() -> None:
    assert printed("-c", ADDING) == "[]\n", "math.fsum"


def test_threads_that_read_at_once_answer_alike() -> None:
    cards, start, interval = sample(), threading.Barrier(THREADS), sys.getswitchinterval()

    def read(seed: int) -> list[str]:
        mine = random.Random(seed).sample(cards, len(cards))  # noqa: S311 - an order, no secret
        start.wait()
        return sorted(map(line, mine))

    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(THREADS) as pool:
            found = [*pool.map(read, range(THREADS))]
    finally:
        sys.setswitchinterval(interval)
    assert found == [sorted(expected().splitlines(keepends=True))] * THREADS


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_processes_answer_alike_however_they_are_started(method: str) -> None:
    assert printed("-c", IN_PROCESSES, method) == expected()


@pytest.mark.parametrize(
    ("options", "environment"),
    [
        pytest.param(("-O",), {"PYTHONHASHSEED": "0"}, id="without asserts"),
        pytest.param(("-OO",), {"PYTHONHASHSEED": "1"}, id="without docstrings"),
        pytest.param(("-X", "dev"), {"PYTHONHASHSEED": "4294967295"}, id="for developers"),
        pytest.param(
            ("-X", "utf8=0"),
            {"PYTHONHASHSEED": "random", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"},
            id="in another locale and zone",
        ),
    ],
)
def test_options_and_the_environment_change_no_answer(
    options: tuple[str, ...], environment: dict[str, str]
) -> None:
    assert printed(*options, str(DATA / "answers.py"), **environment) == expected()


def test_a_subinterpreter_that_shares_the_lock_answers_alike() -> None:
    assert printed("-c", IN_SUBINTERPRETER, "legacy") == expected()


@pytest.mark.skipif(sys.version_info < (3, 12), reason="no interpreter has a lock of its own")
@pytest.mark.xfail(reason="regex loads in no interpreter with a lock of its own")
def test_a_subinterpreter_with_a_lock_of_its_own_answers_alike() -> None:
    assert printed("-c", IN_SUBINTERPRETER, "isolated") == expected()
