"""Decisions: what a reviewer typed and decided of a card, a JSON object on each line of a file."""

import hashlib
import json
from collections.abc import Mapping


def row_digest(row: Mapping[str, object]) -> str:
    """Return the digest of a row, by which a decision says of which version of it it is."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"
