"""What is explained of mutants that survive is explained of code that is there."""

import tomllib
from typing import Any

import pytest
from support.paths import ROOT

EXPLAINED = tomllib.loads((ROOT / "mutation" / "survivors.toml").read_text("utf-8"))


def solid(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("row", EXPLAINED["survivor"], ids=lambda row: row["function"])
def test_the_line_that_a_survivor_changes_stands_in_its_module(row: dict[str, Any]) -> None:
    package, module, function = row["function"].removeprefix("khmerid.").split(".", 2)
    source = (ROOT / "khmerid" / package / f"{module}.py").read_text("utf-8")
    assert f"def {function.rpartition('.')[2]}(" in source
    assert solid(row["before"]) in solid(source)
    assert row["before"] != row["after"]


def test_every_survivor_is_explained_once_and_in_words() -> None:
    rows = EXPLAINED["survivor"]
    assert len({(row["function"], row["before"], row["after"]) for row in rows}) == len(rows)
    assert all(row["reason"].endswith(".") for row in [*EXPLAINED["kind"], *rows])
