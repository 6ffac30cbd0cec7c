"""What a machine may decide; whatever the policy does not say goes to a person."""

from typing import Final

import attrs

from khmerid.report.reasons import Reason
from khmerid.rules import AGE_AT_ISSUE


@attrs.frozen(kw_only=True)
class Policy:
    """What a machine may decide; whatever is not said here goes to a person.

    ``reject`` are the reasons for which a card is rejected at once, ``ignore`` those that do not matter to
    the caller; any other reason sends the card to review. By default a name that is doubtful but not
    contradicted does not stop a card: its assurance says so. ``minimum_age`` is in years on the day of
    presentation; fifteen is the age from which the card is issued.
    """

    minimum_age: int = AGE_AT_ISSUE
    reject: frozenset[Reason] = frozenset({Reason.EXPIRED, Reason.UNDER_AGE, Reason.IMAGE_TAMPERED})
    ignore: frozenset[Reason] = frozenset({Reason.NAME_DOUBTFUL})


DEFAULT_POLICY: Final = Policy()
