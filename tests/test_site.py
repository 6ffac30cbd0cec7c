"""The documentation site: what is written from code is as the code is, and each page has its place."""

import importlib
import inspect
import math
import re
from pathlib import Path

import conf
import draw_decision
import pytest
import write_reference
from support.paths import ROOT

import khmerid
from khmerid.calibration.bounds import upper_bound
from khmerid.report.policy import DEFAULT_POLICY

DOCS = ROOT / "docs"
PAGES = sorted(path.stem for path in DOCS.glob("*.md"))
INDEX = (DOCS / "index.md").read_text("utf-8")
COMPLIANCE = (DOCS / "compliance.md").read_text("utf-8")
ACCURACY = (DOCS / "accuracy.md").read_text("utf-8")
#: The modules whose names the reference has, and the page that has them.
PUBLIC = {
    "khmerid": "api",
    "khmerid.arrow": "api-more",
    "khmerid.picture": "api-more",
    "khmerid.huawei": "api-more",
    "khmerid.huawei.client": "api-more",
    "khmerid.testing": "api-more",
}
NAMES = [(module, name) for module in PUBLIC for name in importlib.import_module(module).__all__]


def rows(page: str) -> list[list[str]]:
    """Return the cells of each row of all tables."""
    lines = re.findall(r"^\| ?(.*?) ?\|$", page, re.MULTILINE)
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def documented(page: str) -> list[tuple[str, str]]:
    """Return what the directives of a page document: kind and name."""
    return re.findall(r"^\.\. auto(\w+):: (\S+)$", (DOCS / f"{page}.md").read_text("utf-8"), re.MULTILINE)


class TestPages:
    def test_the_home_page_lists_every_page_once(self) -> None:
        listed = [page for pages in conf.sections(INDEX).values() for page in pages]
        assert sorted(listed) == sorted(set(PAGES) - {"index"})

    def test_a_page_that_is_not_listed_is_found(self) -> None:
        index = INDEX.replace("](mrz.md)", "](#mrz)")
        assert "mrz" not in [page for pages in conf.sections(index).values() for page in pages]

    def test_the_contents_of_the_site_are_those_of_the_home_page(self) -> None:
        site = conf.as_on_the_site("index", INDEX)
        assert site.count("```{toctree}") == len(conf.sections(INDEX))
        assert re.search(r":caption: How to\n\nengines\npolicy\n", site)

    @pytest.mark.parametrize("page", PAGES)
    def test_every_page_ends_with_what_is_only_in_english(self, page: str) -> None:
        site = conf.as_on_the_site(page, (DOCS / f"{page}.md").read_text("utf-8"))
        assert site.endswith(f"\n---\n\n{conf.only_in_english(page)}\n")
        assert "only in English" in conf.only_in_english(page)

    @pytest.mark.parametrize("page", PAGES)
    def test_no_link_of_the_site_leaves_the_folder_of_pages(self, page: str) -> None:
        assert "](../" not in conf.as_on_the_site(page, (DOCS / f"{page}.md").read_text("utf-8"))

    def test_the_changes_are_a_page_whose_links_stay_on_the_site(self) -> None:
        site = conf.as_on_the_site("changelog", "")
        assert site.startswith("# Changes\n\nEach line")
        assert "](arrow.md)" in site


class TestWrittenFromCode:
    @pytest.mark.parametrize("name", write_reference.pages())
    def test_a_page_is_as_the_code_is(self, name: str) -> None:
        written = (DOCS / name).read_text("utf-8")
        assert write_reference.pages()[name] == written, "python docs/write_reference.py"

    def test_the_decision_is_drawn_as_the_command_shows_it(self) -> None:
        def words(svg: str) -> list[str]:
            return re.sub(r"<style.*?</style>|<[^>]+>", " ", svg, flags=re.DOTALL).split()

        drawn = draw_decision.PICTURE.read_text("utf-8")
        assert words(drawn) == words(draw_decision.drawn()), "python docs/draw_decision.py"

    def test_the_drawn_decision_takes_in_nothing_from_elsewhere(self) -> None:
        drawn = draw_decision.PICTURE.read_text("utf-8")
        assert set(re.findall(r"https?://[^\s\"<]+", drawn)) <= {
            "http://www.w3.org/2000/svg",
            "https://www.textualize.io",  # in a comment
        }
        assert not re.search(r"<script|href=|@import|url\((?!#)", drawn)


class TestReference:
    @pytest.mark.parametrize(("module", "name"), NAMES)
    def test_a_public_name_is_on_its_page(self, module: str, name: str) -> None:
        found = [full for kind, full in documented(PUBLIC[module]) if kind != "module"]
        assert [full.rpartition(".")[2] for full in found].count(name) == 1

    def test_every_name_on_the_pages_is_there(self) -> None:
        for page in set(PUBLIC.values()):
            for kind, full in documented(page):
                module, _, name = full.rpartition(".")
                found = importlib.import_module(full if kind == "module" else module)
                assert kind == "module" or hasattr(found, name), full

    @pytest.mark.parametrize(("module", "name"), NAMES)
    def test_a_public_name_has_an_example_where_it_is_documented(self, module: str, name: str) -> None:
        """The example is in its docstring, in that of a module on its page, or on a page of others."""
        thing = getattr(importlib.import_module(module), name)
        is_constant = not (inspect.isclass(thing) or inspect.isfunction(thing))
        above = [full for kind, full in documented(PUBLIC[module]) if kind == "module"]
        texts = [inspect.getdoc(importlib.import_module(one)) or "" for one in above]
        if is_constant:
            texts += [(DOCS / f"{page}.md").read_text("utf-8") for page in ("library", "arrow", "testing")]
        elif ">>> " in (inspect.getdoc(thing) or ""):
            return
        examples = [line for text in texts for line in text.splitlines() if line.startswith((">>> ", "... "))]
        assert [line for line in examples if re.search(rf"\b{name}\b", line)]

    @pytest.mark.parametrize("name", [name for name in khmerid.__all__ if name.startswith("read_")])
    def test_a_reader_names_the_source_of_what_it_reads_and_shows_a_refusal(self, name: str) -> None:
        whole = inspect.getdoc(importlib.import_module(getattr(khmerid, name).__module__)) or ""
        assert "Source: " in whole
        assert whole.count(">>>") >= 2


class TestCompliance:
    def test_it_has_no_code(self) -> None:
        assert "```" not in COMPLIANCE

    def test_its_rates_are_those_of_the_page_of_accuracy(self) -> None:
        corpora = {
            row[0]: row
            for row in rows(ACCURACY)
            if len(row) == 7 and row[0] in {"fields", "heavy", "cards", "smart"}
        }
        fields = {row[0]: row for row in rows(ACCURACY) if len(row) == 5 and "---" not in row}
        cited = [row for row in rows(COMPLIANCE) if row[0] in corpora]
        assert cited == [[*corpora[row[0]][:5]] for row in cited]
        assert len(cited) == 4
        cited = [row for row in rows(COMPLIANCE) if row[0] in fields and len(row) == 3 and row[0] != "field"]
        assert cited == [fields[row[0]][:3] for row in cited]
        assert len(cited) == 7

    def test_what_it_cites_in_words_stands_on_the_page_of_accuracy(self) -> None:
        *_, total = (row for row in rows(ACCURACY) if row[0] == "total")  # that of the large run stands last
        assert (total[8], total[9]) == ("105,129", "0")
        assert "0 of 105,129 sure critical values were wrong" in COMPLIANCE
        altered = next(row for row in rows(ACCURACY) if row[0].endswith("all digits right: out of reach"))
        assert altered[1:3] == ["1,000", "1,000"]
        assert "1,000 of 1,000 were accepted" in COMPLIANCE

    def test_its_samples_are_what_the_bounds_ask_for(self) -> None:
        samples = [
            row for row in rows(COMPLIANCE) if len(row) == 2 and re.fullmatch(r"[0-9]+ in [0-9,]+", row[0])
        ]
        assert len(samples) == 5
        for asked, cards in samples:
            wrong, out_of = (int(number.replace(",", "")) for number in asked.split(" in "))
            count = int(cards.replace(",", ""))
            assert upper_bound(0, count) <= wrong / out_of < upper_bound(0, count - 1)

    def test_the_bounds_of_its_samples_are_rounded_up(self) -> None:
        table = [row for row in rows(COMPLIANCE) if len(row) == 5 and row[1].startswith("≤")]
        assert len(table) == 3
        for count, *bounds in table:
            n = int(count.replace(",", ""))
            assert bounds == [
                f"≤ {math.ceil(upper_bound(wrong, n) * 1e4) / 100:.2f} %" for wrong in (0, 1, 2, 5)
            ]

    def test_how_many_cards_would_show_the_risk_that_is_allowed(self) -> None:
        count = 149_786
        assert upper_bound(0, count) <= DEFAULT_POLICY.risk < upper_bound(0, count - 1)
        assert f"2 in 100,000: that would take {count:,} cards" in COMPLIANCE


class TestReadme:
    README = (ROOT / "README.md").read_text("utf-8")

    def test_it_is_one_screen(self) -> None:
        assert len(self.README.splitlines()) <= 60

    def test_its_pictures_are_in_the_repository_and_are_told_in_words(self) -> None:
        pictures = re.findall(r"!\[([^\]]+)\]\((\S+)\)", self.README)
        assert [Path(address.partition("?")[0]).name for _, address in pictures] == [
            "decision.svg",
            "conflict.png",
        ]

    def test_its_figures_are_those_of_the_page_of_accuracy(self) -> None:
        row = next(row for row in rows(ACCURACY) if row[0] == "fields")
        assert (row[1], row[2]) == ("1,500", "0")
        strict, accepted = round(float(row[6]) * 100), round(float(row[4]) * 100)
        assert f"Strict code accepts {strict} of 100 of them; khmerid accepts {accepted}" in self.README
        assert "on 1,500 noisy cards, not one was wrong" in self.README
