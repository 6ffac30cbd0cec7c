"""What is asked of a reader, and its answer as the bytes that are sent; all of it in the process that reads.

>>> job = RecognitionJob(picture=b"...", switches={"detect_blur": True, "detect_tampering": True})
>>> job
RecognitionJob(detect_blur, detect_tampering)
>>> job.alarms
['blur']
"""

import datetime as dt
import json
from collections.abc import Collection
from typing import Final, Protocol, cast

import attrs

from khmerid.examination import examine_card
from khmerid.huawei import wire
from khmerid.huawei.answer import CardPictures, write_answer
from khmerid.misreading import Profile
from khmerid.notes import Code, Finding, Note
from khmerid.raw_card import ALARMS, TEXT_FIELDS, RawCard
from khmerid.report.policy import Policy
from khmerid.serve.reader import Reader, ScannedCard

_IMAGE: Final = "image."
#: Whether a portrait was replaced cannot honestly be told: it is never asked for, and never a result.
_NEVER_TOLD: Final = frozenset({"tampering"})
#: The name of the alarm, or of the type, that each switch of the API asks for.
ALARM_OF_SWITCH: Final = {
    key.switch: key.ours.removeprefix(_IMAGE)
    for key in wire.RESULT_KEYS
    if key.score and key.ours.removeprefix(_IMAGE) not in _NEVER_TOLD
}


class Job(Protocol):
    """What is asked of one picture."""

    @property
    def picture(self) -> bytes:
        """The bytes of its file."""

    @property
    def alarms(self) -> Collection[str]:
        """The alarms that are asked for, and ``type``."""

    def answer(self, scanned: ScannedCard) -> bytes:
        """Return the content of the response, as JSON."""


@attrs.frozen(kw_only=True, repr=False)
class RecognitionJob:
    """The service's own API."""

    picture: bytes
    switches: wire.Switches

    def __repr__(self) -> str:
        return f"RecognitionJob({', '.join(self.switches)})"

    @property
    def _asked(self) -> set[str]:
        return {name for name, wanted in self.switches.items() if wanted}

    @property
    def alarms(self) -> Collection[str]:
        """The alarms that the switches ask for."""
        return [alarm for switch, alarm in ALARM_OF_SWITCH.items() if switch in self._asked]

    def answer(self, scanned: ScannedCard) -> bytes:
        """Return the answer as the service writes it."""
        asked = {
            key.ours
            for key in wire.RESULT_KEYS
            if key.switch in self._asked and key.shape is wire.KeyShape.PICTURE
        }
        pictures = CardPictures(
            portrait=scanned.portrait_image() if "pictures.portrait" in asked else None,
            portrait_corners=scanned.portrait,
            adjusted=scanned.adjusted_image() if "pictures.adjusted" in asked else None,
        )
        told = {name: wanted for name, wanted in self.switches.items() if name not in _NEVER_ANSWERED}
        answer = write_answer(scanned.card, cast("wire.Switches", told), pictures)
        return json.dumps(answer, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace")


_NEVER_ANSWERED: Final = {
    key.switch for key in wire.RESULT_KEYS if key.ours.removeprefix(_IMAGE) in _NEVER_TOLD
}


@attrs.frozen(kw_only=True, repr=False)
class ReportJob:
    """khmerid's report on the card; ``profile`` is the name of one that comes with the package."""

    picture: bytes
    alarms: Collection[str]
    today: dt.date
    policy: Policy
    profile: str | None = None
    evidence: bool = False

    def __repr__(self) -> str:
        return f"ReportJob({', '.join(self.alarms)})"

    def answer(self, scanned: ScannedCard) -> bytes:
        """Return the report; an alarm that was not looked for is noted as one that was not."""
        card = scanned.card
        unseen = [
            Finding(_IMAGE + alarm, Note(Code.ALARM_NOT_EXAMINED))
            for alarm in ALARMS
            if alarm not in card.image.alarms
        ]
        report = examine_card(
            attrs.evolve(card, findings=(*card.findings, *unseen)),
            today=self.today,
            policy=self.policy,
            profile=Profile.shipped(self.profile) if self.profile else None,
            evidence=self.evidence,
        )
        return report.to_json().encode()


def do_job(reader: Reader, job: Job) -> bytes | wire.ServiceError:
    """Return the content of a response, or the error of the API that the picture is refused with.

    A picture of which nothing is read shows no card.
    """
    try:
        scanned = reader.scan(job.picture, alarms=job.alarms)
    except ValueError as error:
        fault = _fault_of(error)
        if fault is None:
            raise
        return fault
    return job.answer(scanned) if _has_text(scanned.card) else wire.NOT_A_CARD


def _fault_of(error: ValueError) -> wire.ServiceError | None:
    code = getattr(getattr(error, "problem", None), "code", None)
    return wire.find_code(code) if isinstance(code, str) else None


def _has_text(card: RawCard) -> bool:
    return any(card.mrz) or any(getattr(card, name) for name in TEXT_FIELDS)
