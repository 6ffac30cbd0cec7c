"""From the evidence for a field, and how likely each value is, to one resolved value.

The recipe is the same for number, dates and sex. A value is sure when the probability that it is wrong is at
most the risk that is allowed, and nothing well formed says otherwise: no clean reading of either side, no
check digit that is a numeral.
"""

from collections.abc import Sequence
from typing import Final, TypeVar

import attrs

from khmerid.card_mrz import in_mrz
from khmerid.misreading.sights import HOPELESS
from khmerid.mrz.check_digit import check_digit
from khmerid.notes import Code, Note
from khmerid.outcome import Outcome
from khmerid.resolve.decoder import Candidate
from khmerid.resolve.evidence import FieldEvidence, sources_of
from khmerid.resolve.posterior import Posterior
from khmerid.resolve.resolved import (
    ON_BOTH,
    Assurance,
    Resolved,
    Source,
    absent,
    as_read,
    confirmed,
    conflicting,
)

#: The risk below which a well-formed reading counts as read although it is not sure: about that of nine
#: numerals that nothing proves, on a card of which nothing else is there. Lower, and a reading that the
#: damaged text of the other side speaks against a little is doubtful rather than read.
_READ_RISK: Final = 0.2
#: Candidates that are offered where a value is not sure. More would only make the report longer.
_MOST_CANDIDATES: Final = 5

T = TypeVar("T")


def choose(
    evidence: FieldEvidence[T],
    posterior: Posterior[T],
    decoded: Sequence[Candidate[T]],
    *,
    differs: bool,
    risk: float,
) -> Resolved[T]:
    """Return the value that the evidence proves, or else the likeliest with its doubts.

    ``decoded`` are the candidates by cost, ``differs`` says that print and MRZ are complete and differ,
    whatever the check digit says; ``risk`` is the most that a sure value may have.
    """
    printed, mrz = evidence.printed, evidence.mrz
    if evidence.agreed is not None:
        return agreed(evidence.agreed, printed.notes, posterior.risk, risk)
    if printed.value is not None and mrz.value is not None and (evidence.conflicts or differs):
        known, both = dict(posterior.ranked), (printed.value, mrz.value)
        probabilities = tuple(known.get(value, 0.0) for value in both) if known else ()
        found = conflicting(printed, both, Source.MRZ, Code.ZONES_CONFLICT)
        return attrs.evolve(found, probabilities=probabilities)
    if not evidence.characters:
        return absent(printed)
    best = posterior.best
    if best is None:
        return as_read(printed if printed.value is not None else mrz)
    contradicted = [value for value in evidence.clean if value != best]
    # A numeral in the place of the check digit that is not the value's.
    against = evidence.check is Outcome.CONFLICTS and (mrz.raw or "")[-1:] != check_digit(in_mrz(best))
    found = Resolved(
        value=best,
        assurance=Assurance.PROTECTED,
        sources=evidence.sources,
        notes=printed.notes if printed.value == best else (Note(Code.RECOVERED),),
        risk=posterior.risk,
    )
    if not contradicted and not against and posterior.risk <= risk:
        return found
    cost = min((candidate.cost for candidate in decoded), default=0.0)
    return _not_sure(found, evidence, posterior, contradicted, against=against, cost=cost)


def agreed(
    value: T,
    notes: tuple[Note, ...],
    found: float,
    allowed: float,
    *,
    sources: tuple[Source, ...] = ON_BOTH,
) -> Resolved[T]:
    """Return a value that print and MRZ have, as no more than read where the noise makes that no proof."""
    if found <= allowed:
        return confirmed(value, notes, found, sources=sources)
    noted = (*notes, Note(Code.READ_TOO_NOISILY))
    return attrs.evolve(confirmed(value, noted, found, sources=sources), assurance=Assurance.READ)


def _not_sure(  # noqa: PLR0913 - what speaks for a value and against it
    found: Resolved[T],
    evidence: FieldEvidence[T],
    posterior: Posterior[T],
    contradicted: Sequence[T],
    *,
    against: bool,
    cost: float,
) -> Resolved[T]:
    """Return a value with why it is not sure, and what it may be instead."""
    printed, mrz = evidence.printed, evidence.mrz
    ranked = posterior.ranked[:_MOST_CANDIDATES]
    found = attrs.evolve(found, assurance=Assurance.DOUBTFUL)
    read_on = sources_of(printed.well_formed == found.value, mrz.well_formed == found.value)
    if printed.value not in (None, found.value):
        read_on = ()
    code: Code | None = None
    if contradicted:
        # A clean reading outweighs what letters in the places of numerals suggest; but it is not proven.
        first, known = contradicted[0], dict(ranked)
        ranked = ((first, known.pop(first, 0.0)), *known.items())
        found, code = attrs.evolve(found, value=first, risk=1.0 - ranked[0][1]), Code.RIVAL_FITS_BETTER
    elif against:
        code = Code.CHECK_DIGIT_AGAINST
    elif read_on and posterior.risk <= _READ_RISK:
        noted = printed.notes if printed.value is not None else ()
        found = attrs.evolve(found, assurance=Assurance.READ, sources=read_on, notes=noted)
    else:
        code = Code.RIVAL_NEAR
        if printed.value is None and mrz.value is None and cost > HOPELESS * evidence.characters:
            found = attrs.evolve(found, value=None, assurance=Assurance.ABSENT, risk=None)
    noted = () if printed.value is None else printed.notes
    return attrs.evolve(
        found,
        candidates=tuple(value for value, _ in ranked),
        probabilities=tuple(probability for _, probability in ranked),
        notes=found.notes if code is None else (*noted, Note(code)),
    )
