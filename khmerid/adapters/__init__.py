"""Responses of OCR services and engines, brought to a ``RawCard``."""
