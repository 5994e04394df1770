"""A message begun: who is its lead voice, who leads for each nation, by when it is to be cleared (DOMAIN 6.4)."""

from typing import Any

from workflows.act import Act, Outcome, Record
from workflows.effects.addressing import Sides, joint_matter
from workflows.effects.internal import desk_of
from workflows.effects.message_texts import CLEAR, STATEMENT, TEXTS, compared, with_drafter
from workflows.effects.opening import TITLE, asked, send
from workflows.fields import Given
from workflows.known import is_name_known, may_see, serial_for
from workflows.reckoning import of_typed
from workflows.routing import leads
from workflows.times.suspense import suspense_due
from workflows.vocabulary import Refused

LINE = "immediate"
"""Thirty minutes, for a holding line. Source: DOMAIN 6, table."""

SPEAKS, SILENT = "second-voice", "silent"

VOICE = (
    Given("audience", "line", "Audience", most=200),
    Given("voice", "body", "Lead voice (your own body, if none is named)", required=False),
)
BY = Given("by", "time", "To be cleared by", required=False, most=60)
MESSAGE = (
    TITLE,
    *TEXTS,
    *VOICE,
    Given("other", "word", "The other nation", required=False, words=(SPEAKS, SILENT)),
    BY,
)
HOLDLINE = (
    TITLE,
    *TEXTS,
    *VOICE,
    Given("expires", "time", "Not to be used after", most=60),
    Given("statement", "matter", "The message that it stands in for (serial)", required=False, most=40),
    BY,
)


def open_statement(act: Act) -> Outcome:
    silent = act.given.get("other") == SILENT
    return _open(act, STATEMENT[act.world.situation.phase(act.now)], silent=silent, kind="statement")


def open_line(act: Act) -> Outcome:
    """A holding line: a message of its own, cleared ahead, with an expiry."""
    return _open(act, LINE, kind="holding-line", expires=act.given["expires"].isoformat())


def _open(act: Act, urgency: str, *, silent: bool = False, **facts: Any) -> Outcome:
    given = act.given
    sides = _sides(act)
    if isinstance(sides, Refused):
        return sides
    if not (given.get("en") or given.get("ja")):
        return Refused("missing", {"field": "en"}, field="en")
    due = given.get("by") or suspense_due(urgency, act.now, act.registry.zone_of(sides.owner), ())
    if "expires" in given and given["expires"] <= due:
        return Refused("expires-before", {"due": due}, field="expires")
    if "statement" in given:
        serial = _serial_of(act, tuple(sides.leads))
        if isinstance(serial, Refused):
            return serial
        facts["statement"] = serial
    home = desk_of(act.seat, act.registry)
    voice = given.get("voice", home)
    others = [nation for nation in sides.leads if silent and nation != act.registry.bodies[voice].nation]
    facts |= {"voice": voice, "readers": given["audience"], "qa": []}
    facts |= {"en": given.get("en", ""), "ja": given.get("ja", "")}
    facts |= {"releases": {nation: {"state": "silent"} for nation in others}}
    matter = joint_matter(
        act,
        sides,
        (sides.owner,),
        due,
        asker=home,
        urgency="" if "by" in given else urgency,
        by=given.get("by"),
        reckoned=of_typed(act, "by") if "by" in given else None,
        facts=facts,
    )
    matter = with_drafter(compared(matter, act.registry), act)
    return send(act, matter, ("submit",), Record(act.command.verb, own=asked(matter), seat=act.seat.id))


def _sides(act: Act) -> Sides | Refused:
    """The body whose seats clear it owns it; each nation's lead is who speaks for it."""
    registry, absent = act.registry, act.registry.absent(act.now)
    clearing = registry.seats_of_part(CLEAR.name)
    if not clearing:
        return Refused("nobody-clears")
    owner, home = clearing[0].body, desk_of(act.seat, registry)
    voice = act.given.get("voice", home)
    nation, nations = registry.bodies[voice].nation, registry.audience_of(owner)
    if not {nation, act.nation} <= {*nations}:
        return Refused("not-a-voice", {"body": voice}, field="voice")
    beside = tuple(row for row in registry.bodies[voice].counterparts if row in registry.bodies[owner].members)
    return Sides(owner, {**leads(registry, home, (voice, *beside), owner, absent), nation: voice})


def _serial_of(act: Act, nations: tuple[str, ...]) -> str | Refused:
    """What all who will know of the line call the message that it stands in for."""
    linked, serial = act.world.linked, act.given["statement"]
    if linked is None or not may_see(linked, nations) or not is_name_known(linked, serial, act.registry, (act.nation,)):
        return Refused("unknown-serial", {"serial": serial}, field="statement")
    return serial_for(linked, act.registry, nations)
