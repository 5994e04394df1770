"""A body that has ended, in Slack: told at a start, moved by a line or a form, carried on in the other channel."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from bot.inward.listeners import COMMAND
from state import reading
from state.house import House
from tests.bot.office import BOTH, JOINT, NATIONAL, Office, all_well, channel_of, is_card, opened, user_of
from tests.bot.test_two_runs import Kept, differences, run
from tests.conftest import Databases
from tests.play import administrator, registry
from tests.slackd import Slackd
from workflows.bodies.registry import Registry
from workflows.entries import Recorded

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


# Another nation's body, before it knows of anything

THEIRS, HEIR = "jp-mofa-press", "jp-cas-pr"
MORROW = 24 * 60
"""Minutes after the start: the next morning in Tokyo, when THEIRS has ended."""
KEPT = Kept("us", "Gannet", "us-usfj-j3", 0, [], [], settles=True)


def turning() -> Registry:
    """Of two bodies the one ends with the day on which the tests begin, and the other one follows it."""
    rows = registry().bodies
    last = msgspec.structs.replace(rows[THEIRS], valid_to=date(2026, 11, 2), successor=HEIR)
    first = msgspec.structs.replace(rows[HEIR], valid_from=date(2026, 11, 3))
    return msgspec.structs.replace(registry(), bodies={**rows, THEIRS: last, HEIR: first})


def crossed(databases: Databases, *, is_moved: bool) -> tuple[dict[str, Any], list[str]]:
    """What Japan can observe of a request that was put up to the one and moved, or put up to the other one at once.

    And what the U.S. administrator was told.
    """
    with run(databases, KEPT, "jp") as played:
        before = played.office
        house = msgspec.structs.replace(before.house, registry=turning())
        office = played.office = Office(before.slackd, house, before.clock)
        ask = 'open "Questions of the press" to:{} by:"040900Z NOV 26"'
        office.service.look_again()
        if is_moved:
            office.do("us-emb-pa-mc", ask.format(THEIRS))
        played._at(MORROW)
        office.service.look_again()
        office.settle()
        office.do("us-emb-pa-mc", f"move-body {THEIRS} {HEIR}" if is_moved else ask.format(HEIR))
        office.settle()
        office.do("us-emb-dcm", f"disclose {NATIONAL}")
        office.settle()
        office.do("jp-cas-pr-duty", f"ack {JOINT}")
        played.answers += [played._say("jp-cas-pr-csp", line) for line in ("status", f"log {JOINT}", f"who {HEIR}")]
        all_well(office)
        return played.observed(), told(office.slackd, "us")


@BOTH
def test_that_a_request_was_put_up_to_a_body_that_ended_meanwhile_can_t_be_observed(databases: Databases) -> None:
    (moved, said), (straight, nothing) = (crossed(databases, is_moved=way) for way in (True, False))
    assert list(differences(moved, straight)) == []
    assert HEIR in repr(moved)
    (text,) = said
    assert f"`/acm move-body {THEIRS} {HEIR}`" in text
    assert "At another nation's body: who decides at the body that asks" in text
    assert nothing == []
