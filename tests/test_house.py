"""Each concept has one room: the picture of the house is that of the code."""

from draw_design import PAGE, page


def test_the_picture_of_the_house_is_that_of_the_code() -> None:
    assert page() == PAGE.read_text("utf-8"), "python docs/draw_design.py"
