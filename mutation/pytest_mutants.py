"""The plugin of pytest under which mutants are tried: whose examples are run, and caches that are empty."""

import gc
import os
import sys
from functools import lru_cache
from typing import Any

import pytest

_CACHE: Any = type(lru_cache(lambda: None))
_MUTATED = tuple(
    f"khmerid.{package}." for package in ("checks", "fields", "misreading", "mrz", "recovery", "resolve")
)
_found: dict[int, list[Any]] = {}  # the caches, by the number of modules that there were


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the examples in the docstrings of mutants, which are those of the function as it was."""
    copies = [item for item in items if "__mutmut_" in item.name and not item.name.endswith("__mutmut_orig")]
    items[:] = [item for item in items if item not in copies]
    config.hook.pytest_deselected(items=copies)


def pytest_sessionstart() -> None:
    """Begin with empty caches: a mutant is forked from a process that has run the code as it was."""
    clear_caches()


def pytest_runtest_setup() -> None:
    """Empty the caches before each test while mutmut counts which tests reach which function."""
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        clear_caches()


def clear_caches() -> None:
    """Empty the caches of functions in the packages that are mutated."""
    if len(sys.modules) not in _found:
        _found[len(sys.modules)] = [
            one
            for one in gc.get_objects()
            if isinstance(one, _CACHE) and (one.__module__ or "").startswith(_MUTATED)
        ]
    for cache in _found[len(sys.modules)]:
        cache.cache_clear()
