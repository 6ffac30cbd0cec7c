"""All channels of an engine: the printed Khmer and Latin numerals, the MRZ, and the words for the sex."""

from collections.abc import Mapping
from typing import Final

import attrs

from khmerid.misreading.channel import Channel
from khmerid.misreading.look_alikes import LOOK_ALIKES, LookAlikes
from khmerid.misreading.tables import CONFUSIONS, DOUBLED, SEX_WORDS


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Misreadings:
    """What an engine misreads, by channel.

    ``sex_words`` has, by the edits from a text to the nearer of the two words and how many more the other
    one is away, how much more likely the nearer was printed: the natural logarithm of the odds.
    """

    printed_khmer: Channel  # the numerals and separators of the printed dates and of the height
    printed_latin: Channel  # the numerals of the printed document number
    mrz: Channel  # the upper and the middle line
    mrz_name: Channel  # the lower line
    look_alikes: LookAlikes  # by shape, where rates say nothing
    sex_words: Mapping[tuple[int, int], float]


def misreadings_of(
    costs: Mapping[str, Mapping[str, Mapping[str, int]]],
    doubled: Mapping[str, int],
    sex_words: Mapping[tuple[int, int], int],
) -> Misreadings:
    """Return the channels of learned tables, whose costs are in tenths of natural logarithms."""
    channels = {
        name: Channel(
            name,
            {printed: {read: cost / 10 for read, cost in row.items()} for printed, row in table.items()},
            doubled[name] / 10,
        )
        for name, table in costs.items()
    }
    return Misreadings(
        printed_khmer=channels["khmer"],
        printed_latin=channels["latin"],
        mrz=channels["mrz"],
        mrz_name=channels["name"],
        look_alikes=LOOK_ALIKES,
        sex_words={key: odds / 10 for key, odds in sex_words.items()},
    )


SHIPPED: Final = misreadings_of(CONFUSIONS, DOUBLED, SEX_WORDS)
