"""The test file in the documentation, run as a newcomer would."""

import json

import pytest
from support.paths import ROOT

from khmerid.testing import make_specimen

PAGE = (ROOT / "docs/testing.md").read_text(encoding="utf-8")
FILE = PAGE.partition("<!-- test_cards.py -->\n```python\n")[2].partition("```")[0]
INTAKE = """
import khmerid

def number_of(response, today):
    report = khmerid.examine(response, today=today)
    return report.document_number.value if report.decision is khmerid.Decision.ACCEPT else None
"""
CARELESS = """
import khmerid

def number_of(response, today):
    return khmerid.adapt(response).document_number
"""


@pytest.fixture
def theirs(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project with the file of the documentation, sound code and a sound fixture."""
    monkeypatch.setenv("PYTHONPATH", f"{ROOT}:{pytester.path}")
    pytester.makepyfile(test_cards=FILE, intake=INTAKE)
    stored = pytester.mkdir("fixtures") / "card.json"
    stored.write_text(json.dumps(make_specimen(seed=1).response()), encoding="utf-8")
    return pytester


def test_the_file_has_ten_lines_and_passes(theirs: pytest.Pytester) -> None:
    assert len([line for line in FILE.splitlines() if line]) == 10
    theirs.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=2)


def test_it_finds_careless_code_and_a_card_that_may_be_real(theirs: pytest.Pytester) -> None:
    theirs.makepyfile(intake=CARELESS)
    real = make_specimen(seed=1, document_number="010203040").response()
    (theirs.path / "fixtures" / "real.json").write_text(json.dumps(real), encoding="utf-8")
    result = theirs.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["*real.json: row 1: document_number: may_be_real: found 01[*]*"])
