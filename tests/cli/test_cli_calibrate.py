"""``khmerid calibrate``, ``drift`` and ``label``, and a profile for ``khmerid examine``."""

import io
import json
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs
import pytest
from support.stored import Read, changed, clean_card, odd_card, stored

from khmerid import Profile
from khmerid.calibration.figures import JUDGED
from khmerid.cli import main
from khmerid.cli.calibrate import _Row

QUOTED = "SOPHEA"  # stands for what no message quotes
CARDS = 16


def row(name: str | int, read: Read) -> dict[str, Any]:
    specimen, response = read
    return {"id": name, "today": specimen.today.isoformat(), "response": response}


def write_rows(file: Path, rows: Iterable[dict[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(one) + "\n" for one in rows), "utf-8")
    return file


def odd_rows(numbers: Iterable[int]) -> list[dict[str, Any]]:
    return [row(number, odd_card(number)) for number in numbers]


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with rows and what was learned of them, with each option that writes."""
    folder = tmp_path_factory.mktemp("learned")
    rows = write_rows(folder / "rows.jsonl", odd_rows(range(CARDS)))
    written = ["-o", str(folder / "gate.json"), "--page", str(folder / "gate.html")]
    assert main(["calibrate", str(rows), *written, "--format", "json"]) == 0
    return folder


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "rows.jsonl", odd_rows(range(CARDS)))


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what was said on the standard error, without the frame of a message."""
    return " ".join(capsys.readouterr().err.replace("│", " ").split())


def left_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_profile_and_a_page_are_written_for_their_owner_alone(learned: Path) -> None:
    profile = Profile.from_file(learned / "gate.json")
    page = (learned / "gate.html").read_text("utf-8")
    assert (profile.name, profile.cards) == ("gate", CARDS)
    assert "<title>Profile gate</title>" in page
    assert profile.used.digest in page
    assert left_in(learned) == ["gate.html", "gate.json", "rows.jsonl"]
    for file in ("gate.json", "gate.html"):
        assert stat.S_IMODE((learned / file).stat().st_mode) == 0o600


def test_the_figures_are_shown_to_programs(
    rows: Path, learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with rows.open("a", encoding="utf-8") as stream:
        stream.write('no row\n{"error_code": "AIS.0104", "error_msg": "x"}\n{"id": 1, "today": "x"}\n')
    made = tmp_path / "made.json"
    assert main(["calibrate", str(rows), "-o", str(made), "--name", "door 2", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    profile = Profile.from_file(made)
    assert said["profile"] == {"name": "door 2", "digest": profile.used.digest}
    assert (said["cards"], said["rows"], said["unreadable"]) == (CARDS, CARDS + 3, 3)
    assert said["labelled"] == 0
    assert said["accepted"]["after"] > 0
    assert sorted(said["worth_labelling"]) == [*range(CARDS)]
    assert profile.on_cards["row unreadable"] == (3, CARDS + 3)
    assert profile.characters == Profile.from_file(learned / "gate.json").characters


def test_the_figures_are_shown_to_people(
    rows: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["calibrate", str(rows), "-o", str(tmp_path / "made.json")]) == 0
    out = capsys.readouterr().out
    assert [one for one in ("Accepted", "Sure values", "Print and MRZ", "Misread", "Pictures") if one in out]
    assert f"of {CARDS} (" in out
    assert "date of birth" in out
    assert left_in(tmp_path) == ["made.json", "rows.jsonl"]


def test_the_order_of_files_and_rows_does_not_matter(learned: Path, tmp_path: Path) -> None:
    one = write_rows(tmp_path / "one.jsonl", odd_rows(range(CARDS - 1, 7, -1)))
    two = write_rows(tmp_path / "two.jsonl", odd_rows(range(8)))
    assert main(["calibrate", str(one), str(two), "-o", str(tmp_path / "made.json")]) == 0
    assert (
        Profile.from_file(tmp_path / "made.json").used.digest
        == Profile.from_file(learned / "gate.json").used.digest
    )


def label_of(number: int, **other: str) -> dict[str, Any]:
    specimen, _ = odd_card(number)
    return {"id": number} | {field: specimen.truth[field] for field in JUDGED} | other


@pytest.mark.parametrize("is_piped", [False, True])
def test_labels_are_learned_from_and_judged_by(
    rows: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_piped: bool,
) -> None:
    labels = [label_of(number) for number in range(6)] + [label_of(6, date_of_birth="1950-01-01")]
    labels.append(label_of(500))  # of a row that is not there
    truth = write_rows(tmp_path / "truth.jsonl", labels)
    if is_piped:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(truth.read_bytes())))
    given = "-" if is_piped else str(truth)
    made = tmp_path / "made.json"
    assert main(["calibrate", str(rows), "-o", str(made), "--truth", given, "--format", "json"]) == 0
    captured = capsys.readouterr()
    assert captured.err == "khmerid: 1 of the labels are of no row\n"
    said = json.loads(captured.out)
    assert said["labelled"] == 7
    assert sorted(said["worth_labelling"]) == [*range(7, CARDS)]
    birth, number = (said["sure"][field]["after"] for field in ("date_of_birth", "document_number"))
    assert (birth["labelled"], birth["wrong"]) == (number["labelled"], 1)
    assert number["wrong"] == 0
    assert birth["at_most"] > number["at_most"] > 0
    assert Profile.from_file(made).cards == CARDS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f'{{"id": 1, "sex": "{QUOTED}"}}', "line 3: sex cannot be read"),
        (f'{{"id": 1, "{QUOTED}": ""}}', "line 3: a label has id"),
        (f'{{"id": "{QUOTED}"', "line 3: a label is an object with an id"),
        ('{"id": 0}', "line 3: its id has a label already"),
    ],
)
def test_labels_that_are_none_are_refused_by_their_line(
    rows: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    truth = tmp_path / "t.jsonl"
    truth.write_text(f'{{"id": 0}}\n\n{text}\n', "utf-8")
    assert main(["calibrate", str(rows), "-o", str(tmp_path / "made.json"), "--truth", str(truth)]) == 2
    err = told(capsys)
    assert message in err
    assert QUOTED not in err
    assert left_in(tmp_path) == ["rows.jsonl", "t.jsonl"]


def test_labels_that_are_not_there_are_named(
    rows: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["-o", str(tmp_path / "made.json"), "--truth", str(tmp_path / "none.jsonl")]
    assert main(["calibrate", str(rows), *options]) == 2
    assert "none.jsonl: No such file" in told(capsys)


NO_CARDS = ["", "no row\n", '{"error_code": "AIS.0104", "error_msg": "x"}\n{}\n']


@pytest.mark.parametrize("text", NO_CARDS)
@pytest.mark.parametrize("stood", [None, "before"])
def test_where_there_are_no_cards_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, stood: str | None
) -> None:
    (tmp_path / "rows.jsonl").write_text(text, "utf-8")
    made = tmp_path / "made.json"
    if stood:
        made.write_text(stood, "utf-8")
    options = ["-o", str(made), "--page", str(tmp_path / "made.html")]
    assert main(["calibrate", str(tmp_path / "rows.jsonl"), *options]) == 2
    assert capsys.readouterr().err == "khmerid: there are no rows with a card in the input\n"
    assert left_in(tmp_path) == [*(["made.json"] if stood else []), "rows.jsonl"]
    assert not stood or made.read_text("utf-8") == stood


def test_of_fewer_than_ten_cards_no_profile_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = write_rows(tmp_path / "rows.jsonl", odd_rows(range(9)))
    made = tmp_path / "made.json"
    made.write_text("before", "utf-8")
    assert main(["calibrate", str(few), "-o", str(made), "--page", str(tmp_path / "p.html")]) == 2
    assert "learned from at least 10 cards" in told(capsys)
    assert left_in(tmp_path) == ["made.json", "rows.jsonl"]
    assert made.read_text("utf-8") == "before"


def test_of_ten_cards_one_is_made_though_half_of_them_is_too_few_to_judge_by(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = write_rows(tmp_path / "rows.jsonl", odd_rows(range(10)))
    assert main(["calibrate", str(few), "-o", str(tmp_path / "made.json"), "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["accepted"]["before"] == said["accepted"]["after"]
    for of_field in said["sure"].values():
        assert of_field["before"] == of_field["after"]


def test_a_profile_is_learned_from_files(
    rows: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for once in ("-", str(tmp_path / "pipe")):
        assert main(["calibrate", str(rows), once, "-o", str(tmp_path / "made.json")]) == 2
        assert "learned from files: each is read twice" in told(capsys)
    for no_rows, message in (
        (tmp_path, "would overwrite the input"),
        (tmp_path / "none.jsonl", "No such file"),
    ):
        assert main(["calibrate", str(no_rows), "-o", str(tmp_path / "made.json")]) == 2
        assert message in told(capsys)
    assert left_in(tmp_path) == ["pipe", "rows.jsonl"]


@pytest.mark.parametrize(
    "options",
    [
        ["-o", "rows.jsonl"],
        ["-o", "linked"],
        ["-o", "made.json", "--page", "rows.jsonl"],
        ["-o", "truth.jsonl", "--truth", "truth.jsonl"],
        ["-o", "made.json", "--page", "truth.jsonl", "--truth", "truth.jsonl"],
    ],
)
def test_an_output_that_is_an_input_is_refused(
    rows: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "linked").symlink_to(rows)
    write_rows(tmp_path / "truth.jsonl", [label_of(1)])
    before = rows.read_bytes()
    assert main(["calibrate", "rows.jsonl", *options]) == 2
    assert "would overwrite the input" in told(capsys)
    assert rows.read_bytes() == before
    assert left_in(tmp_path) == ["linked", "rows.jsonl", "truth.jsonl"]


@pytest.mark.parametrize("page", ["made.json", "./made.json", "linked"])
def test_the_page_is_not_written_over_the_profile(
    rows: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    page: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "linked").symlink_to(tmp_path / "made.json")
    assert main(["calibrate", str(rows), "-o", "made.json", "--page", page]) == 2
    assert "two files" in told(capsys)
    assert left_in(tmp_path) == ["linked", "rows.jsonl"]


@pytest.mark.parametrize("options", [["-o", "no/made.json"], ["-o", "made.json", "--page", "no/made.html"]])
def test_where_an_output_has_no_folder_none_is_written(
    rows: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["calibrate", str(rows), *options]) == 2
    assert "No such file" in told(capsys)
    assert left_in(tmp_path) == ["rows.jsonl"]


@pytest.mark.parametrize(
    ("file", "options"),
    [
        ("made.json", ["--name", "<b>"]),
        ("made.json", ["--name", ""]),
        ("made.json", ["--name", "a\nb"]),
        ("កាត.json", []),
    ],
)
def test_a_name_that_is_none_is_refused_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, options: list[str]
) -> None:
    assert main(["calibrate", str(tmp_path / "none.jsonl"), "-o", str(tmp_path / file), *options]) == 2
    assert "the name of a profile has letters" in told(capsys)
    assert left_in(tmp_path) == []


HOSTILE = "</td><script>\u202e\x1b[31m\ud800"


def test_an_id_is_shown_without_what_cannot_be_seen_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = write_rows(
        tmp_path / "rows.jsonl", [row(f"{HOSTILE}{number}", odd_card(number)) for number in range(10)]
    )
    options = ["-o", str(tmp_path / "made.json"), "--page", str(tmp_path / "made.html"), "--format", "json"]
    assert main(["calibrate", str(rows), *options]) == 0
    assert main(["label", str(rows), "-o", str(tmp_path / "labels.jsonl")]) == 0
    said = capsys.readouterr().out
    page, labels = ((tmp_path / file).read_text("utf-8") for file in ("made.html", "labels.jsonl"))
    for text in (said, page, labels):
        assert not set("\u202e\x1b\ud800") & set(text)
    assert "<script>" not in page
    assert {json.loads(line)["id"] for line in labels.splitlines()} == set(
        json.loads(said)["worth_labelling"]
    )
    assert f"{HOSTILE}3" in json.loads(said)["worth_labelling"]


def drifted(learned: Path, rows: Path, *options: str) -> int:
    return main(["drift", str(rows), "--profile", str(learned / "gate.json"), *options])


def test_the_same_cards_have_not_drifted(learned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drifted(learned, learned / "rows.jsonl") == 0
    out = capsys.readouterr().out
    assert "0 of" in out
    assert "comparisons say that something has changed" in out
    assert f"of {CARDS} (" in out


def test_cards_are_counted_as_those_that_were_learned_from(
    learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the tables of this profile, every picture would be called ruined."""
    ruined = attrs.evolve(Profile.from_file(learned / "gate.json"), conditions=(0, 0, 0, 1e12, 0))
    (tmp_path / "gate.json").write_text(ruined.to_json(), "utf-8")
    assert drifted(tmp_path, learned / "rows.jsonl", "--format", "json") == 0
    said = json.loads(capsys.readouterr().out)
    assert len(said) > 40
    assert [one["what"] for one in said if one["before"] != one["now"]] == []


def test_what_an_engine_no_longer_reads_is_drift(
    learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def blind(number: int) -> Read:
        specimen, response = clean_card(number)
        return specimen, changed(response, name_kh="", birth_date="???")

    rows = write_rows(tmp_path / "rows.jsonl", [row(number, blind(number)) for number in range(CARDS)])
    assert drifted(learned, rows) == 1
    out = capsys.readouterr().out
    assert "name_khmer missing" in out
    assert f"{CARDS} of {CARDS} (100.0%)" in out
    assert drifted(learned, rows, "--format", "json") == 1
    said = json.loads(capsys.readouterr().out)
    alarms = [one for one in said if one["is_alarm"]]
    assert "name_khmer missing" in [one["what"] for one in alarms]
    assert alarms == said[: len(alarms)]
    assert all(one["chance"] < 0.01 for one in alarms)
    assert next(one for one in said if one["what"] == "name_khmer missing")["now"] == [CARDS, CARDS]


def test_rows_that_cannot_be_read_any_more_are_drift(
    learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text("no row\n" * CARDS, "utf-8")
    assert drifted(learned, rows, "--format", "json") == 1
    assert [one["what"] for one in json.loads(capsys.readouterr().out)] == ["row unreadable"]


def test_the_rows_may_come_from_a_pipe(
    learned: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content = (learned / "rows.jsonl").read_bytes()
    for command in (["drift", "-", "--profile", str(learned / "gate.json")], ["label", "-"]):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        assert main(command) == 0
        assert capsys.readouterr().out


@pytest.mark.parametrize("share", ["0", "1", "nan", "1.5", "-0.1", "x"])
def test_a_share_of_false_alarms_that_is_none_is_refused(
    learned: Path, capsys: pytest.CaptureFixture[str], share: str
) -> None:
    assert drifted(learned, learned / "none.jsonl", "--false-alarms", share) == 2
    assert "No such file" not in told(capsys)


def test_more_alarms_where_more_false_ones_are_allowed(
    learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def nameless(number: int) -> Read:
        specimen, response = odd_card(number)
        return specimen, changed(response, **({"name_kh": ""} if number % 2 else {}))

    rows = write_rows(tmp_path / "rows.jsonl", [row(number, nameless(number)) for number in range(CARDS)])
    statuses = [drifted(learned, rows, "--false-alarms", share) for share in ("0.01", "0.5")]
    assert statuses == [0, 1]
    assert capsys.readouterr().out


def test_where_there_is_nothing_to_compare_drift_says_so(
    learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rows.jsonl").write_text("", "utf-8")
    assert drifted(learned, tmp_path / "rows.jsonl") == 2
    assert capsys.readouterr().err == "khmerid: there are no rows with a card in the input\n"
    bare = tmp_path / "bare.json"
    bare.write_text(Profile(name="bare", cards=10).to_json(), "utf-8")
    assert main(["drift", str(learned / "rows.jsonl"), "--profile", str(bare)]) == 2
    assert "nothing to compare" in told(capsys)


def test_rows_to_label_are_named_by_their_ids_without_a_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [*odd_rows(range(5)), row("5", odd_card(5))]
    write_rows(tmp_path / "rows.jsonl", rows)
    with (tmp_path / "rows.jsonl").open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(odd_card(6)[1]) + "\nno row\n")
    command = ["label", str(tmp_path / "rows.jsonl"), "--today", "2026-11-22"]
    assert main(command) == 0
    out = capsys.readouterr().out
    labels = [json.loads(line) for line in out.splitlines()]
    assert {one["id"] for one in labels} == {*range(5), "5", "row 7"}
    assert {value for one in labels for key, value in one.items() if key != "id"} == {""}
    assert main([*command, "--count", "2", "-o", str(tmp_path / "labels.jsonl")]) == 0
    written = (tmp_path / "labels.jsonl").read_text("utf-8")
    assert written == "".join(out.splitlines(keepends=True)[:2])
    assert stat.S_IMODE((tmp_path / "labels.jsonl").stat().st_mode) == 0o600


def test_labels_left_empty_are_taken_back(
    rows: Path, learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile, labels = str(learned / "gate.json"), str(tmp_path / "labels.jsonl")
    assert main(["label", str(rows), "-n", "4", "--profile", profile, "-o", labels]) == 0
    options = ["-o", str(tmp_path / "made.json"), "--truth", labels, "--format", "json"]
    assert main(["calibrate", str(rows), *options]) == 0
    assert json.loads(capsys.readouterr().out)["labelled"] == 0
    assert (
        Profile.from_file(tmp_path / "made.json").used.digest
        == Profile.from_file(learned / "gate.json").used.digest
    )


def test_no_label_is_written_where_there_are_no_cards_or_over_the_rows(
    rows: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.jsonl").write_text("no row\n", "utf-8")
    assert main(["label", str(tmp_path / "empty.jsonl"), "-o", str(tmp_path / "labels.jsonl")]) == 2
    assert "no rows with a card" in told(capsys)
    before = rows.read_bytes()
    assert main(["label", str(rows), "-o", str(rows)]) == 2
    assert "would overwrite" in told(capsys)
    assert rows.read_bytes() == before
    assert main(["label", str(rows), "--count", "0"]) == 2
    assert left_in(tmp_path) == ["empty.jsonl", "rows.jsonl"]


def test_a_row_in_hand_quotes_nothing() -> None:
    assert repr(_Row(QUOTED, stored(clean_card(1)))) == "_Row(id, card)"


def damaged(learned: Path, folder: Path) -> Iterable[tuple[Path, str]]:
    """Yield files that are no profile, each with what is said of it."""
    text = (learned / "gate.json").read_text("utf-8")
    for at, (content, message) in enumerate(
        (
            (text[: len(text) // 2], "not a profile: no object of JSON"),
            (text.replace(f'"cards": {CARDS}', f'"cards": {CARDS + 1}'), "damaged or was edited"),
            (f'{{"result": {{"name_en": "{QUOTED}"}}}}', "not a profile: it has no format"),
            (QUOTED, "not a profile: no object of JSON"),
        )
    ):
        file = folder / f"profile {at}.json"
        file.write_text(content, "utf-8")
        yield file, message
    yield folder / "none.json", "No such file"


@pytest.mark.parametrize("command", ["examine", "drift", "label"])
def test_a_file_that_is_no_profile_is_refused(
    rows: Path, learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    for file, message in damaged(learned, tmp_path):
        assert main([command, str(rows), "--profile", str(file)]) == 2
        captured = capsys.readouterr()
        err = " ".join(captured.err.replace("│", " ").split())
        assert captured.out == ""
        assert message in err
        assert QUOTED not in err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_profile_is_in_each_row_that_was_read_by_it(
    rows: Path, learned: Path, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    with rows.open("a", encoding="utf-8") as stream:
        stream.write("no row\n")
    options = ["--format", "jsonl", "--jobs", jobs]
    assert main(["examine", str(rows), *options, "--profile", str(learned / "gate.json")]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    digest = Profile.from_file(learned / "gate.json").used.digest
    assert [one.get("profile") for one in found] == [{"name": "gate", "digest": digest}] * CARDS + [None]
    assert main(["examine", str(rows), *options]) == 1
    assert '"profile"' not in capsys.readouterr().out


def test_a_profile_of_the_package_is_taken_by_its_name(
    rows: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["examine", str(rows), "--format", "jsonl", "--profile", "smart-kh-ocr"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    digest = Profile.shipped("smart-kh-ocr").used.digest
    assert {one["profile"]["digest"] for one in found} == {digest}


def test_a_row_without_a_day_was_presented_on_the_one_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reads = [odd_card(number) for number in range(10)]
    dated = write_rows(tmp_path / "dated.jsonl", [row(at, read) for at, read in enumerate(reads)])
    undated = write_rows(
        tmp_path / "undated.jsonl", [{"id": at, "response": one} for at, (_, one) in enumerate(reads)]
    )
    accepted = []
    for file, day in ((dated, "1999-01-01"), (undated, "1999-01-01"), (undated, "2099-01-01")):
        options = ["-o", str(tmp_path / "made.json"), "--today", day, "--format", "json"]
        main(["calibrate", str(file), *options])
        accepted.append(json.loads(capsys.readouterr().out)["accepted"]["before"])
    assert accepted[0] > 5
    assert accepted[1:] == [0, 0]


def test_figures_and_drift_are_told_in_khmer(
    rows: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "labels.jsonl").write_text('{"id": "nobody", "sex": "F"}\n', "utf-8")
    written = ["-o", str(tmp_path / "gate.json"), "--page", str(tmp_path / "gate.html")]
    labelled = ["--truth", str(tmp_path / "labels.jsonl")]
    assert main(["calibrate", str(rows), *written, *labelled, "--lang", "km"]) == 0
    out, err = capsys.readouterr()
    assert "តម្លៃដែលប្រាកដ" in out
    assert "ថ្ងៃខែឆ្នាំកំណើត" in out
    assert "ចម្លើយត្រូវ 1 មិនមែនជារបស់ជួរណាទេ" in err
    assert '<html lang="km">' in (tmp_path / "gate.html").read_text("utf-8")
    assert drifted(tmp_path, rows, "--lang", "km") == 0
    out = capsys.readouterr().out
    assert "ការប្រៀបធៀប 0 ក្នុង" in out
    assert "missing" not in out


def test_a_file_that_is_no_text_is_refused_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in.bin").write_bytes(bytes(100))
    assert main(["calibrate", str(tmp_path / "in.bin"), "--output", str(tmp_path / "out.json")]) == 2
    assert "is not text" in " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert not (tmp_path / "out.json").exists()
