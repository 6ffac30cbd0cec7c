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

from collections.abc import Sequence
from typing import Final

import attrs

from khmerid.misreading import SHIPPED, Misreadings
from khmerid.misreading.look_alikes import LookAlikes
from khmerid.mrz.codes import STATES
from khmerid.mrz.parsing import Td1, parse_td1
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.recovery.alignment import AlignedMrz, Cells, align_lines, cells_of
from khmerid.recovery.find import (
    NOT_FOUND,
    FoundLines,
    SourceLine,
    find_joined_mrz,
    find_mrz,
    source_lines,
)
from khmerid.recovery.issuers import GENERIC, Issuer, follows_cambodia, issuer_of
from khmerid.recovery.lower import UNREAD, LowerLine, has_signs_of_noise, read_lower
from khmerid.recovery.recovered import PROVEN_BY_DIGITS, Recovery, RecoveryOutcome, Repair, fields_of, settle
from khmerid.recovery.upper_and_middle import is_told_apart, read_middle, read_upper
from khmerid.rules import STATE

OcrText = str | Sequence[str | None] | None

_OPEN: Final = frozenset({RecoveryOutcome.PARTIAL, RecoveryOutcome.INVALID, RecoveryOutcome.NOTHING})
# What the digits do not see, and what the kind of a place may still repair.
_FAULTS_OF_KIND: Final = frozenset(
    {Code.MRZ_NO_SUCH_DATE, Code.MRZ_SEX_NOT_ALLOWED, Code.MRZ_NAME_MALFORMED, Code.MRZ_STATE_UNKNOWN}
)


@attrs.frozen(kw_only=True, repr=False)
class _Located:
    """The lines that were found, what was done to find them, what they say by the letter, and whose they are.

    ``rules`` are those to repair by; they are not the expected issuer's where the MRZ names another State.
    """

    by_the_letter: Reading[Td1]
    is_clean: bool
    lines: FoundLines = NOT_FOUND
    handling: tuple[Repair, ...] = ()
    rules: Issuer = GENERIC
    is_of_another: bool = False


def align_td1(text_or_lines: OcrText, issuer: Issuer, *, misreadings: Misreadings = SHIPPED) -> AlignedMrz:
    """Find the MRZ in what an OCR returned and lay it on its cells; never raise, and repair nothing.

    >>> from khmerid.recovery.issuers import CAMBODIA
    >>> aligned = align_td1(["IDKHMO102030402<<<<<", "9003152F2912316KHM<<<K<<<4", "PEN<<NAVY<<"], CAMBODIA)
    >>> "".join(aligned.cells[0][5:15]), aligned.identifiers
    ('O102030402', ('PEN', 'NAVY'))
    """
    located = _locate(text_or_lines, issuer, misreadings)
    if located is None:
        return AlignedMrz()
    exact = located.by_the_letter.value
    names = UNREAD if located.is_clean else _read_names(located, misreadings)
    if exact is not None and (located.is_clean or _stands(located, names)):
        identifiers = exact.primary_identifier, exact.secondary_identifier
        if not located.handling:
            return AlignedMrz(as_it_stands=exact, identifiers=identifiers)
        upper, middle, lower = map(tuple, exact.lines)
        return AlignedMrz(cells=(upper, middle, lower), identifiers=identifiers)
    aligned = align_lines(located.lines, located.rules, misreadings.look_alikes)
    return AlignedMrz(cells=cells_of(aligned), identifiers=names.identifiers)


def recover_td1(
    text_or_lines: OcrText, issuer: Issuer | None = None, *, misreadings: Misreadings = SHIPPED
) -> Recovery:
    """Find, align and repair the MRZ in what an OCR returned; never raise and never guess.

    ``issuer`` gives the rules to repair by; without one the MRZ's own code of the State decides between the
    rules of Cambodia and those of Doc 9303 alone.
    """
    located = _locate(text_or_lines, issuer, misreadings)
    return _recovered(located, issuer, misreadings)


def _recovered(located: _Located | None, issuer: Issuer | None, misreadings: Misreadings) -> Recovery:
    if located is None:
        return Recovery(outcome=RecoveryOutcome.NOTHING, notes=(Note(Code.MRZ_NO_ZONE),))
    exact, looks, rules = located.by_the_letter.value, misreadings.look_alikes, located.rules
    if exact is not None and located.is_clean:
        return _valid(exact, located, issuer, looks)
    aligned = align_lines(located.lines, rules, looks)
    upper, middle, _ = aligned
    names = _read_names(located, misreadings)
    recovery = settle(
        read_upper(upper, rules, misreadings), read_middle(middle, rules, misreadings), names, misreadings
    )
    if exact is not None and recovery.outcome in _OPEN and _stands(located, names):
        recovery = _valid(exact, located, rules, looks)
    else:
        recovery = _with_what_was_received(recovery, located, cells_of(aligned))
    if located.is_of_another:
        return attrs.evolve(recovery, notes=(Note(Code.MRZ_OTHER_ISSUER), *recovery.notes))
    return recovery


def _locate(text_or_lines: OcrText, issuer: Issuer | None, misreadings: Misreadings) -> _Located | None:
    """Return the lines of the MRZ, put together where one came in two and more is certain for it."""
    looks = misreadings.look_alikes
    if text_or_lines and not isinstance(text_or_lines, str) and len(text_or_lines) == 3:
        # Three exact lines need no search, which takes two thirds of the time of a clean card.
        reading = parse_td1(text_or_lines)
        if _is_clean(reading, issuer, looks):
            return _Located(by_the_letter=reading, is_clean=True)
    sources = source_lines(text_or_lines, looks)
    located = _located(find_mrz(sources, looks), sources, issuer, looks)
    if len(sources) <= 3:
        return located
    joined = _located(find_joined_mrz(sources, looks), sources, issuer, looks)
    if joined is None:
        return located
    first = _recovered(located, issuer, misreadings)
    if first.outcome not in _OPEN:
        return located
    second = _recovered(joined, issuer, misreadings)
    return joined if len(second.certain) > len(first.certain) else located


def _located(
    lines: FoundLines, sources: Sequence[SourceLine], issuer: Issuer | None, looks: LookAlikes
) -> _Located | None:
    if lines == NOT_FOUND:
        return None
    reading = parse_td1(["" if line is None else "".join(line.raw) for line in lines])
    named = issuer_of(lines)
    is_of_another = issuer is not None and issuer.state is not None and named is GENERIC
    return _Located(
        by_the_letter=reading,
        is_clean=_is_clean(reading, issuer, looks),
        lines=lines,
        handling=_handling(lines, sources),
        rules=GENERIC if is_of_another else issuer or named or GENERIC,
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


def _is_clean(reading: Reading[Td1], issuer: Issuer | None, looks: LookAlikes) -> bool:
    # Fillers misread in a name show themselves; where they do, the MRZ is not taken as it is at once.
    mrz = reading.value
    if mrz is None or not mrz.verified or _faults(reading):
        return False
    if issuer is GENERIC or mrz.issuing_state != STATE:
        return True
    return follows_cambodia(mrz) and not has_signs_of_noise(mrz.name_line, looks)


def _stands(located: _Located, names: LowerLine) -> bool:
    # All digits agree and nothing better is known: it is left as it is, with its faults noted.
    mrz = located.by_the_letter.value
    if mrz is None or not mrz.verified or names.lines not in ((), (mrz.name_line,)):
        return False
    return located.rules is GENERIC or (
        follows_cambodia(mrz) and _faults(located.by_the_letter) <= {Code.MRZ_NAME_MALFORMED}
    )


def _faults(reading: Reading[Td1]) -> set[Code]:
    return {note.code for note in reading.notes} & _FAULTS_OF_KIND


def _read_names(located: _Located, misreadings: Misreadings) -> LowerLine:
    lower = located.lines[2]
    if lower is None:
        return UNREAD
    both = located.rules.has_both_identifiers
    return read_lower(lower.text, misreadings.look_alikes, has_both_identifiers=both)


def _valid(mrz: Td1, located: _Located, issuer: Issuer | None, looks: LookAlikes) -> Recovery:
    notes, handling = located.by_the_letter.notes, located.handling
    no_day = {note.detail for note in notes if note.code is Code.MRZ_NO_SUCH_DATE}
    certain = PROVEN_BY_DIGITS - no_day
    if mrz.issuing_state != STATE and not is_told_apart(mrz.document_number, looks):
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


def _with_what_was_received(
    recovery: Recovery, located: _Located, received: tuple[Cells, Cells, Cells]
) -> Recovery:
    exact, outcome, checks = located.by_the_letter.value, recovery.outcome, recovery.checks
    notes = _notes_of(located.handling)
    if None in located.lines:
        notes += (Note(Code.MRZ_LINE_MISSING),)
    if outcome is RecoveryOutcome.AMBIGUOUS:
        notes += (Note(Code.MRZ_AMBIGUOUS, f"{len(recovery.candidates)} candidates"),)
    if exact is not None and recovery.lines == exact.lines and not located.handling:
        outcome = RecoveryOutcome.VALID
    elif recovery.mrz is not None:
        notes = tuple(dict.fromkeys((*notes, Note(Code.MRZ_REPAIRED))))
    elif exact is not None:
        proven = dict.fromkeys(recovery.certain & PROVEN_BY_DIGITS, Outcome.AGREES)
        checks = attrs.evolve(exact.checks, **proven)
    return attrs.evolve(
        recovery, outcome=outcome, checks=checks, notes=notes, received=received, handling=located.handling
    )


def _notes_of(handling: tuple[Repair, ...]) -> tuple[Note, ...]:
    left_out = sum(repair.why == "left_out" for repair in handling)
    notes = (Note(Code.MRZ_LINES_LEFT_OUT, f"{left_out} lines"),) if left_out else ()
    return (*notes, Note(Code.MRZ_REPAIRED)) if len(handling) > left_out else notes
