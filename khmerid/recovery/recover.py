r"""An MRZ out of whatever an OCR gave: its lines found, aligned, repaired as far as the digits speak for it.

Whoever has other evidence beside the MRZ, as the printed fields of a card, needs it aligned and no more
(`align_td1`): what its characters were is decided with all evidence together. `recover_mrz` goes on to what
the MRZ alone can tell, of a card (TD1), a larger card (TD2) or a passport (TD3); `recover_td1` takes it for
that of a card.

>>> lines = ["IDKHMO102030402<<<<<", "9003152F2912316KHM<<<K<<<4", "PEN<<NAVY<<<<"]
>>> recovery = recover_mrz(lines)
>>> recovery.outcome, recovery.mrz.document_number
(<RecoveryOutcome.REPAIRED: 'repaired'>, '010203040')
>>> sorted(recovery.certain), 2e-5 < recovery.risks["document_number"] < 1e-2
(['issuing_state', 'nationality'], True)
>>> passport = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<", "L898902C36UTO74O8122F1204159ZE184226B<<<<<10"
>>> recovery = recover_mrz(passport)
>>> recovery.format.name, str(recovery.outcome), recovery.fields["date_of_birth"]
('TD3', 'repaired', '740812')
>>> recover_mrz("no MRZ").outcome
<RecoveryOutcome.NOTHING: 'nothing'>

An MRZ whose lines have the characters of their elements, and whose check digits all verify, is never changed:
it comes back as it stands, whoever issued it. One of Cambodia has numerals only in its number.

>>> upper, middle = "IDKHM0102030402<<<<<<<<<<<<<<<", "9003152F2912316CHN5<<<<<<<<<<9"
>>> recover_mrz([upper, middle, "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<"]).lines[:2] == (upper, middle)
True
"""

from collections.abc import Sequence
from typing import Final

import attrs

from khmerid.limits import LONGEST_MRZ_LINE
from khmerid.misreading import SHIPPED, Misreadings
from khmerid.misreading.look_alikes import LookAlikes
from khmerid.mrz.formats import FORMATS, TD1, MrzFormat
from khmerid.mrz.parsing import Mrz, parse_mrz
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.recovery.alignment import AlignedMrz, Cells, align_lines, cells_of
from khmerid.recovery.elements import read_elements, read_verified
from khmerid.recovery.find import FoundLines, FoundMrz, SourceLine, find_mrz, source_lines
from khmerid.recovery.issuers import GENERIC, Issuer, follows, is_numbered_otherwise, issuer_of, rules_for
from khmerid.recovery.lower import LowerLine, has_signs_of_noise, read_lower, read_verified_lower
from khmerid.recovery.recovered import (
    WITH_A_DIGIT,
    Recovery,
    RecoveryOutcome,
    Repair,
    fields_of,
    risks_as_read,
    settle,
)
from khmerid.rules import STATE

OcrText = str | Sequence[str | None] | None

_OPEN: Final = frozenset({RecoveryOutcome.PARTIAL, RecoveryOutcome.INVALID, RecoveryOutcome.NOTHING})


@attrs.frozen(kw_only=True, repr=False)
class _Located:
    """The lines that were found, what was done to find them, what they say by the letter, and whose they are.

    ``rules`` are those to repair by; they are not the expected issuer's where the MRZ names another State.
    """

    by_the_letter: Reading[Mrz]
    found: FoundMrz
    rules: Issuer
    handling: tuple[Repair, ...] = ()
    is_of_another: bool = False

    @property
    def exact(self) -> Mrz | None:
        """The MRZ by the letter, if all its check digits verify."""
        mrz = self.by_the_letter.value
        return mrz if mrz is not None and mrz.verified else None

    @property
    def as_it_stands(self) -> Mrz | None:
        """The MRZ by the letter, if it verifies and has no character in a place that cannot have it."""
        mrz = self.exact
        is_formed = mrz is not None and mrz.well_formed and not is_numbered_otherwise(mrz, self.rules)
        return mrz if is_formed else None


def align_td1(text_or_lines: OcrText, issuer: Issuer, *, misreadings: Misreadings = SHIPPED) -> AlignedMrz:
    """Find the MRZ in what an OCR returned and lay it on its cells; never raise, and repair nothing.

    >>> from khmerid.recovery.issuers import CAMBODIA
    >>> aligned = align_td1(["IDKHMO102030402<<<<<", "9003152F2912316KHM<<<K<<<4", "PEN<<NAVY<<"], CAMBODIA)
    >>> "".join(aligned.cells[0][5:15]), aligned.identifiers
    ('O102030402', ('PEN', 'NAVY'))
    """
    located = _locate(_lines_of(text_or_lines), (TD1,), issuer, misreadings)
    if located is None:
        return AlignedMrz()
    identifiers = _names_of(located, misreadings).identifiers
    if located.as_it_stands is not None and not located.handling:
        return AlignedMrz(as_it_stands=located.as_it_stands, identifiers=identifiers)
    if located.exact is not None:
        return AlignedMrz(cells=tuple(map(tuple, located.exact.lines)), identifiers=identifiers)
    aligned = align_lines(located.found, located.rules, misreadings.look_alikes)
    return AlignedMrz(cells=cells_of(aligned, TD1), identifiers=identifiers)


def recover_mrz(
    text_or_lines: OcrText, issuer: Issuer | None = None, *, misreadings: Misreadings = SHIPPED
) -> Recovery:
    """Find, align and repair the MRZ in what an OCR returned, of any format; never raise and never guess.

    ``issuer`` gives the rules to repair a card by; without one the MRZ's own code of the State decides
    between the rules of Cambodia and those of Doc 9303 alone.
    """
    return _recover(text_or_lines, FORMATS, issuer, misreadings)


def recover_td1(
    text_or_lines: OcrText, issuer: Issuer | None = None, *, misreadings: Misreadings = SHIPPED
) -> Recovery:
    """Find, align and repair the MRZ of a card in what an OCR returned, as `recover_mrz` does.

    >>> lines = ["IDKHMO102030402<<<<<", "9003152F2912316KHM<<<K<<<4", "PEN<<NAVY<<<<"]
    >>> recover_td1(lines).mrz.document_number
    '010203040'
    """
    return _recover(text_or_lines, (TD1,), issuer, misreadings)


def _recover(
    text_or_lines: OcrText, tables: Sequence[MrzFormat], issuer: Issuer | None, misreadings: Misreadings
) -> Recovery:
    lines = _lines_of(text_or_lines)
    recovery = _recovered(_locate(lines, tables, issuer, misreadings), issuer, misreadings)
    if any(line and len(line) > LONGEST_MRZ_LINE for line in lines):
        return attrs.evolve(recovery, notes=(*recovery.notes, Note(Code.MRZ_LINE_CUT)))
    return recovery


def _recovered(located: _Located | None, issuer: Issuer | None, misreadings: Misreadings) -> Recovery:
    if located is None:
        return Recovery(outcome=RecoveryOutcome.NOTHING, notes=(Note(Code.MRZ_NO_ZONE),))
    found, exact, rules = located.found, located.exact, located.rules
    if located.as_it_stands is not None:
        return _valid(located.as_it_stands, located, issuer, misreadings)
    aligned = align_lines(found, rules, misreadings.look_alikes)
    names = _names_of(located, misreadings)
    verified = None if exact is None else read_verified(exact, rules, misreadings)
    read = verified or read_elements(aligned, found.format, rules, misreadings)
    recovery = settle(read, names, found.format, rules, misreadings)
    stands = exact is not None and (exact.well_formed or (verified is not None and rules is GENERIC))
    if exact is not None and stands and recovery.outcome in _OPEN:
        return _valid(exact, located, issuer, misreadings)
    recovery = _with_what_was_received(recovery, located, cells_of(aligned, found.format))
    if located.is_of_another:
        return attrs.evolve(recovery, notes=(Note(Code.MRZ_OTHER_ISSUER), *recovery.notes))
    return recovery


def _lines_of(text_or_lines: OcrText) -> Sequence[str | None]:
    return text_or_lines.splitlines() if isinstance(text_or_lines, str) else text_or_lines or ()


def _locate(
    lines: Sequence[str | None], tables: Sequence[MrzFormat], issuer: Issuer | None, misreadings: Misreadings
) -> _Located | None:
    """Return the lines of the MRZ, put together where one came in two and more verifies for it."""
    looks = misreadings.look_alikes
    given = [line for line in lines if line]
    for table in tables:
        # Exact lines need no search, which takes two thirds of the time of a clean card.
        if len(given) == table.lines:
            located = _located_at_once(parse_mrz(given, table), issuer)
            if located is not None:
                return located
    sources = source_lines(lines, looks)
    every = len(tables) > 1
    located_as_found = _located(find_mrz(sources, looks, every_format=every), sources, issuer, looks)
    if len(sources) <= TD1.lines:
        return located_as_found
    joined = find_mrz(sources, looks, every_format=every, joined=True)
    located_joined = _located(joined, sources, issuer, looks)
    if located_joined is None:
        return located_as_found
    first = _recovered(located_as_found, issuer, misreadings)
    if first.outcome not in _OPEN:
        return located_as_found
    second = _recovered(located_joined, issuer, misreadings)
    return located_joined if len(second.risks) > len(first.risks) else located_as_found


def _located_at_once(reading: Reading[Mrz], issuer: Issuer | None) -> _Located | None:
    mrz = reading.value
    if mrz is None:
        return None
    found = FoundMrz(mrz.format, (None,) * mrz.format.lines)
    located = _Located(by_the_letter=reading, found=found, rules=rules_for(mrz, issuer))
    return located if located.as_it_stands is not None else None


def _located(
    found: FoundMrz | None, sources: Sequence[SourceLine], issuer: Issuer | None, looks: LookAlikes
) -> _Located | None:
    if found is None:
        return None
    lines = found.lines
    named = issuer_of(found, looks)
    is_of_another = issuer is not None and issuer.state is not None and named is GENERIC
    is_card = found.format is TD1  # only of cards the rules of issuers are known
    return _Located(
        by_the_letter=parse_mrz(["" if line is None else "".join(line.raw) for line in lines], found.format),
        found=found,
        rules=GENERIC if is_of_another or not is_card else issuer or named or GENERIC,
        handling=_handling(lines, sources),
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


def _names_of(located: _Located, misreadings: Misreadings) -> LowerLine:
    """Return what the names may be; those of an MRZ that verifies are as read, if nothing else is known."""
    exact, looks = located.exact, misreadings.look_alikes
    line, where = located.found.format.places["name"]
    length, has_both = where.stop - where.start, located.rules.has_both_identifiers
    if exact is not None:
        return read_verified_lower(
            exact.name_line,
            looks,
            length=length,
            has_both_identifiers=has_both,
            shows_noise=_has_signs_of_noise(exact, looks),
        )
    source = located.found.lines[line]
    text = "" if source is None else source.text[where.start :]
    return read_lower(text, looks, length=length, has_both_identifiers=has_both)


def _has_signs_of_noise(mrz: Mrz, looks: LookAlikes) -> bool:
    # Fillers misread in a name show themselves; the names of other issuers are not known well enough.
    return mrz.format is TD1 and mrz.issuing_state == STATE and has_signs_of_noise(mrz.name_line, looks)


def _valid(mrz: Mrz, located: _Located, issuer: Issuer | None, misreadings: Misreadings) -> Recovery:
    notes, handling, looks = located.by_the_letter.notes, located.handling, misreadings.look_alikes
    if _has_signs_of_noise(mrz, looks):
        notes += (Note(Code.MRZ_NAME_DOUBTFUL),)
    if not (follows(mrz, located.rules) and follows(mrz, issuer or GENERIC)):
        notes += (Note(Code.MRZ_OTHER_ISSUER),)
    return Recovery(
        outcome=RecoveryOutcome.REPAIRED if handling else RecoveryOutcome.VALID,
        format=mrz.format,
        mrz=mrz,
        fields=fields_of(mrz),
        checks=mrz.checks,
        risks=risks_as_read(mrz, located.rules, misreadings),
        notes=notes + _notes_of(handling),
        handling=handling,
    )


def _with_what_was_received(recovery: Recovery, located: _Located, received: tuple[Cells, ...]) -> Recovery:
    exact, outcome, checks = located.by_the_letter.value, recovery.outcome, recovery.checks
    notes = _notes_of(located.handling)
    if None in located.found.lines:
        notes += (Note(Code.MRZ_LINE_MISSING),)
    if outcome is RecoveryOutcome.AMBIGUOUS:
        notes += (Note(Code.MRZ_AMBIGUOUS, f"{len(recovery.candidates)} candidates"),)
    if exact is not None and recovery.lines == exact.lines and not located.handling:
        outcome = RecoveryOutcome.VALID
    elif recovery.mrz is not None:
        notes = tuple(dict.fromkeys((*notes, Note(Code.MRZ_REPAIRED))))
    elif exact is not None:
        proven = dict.fromkeys(recovery.risks.keys() & set(WITH_A_DIGIT), Outcome.AGREES)
        checks = attrs.evolve(exact.checks, **proven)
    return attrs.evolve(
        recovery, outcome=outcome, checks=checks, notes=notes, received=received, handling=located.handling
    )


def _notes_of(handling: tuple[Repair, ...]) -> tuple[Note, ...]:
    left_out = sum(repair.why == "left_out" for repair in handling)
    notes = (Note(Code.MRZ_LINES_LEFT_OUT, f"{left_out} lines"),) if left_out else ()
    return (*notes, Note(Code.MRZ_REPAIRED)) if len(handling) > left_out else notes
