"""Files of fixtures as tests of pytest; `pytest_khmerid` is the plugin that asks for them."""

import fnmatch
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

import attrs
import pytest

from khmerid.testing.fixture_codes import FixtureCode
from khmerid.testing.fixture_files import FixtureRow, find_files, read_rows


@attrs.frozen
class Chosen:
    """The files that were asked for, in the command and in the configuration, and what is allowed in them."""

    root: Path
    asked: tuple[Path, ...]
    configured: tuple[Path, ...]
    allowances: tuple[tuple[str, frozenset[str]], ...]

    @classmethod
    def of(cls, config: pytest.Config) -> Self:
        """Find the files; raise ``pytest.UsageError`` for a glob with none and for a code that is none."""
        return cls(
            root=config.rootpath,
            asked=_files(config.invocation_params.dir, config.getoption("khmerid_fixtures")),
            configured=_files(config.rootpath, config.getini("khmerid_fixtures")),
            allowances=tuple(map(_allowance, config.getini("khmerid_fixtures_allow"))),
        )

    def has(self, file: Path) -> bool:
        """Tell whether a file was asked for."""
        return file in self.asked or file in self.configured

    def not_in(self, places: Sequence[str], configured: Iterable[Path]) -> list[str]:
        """Return the files that pytest does not come by on its way through these places."""
        walked = [Path(place).resolve() for place in places]
        wanted = dict.fromkeys([*self.asked, *configured])
        return [str(file) for file in wanted if not any(file.is_relative_to(place) for place in walked)]

    def collector(self, file: Path, parent: pytest.Collector) -> pytest.Collector:
        """Return what makes tests of the rows of a file."""
        collector: FixtureFile = FixtureFile.from_parent(parent, path=file)
        collector.allow = self._allowed(file)
        return collector

    def _allowed(self, file: Path) -> frozenset[str]:
        name = file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else file.as_posix()
        codes = [codes for glob, codes in self.allowances if fnmatch.fnmatchcase(name, glob)]
        return frozenset().union(*codes)


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
        """Say where the row is."""
        return self.path, None, self.name


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
