"""An entry that is proposed: words for the log of a channel's readers, which a seat of its body takes or declines."""

from datetime import timedelta

import msgspec

from workflows.act import Act, Effect, Outcome, Record, text_changed
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.effects.internal import desk_of, once, plain
from workflows.fields import Given
from workflows.matter import Matter, Text
from workflows.routing import Route
from workflows.routing import routes as as_a_request
from workflows.vocabulary import Said

NOMINATE = (Given("text", "text", "What is to stand in the log", most=2_500),)
DECLINE = (Given("because", "text", "Reason", most=500),)
TITLE = 80  # characters of the words that stand for a title
WITHIN = timedelta(days=1)


def nominate(act: Act) -> Outcome:
    """For all who read where it is said, and for nobody else: in the log of these readers it will stand.

    A message that is quoted has been read there. Words that are typed behind a command have not: where others read than
    at the seat's own body, they go the way of all that it says to these, and who typed them stays its nation's own.
    """
    desk, quoted = act.command.desk or act.seat.body, act.command.quoted
    text, registry = act.given["text"], act.registry
    author, said_at = (quoted.author, quoted.at) if quoted else (act.command.person, act.now)
    said = {"author": plain(author), "said_at": said_at.isoformat()}
    crosses = not quoted and not {*registry.audience_of(desk)} <= {*registry.audience_of(act.seat.body)}
    matter = Matter(
        id=act.world.matter_id,
        procedure="",  # filled in by the engine, with the stage
        stage=(),
        nation=act.nation,
        asker=desk_of(act.seat, registry) if crosses else desk,
        owner=desk,
        to=(desk,),
        info=(),
        audience=(act.nation,) if crosses else registry.audience_of(desk),
        urgency="",
        mode="coordination",
        opened_at=act.now,
        entered_at=act.now,
        due_at=act.now + WITHIN,
        texts=(Text(_title(text), text, act.seat.id, act.now, act.nation),),
        tracks={},
        facts={"quoted": quoted is not None, **({} if crosses else said)},
        kept={act.nation: said} if crosses else {},
    )
    record = Record("nominate", own={**matter.facts, **said}, seat=act.seat.id)
    if crosses:
        return (
            _released(act, matter, record) if _releaser(matter, registry) == act.seat else _waits(matter, record, act)
        )
    record = msgspec.structs.replace(record, joint=record.own)
    return Effect(matter, ("nominate",), (record,), Said("nominated"))


def _releaser(matter: Matter, registry: Registry) -> Seat | None:
    return registry.disclosure_seat(matter.asker)


def _waits(matter: Matter, record: Record, act: Act) -> Effect:
    seat = _releaser(matter, act.registry)
    return Effect(matter, ("wait",), (record,), Said("nomination-waits", {"seat": seat.id if seat else ""}))


def disclose(act: Act) -> Outcome:
    """The nation's disclosure seat lets all read it who read where it was typed."""
    if refused := text_changed(act):
        return refused
    return _released(act, act.about, Record("disclose", own=dict(act.given), seat=act.seat.id))


def _released(act: Act, matter: Matter, record: Record) -> Effect:
    """Its clocks start with its release: how long it lay inside is its nation's own."""
    audience = act.registry.audience_of(matter.owner)
    matter = msgspec.structs.replace(matter, audience=audience, opened_at=act.now, due_at=act.now + WITHIN, raised=0)
    matter = matter.with_facts(said_at=act.now.isoformat())
    record = msgspec.structs.replace(record, joint=dict(matter.facts))
    return Effect(matter, ("nominate",), (record,), Said("nominated"))


def enter(act: Act) -> Outcome:
    """It stands in the log: the words, whose they are and when they were said, as it was read here."""
    matter = act.about
    whose = {name: matter.facts[name] for name in ("author",) if name in matter.facts} or {"said_by": matter.text.seat}
    content = {"text": matter.text.detail, "said_at": matter.facts["said_at"], **whose}
    record = Record("record", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, ("record",), (record,), Said("entered-in-log"))


def decline(act: Act) -> Outcome:
    matter = msgspec.structs.replace(act.about, missing=act.given["because"])
    said = dict(act.given)
    return Effect(matter, ("decline",), (Record("decline", own=said, joint=said, seat=act.seat.id),), Said("declined"))


def routes(matter: Matter, registry: Registry) -> tuple[Route, ...]:
    """The desk for whose log it is; what another body typed there as its requests are, before and after its release."""
    if matter.asker == matter.owner:
        return once(Route(matter.owner, "addressed"), *(Route(body, "escalated") for body in matter.escalated))
    return as_a_request(matter, registry)


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TITLE else f"{line[: TITLE - 1]}…"
