"""What a release is made by: distributions, bills of materials, the audit, and the workflows that do it."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from audit_dependencies import verdict
from build_distributions import BuildError, build, compare, digest, files_of_git
from clean_environment import extras_of_users
from support.paths import ROOT
from write_sboms import write

from khmerid import __version__

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no checkout of git"),
]


def run(*command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The source distribution and the wheel."""
    return build(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout of its own, with what a build needs."""
    folder = tmp_path / "checkout"
    (folder / "khmerid").mkdir(parents=True)
    for name in ("pyproject.toml", ".gitignore", "README.md", "LICENSE", "NOTICE", "khmerid/__init__.py"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "khmerid" / "testing" / "fonts", folder / "khmerid" / "testing" / "fonts")
    for command in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", *command], cwd=folder, check=True)  # noqa: S607 - wherever it is
    return folder


def test_two_builds_are_the_same_and_have_the_files_of_git(built: list[Path]) -> None:
    assert [path.name for path in built] == [
        f"khmerid-{__version__}.tar.gz",
        f"khmerid-{__version__}-py3-none-any.whl",
    ]
    with tarfile.open(built[0]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names == {*files_of_git(ROOT), "PKG-INFO"}


def test_another_date_that_is_asked_for_changes_nothing(checkout: Path, tmp_path: Path) -> None:
    first = [*map(digest, build(checkout, tmp_path / "first"))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        assert [*map(digest, build(checkout, tmp_path / "second"))] == first


def test_what_git_does_not_have_gets_into_neither(checkout: Path, tmp_path: Path) -> None:
    (checkout / "khmerid" / "stray.py").write_text("secret = 1\n")
    sdist, wheel = build(checkout, tmp_path / "dist")
    with tarfile.open(sdist) as archive:
        assert [name for name in archive.getnames() if "stray" in name] == []
    with zipfile.ZipFile(wheel) as packed:
        assert [name for name in packed.namelist() if "stray" in name] == []


def test_a_file_of_git_that_a_distribution_lacks_is_told(checkout: Path, tmp_path: Path) -> None:
    with (checkout / ".gitignore").open("a") as ignored:
        ignored.write("/khmerid/__init__.py\n")
    with pytest.raises(BuildError, match=r"do not have the same files: khmerid/__init__\.py$"):
        build(checkout, tmp_path / "dist")


def test_a_build_that_takes_times_from_its_files_is_told(checkout: Path, tmp_path: Path) -> None:
    with (checkout / "pyproject.toml").open("a") as project:
        project.write("\n[tool.hatch.build]\nreproducible = false\n")
    with pytest.raises(BuildError, match="a second build gave another khmerid"):
        build(checkout, tmp_path / "dist")


def test_builds_of_other_names_are_told() -> None:
    with pytest.raises(BuildError, match="other names"):
        compare([Path("a.whl")], [Path("b.whl")])


def test_the_metadata_are_sound(built: list[Path]) -> None:
    done = run(sys.executable, "-m", "twine", "check", "--strict", *map(str, built))
    assert done.returncode == 0, done.stdout


def test_what_only_developers_need_is_in_no_bill_of_materials(built: list[Path]) -> None:
    assert extras_of_users(built[1]) == [
        *("arrow", "cli", "huawei", "picture", "review", "serve", "testing", "testing-pictures"),
    ]


def test_two_bills_of_materials_are_the_same_and_name_no_place_and_no_time(
    built: list[Path], tmp_path: Path
) -> None:
    first, second = (
        write(built[1], ["review"], tmp_path / f"{number}.json").read_text("utf-8") for number in (1, 2)
    )
    assert first == second
    bill: dict[str, Any] = json.loads(first)
    assert (bill["bomFormat"], bill["metadata"]["component"]["version"]) == ("CycloneDX", __version__)
    names = {component["name"].lower() for component in bill["components"]}
    assert {"attrs", "jinja2", "rapidfuzz"} <= names
    assert names & {"pip", "pytest", "ruff", "khmerid"} == set()
    assert "timestamp" not in bill["metadata"]
    assert "serialNumber" not in bill
    assert [place for place in ("file:", str(tmp_path), str(ROOT), str(Path.home())) if place in first] == []


@pytest.mark.parametrize(
    ("dependencies", "status", "words"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], 0, "no known vulnerability in 1 packages"),
        (
            [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1"}, {"id": "CVE-2"}]}],
            1,
            "a 1: CVE-1, CVE-2",
        ),
        (
            [{"name": "a", "skip_reason": "not found"}, {"name": "khmerid", "skip_reason": "x"}],
            2,
            "not tell: a",
        ),
        ([{"name": "khmerid", "skip_reason": "not found"}], 2, "there are no packages"),
        (
            [{"name": "a", "skip_reason": ""}, {"name": "b", "version": "2", "vulns": [{"id": "CVE-3"}]}],
            1,
            "vulnerable: b 2: CVE-3\nnot audited, for the service did not tell: a",
        ),
    ],
)
def test_no_answer_is_not_taken_for_a_good_one(dependencies: list[Any], status: int, words: str) -> None:
    found, text = verdict({"dependencies": dependencies})
    assert (found, words in text) == (status, True)


def test_workflows_are_as_their_schema_says() -> None:
    paths = map(str, sorted((ROOT / ".github" / "workflows").glob("*.yml")))
    done = run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *paths, PATH=_PATH)
    assert done.returncode == 0, done.stdout


def test_no_workflow_does_what_it_must_not() -> None:
    done = run("zizmor", "--offline", ".github", PATH=_PATH)
    assert done.returncode == 0, done.stdout


_PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
