"""How the site is built: ``python -m sphinx -n -W --keep-going docs build/site``, with the extra ``docs``.

The pages are read on the repository's site, too. What only this one can show is put in here, while a page is
read: the contents, from the lists of ``index.md``; files of the repository under their addresses; and at the
end of each page, what of it is only in English.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import khmerid

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGES: Final = Path(__file__).resolve().parent
ROOT: Final = PAGES.parent
REPOSITORY: Final = "https://github.com/khmerid/khmerid/"
HERE: Final = f"{REPOSITORY}blob/main/"

project = "khmerid"
author = "the khmerid developers"
version = release = khmerid.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
html_theme = "furo"
html_title = f"khmerid {release}"
html_copy_source = False
html_show_copyright = False
html_theme_options = {
    "source_repository": REPOSITORY,
    "source_branch": "main",
    "source_directory": "docs/",
}

myst_heading_anchors = 6  # those of the repository's site

default_role = "literal"  # a name in single quotes is code in docstrings
autodoc_preserve_defaults = True
autodoc_typehints_format = "short"
add_module_names = False
toc_object_entries = False
# Types of others have no pages here, and those of ours that are not public none anywhere.
nitpick_ignore_regex = [
    (r"py:.*", r"(?!khmerid\.).*"),
    (r"py:.*", r"khmerid\.\w+\..*"),
]

#: Where the page is a file of the repository; on the repository's site it has a line that says so.
STANDS_FOR: Final = {"changelog": "CHANGELOG.md", "khmer": "README.km.md"}

IN_KHMER: Final = (
    "In Khmer there are [README](khmer.md), the sentences of all [codes](codes.md), `khmerid --lang km`, and"
    " the [review page](review.md)."
)
#: What of a page is only in English, where that is not all of it.
ONLY_IN_ENGLISH: Final = {
    "codes": "The sentences on this page are in both languages; all else on it is only in English.",
    "khmer": "",
}


def sections(index: str) -> dict[str, list[str]]:
    r"""Return the pages that each section of the home page lists.

    >>> sections("# Home\n## Begin\n- [Tutorial](tutorial.md): ten minutes\n- [Data](../data/README.md)\n")
    {'Begin': ['tutorial']}
    """
    _, *parts = re.split(r"^## (.+)\n", index, flags=re.MULTILINE)
    return {
        title: re.findall(r"^- .*?\]\((\w[\w.-]*)\.md\)", listed, re.MULTILINE)
        for title, listed in zip(parts[::2], parts[1::2], strict=True)
    }


def as_on_the_site(name: str, text: str) -> str:
    """Return the text of a page with what only the site has."""
    stands_for = ROOT / STANDS_FOR.get(name, "-")
    if stands_for.is_file():
        text = stands_for.read_text("utf-8").replace(f"]({HERE}docs/", "](docs/")
        text = re.sub(r"\]\((?!https?:|#)", "](../", text).replace("](../docs/", "](")
    if name == "index":
        text += "".join(_contents(title, pages) for title, pages in sections(text).items())
    text = text.replace("](../", f"]({HERE}")
    text = text.replace("```mermaid", "```text")  # drawn on the repository's site alone
    return f"{text}\n\n---\n\n{only_in_english(name)}\n"


def only_in_english(name: str) -> str:
    """Return what the end of a page says of languages."""
    if name.endswith(".km") or not ONLY_IN_ENGLISH.get(name, "-"):
        return "ទំព័រនេះជាភាសាខ្មែរ។ The menus of this site are only in English."
    return f"*{ONLY_IN_ENGLISH.get(name, 'This page is only in English.')} {IN_KHMER}*"


def _contents(title: str, pages: list[str]) -> str:
    return "\n".join(["", "```{toctree}", ":hidden:", f":caption: {title}", "", *pages, "```", ""])


def _read(app: "Sphinx", name: str, text: list[str]) -> None:
    """Put in what only the site has, as Sphinx reads a page."""
    del app
    text[0] = as_on_the_site(name, text[0])


def setup(app: "Sphinx") -> None:
    """Say to Sphinx what is done here."""
    app.connect("source-read", _read)
