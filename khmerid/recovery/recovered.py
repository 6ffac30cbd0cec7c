"""What is recovered of an MRZ: one answer out of what its lines may say, several, or none.

Each field has solutions that its own check digit admits. The composite is taken over all of them, so it
chooses between combinations, at the cost of its own misreading. A field verifies when every other
combination is further away than the margin and what was changed is little beside what the digits see. How
likely it is wrong all the same is its risk (`khmerid.recovery.risk`); it is certain where that is small
enough. The limits are held against real OCR output and random noise by ``benchmarks/mrz_recovery.py``.
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
from khmerid.mrz.formats import COMMON, TD1, MrzFormat
from khmerid.mrz.parsing import CheckDigits, Mrz, parse_mrz, undecided
from khmerid.mrz.two_digit_years import is_date_of_birth, is_day
from khmerid.notes import Note
from khmerid.outcome import Outcome
from khmerid.recovery.alignment import Cells, no_cells
from khmerid.recovery.elements import OTHER_OPTIONAL_DATA, NumberReading, ReadElements
from khmerid.recovery.find import to_capitals
from khmerid.recovery.issuers import Issuer, is_numbered_otherwise
from khmerid.recovery.lower import LowerLine
from khmerid.recovery.risk import RISK, noise_of, odds_of_changes, risk_of_codes, risk_of_numerals
from khmerid.recovery.solver import Proof, Solution, numeral_options
from khmerid.text.numerals import ASCII_DIGITS

T = TypeVar("T")
MrzLines = tuple[str, ...]

UNKNOWN: Final = "?"  # in ``Recovery.known``: a cell of which nothing is known well enough
#: The fields of numerals that have a check digit of their own.
WITH_A_DIGIT: Final = ("document_number", "date_of_birth", "date_of_expiry")
_CODES: Final = ("issuing_state", "nationality")

#: How much dearer every other explanation has to be, in natural logarithms of likelihood. Lower, and more
#: fields verify, more of them wrongly.
_MARGIN: Final = 4.0
#: The cost of a composite digit that is misread as nothing it looks like, as much as a guessed numeral, and
#: of a letter that is not the numeral it looks like most. Lower, and the composite decides too much alone.
_COMPOSITE_MISREAD: Final = 7.0
_NOT_PLAIN: Final = 3.0
#: Candidates beyond which none is given: so many say nothing. Set by hand; more, and more are ambiguous that
#: are partial now.
_MOST_CANDIDATES: Final = 8


class RecoveryOutcome(Word):
    """What came of a recovery, in words."""

    VALID = "valid"  # nothing repaired, every check digit agrees
    REPAIRED = "repaired"  # one answer
    AMBIGUOUS = "ambiguous"  # several MRZs fit; the candidates are given
    PARTIAL = "partial"  # some fields verify, others do not
    INVALID = "invalid"  # lines of an MRZ, and no field verifies
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


def elements_of(table: MrzFormat) -> tuple[str, ...]:
    """Return the names of the elements of a format."""
    return (*COMMON, "primary_identifier", "secondary_identifier", *table.optional)


@attrs.frozen(kw_only=True, repr=False)
class Recovery:
    """What was recovered of an MRZ, with what speaks for it.

    ``mrz`` is there where one answer fits all lines. ``fields`` has every element that is known, also
    without it. ``risks`` names those that verify, by their own check digit or, the two codes of States, by
    both lines, with the probability that they are wrong all the same; the others are as they were most likely
    read. ``candidates`` are the MRZs that fit equally.

    >>> from khmerid.recovery.recover import recover_mrz
    >>> lower = "L898902C36UTO74O8122F1204159ZE184226B<<<<<10"
    >>> recovery = recover_mrz(["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<", lower])
    >>> recovery.format.name, recovery.fields["date_of_birth"], 0 < recovery.risks["date_of_birth"] < 0.1
    ('TD3', '740812', True)
    """

    outcome: RecoveryOutcome
    format: MrzFormat = TD1
    mrz: Mrz | None = None
    fields: Mapping[str, str | None] = attrs.field()
    checks: CheckDigits = attrs.field()
    risks: Mapping[str, float] = attrs.field(factory=dict)
    candidates: tuple[MrzLines, ...] = ()
    notes: tuple[Note, ...] = ()
    known: MrzLines | None = None
    received: tuple[Cells, ...] | None = None
    handling: tuple[Repair, ...] = ()  # what was done with whole lines, and blanks taken out

    @fields.default
    def _(self) -> Mapping[str, str | None]:
        return dict.fromkeys(elements_of(self.format))

    @checks.default
    def _(self) -> CheckDigits:
        return undecided(self.format)

    def __repr__(self) -> str:
        return f"Recovery({self.outcome}, certain={sorted(self.certain)}, candidates={len(self.candidates)})"

    @property
    def certain(self) -> frozenset[str]:
        """The fields that are wrong at most twice in 100,000 (`khmerid.recovery.risk.RISK`)."""
        return frozenset(name for name, risk in self.risks.items() if risk <= RISK)

    @property
    def lines(self) -> MrzLines | None:
        """The exact lines, where there is one answer."""
        return None if self.mrz is None else self.mrz.lines

    @property
    def cells(self) -> tuple[Cells, ...]:
        """What was received for each cell of each line; empty where nothing was."""
        if self.received is not None:
            return self.received
        return no_cells(self.format) if self.lines is None else tuple(map(tuple, self.lines))

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


def fields_of(mrz: Mrz) -> dict[str, str | None]:
    """Return the elements of an MRZ by name."""
    return {name: getattr(mrz, name) for name in elements_of(mrz.format)}


@attrs.frozen
class _Combination(Masked):
    """One reading of the number, one solution of each date, and the composite they make.

    Only combinations within the margin of the cheapest are kept.
    """

    cost: float
    number: NumberReading
    birth: Solution
    expiry: Solution
    optional_data: str
    composite: str


@attrs.frozen
class _Chosen(Masked):
    """What is chosen of the elements that a check digit covers: one of each, or none."""

    number: NumberReading | None
    birth: Solution | None
    expiry: Solution | None

    @property
    def solutions(self) -> dict[str, Solution | None]:
        """The solutions by the names of their elements."""
        number = None if self.number is None else self.number.number
        return dict(zip(WITH_A_DIGIT, (number, self.birth, self.expiry), strict=True))


def settle(
    read: ReadElements, names: LowerLine, table: MrzFormat, issuer: Issuer, misreadings: Misreadings
) -> Recovery:
    """Return what the elements say together."""
    composite_costs = _costs_of_composite(read.composite, misreadings)
    combinations = _combinations(read, table, composite_costs)
    composite = _composite(read.composite, combinations, composite_costs)
    agrees = composite is Outcome.AGREES
    chosen = _choose(read, combinations)
    proofs = {name: Proof.NONE if one is None else one.proof for name, one in chosen.solutions.items()}
    enough = {Proof.OWN_DIGIT, Proof.WITH_COMPOSITE} if agrees else {Proof.OWN_DIGIT}
    verified = {
        name: one for name, one in chosen.solutions.items() if one is not None and one.proof in enough
    }
    fields = _fields(read, chosen, names, table)
    risks = _risks(read, verified, fields, misreadings, table=table, issuer=issuer, agrees=agrees)
    candidates = _candidates(read, names, combinations, table) if agrees else ()
    is_one = len(candidates) == 1 and Proof.NONE not in proofs.values()
    recovery = Recovery(
        outcome=RecoveryOutcome.PARTIAL if verified else RecoveryOutcome.INVALID,
        format=table,
        fields=fields,
        checks=attrs.evolve(undecided(table), composite=composite, **dict.fromkeys(verified, Outcome.AGREES)),
        risks=risks,
        candidates=candidates if len(candidates) > 1 else (),
        known=_known(read, chosen, names, table),
    )
    if len(candidates) > 1:
        return attrs.evolve(recovery, outcome=RecoveryOutcome.AMBIGUOUS)
    mrz = parse_mrz(candidates[0], table).value if is_one else None
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


def _choose(read: ReadElements, combinations: list[_Combination]) -> _Chosen:
    if combinations:
        return _Chosen(
            _nearest([(one.cost, one.number, one.number.whole_number) for one in combinations]),
            _nearest([(one.cost, one.birth, one.birth.text) for one in combinations]),
            _nearest([(one.cost, one.expiry, one.expiry.text) for one in combinations]),
        )
    return _Chosen(
        _nearest([(one.number.cost, one, one.whole_number) for one in read.number]),
        _nearest([(one.cost, one, one.text) for one in read.birth]),
        _nearest([(one.cost, one, one.text) for one in read.expiry]),
    )


def risks_as_read(mrz: Mrz, issuer: Issuer, misreadings: Misreadings) -> dict[str, float]:
    """Return the risks of the fields of an MRZ that stands as it was read, as far as they verify."""
    table, checks = mrz.format, mrz.checks
    texts = {name: mrz.lines[line][where] for name, (line, where) in table.places.items()}
    formed = (
        not is_numbered_otherwise(mrz, issuer),
        is_date_of_birth(mrz.date_of_birth),
        is_day(mrz.date_of_expiry),
    )
    verified = {
        name: Solution(0.0, texts[name], texts[name])
        for name, is_formed in zip(WITH_A_DIGIT, formed, strict=True)
        if is_formed and getattr(checks, name) is Outcome.AGREES
    }
    read = ReadElements(codes_read=(texts["issuing_state"], texts["nationality"]))
    agrees = checks.composite is Outcome.AGREES
    return _risks(read, verified, fields_of(mrz), misreadings, table=table, issuer=issuer, agrees=agrees)


def _risks(  # noqa: PLR0913 - all that tells of a value
    read: ReadElements,
    verified: Mapping[str, Solution],
    fields: Mapping[str, str | None],
    misreadings: Misreadings,
    *,
    table: MrzFormat,
    issuer: Issuer,
    agrees: bool,
) -> dict[str, float]:
    changed = sum(len(odds_of_changes(one, misreadings.mrz)) for one in verified.values())
    lengths = {name: where.stop - where.start for name, (_, where) in table.places.items()}
    noise = noise_of(
        right=sum(len(one.text) for one in verified.values()) - changed,
        misread=changed,
        failed=tuple(lengths[name] for name in WITH_A_DIGIT if name not in verified),
    )
    risks = {
        name: risk_of_numerals(
            one,
            table,
            name,
            noise,
            misreadings,
            agrees=agrees,
            may_have_letters=name == "document_number" and not issuer.number_is_nine_numerals,
        )
        for name, one in verified.items()
    }
    code = fields["issuing_state"]
    if code is not None and code == fields["nationality"] and code in STATES:
        risks |= dict.fromkeys(_CODES, risk_of_codes(read.codes_read, code, misreadings))
    return {name: risks[name] for name in elements_of(table) if name in risks}


def _combinations(
    read: ReadElements, table: MrzFormat, composite_costs: Sequence[float]
) -> list[_Combination]:
    # The shares of the composite's sum (Doc 9303-5, 4.2.4; 9303-6 and 9303-4, 4.2.2).
    def share(text: str, name: str | None) -> int:
        return share_of_sum(text, table.before[name]) if name else 0

    goes_on, other = table.number_goes_on_in, table.optional[-1]
    numbers = [
        (one, share(one.number.text, "document_number") + share(one.optional_data, goes_on))
        for one in read.number
    ]
    births = [(one, share(one.text, "date_of_birth")) for one in read.birth]
    expiries = [(one, share(one.text, "date_of_expiry")) for one in read.expiry]
    rests = [(at, share(one, other)) for at, one in enumerate(read.optional_data)]
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
        _Combination(cost, reading, birth, expiry, read.optional_data[rest], ASCII_DIGITS[composite])
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


def _nearest(ranked: Sequence[tuple[float, T, str]]) -> T | None:
    # The one value from which every other explanation is further than the margin.
    near = {text for cost, _, text in ranked if cost < ranked[0][0] + _MARGIN}
    return ranked[0][1] if len(near) == 1 else None


def _fields(read: ReadElements, chosen: _Chosen, names: LowerLine, table: MrzFormat) -> dict[str, str | None]:
    fields: dict[str, str | None] = dict.fromkeys(elements_of(table))
    codes: ReadElements | NumberReading = chosen.number or read
    fields["document_code"] = codes.document_code.rstrip(FILLER) or None
    fields["issuing_state"] = codes.issuing_state.rstrip(FILLER) or None
    fields["nationality"] = read.nationality.rstrip(FILLER) or None
    fields["sex"] = read.sex or None
    fields["date_of_birth"], fields["date_of_expiry"] = (
        date.text[:-1] if date else None for date in (chosen.birth, chosen.expiry)
    )
    other = table.optional[-1]
    if len(read.optional_data) == 1:
        fields[other] = read.optional_data[0][: table.element(other).length].rstrip(FILLER)
    if chosen.number is not None:
        fields["document_number"] = chosen.number.whole_number.rstrip(FILLER)
        if table.number_goes_on_in:
            data = chosen.number.optional_data.rstrip(FILLER)
            fields[table.number_goes_on_in] = None if chosen.number.rest else data
    fields["primary_identifier"], fields["secondary_identifier"] = names.identifiers
    return fields


def _candidates(
    read: ReadElements, names: LowerLine, combinations: list[_Combination], table: MrzFormat
) -> tuple[MrzLines, ...]:
    if not (read.sex and read.nationality):
        return ()
    if not all(_has_codes(one.number, read.nationality) for one in combinations):
        return ()
    candidates = dict.fromkeys(
        table.filled(_texts(one, read, table) | {"name": name}, UNKNOWN)
        for one in combinations
        for name in names.lines
    )
    return tuple(candidates) if len(candidates) <= _MOST_CANDIDATES else ()


def _texts(one: _Combination, read: ReadElements, table: MrzFormat) -> dict[str, str]:
    other = {} if table.optional[-1] == table.number_goes_on_in else {table.optional[-1]: one.optional_data}
    return (
        other
        | _texts_of_number(one.number, table)
        | {
            "date_of_birth": one.birth.text,
            "sex": read.sex,
            "date_of_expiry": one.expiry.text,
            "nationality": read.nationality,
            "composite_check_digit": one.composite,
        }
    )


def _texts_of_number(one: NumberReading, table: MrzFormat) -> dict[str, str]:
    beside = {table.number_goes_on_in: one.optional_data} if table.number_goes_on_in else {}
    return beside | {
        "document_code": one.document_code,
        "issuing_state": one.issuing_state,
        "document_number": one.number.text,
    }


def _has_codes(number: NumberReading, nationality: str) -> bool:
    # No digit covers the codes of States: one that is not known counts only where both lines have it.
    known = {number.issuing_state.rstrip(FILLER), nationality.rstrip(FILLER)} <= STATES
    return number.document_code != "" and (known or number.issuing_state == nationality != "")


def _known(read: ReadElements, chosen: _Chosen, names: LowerLine, table: MrzFormat) -> MrzLines:
    """Return the lines as far as they are known, `UNKNOWN` in every other cell."""
    texts = {
        "document_code": read.document_code,
        "issuing_state": read.issuing_state,
        "sex": read.sex,
        "nationality": read.nationality,
    }
    if chosen.number is not None:
        texts |= _texts_of_number(chosen.number, table)
    for name, date in (("date_of_birth", chosen.birth), ("date_of_expiry", chosen.expiry)):
        texts[name] = "" if date is None else date.text
    if len(read.optional_data) == 1 and table.optional[-1] != table.number_goes_on_in:
        texts[table.optional[-1]] = read.optional_data[0]
    if len(names.lines) == 1:
        texts["name"] = names.lines[0]
    return table.filled({name: text for name, text in texts.items() if text}, UNKNOWN)


def _why(old: str, new: str) -> str:
    if not old:
        return "missing"
    if len(old) > 1:
        return "surplus"
    if new == "<":
        return "filler"
    return "case" if to_capitals(old) == new else "lookalike"
