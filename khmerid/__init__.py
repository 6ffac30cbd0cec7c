"""From any OCR of a Cambodian identity card to typed values, with every reason for doubt."""

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

__version__ = "0.1.0"
