"""Write the bills of materials of a wheel: ``python release/write_sboms.py dist/khmerid-*.whl``.

There are two, in CycloneDX's JSON: what is installed with the wheel alone, and with every extra of those who
use it. Each is made by cyclonedx-py from an environment that has nothing else, held against the schema, and
has neither a time nor a path in it: the same packages give the same bytes.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from clean_environment import extras_of_users, install

ROOT: Final = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """Write both, and print their names; return the exit status."""
    parser = argparse.ArgumentParser(description="Write the bills of materials of a wheel, beside it.")
    parser.add_argument("wheel", type=Path)
    wheel = parser.parse_args(arguments).wheel.resolve()
    stem = "-".join(wheel.name.split("-")[:2])
    for name, extras in ((stem, []), (f"{stem}-extras", extras_of_users(wheel))):
        print(write(wheel, extras, wheel.with_name(f"{name}.cdx.json")).name)
    return 0


def write(wheel: Path, extras: Sequence[str], out: Path) -> Path:
    """Write what is installed with a wheel and extras into a file, and return it."""
    with tempfile.TemporaryDirectory() as folder:
        environment, project = Path(folder, "environment"), Path(folder, "pyproject.toml")
        install(wheel, extras, environment)
        project.write_text(_with_version((ROOT / "pyproject.toml").read_text("utf-8"), wheel), "utf-8")
        command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--validate"]
        command += [
            "--pyproject",
            str(project),
            "--mc-type",
            "library",
            "--output-file",
            str(out),
            str(environment),
        ]
        subprocess.run(command, check=True)
    return out


def _with_version(project: str, wheel: Path) -> str:
    """Return a project's file with the version that hatchling reads from the code: cyclonedx-py does not."""
    version = wheel.name.split("-")[1]
    return re.sub(
        r'^dynamic = \["version"\]$', f'version = "{version}"', project, count=1, flags=re.MULTILINE
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
