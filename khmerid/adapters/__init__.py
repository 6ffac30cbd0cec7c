"""Responses of OCR services and engines, brought to a ``RawCard``.

>>> adapt({"result": {"id_number": "012345678"}})
RawCard(document_number)
>>> adapt({"lines": [{"text": "012345678 (01)"}]})
RawCard(document_number)
>>> adapt("IDKHM0123456784<<<<<<<<<<<<<<<")
RawCard(mrz[1])
"""

from khmerid.adapters.dispatch import adapt, to_lines

__all__ = ["adapt", "to_lines"]
