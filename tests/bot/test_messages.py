"""`/acm messages`: what is said when, as those who read there may know it."""

from datetime import timedelta

from bot.blocks import Message
from bot.desks import Person
from bot.inward.typed_lines import typed
from state.sweep import sweep
from tests.bot.office import channel_of
from tests.play import Play, person

GIVEN = {"audience": "press", "en": "We meet.", "ja": "会う。"}


def listed(play: Play, seat: str, desk: str = "D1") -> list[str]:
    """The rows of the list."""
    answer = typed(play.house, Person(person(seat), desk), "messages", f"list-{next(play.keys)}")
    assert isinstance(answer, Message)
    return [block["text"]["text"] for block in answer.blocks[1:]]


def cleared(play: Play, title: str, verb: str = "message", **given: str) -> str:
    matter = play.do(verb, "us-usfj-pa-dir", title=title, **GIVEN, **given)
    play.do("disclose", "us-usfj-fdo", matter)
    play.do("pair", "acm-msg-lang", matter)
    for seat in ("acm-msg-us-clear", "acm-msg-jp-clear"):
        play.do("clear", seat, matter)
    return matter


def timed(play: Play, title: str, at: str) -> str:
    matter = cleared(play, title)
    for seat in ("acm-msg-us-clear", "acm-msg-jp-clear"):
        play.do("schedule", seat, matter, at=at)
    return matter


def forward(play: Play, hours: int) -> None:
    play.forward(timedelta(hours=hours))
    sweep(play.house)


def test_messages_stand_in_the_order_of_their_time_with_holds(staffed: Play) -> None:
    second = timed(staffed, "The second", "0500Z")
    timed(staffed, "The first", "0300Z")
    cleared(staffed, "The line", "holdline", expires="0400Z")
    cleared(staffed, "Not timed yet")
    staffed.do("hold", "jp-mod-pr-ps", second, because="Not yet")
    first, line, last = listed(staffed, "us-usfj-cdr")
    assert "The first" in first
    assert "goes out" in first
    assert "The line" in line
    assert "may be used until" in line
    assert "The second" in last
    assert "held by Japan" in last


def test_what_is_out_is_listed_while_it_is_watched_and_what_expired_is_not(staffed: Play) -> None:
    matter = timed(staffed, "The first", "0300Z")
    cleared(staffed, "The line", "holdline", expires="0200Z")
    forward(staffed, 3)
    (row,) = listed(staffed, "us-usfj-cdr")
    assert "going out since" in row
    for seat in ("us-usfj-pa-dir", "jp-mod-pr-ps"):
        staffed.do("out", seat, matter)
    (row,) = listed(staffed, "us-usfj-cdr")
    assert "out since" in row
    forward(staffed, 24)
    assert listed(staffed, "us-usfj-cdr") == []


def test_nobody_finds_what_they_may_not_know_in_the_list(staffed: Play) -> None:
    staffed.do("message", "us-usfj-pa-dir", title="Inside", **GIVEN)
    assert listed(staffed, "us-usfj-cdr", channel_of("us-usfj")) == []
    assert listed(staffed, "jp-mod-pr-ps") == []
