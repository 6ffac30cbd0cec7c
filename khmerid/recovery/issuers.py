"""What is known of an issuer's TD1 cards, as data; everything here may be given by the caller instead.

Every Cambodian card seen begins ``IDKHM`` and has a number of nine numerals, empty optional data, and M or F
for the sex.

>>> CAMBODIA.state, GENERIC.state
('KHM', None)

"""

import attrs

from khmerid.rules import DOCUMENT_CODE, STATE


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


GENERIC = Issuer(name="any")

CAMBODIA = Issuer(
    name=STATE,
    document_code=DOCUMENT_CODE,
    state=STATE,
    number_is_nine_numerals=True,
    optional_data_is_empty=True,
    sex_is_known=True,
    has_both_identifiers=True,
)
