"""``khmerid place``."""

import json

import pytest

from khmerid.cli import main


def test_a_place_is_shown_with_its_units(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["place", "ឃុំអង្គតាសាម ស្រកត្រាំកក់ តាកែវ"]) == 0
    out = capsys.readouterr().out
    assert "ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ" in out
    assert "Khum Ang Ta Saom, Srok Tram Kak, Takeo" in out
    assert "repaired, protected: path_repaired" in out
    assert "210901" in out


def test_a_place_may_be_several_arguments_and_in_latin_letters(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["place", "Siem", "Reap"]) == 0
    out = capsys.readouterr().out
    assert "សៀមរាប" in out
    assert "clean: path_incomplete" in out


def test_a_clean_place_has_no_notes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["place", "ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"]) == 0
    assert "\nclean, protected\n" in capsys.readouterr().out


def test_where_it_is_not_clear_candidates_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["place", "សង្កាត់បឹងកក់ទី ខណ្ឌទួលគោក ភ្នំពេញ"]) == 0
    out = capsys.readouterr().out
    assert "candidates, best first:" in out
    assert "120407 សង្កាត់បឹងកក់ទី ១ ខណ្ឌទួលគោក ភ្នំពេញ, " in out


def test_a_place_that_is_no_unit_is_shown_as_text_without_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["place", "ប្រទេសថៃ"]) == 0
    out = capsys.readouterr().out
    assert "doubtful: path_unknown" in out
    assert "code (mef)" not in out


def test_a_place_is_shown_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["place", "--json", "ផ្ទះ៣៣ សង្កាត់បឹងកក់ទី ខណ្ឌទួលគោក ភ្នំពេញ"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["status"], found["protected"], found["notes"]) == ("doubtful", False, ["path_doubtful"])
    assert (found["district"]["code"], found["commune"], found["codes_system"]) == ("1204", None, "mef")
    assert {candidate["code"] for candidate in found["candidates"][:2]} == {"120407", "120408"}


def test_an_empty_text_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["place", " "]) == 2
    assert "missing" in capsys.readouterr().err
