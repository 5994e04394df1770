"""The bot at work on a loopback Slack: a channel for each body with its people in it, every seat held.

Nothing is told until `settle` is called, in the caller's own thread; `open` starts the bot's threads instead, as
`kakehashi run` does. People act by seat: `type`, `press`, `fill`.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from slack_sdk import WebClient
from sqlalchemy import delete

from bot.delivery.bell import Bell
from bot.desks import Person
from bot.inward.forms import Form
from bot.inward.listeners import COMMAND
from bot.inward.typed_lines import typed
from bot.service import Service
from bot.slack.binding import bind_channels
from bot.slack.workspaces import Workspaces
from state import outbox, recurring
from state.house import House
from state.logs.audit import audit
from state.matters import matter_by
from state.tables import deliveries
from state.tables.people import holder
from state.tables.reminders import reminder
from tests.play import Clock, Play, administrator, dump, person, registry, rows_in
from tests.slackd import Ack, Message, Slackd, to_bolt
from tests.slackd.model import Json
from workflows.bodies.rows import BILATERAL
from workflows.command import Away
from workflows.digest import DIGESTS
from workflows.matter import Matter

BOTH = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
"""Runs a test once on each database; the others run on SQLite, the engines being compared in tests/state."""

OPEN = 'open "Runway repair" to:jp-jjoc urgency:priority'
NATIONAL, JOINT = "CR-26-US-0001", "CR-26-0001"
"""What the first request is called before and after its release."""


ON_RECORD = ("log_entry", "log_content", "log_head")
"""What a refused attempt writes: an entry of the actor's nation."""

OUTSIDER = "UOUTSIDER"
"""Somebody of the workspace whom no administrator has named."""


def channel_of(body: str) -> str:
    return "C" + body.replace("-", "").upper()


def user_of(seat: str) -> str:
    return person(seat).user


def furnish(slackd: Slackd, clock: Clock) -> None:
    """People and channels: a nation's private channel with that nation's people, a bilateral one with all."""
    slackd.clock = lambda: clock().timestamp()
    slackd.add_user(OUTSIDER)
    known = registry()
    people = {nation: [administrator(nation).user] for nation in known.nations}
    for seat in known.seats.values():
        people[seat.nation].append(user_of(seat.id))
    for users in people.values():
        for user in users:
            slackd.add_user(user)
    for body in known.bodies.values():
        nations = known.nations if body.nation == BILATERAL else (body.nation,)
        members = tuple(user for nation in nations for user in people[nation])
        slackd.add_channel(channel_of(body.id), name=body.channel, members=members, is_private=True)


class Office:
    """One bot. `house` may be one that others share; its commits ring this bot's bell."""

    def __init__(self, slackd: Slackd, house: House, clock: Clock, *, signing_secret: str = "") -> None:
        bell = Bell()
        self.slackd = slackd
        self.clock = clock
        self.house = msgspec.structs.replace(house, on_commit=bell.ring)
        self.client = WebClient(slackd.token(), slackd.api_url, timeout=5, retry_handlers=[])
        self.service = Service(self.house, Workspaces((self.client,)), bell, signing_secret)
        self.is_open = False
        bind_channels(self.house, self.service.workspaces)
        slackd.via = to_bolt(self.service.app(self.client))

    def open(self) -> None:
        """Start the bot's own threads: the deliverers and the tick."""
        self.is_open = True
        assert self.service.start() == []

    def close(self) -> None:
        if self.is_open:
            self.service.stop()

    def plant(self, *desks: str) -> None:
        """What is told by the clock is set as at a start; of digests, where desks are named, theirs alone."""
        with self.house.database.writing() as connection:
            recurring.plant(connection, self.house)
            if desks:
                others = reminder.c.rule.in_(DIGESTS) & reminder.c.body.not_in(desks)
                connection.execute(delete(reminder).where(others))

    # What people do

    def type(self, seat: str, text: str, at: str | None = None) -> Ack:
        """A line behind /acm, in the channel of the seat's body or of the body `at`."""
        body = at or self.house.registry.seats[seat].body
        return self.slackd.command(user_of(seat), channel_of(body), COMMAND, text)

    def tell(self, seat: str, text: str, at: str | None = None) -> str:
        """As `type`; gives the words that the person sees for an answer."""
        ack = self.type(seat, text, at)
        assert ack.in_time, ack
        assert ack.error is None, ack
        assert (ack.json.get("response_type"), "Traceback" in ack.body) == ("ephemeral", False)
        return words_of(ack)

    def do(self, seat: str, text: str, at: str | None = None) -> str:
        """As `tell`, of what must be accepted; a form that shows how a time is understood is sent as it comes."""
        ack = self.type(seat, text, at)
        if ack.body:
            self._accepted(f"trigger:{ack.delivery.payload['trigger_id']}", words_of(ack))
            return words_of(ack)
        view = self.slackd.view_of(user_of(seat))
        self.slackd.submit(user_of(seat), view.id, {})
        shown = "\n".join(texts_of(view.blocks))
        self._accepted(f"view:{view.id}", shown)
        return shown

    def _accepted(self, key: str, words: str) -> None:
        (answer,) = [json.loads(row["answer"]) for row in self.rows("inbox") if row["key"] == key]
        assert not answer["refused"], words

    def enter(self, seat: str, line: str, by: str, late: str) -> bool:
        """A line of `kakehashi enter`, for what was done ten minutes ago by telephone. Whether it was accepted."""
        house = self.house
        away = Away("telephone", by, house.clock() - timedelta(minutes=10), late)
        channel = channel_of(house.registry.seats[seat].body)
        who = Person(person(seat), channel, door="command-line", account="root", away=away)
        answer = typed(house, who, line, f"command-line:{house.new_id()}")
        return not isinstance(answer, Form) and not answer.is_refusal

    def press(self, seat: str, verb: str, at: str | None = None) -> Ack:
        """The button of `verb`, or its row in the menu, on the newest card of that channel."""
        body = at or self.house.registry.seats[seat].body
        card = self.card(body)
        acts = [element for block in card.blocks for element in block.get("elements", ()) if "action_id" in element]
        if any(act["action_id"] == f"move:{verb}" for act in acts):
            return self.slackd.press(user_of(seat), channel_of(body), card.ts, f"move:{verb}")
        (menu,) = [act for act in acts if act["action_id"] == "more"]
        value = next(row["value"] for row in menu["options"] if row["value"].startswith(f"{verb}:"))
        return self.slackd.press(user_of(seat), channel_of(body), card.ts, "more", choose=value)

    def fill(self, seat: str, verb: str, at: str | None = None, /, **given: Any) -> Ack:
        """Press, fill in the form that comes, send it. A word that Python keeps for itself ends in `_`."""
        ack = self.press(seat, verb, at)
        assert (ack.in_time, ack.error) == (True, None), ack
        values = {name.rstrip("_"): word for name, word in given.items()}
        return self.slackd.submit(user_of(seat), self.slackd.view_of(user_of(seat)).id, values)

    # What follows

    def later(self, now: datetime) -> None:
        """It is `now` by the clock: what is due is told."""
        self.clock.now = now
        self.service.sweep()
        self.settle()

    def settle(self) -> None:
        """Return once all that can be told now has been told."""
        if self.is_open:
            self.slackd.wait_for(lambda: self.waiting() == 0, timeout=20)
        else:
            self.service.delivery.drain()

    def waiting(self) -> int:
        with self.house.database.reading() as connection:
            return outbox.waiting(connection)

    def card(self, body: str) -> Message:
        """The newest card in a body's channel."""
        self.settle()
        return [row for row in self.messages(body) if is_card(row)][-1]

    def messages(self, body: str) -> list[Message]:
        return self.slackd.messages(channel_of(body))

    def told(self, body: str) -> list[str]:
        """The text of everything but cards in a body's channel, in order."""
        self.settle()
        return [row.text for row in self.messages(body) if not is_card(row)]

    def whispers(self, seat: str) -> list[str]:
        """What that person alone was shown, in order."""
        self.settle()
        return [row.text for row in self.slackd.ephemerals(user_of(seat))]

    # What is so

    def matter(self, key: str) -> Matter:
        with self.house.database.reading() as connection:
            found = matter_by(connection, key)
        assert found is not None, key
        return found[0]

    def rows(self, table: str) -> list[dict[str, Any]]:
        return rows_in(self.house.database, table)

    @contextmanager
    def nothing_written(self, *but: str) -> Iterator[None]:
        """Nothing that happens inside leaves a trace in the database, but the delivery's own key and answer."""
        self.settle()
        before = self._kept(but)
        yield
        assert self._kept(but) == before

    def _kept(self, but: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
        return {table: rows for table, rows in dump(self.house.database).items() if table not in ("inbox", *but)}


def forget_what_was_told(house: House) -> None:
    """What staffing the installation had to tell is none of a test's business."""
    with house.database.writing() as connection:
        connection.execute(delete(deliveries.outbox))


def vacant(play: Play, make_office: Callable[[House], Office], seat: str = "us-usfj-watch") -> Office:
    """An office where nobody holds that seat."""
    with play.database.writing() as connection:
        connection.execute(delete(holder).where(holder.c.seat == seat))
    forget_what_was_told(play.house)
    return make_office(play.house)


def is_card(message: Message) -> bool:
    return any(block["type"] == "header" for block in message.blocks)


def words_of(ack: Ack) -> str:
    """All text of an answer to a typed line."""
    return "\n".join(dict.fromkeys([ack.json.get("text", ""), *texts_of(ack.json.get("blocks", []))]))


def texts_of(value: Json | list[Any]) -> Iterator[str]:
    """Every text that stands in blocks, in order."""
    if isinstance(value, list):
        for part in value:
            yield from texts_of(part)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name == "text" and isinstance(part, str):
                yield part
            else:
                yield from texts_of(part) if isinstance(part, (dict, list)) else ()


def everything_seen(slackd: Slackd, channels: set[str], users: set[str]) -> str:
    """All that ever went into these channels or to these people's eyes, every version of it, as one text."""
    found: list[Any] = []
    for message in slackd._messages.values():
        if message.ephemeral_for in users or (message.ephemeral_for is None and message.channel in channels):
            found += [[version.text, version.blocks, version.metadata] for version in message.versions]
    found += [view.payload for view in slackd.views if view.user in users]
    shared = [upload for upload in slackd.uploads if set(upload.channels) & channels]
    found += [[upload.filename, upload.title, (upload.content or b"").decode(errors="replace")] for upload in shared]
    found += [call.args for call in slackd.calls() if call.channel in channels]
    return json.dumps(found, ensure_ascii=False, default=str)


def words(given: dict[str, str]) -> str:
    """What is given by name, as it is typed."""
    return " ".join(f'{name}:"{word}"' for name, word in given.items())


def opened(office: Office) -> str:
    """A request in both nations' hands."""
    office.do("us-usfj-watch", OPEN)
    office.do("us-usfj-fdo", f"disclose {NATIONAL}")
    return JOINT


def all_well(office: Office) -> None:
    """The logs prove, and agree with what is so."""
    with office.house.database.reading() as connection:
        assert audit(connection, office.house.registry) == ()


def entries(office: Office, act: str) -> list[dict[str, Any]]:
    """The entries of an act, in all logs."""
    return [row for row in office.rows("log_entry") if json.loads(row["entry"])["act"] == act]
