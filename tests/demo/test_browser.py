"""The demo in a real browser: every procedure is played to its last stage, in one demo and one page.

A person opens it, presses and fills in; they have the two watches and a seat here and there, the demo's script answers
for all others, sooner than it does for a person. With KAKEHASHI_PICTURES=1 the pictures of docs/pictures are taken anew
(fonts-noto-cjk and fonts-noto-color-emoji wanted).
"""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from bot.demo.show import TRY
from bot.words import speaker
from tests.demo.page import WorkspacePage, find_browser, open_page
from tests.demo.playing import Player, plays
from tests.demo.running import RunningDemo
from tests.play import DEPLOY, registry
from workflows.catalogue import procedures

BROWSER = find_browser()
PICTURES = DEPLOY.parent / "docs" / "pictures"
SEATS = (
    "jp-jjoc-cdr",
    "us-indopacom-cdr",
    "us-usfj-j3-dir",
    "us-usfj-j3-watch",
    "jp-jso-j4-chief",
    "acm-msg-us-clear",
    "jc-us-rep",
    "bpm-us-lead",
)
"""That the script leaves to the person, besides the watches."""
OPTIONS = ("--answer-after", "0.1", *(word for seat in SEATS for word in ("--seat", seat)))

PLAYS = plays()

needs_browser = pytest.mark.skipif(
    BROWSER is None, reason="LEFT OUT: no chromium here, so nothing was tried in a browser; apt install chromium"
)


@pytest.fixture(scope="module")
def player() -> Iterator[Player]:
    assert BROWSER is not None
    with RunningDemo(*OPTIONS) as demo, open_page(BROWSER, demo.address) as page:
        yield Player(demo, page, registry())


def in_japanese(text: str, **facts: str) -> str:
    """A sentence of the code as a Japanese page shows it: without the marks for bold print and for emoji."""
    return re.sub(r":\w+: |\*", "", speaker("ja")(text, **facts))


def take_picture(page: WorkspacePage, title: str, name: str) -> None:
    if os.environ.get("KAKEHASHI_PICTURES") == "1":
        page.picture(title, PICTURES / name)


@needs_browser
def test_the_first_thing_in_the_channel_is_a_card_and_the_next_what_one_asks(player: Player) -> None:
    page, title = player.page, "Fuel for two tankers"
    page.be("us-usfj-watch", "us-usfj")
    expect(page.page.locator(".msg").first).to_contain_text("CR-26-0001 · Rapid runway repair at Nyutabaru")
    page.type(f'/acm open "{title}" to:jp-jjoc urgency:priority detail:"200 kilolitres by morning."')
    expect(page.answer("CR-26-US-0002 Recorded. It waits for release by Foreign Disclosure Officer")).to_be_visible()
    expect(page.card(title)).to_contain_text("Your move (United States)")
    expect(page.stage(title)).to_have_text("Received")  # the disclosure officer, by script, has released it
    take_picture(page, title, "card-us.png")


@needs_browser
def test_the_three_lines_that_the_demo_prints_do_what_they_say(player: Player) -> None:
    page = player.page
    page.be("us-usfj-watch", "us-usfj")
    for line in TRY:
        page.type(line)
    expect(page.answer("CR-26-0001 Acknowledged")).to_be_visible()
    expect(page.answer("Open requests:")).to_be_visible()
    expect(page.card("Airspace over Shiomi")).to_contain_text("integration")


@needs_browser
@pytest.mark.parametrize(("seat", "body"), [("us-usfj-watch", "us-usfj"), ("jp-jjoc-watch", "jp-jjoc")])
def test_help_is_seen_at_once(seat: str, body: str, player: Player) -> None:
    page = player.page
    page.be(seat, body)
    for word, shown in (("", "/acm VERB"), ("strategic-message", "/acm message")):
        page.type(f"/acm help {word}")
        answer = page.answer(shown).last
        expect(answer).to_be_visible()
        assert page.is_seen_at_once(answer), word


@needs_browser
def test_a_form_says_at_its_field_what_is_wrong_and_shows_how_a_time_is_understood(player: Player) -> None:
    page, title = player.page, "滑走路の応急復旧"
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
    expect(page.card(title)).to_contain_text(in_japanese(":point_right: *Your move* ({nation})", nation="日本"))
    expect(page.stage(title)).to_have_text(in_japanese("Received"))
    take_picture(page, title, "card-ja.png")


def test_every_procedure_is_played() -> None:
    assert PLAYS.keys() == procedures().keys(), "say in tests/demo/plays how the new procedure is played from a browser"


def test_the_plays_go_by_every_way_in_both_languages_and_to_the_end() -> None:
    assert {name: row.end for name, row in PLAYS.items() if row.step[-1].at != row.end} == {}
    steps = [step for row in PLAYS.values() for step in row.step]
    seats, desks = registry().seats, registry()
    for way in ("type", "form", "press"):
        spoken = {desks.language_of(seats[step.seat].body) for step in steps if getattr(step, way)}
        assert spoken == {"en", "ja"}, way


@needs_browser
@pytest.mark.parametrize("procedure", PLAYS)
def test_it_is_played_to_its_end(procedure: str, player: Player) -> None:
    player.play(procedure, PLAYS[procedure])
