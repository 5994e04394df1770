"""All that one nation can ever get of a running installation: what the tests of release search and compare."""

import re
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from bot.exports.writing import write_export
from tests.bot.office import Office, channel_of, everything_seen, user_of
from tests.play import administrator
from tests.slackd.model import Call, Json
from workflows.bodies.rows import BILATERAL


def people_of(office: Office, nation: str) -> set[str]:
    """Whoever holds a seat of the nation, and its administrator."""
    seats = office.house.registry.seats.values()
    return {administrator(nation).user, *(user_of(seat.id) for seat in seats if seat.nation == nation)}


def channels_of(office: Office, nation: str) -> set[str]:
    """Where its people read: its own bodies' channels, the bilateral ones, and their direct messages."""
    bodies = office.house.registry.bodies.values()
    people = people_of(office, nation)
    direct = {row.id for row in office.slackd.channels.values() if row.is_im and row.members & people}
    return {channel_of(body.id) for body in bodies if body.nation in (nation, BILATERAL)} | direct


def all_that_reaches(office: Office, nation: str) -> str:
    """Every message, card, answer, form and file that its channels and people ever got, and every export it can have.

    What was edited or deleted since is among it, and so are metadata and the values of buttons.
    """
    office.settle()
    seen = everything_seen(office.slackd, channels_of(office, nation), people_of(office, nation))
    return "\n".join((seen, *exports_for(office, nation).values()))


def exports_for(office: Office, nation: str) -> dict[str, str]:
    """What the nation may export, by file name, as text: its own log with the joint one, and the joint alone."""
    registry = office.house.registry
    found = {}
    with TemporaryDirectory() as folder:
        for readers in ((nation,), registry.everyone):
            for fmt in ("jsonl", "csv", "md", "html"):  # a PDF is drawn from the lines of the first
                out = Path(folder) / f"{'+'.join(readers)}.{fmt}"
                write_export(office.house, readers, fmt, out)
                found[out.name] = out.read_text(encoding="utf-8")
    return found


def calls_to(office: Office, nation: str) -> list[Json]:
    """Every call by which the bot reached the nation's channels and people, in order, with all that it carried.

    Ids that are random, and those that Slack itself gives, are named in the order in which this nation meets them.
    """
    office.settle()
    channels, people = channels_of(office, nation), people_of(office, nation)
    found: list[Any] = [
        [call.method, call.at, call.args] for call in office.slackd.calls() if _reaches(call, channels, people)
    ]
    found += [["view", view.user, view.payload] for view in office.slackd.views if view.user in people]
    found += [
        ["file", upload.filename, upload.title, (upload.content or b"").decode(), upload.channels, upload.thread_ts]
        for upload in office.slackd.uploads
        if set(upload.channels) & channels
    ]
    named: list[Json] = msgspec.json.decode(renamed(msgspec.json.encode(found).decode()))
    return named


def _reaches(call: Call, channels: set[str], people: set[str]) -> bool:
    named = {call.channel, call.args.get("user"), *str(call.args.get("users", "")).split(",")}
    return bool(named & (channels | people))


RANDOM = re.compile(
    r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])"  # an id of ours
    r"|(?<=-)[0-9a-f]{12}(?=\.)"  # its beginning, in a file's name
    r"|\b1[0-9]{9}\.[0-9]{6}\b"  # Slack's: a message's ts
    r"|\b[FD][0-9]{8}\b"  # Slack's: a file, a direct message
)


def renamed(text: str) -> str:
    """`text` with every random id replaced by its number of first appearance: equal texts differ in chance alone."""
    numbers = count(1)
    names: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        whole = next((known for known in names if known.startswith(found[0])), found[0])
        return names.setdefault(whole, f"id-{next(numbers)}")

    return RANDOM.sub(name, text)
