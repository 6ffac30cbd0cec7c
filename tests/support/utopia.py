"""The person of the specimens of Doc 9303, by elements of the MRZ, and documents that are written of her."""

from typing import Final

from khmerid.mrz.writing import format_td2

#: What `khmerid.mrz.writing` takes; the names as the specimen of Doc 9303-5 has them.
ERIKSSON: Final = {
    "document_code": "I",
    "issuing_state": "UTO",
    "document_number": "D23145890",
    "date_of_birth": "740812",
    "sex": "F",
    "date_of_expiry": "120415",
    "nationality": "UTO",
    "primary_identifier": "ERIKSSON",
    "secondary_identifier": "ANNA MARIA",
}
#: With one given name, as there is room for in any line.
ANNA: Final = ERIKSSON | {"secondary_identifier": "ANNA"}
#: A card of two lines whose number goes on in the optional data.
LONG_NUMBER: Final = format_td2(**ANNA | {"document_number": "D231458907342"})
