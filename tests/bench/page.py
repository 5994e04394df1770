"""An exported log as a page in a browser: how long its main thread is busy at a stretch, opening and filtering."""

import json
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from bot.exports.page import html_of
from bot.exports.words import front_of
from bot.exports.writing import readers_of
from state.exports.writing_lines import json_lines
from tests.bench.place import Databases
from tests.bench.rows import Figure
from tests.demo.page import find_browser
from tests.play import registry
from tests.state.exports import stored, view

MANY, FEW = 50_000, 1_000
PATIENCE = 120_000  # milliseconds
UNSEEN = 50.0
"""Milliseconds: a task that is shorter is told by no browser."""
WATCH = """window.tasks = [];
new PerformanceObserver(list => tasks.push(...list.getEntries().map(each => each.duration)))
  .observe({entryTypes: ['longtask']});"""
BUSY = """() => new Promise(done => setTimeout(() => {
  const end = performance.now() + 120;
  while (performance.now() < end);
  setTimeout(done, 100);
}))"""
CONTENT = {"title": "Runway repair at 新田原", "rationale": "Both staffs concur " * 10, "decision": "approved"}


def measure(databases: Databases) -> Iterator[Figure]:
    browser_path = find_browser()
    if browser_path is None:
        raise RuntimeError("the page is measured in chromium, and there is none: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        many, few = (_longest(browser.new_page(), _written(databases.folder, count)) for count in (MANY, FEW))
        browser.close()
    yield "page of 50,000 entries, longest main-thread task; beside 1,000", many, few


def _written(folder: Path, count: int) -> Path:
    entries = [
        stored(
            "us+jp", seq, CONTENT, act="decide", seat="bocc-us-lead", time=f"2026-03-{1 + seq % 28:02}T14:30:00.000Z"
        )
        for seq in range(1, count + 1)
    ]
    readers = readers_of(registry(), registry().everyone)
    out = folder / f"{count}.html"
    with out.open("wb") as file:
        file.writelines(html_of(list(json_lines([view("us+jp", entries)])), readers, front_of("log", readers, "")))
    return out


def _longest(page: Page, path: Path) -> float:
    """In milliseconds, of opening, proving, searching, filtering and scrolling."""
    page.set_default_timeout(PATIENCE)
    page.add_init_script(WATCH)
    page.goto(path.as_uri(), wait_until="commit")
    expect(page.locator("#verdict.good")).to_be_visible(timeout=PATIENCE)
    for field, text in (("#text", "新田原 concur"), ("#matter", "CR-26-0007"), ("#matter", ""), ("#text", "")):
        page.locator(field).fill(text)
        expect(page.locator("#count")).not_to_have_text("")
        page.wait_for_function("() => new Promise(done => requestIdleCallback(() => done(true)))")
    page.locator("#list").evaluate("list => { list.scrollTop = list.scrollHeight / 2; }")
    page.wait_for_function("() => new Promise(done => requestIdleCallback(() => done(true)))")
    tasks: list[float] = json.loads(page.evaluate("JSON.stringify(tasks)"))
    page.evaluate(BUSY)
    if len(page.evaluate("tasks")) == len(tasks):
        raise RuntimeError("this browser tells of no long task, not even of one that was made")
    return max([UNSEEN, *tasks])
