"""From the first word to the other nation's eyes: open, propose anew, disclose, return, withdraw."""

from collections.abc import Iterable
from datetime import datetime
from typing import Never

import msgspec

from workflows.act import Act, Effect, Outcome, Record, not_now
from workflows.answers import fresh_answers
from workflows.calendars import OutOfRange
from workflows.matter import Matter, Reckoning, Text, Track
from workflows.procedure import Given
from workflows.reckoning import of_typed, of_urgency
from workflows.release import text_for
from workflows.routing import addressable, can_combine, leads, owner
from workflows.suspense import suspense_due
from workflows.view import is_name_known, may_see, serial_for
from workflows.vocabulary import Refused, Said

TITLE = Given("title", "line", "Title", most=150)
DETAIL = Given("detail", "text", "Detail", required=False, most=2_500)

OPEN = (
    TITLE,
    Given("to", "bodies", "To (bodies)"),
    Given("info", "bodies", "For information", required=False),
    Given("by", "time", "Answer by", required=False, most=60),
    Given("urgency", "urgency", "Urgency", required=False),
    Given("mode", "mode", "Mode", required=False),
    DETAIL,
)
PROPOSE = (
    Given("title", "line", "New title", required=False, most=150),
    Given("detail", "text", "New text", most=2_500),
)
WHY = (Given("because", "text", "Reason"),)
MISSING = (Given("missing", "text", "What is missing"),)


def open_request(act: Act) -> Outcome:
    """A new request, sent at once to the seat that releases it, or, where that is the starter's own, across."""
    given, asker = act.given, act.seat.body
    if refused := _check_addressees(act):
        return refused
    if not given.get("by") and not given.get("urgency"):
        return Refused("no-suspense", field="by")
    if given.get("urgency") == "immediate" and act.seat.role == "coordinate":
        return Refused("urgency-not-yours", {"seat": act.seat.id}, field="urgency")
    registry = act.registry
    absent = registry.absent(act.now)
    owner_body = owner(registry, asker, given["to"], absent)
    lead = leads(registry, asker, given["to"], owner_body, absent)
    if refused := _check_parties(act, tuple(lead)):
        return refused
    due = given.get("by") or _due(given["urgency"], given["to"], lead.values(), act)
    if isinstance(due, Refused):
        return due
    also = {nation: _own_addressees(act, nation, lead[nation]) for nation in lead}
    matter = Matter(
        id=act.world.matter_id,
        procedure="",  # filled in by the engine, with the stage
        stage=(),
        nation=act.nation,
        asker=asker,
        starter=act.command.actor or _nobody(),
        owner=owner_body,
        to=given["to"],
        info=given.get("info", ()),
        audience=(act.nation,),
        urgency=given.get("urgency", ""),
        mode="coordination",
        mode_proposed="integration" if given.get("mode") == "integration" else None,
        opened_at=act.now,
        entered_at=act.now,
        due_at=due,
        by=given.get("by"),
        reckoned=of_typed(act, "by") if "by" in given else _reckoned(given["urgency"], given["to"], lead.values(), act),
        texts=(Text(given["title"], given.get("detail", ""), act.seat.id, act.now, act.nation),),
        tracks={nation: Track(lead[nation], act.now, also[nation]) for nation in lead},
    )
    record = Record("open", own=_asked(matter), seat=act.seat.id)
    return _send(act, matter, ("submit",), record)


def propose_anew(act: Act) -> Outcome:
    """The starter's changed text, after a return: it has to be released like the first, unseen by others till then."""
    matter = act.about
    if matter.draft is not None:  # who releases must find the text that they have read
        return not_now(matter, act.command.verb)
    if _is_joint(matter):
        matter = msgspec.structs.replace(matter, draft=new_text(act))
        return _send(act, matter, (), Record("propose", own=_asked(matter), seat=act.seat.id))
    matter = msgspec.structs.replace(matter, texts=(*matter.texts, new_text(act)), missing="")
    return _send(act, matter, ("submit",), Record("propose", own=_asked(matter), seat=act.seat.id))


def disclose(act: Act) -> Outcome:
    """Release to every nation that has a part: from here on the request is joint."""
    if _is_joint(act.about) and act.about.draft is None:
        return not_now(act.about, act.command.verb)
    return _send(act, act.about, (), Record("disclose", own=dict(act.given), seat=act.seat.id))


def send_back(act: Act) -> Outcome:
    """The disclosure authority's no: the text goes back to its starter, and nothing crosses."""
    record = Record("return", own=dict(act.given), seat=act.seat.id)
    if _is_joint(act.about):
        if act.about.draft is None:
            return not_now(act.about, act.command.verb)
        return Effect(msgspec.structs.replace(act.about, draft=None), (), (record,), Said("sent-back"))
    matter = msgspec.structs.replace(act.about, missing=act.given["missing"])
    return Effect(matter, ("send-back",), (record,), Said("sent-back"))


def return_request(act: Act) -> Outcome:
    """A receiver's return, with what is missing."""
    matter = msgspec.structs.replace(act.about, missing=act.given["missing"])
    record = Record("return", own=dict(act.given), joint=dict(act.given), seat=act.seat.id)
    return Effect(matter, ("return",), (record,), Said("returned"))


def withdraw(act: Act) -> Outcome:
    """The starter's side takes it back; naming a successor makes it superseded instead."""
    matter = msgspec.structs.replace(act.about, missing=act.given["because"], draft=None)
    content = dict(act.given)
    trigger, said = "withdraw", "withdrawn"
    if "successor" in act.given:
        linked, serial = act.world.linked, act.given["successor"]
        if linked is None or linked.id == matter.id or not _may_be_named(linked, serial, act):
            return Refused("unknown-serial", {"serial": serial}, field="successor")
        content["successor"] = serial_for(linked, act.registry, matter.audience)
        trigger, said = "supersede", "superseded"
    return Effect(matter, (trigger,), (Record(trigger, own=content, joint=content, seat=act.seat.id),), Said(said))


def _may_be_named(linked: Matter, serial: str, act: Act) -> bool:
    """Whether all who know of this matter may know of that one too, and the writer knows it by that name."""
    return may_see(linked, act.about.audience) and is_name_known(linked, serial, act.registry, (act.nation,))


def new_text(act: Act) -> Text:
    """A text without a title of its own keeps the one before it, as far as all who read it may."""
    title = act.given.get("title", text_for(act.about, act.about.audience).title)
    return Text(title, act.given["detail"], act.seat.id, act.now, act.nation)


def _send(act: Act, matter: Matter, triggers: tuple[str, ...], record: Record) -> Outcome:
    """Release at once where the acting seat may, else wait for the seat that may."""
    releaser = act.registry.disclosure_seat(matter.asker)
    verb = act.command.verb
    if releaser != act.seat:
        facts = {"verb": verb, "seat": releaser.id if releaser else "", "due": matter.due_at}
        return Effect(matter, triggers, (record,), Said("waits-for-release", facts))
    released = _released(matter, act)
    if isinstance(released, Refused):
        return released
    matter = released
    record = msgspec.structs.replace(record, joint=_asked(matter, text_for(matter, matter.audience)))
    return Effect(matter, (*triggers, "disclose"), (record,), Said("sent", {"verb": verb, "due": matter.due_at}))


def _is_joint(matter: Matter) -> bool:
    return len(matter.audience) > 1


def _released(matter: Matter, act: Act) -> Matter | Refused:
    """The matter with its newest text for all to see. Versions count by audience: what never crossed has no number.

    Its clocks start with its release, and so does a suspense that follows from the urgency: from when it was opened,
    others could reckon how long it lay inside.
    """
    if not _is_joint(matter):
        follows = matter.urgency and not matter.by
        lead = [track.lead for track in matter.tracks.values()]
        due = _due(matter.urgency, matter.to, lead, act) if follows else matter.due_at
        if isinstance(due, Refused):
            return due
        reckoned = _reckoned(matter.urgency, matter.to, lead, act) if follows else matter.reckoned
        matter = msgspec.structs.replace(matter, opened_at=act.now, due_at=due, reckoned=reckoned)
    texts = (*matter.texts, matter.draft) if matter.draft else matter.texts[-1:]
    return msgspec.structs.replace(
        fresh_answers(matter), audience=tuple(matter.tracks), texts=texts, draft=None, missing=""
    )


def _asked(matter: Matter, text: Text | None = None) -> dict[str, object]:
    """What the log keeps of a text that is put up: the newest, or `text`, that is what its readers may have of it."""
    text = text or matter.draft or matter.text
    return {
        "title": text.title,
        "detail": text.detail,
        "version": matter.version + (matter.draft is not None),
        "from": matter.asker,
        "to": list(matter.to),
        "owner": matter.owner,
        "leads": {nation: track.lead for nation, track in matter.tracks.items()},
        "urgency": matter.urgency,
        "due": matter.due_at,
        "mode_proposed": matter.mode_proposed or "",
    }


def _check_addressees(act: Act) -> Refused | None:
    registry, asker = act.registry, act.seat.body
    fitting = addressable(registry, asker, registry.absent(act.now))
    foreign = _foreign(act.given["to"], act)
    if not foreign:
        return Refused("stays-inside", {"near": fitting}, field="to")
    for body in foreign:
        if body not in fitting:
            return _not_a_counterpart(act, body, fitting)
    return None


def _not_a_counterpart(act: Act, body: str, fitting: tuple[str, ...]) -> Refused:
    """Who would be the right one: the asker's counterparts there, the body's own here, or why there are none."""
    registry, asker = act.registry, act.seat.body
    if act.nation not in registry.audience_of(body) and registry.is_bilateral(body):
        return Refused("no-part", {"body": body}, field="to")
    if registry.is_bilateral(body):
        return Refused("no-requests", {"body": body, "near": fitting}, field="to")
    absent = registry.absent(act.now)
    yours = tuple(row for row in registry.counterparts_in(asker, registry.bodies[body].nation) if row not in absent)
    theirs = tuple(row for row in registry.counterparts_in(body, act.nation) if row not in absent)
    without = tuple(row for row in (asker, body) if registry.bodies[row].no_counterpart)
    facts = {"body": body, "asker": asker, "yours": yours, "theirs": theirs, "without": without, "near": fitting}
    return Refused("not-a-counterpart", facts, field="to")


def _foreign(to: Iterable[str], act: Act) -> list[str]:
    """The addressed bodies that are not of the asking nation alone: whoever must answer is among them."""
    return [body for body in to if act.registry.bodies[body].nation != act.nation]


def _own_addressees(act: Act, nation: str, lead: str) -> tuple[str, ...]:
    """Bodies of `nation` that were addressed beside its lead: they must be asked (OCR)."""
    return tuple(body for body in act.given["to"] if act.registry.bodies[body].nation == nation and body != lead)


def _check_parties(act: Act, nations: tuple[str, ...]) -> Refused | None:
    """What is given must stay with the nations that have a part: those that sit at the owner."""
    for body in act.given.get("info", ()):
        if not act.registry.is_inside(body, nations):
            return Refused("no-part", {"body": body}, field="info")
    if act.given.get("mode") == "integration" and not can_combine(nations, act.registry):
        return Refused("no-combined-staff", {"body": act.registry.routing.combined}, field="mode")
    return None


def _due(urgency: str, to: Iterable[str], lead: Iterable[str], act: Act) -> datetime | Refused:
    """The suspense that follows from the urgency, from now on, by zone and hours of the body that is asked first."""
    registry, asked = act.registry, _foreign(to, act)[0]
    calendars = act.world.calendars_at(lead)
    try:
        return suspense_due(urgency, act.now, registry.zone_of(asked), calendars, registry.working_hours_of(asked))
    except OutOfRange as error:
        return Refused("no-calendar", {"calendar": error.calendar, "day": error.day}, field="urgency")


def _reckoned(urgency: str, to: Iterable[str], lead: Iterable[str], act: Act) -> Reckoning | None:
    return of_urgency(urgency, act.now, _foreign(to, act)[0], lead)


def _nobody() -> Never:
    msg = "a request is opened by a person"
    raise TypeError(msg)
