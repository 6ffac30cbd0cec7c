r"""A TD1 MRZ out of whatever an OCR gave: its lines found, aligned, repaired where the digits prove it.

Whoever has other evidence beside the MRZ, as the printed fields of a card, needs it aligned and no more
(`align_td1`): what its characters were is decided with all evidence together. `recover_td1` goes on to what
the MRZ alone can tell.

>>> lines = ["IDKHMO102030402<<<<<", "9003152F2912316KHM<<<K<<<4", "PEN<<NAVY<<<<"]
>>> recovery = recover_td1(lines)
>>> recovery.outcome, recovery.mrz.document_number
(<RecoveryOutcome.REPAIRED: 'repaired'>, '010203040')
>>> sorted(recovery.certain)
['date_of_birth', 'date_of_expiry', 'document_number', 'issuing_state', 'nationality']
>>> recover_td1("no MRZ").outcome
<RecoveryOutcome.NOTHING: 'nothing'>

"""

import operator
import re
from collections.abc import Sequence
from typing import Final

import attrs

from khmerid.misreading import SHIPPED, Misreadings
from khmerid.mrz.codes import STATES
from khmerid.mrz.parsing import CheckDigits, Td1, parse_td1
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.recovery.aligned import AlignedMrz, cells_of
from khmerid.recovery.alignment import NO_CELLS, Cells
from khmerid.recovery.decide import PROVEN_BY_DIGITS, Solved, decide
from khmerid.recovery.find import NOT_FOUND, FoundLines, find_joined_mrz, find_mrz
from khmerid.recovery.issuers import CAMBODIA, GENERIC, Issuer
from khmerid.recovery.lower import UNREAD, LowerLine, has_signs_of_noise, read_lower
from khmerid.recovery.middle import Middle, align_middle, read_middle
from khmerid.recovery.recovered import UNDECIDED, Recovery, RecoveryOutcome, Repair, fields_of
from khmerid.recovery.source_lines import SourceLine, source_lines, to_capitals
from khmerid.recovery.upper import Upper, align_upper, is_told_apart, read_upper
from khmerid.rules import STATE

OcrText = str | Sequence[str | None] | None

_OPEN: Final = frozenset({RecoveryOutcome.PARTIAL, RecoveryOutcome.INVALID, RecoveryOutcome.NOTHING})
# What the digits do not see, and what the kind of a place may still repair.
_FAULTS_OF_KIND: Final = frozenset(
    {Code.MRZ_NO_SUCH_DATE, Code.MRZ_SEX_NOT_ALLOWED, Code.MRZ_NAME_MALFORMED, Code.MRZ_STATE_UNKNOWN}
)
# The code of Cambodia as engines return it, or Khmer letters, which only an engine for Khmer returns.
_CAMBODIAN = re.compile(r"KHM|KHN|OKHM|RHM|KNM|KMM|XHM|HMK|HM<|[ក-៹]")
#: Letters of the code of Cambodia that are enough of it, counted in both lines.
_ENOUGH_OF_STATE: Final = 3
_NINE_NUMERALS = re.compile("[0-9]{9}")
# Of a document code (Doc 9303-5, 4.2.2 note k); another one was misread.
_FIRST_LETTERS: Final = frozenset("ACI")


@attrs.frozen(kw_only=True, repr=False)
class _Located:
    """The lines that were found, what was done to find them, what they say by the letter, and whose they are.

    ``rules`` are those to repair by; they are not the expected issuer's where the MRZ names another State.
    """

    lines: FoundLines
    handling: tuple[Repair, ...]
    by_the_letter: Reading[Td1]
    rules: Issuer
    is_clean: bool
    is_of_another: bool


def align_td1(text_or_lines: OcrText, issuer: Issuer, *, misreadings: Misreadings = SHIPPED) -> AlignedMrz:
    """Find the MRZ in what an OCR returned and lay it on its cells; never raise, and repair nothing.

    >>> aligned = align_td1(["IDKHMO102030402<<<<<", "9003152F2912316KHM<<<K<<<4", "PEN<<NAVY<<"], CAMBODIA)
    >>> "".join(aligned.cells[0][5:15]), aligned.identifiers
    ('O102030402', ('PEN', 'NAVY'))

    """
    reading = _clean_at_once(text_or_lines, issuer, misreadings)
    if reading is not None and reading.value is not None:
        return _standing(reading.value)
    located = _locate(source_lines(text_or_lines, misreadings.look_alikes), issuer, misreadings)
    if located is None:
        return AlignedMrz()
    exact, names = located.by_the_letter.value, _read_names(located, misreadings)
    if exact is not None and (located.is_clean or _stands(located, names)):
        if not located.handling:
            return _standing(exact)
        return AlignedMrz(cells=cells_of(exact), identifiers=_standing(exact).identifiers)
    upper, middle, lower = located.lines
    looks, rules = misreadings.look_alikes, located.rules
    return AlignedMrz(
        cells=(
            NO_CELLS if upper is None else align_upper(upper, rules, looks),
            NO_CELLS if middle is None else align_middle(middle, rules, looks),
            _lower_cells(lower),
        ),
        identifiers=names.identifiers,
    )


def recover_td1(
    text_or_lines: OcrText, issuer: Issuer | None = None, *, misreadings: Misreadings = SHIPPED
) -> Recovery:
    """Find, align and repair the MRZ in what an OCR returned; never raise and never guess.

    ``issuer`` gives the rules to repair by; without one the MRZ's own code of the State decides between the
    rules of Cambodia and those of Doc 9303 alone.
    """
    reading = _clean_at_once(text_or_lines, issuer, misreadings)
    if reading is not None and reading.value is not None:
        return _valid(reading.value, reading.notes, issuer, ())
    located = _locate(source_lines(text_or_lines, misreadings.look_alikes), issuer, misreadings)
    return _recovered(located, issuer, misreadings)


def _clean_at_once(
    text_or_lines: OcrText, issuer: Issuer | None, misreadings: Misreadings
) -> Reading[Td1] | None:
    """Return the reading of three exact lines that need no search (a third of the time of a clean card)."""
    if not text_or_lines or isinstance(text_or_lines, str) or len(text_or_lines) != 3:
        return None
    reading = parse_td1(text_or_lines)
    return reading if _is_clean(reading, issuer, misreadings) else None


def _standing(mrz: Td1) -> AlignedMrz:
    names = mrz.primary_identifier, mrz.secondary_identifier
    return AlignedMrz(as_it_stands=mrz, identifiers=names)


def _locate(
    sources: Sequence[SourceLine], issuer: Issuer | None, misreadings: Misreadings
) -> _Located | None:
    """Return the lines of the MRZ, put together where one came in two and more is certain for it."""
    looks = misreadings.look_alikes
    located = _located(find_mrz(sources, looks), sources, issuer, misreadings)
    if len(sources) <= 3:
        return located
    joined = _located(find_joined_mrz(sources, looks), sources, issuer, misreadings)
    if joined is None:
        return located
    first = _recovered(located, issuer, misreadings)
    if first.outcome not in _OPEN:
        return located
    second = _recovered(joined, issuer, misreadings)
    return joined if len(second.certain) > len(first.certain) else located


def _located(
    lines: FoundLines, sources: Sequence[SourceLine], issuer: Issuer | None, misreadings: Misreadings
) -> _Located | None:
    if lines == NOT_FOUND:
        return None
    reading = parse_td1(["" if line is None else "".join(line.raw) for line in lines])
    named = _issuer_of(lines)
    is_of_another = issuer is not None and issuer.state is not None and named is GENERIC
    return _Located(
        lines=lines,
        handling=_handling(lines, sources),
        by_the_letter=reading,
        rules=GENERIC if is_of_another else issuer or named or GENERIC,
        is_clean=_is_clean(reading, issuer, misreadings),
        is_of_another=is_of_another,
    )


def _handling(lines: FoundLines, sources: Sequence[SourceLine]) -> tuple[Repair, ...]:
    indexes = [index for line in lines if line is not None for index in line.indexes]
    left_out = sum(bool(line.text) and line.indexes[0] not in indexes for line in sources)
    repairs = [Repair(0, 0, "", "", "left_out")] * left_out
    if indexes != sorted(set(indexes)) or any(line and len(line.indexes) > 1 for line in lines):
        repairs.append(Repair(0, 0, "", "", "rearranged"))
    repairs += [
        Repair(number, at + 1, " ", "", "blank")
        for number, line in enumerate(lines, 1)
        if line is not None
        for at in sorted(line.breaks)
    ]
    return tuple(repairs)


def _is_clean(reading: Reading[Td1], issuer: Issuer | None, misreadings: Misreadings) -> bool:
    # Fillers misread in a name show themselves; where they do, the MRZ is not taken as it is at once.
    mrz = reading.value
    if mrz is None or not mrz.verified or _faults(reading):
        return False
    if issuer is GENERIC or mrz.issuing_state != STATE:
        return True
    return _follows_cambodia(mrz) and not has_signs_of_noise(mrz.lines[2], misreadings.look_alikes)


def _stands(located: _Located, names: LowerLine) -> bool:
    # All digits agree and nothing better is known: it is left as it is, with its faults noted.
    mrz = located.by_the_letter.value
    if mrz is None or not mrz.verified or names.lines not in ((), mrz.lines[2:]):
        return False
    return located.rules is GENERIC or (
        _follows_cambodia(mrz) and _faults(located.by_the_letter) <= {Code.MRZ_NAME_MALFORMED}
    )


def _faults(reading: Reading[Td1]) -> set[Code]:
    return {note.code for note in reading.notes} & _FAULTS_OF_KIND


def _follows_cambodia(mrz: Td1) -> bool:
    # What the digits let pass and the rules of Cambodia do not.
    return (
        _NINE_NUMERALS.fullmatch(mrz.document_number) is not None
        and not mrz.optional_data_1
        and not mrz.optional_data_2
        and mrz.sex in "MF"
        and mrz.document_code[:1] in _FIRST_LETTERS
    )


def _issuer_of(lines: FoundLines) -> Issuer | None:
    # The code stands twice; either sight of it, or one that looks like it, is enough to choose the rules.
    upper, middle = ("" if line is None else to_capitals(line.text) for line in lines[:2])
    codes = upper[2:5], middle[15:18]
    if STATE in codes:
        return CAMBODIA
    if any(code in STATES or code == "D<<" for code in codes):
        return GENERIC
    letters = sum(sum(map(operator.eq, code, STATE)) for code in codes)
    return CAMBODIA if letters >= _ENOUGH_OF_STATE or _CAMBODIAN.search(upper + middle) else None


def _read_names(located: _Located, misreadings: Misreadings) -> LowerLine:
    lower = located.lines[2]
    if lower is None:
        return UNREAD
    both = located.rules.has_both_identifiers
    return read_lower(lower.text, misreadings.look_alikes, has_both_identifiers=both)


def _recovered(located: _Located | None, issuer: Issuer | None, misreadings: Misreadings) -> Recovery:
    if located is None:
        return Recovery(outcome=RecoveryOutcome.NOTHING, notes=(Note(Code.MRZ_NO_ZONE),))
    exact = located.by_the_letter.value
    if exact is not None and located.is_clean:
        return _valid(exact, located.by_the_letter.notes, issuer, located.handling)
    upper_line, middle_line, _ = located.lines
    upper = Upper() if upper_line is None else read_upper(upper_line, located.rules, misreadings)
    middle = Middle() if middle_line is None else read_middle(middle_line, located.rules, misreadings)
    names = _read_names(located, misreadings)
    solved = decide(upper, middle, names, misreadings)
    one = solved.candidates[0] if len(solved.candidates) == 1 and solved.is_settled else None
    if one is None and len(solved.candidates) < 2 and exact is not None and _stands(located, names):
        recovery = _valid(exact, located.by_the_letter.notes, located.rules, located.handling)
    else:
        received = upper.cells, middle.cells, _lower_cells(located.lines[2])
        recovery = _repaired(located, solved, received)
    if located.is_of_another:
        return attrs.evolve(recovery, notes=(Note(Code.MRZ_OTHER_ISSUER), *recovery.notes))
    return recovery


def _valid(
    mrz: Td1, notes: tuple[Note, ...], issuer: Issuer | None, handling: tuple[Repair, ...]
) -> Recovery:
    no_day = {note.detail for note in notes if note.code is Code.MRZ_NO_SUCH_DATE}
    certain = PROVEN_BY_DIGITS - no_day
    if mrz.issuing_state != STATE and not is_told_apart(mrz.document_number):
        certain -= {"document_number"}
    if mrz.issuing_state == mrz.nationality and mrz.issuing_state in STATES:
        certain |= {"issuing_state", "nationality"}
    if issuer is not None and issuer.state not in (None, mrz.issuing_state):
        notes += (Note(Code.MRZ_OTHER_ISSUER),)
    return Recovery(
        outcome=RecoveryOutcome.REPAIRED if handling else RecoveryOutcome.VALID,
        mrz=mrz,
        fields=fields_of(mrz),
        checks=mrz.checks,
        certain=certain,
        notes=notes + _notes_of(handling),
        handling=handling,
    )


def _repaired(located: _Located, solved: Solved, received: tuple[Cells, Cells, Cells]) -> Recovery:
    exact = located.by_the_letter.value
    mrz = parse_td1(solved.candidates[0]).value if len(solved.candidates) == 1 and solved.is_settled else None
    notes = _notes_of(located.handling)
    if None in located.lines:
        notes += (Note(Code.MRZ_LINE_MISSING),)
    if mrz is not None:
        same = exact is not None and exact.lines == mrz.lines and not located.handling
        outcome = RecoveryOutcome.VALID if same else RecoveryOutcome.REPAIRED
        notes = notes if same else tuple(dict.fromkeys((*notes, Note(Code.MRZ_REPAIRED))))
    elif len(solved.candidates) > 1:
        outcome = RecoveryOutcome.AMBIGUOUS
        notes += (Note(Code.MRZ_AMBIGUOUS, f"{len(solved.candidates)} candidates"),)
    else:
        outcome = RecoveryOutcome.PARTIAL if solved.certain & PROVEN_BY_DIGITS else RecoveryOutcome.INVALID
    return Recovery(
        outcome=outcome,
        mrz=mrz,
        fields=solved.fields if mrz is None else fields_of(mrz),
        checks=_checks(exact, solved) if mrz is None else mrz.checks,
        certain=solved.certain,
        candidates=solved.candidates if outcome is RecoveryOutcome.AMBIGUOUS else (),
        notes=notes,
        known=solved.known if mrz is None else mrz.lines,
        received=received,
        handling=located.handling,
    )


def _notes_of(handling: tuple[Repair, ...]) -> tuple[Note, ...]:
    left_out = sum(repair.why == "left_out" for repair in handling)
    notes = (Note(Code.MRZ_LINES_LEFT_OUT, f"{left_out} lines"),) if left_out else ()
    return (*notes, Note(Code.MRZ_REPAIRED)) if len(handling) > left_out else notes


def _checks(exact: Td1 | None, solved: Solved) -> CheckDigits:
    read = UNDECIDED if exact is None else exact.checks
    return CheckDigits(
        Outcome.AGREES if "document_number" in solved.certain else read.document_number,
        Outcome.AGREES if "date_of_birth" in solved.certain else read.date_of_birth,
        Outcome.AGREES if "date_of_expiry" in solved.certain else read.date_of_expiry,
        solved.composite if exact is None else exact.checks.composite,
    )


def _lower_cells(lower: SourceLine | None) -> Cells:
    if lower is None:
        return NO_CELLS
    cells = [*lower.raw[:30], *[""] * (30 - len(lower.raw))]
    cells[29] = "".join(lower.raw[29:])
    return tuple(cells)
