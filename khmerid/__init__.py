"""From any OCR of a Cambodian identity card to typed values, with every reason for doubt.

A name is imported when it is first asked for: whoever parses an MRZ does not wait for what reads places.
"""

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from khmerid.adapters import adapt
    from khmerid.checks.crosscheck import Check, Rule
    from khmerid.errors import ApiError, UnexpectedResponseError
    from khmerid.examination import examine, examine_all, examine_card, examine_many
    from khmerid.fields.dates import read_date
    from khmerid.fields.document_number import read_document_number
    from khmerid.fields.height import read_height
    from khmerid.fields.marks import DistinguishingMarks, read_marks
    from khmerid.fields.names import read_name_khmer, read_name_latin
    from khmerid.fields.places import Address, Place, read_address, read_place
    from khmerid.fields.sex import Sex, read_sex
    from khmerid.ledger.records import Ledger
    from khmerid.misreading import Profile
    from khmerid.mrz.parsing import Td1, Td2, Td3, parse_td1, parse_td2, parse_td3
    from khmerid.notes import Code, Finding, Note, Status
    from khmerid.outcome import Outcome
    from khmerid.raw_card import ImageQuality, RawCard
    from khmerid.reading import Reading
    from khmerid.recovery.issuers import CAMBODIA, GENERIC, Issuer
    from khmerid.recovery.recover import recover_mrz, recover_td1
    from khmerid.recovery.recovered import Recovery
    from khmerid.report.policy import Policy
    from khmerid.report.reasons import Decision, Reason
    from khmerid.report.report import Report
    from khmerid.report.report_dict import ReportDict
    from khmerid.report.schema import report_schema
    from khmerid.resolve.resolved import Assurance, Resolved, Source
    from khmerid.text.numerals import to_khmer_digits, to_western_digits
else:  # type checkers would take any other name for one, too

    def __getattr__(name: str) -> Any:
        for room, names in _ROOMS.items():
            if name in names.split(", "):
                globals()[name] = found = getattr(importlib.import_module(room), name)
                return found
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


__all__ = [
    "CAMBODIA",
    "GENERIC",
    "Address",
    "ApiError",
    "Assurance",
    "Check",
    "Code",
    "Decision",
    "DistinguishingMarks",
    "Finding",
    "ImageQuality",
    "Issuer",
    "Ledger",
    "Note",
    "Outcome",
    "Place",
    "Policy",
    "Profile",
    "RawCard",
    "Reading",
    "Reason",
    "Recovery",
    "Report",
    "ReportDict",
    "Resolved",
    "Rule",
    "Sex",
    "Source",
    "Status",
    "Td1",
    "Td2",
    "Td3",
    "UnexpectedResponseError",
    "adapt",
    "examine",
    "examine_all",
    "examine_card",
    "examine_many",
    "parse_td1",
    "parse_td2",
    "parse_td3",
    "read_address",
    "read_date",
    "read_document_number",
    "read_height",
    "read_marks",
    "read_name_khmer",
    "read_name_latin",
    "read_place",
    "read_sex",
    "recover_mrz",
    "recover_td1",
    "report_schema",
    "to_khmer_digits",
    "to_western_digits",
]

#: Where each public name is: what type checkers read above, for the interpreter.
_ROOMS: Final = {
    "khmerid.adapters": "adapt",
    "khmerid.checks.crosscheck": "Check, Rule",
    "khmerid.errors": "ApiError, UnexpectedResponseError",
    "khmerid.examination": "examine, examine_all, examine_card, examine_many",
    "khmerid.fields.dates": "read_date",
    "khmerid.fields.document_number": "read_document_number",
    "khmerid.fields.height": "read_height",
    "khmerid.fields.marks": "DistinguishingMarks, read_marks",
    "khmerid.fields.names": "read_name_khmer, read_name_latin",
    "khmerid.fields.places": "Address, Place, read_address, read_place",
    "khmerid.fields.sex": "Sex, read_sex",
    "khmerid.ledger.records": "Ledger",
    "khmerid.misreading": "Profile",
    "khmerid.mrz.parsing": "Td1, Td2, Td3, parse_td1, parse_td2, parse_td3",
    "khmerid.notes": "Code, Finding, Note, Status",
    "khmerid.outcome": "Outcome",
    "khmerid.raw_card": "ImageQuality, RawCard",
    "khmerid.reading": "Reading",
    "khmerid.recovery.issuers": "CAMBODIA, GENERIC, Issuer",
    "khmerid.recovery.recover": "recover_mrz, recover_td1",
    "khmerid.recovery.recovered": "Recovery",
    "khmerid.report.policy": "Policy",
    "khmerid.report.reasons": "Decision, Reason",
    "khmerid.report.report": "Report",
    "khmerid.report.report_dict": "ReportDict",
    "khmerid.report.schema": "report_schema",
    "khmerid.resolve.resolved": "Assurance, Resolved, Source",
    "khmerid.text.numerals": "to_khmer_digits, to_western_digits",
}

__version__ = "0.1.0"
