"""The sex, printed as a word and in the MRZ as a letter, which no check digit covers.

Both sides have to agree on it: the word tells by how much nearer it is to the one word than to the other, the
letter at the rates at which its line was read.
"""

import math
from typing import Final

import attrs

from khmerid.card import Card
from khmerid.fields.sex import Sex, nearest_sex
from khmerid.misreading import Misreadings
from khmerid.misreading.channel import DEAREST
from khmerid.misreading.noise import Rates
from khmerid.resolve.card_noise import CardNoise
from khmerid.resolve.decoder import Candidate
from khmerid.resolve.evidence import FieldEvidence, gather, sources_of
from khmerid.resolve.posterior import Posterior
from khmerid.resolve.resolved import Assurance, Resolved
from khmerid.resolve.verdict import choose

#: Letters that the sex may be misread as, where nothing is learned of which.
_LETTERS: Final = 25
# The letters of the sex, of which neither was ever seen read as the other.
_OTHER_LETTER: Final = frozenset(sex.value for sex in Sex)
#: What each edit costs at least by which a word that is read exactly differs from the other one. Letters are
#: misread as one certain other far less often than once in fifty; higher, and a word alone is more than it
#: is.
_EDIT_OF_WORD: Final = 4.0
#: What a word that is read badly has to weigh, in natural logarithms, to tell of a sex: four to one. Lower,
#: and noise in its place bears out any letter; higher, and more words of which a part is lost do not.
_TELLS: Final = 1.4
#: Characters in the cell of the MRZ's sex, those added beside it included. More, and those of a date count.
_LONGEST_CELL: Final = 3


def resolve_sex(card: Card, noise: CardNoise, misreadings: Misreadings, risk: float) -> Resolved[Sex]:
    """Choose the sex, which no check digit covers; both sides have to agree on it."""
    evidence: FieldEvidence[Sex] = gather(card, "sex", misreadings)
    word, cell = evidence.printed.raw or "", evidence.mrz.raw or ""
    read = evidence.printed.cleaned, cell[:_LONGEST_CELL]
    posterior, cost, tells = posterior_of_sex(*read, noise, misreadings)
    characters = len(word or cell) if posterior.ranked else 0
    evidence = attrs.evolve(evidence, sources=sources_of(bool(word), bool(cell)), characters=characters)
    candidates = [Candidate(value, cost) for value, _ in posterior.ranked]
    found = choose(evidence, posterior, candidates, differs=False, risk=risk)
    if found.assurance.is_sure and not (tells and cell):
        # The word or the letter may weigh enough, but what one side alone says is not proven.
        return attrs.evolve(found, assurance=Assurance.READ)
    return found


def posterior_of_sex(
    word: str, cell: str, noise: CardNoise, misreadings: Misreadings
) -> tuple[Posterior[Sex], float, bool]:
    """Return how likely each is, the cost of the likelier, and whether the word itself tells of it.

    None is likely where the texts do not tell.
    """
    costs = dict.fromkeys(Sex, 0.0)
    told: Sex | None = None
    if word:
        nearer, distance, ahead = nearest_sex(word)
        farther = Sex.F if nearer is Sex.M else Sex.M
        odds = misreadings.sex_words.get((distance, ahead), 0.0)
        costs[farther] = odds if distance else max(odds, ahead * _EDIT_OF_WORD)
        told = nearer if costs[farther] >= _TELLS else None
    if cell:
        rates = noise.rates_within(misreadings.mrz, ("sex",))
        for sex in Sex:
            costs[sex] += min(_cost_of_letter(sex, read, rates, misreadings) for read in cell)
    (nearest, least), (_, most) = sorted(costs.items(), key=lambda each: each[1])
    if most == least:
        return Posterior((), 1.0), 0.0, False
    risk = 1 / (1 + math.exp(most - least))
    posterior = Posterior(((nearest, 1 - risk), (_other(nearest), risk)), risk)
    return posterior, least, told is nearest


def _cost_of_letter(sex: Sex, read: str, rates: Rates, misreadings: Misreadings) -> float:
    """Return what it costs to have read the letter of the MRZ as this, at the rates of its side."""
    if read == sex.value:
        return 0.0
    unseen = (rates.numeral + rates.other) / _LETTERS
    if read in _OTHER_LETTER:
        return max(-math.log(unseen), DEAREST)
    learned = math.exp(-misreadings.mrz.cost(sex.value, read))
    return -math.log(min(rates.learned * learned + unseen, 0.5))


def _other(sex: Sex) -> Sex:
    return Sex.F if sex is Sex.M else Sex.M
