"""From the evidence and the probabilities to one value, its assurance and its notes."""

from typing import Any

import attrs
import pytest

from khmerid.mrz.check_digit import check_digit
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.reading import Reading
from khmerid.resolve.decoder import Candidate
from khmerid.resolve.evidence import FieldEvidence
from khmerid.resolve.posterior import Posterior
from khmerid.resolve.resolved import Assurance, Resolved, Source
from khmerid.resolve.verdict import agreed, choose

CONFIRMED, PROTECTED, READ = Assurance.CONFIRMED, Assurance.PROTECTED, Assurance.READ
DOUBTFUL, CONFLICTING, ABSENT = Assurance.DOUBTFUL, Assurance.CONFLICTING, Assurance.ABSENT
VIZ, MRZ = Source.VIZ, Source.MRZ
RISK = 1e-3
A, B, C = "010203040", "010203041", "010203042"
DIGIT = check_digit(A)
REPAIRED, DOUBT = Note(Code.KHMER_DIGITS), Note(Code.MIXED_DIGITS)


def reading(value: str | None, *notes: Note, raw: str | None = None) -> Reading[str]:
    if value is None:
        return Reading(raw, None, notes or (Note(Code.MISSING),))
    return Reading(raw or value, value, notes)


def chosen(  # noqa: PLR0913 - all that tells of a value
    printed: Reading[str],
    mrz: Reading[str],
    *ranked: tuple[str, float],
    risk: float | None = None,
    clean: tuple[str, ...] = (),
    check: Outcome = Outcome.UNDECIDED,
    characters: int = 19,
    costs: tuple[float, ...] = (),
    differs: bool = False,
    **evidence: Any,
) -> Resolved[str]:
    known: FieldEvidence[str] = FieldEvidence(
        printed=printed,
        mrz=mrz,
        clean=clean,
        check=check,
        sources=(VIZ, MRZ),
        characters=characters,
        **evidence,
    )
    left = 1.0 - ranked[0][1] if ranked else 1.0
    posterior = Posterior(ranked, left if risk is None else risk)
    decoded = [Candidate(value, cost) for (value, _), cost in zip(ranked, costs, strict=False)]
    return choose(known, posterior, decoded, differs=differs, risk=RISK)


NO_PRINT, NO_MRZ = reading(None), reading(None)


def resolved(value: str | None, assurance: Assurance, **rest: Any) -> Resolved[str]:
    return Resolved(value=value, assurance=assurance, **rest)


def test_a_value_of_small_risk_is_protected_and_recovered_unless_it_is_printed() -> None:
    of_print = chosen(reading(A, REPAIRED), NO_MRZ, (A, 0.9999), risk=1e-4)
    assert of_print == resolved(A, PROTECTED, sources=(VIZ, MRZ), notes=(REPAIRED,), risk=1e-4)
    recovered = chosen(NO_PRINT, NO_MRZ, (A, 0.9999), risk=1e-4)
    assert recovered == resolved(A, PROTECTED, sources=(VIZ, MRZ), notes=(Note(Code.RECOVERED),), risk=1e-4)
    other = chosen(reading(B, DOUBT), NO_MRZ, (A, 0.9999), risk=1e-4)
    assert other.notes == (Note(Code.RECOVERED),)
    assert chosen(NO_PRINT, NO_MRZ, (A, 0.999), risk=RISK).assurance is PROTECTED
    assert chosen(NO_PRINT, NO_MRZ, (A, 0.99), risk=RISK * 1.001).assurance is not PROTECTED


def test_what_both_have_is_confirmed_or_read_too_noisily() -> None:
    assert agreed(A, (REPAIRED,), RISK, RISK) == resolved(
        A, CONFIRMED, sources=(VIZ, MRZ), notes=(REPAIRED,), risk=RISK
    )
    noisy = (REPAIRED, Note(Code.READ_TOO_NOISILY))
    assert agreed(A, (REPAIRED,), 0.1, RISK, sources=(VIZ,)) == resolved(
        A, READ, sources=(VIZ,), notes=noisy, risk=0.1
    )
    assert chosen(reading(A, REPAIRED), reading(A), (A, 1 - 1e-4), risk=1e-4, agreed=A) == resolved(
        A, CONFIRMED, sources=(VIZ, MRZ), notes=(REPAIRED,), risk=1e-4
    )


@pytest.mark.parametrize("why", [{"conflicts": True}, {"differs": True}])
def test_a_conflict_has_the_probabilities_of_both(why: dict[str, Any]) -> None:
    found = chosen(reading(A, REPAIRED), reading(B), (A, 0.7), (C, 0.2), **why)
    assert found == resolved(
        None,
        CONFLICTING,
        sources=(VIZ, MRZ),
        notes=(REPAIRED, Note(Code.ZONES_CONFLICT)),
        candidates=(A, B),
        probabilities=(0.7, 0.0),
    )
    assert chosen(reading(A), reading(B), **why).probabilities == ()
    assert chosen(reading(A), NO_MRZ, (A, 0.9999), risk=1e-4, **why).assurance is PROTECTED
    assert chosen(NO_PRINT, reading(A), (A, 0.9999), risk=1e-4, **why).assurance is PROTECTED


def test_without_a_text_there_is_no_value() -> None:
    found = chosen(NO_PRINT, reading(A), (A, 0.9999), characters=0)
    assert found == resolved(None, ABSENT, notes=(Note(Code.MISSING),))


def test_where_nothing_is_likely_a_reading_is_as_read() -> None:
    assert chosen(reading(A, REPAIRED), reading(B)) == resolved(A, READ, sources=(VIZ,), notes=(REPAIRED,))
    assert chosen(NO_PRINT, reading(B)).value == B
    assert chosen(NO_PRINT, NO_MRZ).assurance is ABSENT


def test_a_clean_reading_of_another_value_comes_first_and_is_doubtful() -> None:
    found = chosen(reading(B, REPAIRED), NO_MRZ, (A, 0.9), (C, 0.05), (B, 0.04), clean=(B,))
    assert found == resolved(
        B,
        DOUBTFUL,
        sources=(VIZ, MRZ),
        notes=(REPAIRED, Note(Code.RIVAL_FITS_BETTER)),
        candidates=(B, A, C),
        probabilities=(0.04, 0.9, 0.05),
        risk=0.96,
    )
    unknown = chosen(NO_PRINT, reading(B), (A, 1.0), risk=1e-9, clean=(B, C))
    assert (unknown.value, unknown.candidates, unknown.probabilities) == (B, (B, A), (0.0, 1.0))
    assert (unknown.risk, unknown.notes) == (1.0, (Note(Code.RIVAL_FITS_BETTER),))


@pytest.mark.parametrize(
    ("check", "raw", "is_against"),
    [
        (Outcome.CONFLICTS, A + "9", True),
        (Outcome.CONFLICTS, "01020304O" + DIGIT, False),  # the value's digit
        (Outcome.CONFLICTS, None, True),
        (Outcome.AGREES, A + "9", False),
        (Outcome.UNDECIDED, A + "9", False),
    ],
)
def test_another_check_digit_than_the_value_s_is_against_it(
    check: Outcome, raw: str | None, *, is_against: bool
) -> None:
    found = chosen(reading(A, REPAIRED), reading(None, raw=raw), (A, 0.9999), risk=1e-4, check=check)
    if is_against:
        assert found == resolved(
            A,
            DOUBTFUL,
            sources=(VIZ, MRZ),
            notes=(REPAIRED, Note(Code.CHECK_DIGIT_AGAINST)),
            candidates=(A,),
            probabilities=(0.9999,),
            risk=1e-4,
        )
    else:
        assert found.assurance is PROTECTED


@pytest.mark.parametrize(
    ("printed", "mrz", "risk", "assurance", "sources", "notes"),
    [
        (reading(A, REPAIRED), NO_MRZ, 0.1, READ, (VIZ,), (REPAIRED,)),
        (reading(A, REPAIRED), reading(A), 0.1, READ, (VIZ, MRZ), (REPAIRED,)),
        (NO_PRINT, reading(A), 0.2, READ, (MRZ,), ()),
        (NO_PRINT, reading(A), 0.21, DOUBTFUL, (VIZ, MRZ), (Note(Code.RIVAL_NEAR),)),
        (reading(A, DOUBT), NO_MRZ, 0.1, DOUBTFUL, (VIZ, MRZ), (DOUBT, Note(Code.RIVAL_NEAR))),
        # A print of another value, though it is doubtful itself.
        (reading(B, DOUBT), reading(A), 0.1, DOUBTFUL, (VIZ, MRZ), (DOUBT, Note(Code.RIVAL_NEAR))),
        (NO_PRINT, reading(B, DOUBT), 0.1, DOUBTFUL, (VIZ, MRZ), (Note(Code.RIVAL_NEAR),)),
    ],
)
def test_a_reading_that_is_likely_and_not_sure_is_read_where_it_is_well_formed(  # noqa: PLR0913, PLR0917 - what was read, and what it comes to
    printed: Reading[str],
    mrz: Reading[str],
    risk: float,
    assurance: Assurance,
    sources: tuple[Source, ...],
    notes: tuple[Note, ...],
) -> None:
    found = chosen(printed, mrz, (A, 1 - risk), (B, risk / 2), risk=risk)
    assert found == resolved(
        A,
        assurance,
        sources=sources,
        notes=notes,
        candidates=(A, B),
        probabilities=(1 - risk, risk / 2),
        risk=risk,
    )


def test_a_value_that_costs_too_much_for_its_characters_is_absent() -> None:
    hopeless = chosen(NO_PRINT, NO_MRZ, (A, 0.6), costs=(10.0,), characters=2)
    assert (hopeless.value, hopeless.assurance, hopeless.risk) == (None, ABSENT, None)
    assert (hopeless.candidates, hopeless.notes) == ((A,), (Note(Code.RIVAL_NEAR),))
    near = chosen(NO_PRINT, NO_MRZ, (A, 0.6), costs=(9.0,), characters=2)
    assert (near.value, near.assurance) == (A, DOUBTFUL)
    for readings in ((reading(A, DOUBT), NO_MRZ), (NO_PRINT, reading(A, DOUBT))):
        assert chosen(*readings, (A, 0.6), costs=(10.0,), characters=2).assurance is DOUBTFUL
    several = chosen(NO_PRINT, NO_MRZ, (A, 0.6), (B, 0.4), costs=(10.0, 8.0), characters=2)
    assert several.assurance is DOUBTFUL  # the cheapest counts


def test_candidates_are_five_at_most() -> None:
    values = [(f"01020304{at}", 0.1) for at in range(7)]
    found = chosen(NO_PRINT, NO_MRZ, *values)
    assert (len(found.candidates), len(found.probabilities)) == (5, 5)
    assert attrs.evolve(found, candidates=()).value == "010203040"
