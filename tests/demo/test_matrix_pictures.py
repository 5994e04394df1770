"""The synchronisation matrix in a real browser: nothing runs into anything else, in both languages and both views.

With KAKEHASHI_PICTURES=1 the picture of docs/pictures is taken anew (fonts-noto-cjk wanted).
"""

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from bot.pictures.matrix import draw_matrix
from bot.pictures.png import as_png, has_fonts
from bot.reader import Reader
from state.operations import net_of
from state.sweep import sweep
from tests.conftest import Databases, SqlitePlace
from tests.demo.test_browser import BROWSER, PICTURES
from tests.demo.test_structure_pictures import OVERLAPS, page
from tests.play import Clock, Play, install
from workflows.bodies.rows import Audience
from workflows.catalogue import procedures
from workflows.linked import with_links
from workflows.view import MatterView, see

__all__ = ["page"]  # a fixture that is used by name

pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="LEFT OUT: no chromium here, so no picture was looked at; apt install chromium"
)
OP = "OP-26-0001"
SHOWN = (("us", "en"), ("joint", "ja"))
"""The views that the guide shows."""
READERS: dict[str, Audience] = {"us": ("us",), "joint": ("us", "jp")}


@pytest.fixture(scope="module")
def play(sqlite_place: SqlitePlace) -> Iterator[Play]:
    """An operation after thirty hours: some of it over, some under way, a tasking overdue that others wait for."""
    databases = Databases(sqlite_place)
    clock = Clock()
    play = Play(install(databases.new(), clock))
    play.do("op open", "us-usfj-fdo", title="Typhoon relief, Kyushu", to="jp-jjoc", by="+60h")
    for hours, seat, verb, given in (
        (1, "us-usfj-fdo", "open", {"title": "Runway repair at Nyutabaru", "to": "jp-jjoc", "by": "+44h"}),
        (2, "jp-mod-dp-dg", "open", {"title": "Heavy lift for water trucks", "to": "us-osd-ipsa", "by": "+40h"}),
        (1, "us-usfj-fdo", "rfi", {"title": "How many crews are ready?", "to": "jp-jjoc", "by": "+6h"}),
        (0, "us-usfj-cdr", "task", {"title": "Count the lift", "to": "us-usfj-j3", "by": "+20h"}),
        (2, "us-usfj-cdr", "task", {"title": "Load plan", "to": "us-usfj-j4", "by": "+32h"}),
    ):
        clock.forward(timedelta(hours=hours))
        play.do(verb, seat, **given)
    play.do("ack", "jp-jjoc-watch", "RFI-26-0001")
    for serial in ("CR-26-0001", "CR-26-0002", "RFI-26-0001", "TK-26-US-0001", "TK-26-US-0002"):
        play.do("op add", "us-usfj-watch", OP, member=serial)
    for waits, on in (("CR-26-0001", "RFI-26-0001"), ("CR-26-0002", "CR-26-0001")):
        play.do("op needs", "jp-jjoc-watch", OP, member=waits, on=on)
    for waits, on in (("TK-26-US-0002", "TK-26-US-0001"), ("TK-26-US-0002", "CR-26-0002")):
        play.do("op needs", "us-usfj-watch", OP, member=waits, on=on)
    clock.forward(timedelta(hours=3))
    play.do("answer", "jp-jjoc-cos", "RFI-26-0001", answer="full", text="Two crews.")
    play.do("disclose", "jp-mod-dp-dg", "RFI-26-0001")
    play.do("close", "us-usfj-watch", "RFI-26-0001")
    clock.forward(timedelta(hours=21))
    sweep(play.house)
    yield play
    databases.close()


def seen(play: Play, readers: Audience) -> MatterView:
    operation, known = play.matter(OP), play.house.registry
    view = see(operation, procedures()["operation"], known, readers)
    assert view is not None
    with play.database.reading() as connection:
        return with_links(view, operation, net_of(connection, [operation]), known, readers)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("who", READERS)
def test_no_word_of_a_matrix_runs_into_another_or_off_the_page(page: Page, play: Play, who: str, language: str) -> None:
    readers = READERS[who]
    reader = Reader(play.house.registry, readers, language, "Asia/Tokyo")
    drawing = draw_matrix(seen(play, readers), reader, play.house.clock())
    page.set_content(f"<body style='margin:0'>{drawing}</body>")
    size = page.locator("svg").bounding_box()
    assert size is not None
    page.set_viewport_size({"width": int(size["width"]), "height": int(size["height"])})
    assert page.evaluate(OVERLAPS) == []
    assert ("TK-26-US-0001" in drawing) == (who == "us")
    if os.environ.get("KAKEHASHI_PICTURES") == "1" and (who, language) in SHOWN:
        page.screenshot(path=PICTURES / f"matrix-{who}-{language}.png")


def test_a_png_of_it_has_type_for_both_languages(play: Play) -> None:
    reader = Reader(play.house.registry, ("us", "jp"), "ja", "Asia/Tokyo")
    picture = as_png(draw_matrix(seen(play, ("us", "jp")), reader, play.house.clock()))
    assert picture.startswith(b"\x89PNG")
    assert has_fonts(), "fonts-noto-cjk is wanted"
