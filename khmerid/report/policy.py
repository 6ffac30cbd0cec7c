"""What a machine may decide by itself: in code, or in a file of TOML that whoever answers for it can read.

>>> sorted(map(str, Policy(reject=["expired", Reason.IMAGE_COPY]).reject))
['expired', 'image_copy']
>>> Policy(ignore=["expird"])
Traceback (most recent call last):
ValueError: no such reason: 'expird'; near it: 'expired'
"""

import functools
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Self

import attrs

from khmerid.recovery.risk import RISK
from khmerid.report.reasons import Reason
from khmerid.rules import AGE_AT_ISSUE

_IS_TEXT: Final = attrs.validators.instance_of(str)


def _reasons(given: Iterable[Reason | str]) -> frozenset[Reason]:
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        message = f"reasons are given as a list or a set of them, not as {type(given).__name__}"
        raise TypeError(message)
    return frozenset(map(_reason, given))


def _reason(given: object) -> Reason:
    if isinstance(given, Reason):
        return given
    if not isinstance(given, str):
        message = f"a reason is a member of Reason or its name, not {type(given).__name__}"
        raise TypeError(message)
    names = [reason.value for reason in Reason]
    if given not in names:
        import difflib  # noqa: PLC0415 - only for the message

        near = ", ".join(map(repr, difflib.get_close_matches(given, names)))
        message = f"no such reason: {given!r}" + (f"; near it: {near}" if near else "")
        raise ValueError(message)
    return Reason(given)


def _is_age(_policy: object, _attribute: object, age: object) -> None:
    if isinstance(age, bool) or not isinstance(age, int):
        message = f"minimum_age is a whole number of years, not {type(age).__name__}"
        raise TypeError(message)
    if age < 0:
        message = "minimum_age is negative"
        raise ValueError(message)


def _is_risk(_policy: object, _attribute: object, risk: object) -> None:
    if isinstance(risk, bool) or not isinstance(risk, int | float):
        message = f"risk is a probability, not {type(risk).__name__}"
        raise TypeError(message)
    if not 0 <= risk <= 1e-3:
        message = "risk is a probability of at most 0.001"
        raise ValueError(message)


@attrs.frozen
class PolicyUsed:
    """By which policy a report was decided: its name, if it has one, and the digest of what it says."""

    name: str | None
    digest: str


@attrs.frozen(kw_only=True)
class Policy:
    """What a machine may decide; whatever is not said here goes to a person.

    ``reject`` are the reasons for which a card is rejected at once, ``ignore`` those that do not matter to
    the caller, each a member of `Reason` or its name; any other reason sends the card to review. What is in
    both is ignored. By default a name that is doubtful but not contradicted does not stop a card, nor does
    an issue that cannot hide an altered expiry: their assurances say so. ``minimum_age`` is in years on the
    day of presentation; fifteen is the age from which the card is issued. ``risk`` is the most that a value
    called sure may be wrong with, a probability of at most one in a thousand; by default it is less than half
    of what two people who key it get wrong together (0.046 in 1,000: Paulsen and others, PLoS ONE 7, 2012).
    ``name`` is what reports call the policy. Raises ``TypeError`` or ``ValueError`` for what is no reason,
    age, risk or name.
    """

    name: str | None = attrs.field(default=None, validator=attrs.validators.optional(_IS_TEXT))
    minimum_age: int = attrs.field(default=AGE_AT_ISSUE, validator=_is_age)
    risk: float = attrs.field(default=RISK, validator=_is_risk)
    reject: frozenset[Reason] = attrs.field(
        default=(Reason.EXPIRED, Reason.UNDER_AGE, Reason.IMAGE_TAMPERED), converter=_reasons
    )
    ignore: frozenset[Reason] = attrs.field(
        default=(Reason.NAME_DOUBTFUL, Reason.ISSUE_CONFLICTS), converter=_reasons
    )

    @classmethod
    def from_toml(cls, path: str | os.PathLike[str]) -> Self:
        """Return the policy in a file of TOML, with any of the attributes as its keys.

        A policy without a name is called by that of its file. Raises ``OSError`` where the file cannot be
        read, ``ValueError`` where it is not TOML or has another key, and what a policy itself raises.
        """
        import tomllib  # noqa: PLC0415 - only for who keeps a policy in a file

        file = Path(path)
        said = tomllib.loads(file.read_text("utf-8-sig"))
        known = [attribute.name for attribute in attrs.fields(cls)]
        if unknown := [key for key in said if key not in known]:
            message = f"not a key of a policy: {', '.join(map(repr, unknown))}; it has {', '.join(known)}"
            raise ValueError(message)
        return cls(**{"name": file.stem, **said})

    @functools.cached_property
    def used(self) -> PolicyUsed:
        """The name, and the SHA-256 of the minimum age, the risk and the reasons, whatever their order."""
        reasons = {name: sorted(map(str, getattr(self, name))) for name in ("reject", "ignore")}
        said = json.dumps({"minimum_age": self.minimum_age, "risk": self.risk, **reasons}, sort_keys=True)
        return PolicyUsed(self.name, f"sha256:{hashlib.sha256(said.encode()).hexdigest()}")


DEFAULT_POLICY: Final = Policy()


def require_policy(policy: object) -> None:
    """Raise ``TypeError`` unless it is a policy.

    >>> require_policy({"minimum_age": 18})
    Traceback (most recent call last):
    TypeError: policy is a Policy, not dict
    """
    if not isinstance(policy, Policy):
        message = f"policy is a Policy, not {type(policy).__name__}"
        raise TypeError(message)
