"""No ``repr`` quotes a card: every class of the package masks, or is named here as holding nothing of one."""

import collections
import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import khmerid

# What is generated quotes. These hold codes, numbers, settings, tables of ours, or invented people.
HOLDS_NOTHING_OF_A_CARD = {
    *("Encoding", "FlatColumn", "PictureTerms", "Summary", "Terms", "Reporting", "_Bar", "_Entry"),
    "Component",
    "Condition",
    "Rates",
    *("ApiError", "Check", "CheckDigits", "Finding", "ImageQuality", "NameComparison", "NormalizationStep"),
    *("Note", "Origin", "PassportCheckDigits"),
    *("Backoff", "HuaweiOcr", "AsyncHuaweiOcr", "SdkOcr", "_Service", "Retries", "ServiceError", "ResultKey"),
    *(
        "Element",
        "Engine",
        "Issuer",
        "MrzFormat",
        "Policy",
        "PolicyUsed",
        "Position",
        "SurePathLimits",
        "ZoneNoise",
        "_Fillers",
    ),
    "FlatColumn",
    *("Cutter", "FoundLabel", "_Parts", "Part", "Sound", "Step"),
    "ReadDigits",
    *("CardValues", "ChosenFiles", "Fault", "Overview", "Problem", "StandIn", "Wanted"),
    "PathInWords",  # of the gazetteer
    *("Downloader", "Opened", "UnforeseenFailure"),  # hosts; what went wrong in a process, by its kind
    *("Columns", "_Table"),  # names of columns, where one has responses
    *("FoundFile", "Input", "Keeping", "_Source"),  # files and folders
    *("Axis", "Bar", "Change", "Confusion", "ProfileUsed", "Series", "Sure"),
    *("BeforeReview", "Errors", "Figure", "FigureTable", "PageSize", "Review"),  # of reviewers and of counts
}


def classes() -> Iterator[type]:
    for found in pkgutil.walk_packages(khmerid.__path__, "khmerid."):
        if found.name != "khmerid.__main__":
            module = importlib.import_module(found.name)
            for _, kind in inspect.getmembers(module, inspect.isclass):
                if kind.__module__ == found.name:
                    yield kind


def quotes(kind: type) -> bool:
    """Return whether attrs or a named tuple has made the ``repr``."""
    code = getattr(kind.__repr__, "__code__", None)
    return code is not None and code.co_filename.startswith(("<attrs generated", collections.__file__))


def test_every_class_that_holds_what_was_on_a_card_masks_it() -> None:
    assert {kind.__name__ for kind in classes() if quotes(kind)} - HOLDS_NOTHING_OF_A_CARD == set()


def test_a_named_tuple_quotes_no_text() -> None:
    tuples = [kind for kind in classes() if issubclass(kind, tuple)]
    masked = [kind for kind in tuples if kind.__name__ not in HOLDS_NOTHING_OF_A_CARD]
    assert len(masked) == 7
    for kind in masked:
        made = kind(*["SOPHEA"] * len(kind._fields))  # type: ignore[attr-defined]  # a named tuple
        shown = "6 characters", ", ".join(kind._fields)  # type: ignore[attr-defined]  # a named tuple
        assert repr(made) in {f"{kind.__name__}({what})" for what in shown}


def test_a_reading_says_how_it_was_read_and_how_long_it_is() -> None:
    assert repr(khmerid.read_height("១៥៨")) == "Reading(repaired, 3 characters, [khmer_digits, unit_assumed])"
    assert repr(khmerid.read_height(None)) == "Reading(absent, nothing, [missing])"


def test_what_was_found_names_the_attributes_that_have_it() -> None:
    address = khmerid.read_address("ផ្ទះ៣៣ ភូមិព្រៃដំរី ឃុំអង្គតាសោម ស្រុកត្រាំកក់ តាកែវ").value
    assert repr(address) == "Address(text, province, district, commune, village, house)"
    assert address is not None
    assert repr(address.commune) == "Unit(khum)"
    marks = khmerid.read_marks("ប្រជ្រុយចំ.០,៥ស.ម លើចុងចិញ្ចើមឆ្វេង").value
    assert repr(marks) == "DistinguishingMarks(text, mark, size_cm, position, side)"
    recovery = khmerid.recover_td1(["IDKHMO102030402<<<<<", "9003152F2912316KHM<<<K<<<4", "PEN<<NAVY<<"])
    assert repr(recovery.repairs[0]) == "Repair(line=1, position=6, lookalike)"
