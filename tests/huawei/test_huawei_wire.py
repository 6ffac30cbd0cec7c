"""The table of the wire is the only place where a name of the service stands."""

import ast

from support.paths import ROOT

from khmerid.huawei import wire
from khmerid.raw_card import TEXT_FIELDS

PACKAGE = ROOT / "khmerid"
# Words that are also ours, or anybody's: fields of the same name, and keys of other services.
COMMON = {"", *TEXT_FIELDS, "result", "confidence", "error", "code", "message", "description", "image", "url"}


def literals(tree: ast.Module) -> set[str]:
    """Return the texts of a module that are no docstrings, and the names of its keyword arguments."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    found = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    }
    return found | {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg}


def test_no_other_module_spells_a_name_or_a_code_of_the_service() -> None:
    names = {key.name for key in wire.RESULT_KEYS} | {key.score for key in wire.RESULT_KEYS}
    names |= {key for form in wire.OWN_ERROR_FORMS for key in form} | {*wire.SWITCHES, *wire.ERRORS}
    names |= {wire.TOKEN_HEADER, wire.REQUEST_ID_HEADER, wire.SIGNATURE_HEADER}
    elsewhere = {
        (path.relative_to(PACKAGE).as_posix(), name)
        for path in PACKAGE.rglob("*.py")
        if path != PACKAGE / "huawei" / "wire.py"
        for name in literals(ast.parse(path.read_text(encoding="utf-8"))) & (names - COMMON)
    }
    assert elsewhere == set()


def test_every_key_with_a_switch_has_one_that_requests_have() -> None:
    assert {key.switch for key in wire.RESULT_KEYS if key.switch} == set(wire.SWITCHES)
    assert len(wire.OWN_KEYS) == 25
    assert set(wire.TEXTS.values()) == set(TEXT_FIELDS)


def test_no_code_stands_in_the_table_twice_and_what_is_sent_has_a_failed_status() -> None:
    errors = list(wire.ERRORS.values())
    assert len(errors) == 52
    assert all(error.status >= 400 for error in errors if error.message)
