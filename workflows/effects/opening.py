"""From the first word to the other nation's eyes: open, propose anew, disclose, return, withdraw."""

import msgspec

from workflows.act import Act, Effect, Outcome, Record, not_now, text_changed
from workflows.answers import fresh_answers
from workflows.effects.addressing import Suspense, joint_matter, sides_of, suspense_by_urgency, suspense_given
from workflows.fields import Given
from workflows.known import is_name_known, may_see, serial_for
from workflows.matter import Matter, Text
from workflows.release import text_for
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
SUCCESSOR = Given("successor", "matter", "Superseded by (serial)", required=False, most=40)
MISSING = (Given("missing", "text", "What is missing"),)


def open_request(act: Act) -> Outcome:
    """A new request, sent at once to the seat that releases it, or, where that is the starter's own, across."""
    given, to = act.given, act.given["to"]
    sides = sides_of(act, to, given.get("info", ()))
    if isinstance(sides, Refused):
        return sides
    wants_integration = given.get("mode") == "integration"
    if refused := _no_suspense(act):
        return refused
    urgency = given.get("urgency", "")
    suspense = suspense_given(urgency, to, sides.leads.values(), act)
    if isinstance(suspense, Refused):
        return suspense
    matter = joint_matter(
        act,
        sides,
        to,
        suspense.due,
        urgency=urgency,
        mode_proposed="integration" if wants_integration else None,
        by=given.get("by"),
        reckoned=suspense.reckoned,
    )
    record = Record("open", own=asked(matter), seat=act.seat.id)
    return send(act, matter, ("submit",), record)


def _no_suspense(act: Act) -> Refused | None:
    """Refused where nothing says by when, or says it with an urgency that is not this seat's to use."""
    if not act.given.get("by") and not act.given.get("urgency"):
        return Refused("no-suspense", field="by")
    if act.given.get("urgency") == "immediate" and act.seat.role == "coordinate":
        return Refused("urgency-not-yours", {"seat": act.seat.id}, field="urgency")
    return None


def propose_anew(act: Act) -> Outcome:
    """The starter's changed text, after a return: it has to be released like the first, unseen by others till then."""
    matter = act.about
    if matter.draft is not None:  # who releases must find the text that they have read
        return not_now(matter, act.command.verb)
    if _is_joint(matter):
        matter = msgspec.structs.replace(matter, draft=new_text(act))
        return send(act, matter, (), Record("propose", own=asked(matter), seat=act.seat.id))
    matter = msgspec.structs.replace(matter, texts=(*matter.texts, new_text(act)), missing="")
    return send(act, matter, ("submit",), Record("propose", own=asked(matter), seat=act.seat.id))


def disclose(act: Act) -> Outcome:
    """Release to every nation that has a part: from here on the request is joint."""
    if _is_joint(act.about) and act.about.draft is None:
        return not_now(act.about, act.command.verb)
    if refused := draft_changed(act):
        return refused
    return send(act, act.about, (), Record("disclose", own=dict(act.given), seat=act.seat.id))


def send_back(act: Act) -> Outcome:
    """The disclosure authority's no: the text goes back to its starter, and nothing crosses."""
    if _is_joint(act.about) and act.about.draft is None:
        return not_now(act.about, act.command.verb)
    if refused := draft_changed(act):
        return refused
    record = Record("return", own=dict(act.given), seat=act.seat.id)
    if _is_joint(act.about):
        return Effect(msgspec.structs.replace(act.about, draft=None), (), (record,), Said("sent-back"))
    matter = msgspec.structs.replace(act.about, missing=act.given["missing"])
    return Effect(matter, ("send-back",), (record,), Said("sent-back"))


def draft_changed(act: Act) -> Refused | None:
    """Refused where who releases has read another text than the one that would cross."""
    return text_changed(act, draft=int(act.about.draft is not None))


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
        matter = matter.with_facts(successor=content["successor"])
        trigger, said = "supersede", "superseded"
    return Effect(matter, (trigger,), (Record(trigger, own=content, joint=content, seat=act.seat.id),), Said(said))


def _may_be_named(linked: Matter, serial: str, act: Act) -> bool:
    """Whether all who know of this matter may know of that one too, and the writer knows it by that name."""
    return may_see(linked, act.about.audience) and is_name_known(linked, serial, act.registry, (act.nation,))


def new_text(act: Act) -> Text:
    """A text without a title of its own keeps the one before it, as far as all who read it may."""
    title = act.given.get("title", text_for(act.about, act.about.audience).title)
    return Text(title, act.given["detail"], act.seat.id, act.now, act.nation)


def send(act: Act, matter: Matter, triggers: tuple[str, ...], record: Record) -> Outcome:
    """Release at once where the acting seat may, else wait for the seat that may."""
    releaser = act.registry.disclosure_seat(matter.asker)
    verb = act.command.verb
    if releaser != act.seat:
        facts = {"verb": verb, "seat": releaser.id if releaser else "", "due": matter.due_at}
        return Effect(matter, triggers, (record,), Said("waits-for-release", facts))
    released = _released(matter, act)
    if isinstance(released, Refused):
        return released
    record = msgspec.structs.replace(record, joint=asked(released, text_for(released, released.audience)))
    return Effect(released, (*triggers, "disclose"), (record,), Said("sent", {"verb": verb, "due": released.due_at}))


def _is_joint(matter: Matter) -> bool:
    return len(matter.audience) > 1


def _released(matter: Matter, act: Act) -> Matter | Refused:
    """The matter with its newest text for all to see. Versions count by audience: what never crossed has no number.

    Its clocks and its level start with its release, and so does a suspense that follows from the urgency: from when it
    was opened, others could reckon how long it lay inside.
    """
    if not _is_joint(matter):
        follows = matter.urgency and not matter.by
        suspense = _from_now(matter, act) if follows else Suspense(matter.due_at, matter.reckoned)
        if isinstance(suspense, Refused):
            return suspense
        due, reckoned = suspense
        matter = msgspec.structs.replace(matter, opened_at=act.now, due_at=due, reckoned=reckoned, raised=0)
    texts = (*matter.texts, matter.draft) if matter.draft else matter.texts[-1:]
    return msgspec.structs.replace(
        fresh_answers(matter), audience=tuple(matter.tracks), texts=texts, draft=None, missing=""
    )


def _from_now(matter: Matter, act: Act) -> Suspense | Refused:
    return suspense_by_urgency(matter.urgency, matter.to, [track.lead for track in matter.tracks.values()], act)


def asked(matter: Matter, text: Text | None = None) -> dict[str, object]:
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
        **matter.facts,
    }
