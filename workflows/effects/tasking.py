"""Tasking inside one nation: who may be tasked, what the supporting offices say, and what comes of it (DOMAIN 6.2)."""

import msgspec

from workflows.act import Act, Effect, Outcome, Record, text_changed
from workflows.bodies.registry import Registry
from workflows.echelons import disagreed
from workflows.effects.internal import once
from workflows.fields import Given
from workflows.matter import Matter, Text
from workflows.reckoning import of_typed
from workflows.routing import NONE, Route
from workflows.times.suspense import suspense_due
from workflows.vocabulary import Refused, Said

URGENCY = "priority"
"""Eight hours, where nobody gave a time. Source: DOMAIN 6.2."""

NONCONCUR = "nonconcur"
POSITIONS = ("concur", "comment", NONCONCUR, "no-equity")
"""What a supporting office may say of a product: agrees, agrees with a comment, does not agree, has no part in it."""

TASK = (
    Given("title", "line", "Title", most=150),
    Given("to", "body", "Lead office (OPR)"),
    Given("ocr", "bodies", "Supporting offices (OCR)", required=False),
    Given("info", "bodies", "For information", required=False),
    Given("by", "time", "Answer by", required=False, most=60),
    Given("detail", "text", "Detail", required=False, most=2_500),
)
SUBMIT = (
    Given("product", "text", "Product", most=2_500),
    Given("despite", "text", "Reason, where a supporting office does not concur or has not answered", required=False),
)
PART = (Given("part", "text", "Part of the product", most=1_500),)
POSITION = (
    Given("position", "word", "Position", words=POSITIONS),
    Given("text", "text", "Comment or reason", required=False, most=1_000),
    Given("wording", "text", "Required wording", required=False, most=1_000),
)
REROUTE = (Given("to", "body", "Body whose it is"), Given("because", "text", "Reason", most=500))
REISSUE = (
    Given("to", "body", "Lead office (OPR)", required=False),
    Given("detail", "text", "New text", required=False, most=2_500),
)


def issue(act: Act) -> Outcome:
    """A new tasking, with its receiver at once: it never leaves the nation."""
    given, asker, to = act.given, act.seat.body, act.given["to"]
    ocrs, info = given.get("ocr", ()), given.get("info", ())
    if refused := _cannot_task(act, to):
        return refused
    for field, bodies in (("ocr", ocrs), ("info", info)):
        for body in bodies:
            if act.registry.audience_of(body) != (act.nation,):
                return Refused("tasking-stays-inside", {"body": body}, field=field)
    calendars = act.world.calendars_at((to,))
    due = given.get("by") or suspense_due(URGENCY, act.now, act.registry.zone_of(to), calendars)
    matter = Matter(
        id=act.world.matter_id,
        procedure="",  # filled in by the engine, with the stage
        stage=(),
        nation=act.nation,
        asker=asker,
        owner=asker,
        to=(to,),
        info=info,
        audience=(act.nation,),
        urgency="" if "by" in given else URGENCY,
        mode="coordination",
        opened_at=act.now,
        entered_at=act.now,
        due_at=due,
        by=given.get("by"),
        reckoned=of_typed(act, "by") if "by" in given else None,
        texts=(Text(given["title"], given.get("detail", ""), act.seat.id, act.now, act.nation),),
        tracks={},
        facts={"ocrs": [body for body in ocrs if body != to], "parts": [], "matrix": {}},
    )
    content = {"title": given["title"], "detail": given.get("detail", ""), "from": asker, "opr": to, "due": due}
    record = Record("task", own={**content, "ocrs": list(ocrs)}, seat=act.seat.id)
    return Effect(matter, ("issue",), (record,), Said("tasked", {"body": to, "due": due}))


def routes(matter: Matter, _registry: Registry) -> tuple[Route, ...]:
    """The issuer, the lead office, the supporting ones, those for information, and those to which it went up."""
    return once(
        Route(matter.asker, "asks"),
        *(Route(body, "addressed") for body in matter.to),
        *(Route(body, "supporting") for body in matter.facts["ocrs"]),
        *(Route(body, "escalated") for body in matter.escalated),
        *(Route(body, "information", acts=False) for body in matter.info),
    )


def taskable(registry: Registry, issuer: str, absent: frozenset[str] = NONE) -> tuple[str, ...]:
    """The bodies in force that one may task: those below it in its own nation, and those that the registry names."""
    row = registry.bodies[issuer]
    below = (body for body in registry.bodies if body != issuer and issuer in registry.upward(body))
    own = (body for body in below if registry.bodies[body].nation == row.nation)
    return tuple(body for body in dict.fromkeys((*own, *row.may_task)) if body not in absent)


def _cannot_task(act: Act, to: str) -> Refused | None:
    """Refused across nations, with what may be asked instead; and where the body is not the issuer's to task."""
    registry, issuer = act.registry, act.seat.body
    if registry.audience_of(to) != (act.nation,):
        return Refused("tasking-crosses", {"body": to, "seat": act.seat.id}, field="to")
    fitting = taskable(registry, issuer, registry.absent(act.now))
    if to not in fitting:
        return Refused("not-yours-to-task", {"body": to, "asker": issuer, "near": fitting}, field="to")
    return None


def submit(act: Act) -> Outcome:
    """The OPR's product. Over a supporting office that does not concur, or is silent, only with a stated reason."""
    if refused := text_changed(act):
        return refused
    matter = act.about
    matrix = matter.facts["matrix"]
    unsettled = [
        body
        for body in matter.facts["ocrs"]
        if matrix.get(body, {}).get("position") not in ("concur", "comment", "no-equity")
    ]
    if unsettled and not act.given.get("despite"):
        return Refused("not-concurred", {"bodies": tuple(unsettled)}, field="despite")
    content = {**act.given, "unsettled": unsettled, "matrix": matrix}
    record = Record("submit", own=content, seat=act.seat.id)
    matter = msgspec.structs.replace(matter, missing="").with_facts(product=act.given["product"]).put_up()
    return Effect(matter, ("submit",), (record,), Said("submitted"))


def submit_part(act: Act) -> Outcome:
    """A part of the product that is ready: the work goes on."""
    part = {"text": act.given["part"], "at": act.now.isoformat(), "seat": act.seat.id}
    matter = act.about.with_facts(parts=[*act.about.facts["parts"], part])
    return Effect(matter, (), (Record("part", own=dict(act.given), seat=act.seat.id),), Said("part-submitted"))


def take_position(act: Act) -> Outcome:
    """A supporting office's position; a later one takes its place, and the earlier one stays in the log.

    Who does not concur says why, and what wording is required (DOMAIN 3). The first that does not takes it up.
    """
    if refused := text_changed(act):
        return refused
    given, matter, body = act.given, act.about, act.seat.body
    needed = {NONCONCUR: ("text", "wording"), "comment": ("text",)}.get(given["position"], ())
    for field in needed:
        if not given.get(field):
            return Refused("missing", {"field": field}, field=field)
    is_first = given["position"] == NONCONCUR and NONCONCUR not in _positions(matter)
    row = {**given, "seat": act.seat.id, "at": act.now.isoformat()}
    matter = matter.with_facts(matrix={**matter.facts["matrix"], body: row})
    record = Record("position", own={**given, "of": body}, seat=act.seat.id)
    matter, raised = disagreed(matter, act.registry) if is_first else (matter, ())
    return Effect(matter, (), (record, *raised), Said("position-taken", {"word": given["position"]}))


def _positions(matter: Matter) -> set[str]:
    return {row["position"] for row in matter.facts["matrix"].values()}


def reroute(act: Act) -> Outcome:
    """The receiver passes it on to the body whose it is: one that its issuer may task, or that is its own to task."""
    matter, to = act.about, act.given["to"]
    fitting = (*taskable(act.registry, matter.asker), *taskable(act.registry, act.seat.body))
    if to == act.seat.body or to not in fitting:
        return Refused("not-yours-to-task", {"body": to, "asker": matter.asker, "near": fitting}, field="to")
    content = {"from": act.seat.body, "to": to, "because": act.given["because"]}
    ocrs = [body for body in matter.facts["ocrs"] if body != to]
    matter = msgspec.structs.replace(matter.with_facts(ocrs=ocrs), to=(to,))
    triggers = () if matter.stage_id == "issued" else ("pass-on",)
    return Effect(matter, triggers, (Record("reroute", own=content, seat=act.seat.id),), Said("rerouted", {"body": to}))


def reissue(act: Act) -> Outcome:
    """After a refusal the issuer puts it out again: to another body, with another text, or as it was."""
    matter, given = act.about, act.given
    to = given.get("to", matter.to[0])
    if refused := _cannot_task(act, to):
        return refused
    text = msgspec.structs.replace(
        matter.text, detail=given.get("detail", matter.text.detail), seat=act.seat.id, at=act.now
    )
    matter = msgspec.structs.replace(matter, to=(to,), texts=(*matter.texts, text), missing="")
    content = {"opr": to, "detail": text.detail, "version": matter.version}
    record = Record("reissue", own=content, seat=act.seat.id)
    return Effect(matter, ("issue",), (record,), Said("tasked", {"body": to, "due": matter.due_at}))
