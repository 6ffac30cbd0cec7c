"""Code on pages that needs a service: it runs here, against one on the loopback address."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from support.paths import ROOT

import khmerid
from khmerid.testing.server import serve

DOCS = ROOT / "docs"
#: Pages whose code other tests hold: the recipes for tables, tests with specimens, the tutorial's program.
HELD_ELSEWHERE = {"arrow.md", "testing.md", "tutorial.md"}
TOKEN = "0123456789abcdef"  # noqa: S105 - of a test


def blocks(page: Path) -> list[str]:
    """Return the code of a page that is not a doctest."""
    found = re.findall(r"^```python\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [code for code in found if ">>>" not in code]


def ran(code: str, **names: Any) -> dict[str, Any]:
    """Run the code of a page, with the names that it takes for granted, and return those it has then."""
    exec(compile(code, "page", "exec"), names)  # noqa: S102 - what our own pages say
    return names


def test_every_page_with_such_code_is_held_by_a_test() -> None:
    assert {page.name for page in DOCS.glob("*.md") if blocks(page)} - HELD_ELSEWHERE == {
        "server.md",
        "service.md",
    }


def test_the_code_that_calls_the_recognition_service_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [code] = blocks(DOCS / "service.md")
    shutil.copy(ROOT / "data" / "pictures" / "0047.jpg", tmp_path / "card.jpg")
    monkeypatch.chdir(tmp_path)
    with serve(token=TOKEN) as service:
        code = code.replace("ocr.ap-southeast-3.myhuaweicloud.com", service.url)
        found = ran(code, project_id="project", token=TOKEN)
    assert isinstance(found["report"], khmerid.Report)


def test_the_code_that_calls_the_server_runs() -> None:
    client, official, application = blocks(DOCS / "server.md")
    picture = (ROOT / "data" / "pictures" / "0047.jpg").read_bytes()
    with serve(token=TOKEN) as service:
        code = client.replace("http://127.0.0.1:8000", service.url)
        assert "result" in ran(code, token=TOKEN, picture=picture)["response"]
    app = ran(application, token=TOKEN)["app"]
    assert "/v1/report" in app.openapi()["paths"]
    # The line for the official client is that of the tests that call the server with it.
    calls = (ROOT / "tests" / "serve" / "test_serve_recognition.py").read_text("utf-8")
    assert 'add_header("X-Auth-Token", token).invoke()' in official
    assert "add_header(wire.TOKEN_HEADER, token).invoke()" in calls
