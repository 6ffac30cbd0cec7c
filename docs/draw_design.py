"""Draw the house into ``docs/design.md`` from the code's own imports: ``python docs/draw_design.py``.

The picture has a box for each package and each module beside them, and an arrow from whoever imports to what
is imported. An arrow is left out where others already lead there, so that what is left can be read.
"""

import ast
import re
from pathlib import Path
from typing import Final

import grimp

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "design.md"
_DRAWN: Final = re.compile(r"(?<=<!-- drawn by draw_design\.py -->\n).*?(?=<!-- end -->)", re.DOTALL)
#: Whatever everything imports says nothing in a picture; the page describes them.
_EVERYWHERE: Final = {
    "errors",
    "explained",
    "frozen",
    "json_text",
    "masking",
    "notes",
    "outcome",
    "packaged",
    "reading",
    "__main__",
}

Arrow = tuple[str, str]


def page() -> str:
    """Return the text of the page with the picture and the list of rooms as the code is now."""
    rooms = _rooms()
    picture = ["```mermaid", "flowchart TD"]
    picture += [f"    {room}" for room in sorted(rooms - _EVERYWHERE)]
    picture += [f"    {user} --> {used}" for user, used in sorted(_reduced(_arrows(rooms)))]
    table = [
        "",
        "| room | what it is |",
        "|---|---|",
        *(f"| `{room}` | {_sentence(room)} |" for room in sorted(rooms)),
    ]
    return _DRAWN.sub("\n".join([*picture, "```", *table, ""]).replace("\\", r"\\"), PAGE.read_text("utf-8"))


def _rooms() -> set[str]:
    """Return the names of what stands directly in the package."""
    paths = (ROOT / "khmerid").iterdir()
    return {path.stem for path in paths if (path / "__init__.py").is_file() or path.suffix == ".py"} - {
        "__init__"
    }


def _arrows(rooms: set[str]) -> set[Arrow]:
    """Return which room imports which, of those that are drawn."""
    graph = grimp.build_graph("khmerid", cache_dir=None)
    return {
        (user, used)
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
        for user, used in [(_room(module), _room(imported))]
        if user != used and {user, used} <= rooms - _EVERYWHERE
    }


def _room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def _reduced(arrows: set[Arrow]) -> set[Arrow]:
    """Leave out each arrow whose end can be reached by others."""
    return {(user, used) for user, used in arrows if not _leads(arrows - {(user, used)}, user, used)}


def _leads(arrows: set[Arrow], start: str, end: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        reached = {used for user, used in arrows if user == here} - seen
        seen |= reached
        waiting += reached
    return end in seen


def _sentence(room: str) -> str:
    """Return the first sentence of a room's docstring."""
    path = ROOT / "khmerid" / room
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    docstring = ast.get_docstring(ast.parse(source.read_text("utf-8"))) or ""
    return docstring.split("\n\n")[0].replace("\n", " ").replace("``", "`").replace("|", r"\|")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
