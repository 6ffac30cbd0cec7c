r"""A TD1 zone out of whatever an OCR gave: its lines found, aligned, repaired where the digits prove it.

>>> lines = ["IDKHMO102030402<<<<<", "9003152F2912316KHM<<<K<<<4", "PEN<<NAVY<<<<"]
>>> recovery = recover_td1(lines)
>>> recovery.outcome, recovery.mrz.document_number
(<RecoveryOutcome.REPAIRED: 'repaired'>, '010203040')
>>> sorted(recovery.certain)
['date_of_birth', 'date_of_expiry', 'document_number', 'issuing_state', 'nationality']
>>> recover_td1("no zone").outcome
<RecoveryOutcome.NOTHING: 'nothing'>

"""

import operator
import re
from collections.abc import Sequence

import attrs

from khmerid.misreading.look_alikes import to_capitals
from khmerid.mrz.codes import STATES
from khmerid.mrz.parsing import Td1, Td1Checks, parse_td1
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.recovery.alignment import Cells
from khmerid.recovery.any_issuer import is_told_apart, read_upper_of_any
from khmerid.recovery.decide import PROVEN_BY_DIGITS, decide
from khmerid.recovery.evidence import Middle, Upper, read_middle, read_upper_of
from khmerid.recovery.find import Found, find_joined_zone, find_zone
from khmerid.recovery.issuers import CAMBODIA, GENERIC, Issuer
from khmerid.recovery.lower import UNREAD, has_signs_of_noise, read_lower
from khmerid.recovery.recovered import NO_CELLS, UNDECIDED, Recovery, RecoveryOutcome, Repair, fields_of
from khmerid.recovery.source_lines import SourceLine, source_lines

_OPEN = frozenset({RecoveryOutcome.PARTIAL, RecoveryOutcome.INVALID, RecoveryOutcome.NOTHING})

# What the digits do not see, and what the kind of a place may still repair.
_FAULTS_OF_KIND = frozenset(
    {Code.MRZ_NO_SUCH_DATE, Code.MRZ_SEX_NOT_ALLOWED, Code.MRZ_NAME_MALFORMED, Code.MRZ_STATE_UNKNOWN}
)
# The code of Cambodia as engines return it, or Khmer letters, which only an engine for Khmer returns.
_CAMBODIAN = re.compile(r"KHM|KHN|OKHM|RHM|KNM|KMM|XHM|HMK|HM<|[ក-៹]")
_NINE_NUMERALS = re.compile("[0-9]{9}")
# Of a document code (Doc 9303-5, 4.2.2 note k); another one was misread.
_FIRST_LETTERS = frozenset("ACI")


def recover_td1(text_or_lines: str | Sequence[str | None] | None, issuer: Issuer | None = None) -> Recovery:
    """Find, align and repair the zone in what an OCR returned; never raise and never guess.

    ``issuer`` gives the rules to repair by; without one the zone's own code of the State decides between
    the rules of Cambodia and those of Doc 9303 alone.
    """
    if text_or_lines and not isinstance(text_or_lines, str) and len(text_or_lines) == 3:
        reading = parse_td1(text_or_lines)
        if reading.value is not None and _is_clean(reading.value, reading.notes, issuer):
            return _valid(reading.value, reading.notes, issuer, ())
    sources = source_lines(text_or_lines)
    recovery = _recovered(find_zone(sources), sources, issuer)
    if recovery.outcome in _OPEN and len(sources) > 3:
        # A line may have come in two.
        other = _recovered(find_joined_zone(sources), sources, issuer)
        if len(other.certain) > len(recovery.certain):
            return other
    return recovery


def _recovered(found: Found, sources: Sequence[SourceLine], issuer: Issuer | None) -> Recovery:
    if found == (None, None, None):
        return Recovery(outcome=RecoveryOutcome.NOTHING, notes=(Note(Code.MRZ_NO_ZONE),))
    handling = _handling(found, sources)
    reading = parse_td1(["" if line is None else "".join(line.raw) for line in found])
    if reading.value is not None and _is_clean(reading.value, reading.notes, issuer):
        return _valid(reading.value, reading.notes, issuer, handling)
    named = _issuer_of(found)
    if issuer is not None and issuer.state is not None and named is GENERIC:
        recovery = _repaired(found, GENERIC, reading.value, handling)
        return attrs.evolve(recovery, notes=(Note(Code.MRZ_OTHER_ISSUER), *recovery.notes))
    return _repaired(found, issuer or named or GENERIC, reading.value, handling)


def _handling(found: Found, sources: Sequence[SourceLine]) -> tuple[Repair, ...]:
    indexes = [index for line in found if line is not None for index in line.indexes]
    left_out = sum(bool(line.text) and line.indexes[0] not in indexes for line in sources)
    repairs = [Repair(0, 0, "", "", "left_out")] * left_out
    if indexes != sorted(set(indexes)) or any(line and len(line.indexes) > 1 for line in found):
        repairs.append(Repair(0, 0, "", "", "rearranged"))
    repairs += [
        Repair(number, at + 1, " ", "", "blank")
        for number, line in enumerate(found, 1)
        if line is not None
        for at in sorted(line.breaks)
    ]
    return tuple(repairs)


def _is_clean(zone: Td1, notes: Sequence[Note], issuer: Issuer | None) -> bool:
    # Fillers misread in a name show themselves; where they do, the zone is not taken as it is at once.
    is_of_issuer = issuer is GENERIC or zone.issuing_state != CAMBODIA.state
    return (
        zone.verified
        and not any(note.code in _FAULTS_OF_KIND for note in notes)
        and (is_of_issuer or (_follows_cambodia(zone) and not has_signs_of_noise(zone.lines[2])))
    )


def _stands(zone: Td1, issuer: Issuer) -> bool:
    # All digits agree and nothing better is known: it is left as it is, with its faults noted.
    if issuer is GENERIC:
        return zone.verified
    faults = {note.code for note in parse_td1(zone.lines).notes} & _FAULTS_OF_KIND
    return zone.verified and _follows_cambodia(zone) and faults <= {Code.MRZ_NAME_MALFORMED}


def _follows_cambodia(zone: Td1) -> bool:
    # What the digits let pass and the rules of Cambodia do not.
    return (
        _NINE_NUMERALS.fullmatch(zone.document_number) is not None
        and not zone.optional_data_1
        and not zone.optional_data_2
        and zone.sex in "MF"
        and zone.document_code[:1] in _FIRST_LETTERS
    )


def _valid(
    zone: Td1, notes: tuple[Note, ...], issuer: Issuer | None, handling: tuple[Repair, ...]
) -> Recovery:
    no_day = {note.detail for note in notes if note.code is Code.MRZ_NO_SUCH_DATE}
    certain = PROVEN_BY_DIGITS - no_day
    if zone.issuing_state != CAMBODIA.state and not is_told_apart(zone.document_number):
        certain -= {"document_number"}
    if zone.issuing_state == zone.nationality and zone.issuing_state in STATES:
        certain |= {"issuing_state", "nationality"}
    if issuer is not None and issuer.state not in (None, zone.issuing_state):
        notes += (Note(Code.MRZ_OTHER_ISSUER),)
    return Recovery(
        outcome=RecoveryOutcome.REPAIRED if handling else RecoveryOutcome.VALID,
        mrz=zone,
        fields=fields_of(zone),
        checks=zone.checks,
        certain=certain,
        notes=notes + _notes_of(handling),
        handling=handling,
    )


def _notes_of(handling: tuple[Repair, ...]) -> tuple[Note, ...]:
    left_out = sum(repair.why == "left_out" for repair in handling)
    notes = (Note(Code.MRZ_LINES_LEFT_OUT, f"{left_out} lines"),) if left_out else ()
    return (*notes, Note(Code.MRZ_REPAIRED)) if len(handling) > left_out else notes


def _issuer_of(found: Found) -> Issuer | None:
    # The code stands twice; either sight of it, or one that looks like it, is enough to choose the rules.
    upper, middle = ("" if line is None else to_capitals(line.text) for line in found[:2])
    codes = upper[2:5], middle[15:18]
    if "KHM" in codes:
        return CAMBODIA
    if any(code in STATES or code == "D<<" for code in codes):
        return GENERIC
    is_near = sum(sum(map(operator.eq, code, "KHM")) for code in codes) >= 3  # letters in both sights
    return CAMBODIA if is_near or _CAMBODIAN.search(upper + middle) else None


def _repaired(found: Found, issuer: Issuer, exact: Td1 | None, handling: tuple[Repair, ...]) -> Recovery:
    upper = Upper() if found[0] is None else _read_upper(found[0], issuer)
    middle = Middle() if found[1] is None else read_middle(found[1], issuer)
    names = (
        UNREAD
        if found[2] is None
        else read_lower(found[2].text, has_both_identifiers=issuer.has_both_identifiers)
    )
    decision = decide(upper, middle, names)
    zone = parse_td1(decision.zones[0]).value if len(decision.zones) == 1 and decision.is_settled else None
    if zone is None and len(decision.zones) < 2 and exact is not None and _stands(exact, issuer):
        return _valid(exact, parse_td1(exact.lines).notes, issuer, handling)
    notes = _notes_of(handling)
    if None in found:
        notes += (Note(Code.MRZ_LINE_MISSING),)
    if zone is not None:
        same = exact is not None and exact.lines == zone.lines and not handling
        outcome = RecoveryOutcome.VALID if same else RecoveryOutcome.REPAIRED
        notes = notes if same else tuple(dict.fromkeys((*notes, Note(Code.MRZ_REPAIRED))))
    elif len(decision.zones) > 1:
        outcome = RecoveryOutcome.AMBIGUOUS
        notes += (Note(Code.MRZ_AMBIGUOUS, f"{len(decision.zones)} zones"),)
    else:
        outcome = RecoveryOutcome.PARTIAL if decision.certain & PROVEN_BY_DIGITS else RecoveryOutcome.INVALID
    return Recovery(
        outcome=outcome,
        mrz=zone,
        fields=decision.fields if zone is None else fields_of(zone),
        checks=_checks(exact, decision.certain, decision.composite) if zone is None else zone.checks,
        certain=decision.certain,
        candidates=decision.zones if outcome is RecoveryOutcome.AMBIGUOUS else (),
        notes=notes,
        known=decision.known if zone is None else zone.lines,
        received=(upper.cells, middle.cells, _lower_cells(found[2])),
        handling=handling,
    )


def _read_upper(line: SourceLine, issuer: Issuer) -> Upper:
    return read_upper_of(issuer, line) if issuer.number_is_nine_numerals else read_upper_of_any(line)


def _checks(exact: Td1 | None, certain: frozenset[str], composite: Outcome) -> Td1Checks:
    read = UNDECIDED if exact is None else exact.checks
    return Td1Checks(
        Outcome.AGREES if "document_number" in certain else read.document_number,
        Outcome.AGREES if "date_of_birth" in certain else read.date_of_birth,
        Outcome.AGREES if "date_of_expiry" in certain else read.date_of_expiry,
        composite if exact is None else exact.checks.composite,
    )


def _lower_cells(lower: SourceLine | None) -> Cells:
    if lower is None:
        return NO_CELLS
    cells = [*lower.raw[:30], *[""] * (30 - len(lower.raw))]
    cells[29] = "".join(lower.raw[29:])
    return tuple(cells)
