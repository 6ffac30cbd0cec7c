"""The plugin of pytest under which mutants are tried: whose examples are run, and no cache of unmutated code."""

import gc
import os
import sys
from functools import lru_cache

import pytest

_CACHE = type(lru_cache(lambda: None))
_seen: tuple[int, list] = (0, [])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the examples in the docstrings of mutants, which are those of the function as it was."""
    copies = [item for item in items if "__mutmut_" in item.name and not item.name.endswith("__mutmut_orig")]
    items[:] = [item for item in items if item not in copies]
    config.hook.pytest_deselected(items=copies)


def pytest_sessionstart() -> None:
    """Begin with empty caches: a mutant is forked from a process that has run the unmutated code."""
    clear_caches()


def pytest_runtest_setup() -> None:
    """Empty the caches before each test while mutmut counts which tests reach which function."""
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        clear_caches()


def clear_caches() -> None:
    global _seen
    if _seen[0] != len(sys.modules):
        rooms = ("khmerid.checks", "khmerid.fields", "khmerid.misreading", "khmerid.mrz", "khmerid.recovery", "khmerid.resolve")
        found = [one for one in gc.get_objects() if isinstance(one, _CACHE) and (one.__module__ or "").startswith(rooms)]
        _seen = len(sys.modules), found
    for cache in _seen[1]:
        cache.cache_clear()
