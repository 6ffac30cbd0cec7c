"""The plugin of khmerid for its own tests, taken in here as pyproject.toml says; and halves of the tests."""

import zlib

import pytest

pytest_plugins = ["khmerid.testing.pytest_plugin"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the option of `.ci/run`, by which two versions of Python share the tests."""
    parser.addoption("--half", type=int, choices=[0, 1], help="Run half of the tests, by their names.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the other half."""
    half = config.getoption("half")
    if half is not None:
        others = [item for item in items if zlib.crc32(item.nodeid.encode()) % 2 != half]
        items[:] = [item for item in items if zlib.crc32(item.nodeid.encode()) % 2 == half]
        config.hook.pytest_deselected(items=others)
