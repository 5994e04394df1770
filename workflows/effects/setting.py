"""Setting the phase and the situation category (DOMAIN 4, 9): by seats that the registry names, for all to know."""

from datetime import datetime, timedelta

from workflows.act import Act, Effect, Outcome, Record
from workflows.matter import Matter, Text
from workflows.procedure import Given
from workflows.registry import Registry
from workflows.routing import Route
from workflows.situation import Setting, with_setting
from workflows.vocabulary import Refused, Said

LATE = timedelta(minutes=5)
"""What was so earlier than this is a late entry, which needs a reason. Source: DOMAIN 10."""

WHEN = (
    Given("from", "since", "Holds from (empty: from now)", required=False, most=60),
    Given("because", "text", "Reason (all nations read it)", required=False, most=500),
)
PHASE = (Given("phase", "phase", "Phase"), *WHEN)
CATEGORY = (
    Given("category", "category", "Situation category"),
    Given("source", "line", "Source: who decided, and when", most=300),
    *WHEN,
)


def set_phase(act: Act) -> Outcome:
    """One nation's phase; the highest of all nations' is the one in force."""
    setting = Setting("phase", act.nation, act.given["phase"], _since(act), act.seat.id)
    holds = with_setting(act.world.situation, setting).phase(max(setting.holds_from, act.now))
    said = Said("phase-set", {"phase": setting.value, "at": setting.holds_from, "holds": holds})
    return _too_late(act, setting) or _set(act, setting, said, {"holds": holds})


def set_category(act: Act) -> Outcome:
    """The category that a nation's government has recognised. The bot infers none."""
    setting = Setting("category", act.nation, act.given["category"], _since(act), act.seat.id, act.given["source"])
    said = Said("category-set", {"category": setting.value, "at": setting.holds_from})
    return _too_late(act, setting) or _set(act, setting, said, {"source": setting.source})


def _since(act: Act) -> datetime:
    since: datetime = act.given.get("from", act.now)
    return since


def _is_late(act: Act, setting: Setting) -> bool:
    return setting.holds_from < act.now - LATE


def _too_late(act: Act, setting: Setting) -> Refused | None:
    """A late entry carries both times and a reason (DOMAIN 7, rule 5)."""
    if _is_late(act, setting) and not act.given.get("because"):
        return Refused("late-needs-reason", {"at": setting.holds_from}, field="because")
    return None


def _set(act: Act, setting: Setting, said: Said, more: dict[str, str]) -> Effect:
    because = act.given.get("because", "")
    value = {"what": setting.what, "nation": setting.nation, "value": setting.value}
    content = {**value, "holds_from": setting.holds_from, **more, "because": because}
    record = Record(act.command.verb, own=content, joint=content, seat=setting.seat)
    facts = {
        "setting": value,
        "holds_from": setting.holds_from.isoformat(),
        "said_at": act.now.isoformat() if _is_late(act, setting) else "",
        "seat": setting.seat,
        "because": because,
        **more,
    }
    return Effect(_announced(act, facts), ("set",), (record,), said, settings=(setting,))


def _announced(act: Act, facts: dict[str, object]) -> Matter:
    """What carries it to the desks: over as soon as it is said."""
    return Matter(
        id=act.world.matter_id,
        procedure="",  # filled in by the engine, with the stage
        stage=(),
        nation=act.nation,
        asker=act.seat.body,
        starter=act.command.person,
        owner=act.seat.body,
        to=(),
        info=_concerned(act),
        audience=act.registry.everyone,
        urgency="",
        mode="coordination",
        opened_at=act.now,
        entered_at=act.now,
        due_at=act.now,
        texts=(Text("", "", act.seat.id, act.now),),
        tracks={},
        facts=facts,
    )


def _concerned(act: Act) -> tuple[str, ...]:
    """The bodies in force that are told: counterparts, where it sits with others, and where those sit who set these."""
    registry, body = act.registry, act.seat.body
    shared = (row.id for row in registry.bodies.values() if body in row.members)
    setters = (seat for row in registry.authorities.values() for seat in (*row.phase, *row.category))
    found = (*registry.bodies[body].counterparts, *shared, *(registry.seats[seat].body for seat in setters))
    absent = registry.absent(act.now)
    return tuple(row for row in dict.fromkeys(found) if row != body and row not in absent)


def routes_to_concerned(matter: Matter, _registry: Registry) -> tuple[Route, ...]:
    """Who says so, which is told where it went; and whom it concerns, for whom there is nothing to do."""
    return (Route(matter.asker, "says"), *(Route(body, "information", acts=False) for body in matter.info))
