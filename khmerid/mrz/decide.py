"""One answer out of what the three lines may say, several, or none: the check digits decide together.

Each field has solutions that its own digit admits. The composite is taken over all of them, so it chooses
between combinations, at the cost of its own misreading. A field is proven when every other combination is
further away than the margin and what was changed is little beside what the digits prove. The limits are
held against real OCR output by ``benchmarks/mrz_recovery.py``: no field called certain may be wrong.
"""

import itertools

import attrs

from khmerid.mrz.check_digit import FILLER, check_digit
from khmerid.mrz.codes import STATES
from khmerid.mrz.evidence import Middle, Upper
from khmerid.mrz.lookalikes import NUMERAL_OPTIONS, NUMERALS
from khmerid.mrz.names import LowerLine, identifiers
from khmerid.mrz.recovery import FIELDS, UNKNOWN, Zone
from khmerid.mrz.solve import Field, Solution
from khmerid.mrz.td1 import CheckOutcome

PROVEN_BY_DIGITS = frozenset({"document_number", "date_of_birth", "date_of_expiry"})

_MARGIN = 4  # how much dearer, in the costs of lookalikes.py, every other explanation has to be
_DEAREST_REPAIR = 2  # how much dearer than the likeliest reading a repair may be that the digit asked for
_MOST_COST = 7  # of the repairs of a field that one check digit proves: two look-alikes
_MOST_COST_TWICE = 12  # of a date that the composite proves besides
_COMPOSITE_MISREAD = 7
_NOT_PLAIN = 3  # what it costs besides that a letter is not the numeral it looks like most
_OTHER_OPTIONAL_DATA = 2
_MOST_CANDIDATES = 8


@attrs.frozen
class Combination:
    """One solution of each field, the optional data, and the composite they make."""

    cost: int
    parts: tuple[Solution, Solution, Solution]
    optional_data: tuple[str, str]
    composite: str


@attrs.frozen(kw_only=True)
class Decision:
    """What is known of the fields, which of them are proven, and the zones that fit."""

    fields: dict[str, str | None]
    certain: frozenset[str]
    composite: CheckOutcome
    zones: tuple[Zone, ...]
    known: Zone
    is_settled: bool


def decide(upper: Upper, middle: Middle, names: LowerLine) -> Decision:
    """Return what the lines say together."""
    combinations = _combinations(upper, middle)
    composite = _composite(middle.composite, combinations)
    agrees = composite is CheckOutcome.AGREES
    chosen = [
        _chosen(field, at, combinations)
        for at, field in enumerate((upper.number, middle.birth, middle.expiry))
    ]
    fields, certain = _fields(upper, middle, names, chosen, twice=agrees)
    all_chosen = all(solution is not None for solution in chosen)
    all_plain = all(solution is not None and solution.is_plain for solution in chosen)
    return Decision(
        fields=fields,
        certain=certain,
        composite=composite,
        zones=_zones(upper, middle, names, combinations) if agrees else (),
        known=_known(upper, middle, names, chosen),
        is_settled=certain >= PROVEN_BY_DIGITS
        or (all_chosen and (middle.composite in NUMERALS or all_plain)),
    )


def _combinations(upper: Upper, middle: Middle) -> list[Combination]:
    found = []
    for number, birth, expiry, one, two in itertools.product(
        upper.number.solutions,
        middle.birth.solutions,
        middle.expiry.solutions,
        upper.optional_data,
        middle.optional_data,
    ):
        composite = check_digit(number.text + one + birth.text + expiry.text + two)
        cost = number.cost + birth.cost + expiry.cost + _cost_of_composite(middle.composite, composite)
        cost += _OTHER_OPTIONAL_DATA * (one is not upper.optional_data[0])
        cost += _OTHER_OPTIONAL_DATA * (two is not middle.optional_data[0])
        cost += 0 if number.is_plain and birth.is_plain and expiry.is_plain else _NOT_PLAIN
        found.append(Combination(cost, (number, birth, expiry), (one, two), composite))
    found.sort(key=lambda combination: combination.cost)
    return found


def _cost_of_composite(read: str, expected: str) -> int:
    if not read:
        return 0
    return next(
        (cost for cost, numeral in NUMERAL_OPTIONS.get(read, ()) if numeral == expected), _COMPOSITE_MISREAD
    )


def _composite(read: str, combinations: list[Combination]) -> CheckOutcome:
    if not read or not combinations:
        return CheckOutcome.UNDECIDED
    if _cost_of_composite(read, combinations[0].composite) < _COMPOSITE_MISREAD:
        return CheckOutcome.AGREES
    return CheckOutcome.CONFLICTS if read in NUMERALS else CheckOutcome.UNDECIDED


def _chosen(field: Field, at: int, combinations: list[Combination]) -> Solution | None:
    # The one solution from which every other explanation is further than the margin.
    if not field.solutions:
        return None
    if combinations:
        cost, best = combinations[0].cost, combinations[0].parts[at]
        others = [other.cost for other in combinations if other.parts[at].text != best.text]
    else:
        cost, best = field.solutions[0].cost, field.solutions[0]
        others = [other.cost for other in field.solutions[1:]]
    return best if min(others, default=cost + _MARGIN) >= cost + _MARGIN else None


def _is_proven(field: Field, solution: Solution, *, twice: bool) -> bool:
    if field.guessed or solution.cost - field.cheapest > _DEAREST_REPAIR:
        return False
    return solution.cost <= (_MOST_COST_TWICE if twice else _MOST_COST)


def _fields(
    upper: Upper, middle: Middle, names: LowerLine, chosen: list[Solution | None], *, twice: bool
) -> tuple[dict[str, str | None], frozenset[str]]:
    fields: dict[str, str | None] = dict.fromkeys(FIELDS)
    certain = set()
    for name, field, solution in zip(
        ("document_number", "date_of_birth", "date_of_expiry"),
        (upper.number, middle.birth, middle.expiry),
        chosen,
        strict=True,
    ):
        if solution is None:
            continue
        fields[name] = solution.text[:-1].rstrip(FILLER) + upper.number_rest * (field is upper.number)
        if _is_proven(field, solution, twice=twice and field is not upper.number):
            certain.add(name)
    fields["document_code"] = upper.document_code.rstrip(FILLER) or None
    fields["issuing_state"] = state = upper.issuing_state.rstrip(FILLER) or None
    fields["nationality"] = nationality = middle.nationality.rstrip(FILLER) or None
    fields["sex"] = middle.sex or None
    if len(names.lines) == 1:
        fields["primary_identifier"], fields["secondary_identifier"] = identifiers(names.lines[0])
    if state == nationality and state in STATES:
        certain |= {"issuing_state", "nationality"}
    return fields, frozenset(certain)


def _zones(
    upper: Upper, middle: Middle, names: LowerLine, combinations: list[Combination]
) -> tuple[Zone, ...]:
    if not (upper.document_code and upper.issuing_state and middle.sex and middle.nationality):
        return ()
    limit = combinations[0].cost + _MARGIN
    head = upper.document_code + upper.issuing_state
    zones = [
        (
            f"{head}{number.text}{one}",
            f"{birth.text}{middle.sex}{expiry.text}{middle.nationality}{two}{combination.composite}",
            lower,
        )
        for combination in combinations
        if combination.cost < limit
        for number, birth, expiry in [combination.parts]
        for one, two in [combination.optional_data]
        for lower in names.lines
    ]
    distinct = tuple(dict.fromkeys(zones))
    return distinct if len(distinct) <= _MOST_CANDIDATES else ()


def _known(upper: Upper, middle: Middle, names: LowerLine, chosen: list[Solution | None]) -> Zone:
    number, birth, expiry = (None if solution is None else solution.text for solution in chosen)
    one = upper.optional_data[0] if len(upper.optional_data) == 1 else UNKNOWN * 15
    two = middle.optional_data[0] if len(middle.optional_data) == 1 else UNKNOWN * 11
    return (
        (upper.document_code or UNKNOWN * 2)
        + (upper.issuing_state or UNKNOWN * 3)
        + (number or UNKNOWN * 10)
        + one,
        (birth or UNKNOWN * 7)
        + (middle.sex or UNKNOWN)
        + (expiry or UNKNOWN * 7)
        + (middle.nationality or UNKNOWN * 3)
        + two
        + UNKNOWN,
        names.lines[0] if len(names.lines) == 1 else UNKNOWN * 30,
    )
