"""A message that is pinned, or marked with the agreed emoji: put up for its channel's log, taken or declined."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from state.sweep import sweep
from state.tables.logs import log_content, log_entry
from tests.bot.office import BOTH, Office, channel_of, user_of
from tests.bot.watched import all_that_reaches
from tests.play import TEAM

NATIONAL, JOINT = "EP-26-US-0001", "EP-26-0001"


def said(office: Office, seat: str, text: str) -> str:
    """Somebody says something in the channel of their body; its ts."""
    channel = channel_of(office.house.registry.seats[seat].body)
    office.slackd.message(user_of(seat), channel, text)
    return office.slackd.messages(channel)[-1].ts


def mark(office: Office, seat: str, ts: str, emoji: str = "memo", at: str | None = None) -> None:
    channel = channel_of(at or office.house.registry.seats[seat].body)
    assert office.slackd.react(user_of(seat), channel, ts, emoji).in_time
    office.settle()


def records(office: Office, act: str = "record") -> dict[str, list[dict[str, Any]]]:
    """By log the contents of that act's entries."""
    rows = select(log_entry, log_content.c.content).join(
        log_content,
        (log_content.c.log == log_entry.c.log) & (log_content.c.seq == log_entry.c.seq),
    )
    found: dict[str, list[dict[str, Any]]] = {}
    with office.house.database.reading() as connection:
        for row in connection.execute(rows):
            if json.loads(row.entry)["act"] == act:
                found.setdefault(row.log, []).append(json.loads(row.content))
    return found


@BOTH
def test_a_marked_message_is_put_up_and_stands_in_the_log_once_the_watch_takes_it(office: Office) -> None:
    ts = said(office, "us-usfj-cos", "Port is closed &amp; 港は閉鎖")
    mark(office, "us-usfj-cos", ts)
    assert "Port is closed &amp; 港は閉鎖" in json.dumps(office.card("us-usfj").blocks, ensure_ascii=False)
    assert records(office) == {}
    assert office.press("us-usfj-watch", "record").in_time
    (entry,) = records(office)["us"]
    assert entry["text"] == "Port is closed & 港は閉鎖"
    assert entry["author"] == {"team": TEAM, "user": user_of("us-usfj-cos")}
    assert entry["person"]["user"] == user_of("us-usfj-watch")
    assert records(office).keys() == {"us"}
    assert "港は閉鎖" in office.tell("us-usfj-watch", "find 閉鎖")
    assert "見つかった記録：0 件" in office.tell("jp-jjoc-watch", "find 閉鎖")


def test_what_is_said_where_all_read_goes_into_the_log_of_all(office: Office) -> None:
    ts = said(office, "bocc-jp-lead", "Agreed by all here")
    assert office.slackd.pin(user_of("bocc-us-lead"), channel_of("bocc"), ts).in_time
    office.settle()
    office.do("bocc-us-lead", f"record {JOINT}")
    assert [row["text"] for row in records(office)["us+jp"]] == ["Agreed by all here"]
    assert records(office).keys() == {"us+jp"}


def test_marked_by_several_it_is_put_up_once_and_by_who_may(office: Office) -> None:
    ts = said(office, "us-usfj-cos", "Two crews")
    office.slackd.react("UOUTSIDER", channel_of("us-usfj"), ts, "memo")
    mark(office, "us-usfj-cos", ts, emoji="thumbsup")
    assert records(office, "nominate") == {}
    for seat in ("us-usfj-cos", "us-usfj-watch", "us-usfj-cos"):
        mark(office, seat, ts)
    assert len(records(office, "nominate")["us"]) == 1
    office.do("us-usfj-watch", f'decline {NATIONAL} "said already"')
    assert records(office) == {}


def test_marked_text_is_not_put_up_and_who_marked_it_is_told(office: Office) -> None:
    mark(office, "us-usfj-cos", said(office, "us-usfj-watch", "(S) two crews"))
    assert records(office, "nominate") == {}
    assert any("marking" in row.text for row in office.slackd.ephemerals(user_of("us-usfj-cos")))


def test_what_the_bot_said_and_what_is_gone_is_not_put_up(office: Office) -> None:
    office.do("us-usfj-watch", 'open "Runway" to:jp-jjoc urgency:priority')
    office.settle()
    mark(office, "us-usfj-cos", office.card("us-usfj").ts)
    mark(office, "us-usfj-cos", "1700000000.000100")
    assert records(office, "nominate") == {}
    assert office.waiting() == 0


def test_words_are_put_up_by_typing_too(office: Office) -> None:
    office.do("us-usfj-cos", 'nominate "The tide turns at noon"')
    assert "Take into the log" in json.dumps(office.card("us-usfj").blocks)
    assert NATIONAL in office.tell("jp-jjoc-watch", f"record {NATIONAL}"), "no such serial there"
    office.tell("us-usfj-cos", f"record {NATIONAL}")  # who put it up does not take it in
    assert records(office) == {}
    office.do("us-usfj-cdr", f"record {NATIONAL}")
    assert records(office)["us"][0]["text"] == "The tide turns at noon"


@BOTH
def test_what_a_national_seat_types_where_others_read_too_waits_for_its_release(office: Office) -> None:
    """Behind a command nobody else has read it; who typed it, and when, stays with its nation."""
    shown = office.tell("us-usfj-cos", 'nominate "The plover tide turns at noon"', at="bocc")
    assert "it waits inside your nation until" in shown
    office.settle()
    assert "plover" not in all_that_reaches(office, "jp")
    assert NATIONAL in office.tell("jp-jjoc-watch", f"record {NATIONAL}"), "no such serial there"
    typed_at = office.clock()
    office.clock.forward(timedelta(hours=3))
    assert office.press("us-usfj-fdo", "disclose").in_time
    assert "The plover tide turns at noon" in json.dumps(office.card("bocc").blocks)
    office.do("bocc-jp-watch", f"record {JOINT}")
    (entry,) = records(office)["us+jp"]
    assert (entry["text"], entry["said_by"]) == ("The plover tide turns at noon", "us-usfj-cos")
    assert "author" not in entry
    assert datetime.fromisoformat(entry["said_at"]) > typed_at
    assert user_of("us-usfj-cos") not in json.dumps(records(office, "disclose")["us+jp"])
    (own,) = records(office, "nominate")["us"]
    assert (own["author"]["user"], "us+jp" in records(office, "nominate")) == (user_of("us-usfj-cos"), False)


@BOTH
def test_what_waits_for_its_release_is_chased_inside_its_nation_and_then_where_it_is_put_up(office: Office) -> None:
    office.do("us-usfj-cos", 'nominate "The plover tide turns at noon"', at="bocc")
    office.clock.forward(timedelta(hours=27))
    sweep(office.house)
    office.settle()
    told = "\n".join(office.told("us-usfj"))
    assert (NATIONAL in told, "The suspense has passed" in told) == (True, True)
    assert "EP-26" not in all_that_reaches(office, "jp")
    assert office.matter(NATIONAL).raised == 1
    office.do("us-usfj-fdo", f"disclose {NATIONAL}")
    assert office.matter(JOINT).raised == 0  # how long it lay inside nobody else learns
    office.clock.forward(timedelta(hours=25))
    sweep(office.house)
    office.settle()
    told = "\n".join(office.told("bocc"))
    assert (JOINT in told, "The suspense has passed" in told) == (True, True)


@BOTH
def test_what_is_put_up_for_a_nations_own_log_goes_up_where_nobody_takes_it(office: Office) -> None:
    office.do("us-usfj-cos", 'nominate "Two crews"')
    office.clock.forward(timedelta(hours=27))
    sweep(office.house)
    office.settle()
    assert "The suspense has passed" in "\n".join(office.told("us-usfj"))
    above = office.matter(NATIONAL).escalated
    assert above
    assert all("Two crews" in json.dumps(office.card(body).blocks) for body in above)


def test_its_disclosure_seat_may_decline_it_and_types_its_own_at_once(office: Office) -> None:
    office.do("us-usfj-cos", 'nominate "Not for plovers"', at="bocc")
    office.do("us-usfj-fdo", f'decline {NATIONAL} "not for others"')
    assert "plover" not in all_that_reaches(office, "jp")
    office.do("us-usfj-fdo", 'nominate "The port is open"', at="bocc")
    assert "The port is open" in json.dumps(office.card("bocc").blocks)


def test_a_seat_of_the_body_itself_speaks_to_all_who_sit_there(office: Office) -> None:
    office.do("bocc-us-lead", 'nominate "Next meeting at noon"')
    office.do("bocc-jp-watch", f"record {JOINT}")
    assert records(office)["us+jp"][0]["author"]["user"] == user_of("bocc-us-lead")
