"""The page of an exported log in a tab of a real browser, and what it says of itself."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect, sync_playwright

from bot.exports.page import html_of
from bot.exports.words import front_of
from bot.exports.writing import readers_of
from state.exports.writing_lines import LogView
from tests.demo.page import find_browser
from tests.play import registry
from tests.state.exports import exported

BROWSER = find_browser()
SOON = 20_000  # milliseconds

NOTE_WRONGS = "window.wrong = []; addEventListener('securitypolicyviolation', each => wrong.push(each.blockedURI))"

LOOKED_AT = pytest.mark.skipif(
    BROWSER is None, reason="LEFT OUT: no chromium here, so no page was looked at; apt install chromium"
)


@contextmanager
def open_tab() -> Iterator[Page]:
    """A tab that may ask for nothing but files: `requests` of what it asked for otherwise stay empty."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB", accept_downloads=True)
        page.set_default_timeout(SOON)
        page.add_init_script(NOTE_WRONGS)

        def outside(route: Route) -> None:
            page.evaluate("address => wrong.push(address)", route.request.url)
            route.abort()

        page.route(re.compile("^(?!file:|blob:)"), outside)
        yield page
        browser.close()


def page_of(folder: Path, views: list[LogView] | None = None, nation: str = "us", opens: str = "") -> Path:
    readers = readers_of(registry(), (nation,))
    out = folder / "log.html"
    lines = exported(folder, views=views).read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join(html_of(lines, readers, front_of(f"log-{nation}", readers, "", opens))))
    return out


def verdict(tab: Page, path: Path) -> str:
    """What the page says of itself once it has checked."""
    tab.goto(path.as_uri())
    expect(tab.locator("#verdict.good, #verdict.bad")).to_be_visible(timeout=SOON)
    return tab.locator("#said").inner_text()
