"""The rules by which lines become a card, one example each."""

from khmerid.adapters.response import to_box
from khmerid.layout import adapt_lines
from khmerid.layout.labels import find_label
from khmerid.layout.rows import to_rows
from khmerid.notes import Code
from khmerid.raw_card import Line, RawCard

BIRTH = "ថ្ងៃខែឆ្នាំកំណើត: ១៥.០៣.១៩៩០ ភេទ: ស្រី កំពស់: ១៥៨ ស.ម"


def read(*texts: str) -> RawCard:
    return adapt_lines([Line(text) for text in texts])


def boxed(text: str, left: float, top: float, right: float, bottom: float) -> Line:
    return Line(text, None, to_box([left, top, right, bottom]))


def codes(card: RawCard) -> list[tuple[str, Code]]:
    return [(finding.where, finding.note.code) for finding in card.findings]


def test_a_second_reading_that_differs_is_noted() -> None:
    card = read(BIRTH, BIRTH.replace("១៥.០៣", "១៥.០៤"))
    assert card.date_of_birth == "១៥.០៣.១៩៩០"
    assert codes(card) == [("date_of_birth", Code.READ_TWICE)]


def test_a_second_reading_that_is_the_same_is_not_noted() -> None:
    assert codes(read(BIRTH, "noise", BIRTH)) == []


def test_of_two_readings_the_one_in_printed_form_is_taken() -> None:
    card = read(BIRTH.replace("១៥.០៣.១៩៩០", "95.0M.9660"), BIRTH)
    assert card.date_of_birth == "១៥.០៣.១៩៩០"
    assert codes(card) == [("date_of_birth", Code.READ_TWICE)]


def test_a_value_found_without_its_label_is_noted() -> None:
    card = read("១៥.០៣.១៩៩០ ស្រី ១៥៨ ស.ម")
    assert card.sex == "ស្រី"
    assert set(codes(card)) == {(name, Code.LABEL_LOST) for name in ("date_of_birth", "sex", "height")}


def test_number_and_latin_name_have_no_label_to_lose() -> None:
    assert codes(read("102030405", "SOK SOPHEA", BIRTH)) == []


def test_lines_beyond_the_thousandth_are_left_out_and_noted() -> None:
    card = read(BIRTH, *(f"line {number}" for number in range(1_200)), "102030405")
    assert card.document_number is None
    assert [(finding.where, finding.note.detail) for finding in card.findings] == [("lines", "202 of 1202")]


def test_a_label_is_found_only_in_the_place_of_a_label() -> None:
    assert find_label("អាសយដ្ឋន ភូមិព្រៃធំ", "address") is not None
    assert find_label("ភូមិព្រៃធំខាងជើង អាសយដ្ឋន", "address") is None


def test_the_end_of_a_misread_label_goes_on_to_its_colon() -> None:
    text = "ថ្ងៃខែឆ្នាំកំណើរគ: ១៥"
    label = find_label(text, "date_of_birth")
    assert label is not None
    assert text[label.value_start :] == "១៥"


def test_a_name_is_no_label() -> None:
    assert read("គោត្តនាមនិងនាម: ភេទ សុខ").name_khmer == "ភេទ សុខ"


def test_pieces_of_a_line_that_stand_beside_each_other_are_one_row() -> None:
    card = adapt_lines(
        [
            boxed("១៥៨ ស.ម", 420, 11, 480, 29),
            boxed("ស្រី", 300, 9, 330, 28),
            boxed("ភេទ:", 260, 10, 295, 30),
            boxed("ថ្ងៃខែឆ្នាំកំណើត:", 10, 10, 110, 30),
            boxed("កំពស់:", 360, 10, 410, 30),
            boxed("១៥.០៣.១៩៩០", 120, 10, 240, 30),
        ]
    )
    assert (card.date_of_birth, card.sex, card.height) == ("១៥.០៣.១៩៩០", "ស្រី", "១៥៨ ស.ម")
    assert [card.origins[name].line for name in ("date_of_birth", "sex", "height")] == [5, 1, 0]


def test_what_stands_far_to_the_side_is_no_part_of_a_value() -> None:
    card = adapt_lines([boxed("ទីកន្លែងកំណើត: ឃុំដំរិល", 10, 10, 200, 30), boxed("SAMPLE CARD", 400, 10, 500, 30)])
    assert card.place_of_birth == "ឃុំដំរិល"


def test_lines_of_one_box_stay_lines() -> None:
    card = adapt_lines([boxed("102030405\nSOK SOPHEA\n" + BIRTH, 0, 0, 100, 100)])
    assert (card.document_number, card.name_latin) == ("102030405", "SOK SOPHEA")
    assert {origin.line for origin in card.origins.values()} == {0}


def test_pages_are_read_one_after_the_other() -> None:
    box = to_box([0, 0, 10, 10])
    lines = [Line("ដល់ថ្ងៃ ៣១.១២.២០២៩", None, box, 1), Line("សុពលភាព: ០១.០១.២០២០", None, box, 0)]
    assert adapt_lines(lines).date_of_expiry == "៣១.១២.២០២៩"


def test_boxes_are_not_used_when_one_is_missing() -> None:
    lines = [boxed("គោត្តនាមនិងនាម:", 0, 90, 10, 99), Line("សុខ សុភា"), boxed("SOK SOPHEA", 0, 0, 10, 9)]
    card = adapt_lines(lines)
    assert (card.name_khmer, card.name_latin) == ("សុខ សុភា", "SOK SOPHEA")


def test_a_label_that_never_gets_its_value_takes_no_more_than_a_line_of_a_card() -> None:
    card = read("ថ្ងៃខែឆ្នាំកំណើត:", *(f"{number} sdf lkjdsf lkj:" for number in range(200)))
    assert len(card.date_of_birth or "") < 1_100


def test_of_several_latin_names_the_one_in_the_zone_is_taken() -> None:
    names = "KINGDOM OF CAMBODIA", "SOK SOPHEA"
    assert read(*names, BIRTH, "SOK<<SOPHEA<<<<<<<<<<<<<<<<<<<").name_latin == "SOK SOPHEA"
    assert read(*names, BIRTH).name_latin == "SOK SOPHEA"


def test_the_heading_of_the_card_is_not_the_name() -> None:
    card = read("ព្រះរាជាណាចក្រកម្ពុជា", "ាម៖ សុខ សុភា", "SOK SOPHEA", BIRTH)
    assert card.name_khmer == "សុខ សុភា"


def test_the_confidence_of_a_field_is_that_of_its_line() -> None:
    card = adapt_lines([Line("102030405", 0.5), Line(BIRTH)])
    assert card.origins["document_number"].confidence == 0.5


def test_a_birth_line_of_which_only_a_date_was_read_is_known_by_its_place() -> None:
    card = read("SOK SOPHEA", "xsd ១៥.០៣.១៩៩០ qwe", "ទីកន្លែងកំណើត: ឃុំដំរិល", "សុពលភាព: ០១.០១.២០២០")
    assert (card.date_of_birth, card.date_of_issue) == ("១៥.០៣.១៩៩០", "០១.០១.២០២០")


def test_invisible_characters_break_no_number_and_are_noted() -> None:
    card = read("ថ្ងៃខែ\u200bឆ្នាំកំណើត\u200b: ១\u200b៥.០៣.១៩៩\u200b០\u00a0ភេទ: ស្រី")
    assert (card.date_of_birth, card.sex) == ("១៥.០៣.១៩៩០", "ស្រី")
    assert codes(card) == [("date_of_birth", Code.INVISIBLE_REMOVED), ("sex", Code.INVISIBLE_REMOVED)]


def test_blanks_of_every_kind_are_blanks() -> None:
    card = read("102030405\u00a0(01)", "SOK\u00a0\u2003SOPHEA", BIRTH)
    assert (card.document_number, card.name_latin) == ("102030405 (01)", "SOK SOPHEA")


def test_a_long_text_in_one_line_is_read_by_its_line_ends() -> None:
    card = read("\n".join(["102030405", "SOK SOPHEA", BIRTH, *["noise in another line"] * 60]))
    assert (card.document_number, card.sex) == ("102030405", "ស្រី")


def test_a_piece_is_of_the_row_of_its_neighbour_not_of_what_is_further_off() -> None:
    first, second = boxed("SOK", 60, 5, 100, 15), boxed("SOPHEA", 110, 9, 200, 19)
    below = boxed("102030405", 0, 13, 50, 23)  # level with the second, which is further off
    assert [row.text for row in to_rows([first, second, below])] == ["SOK SOPHEA", "102030405"]


def test_what_found_no_place_is_kept_as_received_in_the_order_of_reading() -> None:
    heading, number, back = (
        Line("KINGDOM OF CAMBODIA", 0.7, to_box([0, 0, 90, 10])),
        Line("102030405", 0.8, to_box([0, 20, 90, 30])),
        Line("back \u200bof it", 0.9, to_box([0, 40, 90, 50]), page=1),
    )
    assert adapt_lines([back, number, heading]).unplaced == (heading, back)


def test_a_label_is_placed_with_its_value_and_unplaced_without() -> None:
    with_value = adapt_lines([Line("ភិនភាគ:"), Line("គ្មាន")])
    assert with_value.origins["distinguishing_marks"].line == 1
    assert with_value.origins["distinguishing_marks"].lines == (0, 1)
    assert with_value.unplaced == ()
    assert adapt_lines([Line("ភិនភាគ:")]).unplaced == (Line("ភិនភាគ:"),)


def test_the_origin_of_an_address_has_both_its_lines() -> None:
    card = read("អាសយដ្ឋាន: ភូមិព្រៃធំ", "ឃុំដំរិល ស្រុកអូររាំងឪ", "សុពលភាព: ០១.០១.២០២០")
    assert card.address == "ភូមិព្រៃធំ ឃុំដំរិល ស្រុកអូររាំងឪ"
    assert card.origins["address"].lines == (0, 1)


def test_a_second_reading_and_what_is_too_long_or_repeated_or_too_much_stay_where_they_stood() -> None:
    other = BIRTH.replace("១៥.០៣", "១៥.០៤")
    lines = [Line(text) for text in ("x" * 1_001, BIRTH, "", other, other, "noise", *map(str, range(1_000)))]
    assert adapt_lines(lines).unplaced == (lines[0], *lines[3:])


def test_a_line_in_no_field_that_names_a_unit_may_be_either_place() -> None:
    places = "ឃុំដំរិល ស្រុកអូររាំងឪ ត្បូងឃ្មុំ", "ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ"
    rows = [f"ទីកន្លែងកំណើត: {places[0]}", "អាសយដ្ឋាន: ផ្ទះ៣៣", "ឃុំចំបក់ ស្រុកបាទី តាកែវ", "សុពលភាព: ០១.០២.២០២០"]
    raw = adapt_lines([Line(text) for text in (*rows, places[1])])
    assert raw.place_of_birth == places[0]
    assert raw.others == {
        "place_of_birth": places,
        "address": ("ផ្ទះ៣៣ ឃុំចំបក់ ស្រុកបាទី តាកែវ", places[1]),
    }
    assert adapt_lines([Line(text) for text in (*rows, "wind")]).others == {}
