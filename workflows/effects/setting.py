"""Setting the phase and the situation category (DOMAIN 4, 9): by seats that the registry names, for all to know.

A label, which is nobody's category, is proposed by who is on watch, inside the nation, and confirmed by a decide seat.
"""

from datetime import datetime

import msgspec

from workflows.act import Act, Effect, Outcome, Record
from workflows.bodies.registry import Registry
from workflows.effects.internal import inside, routes_of_seat
from workflows.fields import Given
from workflows.late import LATE
from workflows.matter import Matter, Text
from workflows.routing import Reason, Route
from workflows.situation import Setting, with_setting
from workflows.vocabulary import Refused, Said

FROM = Given("from", "since", "Holds from (empty: from now)", required=False, most=60)
WHY = Given("because", "text", "Reason (all nations read it)", required=False, most=500)
PHASE = (Given("phase", "phase", "Phase"), FROM, WHY)
CATEGORY = (
    Given("category", "category", "Situation category"),
    Given("source", "line", "Source: who decided, and when", most=300),
    FROM,
    WHY,
)
LABEL = (Given("label", "label", "Label"), msgspec.structs.replace(WHY, required=True))
CONFIRM = (FROM,)
DECLINE = (Given("because", "text", "Reason", most=500),)


def set_phase(act: Act) -> Outcome:
    """One nation's phase; the highest of all nations' is the one in force."""
    setting = Setting("phase", act.nation, act.given["phase"], _since(act), act.seat.id)
    holds = with_setting(act.world.situation, setting).phase(max(setting.holds_from, act.now))
    said = Said("phase-set", {"phase": setting.value, "at": setting.holds_from, "holds": holds})
    return _set(act, setting, said, {"holds": holds})


def set_category(act: Act) -> Outcome:
    """The category that a nation's government has recognised. The bot infers none."""
    setting = Setting("category", act.nation, act.given["category"], _since(act), act.seat.id, act.given["source"])
    said = Said("category-set", {"category": setting.value, "at": setting.holds_from})
    return _set(act, setting, said, {"source": setting.source})


def propose_label(act: Act) -> Outcome:
    """Somebody on watch proposes it to those who answer for the seat. Nothing crosses before it is confirmed."""
    value = {"what": "label", "nation": act.nation, "value": act.given["label"]}
    because = act.given["because"]
    facts = {"setting": value, "seat": act.seat.id, "because": because}
    matter = inside(act, act.seat, due=act.now, text=_no_text(act), facts=facts)
    record = Record("label", own={**value, "because": because}, seat=act.seat.id)
    return Effect(matter, ("propose",), (record,), Said("label-proposed"))


def confirm(act: Act) -> Outcome:
    """From here on all know of it, with the reason for which it was proposed."""
    proposed = act.about.facts
    setting = Setting("label", act.nation, proposed["setting"]["value"], _since(act), act.seat.id)
    return _set(act, setting, Said("label-set", {"at": setting.holds_from}), {"confirmed": act.seat.id})


def decline(act: Act) -> Outcome:
    """The proposal stays inside the nation, with why it came to nothing."""
    matter = msgspec.structs.replace(act.about, missing=act.given["because"])
    return Effect(matter, ("decline",), (Record("decline", own=dict(act.given), seat=act.seat.id),), Said("declined"))


def _set(act: Act, setting: Setting, said: Said, more: dict[str, str]) -> Outcome:
    """It is so from then on. A late entry carries both times and a reason (DOMAIN 7, rule 5)."""
    facts = act.matter.facts if act.matter else {}
    because = act.given.get("because") or facts.get("because", "")
    is_late = setting.holds_from < act.now - LATE
    if is_late and not because:
        return Refused("late-needs-reason", {"at": setting.holds_from}, field="because")
    value = {"what": setting.what, "nation": setting.nation, "value": setting.value}
    content = {**value, "holds_from": setting.holds_from, **more, "because": because}
    facts = {
        "setting": value,
        "holds_from": setting.holds_from.isoformat(),
        "said_at": act.now.isoformat() if is_late else "",
        "seat": facts.get("seat", setting.seat),
        "because": because,
        **more,
    }
    matter = act.matter or inside(act, act.seat, due=act.now, text=_no_text(act), facts={})
    # How long a proposal lay inside is its nation's own: for all others it begins now.
    begun = msgspec.structs.replace(matter, opened_at=act.now, due_at=act.now, texts=(_no_text(act),), facts=facts)
    matter = msgspec.structs.replace(begun, audience=act.registry.everyone, info=_concerned(act))
    record = Record(act.command.verb, own=content, joint=content, seat=setting.seat)
    return Effect(matter, ("set",), (record,), said, settings=(setting,))


def _since(act: Act) -> datetime:
    since: datetime = act.given.get("from", act.now)
    return since


def _no_text(act: Act) -> Text:
    return Text("", "", act.seat.id, act.now)


def _concerned(act: Act) -> tuple[str, ...]:
    """The bodies in force that are told: counterparts, where it sits with others, and where those sit who set these."""
    registry, body = act.registry, act.seat.body
    shared = (row.id for row in registry.bodies.values() if body in row.members)
    setters = (seat for row in registry.authorities.values() for seat in (*row.phase, *row.category))
    found = (*registry.bodies[body].counterparts, *shared, *(registry.seats[seat].body for seat in setters))
    absent = registry.absent(act.now)
    return tuple(row for row in dict.fromkeys(found) if row != body and row not in absent)


def routes_to_concerned(matter: Matter, registry: Registry) -> tuple[Route, ...]:
    """Who says so, and who answers for that seat; once it is set all whom it concerns, who have nothing to do."""
    is_set = len(matter.audience) > 1
    answering = [row.body for row in routes_of_seat(matter, registry)]
    others = (body for body in dict.fromkeys((*answering, *matter.info)) if body != matter.asker)
    reason: Reason = "information" if is_set else "answers"
    return (Route(matter.asker, "says"), *(Route(body, reason, acts=not is_set) for body in others))
