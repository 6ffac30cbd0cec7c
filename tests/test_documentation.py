"""The pages name every assurance, rule, reason and field there is, and no other."""

import re

import pytest
from support.paths import ROOT

import khmerid
from khmerid.checks.crosscheck import Rule
from khmerid.report.policy import DEFAULT_POLICY
from khmerid.report.reasons import Reason
from khmerid.report.report import FIELDS
from khmerid.resolve.resolved import Assurance

REPORT = (ROOT / "docs" / "report.md").read_text("utf-8")
TABLE_WORDS = {
    word
    for row in re.findall(r"^\| (`.*?) \|", REPORT, re.MULTILINE)
    for word in re.findall(r"`([^`]+)`", row)
}


@pytest.mark.parametrize(
    "names", [Assurance, Rule, Reason, FIELDS], ids=["assurances", "rules", "reasons", "fields"]
)
def test_the_page_of_the_report_has_every_one(
    names: type[Assurance | Rule | Reason] | tuple[str, ...],
) -> None:
    assert [str(name) for name in names if str(name) not in TABLE_WORDS] == []


def test_the_page_of_the_report_has_nothing_else() -> None:
    known = {str(name) for names in (Assurance, Rule, Reason, FIELDS) for name in names}
    assert sorted(TABLE_WORDS - known) == []


def test_the_page_on_deciding_states_the_risk_that_is_allowed() -> None:
    page = (ROOT / "docs" / "how-it-decides.md").read_text("utf-8")
    assert f"`Policy.risk`, {DEFAULT_POLICY.risk * 100_000:g} in 100,000" in page


def test_the_page_of_the_library_has_an_example_and_a_word_on_each_public_name() -> None:
    page = (ROOT / "docs" / "library.md").read_text("utf-8")
    examples = "".join(re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL))
    assert [name for name in khmerid.__all__ if not re.search(rf"\bkhmerid\.{name}\b", examples)] == []
    prose = re.sub(r"^```python\n.*?^```", "", page, flags=re.MULTILINE | re.DOTALL)
    assert [name for name in khmerid.__all__ if f"`{name}`" not in prose] == []
