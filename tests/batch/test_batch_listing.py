"""Which files are read, in which order, and whether the output is one of them."""

import io
import os
import sys
import time
from pathlib import Path

import pytest

from khmerid.batch.listing import STDIN, Input, files_in, inputs_of, overwritten


def made(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def paths(folder: Path) -> list[str]:
    return [str(found.path.relative_to(folder)) for found in files_in([folder])]


def test_of_a_folder_all_files_are_read_in_the_order_of_their_paths(tmp_path: Path) -> None:
    made(
        tmp_path,
        "b.jsonl",
        "day=2026-01-02/part-0",
        "day=2026-01-01/part-1",
        "day=2026-01-01/part-0",
        "a.d/x",
        "a/x",
    )
    (tmp_path / "empty").mkdir()
    assert paths(tmp_path) == [
        "a/x",
        "a.d/x",
        "b.jsonl",
        "day=2026-01-01/part-0",
        "day=2026-01-01/part-1",
        "day=2026-01-02/part-0",
    ]


def test_marks_of_whoever_writes_there_are_left_out(tmp_path: Path) -> None:
    made(tmp_path, "_SUCCESS", ".part-0.crc", "_delta_log/0.json", ".hidden/x", "part-0")
    assert paths(tmp_path) == ["part-0"]
    assert [found.path for found in files_in([tmp_path / "_SUCCESS"])] == [tmp_path / "_SUCCESS"]


def test_what_is_no_file_is_named_but_not_waited_for(tmp_path: Path) -> None:
    made(tmp_path, "c")
    os.mkfifo(tmp_path / "a")
    (tmp_path / "b").symlink_to(tmp_path / "nowhere")
    assert [(found.path.name, found.is_regular) for found in files_in([tmp_path])] == [
        ("a", False),
        ("b", False),
        ("c", True),
    ]
    assert [one.size for one in inputs_of([tmp_path])][2] == 1
    assert not any(one.only_once for one in inputs_of([tmp_path]))


def test_links_are_followed_but_not_in_a_circle(tmp_path: Path) -> None:
    made(tmp_path, "lake/a/x", "elsewhere/y")
    (tmp_path / "lake/a/up").symlink_to(tmp_path / "lake")
    (tmp_path / "lake/b").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "lake/c").symlink_to(tmp_path / "elsewhere/y")
    assert paths(tmp_path / "lake") == ["a/x", "b/y", "c"]


def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def scandir(path: Path) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", scandir)  # root may list any
    with pytest.raises(PermissionError) as caught:
        paths(tmp_path)
    assert caught.value.filename == str(tmp_path)


def test_a_huge_folder_is_in_order(tmp_path: Path) -> None:
    for number in range(5000):
        (tmp_path / f"{(number * 7919) % 5000:05}.json").touch()
    begin = time.process_time()
    assert paths(tmp_path) == [f"{number:05}.json" for number in range(5000)]
    assert time.process_time() - begin < 5


def test_every_input_is_named_with_size_and_time(tmp_path: Path) -> None:
    made(tmp_path, "lake/a", "lake/bc", "d")
    os.mkfifo(tmp_path / "pipe")
    files = [tmp_path / "d", tmp_path / "lake", STDIN, tmp_path / "pipe"]
    assert inputs_of(files) == [
        Input(path=file, size=file.stat().st_size, mtime_ns=file.stat().st_mtime_ns)
        for file in (tmp_path / "d", tmp_path / "lake/a", tmp_path / "lake/bc")
    ] + [Input(path=STDIN, only_once=True), Input(path=tmp_path / "pipe", only_once=True)]
    with pytest.raises(FileNotFoundError):
        inputs_of([tmp_path / "none"])


def test_an_output_in_a_folder_that_is_read_is_refused(tmp_path: Path) -> None:
    made(tmp_path, "lake/day=1/a", "elsewhere/y")
    (tmp_path / "way").symlink_to(tmp_path / "lake/day=1")
    lake = tmp_path / "lake"
    for name in (
        "lake/new",
        "lake/day=1/a",
        "lake/day=1/new",
        "way/new",
        "elsewhere/../lake/new",
        "lake/_x/new",
    ):
        assert overwritten([tmp_path / "elsewhere", lake], tmp_path / name) == lake
    assert overwritten([lake], tmp_path / "new") is None
    assert overwritten([lake], tmp_path / "lake2") is None
    assert overwritten([lake], Path(os.devnull)) is None


def test_an_output_that_is_a_file_in_a_folder_by_another_name_is_refused(tmp_path: Path) -> None:
    made(tmp_path, "lake/a", "out", "other")
    (tmp_path / "lake/b").hardlink_to(tmp_path / "out")
    (tmp_path / "lake/c").symlink_to(tmp_path / "other")
    assert overwritten([tmp_path / "lake"], tmp_path / "out") == tmp_path / "lake"
    assert overwritten([tmp_path / "lake"], tmp_path / "other") == tmp_path / "lake"


def test_the_standard_output_may_be_a_file_in_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "lake/a", "out")
    assert overwritten([tmp_path / "lake/a"], tmp_path / "out") is None
    for name, refused in (("lake/a", True), ("out", False)):
        with (tmp_path / name).open("a") as stream:
            monkeypatch.setattr(sys, "stdout", stream)
            assert (overwritten([tmp_path / "lake"], None) is not None) == refused
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert overwritten([tmp_path / "lake"], None) is None
