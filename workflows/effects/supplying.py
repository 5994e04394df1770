"""Logistic support between nations: its basis, what was delivered and received, how it is settled (DOMAIN 6.8)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

from workflows.act import Act, Effect, Outcome, Record
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.effects import opening
from workflows.effects.addressing import sides_of
from workflows.effects.asking import BY, DAYS, asked_for_days
from workflows.effects.opening import asked, send
from workflows.fields import Given
from workflows.matter import Matter
from workflows.situation import is_opened
from workflows.times.calendars import OutOfRange
from workflows.times.days import end_of_day
from workflows.times.suspense import ByPhase, working_days_due
from workflows.vocabulary import Refused, Said
from workflows.who import Part

NAME = "logistic-support"

URGENCY = ByPhase("priority", {"crisis": "urgent"})
"""8 h, in a crisis 2 h. Source: DOMAIN 6.8."""

SETTLEMENT = 10
"""Working days of both sides in which what was received is settled. Source: DOMAIN 6.8."""

WEAPONS = "weapons"
"""Outside the agreement; ammunition is inside. Source: DOMAIN 6.8."""

CLASSES = (
    *("food-water", "billeting", "transport", "fuel", "clothing", "communications", "medical", "base-support"),
    *("storage", "facilities", "training", "spare-parts", "repair", "ports", "ammunition", WEAPONS),
)

INSIDE = tuple(name for name in CLASSES if name != WEAPONS)
"""Classes of what may be offered."""

ASK = Part(f"{NAME}.ask")

BASES: Mapping[str, bool] = {
    **dict.fromkeys(("exercise", "disaster", "peace-support"), False),
    **dict.fromkeys(("important-influence", "armed-attack"), True),
    "other": False,
}
"""What gives the right to it, and whether a situation category has to be in force that opens it."""

WAYS = ("returned", "replaced", "paid")

SUPPLY = (
    Given("title", "line", "What is needed", most=150),
    Given("to", "body", "To (body)"),
    Given("class", "word", "Class", words=CLASSES),
    Given("quantity", "number", "How many", most=9),
    Given("unit", "line", "Of what (tons, hours, sorties …)", most=60),
    Given("where", "line", "Where", most=150),
    *DAYS,
    Given("info", "bodies", "For information", required=False),
    BY,
    Given("detail", "text", "Detail", required=False, most=2_500),
)
BASIS = (
    Given("basis", "word", "Basis", words=tuple(BASES)),
    Given("law", "line", "Law or order that gives the right to it", most=300),
)
ORDER = (Given("order", "line", "Order number", most=150),)
DELIVER = (
    Given("quantity", "number", "How many (none given: all that is left)", required=False, most=9),
    Given("receipt", "line", "Delivery note", most=150),
)
RECEIVE = (
    Given("quantity", "number", "How many (none given: all that was delivered)", required=False, most=9),
    Given("receipt", "line", "Receipt", most=150),
    Given("rest", "word", "What is still missing", required=False, words=("awaited", "waived")),
)
SETTLE = (
    Given("way", "word", "How", words=WAYS),
    Given("reference", "line", "Reference", most=150),
)


def supply(act: Act) -> Outcome:
    """A new request of the receiver's staff to the body that provides it."""
    given, to = act.given, (act.given["to"],)
    if refused := _cannot_be_asked(act, to[0]):
        return refused
    sides = sides_of(act, to, given.get("info", ()))
    if isinstance(sides, Refused):
        return sides
    kept = {name: given[name] for name in ("class", "quantity", "unit", "where")}
    matter = asked_for_days(act, sides, to, URGENCY, {**kept, "delivered": 0, "received": 0, "receipts": []})
    if isinstance(matter, Refused):
        return matter
    return send(act, matter, ("submit",), Record("supply", own=asked(matter), seat=act.seat.id))


def _cannot_be_asked(act: Act, to: str) -> Refused | None:
    """Weapons, nothing at all, or of a body at which no one nation provides."""
    if act.given["class"] == WEAPONS:
        return Refused("weapons-outside", field="class")
    if act.given["quantity"] < 1:
        return Refused("nothing-asked", field="quantity")
    if act.registry.is_bilateral(to):
        near = act.registry.bodies[act.seat.body].counterparts
        return Refused("one-provides", {"body": to, "near": near}, field="to")
    return None


def state_basis(act: Act) -> Outcome:
    """The right to give it, case by case."""
    if refused := _not_open(act, act.given["basis"], "basis"):
        return refused
    content = dict(act.given)
    triggers = () if act.about.stage_id == "based" else ("found",)
    record = Record("basis", own=content, joint=content, seat=act.seat.id)
    return Effect(act.about.with_facts(**content), triggers, (record,), Said("basis-stated"))


def _not_open(act: Act, basis: str, field: str | None = None) -> Refused | None:
    """Refused where the basis hangs on a category and none in force opens it; and which would."""
    name, rows, situation = f"{NAME}.{basis}", act.registry.categories, act.world.situation
    if not BASES[basis] or is_opened(name, situation, rows, act.now):
        return None
    needed = tuple(row.id for row in rows.values() if name in row.opens)
    is_so = tuple(row.value for row in situation.categories(act.now))
    return Refused("basis-not-open", {"word": basis, "needed": needed, "categories": is_so}, field=field)


def grant(act: Act) -> Outcome:
    """Approved until its last day. The category may be another by now: the basis has to hold still."""
    if refused := _not_open(act, act.about.facts["basis"]):
        return refused
    over = _over_at(act)
    if over <= act.now:
        return Refused("support-days-over", {"at": over})
    record = Record("grant", own=dict(act.given), joint=dict(act.given), seat=act.seat.id)
    return Effect(act.about, ("grant",), (record,), Said("support-granted"), stage_due=over)


def order(act: Act) -> Outcome:
    content = dict(act.given)
    record = Record("order", own=content, joint=content, seat=act.seat.id)
    return Effect(act.about.with_facts(**content), ("order",), (record,), Said("ordered"), stage_due=_last_day(act))


def deliver(act: Act) -> Outcome:
    """All of it or a part, with its note: the receiver says what has come."""
    facts = act.about.facts
    left = facts["quantity"] - facts["received"]
    quantity = act.given.get("quantity", left)
    if not 1 <= quantity <= left:
        return Refused("not-so-much-ordered", {"count": left, "word": facts["unit"]}, field="quantity")
    matter = _noted(act, quantity, delivered=quantity)
    return Effect(matter, ("deliver",), (_told(act, quantity),), Said("delivered"), stage_due=_last_day(act))


def receive(act: Act) -> Outcome:
    """What has come, no more than was delivered. What is missing is awaited still, or waived."""
    facts = act.about.facts
    quantity = act.given.get("quantity", facts["delivered"])
    if quantity > facts["delivered"]:
        return Refused("not-so-much-delivered", {"count": facts["delivered"], "word": facts["unit"]}, field="quantity")
    received = facts["received"] + quantity
    missing = facts["quantity"] - received
    if missing and "rest" not in act.given:
        return Refused("what-of-the-rest", {"count": missing, "word": facts["unit"]}, field="rest")
    matter, told = _noted(act, quantity, received=received, delivered=0), (_told(act, quantity),)
    if missing and (act.given["rest"] == "awaited" or not received):
        return Effect(matter, ("await-rest",), told, Said("rest-awaited"), stage_due=_last_day(act))
    due = _settled_by(act)
    if isinstance(due, Refused):
        return due
    return Effect(matter, ("receive",), told, Said("support-received", {"due": due}), stage_due=due)


def settle(act: Act) -> Outcome:
    """The receiver says how it was settled; the provider confirms it."""
    content = dict(act.given)
    record = Record("settle", own=content, joint=content, seat=act.seat.id)
    matter = msgspec.structs.replace(act.about.with_facts(**content), missing="")
    return Effect(matter, ("settle",), (record,), Said("settlement-said"), stage_due=act.about.stage_due)


def dispute(act: Act) -> Outcome:
    """The provider has not had it: the settlement is as open as before, by the same suspense."""
    content = dict(act.given)
    record = Record("settlement-return", own=content, joint=content, seat=act.seat.id)
    matter = msgspec.structs.replace(act.about, missing=act.given["missing"])
    return Effect(matter, ("dispute",), (record,), Said("settlement-open"), stage_due=act.about.stage_due)


def withdraw(act: Act) -> Outcome:
    """Taken back, as long as nothing has been received that has to be settled."""
    return Refused("settle-first") if act.about.facts["received"] else opening.withdraw(act)


def is_partly_received(matter: Matter, _seats: Sequence[Seat], _registry: Registry) -> bool:
    return bool(matter.facts["received"])


def _noted(act: Act, quantity: int, **facts: int) -> Matter:
    """With the receipt, and who gave it."""
    text = f"{quantity} {act.about.facts['unit']} · {act.given['receipt']} ({act.seat.id})"
    row = {"text": text, "at": act.now.isoformat()}
    return act.about.with_facts(receipts=[*act.about.facts["receipts"], row], **facts)


def _told(act: Act, quantity: int) -> Record:
    content = {**act.given, "quantity": quantity, "unit": act.about.facts["unit"]}
    return Record(act.command.verb, own=content, joint=content, seat=act.seat.id)


def _last_day(act: Act) -> datetime:
    """The end of its last day; at once where that has passed."""
    return max(act.now, _over_at(act))


def _over_at(act: Act) -> datetime:
    """The end of its last day where the nations meet."""
    return end_of_day(date.fromisoformat(act.about.facts["ends"]), act.registry.bilateral.zone)


def _settled_by(act: Act) -> datetime | Refused:
    """By the working days of both sides, where the receiver works."""
    registry, bodies = act.registry, (act.about.asker, act.about.to[0])
    try:
        zone, hours = registry.zone_of(bodies[0]), registry.working_hours_of(bodies[0])
        return working_days_due(SETTLEMENT, act.now, zone, act.world.calendars_at(bodies), hours)
    except OutOfRange as error:
        return Refused("no-calendar", {"calendar": error.calendar, "day": error.day})
