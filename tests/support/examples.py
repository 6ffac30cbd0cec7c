"""The scripts that show how it is done, as modules."""

import importlib.util
from types import ModuleType

from support.paths import ROOT

EXAMPLES = ROOT / "examples"


def loaded(name: str) -> ModuleType:
    """Return the module of an example, by the name of its file."""
    spec = importlib.util.spec_from_file_location(name.removesuffix(".py"), EXAMPLES / name)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
