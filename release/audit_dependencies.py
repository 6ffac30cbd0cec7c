"""Ask for known vulnerabilities in what a wheel brings: ``release/audit_dependencies.py dist/khmerid-*.whl``.

pip-audit asks PyPI about each package that is installed with the wheel and every extra of those who use it.
The exit status is 0 where none is known, 1 where one is, and 2 where not everything could be asked about:
no answer is not taken for a good one.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clean_environment import extras_of_users, install


def main(arguments: list[str]) -> int:
    """Ask, and print what is known; return the exit status."""
    parser = argparse.ArgumentParser(description="Ask for known vulnerabilities in what a wheel brings.")
    parser.add_argument("wheel", type=Path)
    wheel = parser.parse_args(arguments).wheel.resolve()
    with tempfile.TemporaryDirectory() as folder:
        packages = install(wheel, extras_of_users(wheel), Path(folder))
        command = [sys.executable, "-m", "pip_audit", "--format", "json", "--path", str(packages)]
        done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    try:
        report = json.loads(done.stdout)
    except ValueError:
        print(f"not audited: pip-audit gave no report\n{done.stderr[-500:]}")
        return 2
    status, text = verdict(report)
    print(text)
    return status


def verdict(report: Mapping[str, Any]) -> tuple[int, str]:
    """Return the exit status and the words for a report of pip-audit."""
    packages = [one for one in report["dependencies"] if one["name"] != "khmerid"]
    lines = [
        f"vulnerable: {one['name']} {one['version']}: {', '.join(found['id'] for found in one['vulns'])}"
        for one in packages
        if one.get("vulns")
    ]
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    status = 1 if lines else 0
    if skipped or not packages:
        status = status or 2
        lines.append(
            f"not audited, for the service did not tell: {', '.join(skipped) or 'there are no packages'}"
        )
    return status, "\n".join(lines) or f"no known vulnerability in {len(packages)} packages"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
