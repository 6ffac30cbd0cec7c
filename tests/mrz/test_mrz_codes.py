"""Codes of documents and States."""

import textwrap

import pytest
from support.paths import DATA, ROOT

from khmerid.mrz.codes import DOCUMENT_CODES, PASSPORT_CODES, STATES


def test_the_table_in_the_module_is_made_from_the_list_in_data() -> None:
    lines = (DATA / "mrz" / "iso_3166_alpha_3.txt").read_text(encoding="ascii").splitlines()
    codes = [line for line in lines if not line.startswith("#")]
    table = textwrap.indent(textwrap.fill(" ".join(sorted(codes)), 95), "    ")
    assert len(codes) == 249
    assert f'"""\n{table}\n"""' in (ROOT / "khmerid" / "mrz" / "codes.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", ["KHM", "D", "GBR", "GBD", "UTO", "XXA", "EUE", "UNO", "RKS", "IAO", "XPO"])
def test_the_codes_of_iso_3166_and_of_doc_9303_are_known(code: str) -> None:
    assert code in STATES


@pytest.mark.parametrize("code", ["", "SI", "UT0", "YTO", "KH", "D<<", "XYZ"])
def test_other_codes_are_not(code: str) -> None:
    assert code not in STATES


@pytest.mark.parametrize("code", ["I", "ID", "AC", "C1", "IR", "A", "C"])
def test_a_document_code_begins_with_a_c_or_i(code: str) -> None:
    """Doc 9303-5, 4.2.2 note k."""
    assert code in DOCUMENT_CODES


@pytest.mark.parametrize("code", ["", "AI", "IV", "AV", "P", "PD", "V", "ID<", "i"])
def test_some_document_codes_are_not_allowed(code: str) -> None:
    assert code not in DOCUMENT_CODES


def test_no_table_holds_a_filler() -> None:
    assert not any("<" in code for code in STATES | DOCUMENT_CODES | PASSPORT_CODES)
