"""Facility and area use, up to the subcommittee's terms: asked, taken in, asked about locally (DOMAIN 6.5).

Who has which part stands in the registry; no kind of use, no subcommittee and no ministry is known here by its nation.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from workflows.act import Act, Effect, Outcome, Record, not_now, text_changed
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.effects.addressing import Sides, Suspense, joint_matter, suspense_by_urgency
from workflows.effects.opening import PROPOSE, TITLE, asked, draft_changed, new_text, send
from workflows.fields import Given
from workflows.matter import Matter
from workflows.routing import leads
from workflows.vocabulary import Refused, Said
from workflows.who import Part

START = Part("facility-use.start")
START_SHARED = Part("facility-use.start-shared")
INTAKE = Part("facility-use.intake")
LOCAL = Part("facility-use.local")
VIEWS = Part("facility-use.local-views")
SUBCOMMITTEE = Part("facility-use.subcommittee")
AIRSPACE = Part("facility-use.airspace")
AGREE = Part("facility-use.agree")
MINISTERS = Part("facility-use.ministers")
CABINET = Part("facility-use.cabinet")
NOTICE = Part("facility-use.notice")


class Use(NamedTuple):
    """What a kind of use requires: who asks for it, whether its end is fixed, whether the Cabinet decides on it."""

    asks: Part
    ends: bool
    by_cabinet: bool


KINDS: Mapping[str, Use] = {
    "provision": Use(START, ends=False, by_cabinet=True),
    "shared": Use(START_SHARED, ends=False, by_cabinet=True),
    "limited": Use(START, ends=True, by_cabinet=True),
    "call": Use(START, ends=False, by_cabinet=False),
}
PANELS = ("subcommittee", "airspace")
"""Stages, one of which looks at it: that for facilities and areas, or that for airspace."""

THREE_DAYS, TEN_DAYS = "routine", "deliberate"
MEETING = timedelta(days=14)
"""Until the Joint Committee's next meeting. Source: DOMAIN 6.5."""
INTERVAL = timedelta(days=365)
"""After which the user of what has no end looks at whether it is still needed: ours, for Article II, paragraph 3."""

STAGES: Mapping[str, tuple[str, tuple[Part, ...]]] = {
    "use-asked": (THREE_DAYS, (INTAKE,)),
    "local": (TEN_DAYS, (LOCAL, VIEWS)),
    "subcommittee": (TEN_DAYS, (SUBCOMMITTEE,)),
    "airspace": (TEN_DAYS, (AIRSPACE,)),
    "committee": ("", (AGREE,)),
    "ministers": (TEN_DAYS, (MINISTERS,)),
    "cabinet": (TEN_DAYS, (CABINET, NOTICE)),
    "handing-back": ("", (AGREE,)),
}
"""By stage its suspense, by urgency, or until the next meeting where there is none; and who has a part in it."""

OWN_ADVICE = "own_advice"
"""What a nation keeps of what its chair advises, until all have advised."""

PLACE = Given("place", "line", "Where", most=150)
BEGINS = Given("from", "time", "From when", most=60)
ENDS = Given("until", "time", "Until when", required=False, most=60)
SAFETY = Given("safety", "text", "Safety", most=1_000)
ENVIRONMENT = Given("environment", "text", "Environment", most=1_000)

ASK = (
    TITLE,
    Given("kind", "word", "Kind of use", words=tuple(KINDS)),
    PLACE,
    BEGINS,
    ENDS,
    SAFETY,
    ENVIRONMENT,
    Given("panel", "word", "Subcommittee", required=False, words=PANELS),
    Given("consultation", "word", "Prior consultation?", required=False, words=("raised", "not-raised")),
    Given("detail", "text", "Detail", required=False, most=2_500),
)
TERMS = (
    *PROPOSE,
    *(msgspec.structs.replace(row, required=False) for row in (PLACE, BEGINS, ENDS, SAFETY, ENVIRONMENT)),
)
VIEW = (Given("text", "text", "What is said there", most=1_500),)
SUM_UP = (Given("text", "text", "Local views, summed up for all nations", most=1_500),)


def ask(act: Act) -> Outcome:
    """A new asking: its kind says who asks and what it must have."""
    kind = KINDS[act.given["kind"]]
    askers = act.registry.seats_of_part(kind.asks.name)
    if act.seat not in askers:
        return Refused("asked-by-others", {"seats": tuple(seat.id for seat in askers)}, field="kind")
    suspense = _suspense(act, "use-asked")
    if isinstance(suspense, Refused):
        return suspense
    facts = {"kind": act.given["kind"], "panel": act.given.get("panel", PANELS[0]), **_terms(act)}
    if refused := _ends_wrongly(facts):
        return refused
    matter = joint_matter(act, _sides(act), (), suspense.due, facts=facts)
    if act.given.get("consultation") == "raised":
        matter = _raised(act, matter)
    matter = put_to(act, matter, "use-asked")
    return send(act, matter, ("submit",), Record("facility", own=asked(matter), seat=act.seat.id))


def _sides(act: Act) -> Sides:
    """Where the nations agree owns it; for another nation leads who does there what the asker does, else a member."""
    registry, asker = act.registry, act.seat.body
    owner = registry.seats_of_part(AGREE.name)[0].body
    beside = tuple(row for row in registry.bodies[asker].counterparts if row in registry.bodies[owner].members)
    return Sides(owner, leads(registry, asker, beside, owner, registry.absent(act.now)))


def _terms(act: Act) -> dict[str, Any]:
    """Of place, dates, safety and environment what was given, as a matter keeps it."""
    given = act.given
    found = {name: given[name] for name in ("place", "safety", "environment") if name in given}
    return found | {
        name: given[field].isoformat() for name, field in (("begins", "from"), ("ends", "until")) if field in given
    }


def _ends_wrongly(facts: Mapping[str, Any]) -> Refused | None:
    ends = facts.get("ends")
    if ends is None:
        return Refused("needs-an-end", field="until") if KINDS[facts["kind"]].ends else None
    begins, ends = datetime.fromisoformat(facts["begins"]), datetime.fromisoformat(ends)
    return Refused("ends-before-it-begins", {"from": begins, "at": ends}, field="until") if ends <= begins else None


def bodies_of(parts: Iterable[Part], registry: Registry) -> tuple[str, ...]:
    """The bodies whose seats have one of these parts."""
    return tuple(dict.fromkeys(seat.body for part in parts for seat in registry.seats_of_part(part.name)))


def with_card(matter: Matter, parts: Iterable[Part], registry: Registry) -> Matter:
    """The matter addressed to these too: from here on they carry its card."""
    return msgspec.structs.replace(matter, to=tuple(dict.fromkeys((*matter.to, *bodies_of(parts, registry)))))


def put_to(act: Act, matter: Matter, stage: str) -> Matter:
    """With a suspense of its own for the stage that follows, and its card at those who have a part in it.

    Due at once where no calendar reaches so far: then somebody looks at it.
    """
    _, parts = STAGES[stage]
    found = _suspense(act, stage)
    due, reckoned = Suspense(act.now, None) if isinstance(found, Refused) else found
    with_them = with_card(matter, parts, act.registry)
    return msgspec.structs.replace(with_them, opened_at=act.now, due_at=due, reckoned=reckoned)


def _suspense(act: Act, stage: str) -> Suspense | Refused:
    """By the working days of those who must act."""
    urgency, parts = STAGES[stage]
    bodies = bodies_of(parts, act.registry)
    return suspense_by_urgency(urgency, bodies, bodies, act) if urgency else Suspense(act.now + MEETING, None)


def redraft(act: Act) -> Outcome:
    """The asker's changed text and terms, before anything has crossed."""
    matter = act.about.with_facts(**_terms(act))
    if refused := _ends_wrongly(matter.facts):
        return refused
    matter = msgspec.structs.replace(matter, texts=(*matter.texts, new_text(act)), missing="")
    matter = put_to(act, matter, "use-asked")
    return send(act, matter, ("submit",), Record("propose", own=asked(matter), seat=act.seat.id))


def disclose(act: Act) -> Outcome:
    """Release to every nation that has a part: from here on the suspense runs."""
    if refused := draft_changed(act):
        return refused
    return send(act, put_to(act, act.about, "use-asked"), (), Record("disclose", own=dict(act.given), seat=act.seat.id))


def take_in(act: Act) -> Outcome:
    """It has what it must have; the local governments concerned are asked."""
    matter = put_to(act, act.about, "local")
    content = dict(act.given)
    record = Record("takein", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, ("take-in",), (record,), Said("taken-in", {"due": matter.due_at}))


def flag(act: Act) -> Outcome:
    """Somebody asks whether prior consultation is needed: it goes to ministers. What they answer is theirs."""
    if not is_not_raised(act.about, (), act.registry):
        return not_now(act.about, act.command.verb)
    content = dict(act.given)
    record = Record("flag", own=content, joint=content, seat=act.seat.id)
    return Effect(_raised(act, act.about), (), (record,), Said("flagged"))


def _raised(act: Act, matter: Matter) -> Matter:
    return with_card(matter, (MINISTERS,), act.registry).with_facts(consultation="raised")


def is_not_raised(matter: Matter, _seats: Sequence[Seat], _registry: Registry) -> bool:
    return "consultation" not in matter.facts


def add_view(act: Act) -> Outcome:
    """What is said locally, for one's own nation alone."""
    views = act.about.kept.get(act.nation, {}).get("views", [])
    matter = act.about.with_kept(act.nation, views=[*views, {"at": act.now.isoformat(), "text": act.given["text"]}])
    return Effect(matter, (), (Record("localview", own=dict(act.given), seat=act.seat.id),), Said("view-kept"))


def sum_up(act: Act) -> Outcome:
    """The local views as the nation sums them up are all that others have of them."""
    panel, content = act.about.facts["panel"], dict(act.given)
    matter = put_to(act, act.about.with_facts(local=act.given["text"]), panel)
    record = Record("sumup", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, (panel,), (record,), Said("summed-up", {"due": matter.due_at}))


def reword(act: Act) -> Outcome:
    """New terms, worked out where all sit: what was advised on the ones before falls."""
    if refused := text_changed(act):
        return refused
    terms = _terms(act)
    matter = without(act.about, OWN_ADVICE).with_facts(advice={}, **terms)
    if refused := _ends_wrongly(matter.facts):
        return refused
    matter = msgspec.structs.replace(matter, texts=(*matter.texts, new_text(act)))
    content = {"title": matter.text.title, "detail": matter.text.detail, "version": matter.version, **terms}
    record = Record("propose", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, ("propose",), (record,), Said("terms-proposed", {"version": matter.version}))


def without(matter: Matter, name: str) -> Matter:
    """The matter without what each nation keeps under `name`."""
    kept = {nation: {at: row for at, row in facts.items() if at != name} for nation, facts in matter.kept.items()}
    return msgspec.structs.replace(matter, kept=kept)
