"""Code without any tolerance, to measure against: it takes a text as it is printed or not at all."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from khmerid import parse_td1
from khmerid.text.numerals import to_western_digits

_SEXES: Final = {"ប្រុស": "M", "ស្រី": "F"}


def refusal(fields: Mapping[str, str | None]) -> str:
    """Return why strict code refuses what the recognition service read, or an empty text where it accepts.

    Its dates are parsed by `strptime`, its MRZ has three lines of thirty characters and four right digits,
    and printed fields and MRZ agree. It does not know the ten-year rule, nor the day.
    """
    texts = {name: text or "" for name, text in fields.items() if name != "confidence"}
    lines = [texts.get(f"machine_code{line}", "") for line in (1, 2, 3)]
    mrz = parse_td1(lines).value
    if mrz is None:
        wrong = next((number for number, line in enumerate(lines, 1) if len(line) != 30), None)
        if wrong is None:
            return "the MRZ has characters that have no place in one"
        return f"line {wrong} of the MRZ has {len(lines[wrong - 1])} characters, not 30"
    if not mrz.verified:
        return "a check digit of the MRZ is not right"
    try:
        birth, expiry = (
            dt.datetime.strptime(to_western_digits(texts.get(name, "")), "%d.%m.%Y")  # noqa: DTZ007 - a day
            for name in ("birth_date", "expiry_date")
        )
    except ValueError:
        return "a printed date is not day.month.year"
    compared = {
        "number": (texts.get("id_number", "")[:9], mrz.document_number),
        "date of birth": (f"{birth:%y%m%d}", mrz.date_of_birth),
        "date of expiry": (f"{expiry:%y%m%d}", mrz.date_of_expiry),
        "sex": (_SEXES.get(texts.get("sex", "")), mrz.sex),
    }
    different = [name for name, (printed, other) in compared.items() if printed != other]
    return f"the {different[0]} is not that of the MRZ" if different else ""
