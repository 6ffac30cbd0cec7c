"""A response and its report, or an error row.

>>> row = InputRow(3, b'{"id": 17, "response": null}')
>>> examine_row(row, Terms(today=dt.date(2026, 1, 1)))["error"]["code"]
'unexpected_response'
"""

import datetime as dt

import attrs

from khmerid.answering.input_row import LONGEST_ROW, InputRow, Row, answer, error_row, refusal
from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.examination import examine, open_row
from khmerid.misreading import Profile
from khmerid.report.policy import DEFAULT_POLICY, Policy


@attrs.frozen(kw_only=True)
class Terms:
    """By what cards are examined, one and all.

    ``today`` is the day on which a card was presented whose row does not say so. With ``redacted`` a report
    has no value, candidate or ledger: what may be logged.
    """

    today: dt.date
    policy: Policy = DEFAULT_POLICY
    profile: Profile | None = None
    evidence: bool = False
    redacted: bool = False


def examine_row(row: InputRow, terms: Terms, *, longest: int = LONGEST_ROW) -> Row:
    """Examine a row of JSON, whatever is in it; a day of its own goes before that of the terms."""

    def examined(parsed: object) -> Row:
        try:
            response, day = open_row(parsed, day_of(row, terms))
        except UnexpectedResponseError as error:
            return error_row("unreadable_today", str(error))
        return examine_response(response, attrs.evolve(terms, today=day))

    return answer(row, examined, longest=longest)


def examine_response(response: object, terms: Terms) -> Row:
    """Return the report on a response as plain data, or what went wrong, as a row without its ``id``."""
    try:
        report = examine(
            response,
            today=terms.today,
            policy=terms.policy,
            profile=terms.profile,
            evidence=terms.evidence and not terms.redacted,
        )
        return report.redacted() if terms.redacted else dict(report.to_dict())
    except ApiError as error:
        return refusal(error)
    except UnexpectedResponseError as error:
        return error_row("unexpected_response", str(error))
    except Exception as error:  # noqa: BLE001 - one card must not stop the ten million after it
        # Only the type: the message of an exception nobody foresaw may quote the card.
        return error_row("internal_error", f"khmerid failed ({type(error).__name__})")


def day_of(row: InputRow, terms: Terms) -> dt.date:
    """Return the day that the table has for a row, or else that of the terms.

    Raises ``UnexpectedResponseError`` where the table has something that is no day.
    """
    return open_row({"today": row.today}, terms.today)[1]
