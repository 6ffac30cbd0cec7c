"""What is known of an issuer's TD1 cards, as data; everything here may be given by the caller instead.

Cambodia: every card seen begins ``IDKHM``, has a number of nine numerals, empty optional data, sex M or F,
and runs for ten years less a day from a person's fifteenth birthday at the earliest.

>>> import datetime as dt
>>> latest_date_of_birth(dt.date(2029, 12, 31), CAMBODIA)
datetime.date(2005, 1, 1)
>>> latest_date_of_birth(dt.date(2029, 12, 31), GENERIC)

"""

import datetime as dt

import attrs
from dateutil.relativedelta import relativedelta


@attrs.frozen(kw_only=True)
class Issuer:
    """The rules of one issuer; ``None`` and ``False`` mean that Doc 9303 alone rules."""

    name: str
    document_code: str | None = None
    state: str | None = None
    number_is_nine_numerals: bool = False
    optional_data_is_empty: bool = False
    sex_is_known: bool = False
    has_both_identifiers: bool = False
    validity_years: int | None = None
    minimum_age: int = 0


GENERIC = Issuer(name="any")

CAMBODIA = Issuer(
    name="KHM",
    document_code="ID",
    state="KHM",
    number_is_nine_numerals=True,
    optional_data_is_empty=True,
    sex_is_known=True,
    has_both_identifiers=True,
    validity_years=10,
    minimum_age=15,
)


def latest_date_of_birth(expiry: dt.date, issuer: Issuer) -> dt.date | None:
    """Return the last day on which a holder can be born, or ``None`` where the issuer's rules do not say.

    A card expires on the day before the anniversary of its issue.
    """
    if issuer.validity_years is None:
        return None
    try:
        issue = expiry + dt.timedelta(days=1) - relativedelta(years=issuer.validity_years)
        return issue - relativedelta(years=issuer.minimum_age)
    except (ValueError, OverflowError):  # the first years of the calendar, or its last day
        return None
