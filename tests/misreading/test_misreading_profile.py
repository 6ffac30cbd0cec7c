"""The profile of an engine: what it may hold, how it is written and read, and which rates it gives."""

import datetime as dt
import json
import math
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.stored import all_stored, clean_card, noisy_card, silently_wrong

from khmerid import Profile, Report, examine, examine_all, examine_many
from khmerid.calibration.learning import learn
from khmerid.misreading import SHIPPED
from khmerid.misreading.channel import UNSEEN, Channel
from khmerid.misreading.conditions import CONDITIONS
from khmerid.misreading.profile import SHIPPED_PROFILES
from khmerid.report.schema import report_schema

MARK = "SOPHEA"  # stands for what no message quotes
CHANNELS = {"khmer": "printed_khmer", "latin": "printed_latin", "mrz": "mrz"}
TODAY = dt.date(2026, 11, 22)


def gate(**held: Any) -> Profile:
    """Return a profile that holds something of each kind."""
    kept: dict[str, Any] = {
        "name": "gate",
        "cards": 300,
        "characters": {"khmer": {"4": {"៤": 900.0, "៨": 99.5}, "": {" ": 3.0}}, "mrz": {"0": {"O": 7.25}}},
        "sex_words": {(1, 1): (20.0, 3.0), (0, 3): (280.0, 0.0)},
        "conditions": (200.0, 50.0, 30.0, 15.0, 5.0),
        "on_cards": {"khmer 4 misread": (12, 300), "sex missing": (0, 300)},
    }
    return Profile(**(kept | held))


def plain(**other: Any) -> dict[str, Any]:
    """Return the JSON of a profile as data, with something else in it."""
    said: dict[str, Any] = json.loads(gate().to_json())
    return said | other


def refusal(take: Callable[[], object]) -> str:
    """Return the message of the refusal, which neither quotes nor holds what was given."""
    with pytest.raises(ValueError, match=r"\w") as caught:
        take()
    error = caught.value
    assert type(error) is ValueError
    assert MARK not in str(error)
    assert (error.__cause__, error.__context__) == (None, None)
    return str(error)


def test_a_profile_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    profile = gate()
    text = profile.to_json()
    file = tmp_path / "gate.json"
    file.write_text("\ufeff" + text, "utf-8")
    for read in (Profile.from_json(text), Profile.from_file(file), Profile.from_file(str(file))):
        assert (read, hash(read), read.used) == (profile, hash(profile), profile.used)
        assert read.to_json() == text


def test_the_same_counts_give_the_same_digest_whatever_their_order() -> None:
    one = gate()
    other = gate(
        characters={"mrz": {"0": {"O": 7.25}}, "khmer": {"": {" ": 3}, "4": {"៨": 99.5, "៤": 900}}},
        sex_words={(0, 3): (280, 0), (1, 1): (20, 3)},
        conditions=[200, 50, 30, 15, 5],
        on_cards={"sex missing": (0, 300), "khmer 4 misread": (12, 300)},
    )
    assert other == one
    assert other.used == one.used
    assert other.to_json() == one.to_json()


@pytest.mark.parametrize(
    "other",
    [
        {"cards": 301},
        {"conditions": (200.0, 50.0, 30.0, 15.0, 6.0)},
        {"on_cards": {"khmer 4 misread": (13, 300), "sex missing": (0, 300)}},
        {"sex_words": {(1, 1): (20.0, 3.0)}},
        {"characters": {"khmer": {"4": {"៤": 900.0}}}},
    ],
)
def test_other_counts_have_another_digest_and_another_name_has_not(other: dict[str, Any]) -> None:
    assert gate(**other).used.digest != gate().used.digest
    assert gate(name="door").used.digest == gate().used.digest
    assert gate(name="door").used != gate().used


def test_what_was_given_may_change_and_the_profile_does_not() -> None:
    row = {"៤": 900.0}
    profile = gate(characters={"khmer": {"4": row}})
    digest = profile.used.digest
    row["៤"] = 1.0
    assert profile.characters["khmer"]["4"]["៤"] == 900.0
    assert Profile.from_json(profile.to_json()).used.digest == digest


def test_a_profile_goes_to_other_processes_with_its_tables() -> None:
    profile = gate()
    before = profile.misreadings.digest
    sent = pickle.loads(pickle.dumps(profile))  # noqa: S301 - our own
    assert sent == profile
    assert sent.misreadings.digest == before != SHIPPED.digest


def test_its_repr_has_its_name_and_how_many_cards() -> None:
    assert repr(gate()) == "Profile('gate', 300 cards)"


def test_what_cannot_be_seen_is_escaped_in_a_file() -> None:
    unseen = {"\u202e": 3.0, "\ud800": 4.0, "\u200b": 5.0}
    profile = gate(characters={"latin": {"4": unseen}})
    text = profile.to_json()
    assert not set(unseen) & set(text)
    assert Profile.from_json(text.encode().decode()) == profile


WRONG_KINDS: tuple[Any, ...] = (None, 5, True, MARK, [MARK], [[MARK]], {MARK: MARK}, {MARK: [MARK]}, [5, 5])


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        (key, wrong)
        for key in sorted(plain().keys() - {"format"})
        for wrong in WRONG_KINDS
        if (key, wrong) != ("name", MARK)
    ],
)
def test_a_part_of_another_kind_is_refused(key: str, wrong: Any) -> None:
    refusal(lambda: Profile.from_json(json.dumps(plain(**{key: wrong}))))


@pytest.mark.parametrize("key", sorted(plain()))
def test_a_part_that_is_missing_is_refused(key: str) -> None:
    said = plain()
    del said[key]
    message = refusal(lambda: Profile.from_json(json.dumps(said)))
    assert ("digest" if key == "digest" else "missing" if key != "format" else "no format") in message


def nested(depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _ in range(depth):
        found = {"4": found}
    return found


NO_NAMES: tuple[Any, ...] = (
    "",
    "<b>gate</b>",
    "gate\n",
    "a\nb",
    "x" * 65,
    ".gate",
    "គេ",
    "a\u202eb",
    "a/b",
    [],
)
NO_COUNTS: tuple[Any, ...] = (True, MARK, None, [], -0.5, -1, math.nan, math.inf, -math.inf, 10**400, 1e300)
NO_EDITS: tuple[Any, ...] = (-1, True, 1.0, "1", None)
NOT_ON_CARDS: tuple[list[Any], ...] = (
    *([5, 4], [-1, 4], [1.0, 4], [True, 4], [5], [1, 2, 3], ["1", "2"], [1, 10**400], [None, 4], []),
)
NOT_NOTED = ("sok sophea", "sok missing", "khmer x misread", "picture of sok", "sex missing ")
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"digest": "sha256:" + "0" * 64}, "damaged or was edited"),
    ({"cards": 299}, "damaged or was edited"),
    ({"format": 2}, "another version"),
    ({"format": MARK}, "another version"),
    ({"tables": "sha256:" + "0" * 64}, "tables of another version"),
    ({"cards": 9}, "at least 10 cards"),
    ({"cards": -300}, "at least 10 cards"),
    ({"cards": 300.0}, "at least 10 cards"),
    ({"cards": 10**400}, "at least 10 cards"),
    *(({"name": name}, "letters, numerals, blanks") for name in NO_NAMES),
    ({"characters": {MARK: {"4": {"៤": 1.0}}}}, "the channels khmer, latin, mrz, and 1 other"),
    ({"characters": {"khmer": {MARK: {"៤": 1.0}}}}, "single characters only"),
    ({"characters": {"khmer": {"4": {MARK: 1.0}}}}, "single characters only"),
    ({"characters": {"khmer": {"4": {"ab": 1.0}}}}, "single characters only"),
    *(({"characters": {"mrz": {letter: {letter: 9.0}}}}, "nothing of letters") for letter in "MK<"),
    ({"characters": {"name": {"K": {"T": 9.0}}}}, "channels"),
    ({"names": {}}, "a part that none has"),
    ({MARK: 1}, "a part that none has"),
    ({"characters": nested(300)}, "channels"),
    ({"characters": {"khmer": nested(300)}}, "counts"),
    ({"conditions": [1.0] * 4}, "5 conditions"),
    ({"conditions": [1.0] * 6}, "5 conditions"),
    *(({"characters": {"khmer": {"4": {"៤": count}}}}, "counts") for count in NO_COUNTS),
    *(({"conditions": [1, 1, 1, 1, count]}, "counts") for count in NO_COUNTS),
    *(({"sex_words": [[1, 1, 5, count]]}, "counts") for count in NO_COUNTS),
    ({"sex_words": [[1, 1, 5]]}, "whole numbers"),
    ({"sex_words": [[1, 1, 5, 5, 5]]}, "whole numbers"),
    ({"sex_words": [[1]]}, "damaged"),
    ({"sex_words": [[[1], 1, 5, 5]]}, "damaged"),
    *(({"sex_words": [[1, edits, 5, 5]]}, "whole numbers") for edits in NO_EDITS),
    *(({"on_cards": {"khmer 4 misread": counts}}, "whole numbers") for counts in NOT_ON_CARDS),
    ({"on_cards": {MARK: [1, 4]}}, "known name"),
    *(({"on_cards": {what: [1, 4]}}, "known name") for what in NOT_NOTED),
]


@pytest.mark.parametrize(("other", "message"), REFUSED, ids=range(len(REFUSED)))
def test_what_no_profile_holds_is_refused(other: dict[str, Any], message: str) -> None:
    assert message in refusal(lambda: Profile.from_json(json.dumps(plain(**other))))


@pytest.mark.parametrize("name", ["gate", "Gate 2.1_b-c", "7", "x" * 64])
def test_a_plain_name_is_taken(name: str) -> None:
    assert Profile.from_json(gate(name=name).to_json()).name == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        f'"{MARK}"',
        f'["{MARK}"]',
        f'{{"{MARK}": 1}}',
        f"{{{MARK}",
        gate().to_json().replace('"cards": 300', '"cards": 300, "cards": 300'),
        "[" * 100_000,
        '{"format":' * 100_000,
        "9" * 5_000,
    ],
    ids=range(10),
)
def test_what_is_no_profile_is_refused(text: str) -> None:
    assert refusal(lambda: Profile.from_json(text)).startswith("not a profile: ")


def test_a_profile_that_was_cut_short_is_refused() -> None:
    text = gate().to_json().rstrip()
    for end in range(len(text)):
        with pytest.raises(ValueError, match="not a profile: no object of JSON"):
            Profile.from_json(text[:end])


@given(st.integers(0, len(gate().to_json()) - 1), st.sampled_from('0123456789.,:"[]{}abeក -'))
def test_a_profile_in_which_a_character_was_changed_is_refused_or_says_the_same(at: int, other: str) -> None:
    text = gate().to_json()
    try:
        read = Profile.from_json(text[:at] + other + text[at + 1 :])
    except ValueError:
        return
    assert read.used.digest == gate().used.digest


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (gate().to_json().encode() + b" " * 2_000_000, "not a profile: the file is too long"),
        (MARK.encode() + b"\xff", "not a profile: the file is not UTF-8"),
        (gate().to_json().encode("utf-16"), "not a profile: the file is not UTF-8"),
        (b"", "not a profile: no object of JSON"),
    ],
    ids=range(4),
)
def test_a_file_that_is_no_profile_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "gate.json"
    file.write_bytes(content)
    assert refusal(lambda: Profile.from_file(file)) == message


def test_a_file_may_have_a_million_bytes_and_no_more(tmp_path: Path) -> None:
    file = tmp_path / "gate.json"
    file.write_bytes(gate().to_json().encode().ljust(1_000_000))
    assert Profile.from_file(file) == gate()
    file.write_bytes(gate().to_json().encode().ljust(1_000_001))
    with pytest.raises(ValueError, match=r"^not a profile: the file is too long$"):
        Profile.from_file(file)


def test_a_file_that_cannot_be_read_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Profile.from_file(tmp_path / "none.json")
    with pytest.raises(OSError, match="directory"):
        Profile.from_file(tmp_path)


@pytest.mark.parametrize("name", SHIPPED_PROFILES)
def test_a_profile_of_the_package_moves_rates(name: str) -> None:
    profile = Profile.shipped(name)
    assert profile.name == name
    assert profile.misreadings.digest != SHIPPED.digest


@pytest.mark.parametrize("name", ["", "../shipped", "smart-kh-ocr.json", "SMART-KH-OCR"])
def test_a_profile_that_the_package_has_not_is_refused(name: str) -> None:
    with pytest.raises(KeyError):
        Profile.shipped(name)


def channels(profile: Profile) -> dict[str, Channel]:
    return {name: getattr(profile.misreadings, attribute) for name, attribute in CHANNELS.items()}


def test_a_profile_without_counts_gives_what_is_shipped() -> None:
    empty = Profile(name="gate", cards=10)
    assert channels(empty) == {name: getattr(SHIPPED, attribute) for name, attribute in CHANNELS.items()}
    assert empty.misreadings.conditions == SHIPPED.conditions
    assert empty.misreadings.sex_words == SHIPPED.sex_words
    assert empty.misreadings.digest == SHIPPED.digest


def test_a_channel_without_counts_is_the_shipped_one_beside_another() -> None:
    profile = gate(characters={"khmer": {"4": {"៤": 900.0}}})
    own = channels(profile)
    assert own["mrz"] is SHIPPED.mrz
    assert own["khmer"].costs != SHIPPED.printed_khmer.costs
    assert (own["khmer"].name, own["khmer"].doubled) == ("khmer", SHIPPED.printed_khmer.doubled)


COUNTS = st.sampled_from([0, 0.01, 1, 7.5, 4000, 1e12]) | st.floats(0, 1e6)
ROWS = st.dictionaries(st.sampled_from(["", " ", ".", "x", "<", "O", *"0189០៤៨"]), COUNTS, max_size=6)
TABLES = st.dictionaries(st.sampled_from(["", ".", *"0123456789"]), ROWS, max_size=8)


@given(st.dictionaries(st.sampled_from(sorted(CHANNELS)), TABLES))
@example({"khmer": {"": {"x": 1e12}, "1": {"១": 1.0}}})
@example({"mrz": {"": {"x": 5.0}}})
def test_the_rates_of_a_character_add_up_to_one_at_most(characters: dict[str, Any]) -> None:
    own = channels(Profile(name="gate", cards=10, characters=characters))
    counted = [own[name] for name, table in characters.items() if table]
    for channel in counted:
        for printed, row in channel.costs.items():
            assert sum(channel.rates(printed).values()) <= 1 + 1e-9
            assert all(-1e-9 <= cost < UNSEEN for cost in row.values())


def rate_after(cards: int, shipped: float, own: float, read: str) -> float:
    """Return the rate of a printed 4 read so, learned from so many cards, each of which has four."""
    seen = 4.0 * cards
    row = {"៤": seen * (1 - own), read: seen * own}
    profile = Profile(name="gate", cards=cards, characters={"khmer": {"4": row}})
    assert SHIPPED.printed_khmer.rates("4").get(read, 0.0) == shipped
    return profile.misreadings.printed_khmer.rates("4").get(read, 0.0)


@given(st.sampled_from(["៨", "m", "Q", "១", "5", ""]), st.floats(0.02, 0.5))
def test_ten_cards_hardly_move_a_rate_and_a_thousand_plainly_do(read: str, own: float) -> None:
    shipped = SHIPPED.printed_khmer.rates("4").get(read, 0.0)
    after_ten, after_many = (rate_after(cards, shipped, own, read) for cards in (10, 1000))
    assert abs(after_ten - shipped) < 0.05 * abs(own - shipped) + 0.001
    assert abs(after_many - own) < 0.25 * abs(own - shipped) + 0.001


def test_what_these_cards_do_not_happen_to_have_is_not_forgotten() -> None:
    shipped = SHIPPED.printed_khmer.rates("4")
    own = gate(characters={"khmer": {"4": {"៤": 1000.0}}}).misreadings.printed_khmer.rates("4")
    assert all(own[read] > 0.4 * rate for read, rate in shipped.items() if rate > 0.001)


def test_the_words_of_the_sex_are_weighed_by_how_often_the_nearer_was_right() -> None:
    shipped = SHIPPED.sex_words

    def odds(words: dict[tuple[int, int], tuple[float, float]]) -> dict[tuple[int, int], float]:
        return {**gate(sex_words=words).misreadings.sex_words}

    assert odds({(1, 1): (500.0, 0.0)})[1, 1] > shipped[1, 1] > odds({(1, 1): (500.0, 50.0)})[1, 1] > 0
    assert odds({(1, 1): (0.0, 500.0)})[1, 1] == 0  # and never the farther for the nearer
    assert odds({(99, 99): (500.0, 0.0)}) == shipped
    assert odds({(1, 1): (500.0, 0.0)})[2, 1] == shipped[2, 1]


@given(st.lists(COUNTS, min_size=len(CONDITIONS), max_size=len(CONDITIONS)))
def test_the_conditions_are_shares_of_all_pictures(counts: list[float]) -> None:
    own = gate(conditions=counts).misreadings.conditions
    assert math.isclose(sum(own), 1.0)
    assert all(share > 0 for share in own)


def test_many_ruined_pictures_make_them_likelier() -> None:
    own = gate(conditions=(0, 0, 0, 900, 0)).misreadings.conditions
    assert own[3] > 0.9
    assert own[0] < 0.1


SPECIMEN, RESPONSE = clean_card(1)
CLEAN = learn(all_stored(map(clean_card, range(40))), "clean")


def all_examined(profile: Profile | None) -> Iterable[Report]:
    yield examine(RESPONSE, today=SPECIMEN.today, profile=profile)
    yield examine_all([RESPONSE, RESPONSE], today=SPECIMEN.today, profile=profile)
    for found in examine_many([RESPONSE], today=SPECIMEN.today, profile=profile):
        assert isinstance(found, Report)
        yield found


def test_a_report_names_the_profile_that_the_card_was_read_by() -> None:
    validator = jsonschema.Draft202012Validator(report_schema())
    for found in all_examined(CLEAN):
        said: Any = found.to_dict()
        assert found.profile == CLEAN.used
        assert said["profile"] == {"name": "clean", "digest": CLEAN.used.digest}
        assert Report.from_dict(json.loads(json.dumps(said))).profile == CLEAN.used
        assert found.redacted()["profile"] == said["profile"]
        assert list(validator.iter_errors({"id": 1, **said})) == []


def test_a_report_without_a_profile_names_none() -> None:
    for found in all_examined(None):
        assert found.profile is None
        assert "profile" not in found.to_dict()
        assert "profile" not in found.redacted()


@pytest.mark.parametrize("wrong", ["clean.json", {"name": "clean"}, SHIPPED, True], ids=type)
def test_what_is_no_profile_is_no_argument(wrong: Any) -> None:
    message = f"profile is a Profile, not {type(wrong).__name__}"
    for take in (
        lambda: examine(RESPONSE, today=TODAY, profile=wrong),
        lambda: examine_all([RESPONSE], today=TODAY, profile=wrong),
        lambda: examine_many([RESPONSE], today=TODAY, profile=wrong),
    ):
        with pytest.raises(TypeError, match=message):
            take()


def test_by_a_profile_of_clean_cards_nothing_noisy_is_silently_wrong() -> None:
    for number in range(1000, 1030):
        specimen, response = noisy_card(number)
        found = examine(response, today=specimen.today, profile=CLEAN)
        assert silently_wrong(found, specimen) == []


def test_the_ledger_has_the_digest_of_the_tables_of_the_profile() -> None:
    found = examine(RESPONSE, today=SPECIMEN.today, profile=CLEAN, evidence=True)
    assert found.ledger is not None
    assert found.ledger.versions.misreadings == CLEAN.misreadings.digest != SHIPPED.digest
