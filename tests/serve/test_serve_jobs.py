"""What is asked of a reader, in the process that reads."""

import json
import pickle
import sys
from types import SimpleNamespace

import pytest
from support.pictures import picture
from support.readers import (
    CONTENT,
    EMPTY,
    NOT_LOCATED,
    RAISES,
    REFUSES_VALUE,
    SOUND,
    WRONG_FORMAT,
    InventedReader,
)

from khmerid.answering.photograph import ALARMS_ASKED
from khmerid.huawei import wire
from khmerid.report.policy import DEFAULT_POLICY
from khmerid.report.report import Report
from khmerid.serve.jobs import RecognitionJob, ReportJob, do_job
from khmerid.serve.reader import open_picture_reader
from khmerid.testing import make_specimen

SPECIMEN = make_specimen(seed=77)


def recognition(height: int = SOUND, **switches: bool) -> RecognitionJob:
    asked: wire.Switches = switches  # type: ignore[assignment]  # keys of it
    return RecognitionJob(picture=picture(77, height), switches=asked)


def report(height: int = SOUND) -> ReportJob:
    return ReportJob(
        picture=picture(77, height), alarms=ALARMS_ASKED, today=SPECIMEN.today, policy=DEFAULT_POLICY
    )


@pytest.mark.parametrize("job", [recognition(), report()], ids=["recognition", "report"])
def test_a_job_can_be_sent_to_another_process_and_shows_no_picture(job: RecognitionJob | ReportJob) -> None:
    again = pickle.loads(pickle.dumps(job))  # noqa: S301 - our own
    assert do_job(InventedReader(), again) == do_job(InventedReader(), job)
    assert "PNG" not in repr(job)


@pytest.mark.parametrize(
    ("height", "error"),
    [(NOT_LOCATED, wire.NOT_A_CARD), (EMPTY, wire.NOT_A_CARD), (WRONG_FORMAT, wire.BAD_FORMAT)],
)
def test_a_picture_at_fault_has_the_error_of_its_fault(height: int, error: wire.ServiceError) -> None:
    assert do_job(InventedReader(), recognition(height)) == error
    assert do_job(InventedReader(), report(height)) == error


@pytest.mark.parametrize("height", [RAISES, REFUSES_VALUE])
def test_what_the_reader_did_not_foresee_is_raised(height: int) -> None:
    with pytest.raises((RuntimeError, ValueError), match=CONTENT):
        do_job(InventedReader(), recognition(height))


def test_only_the_pictures_that_are_asked_for_are_made() -> None:
    content = do_job(InventedReader(), recognition(return_adjusted_image=True, return_portrait_image=False))
    assert isinstance(content, bytes)
    result = json.loads(content)["result"]
    assert "adjusted_image" in result
    assert "portrait_image" not in result


def test_a_report_is_that_of_the_card() -> None:
    content = do_job(InventedReader(), report())
    assert isinstance(content, bytes)
    assert Report.from_json(content).document_number.value == SPECIMEN.values.document_number


def test_with_the_extra_it_is_the_reader_of_that_room(monkeypatch: pytest.MonkeyPatch) -> None:
    class PictureReader(InventedReader):
        @classmethod
        def open(cls) -> "PictureReader":
            return cls()

    monkeypatch.setitem(sys.modules, "khmerid.picture", SimpleNamespace(PictureReader=PictureReader))
    assert isinstance(do_job(open_picture_reader(), recognition()), bytes)


@pytest.mark.system
def test_the_reader_of_that_room_finds_no_card_in_an_empty_picture() -> None:
    pytest.importorskip("khmerid.picture", reason="without the extra")
    job = RecognitionJob(picture=picture(600, 400), switches={"detect_blur": True})
    assert do_job(open_picture_reader(), job) == wire.NOT_A_CARD
