"""A suspense of two nations: on both clocks, and with whose day is off, in each reader's own language."""

from datetime import UTC, datetime

import msgspec
import pytest

from bot.reader import Reader
from tests.bot.office import Office
from tests.play import Clock, calendars, registry
from workflows.days_off import Side, days_off, sides_of

CULTURE_DAY = datetime(2026, 11, 3, 3, tzinfo=UTC)  # noon in Tokyo; in Washington the evening of Monday
THANKSGIVING = datetime(2026, 11, 26, 16, tzinfo=UTC)  # in Tokyo it is Friday by then
BOTH = ("us-usfj", "jp-jjoc")


def reader(language: str, zone: str = "Asia/Tokyo") -> Reader:
    return Reader(registry(), registry().everyone, language, zone, calendars=calendars())


@pytest.mark.parametrize(
    ("at", "off"),
    [
        (CULTURE_DAY, [("jp", "Culture Day")]),
        (THANKSGIVING, [("us", "Thanksgiving Day")]),
        (datetime(2026, 11, 6, 16, tzinfo=UTC), [("jp", None)]),  # Saturday there already
        (datetime(2026, 11, 8, 16, tzinfo=UTC), [("us", None)]),  # Sunday there still
        (datetime(2026, 11, 23, 3, tzinfo=UTC), [("us", None), ("jp", "Labor Thanksgiving Day")]),
        (datetime(2026, 11, 5, 3, tzinfo=UTC), []),
        (datetime(2031, 1, 1, 3, tzinfo=UTC), []),  # past the end of either calendar
    ],
)
def test_a_day_is_off_by_the_clock_of_each_side(at: datetime, off: list[tuple[str, str | None]]) -> None:
    sides = [Side("us", "America/New_York", "us-federal"), Side("jp", "Asia/Tokyo", "jp-government")]
    found = days_off(at, sides, calendars())
    assert [(row.nation, row.name and row.name[0]) for row in found] == off


def test_a_body_s_side_has_the_body_s_own_zone_and_a_body_of_several_nations_is_none() -> None:
    zones = {body: sides_of([body], registry())[0].zone for body in ("us-usfj", "us-indopacom", "jp-jjoc")}
    assert zones == {"us-usfj": "Asia/Tokyo", "us-indopacom": "Pacific/Honolulu", "jp-jjoc": "Asia/Tokyo"}
    assert sides_of(["bocc", "no-such-body"], registry()) == ()


def test_it_is_shown_on_the_clocks_of_both_sides_once_each() -> None:
    sides = sides_of(["us-indopacom", "jp-jjoc"], registry())
    assert reader("en").suspense(THANKSGIVING, sides) == (
        "Fri 27 Nov 01:00 (I · 261600Z NOV 26 · 260600W NOV 26) [day off in United States: Thanksgiving Day]"
    )
    assert "(W · 261600Z NOV 26 · 270100I NOV 26)" in reader("en", "Pacific/Honolulu").suspense(THANKSGIVING, sides)


def test_the_day_is_named_in_the_reader_s_language() -> None:
    assert reader("en").understood(CULTURE_DAY).endswith(" [day off in Japan: Culture Day]")
    assert reader("ja").understood(CULTURE_DAY).endswith(" [日本は休日：文化の日]")
    assert reader("ja").understood(datetime(2026, 11, 7, 3, tzinfo=UTC)).endswith("[日本は休日：土曜日]")


def test_where_no_calendar_is_known_nothing_is_said() -> None:
    assert "[" not in msgspec.structs.replace(reader("en"), calendars={}).understood(CULTURE_DAY)


def test_cards_answers_and_reminders_say_whose_day_is_off(office: Office, clock: Clock) -> None:
    said = office.do("us-usfj-watch", 'open "Runway repair" to:jp-jjoc by:"3 Nov 1200"')
    assert "Tue 3 Nov 12:00" in said
    assert "[day off in Japan: Culture Day]" in said
    office.do("us-usfj-fdo", "disclose CR-26-US-0001")
    office.settle()
    card = str(office.card("jp-jjoc").blocks)
    assert card.count("[日本は休日：文化の日]") == 1  # the day on which all is due; the first step is due today
    clock.now = datetime(2026, 11, 2, 16, tzinfo=UTC)
    before = len(office.told("jp-jjoc"))
    office.do("us-usfj-watch", 'askextend CR-26-0001 by:"23 Nov 1200" because:"More time"')
    assert any("勤労感謝の日" in text for text in office.told("jp-jjoc")[before:])
    assert "[day off in Japan: Culture Day]" in str(office.tell("us-usfj-watch", "due")) + str(
        office.card("us-usfj").blocks
    )
