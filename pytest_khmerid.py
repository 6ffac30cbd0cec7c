"""The plugin of khmerid for pytest, which takes khmerid in only where a test or an option asks for it.

It stands outside of the package so that pytest, which loads the plugin of everything that is installed,
starts no slower for it, and so that the coverage of khmerid is measured from its first line on.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from khmerid.testing.server import StandIn

_CHOSEN: pytest.StashKey[Any] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option and its twin in the configuration."""
    group = parser.getgroup("khmerid", "responses of OCR for Cambodian identity cards")
    group.addoption(
        "--khmerid-fixtures",
        action="append",
        default=[],
        metavar="GLOB",
        help="check the JSON and JSONL files there as fixtures; may be given more than once",
    )
    parser.addini(
        "khmerid_fixtures",
        "globs of JSON and JSONL files to be checked as fixtures, as seen from the configuration file",
        type="linelist",
        default=[],
    )
    parser.addini(
        "khmerid_fixtures_allow",
        "faults that are no failure: lines of 'GLOB: CODE CODE ...'",
        type="linelist",
        default=[],
    )


def pytest_configure(config: pytest.Config) -> None:
    """Collect the files of the option, and those of the configuration where pytest is given no place."""
    if config.getoption("khmerid_fixtures") or config.getini("khmerid_fixtures"):
        from khmerid.testing.collecting import Chosen  # noqa: PLC0415 - only where it is asked for

        config.stash[_CHOSEN] = chosen = Chosen.of(config)
        given = config.args_source is pytest.Config.ArgsSource.ARGS
        config.args += chosen.not_in(config.args, [] if given else chosen.configured)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take a file of fixtures."""
    chosen = parent.config.stash.get(_CHOSEN, None)
    if chosen is None or not chosen.has(file_path):
        return None
    collector: pytest.Collector = chosen.collector(file_path, parent)
    return collector


@pytest.fixture
def khmerid_service() -> Iterator["StandIn"]:
    """Serve specimens on the loopback address as the recognition service does."""
    from khmerid.testing.server import serve  # noqa: PLC0415 - only where it is asked for

    with serve() as stand_in:
        yield stand_in
