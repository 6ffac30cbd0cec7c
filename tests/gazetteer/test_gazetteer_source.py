"""The packaged file of units is what its source makes."""

from write_gazetteer import FILE, written


def test_the_packaged_units_are_those_of_the_source_byte_for_byte() -> None:
    assert FILE.read_bytes() == written().encode(), "python data/write_gazetteer.py"
