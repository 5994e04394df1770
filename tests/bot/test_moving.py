"""A body that has ended, in Slack: told at a start, moved by a line or a form, carried on in the other channel."""

from collections.abc import Callable
from datetime import date

import msgspec

from bot.listeners import COMMAND
from state import reading
from state.house import House
from tests.bot.office import BOTH, JOINT, Office, all_well, channel_of, is_card, opened, user_of
from tests.play import administrator, registry
from tests.slackd import Slackd
from workflows.entries import Recorded
from workflows.registry import Registry

OLD, NEW = "us-usfj-j3", "us-usfj-j5"
LINE = f"move-body {OLD} {NEW}"
DECIDES = "us-usfj-cdr"


def later() -> Registry:
    rows = registry().bodies
    gone = msgspec.structs.replace(rows[OLD], valid_to=date(2026, 11, 1), successor=NEW)
    return msgspec.structs.replace(registry(), bodies={**rows, OLD: gone})


def started_again(office: Office, make_office: Callable[[House], Office]) -> Office:
    """The bot on the registry in which the office has ended."""
    office.do("us-usfj-watch", f"ack {opened(office)} ocr:{OLD}")
    office.do("jp-jjoc-watch", f"ack {JOINT}")
    office.settle()
    after = make_office(msgspec.structs.replace(office.house, registry=later()))
    after.open()
    return after


def told(slackd: Slackd, nation: str) -> list[str]:
    user = administrator(nation).user
    return [message.text for message in slackd.messages(slackd.dm(user).id)]


@BOTH
def test_it_is_told_at_a_start_and_moved_by_a_line(
    office: Office, slackd: Slackd, make_office: Callable[[House], Office]
) -> None:
    after = started_again(office, make_office)
    slackd.wait_for(lambda: told(slackd, "us"))
    (text,) = told(slackd, "us")
    assert JOINT in text
    assert f"`/acm {LINE}`" in text
    assert told(slackd, "jp") == []
    assert after.do(DECIDES, LINE) == f"From {OLD} to {NEW}: `{JOINT}`."
    after.settle()
    assert any(is_card(row) for row in after.messages(NEW))
    assert any("has ended" in row for row in after.told(NEW))
    assert after.matter(JOINT).tracks["us"].ocrs == (NEW,)
    all_well(after)


def test_what_a_nation_moved_inside_is_seen_nowhere_by_the_other(
    office: Office, slackd: Slackd, make_office: Callable[[House], Office]
) -> None:
    after = started_again(office, make_office)
    after.settle()
    channels = {channel_of(body) for body in registry().bodies if "jp" in registry().audience_of(body)}
    before = said_in(slackd, channels), logs_of(after)
    after.do(DECIDES, LINE)
    after.settle()
    assert (said_in(slackd, channels), logs_of(after)) == before


def said_in(slackd: Slackd, channels: set[str]) -> list[object]:
    """Every post and edit there; who looks who is there says nothing."""
    return [call.args for call in slackd.calls() if call.channel in channels and call.method.startswith("chat.")]


def logs_of(office: Office) -> list[Recorded]:
    with office.house.database.reading() as connection:
        return reading.entries_of(connection, office.matter(JOINT), office.house.registry, ("jp",))


def test_alone_the_verb_asks_with_a_form(
    office: Office, slackd: Slackd, make_office: Callable[[House], Office]
) -> None:
    after = started_again(office, make_office)
    user = user_of(DECIDES)
    slackd.command(user, slackd.dm(user).id, COMMAND, "move-body")
    sent = slackd.submit(user, slackd.view_of(user).id, {"body": OLD, "to": NEW})
    assert sent.in_time
    assert after.matter(JOINT).tracks["us"].ocrs == (NEW,)
