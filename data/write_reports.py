"""Write what khmerid now says of each card in ``data/cards`` into its file: ``python data/write_reports.py``.

For a change that is meant: read the difference, line by line, before it is committed.
"""

import datetime as dt
import json
from pathlib import Path

from khmerid.examination import examine

for path in sorted((Path(__file__).parent / "cards").glob("*.json")):
    card = json.loads(path.read_text("utf-8"))
    card["report"] = examine(card["response"], today=dt.date.fromisoformat(card["today"])).to_dict()
    path.write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")
