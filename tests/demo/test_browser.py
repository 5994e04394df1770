"""A request from its opening to its closing in a real browser, once from either nation's channel.

The person plays both watches; the demo's script answers for the other seats after three seconds each. With
KAKEHASHI_PICTURES=1 the pictures of docs/pictures are taken anew (fonts-noto-cjk and fonts-noto-color-emoji wanted).
"""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from bot.words import speaker
from tests.demo.page import WorkspacePage, find_browser, open_page
from tests.demo.running import RunningDemo
from tests.play import DEPLOY

BROWSER = find_browser()
PICTURES = DEPLOY.parent / "docs" / "pictures"
TO_THE_END = 60_000  # milliseconds for the script's turns, five of three seconds each

pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="LEFT OUT: no chromium here, so nothing was tried in a browser; apt install chromium"
)


@pytest.fixture
def page() -> Iterator[WorkspacePage]:
    assert BROWSER is not None
    with RunningDemo() as demo, open_page(BROWSER, demo.address) as found:
        yield found


def in_japanese(text: str, **facts: str) -> str:
    """A sentence of the code as a Japanese page shows it: without the marks for bold print and for emoji."""
    return re.sub(r":\w+: |\*", "", speaker("ja")(text, **facts))


def take_picture(page: WorkspacePage, title: str, name: str) -> None:
    if os.environ.get("KAKEHASHI_PICTURES") == "1":
        page.picture(title, PICTURES / name)


def test_the_us_watch_takes_a_request_from_opening_to_closing(page: WorkspacePage) -> None:
    title = "Fuel for two tankers at Kadena"
    page.be("us-usfj-watch", "us-usfj")
    page.type(f'/acm open "{title}" to:jp-jjoc urgency:priority detail:"200 kilolitres by morning."')
    expect(page.answer("CR-26-US-0002 Recorded. It waits for release by Foreign Disclosure Officer")).to_be_visible()
    expect(page.card(title)).to_contain_text("Your move — USFJ (United States)")
    expect(page.card(title)).to_contain_text("Received")  # the disclosure officer, by script, has released it
    take_picture(page, title, "card-us.png")

    page.press(title, "Acknowledge…")
    page.send_and_see_it_go()
    expect(page.card(title)).not_to_contain_text("Your move")

    page.be("jp-jjoc-watch", "jp-jjoc")
    page.press(title, in_japanese("Acknowledge…"))
    page.field(in_japanese("Supporting offices (OCR)")).fill("jp-jjoc-ops")
    page.send_and_see_it_go()

    page.be("us-usfj-watch", "us-usfj")
    expect(page.card(title)).to_contain_text("Closed ·", timeout=TO_THE_END)
    expect(page.card(title)).to_contain_text("joint outcome: approved")
    expect(page.card(title)).to_contain_text("Nobody's move: nothing is left to do.")


def test_the_japanese_watch_takes_a_request_from_a_form_to_closing(page: WorkspacePage) -> None:
    title = "滑走路の応急復旧"
    page.be("jp-jjoc-watch", "jp-jjoc")
    page.type("/acm open")
    page.field(in_japanese("Title")).fill(title)
    page.field(in_japanese("Answer by")).fill("そのうち")
    page.field(in_japanese("Detail")).fill("復旧班２個、４８時間。")
    page.tick("在日米軍司令部 (USFJ)")
    page.send()
    expect(page.errors).to_have_count(1)
    expect(page.errors).to_contain_text("そのうち")
    page.field(in_japanese("Answer by")).fill("8時間後")
    page.send_and_read("I · ")  # how the time is understood, with its zone letters, before it counts
    page.send_and_see_it_go()

    expect(page.card(title)).to_contain_text(in_japanese(":point_right: *Your move* — {whose}", whose="JJOC (日本)"))
    expect(page.card(title)).to_contain_text(in_japanese("Received") + " ·")
    take_picture(page, title, "card-ja.png")
    page.press(title, in_japanese("Acknowledge…"))
    page.send_and_see_it_go()

    page.be("us-usfj-watch", "us-usfj")
    page.press(title, "Acknowledge…")
    page.send_and_see_it_go()

    page.be("jp-jjoc-watch", "jp-jjoc")
    expect(page.card(title)).to_contain_text(in_japanese("Closed") + " ·", timeout=TO_THE_END)
    outcome = in_japanese("joint outcome: *{outcome}*", outcome=in_japanese("approved"))
    expect(page.card(title)).to_contain_text(outcome)
