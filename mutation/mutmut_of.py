"""Run mutmut on one package of khmerid under its own tests: ``mutmut_of.py PACKAGE JOBS MUTANT …``."""

import sys

from mutmut.__main__ import cli
from mutmut.configuration import config

package, jobs, *mutants = sys.argv[1:]
config().only_mutate = [f"khmerid/{package}/*.py"]
config().pytest_add_cli_args_test_selection = [f"tests/{package}", f"khmerid/{package}"]
cli(["run", "--max-children", jobs, *mutants])
