"""The licences of all that khmerid needs, as installed here: each is in a list, or excepted for a reason.

A package's licence is what its metadata declare. The libraries within wheels are listed by hand.
"""

import functools
import importlib.metadata
import re
from collections.abc import Iterator
from typing import Final

import pytest
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support.paths import ROOT

#: Permissive licences, by their SPDX identifiers: they ask for no more than that their text goes along.
PERMISSIVE: Final = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0"),
    *("MIT-CMU", "PSF-2.0", "Unlicense", "Zlib"),
    "OFL-1.1",  # of fonts, which may be used and passed on with any program
}

#: Packages under another licence, and why they may be used all the same.
EXCEPTIONS: Final = {
    "certifi": (
        "MPL-2.0",
        "a list of certificates, used as it is: the licence asks for changes of its files alone",
    ),
    "atheris": ("none declared", "for fuzzing; its repository has the Apache License 2.0"),
    "hypothesis": ("MPL-2.0", "for tests, used as it is"),
    "tqdm": (
        "MPL-2.0 AND MIT",
        "rapidocr needs it, used as it is: MPL-2.0 asks for changes of its files alone",
    ),
    "pathspec": ("MPL-2.0", "for developers: mypy and hatchling need it"),
    "axe-playwright-python": ("none declared", "for tests; its repository has the MIT License"),
    "fqdn": ("MPL-2.0", "for developers: check-jsonschema needs it"),
    "partd": ("none declared", "for tests: Dask needs it; its repository has the BSD License"),
    "docutils": (
        "Public Domain OR BSD-3-Clause OR GNU General Public License (GPL)",
        "for developers: each part has one of them; twine and Sphinx need it",
    ),
}

#: What is meant by metadata from before there were SPDX expressions: by the text, else by the classifiers.
OLD_TEXTS: Final = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "PSFL": "PSF-2.0",
}
OLD_CLASSIFIERS: Final = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",  # or with two clauses: both are permissive
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}

#: Libraries within the wheels that a user's extras bring, by licence. Those under a copyleft have a reason.
LIBRARIES: Final = {
    "permissive": {
        *("Xau", "aom", "avif", "brotlicommon", "brotlidec", "crypto", "dav1d", "drm", "harfbuzz", "jpeg"),
        *(
            "lcms2",
            "leptonica",
            "lzma",
            "openblasp",
            "openjp2",
            "png16",
            "scipy_openblas64_",
            "sharpyuv",
            "ssl",
        ),
        *("tesseract", "tiff", "vpx", "webp", "webpdemux", "webpmux", "xcb", "zstd"),
        "freetype",  # its own, with credit, or the GPL
    },
    # Of GCC, which excepts programs that it compiled.
    "GPL-3.0-or-later WITH GCC-exception-3.1": {"gfortran"},
    # Of the extra picture: libraries apart from Python's modules, which anyone may replace.
    "LGPL-2.1-or-later": {
        *("avcodec", "avformat", "avutil", "swresample", "swscale"),  # FFmpeg, in opencv-python-headless
        *("geos", "geos_c"),  # in shapely, which rapidocr needs
        "quadmath",
    },
    # JBIG-KIT, which libtiff needs for one kind of compression: in tesserocr. Who passes on the extra picture
    # as installed, in an image of a container or so, passes it on, too.
    "GPL-2.0-or-later": {"jbig"},
}

#: What was made for khmerid beside its code: tables that were counted, sentences, and the review page.
OURS: Final = (
    *("misreading/shipped.json", "misreading/profiles/*.json", "py.typed", "sentences.km.toml"),
    *("review/*.toml", "review/templates/*"),
)

#: Extras whose packages are there wherever these tests run, and those that only `.ci/run` installs.
EXTRAS: Final = (
    *("arrow", "cli", "dev", "huawei", "picture", "review", "serve", "testing", "testing-pictures"),
    *(
        pytest.param(extra, marks=pytest.mark.system)
        for extra in ("browser", "docs", "engines", "fuzz", "mutation", "release")
    ),
)


@functools.cache
def needed(package: str, extras: frozenset[str]) -> frozenset[str]:
    """Return the names of a package and of all that it needs with some extras, here and on this Python."""
    found: dict[str, frozenset[str]] = {}
    left = [(canonicalize_name(package), extras)]
    while left:
        name, wanted = left.pop()
        if name in found and wanted <= found[name]:
            continue
        found[name] = found.get(name, frozenset()) | wanted
        for requirement in map(Requirement, importlib.metadata.requires(name) or []):
            marker = requirement.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in (*wanted, "")):
                left.append((canonicalize_name(requirement.name), frozenset(requirement.extras)))
    return frozenset(found)


def licence(name: str) -> str:
    """Return the SPDX expression of a package, or what it says instead."""
    metadata = importlib.metadata.metadata(name)
    for text in [*metadata.get_all("License-Expression", []), *metadata.get_all("License", [])]:
        try:
            return canonicalize_license_expression(OLD_TEXTS.get(text, text))
        except InvalidLicenseExpression:
            pass
    named = [
        one.rpartition(" :: ")[2]
        for one in metadata.get_all("Classifier", [])
        if one.startswith("License ::")
    ]
    return " OR ".join(OLD_CLASSIFIERS.get(one, one) for one in named) or "none declared"


def is_permissive(expression: str) -> bool:
    """Return whether one of the choices of an expression is of permissive licences alone."""
    return any(set(choice.split(" AND ")) <= PERMISSIVE for choice in expression.split(" OR "))


def libraries(name: str) -> Iterator[str]:
    """Yield the names of the libraries within a wheel, as ``png16`` of ``libpng16-527cb57a.so.16.58.0``."""
    for file in importlib.metadata.files(name) or []:
        if file.parent.name.endswith(".libs"):
            yield re.split(r"[-.]", file.name.removeprefix("lib"), maxsplit=1)[0]


@pytest.mark.parametrize("extra", EXTRAS)
def test_every_licence_is_permissive_or_excepted(extra: str) -> None:
    licences = {name: licence(name) for name in needed("khmerid", frozenset({extra}))}
    assert {
        name: found
        for name, found in sorted(licences.items())
        if not is_permissive(found) and found != EXCEPTIONS.get(name, ("",))[0]
    } == {}


@pytest.mark.system
def test_no_exception_is_left_over() -> None:
    assert {name: licence(name) for name in EXCEPTIONS} == {
        name: one for name, (one, _) in EXCEPTIONS.items()
    }


def test_what_is_not_declared_or_unknown_is_not_permissive() -> None:
    unlike = [
        "none declared",
        "UNKNOWN",
        "GPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "(MIT OR GPL-3.0-only) AND MIT",
    ]
    assert [expression for expression in unlike if is_permissive(expression)] == []
    assert is_permissive("GPL-3.0-only OR Apache-2.0 AND MIT")


@pytest.mark.parametrize("extra", [one for one in EXTRAS if isinstance(one, str) and one != "dev"])
def test_every_library_within_a_wheel_is_listed(extra: str) -> None:
    found = {library for name in needed("khmerid", frozenset({extra})) for library in libraries(name)}
    assert found - set().union(*LIBRARIES.values()) == set()


def test_libraries_under_a_copyleft_come_with_pictures_alone() -> None:
    copyleft = set().union(*(names for licence, names in LIBRARIES.items() if "GPL-2" in licence))
    having = {
        extra
        for extra in EXTRAS
        if isinstance(extra, str) and extra != "dev"
        for name in needed("khmerid", frozenset({extra}))
        if copyleft & set(libraries(name))
    }
    assert having == {"picture"}


def test_every_file_that_is_no_code_is_ours_or_in_the_notice() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    files = {
        path for path in (ROOT / "khmerid").rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }
    others = {path for path in files if path.suffix != ".py"}
    ours = {path for pattern in OURS for path in (ROOT / "khmerid").glob(pattern)}
    named = {path for path in others if path.relative_to(ROOT).as_posix() in notice}
    assert sorted(others - ours - named) == []
    assert ours & named == set()
    assert named
