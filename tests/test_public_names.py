"""The public names: each is imported when it is asked for, and is what type checkers take it for."""

import ast
import importlib
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import khmerid

TREE = ast.parse(Path(khmerid.__file__).read_text("utf-8"))
IMPORTS = [node for node in ast.walk(TREE) if isinstance(node, ast.ImportFrom) and node.level == 0]
FOR_TYPE_CHECKERS = {
    node.module: ", ".join(alias.name for alias in node.names)
    for node in IMPORTS
    if str(node.module).startswith("khmerid.")
}


def run(code: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_interpreter_finds_each_name_where_type_checkers_do() -> None:
    assert khmerid._ROOMS == FOR_TYPE_CHECKERS


def test_every_name_is_public_once() -> None:
    names = ", ".join(khmerid._ROOMS.values()).split(", ")
    assert sorted(names) == sorted(khmerid.__all__)


@pytest.mark.parametrize("room", khmerid._ROOMS)
def test_a_name_is_the_one_of_its_room(room: str) -> None:
    for name in khmerid._ROOMS[room].split(", "):
        vars(khmerid).pop(name, None)
        assert getattr(khmerid, name) is getattr(importlib.import_module(room), name)


def test_a_name_that_there_is_not_is_refused_as_of_any_module() -> None:
    with pytest.raises(AttributeError, match="module 'khmerid' has no attribute 'parse_td4'"):
        khmerid.parse_td4  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(ImportError, match="cannot import name 'parse_td4'"):
        from khmerid import parse_td4  # type: ignore[attr-defined]  # noqa: F401, PLC0415


def test_the_names_are_shown_before_they_are_asked_for() -> None:
    for name in khmerid.__all__:
        vars(khmerid).pop(name, None)
    assert set(khmerid.__all__) <= set(dir(khmerid))


def test_a_star_takes_in_all_names() -> None:
    assert set(khmerid.__all__) <= set(run("from khmerid import *; print(*dir())").split())


def test_to_import_khmerid_takes_in_nothing_else() -> None:
    taken = run("import sys; before = {*sys.modules}; import khmerid; print(*({*sys.modules} - before))")
    assert {name.partition(".")[0] for name in taken.split()} - sys.stdlib_module_names == {"khmerid"}
    assert "khmerid." not in taken


def test_a_value_is_unpickled_where_khmerid_was_not_imported() -> None:
    kept = pickle.dumps(khmerid.read_height("១៦៥"))
    assert run(f"import pickle; print(pickle.loads({kept!r}).value)") == "165\n"
