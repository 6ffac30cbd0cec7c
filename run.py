#!/usr/bin/env python3
"""Set khmerid up in ``.venv`` and show it or test it: ``python3 run.py demo``, ``python3 run.py test``.

Needs Python 3.11.1 or later with pip, and on first use a network; nothing else. A second run uses what
the first one installed. Options are passed on: ``python3 run.py test -k dates``.
"""

import sys

if sys.version_info < (3, 11, 1):
    sys.exit(
        "khmerid needs Python 3.11.1 or later, not %d.%d.%d (%s)" % (*sys.version_info[:3], sys.executable)
    )

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

COMMANDS = {
    "build": ("release", ["release/build_distributions.py"]),
    "demo": ("cli", ["examples/demo.py"]),
    "test": ("dev", ["-m", "pytest", "-q"]),
}

USAGE = """\
usage: python3 run.py demo | test | build [options passed on]

  demo    set khmerid up in .venv and show what becomes of ten invented cards, and of 200
  test    set khmerid up in .venv and run its tests; options are those of pytest
  build   set khmerid up in .venv and build its wheel and source distribution, the same on every machine"""

# How lines of pip begin that say what it is at; the others are shown only where it fails.
STEPS = ("Collecting", "Building", "Installing")

# Megabytes; a first run of the tests fills about 670.
LEAST_SPACE = 50

# Whoever asks for some of the tests is not told how much they leave uncovered, nor waits for more processes.
OF_ALL_TESTS = ["--cov", "-n", "auto"]

# What pip prints, and what it means for whoever waits. The first that fits is shown.
HINTS = {
    "No space left on device": "the disk is full",
    "Disk quota exceeded": "the disk quota is used up",
    "Permission denied": f"{ROOT} cannot be written to",
    "Failed to establish a new connection": "no package index is reached: is there a network, a proxy?",
    "NameResolutionError": "no package index is reached: is there a network, a proxy?",
    "ConnectTimeoutError": "no package index answers: is there a network, a proxy?",
    "SSLError": "the package index's certificate is not trusted here",
    "No matching distribution found": "the package index lacks a package named above, or cannot be reached",
}


def main(arguments: list[str]) -> int:
    """Do what the first argument says and return the exit status."""
    if arguments[:1] in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    if not arguments or arguments[0] not in COMMANDS:
        print(USAGE, file=sys.stderr)
        return 2
    extra, command = COMMANDS[arguments[0]]
    trouble = set_up(extra)
    if trouble:
        print(f"set-up failed: {trouble}", file=sys.stderr)
        return 2
    options = arguments[1:] or (OF_ALL_TESTS if arguments[0] == "test" else [])
    say("running: " + " ".join(["python", *command, *options]))
    return subprocess.run([PYTHON, *command, *options], cwd=ROOT, check=False).returncode


def set_up(extra: str) -> str:
    """Make ``.venv`` with khmerid and an extra in it, unless it is there; return what went wrong."""
    stamp = VENV / f"khmerid-{extra}.stamp"
    state = fingerprint()
    if PYTHON.exists() and stamp.is_file() and stamp.read_text() == state:
        return ""
    say(f"setting up {VENV} (first time only, some minutes with a slow network)")
    return make_environment() or install(extra) or write(stamp, state)


def fingerprint() -> str:
    """Return what an installation depends on: this Python, this place and pyproject.toml."""
    project = (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(f"{sys.version} {ROOT} ".encode() + project).hexdigest()


def make_environment() -> str:
    """Make the virtual environment, anew where the one there belongs to another Python or is broken."""
    if works_with_this_python():
        return ""
    if VENV.exists():
        shutil.rmtree(VENV, ignore_errors=True)
    say("making a virtual environment")
    result = run([sys.executable, "-m", "venv", str(VENV)])
    if result.returncode == 0:
        return ""
    shutil.rmtree(VENV, ignore_errors=True)
    if "ensurepip is not available" in result.stdout or "No module named" in result.stdout:
        version = "%d.%d" % sys.version_info[:2]
        return f"this Python has no venv module (Debian and Ubuntu: apt-get install python{version}-venv)"
    return explained(result.stdout)


def works_with_this_python() -> bool:
    """Return whether ``.venv`` runs, has pip and is of this version."""
    if not PYTHON.exists():
        return False
    version = run([str(PYTHON), "-c", "import pip, sys; print(sys.version)"])
    return version.returncode == 0 and version.stdout.strip() == sys.version


def install(extra: str) -> str:
    """Install khmerid as it lies here, with an extra."""
    say(f"installing khmerid[{extra}] and what it needs")
    options = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    result = run([str(PYTHON), "-m", "pip", "install", *options, "--editable", f".[{extra}]"], shown=STEPS)
    return "" if result.returncode == 0 else explained(result.stdout)


def write(stamp: Path, state: str) -> str:
    """Write down that the installation is complete."""
    try:
        stamp.write_text(state)
    except OSError as error:
        return f"{stamp} cannot be written: {error.strerror}"
    return ""


def say(what: str) -> None:
    """Say what is being done; the output is the command's alone."""
    print(what, file=sys.stderr, flush=True)


def run(command: list[str], shown: tuple[str, ...] = ()) -> "subprocess.CompletedProcess[str]":
    """Run a command here and keep what it prints; show the lines that begin with one of ``shown`` at once."""
    lines = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            if shown and line.startswith(shown):
                say(f"  {line.partition(' (from')[0].strip():.76}")  # pip names who needs it, too
    return subprocess.CompletedProcess(command, process.returncode, "".join(lines))


def explained(output: str) -> str:
    """Show the end of what a command printed, and return what that means where it is known."""
    print("\n".join(output.strip().splitlines()[-20:]), file=sys.stderr)
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if free < LEAST_SPACE:
        return f"the disk has only {free} MB left"
    return next((meaning for sign, meaning in HINTS.items() if sign in output), "see above")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\ninterrupted", file=sys.stderr)
        sys.exit(130)
