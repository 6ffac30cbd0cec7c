"""Texts that come with the package: tables, and sentences in Khmer.

`importlib.resources` reads them as well, but takes five times as long to import as any of these to read.
"""

import pkgutil
from typing import cast


def packaged_text(package: str, name: str) -> str:
    r"""Return the text of a file that lies in a package of khmerid, in a folder or in a zip of modules.

    >>> packaged_text("khmerid.gazetteer", "units.tsv").splitlines()[1].split("\t")[0]
    '01'
    """
    return cast("bytes", pkgutil.get_data(package, name)).decode()  # None is for loaders that know no files
