"""The reader without Khmer, which needs nothing of the system; loaded once, as are the scans."""

import functools
from collections.abc import Callable

import pytest
from support.photographs import photograph

from khmerid.picture import PictureReader, Scan


@pytest.fixture(scope="session")
def reader() -> PictureReader:
    return PictureReader.open(khmer=False)


@pytest.fixture(scope="session")
def scan(reader: PictureReader) -> Callable[[str], Scan]:
    return functools.cache(lambda name: reader.scan(photograph(name)))
