"""Khmer marks put out of their order, as a typist may put them."""

import random

import regex

_CLUSTER = regex.compile("([\u1780-\u17b3])((?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17d3\u17dd])*)")


def shuffle_marks(text: str, chance: random.Random) -> str:
    """Shuffle what follows each base; the subscripts of one base keep their order, which has a meaning."""

    def shuffled(match: regex.Match[str]) -> str:
        units = regex.findall("\u17d2.|.", match[2])
        coengs = iter([unit for unit in units if len(unit) == 2])
        chance.shuffle(units)
        return match[1] + "".join(next(coengs) if len(unit) == 2 else unit for unit in units)

    return _CLUSTER.sub(shuffled, text)
