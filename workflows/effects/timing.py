"""What is said about time by those who owe something: that they saw it, are on it, and that they need longer."""

import msgspec

from workflows.act import Act, Effect, Outcome, Record
from workflows.effects.internal import plain
from workflows.fields import Given
from workflows.matter import OnIt
from workflows.vocabulary import Refused, Said

ON_IT = (
    Given("until", "time", "Until", most=60, binds=False),
    Given("remark", "line", "Remark", required=False, most=300),
)


def on_it(act: Act) -> Outcome:
    """Somebody works on it until then: their own nation's alone. The suspense stays, and what chases it."""
    actor, seat = act.command.person, act.seat
    row = OnIt(actor, seat.body, seat.nation, act.now, act.given["until"])
    matter = msgspec.structs.replace(act.about, on_it={**act.about.on_it, seat.id: row})
    record = Record("onit", own={**act.given, "person": plain(actor)}, seat=seat.id)
    return Effect(matter, (), (record,), Said("on-it", {"at": row.until}))


def seen(act: Act) -> Outcome:
    """Somebody has seen what is due: their own nation's alone. It stops nothing, and who said to be on it still is."""
    actor, seat = act.command.person, act.seat
    before = act.about.on_it.get(seat.id)
    until = before.until if before and before.until and before.until > act.now else None
    row = OnIt(actor, seat.body, seat.nation, act.now, until)
    matter = msgspec.structs.replace(act.about, on_it={**act.about.on_it, seat.id: row})
    record = Record("seen", own={"person": plain(actor)}, seat=seat.id)
    return Effect(matter, (), (record,), Said("seen", {}))


def ask_extension(act: Act) -> Outcome:
    """More time is asked of the body that asks, and said to all: who may give it, gives it with `extend`."""
    matter = act.about
    if act.given["by"] <= matter.due_at:
        return Refused("not-later", {"due": matter.due_at}, field="by")
    content = {"to": act.given["by"], "because": act.given["because"], "of": matter.asker}
    record = Record("askextend", own=content, joint=content, seat=act.seat.id)
    said = Said("extension-asked", {"body": matter.asker, "at": act.given["by"], "due": matter.due_at})
    return Effect(matter, (), (record,), said)
