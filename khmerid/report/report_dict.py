"""The JSON of a report as types, which type checkers, pydantic and the JSON Schema of the package go by.

>>> sorted(ReportDict.__optional_keys__)
['ledger', 'policy', 'profile', 'review']
"""

import enum
from collections.abc import Callable, Mapping
from typing import Annotated, Final, Generic, Literal, NotRequired, TypeAlias, TypeVar

from typing_extensions import TypedDict  # that of typing is taken by pydantic from Python 3.12 on

from khmerid.checks.crosscheck import Rule
from khmerid.gazetteer.units import CODES_SYSTEM
from khmerid.ledger.records import Edit, Unseen
from khmerid.outcome import Outcome
from khmerid.report.reasons import Decision, Reason
from khmerid.report.reviewed import BoundFrom, ReviewOutcome
from khmerid.resolve.resolved import Assurance, Source

T = TypeVar("T")


class Keywords:
    """What JSON Schema says of a value besides its type; under a name, where it is defined once for all."""

    def __init__(self, name: str = "", **keywords: object) -> None:
        self.name: Final = name
        self.keywords: Final[Mapping[str, object]] = keywords

    def __get_pydantic_json_schema__(
        self, core_schema: object, handler: Callable[[object], dict[str, object]]
    ) -> dict[str, object]:
        """Add the keywords to what pydantic says of the type, in the schemas that it makes."""
        return {**handler(core_schema), **self.keywords}


def _about(description: str) -> Keywords:
    return Keywords(description=description)


def _members(kind: type[enum.Enum], description: str, *, name: str = "") -> Keywords:
    return Keywords(name, enum=[member.value for member in kind], description=description)


_WITHOUT_REPEATS: Final = Keywords(uniqueItems=True)

RowId: TypeAlias = Annotated[
    str | int,
    Keywords("id", description="The id of the input row, or `row` and its number among all rows of the run."),
]
Text: TypeAlias = Annotated[str, Keywords(minLength=1)]
DayText: TypeAlias = Annotated[str, Keywords("day", format="date", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
NumberText: TypeAlias = Annotated[str, Keywords(pattern="^[0-9]{9}$")]
StateText: TypeAlias = Annotated[str, Keywords("state", pattern="^[A-Z]{1,3}$")]
Centimetres: TypeAlias = Annotated[int, Keywords(minimum=50, maximum=250)]
Probability: TypeAlias = Annotated[float, Keywords("probability", minimum=0, maximum=1)]
Score: TypeAlias = Annotated[int, Keywords("score", minimum=0, maximum=100)]
CodeText: TypeAlias = Annotated[
    str,
    Keywords(
        "code",
        pattern="^[a-z][a-z0-9_]*$",
        description=(
            "A code of the catalogue; `khmerid codes` explains each. New versions may bring new codes."
        ),
    ),
]
AssuranceText: TypeAlias = Annotated[
    str,
    _members(
        Assurance,
        "How sure a value is. `confirmed` and `protected` are called sure: proven. `read`: one source, "
        "nothing to prove or contradict it. `doubtful`: offered, with a doubt. `conflicting`: two readings "
        "and no value. `absent`: nothing usable.",
        name="assurance",
    ),
]
ReasonText: TypeAlias = Annotated[
    str, _members(Reason, "Why a card is not accepted; `khmerid codes` explains each.", name="reason")
]
RuleText: TypeAlias = Annotated[
    str, _members(Rule, "What is checked; `khmerid codes` explains each.", name="rule")
]


OutcomeText: TypeAlias = Annotated[
    str,
    _members(
        Outcome,
        "`compatible`: one side says less and nothing against the other. `undecided`: not compared, "
        "which is never wrong.",
    ),
]
SourceText: TypeAlias = Annotated[str, Keywords(enum=[source.value for source in Source])]
SideText: TypeAlias = Annotated[
    str, Keywords(enum=[source.value for source in Source if source is not Source.PERSON])
]
MomentText: TypeAlias = Annotated[
    str, Keywords(format="date-time", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")
]
DigestText: TypeAlias = Annotated[str, Keywords(pattern="^sha256:[0-9a-f]{64}$")]


class PartsDict(TypedDict, total=False):
    """How sure each part of a place is; a part that was not read is left out."""

    house: AssuranceText
    street: AssuranceText
    group: AssuranceText
    village: AssuranceText
    commune: AssuranceText
    district: AssuranceText
    province: AssuranceText


class ResolvedDict(TypedDict, Generic[T]):
    """A value, how sure it is, where it was seen, and what was noted of it."""

    value: Annotated[T | None, _about("The value; null exactly when it is conflicting or absent.")]
    assurance: AssuranceText
    parts: NotRequired[
        Annotated[PartsDict, _about("Of a place, how sure each part is; left out where there are none.")]
    ]
    sources: Annotated[
        list[SourceText],
        _WITHOUT_REPEATS,
        _about(
            "Where the value was seen: printed (`viz`), in the MRZ (`mrz`), by the ten-year rule (`rule`), "
            "or typed by a `person`."
        ),
    ]
    notes: Annotated[list[CodeText], _WITHOUT_REPEATS]
    candidates: NotRequired[
        Annotated[
            list[T],
            Keywords(minItems=1),
            _about("The values it may be, likeliest first; left out where there are none."),
        ]
    ]
    probabilities: NotRequired[
        Annotated[
            list[Probability],
            Keywords(minItems=1),
            _about(
                "How likely each candidate is, in their order; what is missing to 1 is the probability of "
                "none of them. Left out where they were not weighed."
            ),
        ]
    ]
    risk: NotRequired[
        Annotated[
            Probability,
            _about(
                "The probability that the value is wrong, as all texts of the card tell; left out where "
                "nothing was weighed."
            ),
        ]
    ]


class UnitDict(TypedDict):
    """An official administrative unit of today."""

    code: Annotated[str, Keywords(pattern="^[0-9]{2,8}$")]
    name_khmer: Text
    name_latin: Text


class FormerDict(TypedDict):
    """What the card prints where that was the name before a reform, and its last day as such, if known."""

    level: Literal["province", "district", "commune"]
    name_khmer: Text
    until: DayText | None


class PlaceDict(TypedDict):
    """A place, as far as the text tells it in official units."""

    text: Annotated[Text, _about("The place as printed, in normal form.")]
    village: UnitDict | None
    commune: UnitDict | None
    district: UnitDict | None
    province: UnitDict | None
    former: FormerDict | None
    codes_system: Annotated[
        str,
        Keywords(const=CODES_SYSTEM),
        _about("The codes are those of the gazetteer of the Ministry of Economy and Finance."),
    ]


class AddressDict(PlaceDict):
    """A place with what stands before the village; digits are ASCII."""

    house: str | None
    street: str | None
    group: str | None


class MarksDict(TypedDict):
    """A mark in Khmer and what it says in English."""

    text: Text
    mark: Annotated[
        str | None, _about("The kind of mark in English; `none` where the card says that there is none.")
    ]
    small: bool
    size_cm: Annotated[float, Keywords(exclusiveMinimum=0)] | None
    position: str | None
    side: str | None


class FieldsDict(TypedDict):
    """Each field of the card, always all of them."""

    document_number: Annotated[ResolvedDict[NumberText], _about("Nine numerals.")]
    surname: Annotated[ResolvedDict[Text], _about("The surname in Latin letters.")]
    given_names: Annotated[ResolvedDict[Text], _about("The given names in Latin letters.")]
    name_khmer: Annotated[ResolvedDict[Text], _about("The name in Khmer letters, in normal form.")]
    date_of_birth: Annotated[ResolvedDict[DayText], _about("The day of birth.")]
    sex: Annotated[ResolvedDict[Literal["M", "F"]], _about("The sex.")]
    height_cm: Annotated[ResolvedDict[Centimetres], _about("The height in centimetres.")]
    place_of_birth: Annotated[ResolvedDict[PlaceDict], _about("The place of birth.")]
    address: Annotated[ResolvedDict[AddressDict], _about("The address.")]
    issuing_state: Annotated[
        ResolvedDict[StateText],
        _about("The code of the issuing State in the MRZ: `KHM` on a Cambodian card."),
    ]
    nationality: Annotated[
        ResolvedDict[StateText], _about("The code of the nationality in the MRZ: `KHM` on a Cambodian card.")
    ]
    date_of_issue: Annotated[ResolvedDict[DayText], _about("The first day of validity.")]
    date_of_expiry: Annotated[ResolvedDict[DayText], _about("The last day of validity.")]
    distinguishing_marks: Annotated[ResolvedDict[MarksDict], _about("The distinguishing marks.")]


class CheckDict(TypedDict):
    """A rule and its outcome."""

    rule: RuleText
    outcome: OutcomeText


class FindingDict(TypedDict):
    """Something that was noted, and where."""

    where: Annotated[Text, _about("A field, or a path such as `mrz.sex` or `image.blur`.")]
    code: CodeText
    severity: Literal["info", "warning", "error"]


class AlarmsDict(TypedDict, total=False):
    """True when there is a problem; what was not asked for is left out."""

    border_integrity: bool
    blocking_within_border: bool
    blur: bool
    glare: bool
    tampering: bool
    reproduce: bool


class ScoresDict(TypedDict, total=False):
    """The service's own figures, 0 is good; they decide nothing beyond the alarms."""

    type: Score
    border_integrity: Score
    blocking_within_border: Score
    blur: Score
    glare: Score
    tampering: Score
    reproduce: Score


class ImageDict(TypedDict):
    """What the service says of the image, as received."""

    type: Annotated[
        Literal["normal", "copy"] | None,
        _about("An original or a photocopy; null where the service does not say."),
    ]
    alarms: AlarmsDict
    scores: ScoresDict


class PolicyDict(TypedDict):
    """By which policy it was decided; left out for the default one."""

    name: str | None
    digest: DigestText


class ProfileDict(TypedDict):
    """By which profile of an engine it was read; left out where there was none."""

    name: Text
    digest: DigestText


class OriginDict(TypedDict, total=False):
    """Where a text came from, as far as that is known."""

    line: Annotated[int, _about("The line of the OCR output on which it begins, counted from 0.")]
    lines: Annotated[list[int], _about("All lines that make up its printed line.")]
    box: Annotated[
        list[Annotated[list[float], Keywords(minItems=2, maxItems=2)]],
        Keywords(minItems=4, maxItems=4),
        _about("The corners of that line: upper left, upper right, lower right, lower left."),
    ]
    page: Annotated[int, _about("Its page, counted from 0; left out for the first.")]
    confidence: Annotated[float, _about("The service's own confidence; it decides nothing.")]


class LaidCharacterDict(TypedDict):
    """A character as it stands on the card if the value is right, and what was read of it."""

    printed: Annotated[str, _about("Empty for what was added or stands beside the value.")]
    read: Annotated[str, _about("Empty for what was lost; two characters where one numeral was read as two.")]
    edit: Annotated[str, _members(Edit, "What became of it; `khmerid codes` explains each.", name="edit")]
    likelihood: NotRequired[
        Annotated[
            Probability,
            _about("How likely that is at the noise of this card; left out where nothing was weighed by it."),
        ]
    ]


class LaidTextDict(TypedDict):
    """A text, where it stood, and how it lies along the value."""

    side: Annotated[
        SideText, _about("Print or MRZ; `rule`: the printed issue, from which a rule leads to an expiry.")
    ]
    text: Annotated[Text, _about("As received; of a very long text, the start.")]
    characters: Annotated[int, _about("How many the text has.")]
    picture: NotRequired[
        Annotated[int, _about("Of several pictures or engines, which; left out for the first.")]
    ]
    origin: NotRequired[OriginDict]
    expected: NotRequired[
        Annotated[
            Text,
            _about(
                "What stands there if the value is right; left out, as the positions are, where there is no "
                "value, or the text is far too long or short for it or has another form."
            ),
        ]
    ]
    positions: NotRequired[
        Annotated[
            list[LaidCharacterDict],
            _about("What was read makes up the text, in order, and what is printed makes up `expected`."),
        ]
    ]


class AlternativeDict(TypedDict):
    """A value that it may be, and how likely, where that was weighed."""

    value: Text
    probability: NotRequired[Probability]


class CoveringDigitDict(TypedDict):
    """A check digit that covers the value, and what it says of it."""

    rule: RuleText
    read: Annotated[str, _about("What was read in its place; empty where nothing was.")]
    expected: Annotated[
        str, _about("What the value demands; empty where another value that it covers is missing.")
    ]
    outcome: OutcomeText


class BlindSpotDict(TypedDict):
    """Something that no check digit sees of the value here."""

    code: Annotated[str, _members(Unseen, "What is not seen; `khmerid codes` explains each.", name="unseen")]
    positions: NotRequired[Annotated[list[int], _about("Of the numerals as the MRZ has them, from 1.")]]
    alternative: NotRequired[Annotated[Text, _about("The value that would look the same to every digit.")]]


class LedgerFieldDict(TypedDict):
    """All there is about one value. What there is none of is left out."""

    texts: Annotated[list[LaidTextDict], Keywords(minItems=1)]
    alternatives: NotRequired[list[AlternativeDict]]
    digits: NotRequired[list[CoveringDigitDict]]
    unseen: NotRequired[list[BlindSpotDict]]


class LedgerFieldsDict(TypedDict, total=False):
    """Each field of which a text was received."""

    document_number: LedgerFieldDict
    surname: LedgerFieldDict
    given_names: LedgerFieldDict
    name_khmer: LedgerFieldDict
    date_of_birth: LedgerFieldDict
    sex: LedgerFieldDict
    height_cm: LedgerFieldDict
    place_of_birth: LedgerFieldDict
    address: LedgerFieldDict
    issuing_state: LedgerFieldDict
    nationality: LedgerFieldDict
    date_of_issue: LedgerFieldDict
    date_of_expiry: LedgerFieldDict
    distinguishing_marks: LedgerFieldDict


class LedgerNoiseDict(TypedDict):
    """How often a numeral is misread on each side of this card, as all its texts tell."""

    printed_khmer: Probability
    printed_latin: Probability
    mrz: Probability


class LedgerVersionsDict(TypedDict):
    """By what it was decided."""

    khmerid: Text
    policy: DigestText
    misreadings: Annotated[DigestText, _about("The digest of the tables of what is misread as what.")]


class LedgerDict(TypedDict):
    """How each value was made of each text; personal data. Only there where it was asked for."""

    versions: LedgerVersionsDict
    noise: LedgerNoiseDict
    fields: LedgerFieldsDict


class BeforeReviewDict(TypedDict):
    """What the machine had decided."""

    decision: Annotated[str, _members(Decision, "What a machine may do with the card under the policy.")]
    reasons: Annotated[list[ReasonText], _WITHOUT_REPEATS]


class ReviewDict(TypedDict):
    """What people decided of the card, and how often they are wrong."""

    reviewers: Annotated[list[Text], Keywords(minItems=1)]
    at: Annotated[MomentText, _about("When the last of them decided.")]
    decision: Annotated[
        str,
        _members(
            ReviewOutcome, "What they decided themselves; `conflicting` where they decided differently."
        ),
    ]
    error_bound: Annotated[
        Probability | None,
        _about(
            "The share of the fields that these reviewers typed that is wrong at most, at 95 %; null where "
            "nothing tells."
        ),
    ]
    bound_from: Annotated[
        str | None,
        Keywords(
            enum=[*(member.value for member in BoundFrom), None],
            description="`known_cards`: their own on cards whose values are known. `agreement`: how often "
            "two reviewers typed different values, which says nothing of errors that both make.",
        ),
    ]
    machine: Annotated[BeforeReviewDict, _about("What the machine had decided before.")]


class ReportDict(TypedDict):
    """A report. It is accepted exactly when it has no reasons."""

    decision: Annotated[str, _members(Decision, "What a machine may do with the card under the policy.")]
    reasons: Annotated[
        list[ReasonText], _WITHOUT_REPEATS, _about("Why the card is not accepted; empty where it is.")
    ]
    fields: FieldsDict
    checks: Annotated[
        list[CheckDict],
        Keywords(minItems=len(Rule) - 1, maxItems=len(Rule)),
        _about(
            "Every rule, in a fixed order, compared or not; that of several pictures where there are several."
        ),
    ]
    findings: Annotated[
        list[FindingDict],
        _about("Everything that was noted, with its place. Never what was on the card."),
    ]
    image: ImageDict
    policy: NotRequired[PolicyDict]
    profile: NotRequired[ProfileDict]
    ledger: NotRequired[LedgerDict]
    review: NotRequired[ReviewDict]


class ReportRow(ReportDict):
    """A report as the command writes it. It is accepted exactly when it has no reasons."""

    id: NotRequired[RowId]


class ErrorDict(TypedDict):
    """Why a row could not be examined."""

    code: Annotated[
        Text,
        _about(
            "`not_json`, `not_utf8`, `not_text`, `duplicate_key`, `row_too_long`, `malformed_row`, "
            "`no_response`, `not_a_response_file`, `unreadable_today`, `unexpected_response`, "
            "`no_picture_reader`, `internal_error`, or a service's own code such as `AIS.0104`."
        ),
    ]
    message: Annotated[str, _about("What is wrong, for people. It never quotes the card.")]
    retry: NotRequired[
        Annotated[
            Literal["no", "once", "backoff"],
            _about("Whether another try helps, where a service answered with an error."),
        ]
    ]


class ErrorRow(TypedDict):
    """A row that could not be examined."""

    id: RowId
    error: ErrorDict
