"""Accept, review or reject: what a machine may decide, and every reason against accepting a card."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

from khmerid.checks.crosscheck import Check, Rule
from khmerid.mrz.codes import STATES
from khmerid.notes import Code, Finding
from khmerid.outcome import Outcome
from khmerid.raw_card import ImageQuality
from khmerid.report.policy import Policy
from khmerid.report.reasons import Decision, Reason
from khmerid.resolve.resolution import Resolution
from khmerid.resolve.resolved import Assurance, Resolved
from khmerid.rules import STATE, years_between

_OF_RULE: Final[Mapping[Rule, Reason]] = {
    Rule.NUMBER_CHECK_DIGIT: Reason.CHECK_DIGIT_WRONG,
    Rule.BIRTH_CHECK_DIGIT: Reason.CHECK_DIGIT_WRONG,
    Rule.EXPIRY_CHECK_DIGIT: Reason.CHECK_DIGIT_WRONG,
    Rule.COMPOSITE_CHECK_DIGIT: Reason.CHECK_DIGIT_WRONG,
    Rule.ISSUER: Reason.OTHER_ISSUER,
    Rule.NUMBER_ZONES: Reason.ZONES_CONFLICT,
    Rule.BIRTH_ZONES: Reason.ZONES_CONFLICT,
    Rule.SEX_ZONES: Reason.ZONES_CONFLICT,
    Rule.EXPIRY_ZONES: Reason.ZONES_CONFLICT,
    Rule.NAME_ZONES: Reason.NAMES_CONFLICT,
    Rule.TEN_YEARS: Reason.VALIDITY_CONFLICTS,
    Rule.FIFTEEN_YEARS: Reason.AGE_CONFLICTS,
    Rule.PICTURES: Reason.PICTURES_CONFLICT,
}
_NOT_SURE: Final = (
    ("document_number", Reason.NUMBER_NOT_SURE),
    ("date_of_birth", Reason.BIRTH_NOT_SURE),
    ("sex", Reason.SEX_NOT_SURE),
    ("date_of_expiry", Reason.EXPIRY_NOT_SURE),
    ("issuing_state", Reason.ISSUING_STATE_NOT_SURE),
    ("nationality", Reason.NATIONALITY_NOT_SURE),
)
# An enumeration's member is slow to look up.
_CONFLICTS: Final = Outcome.CONFLICTS
_SEVERAL_CARDS: Final = Code.SEVERAL_CARDS
_ABSENT, _DOUBTFUL, _CONFLICTING = Assurance.ABSENT, Assurance.DOUBTFUL, Assurance.CONFLICTING
Picture = tuple[ImageQuality, tuple[Finding, ...]]  # what a service says of it, and what its adapter noted
_UNCLEAR: Final = frozenset({Code.IMAGE_RESULT_UNEXPECTED, Code.ALARM_AGAINST_SCORE})
_OF_ALARM: Final[Mapping[str, Reason]] = {
    "border_integrity": Reason.IMAGE_BORDER,
    "blocking_within_border": Reason.IMAGE_BLOCKED,
    "blur": Reason.IMAGE_BLURRED,
    "glare": Reason.IMAGE_GLARE,
    "tampering": Reason.IMAGE_TAMPERED,
    "reproduce": Reason.IMAGE_REPRODUCED,
}


def decide(
    resolution: Resolution, checks: tuple[Check, ...], picture: Picture, *, today: dt.date, policy: Policy
) -> tuple[Decision, tuple[Reason, ...]]:
    """Accept when every critical value is sure and nothing speaks against the card, or return why not."""
    found = dict.fromkeys(
        [
            *reasons_of_values(resolution),
            *_reasons_of_checks(checks, resolution),
            *reasons_of_the_day(resolution, today, policy),
            *_reasons_of_picture(*picture),
        ]
    )
    return decided_by(found, policy)


def decided_by(found: Iterable[Reason], policy: Policy) -> tuple[Decision, tuple[Reason, ...]]:
    """Return what a policy decides where these reasons were found, and those of them that matter to it."""
    reasons = tuple([reason for reason in found if reason not in policy.ignore])
    if not reasons:
        return Decision.ACCEPT, ()
    if any(reason in policy.reject for reason in reasons):
        return Decision.REJECT, reasons
    return Decision.REVIEW, reasons


def reasons_of_values(resolution: Resolution) -> list[Reason]:
    """Return a reason for each value that is not sure enough, and for what values say against a card."""
    reasons = [reason for name, reason in _NOT_SURE if not getattr(resolution, name).assurance.is_sure]
    if _is_of_another_state(resolution.issuing_state) or _is_of_another_state(resolution.nationality):
        reasons.append(Reason.OTHER_ISSUER)
    if _SEVERAL_CARDS in [note.code for note in resolution.document_number.notes]:
        reasons.append(Reason.SEVERAL_CARDS)
    names = (resolution.surname.assurance, resolution.given_names.assurance)
    if names[0] is _ABSENT:
        reasons.append(Reason.NAME_MISSING)
    elif _DOUBTFUL in names:
        reasons.append(Reason.NAME_DOUBTFUL)
    return reasons


def _is_of_another_state(code: Resolved[str]) -> bool:
    """Return whether the code of another State was cleanly read, and not only suspected."""
    if code.value == STATE:
        return False
    read = (code.value, *(code.candidates if code.value is None else ()))
    is_clean = code.assurance is not Assurance.DOUBTFUL
    return is_clean and any(one != STATE and one in STATES for one in read)


def _reasons_of_checks(checks: tuple[Check, ...], resolution: Resolution) -> list[Reason]:
    """Return a reason for each conflict; a check digit's only while its value is not proven otherwise."""
    conflicts = [check.rule for check in checks if check.outcome is _CONFLICTS]
    if Rule.NAME_ZONES not in conflicts and _has_note(resolution, Code.NAMES_CONFLICT):
        conflicts.append(Rule.NAME_ZONES)  # the line only may have more, but the Khmer name has it
    if resolution.date_of_issue.assurance is _CONFLICTING:
        # The check compares no expiry that had to be recovered.
        conflicts.append(Rule.TEN_YEARS)
    if not conflicts:  # of most cards
        return []
    sure = {
        Rule.NUMBER_CHECK_DIGIT: resolution.document_number.assurance.is_sure,
        Rule.BIRTH_CHECK_DIGIT: resolution.date_of_birth.assurance.is_sure,
        Rule.EXPIRY_CHECK_DIGIT: resolution.date_of_expiry.assurance.is_sure,
    }
    # What the composite digit says of the resolved values is in their assurances.
    sure[Rule.COMPOSITE_CHECK_DIGIT] = all(sure.values())
    # A letter of the MRZ that the Khmer name tells to be misread is none of the name.
    sure[Rule.NAME_ZONES] = _has_note(resolution, Code.NAME_BY_KHMER)
    reasons = [_OF_RULE[rule] for rule in conflicts if not sure.get(rule, False)]
    if _only_issue_is_wrong(resolution):
        return [Reason.ISSUE_CONFLICTS if one is Reason.VALIDITY_CONFLICTS else one for one in reasons]
    return reasons


def _has_note(resolution: Resolution, code: Code) -> bool:
    return code in [note.code for note in (*resolution.surname.notes, *resolution.given_names.notes)]


def _only_issue_is_wrong(resolution: Resolution) -> bool:
    """Return whether a conflict of the ten years cannot come from an expiry that was altered to be later.

    Print and MRZ have the same expiry, the printed issue is later than that gives, and no more than a numeral
    of its day or month differs. An expiry made later leaves the printed issue earlier than it gives.
    """
    issue, expiry = resolution.date_of_issue, resolution.date_of_expiry
    if issue.assurance is not Assurance.CONFLICTING or expiry.assurance is not Assurance.CONFIRMED:
        return False
    printed, by_rule = issue.candidates[:2]
    numerals = zip(f"{printed:%Y%m%d}", f"{by_rule:%Y%m%d}", strict=True)
    is_near = printed.year == by_rule.year and sum(one != other for one, other in numerals) == 1
    return is_near and printed > by_rule


def _reasons_of_picture(image: ImageQuality, findings: tuple[Finding, ...]) -> list[Reason]:
    reasons = [_OF_ALARM[alarm] for alarm, raised in image.alarms.items() if raised]
    if image.type == "copy":
        reasons.append(Reason.IMAGE_COPY)
    if not _UNCLEAR.isdisjoint([finding.note.code for finding in findings]):
        reasons.append(Reason.IMAGE_UNCLEAR)
    return reasons


def reasons_of_the_day(resolution: Resolution, today: dt.date, policy: Policy) -> list[Reason]:
    """Return the reasons why a card cannot be presented on a day by this holder."""
    birth, issue, expiry = resolution.date_of_birth, resolution.date_of_issue, resolution.date_of_expiry
    reasons = []
    if expiry.value is not None and expiry.assurance.is_sure and expiry.value < today:
        reasons.append(Reason.EXPIRED)
    if issue.value is not None and issue.value > today:
        reasons.append(Reason.NOT_YET_ISSUED)
    if (
        birth.value is not None
        and birth.assurance.is_sure
        and years_between(birth.value, today) < policy.minimum_age
    ):
        reasons.append(Reason.UNDER_AGE)
    return reasons
