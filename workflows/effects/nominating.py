"""An entry that is proposed: words for the log of a channel's readers, which a seat of its body takes or declines."""

from datetime import timedelta

import msgspec

from workflows.act import Act, Effect, Outcome, Record
from workflows.effects.internal import plain
from workflows.matter import Matter, Text
from workflows.procedure import Given
from workflows.registry import Registry
from workflows.routing import Route
from workflows.vocabulary import Said

NOMINATE = (Given("text", "text", "What is to stand in the log", most=2_500),)
DECLINE = (Given("because", "text", "Reason", most=500),)
TITLE = 80  # characters of the words that stand for a title
WITHIN = timedelta(days=1)


def nominate(act: Act) -> Outcome:
    """For all who read where it is said, and for nobody else: in the log of these readers it will stand."""
    desk, quoted = act.command.desk or act.seat.body, act.command.quoted
    text = act.given["text"]
    author, said_at = (quoted.author, quoted.at) if quoted else (act.command.person, act.now)
    facts = {"author": plain(author), "said_at": said_at.isoformat(), "quoted": quoted is not None}
    matter = Matter(
        id=act.world.matter_id,
        procedure="",  # filled in by the engine, with the stage
        stage=(),
        nation=act.nation,
        asker=desk,
        starter=act.command.person,
        owner=desk,
        to=(desk,),
        info=(),
        audience=act.registry.audience_of(desk),
        urgency="",
        mode="coordination",
        opened_at=act.now,
        entered_at=act.now,
        due_at=act.now + WITHIN,
        texts=(Text(_title(text), text, act.seat.id, act.now, act.nation),),
        tracks={},
        facts=facts,
    )
    record = Record("nominate", own=facts, joint=facts, seat=act.seat.id)
    return Effect(matter, ("nominate",), (record,), Said("nominated"))


def enter(act: Act) -> Outcome:
    """It stands in the log: the words, whose they are and when they were said, as it was read here."""
    matter = act.about
    content = {"text": matter.text.detail, "author": matter.facts["author"], "said_at": matter.facts["said_at"]}
    record = Record("record", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, ("record",), (record,), Said("entered-in-log"))


def decline(act: Act) -> Outcome:
    matter = msgspec.structs.replace(act.about, missing=act.given["because"])
    said = dict(act.given)
    return Effect(matter, ("decline",), (Record("decline", own=said, joint=said, seat=act.seat.id),), Said("declined"))


def routes(matter: Matter, _registry: Registry) -> tuple[Route, ...]:
    return (Route(matter.asker, "addressed"),)


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TITLE else f"{line[: TITLE - 1]}…"
