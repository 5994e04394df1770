"""Moves of which a procedure's table says all: a trigger, what is kept of what was given, who may read it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from workflows.act import Act, Effect, Outcome, Record, text_changed
from workflows.effects.addressing import joint_matter, sides_of, suspense_given
from workflows.effects.opening import asked, send
from workflows.vocabulary import Refused, Said


def step(
    trigger: str,
    said: str,
    *,
    act: str = "",
    keeps: tuple[str, ...] = (),
    inside: bool = False,
    why: str = "",
    checks_text: bool = False,
) -> Callable[[Act], Outcome]:
    """An effect that records what was given, fires `trigger` unless it is empty, and answers with `said`.

    `act` names it in the log where it isn't its verb. The fields of `keeps` become facts of the matter; `inside`: facts
    and record are the acting nation's alone. What was given as `why` is shown as said with it. `checks_text`: refused
    where the text has changed since the person read it.
    """

    def effect(one: Act) -> Outcome:
        if checks_text and (refused := text_changed(one)):
            return refused
        matter, kept = one.about, {name: _plain(one.given[name]) for name in keeps if name in one.given}
        if why:
            matter = msgspec.structs.replace(matter, missing=one.given.get(why, ""))
        matter = matter.with_kept(one.nation, **kept) if inside else matter.with_facts(**kept)
        content = dict(one.given)
        record = Record(act or one.command.verb, content, None if inside else content, one.seat.id)
        return Effect(matter, (trigger,) if trigger else (), (record,), Said(said))

    return effect


def ask(urgency: str, *, keeps: tuple[str, ...] = ()) -> Callable[[Act], Outcome]:
    """An effect that puts something to another nation, once it is released.

    The procedure has the stages `draft` and `release-check`, with the triggers submit, send-back and disclose between
    them, and asks for `title`, `to`, and where it likes for `detail` and `by`. `urgency` counts where nobody said by
    when. The fields of `keeps` become facts of the matter.
    """

    def effect(act: Act) -> Outcome:
        given, to = act.given, act.given["to"]
        to = (to,) if isinstance(to, str) else to
        sides = sides_of(act, to)
        if isinstance(sides, Refused):
            return sides
        suspense = suspense_given(urgency, to, sides.leads.values(), act)
        if isinstance(suspense, Refused):
            return suspense
        matter = joint_matter(
            act,
            sides,
            to,
            suspense.due,
            urgency="" if "by" in given else urgency,
            by=given.get("by"),
            reckoned=suspense.reckoned,
            facts={name: _plain(given[name]) for name in keeps if name in given},
        )
        return send(act, matter, ("submit",), Record(act.command.verb, own=asked(matter), seat=act.seat.id))

    return effect


def _plain(value: Any) -> Any:
    """As a matter keeps it."""
    return value.isoformat() if isinstance(value, datetime) else value
