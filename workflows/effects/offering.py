"""Offers of support: neither a request nor a promise. They expire, and are taken up whole or in part (DOMAIN 6.6)."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from workflows.act import Act, Effect, Outcome, Record
from workflows.command import Command
from workflows.effects import deciding, supplying
from workflows.effects.addressing import joint_matter, sides_of
from workflows.effects.opening import TITLE, asked, send
from workflows.fields import Given
from workflows.reckoning import of_typed
from workflows.release import text_for
from workflows.times.calendars import OutOfRange
from workflows.times.dtg import in_zone
from workflows.times.suspense import working_days_due
from workflows.vocabulary import Refused, Said

LONGEST = 10
"""Working days of both sides within which an offer expires. Source: DOMAIN 6.6."""

OFFER = (
    Given("title", "line", "What is offered", most=150),
    Given("to", "body", "To (body)"),
    Given("quantity", "number", "How many", most=9),
    Given("unit", "line", "Of what (teams, tons, hours …)", most=60),
    Given("where", "line", "Where", most=150),
    Given("from", "time", "From when", most=60),
    Given("until", "time", "Until when", most=60),
    Given("expires", "time", "The offer expires", most=60),
    Given("if", "text", "Conditions", required=False, most=1_000),
    Given("class", "word", "Class, where it is logistic support", required=False, words=supplying.INSIDE),
    Given("info", "bodies", "For information", required=False),
    Given("detail", "text", "Detail", required=False, most=2_500),
)
TAKE_UP = (
    Given("quantity", "number", "How many (none given: all that is left)", required=False, most=9),
    Given("by", "time", "Answer by", required=False, most=60),
    Given("urgency", "urgency", "Urgency", required=False),
    Given("remark", "text", "Remark", required=False, most=2_000),
)


def offer(act: Act) -> Outcome:
    """A new offer of what the acting seat's body holds: the other side hears of it once it is released."""
    given, to = act.given, (act.given["to"],)
    if given["quantity"] < 1:
        return Refused("nothing-offered", field="quantity")
    if given["until"] <= given["from"]:
        return Refused("ends-before-it-begins", {"from": given["from"], "at": given["until"]}, field="until")
    sides = sides_of(act, to, given.get("info", ()))
    if isinstance(sides, Refused):
        return sides
    if refused := _expires_too_late(act, "expires", tuple(sides.leads.values())):
        return refused
    kept = ("quantity", "unit", "where", "if", "class")
    facts = {name: given[name] for name in kept if name in given}
    facts |= {"begins": given["from"].isoformat(), "ends": given["until"].isoformat(), "left": given["quantity"]}
    due = given["expires"]
    matter = joint_matter(act, sides, to, due, by=due, reckoned=of_typed(act, "expires"), facts=facts)
    return send(act, matter, ("submit",), Record("offer", own=asked(matter), seat=act.seat.id))


def while_it_lasts(effect: Callable[[Act], Outcome]) -> Callable[[Act], Outcome]:
    """The effect, refused from the instant of its expiry on, though time has not ended it yet."""

    def checked(act: Act) -> Outcome:
        at = act.about.due_at
        return Refused("offer-over", {"at": at}) if at <= act.now else effect(act)

    return checked


def extend(act: Act) -> Outcome:
    """A later expiry, of no more than the longest from now."""
    leads = tuple(track.lead for track in act.about.tracks.values())
    return _expires_too_late(act, "by", leads) or deciding.extend(act)


def take_up(act: Act) -> Outcome:
    """The receiver takes up all that is left, or a part: what it takes becomes a request to who offered it.

    Where the offer says of which class of logistic support it is, it becomes that, from a seat that may ask for any.
    """
    matter, left = act.about, act.about.facts["left"]
    quantity = act.given.get("quantity", left)
    if not 1 <= quantity <= left:
        return Refused("not-so-much-offered", {"count": left, "word": matter.facts["unit"]}, field="quantity")
    content = {"quantity": quantity, "unit": matter.facts["unit"], "left": left - quantity, **_said(act)}
    record = Record("takeup", own=content, joint=content, seat=act.seat.id)
    matter = matter.with_facts(left=left - quantity)
    said = Said("taken-up", {"count": quantity, "word": matter.facts["unit"], "body": matter.asker})
    triggers = ("take-up",) if quantity == left else ()
    return Effect(matter, triggers, (record,), said, begins=(_begun(act, quantity),))


def _begun(act: Act, quantity: int) -> Command:
    """What is taken up, as the receiver asks it of who offered it."""
    matter = act.about
    text = text_for(matter, (act.nation,))
    words = {name: act.command.given[name] for name in ("by", "urgency") if name in act.command.given}
    title = f"{quantity} {matter.facts['unit']}: {text.title}"[: TITLE.most]
    given = {"title": title, "to": matter.asker, "detail": act.given.get("remark", "")}
    is_support = "class" in matter.facts and act.seat in act.registry.seats_of_part(supplying.ASK.name)
    verb, more = ("supply", _support(act, quantity)) if is_support else ("open", words)
    given |= more
    return msgspec.structs.replace(act.command, verb=verb, seat=act.seat.id, given=given, matter=None, key=None)


def _support(act: Act, quantity: int) -> dict[str, str]:
    """What logistic support asks for besides: its days are the offer's, as the receiver has them, from today on."""
    facts, zone = act.about.facts, act.registry.zone_of(act.command.desk or act.seat.body)
    begins, ends = (datetime.fromisoformat(facts[name]) for name in ("begins", "ends"))
    days = {"from": max(begins, act.now), "until": max(ends, act.now)}
    kept = {name: facts[name] for name in ("class", "unit", "where")}
    return {**kept, "quantity": str(quantity), **{name: f"{in_zone(at, zone):%Y-%m-%d}" for name, at in days.items()}}


def _said(act: Act) -> dict[str, object]:
    return {"remark": act.given["remark"]} if "remark" in act.given else {}


def expire(act: Act) -> Effect:
    """Its time is over: neither refused nor accepted."""
    content = {"left": act.about.facts["left"], "unit": act.about.facts["unit"]}
    return Effect(act.about, ("expire",), (Record("expired", joint=content),))


def _expires_too_late(act: Act, field: str, leads: tuple[str, ...]) -> Refused | None:
    latest = _latest(act, leads)
    if isinstance(latest, Refused):
        return latest
    if act.given[field] > latest:
        return Refused("expires-too-late", {"at": latest, "count": LONGEST}, field=field)
    return None


def _latest(act: Act, leads: tuple[str, ...]) -> datetime | Refused:
    try:
        zone, calendars = act.registry.zone_of(act.seat.body), act.world.calendars_at(leads)
        return working_days_due(LONGEST, act.now, zone, calendars, act.registry.working_hours_of(act.seat.body))
    except OutOfRange as error:
        return Refused("no-calendar", {"calendar": error.calendar, "day": error.day}, field="expires")
