"""The report of one card: values with their assurance, checks, findings, and what a machine may decide."""

import datetime as dt
import enum
from collections.abc import Mapping
from typing import Final

import attrs
import cattrs

from khmerid.card import ImageQuality
from khmerid.crosscheck import Check, Rule
from khmerid.fields.places import Place
from khmerid.fields.places import to_plain as place_to_plain
from khmerid.notes import Code, Finding, Status
from khmerid.outcome import Outcome
from khmerid.resolve.resolution import Resolution
from khmerid.resolve.resolved import Assurance, Resolved
from khmerid.rules import years_between
from khmerid.worded import Worded


class Decision(enum.Enum):
    """What a machine may do with the card."""

    ACCEPT = "accept"
    REVIEW = "review"
    REJECT = "reject"

    def __str__(self) -> str:
        return self.value


class Reason(Worded):
    """Why a card is not accepted."""

    NUMBER_NOT_SURE = (
        "document_number_not_sure",
        "The document number is not proven.",
        "លេខអត្តសញ្ញាណប័ណ្ណមិនទាន់មានភស្តុតាងបញ្ជាក់ទេ។",
    )
    BIRTH_NOT_SURE = (
        "date_of_birth_not_sure",
        "The date of birth is not proven.",
        "ថ្ងៃខែឆ្នាំកំណើតមិនទាន់មានភស្តុតាងបញ្ជាក់ទេ។",
    )
    SEX_NOT_SURE = "sex_not_sure", "The sex is not proven.", "ភេទមិនទាន់មានភស្តុតាងបញ្ជាក់ទេ។"
    EXPIRY_NOT_SURE = (
        "date_of_expiry_not_sure",
        "The date of expiry is not proven.",
        "ថ្ងៃផុតកំណត់មិនទាន់មានភស្តុតាងបញ្ជាក់ទេ។",
    )
    NAMES_CONFLICT = (
        "names_conflict",
        "The printed Latin name is not that of the zone.",
        "ឈ្មោះជាអក្សរឡាតាំងមិនត្រូវនឹង MRZ ទេ។",
    )
    NAME_DOUBTFUL = (
        "name_doubtful",
        "The Latin name was not cleanly read in either zone.",
        "ឈ្មោះជាអក្សរឡាតាំងមិនត្រូវបានអានច្បាស់ទេ។",
    )
    NAME_MISSING = "name_missing", "No Latin name was read.", "មិនមានឈ្មោះជាអក្សរឡាតាំងត្រូវបានអានទេ។"
    ZONES_CONFLICT = (
        "zones_conflict",
        "The two zones say different things: one is misread, or the card is altered.",
        "តំបន់ទាំងពីរខុសគ្នា៖ មួយត្រូវបានអានខុស ឬប័ណ្ណត្រូវបានកែ។",
    )
    PICTURES_CONFLICT = (
        "pictures_conflict",
        "Two readings of the card say different things.",
        "ការអានប័ណ្ណពីរដងខុសគ្នា។",
    )
    CHECK_DIGIT_WRONG = (
        "check_digit_wrong",
        "A check digit of the zone is not that of the text it stands for.",
        "ខ្ទង់ផ្ទៀងផ្ទាត់ក្នុង MRZ មិនត្រឹមត្រូវ។",
    )
    VALIDITY_CONFLICTS = (
        "validity_conflicts",
        "Issue and expiry are not ten years less a day apart.",
        "ថ្ងៃចេញ និងថ្ងៃផុតកំណត់មិនខុសគ្នាដប់ឆ្នាំខ្វះមួយថ្ងៃទេ។",
    )
    AGE_CONFLICTS = (
        "age_conflicts",
        "The holder was not fifteen on the day of issue.",
        "ម្ចាស់ប័ណ្ណមិនទាន់គ្រប់ដប់ប្រាំឆ្នាំនៅថ្ងៃចេញប័ណ្ណ។",
    )
    OTHER_ISSUER = (
        "other_issuer",
        "The zone is that of another country's document.",
        "MRZ ជារបស់ឯកសារនៃប្រទេសផ្សេង។",
    )
    EXPIRED = "expired", "The card has expired.", "ប័ណ្ណផុតកំណត់ហើយ។"
    NOT_YET_ISSUED = (
        "not_yet_issued",
        "The card is issued after the day of presentation.",
        "ប័ណ្ណចេញក្រោយថ្ងៃបង្ហាញ។",
    )
    UNDER_AGE = (
        "under_age",
        "The holder is younger than the policy allows.",
        "ម្ចាស់ប័ណ្ណមានអាយុតិចជាងគោលការណ៍អនុញ្ញាត។",
    )
    IMAGE_UNCLEAR = (
        "image_result_unclear",
        "What the service says of the image cannot be understood, or contradicts itself.",
        "អ្វីដែលសេវានិយាយអំពីរូបភាពមិនអាចយល់បាន ឬផ្ទុយគ្នា។",
    )
    IMAGE_COPY = "image_copy", "The image is that of a photocopy.", "រូបភាពជារបស់ច្បាប់ចម្លង។"
    IMAGE_BORDER = (
        "image_border_incomplete",
        "The borders of the card are incomplete in the image.",
        "គែមប័ណ្ណមិនពេញក្នុងរូបភាព។",
    )
    IMAGE_BLOCKED = "image_blocked", "Something covers the card in the image.", "មានអ្វីបាំងប័ណ្ណក្នុងរូបភាព។"
    IMAGE_BLURRED = "image_blurred", "The image is blurred.", "រូបភាពមិនច្បាស់។"
    IMAGE_GLARE = "image_glare", "There is glare on the card.", "មានពន្លឺចាំងលើប័ណ្ណ។"
    IMAGE_TAMPERED = (
        "image_tampered",
        "The service says that the portrait was replaced.",
        "សេវាបញ្ជាក់ថារូបថតត្រូវបានប្តូរ។",
    )
    IMAGE_REPRODUCED = (
        "image_reproduced",
        "The image is a picture of a screen or a print.",
        "រូបភាពថតពីអេក្រង់ ឬក្រដាសបោះពុម្ព។",
    )


@attrs.frozen(kw_only=True)
class Policy:
    """What a machine may decide; whatever is not said here goes to a person.

    ``reject`` are the reasons for which a card is rejected at once, ``ignore`` those that do not matter to
    the caller; any other reason sends the card to review. By default a name that is doubtful but not
    contradicted does not stop a card: its assurance says so. ``minimum_age`` is in years on the day of
    presentation; fifteen is the age from which the card is issued.
    """

    minimum_age: int = 15
    reject: frozenset[Reason] = frozenset({Reason.EXPIRED, Reason.UNDER_AGE, Reason.IMAGE_TAMPERED})
    ignore: frozenset[Reason] = frozenset({Reason.NAME_DOUBTFUL})


DEFAULT_POLICY: Final = Policy()

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


@attrs.frozen(kw_only=True, repr=False)
class Report(Resolution):
    """The resolved fields, the checks, the findings, the image, the decision and its reasons."""

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    image: ImageQuality
    decision: Decision
    reasons: tuple[Reason, ...]

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name).assurance}" for name in FIELDS)
        return f"Report({self.decision}, [{', '.join(map(str, self.reasons))}], {fields})"

    def to_dict(self) -> dict[str, object]:
        """Return the report as plain data for JSON, in the form of ``report.schema.json``."""
        return {
            "decision": str(self.decision),
            "reasons": [str(reason) for reason in self.reasons],
            "fields": {name: _resolved_to_plain(getattr(self, name)) for name in FIELDS},
            "checks": [{"rule": str(check.rule), "outcome": str(check.outcome)} for check in self.checks],
            "findings": [_finding_to_plain(finding) for finding in self.findings],
            "image": {
                "type": self.image.type,
                "alarms": dict(self.image.alarms),
                "scores": dict(self.image.scores),
            },
        }

    def redacted(self) -> dict[str, object]:
        """Return what may be logged: no value, no candidate, only assurances, codes and outcomes."""
        plain = self.to_dict()
        plain["fields"] = {name: {"assurance": str(getattr(self, name).assurance)} for name in FIELDS}
        return plain


FIELDS: Final = tuple(field.name for field in attrs.fields(Resolution))

_SEVERITIES: Final = {
    Status.CLEAN: "info",
    Status.REPAIRED: "info",
    Status.DOUBTFUL: "warning",
    Status.REJECTED: "error",
    Status.ABSENT: "warning",
}


def _finding_to_plain(finding: Finding) -> dict[str, str]:
    code = finding.note.code
    return {"where": finding.where, "code": str(code), "severity": _SEVERITIES[code.status]}


def _resolved_to_plain(resolved: Resolved[object]) -> dict[str, object]:
    plain: dict[str, object] = {
        "value": _to_plain(resolved.value),
        "assurance": str(resolved.assurance),
        "sources": [str(source) for source in resolved.sources],
        "notes": list(dict.fromkeys(str(note.code) for note in resolved.notes)),
    }
    if resolved.candidates:
        plain["candidates"] = [_to_plain(candidate) for candidate in resolved.candidates]
    if resolved.margin is not None:
        plain["margin"] = round(resolved.margin, 1)
    return plain


def _to_plain(value: object) -> object:
    if isinstance(value, Place):
        return place_to_plain(value)
    return _CONVERTER.unstructure(value)


_CONVERTER: Final = cattrs.Converter()
_CONVERTER.register_unstructure_hook(dt.date, dt.date.isoformat)


def decide(
    resolution: Resolution, checks: tuple[Check, ...], picture: Picture, *, today: dt.date, policy: Policy
) -> tuple[Decision, tuple[Reason, ...]]:
    """Accept when every critical value is sure and nothing speaks against the card; otherwise say why not."""
    found = dict.fromkeys(
        [
            *_reasons_of_values(resolution),
            *_reasons_of_checks(checks, resolution),
            *_reasons_of_the_day(resolution, today, policy),
            *_reasons_of_picture(*picture),
        ]
    )
    reasons = tuple(reason for reason in found if reason not in policy.ignore)
    if not reasons:
        return Decision.ACCEPT, ()
    if any(reason in policy.reject for reason in reasons):
        return Decision.REJECT, reasons
    return Decision.REVIEW, reasons


def _reasons_of_values(resolution: Resolution) -> list[Reason]:
    critical = (
        (resolution.document_number, Reason.NUMBER_NOT_SURE),
        (resolution.date_of_birth, Reason.BIRTH_NOT_SURE),
        (resolution.sex, Reason.SEX_NOT_SURE),
        (resolution.date_of_expiry, Reason.EXPIRY_NOT_SURE),
    )
    reasons = [reason for resolved, reason in critical if not resolved.assurance.is_sure]
    names = (resolution.surname.assurance, resolution.given_names.assurance)
    if names[0] is Assurance.ABSENT:
        reasons.append(Reason.NAME_MISSING)
    elif Assurance.DOUBTFUL in names:
        reasons.append(Reason.NAME_DOUBTFUL)
    return reasons


def _reasons_of_checks(checks: tuple[Check, ...], resolution: Resolution) -> list[Reason]:
    """Return a reason for each conflict; a check digit's only while its value is not proven otherwise."""
    sure = {
        Rule.NUMBER_CHECK_DIGIT: resolution.document_number.assurance.is_sure,
        Rule.BIRTH_CHECK_DIGIT: resolution.date_of_birth.assurance.is_sure,
        Rule.EXPIRY_CHECK_DIGIT: resolution.date_of_expiry.assurance.is_sure,
    }
    # What the composite digit says of the resolved values is in their assurances.
    sure[Rule.COMPOSITE_CHECK_DIGIT] = all(sure.values())
    conflicts = [check.rule for check in checks if check.outcome is Outcome.CONFLICTS]
    if resolution.date_of_issue.assurance is Assurance.CONFLICTING:
        # The check compares no expiry that had to be recovered.
        conflicts.append(Rule.TEN_YEARS)
    return [_OF_RULE[rule] for rule in conflicts if not sure.get(rule, False)]


def _reasons_of_picture(image: ImageQuality, findings: tuple[Finding, ...]) -> list[Reason]:
    reasons = [_OF_ALARM[alarm] for alarm, raised in image.alarms.items() if raised]
    if image.type == "copy":
        reasons.append(Reason.IMAGE_COPY)
    if any(finding.note.code in _UNCLEAR for finding in findings):
        reasons.append(Reason.IMAGE_UNCLEAR)
    return reasons


def _reasons_of_the_day(resolution: Resolution, today: dt.date, policy: Policy) -> list[Reason]:
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
