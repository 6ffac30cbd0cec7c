"""How much of a card is taken, and of how many readings of it: far more than any card has.

Beyond each there is a named refusal: a note where a text says too much, since a card's text never raises, an
error where a caller passes too much. What else is bounded is a choice of the step that does it and stands
there; ``docs/limits.md`` has all of it, with what is said beyond.

>>> from khmerid import read_height
>>> str(read_height("1" * (LONGEST_FIELD + 1)).notes[0].code)
'too_long'
"""

from typing import Final

#: Characters of a field, and of a line. The longest printed field, an address, has less than two hundred.
LONGEST_FIELD: Final = 1_000
#: Rows that are looked at. A card has a dozen, a page of a form some fifty; a line that holds several printed
#: ones is so many rows. More take longer, to no use.
MOST_ROWS: Final = 1_000
#: Characters of a line in which an MRZ is looked for: three lines of one run together, with noise. Of a
#: longer one it is those around its dates. More cost time.
LONGEST_MRZ_LINE: Final = 400
#: Readings that are examined as one card: three pictures by five engines. Of more that contradict each other
#: every value is so unlikely that the arithmetic cannot tell it from nothing.
MOST_RESPONSES: Final = 16
