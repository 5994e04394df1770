"""Moves of which a procedure's table says all: a trigger, what is kept of what was given, who may read it."""

from collections.abc import Callable

import msgspec

from workflows.act import Act, Effect, Outcome, Record, text_changed
from workflows.vocabulary import Said


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
        matter, kept = one.about, {name: one.given[name] for name in keeps if name in one.given}
        if why:
            matter = msgspec.structs.replace(matter, missing=one.given.get(why, ""))
        matter = matter.with_kept(one.nation, **kept) if inside else matter.with_facts(**kept)
        content = dict(one.given)
        record = Record(act or one.command.verb, content, None if inside else content, one.seat.id)
        return Effect(matter, (trigger,) if trigger else (), (record,), Said(said))

    return effect
