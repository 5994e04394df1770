"""The pictures of the structure in a real browser: nothing overlaps its column, and every word is drawn.

With KAKEHASHI_PICTURES=1 the pictures of docs/pictures are taken anew (fonts-noto-cjk wanted).
"""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from bot.pictures.structure import draw_coverage, draw_tree
from bot.pictures.svg import width_of
from bot.reader import Reader
from tests.demo.page import find_browser
from tests.demo.test_browser import PICTURES
from tests.play import START, person, registry
from workflows import structure
from workflows.roster import Holding, Roster

BROWSER = find_browser()
EMPTIED = ("us-usfj-watch", "us-c7f-cdr", "jp-jjoc-cdr", "jp-mofa-sec-desk", "bocc-jp-watch", "acg-dg-us-rec")
"""Seats that nobody holds in the picture of coverage."""
UNWATCHED = ("us-indopacom-joc", "jp-adc-watch")
"""Seats whose holder is not on watch."""

pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="LEFT OUT: no chromium here, so no picture was looked at; apt install chromium"
)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page()
        browser.close()


def drawings(language: str) -> dict[str, str]:
    known = registry()
    reader = Reader(known, known.everyone, language, "UTC")
    bodies = structure.in_force(known, known.absent(START))
    roster = Roster(
        Holding(seat, 0, person(seat), on_watch=seat not in UNWATCHED) for seat in known.seats if seat not in EMPTIED
    )
    covers = structure.coverage(known, roster, bodies)
    return {"structure": draw_tree(reader, bodies), "coverage": draw_coverage(reader, covers)}


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", ["structure", "coverage"])
def test_no_word_of_a_picture_runs_into_another_or_off_the_page(page: Page, name: str, language: str) -> None:
    drawing = drawings(language)[name]
    page.set_content(f"<body style='margin:0'>{drawing}</body>")
    size = page.locator("svg").bounding_box()
    assert size is not None
    page.set_viewport_size({"width": int(size["width"]), "height": int(size["height"])})
    assert page.evaluate(OVERLAPS) == []
    measured = page.evaluate(WIDTHS)
    assert [words for words, size, width in measured if width > width_of(words, size)] == []
    if os.environ.get("KAKEHASHI_PICTURES") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}-{language}.png")


OVERLAPS = """() => {
  const page = document.querySelector('svg').getBoundingClientRect();
  const texts = [...document.querySelectorAll('text')].map(each => [each.textContent, each.getBBox()]);
  const off = ([, box]) => box.x + box.width > page.width || box.y + box.height > page.height;
  const meet = (one, other) => one.x < other.x + other.width && other.x < one.x + one.width
    && Math.abs(one.y + one.height / 2 - other.y - other.height / 2) < 6;
  const found = texts.filter(off).map(([words]) => words);
  texts.forEach(([words, box], at) => texts.slice(at + 1).forEach(([more, other]) => {
    if (meet(box, other)) found.push(words + ' / ' + more);
  }));
  return found;
}"""
"""The words that run off the page or into others on their line."""
WIDTHS = """() => [...document.querySelectorAll('text')]
  .map(each => [each.textContent, Number(each.getAttribute('font-size')), each.getBBox().width])"""
"""Each text with its size and the width at which it is drawn: what is cut to fit relies on width_of being no less."""
