"""One answer out of what the three lines may say, several, or none: the check digits decide together.

Each field has solutions that its own digit admits. The composite is taken over all of them, so it chooses
between combinations, at the cost of its own misreading. A field is proven when every other combination is
further away than the margin and what was changed is little beside what the digits prove. The limits are
held against real OCR output by ``benchmarks/mrz_recovery.py``: no field called certain may be wrong.
"""

import itertools
from collections.abc import Sequence
from typing import Final, TypeVar

import attrs

from khmerid.misreading.misreadings import Misreadings
from khmerid.mrz.check_digit import FILLER, share_of_sum
from khmerid.mrz.codes import STATES
from khmerid.outcome import Outcome
from khmerid.recovery.lower import LowerLine
from khmerid.recovery.middle import Middle
from khmerid.recovery.recovered import FIELDS, UNKNOWN, MrzLines
from khmerid.recovery.solver import Proof, Solution, numeral_options
from khmerid.recovery.upper import Upper, UpperReading
from khmerid.text.numerals import ASCII_DIGITS

T = TypeVar("T")

PROVEN_BY_DIGITS: Final = frozenset({"document_number", "date_of_birth", "date_of_expiry"})

#: How much dearer every other explanation has to be, in natural logarithms of likelihood. Lower, and more
#: fields are certain, some of them wrongly.
_MARGIN: Final = 4.0
#: The cost of a composite digit that is misread as nothing it looks like, of a letter that is not the
#: numeral it looks like most, and of optional data that are not as read.
_COMPOSITE_MISREAD: Final = 7.0
_NOT_PLAIN: Final = 3.0
_OTHER_OPTIONAL_DATA: Final = 2.0
#: Candidates beyond which none is given: so many say nothing.
_MOST_CANDIDATES: Final = 8


@attrs.frozen
class Combination:
    """One reading of the upper line, one solution of each date, and the composite they make.

    Only combinations within the margin of the cheapest are kept.
    """

    cost: float
    upper: UpperReading
    birth: Solution
    expiry: Solution
    optional_data_2: str
    composite: str


@attrs.frozen(kw_only=True)
class Solved:
    """What is known of the fields, which of them are proven, and the whole MRZs that fit."""

    fields: dict[str, str | None]
    certain: frozenset[str]
    composite: Outcome
    candidates: tuple[MrzLines, ...]
    known: MrzLines
    is_settled: bool


def decide(upper: Upper, middle: Middle, names: LowerLine, misreadings: Misreadings) -> Solved:
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
    proven = {name for name, solution in chosen.items() if _is_proven(solution, with_composite=agrees)}
    fields = _fields(reading or upper, middle, names)
    fields["document_number"] = None if reading is None else reading.whole_number.rstrip(FILLER)
    fields["date_of_birth"] = None if birth is None else birth.text[:6]
    fields["date_of_expiry"] = None if expiry is None else expiry.text[:6]
    seen_twice = (
        fields["issuing_state"] == fields["nationality"]
        and fields["nationality"] in STATES
        and (upper.is_state_read or middle.is_nationality_read)
    )
    return Solved(
        fields=fields,
        certain=frozenset(proven | ({"issuing_state", "nationality"} if seen_twice else set())),
        composite=composite,
        candidates=_candidates(middle, names, combinations) if agrees else (),
        known=_known(reading or upper, middle, names, (birth, expiry)),
        is_settled=all(
            solution is not None and solution.proof is not Proof.NONE for solution in chosen.values()
        ),
    )


def _is_proven(solution: Solution | None, *, with_composite: bool) -> bool:
    if solution is None:
        return False
    return solution.proof is Proof.OWN_DIGIT or (with_composite and solution.proof is Proof.WITH_COMPOSITE)


def _combinations(upper: Upper, middle: Middle, composite_costs: Sequence[float]) -> list[Combination]:
    # The shares of the composite's sum, at the places of Doc 9303-5, 4.2.4: upper 6-30, then the middle line.
    numbers = [(one, share_of_sum(one.line[5:], 0)) for one in upper.readings]
    births = [(one, share_of_sum(one.text, 25)) for one in middle.birth]
    expiries = [(one, share_of_sum(one.text, 32)) for one in middle.expiry]
    rests = [(at, share_of_sum(one, 39)) for at, one in enumerate(middle.optional_data)]
    found = []
    for (reading, first), (birth, second), (expiry, third), (rest, fourth) in itertools.product(
        numbers, births, expiries, rests
    ):
        composite = (first + second + third + fourth) % 10
        number = reading.number
        cost = (
            number.cost + birth.cost + expiry.cost + composite_costs[composite] + _OTHER_OPTIONAL_DATA * rest
        )
        cost += 0 if number.is_plain and birth.is_plain and expiry.is_plain else _NOT_PLAIN
        found.append((cost, reading, birth, expiry, rest, composite))
    if not found:
        return []
    limit = min(cost for cost, *_ in found) + _MARGIN
    near = [
        Combination(cost, reading, birth, expiry, middle.optional_data[rest], ASCII_DIGITS[composite])
        for cost, reading, birth, expiry, rest, composite in found
        if cost < limit
    ]
    near.sort(key=lambda combination: combination.cost)
    return near


def _costs_of_composite(read: str, misreadings: Misreadings) -> list[float]:
    """Return what each numeral costs to have been read as this composite digit, which may be missing."""
    if not read:
        return [0.0] * 10
    known = {numeral: cost for cost, numeral in numeral_options(misreadings, read)}
    return [known.get(numeral, _COMPOSITE_MISREAD) for numeral in ASCII_DIGITS]


def _composite(read: str, combinations: list[Combination], costs: Sequence[float]) -> Outcome:
    if not read or not combinations:
        return Outcome.UNDECIDED
    if costs[int(combinations[0].composite)] < _COMPOSITE_MISREAD:
        return Outcome.AGREES
    return Outcome.CONFLICTS if read in ASCII_DIGITS else Outcome.UNDECIDED


def _chosen(ranked: Sequence[tuple[float, T, str]]) -> T | None:
    # The one value from which every other explanation is further than the margin.
    near = {text for cost, _, text in ranked if cost < ranked[0][0] + _MARGIN}
    return ranked[0][1] if len(near) == 1 else None


def _fields(upper: Upper | UpperReading, middle: Middle, names: LowerLine) -> dict[str, str | None]:
    fields: dict[str, str | None] = dict.fromkeys(FIELDS)
    fields["document_code"] = upper.document_code.rstrip(FILLER) or None
    fields["issuing_state"] = upper.issuing_state.rstrip(FILLER) or None
    fields["nationality"] = middle.nationality.rstrip(FILLER) or None
    fields["sex"] = middle.sex or None
    if isinstance(upper, UpperReading) and not upper.number_rest:
        fields["optional_data_1"] = upper.optional_data.rstrip(FILLER)
    if len(middle.optional_data) == 1:
        fields["optional_data_2"] = middle.optional_data[0].rstrip(FILLER)
    fields["primary_identifier"], fields["secondary_identifier"] = names.identifiers
    return fields


def _candidates(middle: Middle, names: LowerLine, combinations: list[Combination]) -> tuple[MrzLines, ...]:
    if not (middle.sex and middle.nationality):
        return ()
    if not all(_has_codes(one.upper, middle.nationality) for one in combinations):
        return ()
    candidates = dict.fromkeys(
        (
            one.upper.document_code
            + one.upper.issuing_state
            + one.upper.number.text
            + one.upper.optional_data,
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
    upper: Upper | UpperReading,
    middle: Middle,
    names: LowerLine,
    dates: tuple[Solution | None, Solution | None],
) -> MrzLines:
    head = (upper.document_code or UNKNOWN * 2) + (upper.issuing_state or UNKNOWN * 3)
    rest = upper.number.text + upper.optional_data if isinstance(upper, UpperReading) else UNKNOWN * 25
    birth, expiry = (UNKNOWN * 7 if date is None else date.text for date in dates)
    two = middle.optional_data[0] if len(middle.optional_data) == 1 else UNKNOWN * 11
    return (
        head + rest,
        birth + (middle.sex or UNKNOWN) + expiry + (middle.nationality or UNKNOWN * 3) + two + UNKNOWN,
        names.lines[0] if len(names.lines) == 1 else UNKNOWN * 30,
    )
