"""Edit distance between two short texts (Levenshtein 1966): characters changed, added and lost.

>>> edit_distance("ប្រស", "ប្រុស")
1

"""


def edit_distance(one: str, other: str) -> int:
    """Return how many characters have to be changed, added or dropped to turn one text into the other."""
    above = list(range(len(other) + 1))
    for row, character in enumerate(one, 1):
        here = [row]
        for column, opposite in enumerate(other, 1):
            here.append(min(above[column] + 1, here[-1] + 1, above[column - 1] + (character != opposite)))
        above = here
    return above[-1]
