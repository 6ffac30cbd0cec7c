"""What people are told in Khmer: nothing is missing, all is in normal form, and no English is left over."""

import ast
import datetime as dt
import io
import os
import re
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rich.console
from rich.cells import cell_len
from support.paths import DATA, ROOT

from khmerid import explained
from khmerid.adapters import adapt
from khmerid.batch.showing import _COLUMNS, _FIRST_WIDTH, Overview, called, one_card
from khmerid.calibration.counting import Tally, counted
from khmerid.calibration.headings import Heading, told_change
from khmerid.checks.crosscheck import Rule
from khmerid.cli import main
from khmerid.examination import examine, open_row
from khmerid.explained import Explained, Language, Told, Word
from khmerid.fields.sex import Sex
from khmerid.json_text import parse_json
from khmerid.ledger.records import Edit, Unseen
from khmerid.misreading import SHIPPED
from khmerid.mrz.formats import FORMATS
from khmerid.mrz.parsing import NumberRule
from khmerid.notes import Code
from khmerid.phrases import Phrase, Trouble, told_trouble
from khmerid.recovery.recovered import elements_of
from khmerid.report.plain import NAME_PARTS
from khmerid.report.reasons import Decision, Reason
from khmerid.report.report import FIELDS
from khmerid.report.reviewed import BoundFrom
from khmerid.resolve.resolved import Assurance
from khmerid.review.decisions import Verdict
from khmerid.testing.fixtures import FixtureCode
from khmerid.text.normal_form import explain
from khmerid.text.syllables import is_usual

SENTENCES: dict[str, dict[str, str]] = tomllib.loads(
    (ROOT / "khmerid" / "sentences.km.toml").read_text("utf-8")
)
#: The words of the review page, beside the English ones.
REVIEW = sorted((ROOT / "khmerid" / "review").glob("*.km.toml"))
#: What no table for people shows, or only for those who write tests.
ENGLISH_ONLY = {Told, Word, Explained, Sex, NumberRule, FixtureCode, Verdict, BoundFrom}
TODAY = dt.date(2026, 11, 22)
CARDS = sorted((DATA / "cards").glob("*.json"))
#: Latin letters that stay in a table: see docs/command.md.
STAYS = {"MRZ", "JSON", "OCR", "KHM", "F", "M", "U", "UTF"}


def kinds(of: type[Told] = Told) -> Iterator[type[Told]]:
    for kind in of.__subclasses__():
        if kind.__module__.startswith("khmerid."):
            yield kind
            yield from kinds(kind)


def members() -> Iterator[Told]:
    for kind in kinds():
        if kind not in ENGLISH_ONLY:
            yield from kind


def texts() -> Iterator[tuple[str, str]]:
    for file in (SENTENCES, *(tomllib.loads(path.read_text("utf-8")) for path in REVIEW)):
        for section, sentences in file.items():
            for name, text in sentences.items():
                yield f"{section}.{name}", text


def places(sentence: str) -> list[tuple[str | None, str | None]]:
    return sorted((name, form) for _, name, form, _ in string.Formatter().parse(sentence) if name)


def test_every_word_and_sentence_for_people_is_there_in_khmer_and_no_other_in_the_order_of_its_class() -> (
    None
):
    assert {section: list(names) for section, names in SENTENCES.items()} == {
        kind.__name__: [str(member) for member in kind] for kind in kinds() if kind not in ENGLISH_ONLY
    }


@pytest.mark.parametrize("file", REVIEW, ids=lambda file: str(file.name))
def test_the_review_page_has_the_same_words_in_both_languages(file: Path) -> None:
    khmer, english = (
        tomllib.loads(path.read_text("utf-8"))
        for path in (file, file.with_name(file.name.replace(".km.", ".en.")))
    )
    assert [*khmer] == [*english]
    for section, words in english.items():
        assert [*khmer[section]] == [*words]
        assert {name: places(text) for name, text in words.items()} == {
            name: places(text) for name, text in khmer[section].items()
        }


def test_a_new_code_without_a_sentence_in_khmer_is_noticed() -> None:
    class Fruit(Explained):
        MANGO = "mango", "It is a mango."

    with pytest.raises(OSError, match=r"sentences.km.toml has nothing for Fruit.mango"):
        Fruit.MANGO.told(Language.KHMER)


def test_a_text_in_khmer_has_the_places_of_the_english_one_and_ends_as_it_does() -> None:
    for member in members():
        khmer, english = (member.told(language) for language in (Language.KHMER, Language.ENGLISH))
        assert places(khmer) == places(english), member
        assert khmer.endswith("។") or not isinstance(member, Code | Reason | Rule | Edit | Unseen | Trouble)
        assert khmer == "MRZ" or re.search("[ក-ឳ]", khmer.replace("{", " ")) or places(khmer), member


def test_a_text_is_in_normal_form_and_has_nothing_that_is_not_seen() -> None:
    for name, text in texts():
        assert explain(text) == (), name
        assert is_usual(text), name
        assert not re.search("\u200b|\u00a0|  |^ | $| [។៖]", text), name


@pytest.mark.parametrize(
    "wrong",
    ["កាត", "ខ្ទង់ត្រួតពិនិត្យ", "លេខផ្ទៀងផ្ទាត់", "នាមត្រកូល", "នាមខ្លួន", "ថ្ងៃផុតកំណត់", "អោយ", "ឲ្យ", "សញ្ញាខណ្ឌ", "កំពស់"],
)
def test_one_concept_has_one_word(wrong: str) -> None:
    """docs/khmer-terms.md has the word for each; these are others for the same."""
    pattern = re.compile(wrong + "(?![់្])")  # កាត and not កាត់
    assert [name for name, text in texts() if pattern.search(text)] == []


def test_every_field_and_element_is_called_in_khmer() -> None:
    elements = {NAME_PARTS.get(name, name) for table in FORMATS for name in elements_of(table)}
    assert [
        name for name in (*FIELDS, *elements) if not re.search("[ក-ឳ]", called(name, Language.KHMER))
    ] == []


def test_every_code_of_an_error_row_is_told_in_khmer() -> None:
    described = (ROOT / "khmerid" / "report" / "report_dict.py").read_text("utf-8")
    listed = set(re.findall(r"`([a-z_0-9]+)`", described[described.index("`not_json`, ") :].split("AIS")[0]))
    in_code = {
        node.args[0].value
        for path in (ROOT / "khmerid").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "error_row"
        and isinstance(node.args[0], ast.Constant)
    }
    assert {"not_json", "internal_error"} < listed & in_code
    assert (listed | in_code) - {str(trouble) for trouble in Trouble} == set()


def test_a_code_that_is_not_known_has_its_message_alone() -> None:
    assert told_trouble("APIG.0308", "too many requests", Language.KHMER) == "too many requests"


def test_all_that_is_compared_of_cards_is_told_in_khmer() -> None:
    tally = Tally()
    tally.add_unreadable()
    for file in CARDS:
        response, day = open_row(parse_json(file.read_text("utf-8")), TODAY)
        tally.add(counted(adapt(response), today=day, misreadings=SHIPPED, known={}))
    compared = [told_change(what, Language.KHMER) for what in tally.counts_on_cards()]
    assert len(set(compared)) == len(compared) > 40
    assert [what for what in compared if set(re.findall("[A-Za-z]+", what)) - STAYS] == []
    assert Heading.ROW_UNREADABLE.told(Language.KHMER) in compared


def left_over(text: str) -> set[str]:
    """Return words in Latin letters that are no codes, and nothing that stood on a card."""
    words = set(re.findall(r"[A-Za-z][A-Za-z_.0-9]*", text))
    codes = {str(code) for code in (*Code, *Reason, *Rule)}
    return words - codes - STAYS


@pytest.mark.parametrize("width", [40, 100])
def test_no_english_is_left_in_a_card_shown_in_khmer(width: int) -> None:
    for row in rows():
        shown = set(re.findall("[A-Za-z]+", f"{row['id']} {row['fields']}"))
        assert left_over(printed(one_card(row, width, Language.KHMER), width)) - shown == set()
    row = next(row for row in rows() if row["id"] == "conflict")
    text = printed(one_card(row, width, Language.KHMER), width)
    assert "០២.១១.១៩៨៤ (1984-11-02)" in " ".join(text.split())
    assert "ប្រុស (M)" in text
    assert "១៧១ ស.ម (171)" in text
    assert "120440981 ឬ 120440987" in " ".join(text.split())


@pytest.mark.parametrize("width", [40, 80, 100])
def test_no_english_is_left_in_many_cards_shown_in_khmer(width: int) -> None:
    text = printed(Overview(width, Language.KHMER).show(rows()), width)
    shown = {word for row in rows() for word in re.findall("[A-Za-z]+", f"{row['id']} {row['fields']}")}
    assert left_over(text) - shown == set()
    assert max(map(cell_len, text.splitlines())) <= width
    assert "ទទួលយក 3, បដិសេធ 1, ត្រូវពិនិត្យ 2" in " ".join(text.split())
    assert "expired: ប័ណ្ណផុតសុពលភាពហើយ។" in " ".join(text.split())


def test_a_date_that_is_none_and_a_sex_that_is_none_stay_as_they_are() -> None:
    row = next(rows())
    row["fields"]["date_of_birth"]["value"] = "1990"
    row["fields"]["sex"]["value"] = "X"
    text = printed(one_card(row, 100, Language.KHMER), 100)
    assert re.search("1990 +បាន", text)
    assert re.search("X +បាន", text)


@pytest.mark.parametrize(
    "word", [*Assurance, *Decision, *(one for one, _ in _COLUMNS.values()), Phrase.SEE_BELOW, Phrase.CONFLICT]
)
def test_a_word_of_a_column_has_room_however_a_terminal_counts_its_vowels(word: Told) -> None:
    """Some terminals give a vowel sign beside its letter a column of its own."""
    text = word.told(Language.KHMER)
    signs = sum(
        "\u17b6" <= sign <= "\u17c8" and sign not in "\u17b7\u17b8\u17b9\u17ba\u17bb\u17bc\u17bd\u17c6"
        for sign in text
    )
    width = next(
        (width for one, width in _COLUMNS.values() if one is word), 9 if word in Assurance else _FIRST_WIDTH
    )
    assert cell_len(text) <= width
    assert cell_len(text) + signs <= width + (word is Phrase.SEE_BELOW)


def test_a_terminal_is_told_where_each_column_begins() -> None:
    console = rich.console.Console(file=io.StringIO(), width=100, force_terminal=True, color_system=None)
    for part in Overview(100, Language.KHMER).show(rows()):
        console.print(part)
    assert isinstance(console.file, io.StringIO)
    first = console.file.getvalue().splitlines()[0]
    begins, at = [], _FIRST_WIDTH + 1
    for _, width in _COLUMNS.values():
        begins.append(f"\x1b[{at + 1}G")
        at += width + 1
    assert re.findall("\x1b\\[[0-9]+G", first) == begins


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_a_terminal_that_shows_code_points_overwrites_none(encoding: str) -> None:
    shown = io.TextIOWrapper(io.BytesIO(), encoding, errors="backslashreplace")
    console = rich.console.Console(file=shown, width=100, force_terminal=True)
    for part in Overview(100, Language.KHMER).show(rows()):
        console.print(part)
    shown.seek(0)
    assert bool(re.search("\x1b\\[[0-9]+G", shown.read())) == (encoding == "utf-8")


def rows() -> Iterator[dict[str, Any]]:
    for file in CARDS:
        response, day = open_row(parse_json(file.read_text("utf-8")), TODAY)
        yield {"id": file.stem} | dict(examine(response, today=day).to_dict())


def printed(parts: Iterator[Any], width: int) -> str:
    console = rich.console.Console(file=io.StringIO(), width=width, markup=False)
    for part in parts:
        console.print(part)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


MRZ = ["IDKHM0102030402<<<<<<<<<<<<<<<", "9OO3152F2912316KHM<<<<<<<<<<<4", "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["codes", "expired", "unit_assumed", "kept"], "ប័ណ្ណផុតសុពលភាពហើយ។"),
        (["place", "សង្កាត់ទន្លេបាសាក់ ភ្នំពេញ"], "path_doubtful: មានទីកន្លែងផ្លូវការ"),
        (["place", "ឃុំចំបក់ ស្រុកបាទី តាកែវ"], "ច្បាស់, មានភស្តុតាង"),
        (["mrz", *MRZ], "បន្ទាត់ទី 2 ទីតាំង 2-3៖ O បានកែជា 0 (lookalike)"),
        (
            [
                "mrz",
                "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
            ],
            "លិខិតឆ្លងដែន",
        ),
        (["mrz", str(DATA / "cards" / "clean.json")], "ត្រឹមត្រូវ"),
    ],
)
def test_the_other_subcommands_speak_khmer(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    main([*arguments, "--lang", "km"])
    assert told in " ".join(capsys.readouterr().out.split())


def test_rows_that_cannot_be_examined_are_told_in_khmer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "rows.jsonl").write_text('{"a":\n{"a": 1}\n', "utf-8")
    for subcommand in ("examine", "mrz"):
        assert main([subcommand, str(tmp_path / "rows.jsonl"), "--lang", "km"]) == 1
        out = " ".join(capsys.readouterr().out.split())
        assert "កំហុស" in out
        assert "ជួរនេះមិនមែនជា JSON ទេ។ (the row is not JSON)" in out


def test_the_summary_of_a_run_for_programs_is_in_khmer_and_its_rows_are_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert (
        main(["examine", *map(str, CARDS), "--format", "jsonl", "--lang", "km", "--today", "2026-11-22"]) == 0
    )
    out, err = capsys.readouterr()
    assert "ជួរក្នុងមួយវិនាទី" in err
    assert "expired: ប័ណ្ណផុតសុពលភាពហើយ។" in err
    assert '"decision": "accept"' in out


@pytest.mark.parametrize("variable", ["LANG", "LC_ALL", "LANGUAGE"])
def test_the_language_is_never_guessed(
    variable: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "km_KH.UTF-8")
    assert main(["codes", "expired"]) == 0
    assert "The card has expired." in capsys.readouterr().out


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
    ],
)
def test_a_terminal_without_khmer_is_shown_code_points(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "khmerid", "codes", "expired", "--lang", "km"]
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "PYTHON", "LANG"))
    }
    done = subprocess.run(command, env=kept | environment, capture_output=True, check=True)
    text = done.stdout.decode("utf-8")
    assert "ប័ណ្ណ" in text or r"\u1794\u17d0\u178e\u17d2\u178e" in text
    assert done.stderr == b""


@pytest.mark.parametrize("content", ["[Code\n", "\x00", 'Code = "x"\n'])
def test_a_damaged_file_is_told_in_one_line_and_only_to_who_asks_for_khmer(
    content: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    explained._sentences_khmer.cache_clear()
    monkeypatch.setattr("khmerid.explained.packaged_text", lambda _package, _name: content)
    try:
        assert main(["codes", "expired"]) == 0
        capsys.readouterr()
        assert main(["codes", "expired", "--lang", "km"]) == 2
    finally:
        explained._sentences_khmer.cache_clear()
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "khmerid is not whole, install it again" in err


@pytest.mark.parametrize("page", ["README.km.md", "docs/review.km.md"])
def test_a_page_in_khmer_is_in_normal_form(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert explain(text) == ()
    assert "\u200b" not in text


@pytest.mark.parametrize(
    ("page", "words"), [("README.km.md", (*Assurance, *Decision)), ("docs/review.km.md", (*Assurance,))]
)
def test_a_page_in_khmer_has_the_words_of_the_tables(page: str, words: tuple[Told, ...]) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert [word for word in words if f"| {word.told(Language.KHMER)} | `{word}` |" not in text] == []


def test_the_reviewers_guide_has_the_buttons_of_the_page() -> None:
    page = tomllib.loads((ROOT / "khmerid" / "review" / "texts.km.toml").read_text("utf-8"))["page"]
    guide = (ROOT / "docs" / "review.km.md").read_text("utf-8")
    quoted = (
        "save",
        "forget",
        "second_reviewer",
        "quick",
        "accept",
        "reject",
        "unreadable",
        "skip",
        "ledger",
        "queue",
    )
    assert [name for name in quoted if page[name] not in guide] == []
