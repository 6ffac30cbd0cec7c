"""The report of one card: values with their assurance, checks, findings, and what a machine may decide."""

from typing import Final

import attrs

from khmerid.checks.crosscheck import Check
from khmerid.notes import Finding
from khmerid.raw_card import ImageQuality
from khmerid.report.plain import finding_to_plain, resolved_to_plain
from khmerid.report.reasons import Decision, Reason
from khmerid.resolve.resolution import Resolution


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
            "fields": {name: resolved_to_plain(getattr(self, name)) for name in FIELDS},
            "checks": [{"rule": str(check.rule), "outcome": str(check.outcome)} for check in self.checks],
            "findings": [finding_to_plain(finding) for finding in self.findings],
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
