"""The targets of the fuzzer, each over its seeds: what they promise holds, and they are kept alive."""

import subprocess
import sys

import pytest
from seeds import seeds_of
from support.paths import ROOT
from targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_promised_holds_of_each_seed(name: str) -> None:
    seeds = seeds_of(name)
    assert len(seeds) > 5
    for seed in seeds:
        TARGETS[name](seed)


def test_a_target_that_is_none_is_refused() -> None:
    command = [sys.executable, "fuzz/run.py", "respones"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no such target: respones; there are responses, several, lines" in done.stderr
