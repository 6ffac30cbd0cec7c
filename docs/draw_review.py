"""Take the pictures of the review page into ``docs/review``: ``python docs/draw_review.py``.

Chromium takes them, on cards of people that `khmerid.testing` invents and draws. Khmer needs a font of the
system: the package ``fonts-noto-core`` of Debian has it.
"""

import datetime as dt
import io
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PIL import Image

import khmerid
from khmerid.review.page import write_page
from khmerid.review.pictures import PagePictures
from khmerid.testing import damage, make_specimen
from khmerid.testing.rendering import draw_specimen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER: Final = Path(__file__).parent / "review"
_TODAY: Final = dt.date(2026, 11, 22)
_CARDS: Final = 24
_COLOURS: Final = 96
_MOST: Final = 64_000_000


def take_pictures(folder: Path, chromium: str) -> None:
    """Take all pictures into the folder."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - of the extra browser

    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as work, sync_playwright() as running:
        address = _page(Path(work))
        # The sandbox of Chromium does not start for the user of a container.
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (take, options) in _PICTURES.items():
            _save(take(_opened(browser, address, **options)), folder / f"{name}.png")
        browser.close()


def _page(work: Path) -> str:
    """Write the page of the invented cards, and return its address."""
    rows = []
    for seed in range(1, _CARDS + 1):
        specimen = make_specimen(seed=seed, today=_TODAY)
        drawn = draw_specimen(specimen)
        name = f"branch-07-{seed:04}"
        (work / f"{name}.png").write_bytes(drawn.image)
        rows.append({"id": name, **_examined(drawn.lines, seed)})
    rows.append({"id": "branch-07-0025", "error": {"code": "not_json", "message": "the row is not JSON"}})
    file = work / "review.html"
    with file.open("w", encoding="utf-8") as stream:
        write_page(rows, stream, pictures=PagePictures(work, _MOST))
    return file.as_uri()


def _examined(drawn: Any, seed: int) -> Mapping[str, Any]:
    lines: dict[str, Any] = {"lines": [dict(line) for line in drawn]}
    if seed % 6 == 1:  # one numeral of the printed number, in which print and MRZ then differ
        number = lines["lines"][0]
        number["text"] = number["text"][:8] + ("1" if number["text"][8] != "1" else "7") + number["text"][9:]
    elif seed % 2 == 0:
        lines = damage(lines, seed=seed, severity=1.0)
    return khmerid.examine(lines, today=_TODAY, evidence=True).to_dict()


def _opened(browser: "Browser", address: str, *, width: int = 1280, height: int = 860) -> "Page":
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(address)
    page.fill("#reviewer", "SK")
    page.press("#reviewer", "Escape")
    return page


def _english(page: "Page") -> bytes:
    page.keyboard.press("Enter")
    page.keyboard.type("9")
    return bytes(page.screenshot())


def _khmer(page: "Page") -> bytes:
    page.keyboard.press("l")
    page.keyboard.press("Enter")
    page.keyboard.type("៩")
    return bytes(page.screenshot())


def _conflict(page: "Page") -> bytes:
    number = _truth(page)
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.locator(".key").evaluate("one => one.scrollIntoView()")
    return bytes(page.screenshot())


def _ledger(page: "Page") -> bytes:
    page.keyboard.type(_truth(page))
    page.keyboard.press("Enter")
    page.keyboard.press("e")
    return bytes(page.screenshot())


def _figures(page: "Page") -> bytes:
    page.click("#to-figures")
    return bytes(page.screenshot())


def _phone(page: "Page") -> bytes:
    page.keyboard.press("Enter")
    page.keyboard.type("9")
    return bytes(page.screenshot())


def _truth(page: "Page") -> str:
    """Return the number on the card that is open."""
    seed = int(page.inner_text("#card-title").rpartition("-")[2])
    return make_specimen(seed=seed, today=_TODAY).values.document_number


_PICTURES: Final[Mapping[str, tuple[Callable[["Page"], bytes], dict[str, int]]]] = {
    "english": (_english, {"height": 1100}),
    "khmer": (_khmer, {"height": 1100}),
    "conflict": (_conflict, {}),
    "ledger": (_ledger, {}),
    "figures": (_figures, {"height": 1000}),
    "phone": (_phone, {"width": 360, "height": 780}),
}


def _save(shot: bytes, file: Path) -> None:
    """Write a picture with few colours: flat ones take little room."""
    with Image.open(io.BytesIO(shot)) as picture:
        picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


def main(folder: Path) -> None:
    """Take the pictures into the folder, and say how large they are."""
    found = shutil.which("chromium")
    if found is None:
        sys.exit("Chromium is not installed")
    take_pictures(folder, found)
    sizes = {one.name: one.stat().st_size for one in sorted(folder.glob("*.png"))}
    sys.stdout.write(json.dumps(sizes) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
