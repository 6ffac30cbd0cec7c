"""Where the tests find data."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
SPECIMENS = DATA / "specimens"


def specimen(name: str) -> bytes:
    """Read a file of the specimens."""
    return (SPECIMENS / name).read_bytes()
