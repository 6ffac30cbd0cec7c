"""Run the command again and again, kill each run at some moment, and at last let one come to its end.

Arguments: a seed, how many runs are killed, then those of the command. A first run says how long one takes:
every other one is killed at any moment, and those between soon after they have begun a journal, on which a
busy machine comes late and a fast one only for a moment. The runs are forks of a process that has loaded all,
and enter in the journal whatever they have written at once. The exit status is 0 if the last run has come to
its end, and some of those that were killed had left a journal.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from khmerid.answering.examining import Terms, examine_row
from khmerid.answering.input_row import InputRow
from khmerid.batch import journal as module
from khmerid.cli import main


def run(arguments: list[str]) -> int:
    """Run the command in a process of its own and return the number of that."""
    if process := os.fork():
        return process
    os._exit(main(arguments))


def wait_for(journal: Path, process: int) -> None:
    """Wait until there is a journal, or the process is done and is left to be waited for."""
    while not journal.exists() and os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        time.sleep(0.001)


def kill_and_resume(seed: str, kills: int, arguments: list[str]) -> None:
    """Leave the output of many runs that were killed and of one that was not."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    output = Path(arguments[arguments.index("--output") + 1])
    journal = output.with_name(f".{output.name}.journal")
    begin = time.monotonic()
    os.waitpid(run(arguments), 0)
    seconds = time.monotonic() - begin
    output.unlink()
    begun = 0
    for number in range(kills):
        process = run(arguments)
        if number % 2:
            wait_for(journal, process)
        time.sleep(chance.uniform(0, seconds / 20 if number % 2 else seconds))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        begun += journal.exists()
        if not journal.exists():
            output.unlink(missing_ok=True)  # of a run that was done
    _, status = os.waitpid(run(arguments), 0)
    if status or not begun:
        sys.exit(f"{begun} of the runs had left a journal; the last ended with {status}")


if __name__ == "__main__":
    import datetime as dt

    vars(module)["_EVERY"] = 0.0  # or fast machines are done before there is an entry
    examine_row(InputRow(1, b'{"id_number": "010203040"}'), Terms(today=dt.date(2026, 1, 1)))
    kill_and_resume(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
