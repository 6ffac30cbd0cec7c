"""Build the wheel and the source distribution: ``python3 run.py build``, or with ``--out FOLDER``.

Both are made of what git has and of nothing besides, and twice: the second time at another path, from files
of another time, in another zone, language and order, and the wheel from the unpacked source distribution. The
two builds have to be the same to the byte. Every file in them has the date that hatchling gives where none is
asked for, 2 February 2020: an unpacked source distribution knows no commit whose date could be taken.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
#: What another machine may have otherwise than this one.
ELSEWHERE: Final = {"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"}
#: Reads folders from the end: an order that no file system promises.
_OTHER_ORDER: Final = """
import os

class FromTheEnd:
    def __init__(self, *path, scan=os.scandir):
        with scan(*path) as entries:
            self.entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))
    __enter__ = __iter__ = lambda self: self
    __exit__ = lambda self, *_: None
    __next__ = lambda self: next(self.entries)

os.scandir = FromTheEnd
os.listdir = lambda *path: [entry.name for entry in FromTheEnd(*path)]
"""
#: A day in 2001 for the files of the second build.
_OTHER_TIME: Final = 1_000_000_000


class BuildError(Exception):
    """The two builds differ, or one has other files than git; the argument says which."""


def main(arguments: list[str]) -> int:
    """Build, compare, and print the digests; return the exit status."""
    parser = argparse.ArgumentParser(description="Build the wheel and the source distribution, twice.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="the folder for both (dist)")
    out = parser.parse_args(arguments).out
    try:
        for built in build(ROOT, out):
            print(f"{digest(built)}  {built.name}")
    except BuildError as error:
        print(f"not built: {error}", file=sys.stderr)
        return 1
    return 0


def build(checkout: Path, out: Path) -> list[Path]:
    """Build both into a folder, and return them; raise a `BuildError` where they are not alike."""
    files = files_of_git(checkout)
    with tempfile.TemporaryDirectory() as folder:
        here, there = Path(folder, "here"), Path(folder, "some where", "else")
        copy(checkout, files, here / "source")
        copy(checkout, files, there / "source", time=_OTHER_TIME)
        (there / "sitecustomize.py").write_text(_OTHER_ORDER, "utf-8")
        built = run_build(here / "source", here / "built", ["--sdist", "--wheel"])
        again = run_build(
            there / "source", there / "built", [], ELSEWHERE | {"PYTHONPATH": str(there)}, umask=0o77
        )
        compare(built, again)
        compare_with_git(built, files)
        out.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.copy(one, out)) for one in built]


def files_of_git(checkout: Path) -> list[str]:
    """Return the paths of the files that git has, in order."""
    command = ["git", "ls-files", "-z", "--cached"]
    listed = subprocess.run(command, cwd=checkout, check=True, capture_output=True).stdout.decode()
    return sorted(path for path in listed.split("\0") if path)


def copy(checkout: Path, files: list[str], folder: Path, time: int | None = None) -> None:
    """Copy files of a checkout, with a time of their own or as they are."""
    for path in files:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(checkout / path, target)
        if time is not None:
            os.utime(target, (time, time))


def run_build(
    source: Path,
    out: Path,
    options: list[str],
    environment: Mapping[str, str] | None = None,
    umask: int = 0o22,
) -> list[Path]:
    """Run one build, and return the source distribution and the wheel.

    Without options the wheel is made from the source distribution.
    """
    command = [sys.executable, "-m", "build", "--no-isolation", *options, "--outdir", str(out), str(source)]
    own = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(
        command,
        cwd=source.parent,
        env=own | dict(environment or {}),
        umask=umask,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        print(done.stdout.decode(errors="replace"), file=sys.stderr)
        trouble = "hatchling failed"
        raise BuildError(trouble)
    return sorted(out.iterdir(), key=lambda path: path.suffix)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def compare(built: list[Path], again: list[Path]) -> None:
    """Raise a `BuildError` where two builds are not the same to the byte."""
    if [path.name for path in built] != [path.name for path in again]:
        trouble = "the two builds have other names"
        raise BuildError(trouble)
    different = [one.name for one, other in zip(built, again, strict=True) if digest(one) != digest(other)]
    if different:
        trouble = f"a second build gave another {' and '.join(different)}"
        raise BuildError(trouble)


def compare_with_git(built: list[Path], files: list[str]) -> None:
    """Raise a `BuildError` where a distribution has not the files that git has, or others."""
    sdist, wheel = built
    with tarfile.open(sdist) as archive:
        packed = {name.partition("/")[2] for name in archive.getnames()}
    _compare_names(sdist, packed - {"PKG-INFO"}, set(files))
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    _compare_names(wheel, packed, {path for path in files if path.startswith("khmerid/")})


def _compare_names(distribution: Path, packed: set[str], expected: set[str]) -> None:
    if packed != expected:
        names = ", ".join(sorted(packed ^ expected))
        trouble = f"{distribution.name} and git do not have the same files: {names}"
        raise BuildError(trouble)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
