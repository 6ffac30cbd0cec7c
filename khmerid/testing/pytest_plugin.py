"""The plugin of pytest: files of fixtures as tests, and the stand-in for the service as a fixture.

Pytest finds it by the entry point ``khmerid``, wherever khmerid is installed. Nothing else imports pytest.
"""

import fnmatch
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Self

import attrs
import pytest

from khmerid.testing.fixture_files import FixtureRow, find_files, read_rows
from khmerid.testing.fixtures import FixtureCode
from khmerid.testing.server import StandIn, serve


@attrs.frozen
class ChosenFiles:
    """The files that were asked for, in the command and in the configuration, and what is allowed in them."""

    root: Path
    asked: tuple[Path, ...]
    configured: tuple[Path, ...]
    allowances: tuple[tuple[str, frozenset[str]], ...]

    @classmethod
    def of(cls, config: pytest.Config) -> Self:
        """Find the files; raise ``pytest.UsageError`` for a glob without files and for an unknown code."""
        return cls(
            root=config.rootpath,
            asked=_files(config.invocation_params.dir, config.getoption("khmerid_fixtures")),
            configured=_files(config.rootpath, config.getini("khmerid_fixtures")),
            allowances=tuple(map(_allowance, config.getini("khmerid_fixtures_allow"))),
        )

    def not_in(self, places: Sequence[str], *, with_configured: bool) -> list[str]:
        """Return the files that pytest does not come by on its way through these places."""
        walked = [Path(place).resolve() for place in places]
        wanted = dict.fromkeys([*self.asked, *(self.configured if with_configured else ())])
        return [str(file) for file in wanted if not any(file.is_relative_to(place) for place in walked)]

    def allowed(self, file: Path) -> frozenset[str]:
        """Return the codes of the faults that are allowed in a file."""
        name = file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else file.as_posix()
        codes = [codes for glob, codes in self.allowances if fnmatch.fnmatchcase(name, glob)]
        return frozenset().union(*codes)


_CHOSEN: Final = pytest.StashKey[ChosenFiles]()


class FixtureFile(pytest.File):
    """A file of fixtures: one test for each row."""

    allow: frozenset[str]

    def collect(self) -> Iterator[pytest.Item]:
        """Yield a test for each row."""
        for row in read_rows(self.path, allow=self.allow):
            item: FixtureItem = FixtureItem.from_parent(self, name=row.name)
            item.row = row
            yield item


class FixtureItem(pytest.Item):
    """One row of a file of fixtures."""

    row: FixtureRow

    def runtest(self) -> None:
        """Fail with what is wrong in the row."""
        if self.row.faults:
            pytest.fail("\n".join(map(str, self.row.faults)), pytrace=False)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return where the row is."""
        return self.path, None, self.name


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
        "faults that do not fail a test: lines of 'GLOB: CODE CODE ...'",
        type="linelist",
        default=[],
    )


def pytest_configure(config: pytest.Config) -> None:
    """Collect the files of the option, and those of the configuration where pytest is given no place."""
    config.stash[_CHOSEN] = chosen = ChosenFiles.of(config)
    given = config.args_source is pytest.Config.ArgsSource.ARGS
    config.args += chosen.not_in(config.args, with_configured=not given)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take a file of fixtures."""
    chosen = parent.config.stash[_CHOSEN]
    if file_path not in chosen.asked and file_path not in chosen.configured:
        return None
    collector: FixtureFile = FixtureFile.from_parent(parent, path=file_path)
    collector.allow = chosen.allowed(file_path)
    return collector


@pytest.fixture
def khmerid_service() -> Iterator[StandIn]:
    """Serve specimens on the loopback address as the recognition service does."""
    with serve() as stand_in:
        yield stand_in


def _files(folder: Path, globs: Sequence[str]) -> tuple[Path, ...]:
    found: dict[Path, None] = {}
    for glob in globs:
        # An absolute glob is one as seen from its own root.
        start = Path(Path(glob).anchor) if Path(glob).is_absolute() else folder
        files = [
            file.resolve()
            for file in find_files(sorted(start.glob(str(Path(glob).relative_to(Path(glob).anchor)))))
        ]
        if not files:
            message = f"no file for the fixtures {glob!r} in {start}"
            raise pytest.UsageError(message)
        found |= dict.fromkeys(files)
    return tuple(found)


def _allowance(line: str) -> tuple[str, frozenset[str]]:
    glob, _, names = line.rpartition(":")
    codes = frozenset(names.split())
    unknown = sorted(codes - {str(code) for code in FixtureCode})
    if not glob or unknown:
        message = f"khmerid_fixtures_allow: {line!r} is not 'GLOB: CODE CODE ...' with codes of fixtures"
        raise pytest.UsageError(message)
    return glob.strip(), codes
