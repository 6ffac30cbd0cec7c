"""An environment with a wheel of khmerid, what that needs, and nothing else."""

import email
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

#: The extras of those who work on khmerid; all others are of those who use it.
OF_DEVELOPERS: Final = {"browser", "dev", "docs", "engines", "fuzz", "mutation", "release"}


def extras_of_users(wheel: Path) -> list[str]:
    """Return the extras of a wheel that are of use to those who install it."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(archive.read(name))
    return sorted(set(metadata.get_all("Provides-Extra", [])) - OF_DEVELOPERS)


def install(wheel: Path, extras: Sequence[str], folder: Path) -> Path:
    """Make an environment without pip, and install a wheel with extras; return the folder of its packages.

    The wheel is installed by its name, and what it needs in a second step: so no path of this machine is
    written down, and no other khmerid is taken.
    """
    _, version, *_ = wheel.name.split("-")
    _run([sys.executable, "-m", "venv", "--without-pip", str(folder)])
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(folder),
        "--disable-pip-version-check",
        "install",
        "-qq",
    ]
    _run([*pip, "--no-index", "--no-deps", "--find-links", str(wheel.parent), f"khmerid=={version}"])
    _run([*pip, f"khmerid[{','.join(extras)}]=={version}"])
    return next(folder.glob("lib/python*/site-packages"))


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)
