"""Where the tests find data."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
SPECIMENS = ROOT.parent / "shared" / "specimens"


def specimen(name: str) -> bytes:
    """Read a specimen that lies beside the repository, or skip the test where it does not."""
    path = SPECIMENS / name
    if not path.exists():
        pytest.skip("the specimens are not beside the repository")
    return path.read_bytes()
