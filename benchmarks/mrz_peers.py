"""Hold the reading and the recovery of TD1 MRZs against case files of other readers.

    python benchmarks/mrz_peers.py CASES.jsonl [REPAIRS.jsonl]

The files are not in the repository: they are the test data of others. A row of the first has ``lines`` and
``expect`` (valid or not, the fields, the failing check digits); a row of the second has ``noisy`` lines, the
``truth`` and the outcomes that count as acceptable. Every disagreement is printed; the exit status is 1 if a
value that is called certain is wrong, or a verdict differs.
"""

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from khmerid.mrz.parsing import parse_td1
from khmerid.recovery.recover import recover_td1

FIELDS = {
    "document_number": "document_number",
    "birth_date": "date_of_birth",
    "sex": "sex",
    "expiry_date": "date_of_expiry",
    "nationality": "nationality",
    "surname": "primary_identifier",
    "given_names": "secondary_identifier",
}
REJECTED = {"invalid", "nothing"}


def rows(path: str) -> list[dict[str, Any]]:
    """Return the rows of a file of JSON lines."""
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines() if line]


def disagreements(case: dict[str, Any]) -> list[str]:
    """Return in what a reading by the letter is not as a case expects."""
    expected, mrz = case["expect"], parse_td1(case["lines"]).value
    if mrz is None:
        return ["valid"] if expected["valid"] else []
    found = ["valid"] if mrz.verified != expected["valid"] else []
    return found + [name for name, ours in FIELDS.items() if getattr(mrz, ours) != expected[name]]


def faults(case: dict[str, Any]) -> list[str]:
    """Return in what a recovery is not acceptable: its outcome, or a value called certain that is wrong."""
    recovery = recover_td1(case["noisy"])
    word = "reject" if str(recovery.outcome) in REJECTED else str(recovery.outcome)
    found = [] if word in case["expect"]["acceptable"] else [f"outcome {recovery.outcome}"]
    truth = case["truth"] or case.get("truth_if_insertion_accepted")
    true = parse_td1(truth).value if truth else None
    if true is not None:
        found += [name for name in sorted(recovery.certain) if recovery.fields[name] != getattr(true, name)]
    return found


def main() -> int:
    """Print the disagreements and return the exit status."""
    if len(sys.argv) not in {2, 3}:
        print(__doc__)
        return 2
    wrong = 0
    for path, judge in zip(sys.argv[1:], (disagreements, faults), strict=False):
        cases = rows(path)
        found = {case["id"]: said for case in cases if (said := judge(case))}
        for name, said in found.items():
            print(f"{name}: {', '.join(said)}")
        print(f"{path}: {len(cases)} cases, {len(found)} not as expected")
        wrong += len(found)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
