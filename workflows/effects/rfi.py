"""Request for information: asks for facts, not for agreement; an answer crosses only by a decision (DOMAIN 6.3)."""

from collections.abc import Sequence

import msgspec

from workflows.act import Act, Effect, Outcome, Record, not_now, text_changed
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.effects.addressing import Sides, joint_matter, sides_of, suspense_given
from workflows.effects.internal import once
from workflows.effects.opening import asked, send
from workflows.fields import Given
from workflows.matter import Matter
from workflows.progress import WAITS, kept_since
from workflows.routing import NONE, Route, of_one_nation, routes
from workflows.times.calendars import OutOfRange
from workflows.times.suspense import ByPhase, working_days_due
from workflows.vocabulary import Refused, Said

URGENCY = ByPhase("routine", {"crisis": "urgent", "watch": "priority"})
"""Where nobody gave any: 2 h in a crisis, 8 h in watch, else 3 working days. Source: DOMAIN 6.3."""

LEFT_ALONE = 3
"""Working days after which an answer that nobody closes is closed unread. Source: DOMAIN 6.3."""

ANSWERS = ("full", "partly", "no-information", "declined")

ASK = (
    Given("title", "line", "Question in one line", most=150),
    Given("to", "body", "To (body)"),
    Given("info", "bodies", "For information", required=False),
    Given("by", "time", "Answer by", required=False, most=60),
    Given("urgency", "urgency", "Urgency", required=False),
    Given("detail", "text", "Detail", required=False, most=2_500),
)
ANSWER = (
    Given("answer", "word", "Answer", words=ANSWERS),
    Given("text", "text", "Text", required=False, most=2_500),
)
REDIRECT = (Given("to", "body", "Body whose it is"), Given("because", "text", "Reason", most=500))
MORE = (Given("more", "text", "What is still asked", most=1_500),)


def fitting(registry: Registry, asker: str, absent: frozenset[str] = NONE) -> tuple[str, ...]:
    """Who may own a fact: the counterparts, of one nation each, and every other body of the asker's own."""
    nation = registry.bodies[asker].nation
    own = (row.id for row in registry.bodies.values() if row.nation == nation and row.id not in (asker, *absent))
    return (*of_one_nation(registry, asker, absent), *own)


def ask(act: Act) -> Outcome:
    """A new question: inside one nation at once, across after its release."""
    to = act.given["to"]
    sides = _sides(act, to)
    matter = sides if isinstance(sides, Refused) else _matter(act, sides, (to,))
    if isinstance(matter, Refused):
        return matter
    record = Record("rfi", own=asked(matter), seat=act.seat.id)
    if len(matter.tracks) == 1:
        return Effect(matter, ("ask",), (record,), Said("rfi-asked", {"body": to, "due": matter.due_at}))
    return send(act, matter, ("submit",), record)


def _sides(act: Act, to: str) -> Sides | Refused:
    """A fact has one owner, a body of one nation: this one or another."""
    registry, info = act.registry, act.given.get("info", ())
    if registry.is_bilateral(to):
        near = tuple(row for row in registry.bodies[to].members if row != act.seat.body)
        return Refused("facts-have-an-owner", {"body": to, "near": near}, field="to")
    if to == act.seat.body:
        return Refused("ask-yourself", {"body": to}, field="to")
    if registry.audience_of(to) != (act.nation,):
        return sides_of(act, (to,), info)
    outside = next((row for row in info if not registry.is_inside(row, (act.nation,))), None)
    return Refused("no-part", {"body": outside}, field="info") if outside else Sides(act.seat.body, {act.nation: to})


def _matter(act: Act, sides: Sides, to: tuple[str, ...]) -> Matter | Refused:
    given = act.given
    urgency = given.get("urgency", "" if "by" in given else URGENCY[act.world.situation.phase(act.now)])
    if urgency == "immediate" and act.seat.role == "coordinate":
        return Refused("urgency-not-yours", {"seat": act.seat.id}, field="urgency")
    suspense = suspense_given(urgency, to, sides.leads.values(), act)
    if isinstance(suspense, Refused):
        return suspense
    due, reckoned = suspense
    return joint_matter(act, sides, to, due, urgency=urgency, by=given.get("by"), reckoned=reckoned)


def routes_of(matter: Matter, registry: Registry) -> tuple[Route, ...]:
    """As a request's; an answer that waits for release is at the desk that releases it, too."""
    found = routes(matter, registry) if len(matter.tracks) > 1 else _inside(matter)
    seats = [registry.disclosure_seat(matter.to[0])] if kept_since(matter) else []
    return once(*found, *(Route(seat.body, "disclosure") for seat in seats if seat))


def _inside(matter: Matter) -> tuple[Route, ...]:
    return once(
        Route(matter.asker, "asks"),
        *(Route(body, "addressed") for body in matter.to),
        *(Route(body, "escalated") for body in matter.escalated),
        *(Route(body, "information", acts=False) for body in matter.info),
    )


def answer(act: Act) -> Outcome:
    """The owner of the fact answers. What goes to another nation waits inside for the seat that releases it."""
    if refused := text_changed(act):
        return refused
    given, matter = act.given, act.about
    if kept_since(matter):  # who releases must find the text that they have read
        return not_now(matter, act.command.verb)
    if not given.get("text") and given["answer"] != "no-information":
        return Refused("missing", {"field": "text"}, field="text")
    reply = {"answer": given["answer"], "reply": given.get("text", ""), "reply_seat": act.seat.id}
    releaser = act.registry.disclosure_seat(matter.to[0])
    if len(matter.tracks) == 1 or releaser == act.seat:
        return _answered(act, matter, reply)
    kept = {**reply, WAITS: act.now.isoformat(), "sent_back": ""}
    said = Said("answer-waits", {"seat": releaser.id if releaser else ""})
    record = Record("answer", own=dict(given), seat=act.seat.id)
    return Effect(matter.with_kept(act.nation, **kept), (), (record,), said)


def release_answer(act: Act) -> Outcome:
    """The disclosure authority of who answers lets the answer go to the asker."""
    if not kept_since(act.about):
        return not_now(act.about, act.command.verb)
    kept = act.about.kept[act.nation]
    return _answered(act, act.about, {name: kept[name] for name in ("answer", "reply", "reply_seat")})


def _answered(act: Act, matter: Matter, reply: dict[str, str]) -> Outcome:
    registry, asker = act.registry, matter.asker
    try:
        due = working_days_due(LEFT_ALONE, act.now, registry.zone_of(asker), act.world.calendars_at((asker,)))
    except OutOfRange as error:
        return Refused("no-calendar", {"calendar": error.calendar, "day": error.day})
    matter = msgspec.structs.replace(matter, kept={}).with_facts(**reply, replied_by=act.nation).put_up()
    content = {"answer": reply["answer"], "text": reply["reply"], "of": reply["reply_seat"]}
    record = Record("answered", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, ("answer",), (record,), Said("answer-sent", {"at": due}), stage_due=due)


def send_answer_back(act: Act) -> Outcome:
    """The disclosure authority's no: the answer goes back to who wrote it, and nothing crosses."""
    if not kept_since(act.about):
        return not_now(act.about, act.command.verb)
    matter = act.about.with_kept(act.nation, sent_back=act.given["missing"], **{WAITS: ""})
    record = Record("answer-returned", own=dict(act.given), seat=act.seat.id)
    return Effect(matter, (), (record,), Said("sent-back"))


def is_waiting(matter: Matter, _seats: Sequence[Seat], _registry: Registry) -> bool:
    """Whether an answer waits for its release."""
    return bool(kept_since(matter))


def has_no_answer(matter: Matter, _seats: Sequence[Seat], _registry: Registry) -> bool:
    return not kept_since(matter)


def redirect(act: Act) -> Outcome:
    """It goes to the body of the same nation that owns the fact; its suspense stays."""
    matter, to = act.about, act.given["to"]
    if act.registry.audience_of(to) != (act.nation,) or to in (matter.to[0], matter.asker):
        return Refused("redirect-inside", {"body": to}, field="to")
    content = {"from": matter.to[0], "to": to, "because": act.given["because"]}
    matter = msgspec.structs.replace(matter, to=(to,)).with_track(act.nation, lead=to)
    if kept_since(matter):
        return not_now(matter, act.command.verb)
    triggers = () if matter.stage_id == "asked" else ("redirect",)
    record = Record("redirect", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, triggers, (record,), Said("rerouted", {"body": to}))


def ask_more(act: Act) -> Outcome:
    """The answer is not enough: what is still asked goes back to who answered, with what was answered."""
    if refused := text_changed(act):
        return refused
    facts = {name: value for name, value in act.about.facts.items() if name != "answer"}
    matter = msgspec.structs.replace(act.about, facts={**facts, "more": act.given["more"]})
    content = dict(act.given)
    record = Record("askmore", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, ("ask-more",), (record,), Said("asked-more"))


def close_unread(act: Act) -> Effect:
    """Nobody closed it in time: that is on record, and says nothing of what was thought of the answer."""
    return Effect(act.about, ("leave",), (Record("closed-unread", joint={"days": LEFT_ALONE}),))
