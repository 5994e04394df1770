"""The national tracks: acknowledge, answer, note, and what follows once every nation has answered (DOMAIN 6.1)."""

import msgspec

from workflows.act import Act, Effect, Outcome, Record, said_already, text_changed
from workflows.answers import (
    COMBINED,
    do_answers_agree,
    does_anyone_not_concur,
    fresh_answers,
    fresh_decisions,
    have_all_answered,
)
from workflows.echelons import disagreed
from workflows.effects.opening import new_text
from workflows.fields import Given
from workflows.matter import Answer, Condition, Matter
from workflows.release import acceptable, may_read, text_for
from workflows.vocabulary import Refused, Said

ACK = (
    Given("opr", "body", "Lead office (OPR), where it is not yours", required=False, most=80),
    Given("ocr", "bodies", "Supporting offices (OCR)", required=False),
)
GROUNDS = (
    Given("authority", "line", "Authority relied on", most=300),
    Given("rationale", "text", "Rationale"),
)
CONCUR = (Given("if", "text", "Conditions, one a line", required=False, most=1_000), *GROUNDS)
NONCONCUR = (Given("reason", "text", "Reason, for the other side", most=1_000), *GROUNDS)
NOT_OURS = (
    Given("to", "body", "Whose it is", most=80),
    Given("reason", "text", "Reason", most=1_000),
)
ACCEPT = (Given("condition", "condition", "Number of the condition", required=False, most=3),)
NOTE = (Given("text", "text", "Note"),)


def acknowledge(act: Act) -> Outcome:
    """One side has it, and names who answers (OPR) and who must be asked (OCRs)."""
    matter, nation = act.about, act.nation
    track = matter.tracks[nation]
    lead = act.given.get("opr", track.lead)
    ocrs = tuple(body for body in (*track.ocrs, *act.given.get("ocr", ())) if body != lead)
    for body in (lead, *ocrs):
        if act.registry.bodies[body].nation != nation:
            return Refused("other-nations-body", {"body": body}, field="opr" if body == lead else "ocr")
    matter = matter.with_track(nation, lead=lead, ocrs=ocrs)
    record = Record("ack", own={"opr": lead, "ocr": list(ocrs)}, joint={"opr": lead}, seat=act.seat.id)
    return Effect(matter, (f"acknowledged:{nation}",), (record,), Said("acknowledged", {"opr": lead}))


def concur(act: Act) -> Outcome:
    lines = tuple(line.strip() for line in act.given.get("if", "").splitlines() if line.strip())
    return _answer(act, "conditions" if lines else "concurred", tuple(Condition(line) for line in lines))


def nonconcur(act: Act) -> Outcome:
    return _answer(act, "non-concurred", (), act.given["reason"])


def not_ours(act: Act) -> Outcome:
    """The OPR names the body whose matter it is: this side's watch acknowledges again, for that body."""
    matter, nation, body = act.about, act.nation, act.given["to"]
    if act.registry.bodies[body].nation != nation:
        return Refused("other-nations-body", {"body": body}, field="to")
    if body == matter.tracks[nation].lead:
        return Refused("already-lead", {"body": body}, field="to")
    matter = matter.with_track(nation, lead=body, answer=None)
    record = Record("notours", own={"opr": body, "reason": act.given["reason"]}, joint={"opr": body}, seat=act.seat.id)
    others = [f"acknowledged:{other}" for other in matter.tracks if other != nation]
    triggers = (f"not-ours:{nation}", "re-route", *others)
    return Effect(matter, triggers, (record,), Said("not-ours", {"body": body}))


def accept(act: Act) -> Outcome:
    """The other side's decide seat accepts a condition, or all that are open."""
    if refused := text_changed(act):
        return refused
    matter, wanted = act.about, act.given.get("condition")
    found = acceptable(matter, act.nation)
    if not found:
        return Refused("no-open-condition")
    if wanted is not None and not 1 <= wanted <= len(found):
        return Refused("no-such-condition", {"count": len(found)}, field="condition")
    chosen = found if wanted is None else (found[wanted - 1],)
    for nation, text in chosen:
        matter = _accepted(matter, nation, text, act)
    content = {"accepted": [text for _, text in chosen]}
    read_by_all = [row for row in chosen if may_read("answer-conditions", matter, row[0], matter.audience)]
    joint = {"accepted": [text for _, text in read_by_all]}
    record = Record("accept", own=content, joint=joint, seat=act.seat.id)
    return Effect(matter, (), (record,), Said("condition-accepted", {"count": len(chosen)}))


def _accepted(matter: Matter, setter: str, text: str, act: Act) -> Matter:
    answer = matter.tracks[setter].answer
    if answer is None:
        return matter
    conditions = tuple(
        msgspec.structs.replace(row, accepted_by={**row.accepted_by, act.nation: act.seat.id})
        if row.text == text
        else row
        for row in answer.conditions
    )
    return matter.with_track(setter, answer=msgspec.structs.replace(answer, conditions=conditions))


def note(act: Act) -> Outcome:
    """A note for those who read the acting body's channel; the first one puts its side under review."""
    matter, nation = act.about, act.nation
    bilateral = act.registry.is_bilateral(act.seat.body)
    content = dict(act.given)
    record = Record("note", own=content, joint=content if bilateral else None, seat=act.seat.id)
    first = matter.stage_id == "staffing" and matter.position(nation) == "awaiting" and not bilateral
    return Effect(
        matter, (f"under-review:{nation}",) if first else (), (record,), Said("noted-here" if bilateral else "noted")
    )


def propose(act: Act) -> Outcome:
    """A new version of the text: every earlier answer falls, and all answer again on it."""
    if refused := text_changed(act):
        return refused
    text, before = new_text(act), text_for(act.about, (act.nation,))  # a guess at what is withheld is as new as any
    if (text.title, text.detail) == (before.title, before.detail):
        return Refused("nothing-new", field="detail")
    matter = fresh_answers(act.about)
    matter = msgspec.structs.replace(matter, texts=(*matter.texts, text))
    content = {"title": matter.text.title, "detail": matter.text.detail, "version": matter.version}
    record = Record("propose", own=content, joint=content, seat=act.seat.id)
    redraft = matter.stage_id == "reconciling" and matter.mode == "integration"
    trigger = "combine" if redraft else "propose"
    return Effect(matter, (trigger,), (record,), Said("proposed", {"version": matter.version}))


def answers_joined(act: Act, matter: Matter) -> Effect:
    """Every nation has answered: from now on each may see what the others said. It goes on, or is reconciled."""
    answers = {
        nation: {
            "answer": track.answer.kind,
            **_said_to_all(matter, nation, track.answer),
            "seat": track.answer.seat,
        }
        for nation, track in matter.tracks.items()
        if track.answer is not None
    }
    record = Record("answers", joint={"version": matter.version, "answers": answers})
    if do_answers_agree(matter):
        return Effect(matter, ("agree",), (record,))
    matter, raised = _raised(act, matter)
    return Effect(matter, ("differ",), (record, *raised))


def _raised(act: Act, matter: Matter) -> tuple[Matter, tuple[Record, ...]]:
    """A non-concurrence goes up; a condition waits first for the other side's decide seat (DOMAIN 6.1)."""
    return disagreed(matter, act.registry) if does_anyone_not_concur(matter) else (matter, ())


def _said_to_all(matter: Matter, nation: str, answer: Answer) -> dict[str, object]:
    """What is said with an answer to the other side, as far as all may read it."""
    readers = matter.audience
    reason = answer.reason if may_read("answer-reason", matter, nation, readers) else ""
    conditions = answer.conditions if may_read("answer-conditions", matter, nation, readers) else ()
    return {"reason": reason, "conditions": [row.text for row in conditions]}


def answers_changed(act: Act, matter: Matter) -> Effect:
    """An answer or condition changed after all had answered: reconciled now, or no longer. Decisions fall with it."""
    matter = fresh_decisions(matter)
    if do_answers_agree(matter):
        return Effect(matter, ("agree",))
    matter, raised = _raised(act, matter)
    return Effect(matter, ("differ",), raised)


def answers_kept(matter: Matter) -> tuple[str, ...]:
    """Triggers that put each track back where its answer on the present version stands, after a way round."""
    return tuple(
        f"{track.answer.kind}:{nation}"
        for nation, track in matter.tracks.items()
        if track.answer is not None and track.answer.version == matter.version
    )


def _answer(act: Act, kind: str, conditions: tuple[Condition, ...], reason: str = "") -> Outcome:
    matter, nation = act.about, act.nation
    if refused := text_changed(act):
        return refused
    answer = Answer(
        kind=kind,
        seat=act.seat.id,
        at=act.now,
        version=matter.version,
        authority=act.given["authority"],
        rationale=act.given["rationale"],
        conditions=conditions,
        reason=reason,
    )
    own = {"version": matter.version, "answer": kind, **act.given}
    record = Record(act.command.verb, own=own, seat=act.seat.id)
    track = matter.tracks[nation]
    if _is_same(answer, _answered(act, kind)):
        return said_already(act)
    if matter.stage_id == COMBINED:
        return _agree_on_draft(act, answer, record)
    if act.seat.body != track.lead:
        matter = matter.with_track(nation, ocr_answers={**track.ocr_answers, act.seat.body: answer})
        first = matter.position(nation) == "awaiting"
        return Effect(
            matter, (f"under-review:{nation}",) if first else (), (record,), Said("answered-ocr", {"opr": track.lead})
        )
    matter = matter.with_track(nation, answer=answer)
    triggers = (f"{kind}:{nation}",) if matter.stage_id == "staffing" else ()
    if have_all_answered(matter) and not triggers:  # changed after the answers were known: the change is known too
        joint = {
            "version": matter.version,
            "answer": kind,
            **_said_to_all(matter, nation, answer),
        }
        record = msgspec.structs.replace(record, joint=joint)
    said = "answered-last" if have_all_answered(matter) else "answered"
    return Effect(matter, triggers, (record,), Said(said, {"answer": kind}))


def _answered(act: Act, kind: str) -> Answer | None:
    """What the acting body has answered; the lead's counts as long as its track stands there."""
    matter, track = act.about, act.about.tracks[act.nation]
    if act.seat.body != track.lead:
        return track.ocr_answers.get(act.seat.body)
    is_open = matter.stage_id == "staffing" and matter.position(act.nation) != kind
    return None if is_open else track.answer


def _is_same(answer: Answer, before: Answer | None) -> bool:
    """Whether the very same has been said on the same text, by whomever of that body and whatever came of it."""
    if before is None:
        return False
    conditions = tuple(Condition(row.text) for row in before.conditions)
    return answer == msgspec.structs.replace(before, seat=answer.seat, at=answer.at, conditions=conditions)


def _agree_on_draft(act: Act, answer: Answer, record: Record) -> Outcome:
    """In integration a co-lead agrees to the one draft as it stands; what it lacks goes into the draft."""
    if answer.kind != "concurred":
        return Refused("change-the-draft", field="if")
    matter = act.about.with_track(act.nation, answer=answer)
    joint = {"version": matter.version, "answer": answer.kind}
    return Effect(
        matter,
        (f"agreed:{act.nation}",),
        (msgspec.structs.replace(record, joint=joint),),
        Said("answered-last", {"answer": answer.kind}),
    )
