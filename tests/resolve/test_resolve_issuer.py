"""The issuing State and the nationality: Cambodia's where the MRZ bears them out, and never another's."""

import itertools
import math
import random
import string
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cards import CLEAN, MIDDLE, TODAY, UPPER, changed, report

from khmerid.examination import examine_all
from khmerid.misreading import SHIPPED
from khmerid.misreading.aligner import Slot, fill
from khmerid.misreading.channel import DEAREST_SLIP, added_cost, literal_cost
from khmerid.mrz.codes import STATES
from khmerid.notes import Code
from khmerid.report.reasons import Decision, Reason
from khmerid.report.report import Report
from khmerid.resolve import issuer
from khmerid.resolve.issuer import judge_codes
from khmerid.resolve.resolved import Assurance, Resolved, Source
from khmerid.rules import STATE

OTHERS = sorted(code.ljust(3, "<") for code in STATES - {STATE})


def judged(state: str, nationality: str) -> tuple[Resolved[str], Resolved[str]]:
    return judge_codes([state], [nationality], SHIPPED.mrz)


@given(st.text(alphabet="KHMNVDZ<IO0?", max_size=8))
def test_codes_that_are_costed_together_cost_what_each_does(text: str) -> None:
    channel = SHIPPED.mrz
    any_lost = min(min(channel.cost(letter, ""), DEAREST_SLIP) for letter in STATE)
    any_read = [min(literal_cost(channel, one, read) for one in STATE if one != read) for read in text]
    added = [added_cost(channel, read) for read in text]
    costs = issuer._costs_of_text(text, channel)
    for code in OTHERS:
        slots: list[Slot] = [
            (any_lost, [cost * (read != one) for read, cost in zip(text, any_read, strict=True)], ())
            for one in code
        ]
        assert costs[code.rstrip("<")] == pytest.approx(fill(slots, added)[-1][-1])


def with_codes(state: str = STATE, nationality: str = STATE) -> Report:
    upper, middle = UPPER.replace(STATE, state, 1), MIDDLE.replace(STATE, nationality, 1)
    return report(changed(upper=upper, middle=middle))


def is_far_from_cambodia(code: str) -> bool:
    """Return whether more than one letter differs, so that the code is hardly KHM misread."""
    return sum(one != other for one, other in zip(code, STATE, strict=True)) > 1


def is_sure_or_accepted(found: Report) -> bool:
    sure = found.issuing_state.assurance.is_sure or found.nationality.assurance.is_sure
    return sure or found.decision is Decision.ACCEPT


def test_the_codes_of_a_clean_card_are_protected() -> None:
    found = report(CLEAN).to_dict()["fields"]
    said = {"value": "KHM", "assurance": "protected", "sources": ["mrz"], "notes": []}
    assert found["issuing_state"] == said
    assert found["nationality"] == said
    assert [*found].index("nationality") + 1 == [*found].index("date_of_issue")


@pytest.mark.parametrize("code", OTHERS)
def test_no_other_state_passes_as_issuer_or_as_nationality_or_as_both(code: str) -> None:
    for found in (with_codes(state=code), with_codes(nationality=code)):
        assert not is_sure_or_accepted(found)
        assert Reason.OTHER_ISSUER in found.reasons
        assert found.nationality.candidates == (STATE, code.rstrip("<"))
        assert [note.code for note in found.issuing_state.notes] == [Code.ISSUER_CONFLICTS]
    both = with_codes(code, code)
    assert not is_sure_or_accepted(both)
    assert Reason.OTHER_ISSUER in both.reasons
    assert (both.issuing_state.value, both.nationality.assurance) == (code.rstrip("<"), Assurance.READ)


@pytest.mark.parametrize(
    ("upper", "code"),
    [
        ("IRSGS8VX5KFRR46489673138<<<<<<", "SGS"),  # a long number, and optional data
        ("C<ASM5P2H117<<4123456789<<<<<<", "ASM"),  # a short one
        ("C<D<<2095293886<<<<<<<<<<<<<<<", "D"),
        ("C<THA2095293886<<<<<<<<<<<<<<<", "THA"),
    ],
)
def test_no_other_state_passes_however_its_numbers_are_printed(upper: str, code: str) -> None:
    """Such permits of other States for Cambodians were once sure to be issued by Cambodia."""
    found = report(changed(upper=upper))
    assert not is_sure_or_accepted(found)
    assert Reason.OTHER_ISSUER in found.reasons
    assert found.issuing_state.candidates == (STATE, code)


def test_no_three_letters_pass_for_a_code() -> None:
    chance = random.Random(7)  # noqa: S311 - which letters are tried is no secret
    drawn = ("".join(chance.choices(string.ascii_uppercase, k=3)) for _ in range(150))
    for code in filter(is_far_from_cambodia, drawn):
        assert not is_sure_or_accepted(with_codes(state=code)), code
        assert not is_sure_or_accepted(with_codes(nationality=code)), code


@given(st.text(string.ascii_uppercase, min_size=3, max_size=3).filter(is_far_from_cambodia))
@settings(max_examples=60)
def test_three_clean_letters_on_either_side_leave_neither_code_sure(code: str) -> None:
    assert not any(one.assurance.is_sure for one in (*judged(code, STATE), *judged(STATE, code)))


@given(st.text(max_size=12), st.text(max_size=12))
@settings(max_examples=60)
def test_nothing_but_cambodia_is_ever_sure(state: str, nationality: str) -> None:
    assert {one.value for one in judged(state, nationality) if one.assurance.is_sure} <= {STATE}


@pytest.mark.parametrize(
    ("state", "nationality"),
    [
        ("KHN", "KHM"),
        ("KHM", "K8M"),
        ("", "KHM"),
        ("KHM", ""),
        ("OKHM", "KHm"),
        ("KHN", "KHN"),
    ],
)
def test_a_code_that_is_only_damaged_is_borne_out_by_the_other(state: str, nationality: str) -> None:
    found = judged(state, nationality)
    assert [one.value for one in found] == [STATE, STATE]
    assert [one.assurance for one in found] == [Assurance.PROTECTED] * 2
    codes = [[note.code for note in one.notes] for one in found]
    assert codes == [[] if text == STATE else [Code.RECOVERED] for text in (state, nationality)]


@pytest.mark.parametrize("upper", ["LDKHM", "IDKHN", "IDK8M"])
def test_a_card_with_a_damaged_head_is_accepted(upper: str) -> None:
    assert report(changed(upper=UPPER.replace("IDKHM", upper))).decision is Decision.ACCEPT


@pytest.mark.parametrize(("text", "code"), [("%|«", Code.UNREADABLE), ("", Code.MISSING)])
def test_codes_of_which_nothing_can_be_read_are_absent(text: str, code: Code) -> None:
    for one in judged(text, text):
        assert (one.value, one.assurance) == (None, Assurance.ABSENT)
        assert [note.code for note in one.notes] == [code]


def test_a_code_that_may_as_well_be_another_is_doubtful() -> None:
    assert (
        judged("KHM", "<<<")[1].assurance is Assurance.DOUBTFUL
    )  # Germany's code is one letter and two fillers
    state, nationality = judged("TH4", "?HA")
    assert (state.assurance, nationality.assurance) == (Assurance.DOUBTFUL, Assurance.DOUBTFUL)
    assert "THA" in state.candidates
    found = with_codes("TH4", "?HA")
    assert Reason.ISSUING_STATE_NOT_SURE in found.reasons
    assert Reason.OTHER_ISSUER not in found.reasons


def test_two_other_states_are_a_conflict_of_all_three() -> None:
    assert judged("THA", "VNM")[0].candidates == (STATE, "THA", "VNM")


def test_letters_that_are_no_state_are_not_that_of_another_issuer() -> None:
    found = with_codes(nationality="QZX")
    assert found.nationality.candidates == (STATE, "QZX")
    assert Reason.NATIONALITY_NOT_SURE in found.reasons
    assert Reason.OTHER_ISSUER not in found.reasons


def test_one_picture_with_the_code_of_another_state_is_enough() -> None:
    def lines(middle: str) -> dict[str, object]:
        texts = [CLEAN.document_number, CLEAN.date_of_birth, UPPER, middle, CLEAN.mrz[2]]
        return {"machine_code1": texts[2], "machine_code2": texts[3], "machine_code3": texts[4]}

    other = MIDDLE.replace(STATE, "THA")
    found = examine_all([lines(MIDDLE), lines(other)], today=TODAY)
    assert found.nationality.assurance is Assurance.CONFLICTING


@pytest.mark.parametrize(("state", "nationality"), [("ក|ក", "%||"), ("0%ក", "4៥៧"), ("|»ក", "|«ក")])
def test_codes_of_which_nothing_is_left_are_those_of_a_card_printed_in_khmer(
    state: str, nationality: str
) -> None:
    found = with_codes(state, nationality)
    for code in (found.issuing_state, found.nationality):
        assert (code.value, code.assurance, code.sources) == (STATE, Assurance.PROTECTED, (Source.VIZ,))
        assert [note.code for note in code.notes] == [Code.ISSUER_BY_PRINT]


@pytest.mark.parametrize(
    ("state", "nationality"),
    [("V%ក", "|ក|"), ("ក|ក", "C%|"), ("ក|ក", "<<<"), ("VNM", "|ក|"), ("vn%", "|ក|"), ("ក|ក", "%N|")],
)
def test_the_print_says_nothing_where_a_letter_or_a_filler_of_another_code_is_left(
    state: str, nationality: str
) -> None:
    assert not is_sure_or_accepted(with_codes(state, nationality))


def test_the_print_says_nothing_where_the_mrz_is_not_borne_out() -> None:
    upper, middle = UPPER.replace(STATE, "ក|ក", 1), MIDDLE.replace(STATE, "%||", 1)
    card = attrs.evolve(changed(upper=upper, middle=middle), date_of_birth=None, date_of_expiry=None)
    assert not is_sure_or_accepted(report(card))


@pytest.mark.parametrize(
    "lines",
    [
        ("I<LAOAQSO<<TXYAVGNF<<<<<<<<<E<<<<<<<", "5756105920LAO5043K1M2406156<<<<5<<8"),
        ("PK<MMRZCPJHSUT<<WW<EKC<<<<<<<<<<<<<<<<<<<<K<<<", "8JGNCJWKU9MMR590805K3M301E165<<<<<<<<<<<<<<02"),
    ],
    ids=["TD2", "TD3"],
)
def test_two_noisy_lines_of_another_state_are_not_those_of_a_card(lines: tuple[str, str]) -> None:
    found = report(attrs.evolve(CLEAN, mrz=lines))
    assert not is_sure_or_accepted(found)
    assert found.issuing_state.assurance is Assurance.DOUBTFUL
    assert STATE in found.issuing_state.candidates  # it is offered, and no more


WITHOUT_PRINT: dict[str, Any] = {"document_number": None, "date_of_birth": None, "date_of_expiry": None}


@pytest.mark.parametrize(
    ("upper", "middle", "printed", "is_sure"),
    [
        ("IDKHN0102030402", "9003152F2912316KHN<<<<<<<<<<<4", WITHOUT_PRINT, True),
        ("IDKHNO1?203O4O2", "9OO3I5?FZ9IZ3I?KHN<<<<<<<<<<<4", WITHOUT_PRINT, False),
        ("IDKHMO1?203O4O2", "9OO3I5?FZ9IZ3I?KHN<<<<<<<<<<<4", WITHOUT_PRINT, True),
        ("IDKHN0102030402", "9OO3I5?FZ9IZ3I?KHN<<<<<<<<<<<4", {}, True),
    ],
    ids=["a digit verifies", "nothing does", "one code as it stands", "the print has the number"],
)
def test_codes_that_are_misread_are_sure_only_in_lines_that_are_a_cards(
    upper: str, middle: str, printed: dict[str, Any], *, is_sure: bool
) -> None:
    found = report(changed(upper=upper.ljust(30, "<"), middle=middle, **printed))
    assert found.issuing_state.assurance.is_sure is is_sure
    assert found.nationality.assurance.is_sure is is_sure


@pytest.mark.parametrize(
    ("state", "nationality"), [("KHM", "KHN"), ("K?M", "K?M"), ("VNM", "KHM"), ("", "KHM"), ("??", "TH")]
)
def test_codes_are_as_likely_as_all_pairs_of_codes_make_them(state: str, nationality: str) -> None:
    """One card in ten thousand is not Cambodian in both, and one in a hundred of these is of two States."""
    costs = [issuer._costs_of_text(text, SHIPPED.mrz) for text in (state, nationality)]
    one, other = ({code: math.exp(-cost) for code, cost in each.items()} for each in costs)
    others, count = 1e-4, len(OTHERS)
    of_state, of_nationality = dict.fromkeys(one, 0.0), dict.fromkeys(one, 0.0)
    for first, second in itertools.product(one, repeat=2):
        if first == second:
            prior = 1 - others if first == STATE else others * 0.99 / count
        else:
            prior = others * 0.01 / (count * (count + 1))
        likely = prior * one[first] * other[second]
        of_state[first] += likely
        of_nationality[second] += likely
    found = issuer._posterior(*costs)
    assert found[0] == pytest.approx(of_state)
    assert found[1] == pytest.approx(of_nationality)
    both = (1 - others) * one[STATE] * other[STATE]
    assert found[2] == pytest.approx(1 - both / sum(of_state.values()), abs=1e-12)


def test_the_allowed_risk_decides_which_codes_are_sure() -> None:
    codes = ["K?M"], ["KH?"]
    strict, lax = (judge_codes(*codes, SHIPPED.mrz, risk=risk) for risk in (1e-12, 1e-10))
    assert [one.assurance for one in strict] == [Assurance.DOUBTFUL] * 2
    assert [one.assurance for one in lax] == [Assurance.PROTECTED] * 2
    assert [len(one.candidates) for one in strict] == [3, 3]
    assert [one.candidates[0] for one in strict] == [STATE, STATE]
    assert [note.code for note in strict[0].notes] == [Code.RIVAL_NEAR]
    assert strict[0].sources == (Source.MRZ,)


def test_a_code_that_was_read_clean_has_no_note_and_one_that_was_not_is_recovered() -> None:
    state, nationality = judged("KHM", "KH?")
    assert (state.notes, [note.code for note in nationality.notes]) == ((), [Code.RECOVERED])
    assert (state.value, nationality.value) == (STATE, STATE)


def test_of_several_pictures_the_clearest_tells() -> None:
    clear, blurred = judge_codes(["KHM"], ["KHM"], SHIPPED.mrz), judge_codes(["?Z%"], ["?Z%"], SHIPPED.mrz)
    assert blurred[0].assurance is not Assurance.PROTECTED
    both = judge_codes(["?Z%", "KHM"], ["KHM", "?Z%"], SHIPPED.mrz)
    assert [one.assurance for one in both] == [one.assurance for one in clear]


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("VNM", ["VNM"]),
        ("vnm", ["VNM"]),
        ("XVNM", ["VNM"]),  # a character too many on either side
        ("VNMX", ["VNM"]),
        ("D<<", ["D"]),
        ("KHM", []),
        ("KHN", []),  # three letters that KHM is misread as
        ("KHMX", []),
        ("QWZ", ["QWZ"]),  # three that it is hardly misread as
        ("Q?Z", []),
        ("VN", []),
        ("", []),
    ],
)
def test_another_code_is_one_of_doc_9303_or_three_letters_that_are_hardly_khm(
    text: str, others: list[str]
) -> None:
    assert issuer._others_in(text, SHIPPED.mrz) == others
