"""What is recovered of an MRZ: one answer out of what its lines may say, several, or none.

Each field has solutions that its own check digit admits. The composite is taken over all of them, so it
chooses between combinations, at the cost of its own misreading. A field is proven when every other
combination is further away than the margin and what was changed is little beside what the digits prove. The
limits are held against real OCR output by ``benchmarks/mrz_recovery.py``: no field called certain may be
wrong.
"""

import itertools
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

import attrs

from khmerid.explained import Word
from khmerid.masking import Masked
from khmerid.misreading import Misreadings
from khmerid.mrz.check_digit import FILLER, share_of_sum
from khmerid.mrz.codes import STATES
from khmerid.mrz.formats import COMMON, TD1
from khmerid.mrz.parsing import CheckDigits, Td1, parse_td1
from khmerid.notes import Note
from khmerid.outcome import Outcome
from khmerid.recovery.alignment import BIRTH, EXPIRY, NO_CELLS, NUMBER, OPTIONAL_2, Cells
from khmerid.recovery.find import to_capitals
from khmerid.recovery.lower import LowerLine
from khmerid.recovery.solver import Proof, Solution, numeral_options
from khmerid.recovery.upper_and_middle import OTHER_OPTIONAL_DATA, Middle, Upper, UpperReading
from khmerid.text.numerals import ASCII_DIGITS

T = TypeVar("T")
MrzLines = tuple[str, str, str]

UNKNOWN: Final = "?"  # in ``Recovery.known``: a cell of which nothing certain enough is known
UNDECIDED: Final = CheckDigits(*(4 * (Outcome.UNDECIDED,)))
PROVEN_BY_DIGITS: Final = frozenset({"document_number", "date_of_birth", "date_of_expiry"})

FIELDS: Final = (*COMMON, "primary_identifier", "secondary_identifier", *TD1.optional)

#: How much dearer every other explanation has to be, in natural logarithms of likelihood. Lower, and more
#: fields are certain, some of them wrongly.
_MARGIN: Final = 4.0
#: The cost of a composite digit that is misread as nothing it looks like, as much as a guessed numeral, and
#: of a letter that is not the numeral it looks like most. Lower, and the composite decides too much alone.
_COMPOSITE_MISREAD: Final = 7.0
_NOT_PLAIN: Final = 3.0
#: Candidates beyond which none is given: so many say nothing. Set by hand; more, and more are ambiguous that
#: are partial now.
_MOST_CANDIDATES: Final = 8
# How many characters of the composite's string come before each part.
_BEFORE_BIRTH: Final = TD1.length - NUMBER.start
_BEFORE_EXPIRY: Final = _BEFORE_BIRTH + BIRTH.stop - BIRTH.start
_BEFORE_OPTIONAL_2: Final = _BEFORE_EXPIRY + EXPIRY.stop - EXPIRY.start


class RecoveryOutcome(Word):
    """What came of a recovery, in words."""

    VALID = "valid"  # nothing repaired, every check digit agrees
    REPAIRED = "repaired"  # one answer
    AMBIGUOUS = "ambiguous"  # several MRZs fit; the candidates are given
    PARTIAL = "partial"  # some fields are certain, others are not
    INVALID = "invalid"  # lines of an MRZ, and nothing certain in them
    NOTHING = "nothing"  # no lines of an MRZ


@attrs.frozen
class Repair(Masked):
    """One cell that is not as received: line and position from 1 as in Doc 9303, what it was, what it became.

    ``why`` is ``lookalike``, ``filler``, ``case``, ``surplus`` (more than one character for the cell),
    ``missing`` (none) or ``blank`` (before that position). ``left_out`` is a line that is not of the MRZ,
    ``rearranged`` says that lines were put in order, taken apart or together: both are of no line.
    """

    line: int
    position: int
    old: str
    new: str
    why: str

    def __repr__(self) -> str:
        return f"Repair(line={self.line}, position={self.position}, {self.why})"


@attrs.frozen(kw_only=True, repr=False)
class Recovery:
    """What was recovered of an MRZ, with what proves it.

    ``mrz`` is there where one answer fits all lines. ``fields`` has every element that is known, also
    without it; those named in ``certain`` are proven, by their own check digit or, for the two codes of
    States, by both lines; the others are as read. ``candidates`` are the MRZs that fit equally.
    """

    outcome: RecoveryOutcome
    mrz: Td1 | None = None
    fields: Mapping[str, str | None] = attrs.field(factory=lambda: dict.fromkeys(FIELDS))
    checks: CheckDigits = UNDECIDED
    certain: frozenset[str] = frozenset()
    candidates: tuple[MrzLines, ...] = ()
    notes: tuple[Note, ...] = ()
    known: MrzLines | None = None
    received: tuple[Cells, Cells, Cells] | None = None
    handling: tuple[Repair, ...] = ()  # what was done with whole lines, and blanks taken out

    def __repr__(self) -> str:
        return f"Recovery({self.outcome}, certain={sorted(self.certain)}, candidates={len(self.candidates)})"

    @property
    def lines(self) -> MrzLines | None:
        """The three lines of thirty characters, where there is one answer."""
        return None if self.mrz is None else self.mrz.lines

    @property
    def cells(self) -> tuple[Cells, Cells, Cells]:
        """What was received for each of the thirty cells of each line; empty where nothing was."""
        if self.received is not None:
            return self.received
        upper, middle, lower = map(tuple, self.lines or (NO_CELLS, NO_CELLS, NO_CELLS))
        return upper, middle, lower

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """Everything that is not as it was received."""
        if self.known is None or self.received is None:
            return self.handling
        return self.handling + tuple(
            Repair(line, position, old, new, _why(old, new))
            for line, (cells, wanted) in enumerate(zip(self.received, self.known, strict=True), 1)
            for position, (old, new) in enumerate(zip(cells, wanted, strict=True), 1)
            if new not in (old, UNKNOWN)
        )


def fields_of(mrz: Td1) -> dict[str, str | None]:
    """Return the elements of an MRZ by name."""
    return {name: getattr(mrz, name) for name in FIELDS}


@attrs.frozen
class _Combination(Masked):
    """One reading of the upper line, one solution of each date, and the composite they make.

    Only combinations within the margin of the cheapest are kept.
    """

    cost: float
    upper: UpperReading
    birth: Solution
    expiry: Solution
    optional_data_2: str
    composite: str


def settle(upper: Upper, middle: Middle, names: LowerLine, misreadings: Misreadings) -> Recovery:
    """Return what the lines say together."""
    composite_costs = _costs_of_composite(middle.composite, misreadings)
    combinations = _combinations(upper, middle, composite_costs)
    composite = _composite(middle.composite, combinations, composite_costs)
    agrees = composite is Outcome.AGREES
    if combinations:
        reading = _chosen([(one.cost, one.upper, one.upper.whole_number) for one in combinations])
        birth = _chosen([(one.cost, one.birth, one.birth.text) for one in combinations])
        expiry = _chosen([(one.cost, one.expiry, one.expiry.text) for one in combinations])
    else:
        reading = _chosen([(one.number.cost, one, one.whole_number) for one in upper.readings])
        birth = _chosen([(one.cost, one, one.text) for one in middle.birth])
        expiry = _chosen([(one.cost, one, one.text) for one in middle.expiry])
    chosen = {
        "document_number": None if reading is None else reading.number,
        "date_of_birth": birth,
        "date_of_expiry": expiry,
    }
    proofs = {name: Proof.NONE if one is None else one.proof for name, one in chosen.items()}
    enough = {Proof.OWN_DIGIT, Proof.WITH_COMPOSITE} if agrees else {Proof.OWN_DIGIT}
    proven = {name for name, proof in proofs.items() if proof in enough}
    fields = _fields(reading or upper, middle, names, (birth, expiry))
    is_state_read = upper.is_state_read or middle.is_nationality_read
    is_seen_twice = is_state_read and fields["issuing_state"] == fields["nationality"] in STATES
    candidates = _candidates(middle, names, combinations) if agrees else ()
    is_one = len(candidates) == 1 and Proof.NONE not in proofs.values()
    recovery = Recovery(
        outcome=RecoveryOutcome.PARTIAL if proven else RecoveryOutcome.INVALID,
        fields=fields,
        checks=attrs.evolve(UNDECIDED, composite=composite, **dict.fromkeys(proven, Outcome.AGREES)),
        certain=frozenset(proven | {"issuing_state", "nationality"} if is_seen_twice else proven),
        candidates=candidates if len(candidates) > 1 else (),
        known=_known(reading or upper, middle, names, (birth, expiry)),
    )
    if len(candidates) > 1:
        return attrs.evolve(recovery, outcome=RecoveryOutcome.AMBIGUOUS)
    mrz = parse_td1(candidates[0]).value if is_one else None
    if mrz is None:
        return recovery
    return attrs.evolve(
        recovery,
        outcome=RecoveryOutcome.REPAIRED,
        mrz=mrz,
        fields=fields_of(mrz),
        checks=mrz.checks,
        known=mrz.lines,
    )


def _combinations(upper: Upper, middle: Middle, composite_costs: Sequence[float]) -> list[_Combination]:
    # The shares of the composite's sum (Doc 9303-5, 4.2.4).
    numbers = [(one, share_of_sum(one.line[NUMBER.start :], 0)) for one in upper.readings]
    births = [(one, share_of_sum(one.text, _BEFORE_BIRTH)) for one in middle.birth]
    expiries = [(one, share_of_sum(one.text, _BEFORE_EXPIRY)) for one in middle.expiry]
    rests = [(at, share_of_sum(one, _BEFORE_OPTIONAL_2)) for at, one in enumerate(middle.optional_data)]
    found = []
    for (reading, first), (birth, second), (expiry, third), (rest, fourth) in itertools.product(
        numbers, births, expiries, rests
    ):
        number, composite = reading.number, (first + second + third + fourth) % 10
        cost = number.cost + birth.cost + expiry.cost + composite_costs[composite]
        cost += OTHER_OPTIONAL_DATA * rest
        cost += 0 if number.is_plain and birth.is_plain and expiry.is_plain else _NOT_PLAIN
        found.append((cost, reading, birth, expiry, rest, composite))
    limit = min((cost for cost, *_ in found), default=0.0) + _MARGIN
    near = [
        _Combination(cost, reading, birth, expiry, middle.optional_data[rest], ASCII_DIGITS[composite])
        for cost, reading, birth, expiry, rest, composite in found
        if cost < limit
    ]
    return sorted(near, key=lambda combination: combination.cost)


def _costs_of_composite(read: str, misreadings: Misreadings) -> list[float]:
    """Return what each numeral costs to have been read as this composite digit, which may be missing."""
    known = {numeral: cost for cost, numeral in numeral_options(misreadings, read)}
    return [known.get(numeral, _COMPOSITE_MISREAD if read else 0.0) for numeral in ASCII_DIGITS]


def _composite(read: str, combinations: list[_Combination], costs: Sequence[float]) -> Outcome:
    if not read or not combinations:
        return Outcome.UNDECIDED
    if costs[int(combinations[0].composite)] < _COMPOSITE_MISREAD:
        return Outcome.AGREES
    return Outcome.CONFLICTS if read in ASCII_DIGITS else Outcome.UNDECIDED


def _chosen(ranked: Sequence[tuple[float, T, str]]) -> T | None:
    # The one value from which every other explanation is further than the margin.
    near = {text for cost, _, text in ranked if cost < ranked[0][0] + _MARGIN}
    return ranked[0][1] if len(near) == 1 else None


def _fields(
    upper: Upper | UpperReading, middle: Middle, names: LowerLine, dates: Sequence[Solution | None]
) -> dict[str, str | None]:
    fields: dict[str, str | None] = dict.fromkeys(FIELDS)
    fields["document_code"] = upper.document_code.rstrip(FILLER) or None
    fields["issuing_state"] = upper.issuing_state.rstrip(FILLER) or None
    fields["nationality"] = middle.nationality.rstrip(FILLER) or None
    fields["sex"] = middle.sex or None
    if isinstance(upper, UpperReading):
        fields["document_number"] = upper.whole_number.rstrip(FILLER)
        fields["optional_data_1"] = None if upper.number_rest else upper.optional_data.rstrip(FILLER)
    fields["date_of_birth"], fields["date_of_expiry"] = (date.text[:-1] if date else None for date in dates)
    if len(middle.optional_data) == 1:
        fields["optional_data_2"] = middle.optional_data[0].rstrip(FILLER)
    fields["primary_identifier"], fields["secondary_identifier"] = names.identifiers
    return fields


def _candidates(middle: Middle, names: LowerLine, combinations: list[_Combination]) -> tuple[MrzLines, ...]:
    if not (middle.sex and middle.nationality):
        return ()
    if not all(_has_codes(one.upper, middle.nationality) for one in combinations):
        return ()
    candidates = dict.fromkeys(
        (
            one.upper.line,
            f"{one.birth.text}{middle.sex}{one.expiry.text}{middle.nationality}{one.optional_data_2}{one.composite}",
            lower,
        )
        for one in combinations
        for lower in names.lines
    )
    return tuple(candidates) if len(candidates) <= _MOST_CANDIDATES else ()


def _has_codes(upper: UpperReading, nationality: str) -> bool:
    # No digit covers the codes of States: one that is not known counts only where both lines have it.
    known = {upper.issuing_state.rstrip(FILLER), nationality.rstrip(FILLER)} <= STATES
    return upper.document_code != "" and (known or upper.issuing_state == nationality != "")


def _known(
    upper: Upper | UpperReading, middle: Middle, names: LowerLine, dates: Sequence[Solution | None]
) -> MrzLines:
    if isinstance(upper, UpperReading):
        behind = upper.number.text + upper.optional_data
    else:
        behind = UNKNOWN * (TD1.length - NUMBER.start)
    birth, expiry = (UNKNOWN * (BIRTH.stop - BIRTH.start) if date is None else date.text for date in dates)
    is_one = len(middle.optional_data) == 1
    two = middle.optional_data[0] if is_one else UNKNOWN * (OPTIONAL_2.stop - OPTIONAL_2.start)
    return (
        (upper.document_code or UNKNOWN * 2) + (upper.issuing_state or UNKNOWN * 3) + behind,
        birth + (middle.sex or UNKNOWN) + expiry + (middle.nationality or UNKNOWN * 3) + two + UNKNOWN,
        names.lines[0] if len(names.lines) == 1 else UNKNOWN * TD1.length,
    )


def _why(old: str, new: str) -> str:
    if not old:
        return "missing"
    if len(old) > 1:
        return "surplus"
    if new == "<":
        return "filler"
    return "case" if to_capitals(old) == new else "lookalike"
