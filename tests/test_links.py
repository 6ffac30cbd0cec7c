"""Every link of README and the other pages leads somewhere; nothing remote is called."""

import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from support.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
#: Where a file of the repository is shown; a link that begins so is followed here.
HERE = f"{PROJECT['urls']['Repository']}/blob/main/"
#: Where its content is: what the package index shows a picture from.
RAW = HERE.replace("//github.com/", "//raw.githubusercontent.com/").replace("/blob/main/", "/main/")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.md")])


def links(page: Path) -> list[str]:
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    inline = re.findall(r"\]\(\s*<?([^)>\s]+)", text)
    references = re.findall(r"^\[[^\]]+\]:\s*<?(\S+?)>?\s*$", text, re.MULTILINE)
    return inline + references + re.findall(r"<(https?:[^>\s]+)>", text)


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as the repository's site makes them."""
    headings = re.findall(r"^#+ +(.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def fault(link: str, page: Path) -> str:
    """Return what is wrong with a link on a page, or an empty text."""
    if link.startswith(RAW):
        link = HERE + link.removeprefix(RAW).removesuffix("?sanitize=true")  # of an SVG, so that it is shown
    if not link.startswith(HERE) and urlsplit(link).scheme:
        parts = urlsplit(link)
        is_sound = parts.scheme == "https" and "." in parts.netloc and link.isascii() and " " not in link
        return "" if is_sound else "not the address of a page"
    path, _, anchor = link.removeprefix(HERE).partition("#")
    folder = ROOT if link.startswith(HERE) else page.parent
    target = folder / path if path else page
    if not target.exists():
        return "no such file"
    if anchor and anchor not in anchors(target):
        return "no such heading"
    return "" if target.resolve().is_relative_to(ROOT) else "not of this repository"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_on_a_page_leads_somewhere(page: Path) -> None:
    assert [(link, fault(link, page)) for link in links(page) if fault(link, page)] == []


@pytest.mark.parametrize(
    "link",
    [
        "nowhere.md",
        "#nowhere",
        "docs/accuracy.md#nowhere",
        f"{HERE}nowhere.md",
        f"{RAW}docs/nowhere.svg?sanitize=true",
        f"{HERE}docs/report.md#nowhere",
        "http://example.com/",
        "https://nowhere",
        "../..",
    ],
)
def test_a_broken_link_is_found(link: str) -> None:
    assert fault(link, ROOT / "README.md")


def test_the_links_of_readme_work_on_the_package_index() -> None:
    found = links(ROOT / "README.md")
    assert len(found) >= 8
    assert [link for link in found if not link.startswith("https://")] == []


def test_the_addresses_of_the_project_are_sound_and_one_is_for_security() -> None:
    assert [url for url in PROJECT["urls"].values() if fault(url, ROOT / "pyproject.toml")] == []
    assert {"Repository", "Documentation", "Changelog", "Issues", "Security"} <= set(PROJECT["urls"])
    assert PROJECT["urls"]["Security"] in links(ROOT / "SECURITY.md")


def test_the_classifiers_are_what_continuous_integration_runs() -> None:
    workflow = next((ROOT / ".github" / "workflows").glob("*.yml")).read_text("utf-8")
    matrix = re.search(r"python: \[(.+)\]", workflow)
    assert matrix
    versions = re.findall(r"3\.[0-9]+", matrix[1])
    prefix = "Programming Language :: Python :: "
    stated = [one.removeprefix(prefix) for one in PROJECT["classifiers"] if re.search(r":: 3\.[0-9]+$", one)]
    assert stated == versions
    assert (
        re.findall(r"3\.[0-9]+", (ROOT / ".ci/run").read_text("utf-8").partition("set --")[2][:20])
        == versions
    )
    systems = [one for one in PROJECT["classifiers"] if one.startswith("Operating System")]
    assert ("ubuntu" in workflow, systems) == (True, ["Operating System :: POSIX :: Linux"])


def test_imagesize_is_needed_only_where_pictures_are_looked_at() -> None:
    assert [one for one in PROJECT["dependencies"] if "imagesize" in one] == []
    extras = {name for name, needs in PROJECT["optional-dependencies"].items() if "imagesize>=2" in needs}
    assert extras == {"cli", "huawei", "serve", "testing"}
