"""What a request asks for: a picture, and what is made of it.

>>> asked = to_recognition({"url": "https://example.com/card.jpg", "detect_blur": True})
>>> asked.wanted, asked.job(b"...")
(Wanted(url, detect_blur), RecognitionJob(detect_blur))
>>> to_report({"url": "https://example.com/card.jpg", "today": "27.11.2026"})
Traceback (most recent call last):
khmerid.huawei.received.RefusedRequestError: AIS.0101: a parameter of the request is wrong
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from khmerid.answering.photograph import ALARMS_ASKED
from khmerid.huawei import wire
from khmerid.huawei.received import RefusedRequestError, Wanted, take_wanted
from khmerid.misreading.profile import SHIPPED_PROFILES
from khmerid.report.plain import from_plain
from khmerid.report.policy import DEFAULT_POLICY, Policy
from khmerid.serve.jobs import ALARM_OF_SWITCH, Job, RecognitionJob, ReportJob

#: The day on which a card is presented is that in Cambodia, wherever the server stands.
_CAMBODIA: Final = dt.timezone(dt.timedelta(hours=7))
_OF_REPORTS: Final = ("today", "evidence", "profile")


@attrs.frozen(repr=False)
class Asked:
    """What a request wants, and the job it makes of the picture."""

    wanted: Wanted
    job: Callable[[bytes], Job]


def to_recognition(body: Mapping[str, Any]) -> Asked:
    """Return what a request of the recognition service asks for; raise ``RefusedRequestError``."""
    wanted = take_wanted(body)
    return Asked(wanted, lambda picture: RecognitionJob(picture=picture, switches=wanted.switches))


def to_report(body: Mapping[str, Any], policy: Policy = DEFAULT_POLICY) -> Asked:
    """Return what a request of a report asks for; raise ``RefusedRequestError``."""
    wanted = take_wanted({name: value for name, value in body.items() if name not in _OF_REPORTS})
    evidence, profile, today = body.get("evidence", False), body.get("profile"), body.get("today")
    if not (
        isinstance(evidence, bool)
        and (profile is None or profile in SHIPPED_PROFILES)
        and wanted.switches.keys() <= ALARM_OF_SWITCH.keys()
    ):
        raise RefusedRequestError(wire.BAD_PARAMETER)
    switches: Mapping[str, object] = wanted.switches
    alarms = tuple(
        alarm for switch, alarm in ALARM_OF_SWITCH.items() if switches.get(switch, alarm in ALARMS_ASKED)
    )
    day = dt.datetime.now(_CAMBODIA).date() if today is None else _day(today)
    return Asked(
        wanted,
        lambda picture: ReportJob(
            picture=picture, alarms=alarms, today=day, policy=policy, profile=profile, evidence=evidence
        ),
    )


def _day(sent: object) -> dt.date:
    try:
        return from_plain(sent, dt.date)
    except ValueError:
        raise RefusedRequestError(wire.BAD_PARAMETER) from None
