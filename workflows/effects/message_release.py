"""A message at its instant and after: a hold, each nation's own release, the watch, and taking it back (DOMAIN 6.4)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from workflows.act import Act, Effect, Outcome, Record, not_now, text_changed
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Seat
from workflows.effects.message_clearing import instant_of
from workflows.fields import Given
from workflows.matter import Matter
from workflows.vocabulary import Refused, Said

APART = timedelta(minutes=5)
"""Two releases further apart are told to both, and a time that is entered later needs a reason.

Source: DOMAIN 6.4 and 10.
"""
WATCH = timedelta(hours=24)
"""Ours: how long is watched after the last release. DOMAIN 6.4 names the period and no length."""

OUT = (
    Given("at", "since", "When it went out (empty: now)", required=False, most=60),
    Given("because", "text", "Reason, where that is entered late", required=False, most=500),
)

STEP_OF = {"held": "hold", "silent": "mute", "out": "out", "pulled": "pull"}
"""By how a nation's release stands, the trigger that puts its track there."""


def state_of(matter: Matter, nation: str) -> str:
    """held, silent, out or pulled; `go` where nothing was said."""
    row = matter.facts["releases"].get(nation)
    return str(row["state"]) if row else "go"


def is_to_go(matter: Matter, seats: Sequence[Seat], _registry: Registry) -> bool:
    """Whether one of these speaks for a nation whose release is neither held nor made."""
    return any(state_of(matter, seat.nation) == "go" for seat in seats)


def is_held(matter: Matter, seats: Sequence[Seat], _registry: Registry) -> bool:
    return any(state_of(matter, seat.nation) == "held" for seat in seats)


def _stands(act: Act, state: str, **more: Any) -> Matter:
    row = {"state": state, "at": act.now.isoformat(), **more}
    return act.about.with_facts(releases={**act.about.facts["releases"], act.nation: row})


def _tracks(matter: Matter, states: Iterable[str]) -> tuple[str, ...]:
    """Triggers that put each nation's track where its release stands, as far as it is one of these."""
    wanted = {*states}
    found = ((nation, state_of(matter, nation)) for nation in matter.tracks)
    return tuple(f"{STEP_OF[state]}:{nation}" for nation, state in found if state in wanted)


def hold(act: Act) -> Outcome:
    """Either nation stops its own release alone until the instant; the other is told at once, with the reason."""
    matter, at = act.about, instant_of(act.about)
    if at is None or act.now >= at:
        return not_now(matter, act.command.verb)
    if (state := state_of(matter, act.nation)) != "go":
        return Refused("stands-so", {"state": state})
    record = Record("hold", own=dict(act.given), joint=dict(act.given), seat=act.seat.id)
    return Effect(_stands(act, "held", reason=act.given["because"]), (), (record,), Said("held"))


def lift(act: Act) -> Outcome:
    matter = act.about
    if (state := state_of(matter, act.nation)) != "held":
        return Refused("no-hold", {"state": state})
    releases = {nation: row for nation, row in matter.facts["releases"].items() if nation != act.nation}
    triggers = (f"lift:{act.nation}",) if matter.stage_id == "releasing" else ()
    record = Record("lift", own=dict(act.given), joint=dict(act.given), seat=act.seat.id)
    return Effect(matter.with_facts(releases=releases), triggers, (record,), Said("lifted"))


def embargo_over(act: Act) -> Effect:
    """The instant has come: each nation releases its own text, and says so."""
    return Effect(_at_instant(act.about), _into_releasing(act.about), (Record("embargo-over", joint={}),))


def _at_instant(matter: Matter) -> Matter:
    at = instant_of(matter)
    return msgspec.structs.replace(matter, due_at=at + APART) if at else matter


def _into_releasing(matter: Matter) -> tuple[str, ...]:
    return ("embargo-over", *_tracks(matter, ("held", "silent")))


def out(act: Act) -> Outcome:
    """One nation's release, by its own time; once two are out, how far they are apart."""
    if refused := text_changed(act):
        return refused
    matter, nation = act.about, act.nation
    instant = instant_of(matter)
    if instant is not None and act.now < instant:
        return Refused("embargo", {"at": instant})
    at = act.given.get("at", act.now)
    if refused := _cannot_be_out(act, at):
        return refused
    late = matter.stage_id == "scheduled"  # the instant has come, and time has not said so yet
    triggers = (*(_into_releasing(matter) if late else ()), f"out:{nation}")
    content = {**act.given, "at": at}
    records = [Record("out", own=content, joint=content, seat=act.seat.id)]
    matter = _stands(act, "out") if "at" not in act.given else _stands(act, "out", at=at.isoformat())
    matter = _at_instant(matter) if late else matter
    times = [datetime.fromisoformat(row["at"]) for row in matter.facts["releases"].values() if row["state"] == "out"]
    apart = max(times) - min(times)
    if apart > APART:
        minutes = int(apart / timedelta(minutes=1))
        matter = matter.with_facts(apart=minutes)
        records.append(Record("out-apart", joint={"minutes": minutes}))
    return Effect(matter, triggers, tuple(records), Said("out", {"at": at}))


def _cannot_be_out(act: Act, at: datetime) -> Refused | None:
    state = state_of(act.about, act.nation)
    if state in ("held", "silent"):
        return Refused("stands-so", {"state": state})
    if at > act.now:
        return Refused("not-so-yet", {"at": at}, field="at")
    if act.now - at > APART and not act.given.get("because"):
        return Refused("missing", {"field": "because"}, field="because")
    return None


def all_have_moved(_act: Act, matter: Matter) -> Effect:
    """Every nation's text is out, or will not be: it is watched from now on, unless none is out any more."""
    times = {nation: row["at"] for nation, row in matter.facts["releases"].items() if row["state"] == "out"}
    if not times:
        return Effect(matter, ("retract",), (Record("retracted", joint={}),))
    last = max(map(datetime.fromisoformat, times.values()))
    matter = msgspec.structs.replace(matter, due_at=last + WATCH)
    record = Record("all-out", joint={"until": matter.due_at, "out": times})
    return Effect(matter, ("watch", *_tracks(matter, ("silent", "pulled"))), (record,))


def retract(act: Act) -> Outcome:
    """One nation takes its release back, or will not release; the other is told at once and decides for itself."""
    content = dict(act.given)
    record = Record("retract", own=content, joint=content, seat=act.seat.id)
    if act.about.stage_id == "holding":  # cleared by all or by none
        matter = msgspec.structs.replace(act.about, missing=act.given["because"])
        return Effect(matter, ("retract",), (record,), Said("retracted"))
    if (state := state_of(act.about, act.nation)) in ("pulled", "silent"):
        return Refused("stands-so", {"state": state})
    matter = _stands(act, "pulled", reason=act.given["because"])
    return Effect(matter, (f"pull:{act.nation}",), (record,), Said("retracted"))


def has_none_out(matter: Matter, _registry: Registry) -> bool:
    return all(state_of(matter, nation) in ("pulled", "silent") for nation in matter.tracks)


def none_is_out(_act: Act, matter: Matter) -> Effect:
    return Effect(matter, ("retract",), (Record("retracted", joint={}),))


def watch_over(act: Act) -> Effect:
    return Effect(act.about, ("end-watch",), (Record("watch-over", joint={}),))


def expire(act: Act) -> Effect:
    """A holding line whose time is over must not be used any more."""
    return Effect(act.about, ("expire",), (Record("line-expired", joint={"expires": act.about.facts["expires"]}),))
