"""Each concept has one room: the picture of the house is that of the code, and no name stands twice."""

import ast
from collections import Counter
from pathlib import Path

from draw_design import PAGE, page
from support.paths import ROOT

MODULES = sorted((ROOT / "khmerid").rglob("*.py"))


def classes_of(path: Path) -> list[str]:
    return [
        node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ClassDef)
    ]


def test_the_picture_of_the_house_is_that_of_the_code() -> None:
    assert page() == PAGE.read_text("utf-8"), "python docs/draw_design.py"


def test_no_class_name_stands_twice() -> None:
    names = Counter(name for path in MODULES for name in classes_of(path))
    assert [name for name, count in names.items() if count > 1] == []


def test_no_file_name_stands_three_times() -> None:
    names = Counter(path.name for path in MODULES if path.name != "__init__.py")
    assert [name for name, count in names.items() if count > 2] == []
