"""The Dockerfile, as far as it can be checked without an engine: its files, its options, its user."""

import fnmatch
import json
import shlex
import tomllib

import pytest
from support.paths import ROOT

from khmerid.cli.serve import TOKEN_VARIABLE

KNOWN = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
TEXT = (ROOT / "Dockerfile").read_text("utf-8")
IGNORED = (ROOT / ".dockerignore").read_text("utf-8").split("\n")


def instructions() -> list[tuple[str, str]]:
    lines = [line for line in TEXT.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in joined.splitlines())]


def of(word: str) -> list[str]:
    return [rest for found, rest in instructions() if found == word]


def is_sent(path: str) -> bool:
    """Return whether a path is not ignored: the last pattern that fits decides."""
    patterns = [line for line in IGNORED if line and not line.startswith("#")]
    sent = True
    for pattern in patterns:
        if fnmatch.fnmatch(path, pattern.removeprefix("!")):
            sent = pattern.startswith("!")
    return sent


def test_every_instruction_is_one() -> None:
    assert {word for word, _ in instructions()} <= KNOWN
    assert instructions()[0][0] == "FROM"


@pytest.mark.parametrize(
    "source",
    [path for copied in of("COPY") if "--from" not in copied for path in shlex.split(copied)[:-1]],
)
def test_what_is_copied_is_there_and_sent_to_the_engine(source: str) -> None:
    assert (ROOT / source).exists()
    assert is_sent(source)


@pytest.mark.parametrize("path", [".git", ".venv", "data", "tests", "docs", ".ci"])
def test_nothing_else_is_sent(path: str) -> None:
    assert not is_sent(path)


def test_the_package_is_built_from_what_is_copied() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = {project["project"]["readme"], *project["project"]["license-files"], "pyproject.toml"}
    copied = {path for rest in of("COPY") for path in shlex.split(rest)}
    assert all(path in copied or path.partition("/")[0] in copied for path in needed)


def test_it_runs_as_nobody_in_particular_and_is_told_to_end_by_a_signal() -> None:
    words = [word for word, _ in instructions()]
    assert of("USER") == ["khmerid"]
    assert words.index("USER") < words.index("ENTRYPOINT")
    assert words.index("USER") > max(number for number, word in enumerate(words) if word == "RUN")
    entry = json.loads(of("ENTRYPOINT")[0])  # the form without a shell, which would keep the signal
    assert entry[:2] == ["khmerid", "serve"]
    assert json.loads(of("CMD")[0])


def test_its_health_is_asked_for_on_the_port_it_serves() -> None:
    port = of("EXPOSE")[0]
    options, _, command = of("HEALTHCHECK")[0].partition("CMD ")
    assert "--start-period" in options
    assert f"http://127.0.0.1:{port}/readyz" in json.loads(command)[-1]
    assert json.loads(of("ENTRYPOINT")[0])[-1] == port


def test_the_engines_are_installed_and_no_token_is_in_it() -> None:
    assert "tesseract-ocr tesseract-ocr-khm" in " ".join(of("RUN"))
    assert TOKEN_VARIABLE not in "".join(rest for _, rest in instructions())
