"""From what a person did in Slack to a Command and its answer. One short transaction, and no call to Slack."""

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.answers import ANSWERS, unknown_serial, unknown_verb
from bot.blocks import Block, Message, only_text, refusal
from bot.desks import reader_for, reader_in, reader_of
from bot.meant import as_meant
from bot.modals import Choices, Private, draw_closed_modal, draw_modal, read_modal
from bot.reader import Reader
from bot.saids import draw_said
from bot.typed import Line, Unreadable, read_line
from bot.verbs import BY_NAME, Verb, given_for, opening_of, times_of
from state.apply import Applied, apply, is_open_to
from state.house import House, Transaction
from state.loading import matter_by
from workflows.authority import is_for_strangers
from workflows.matter import Actor, Matter
from workflows.release import text_for
from workflows.routing import addressable
from workflows.view import is_name_known, may_see, serial_for
from workflows.vocabulary import Command


class Person(msgspec.Struct, frozen=True):
    """Who did something, and in which channel, as Slack names it."""

    actor: Actor
    channel: str
    door: str = "slash"
    account: str = ""
    """At the command line: the system's account that types for them."""


class Form(msgspec.Struct, frozen=True):
    """A form to show: the one answer that takes a call to Slack."""

    view: Block


def typed(house: House, person: Person, text: str, key: str) -> Message | Form:
    """A line behind `/acm`: done, refused or answered; or a form, for a verb that needs more than was typed."""
    line = read_line(text)
    if isinstance(line, Line):
        line = as_meant(line)
    if isinstance(line, Line) and (act := _whole_act(line)):
        return _carry_out(house, act, line, person, key)
    with house.database.reading() as connection:
        answer = _look(house, connection, person, line)
    return answer if isinstance(answer, Message | Form) else _carry_out(house, *answer, person, key)


def _whole_act(line: Line) -> Verb | None:
    """The verb of a line that says all it needs to, so that nothing has to be looked up before it is done."""
    verb = BY_NAME.get(line.verb)
    is_whole = verb is not None and verb.kind == "act" and (line.words or line.given)
    return verb if is_whole and verb is not None and (line.serial or not verb.needs_matter) else None


def _look(
    house: House, connection: Transaction, person: Person, line: Line | Unreadable
) -> Message | Form | tuple[Verb, Line]:
    """What can be answered without doing anything; else what is to be done."""
    reader = reader_in(house, connection, person.actor, person.channel)
    if isinstance(line, Unreadable):
        return refusal(draw_said(line.code, {"where": line.where, "field": line.where}, reader))
    verb = BY_NAME.get(line.verb or "help")
    if verb is None:
        return unknown_verb(line.verb, reader)
    if wrong := _cannot_begin(verb, line, reader):
        return refusal(wrong)
    if verb.kind == "read":
        return ANSWERS[verb.name](line, connection, house, reader, person.actor)
    matter = _visible(connection, line.serial, reader)
    command = Command(verb.name, person.actor, reader.desk, {}, matter=line.serial)
    form = _form_for_bare_verb(house, verb, matter, reader) if is_open_to(connection, house, command) else None
    return form or (verb, line)


def _cannot_begin(verb: Verb, line: Line, reader: Reader) -> str | None:
    """What stands in the way before anything is looked up: nothing is shown to somebody of no known nation."""
    if not reader.is_known and not is_for_strangers(verb.name):
        return draw_said("not-admitted", {}, reader)
    if verb.needs_matter and not line.serial:
        return draw_said("no-serial", {"verb": verb.name}, reader)
    return None


def pressed(house: House, person: Person, verb: str, value: str, key: str) -> Form | None:
    """A button: its form, where something must be given, or the move itself. A refusal is told to that person alone."""
    matter_id, _, version = value.partition(":")
    seen = int(version) if version.isdecimal() else None
    with house.database.reading() as connection:
        reader = reader_in(house, connection, person.actor, person.channel)
        matter = _visible(connection, matter_id, reader)
        command = Command(verb, person.actor, reader.desk, {}, matter=matter_id, seen=seen, door="button", key=key)
        rows = given_for(verb, matter) if matter is not None else ()
        if rows and matter is not None and is_open_to(connection, house, command):
            private = Private(verb, matter_id, reader.desk, seen)
            return Form(draw_modal(private, rows, reader, about=_about(matter, house, reader)))
    apply(house, command)
    return None


def submitted(house: House, actor: Actor, view: Mapping[str, Any]) -> dict[str, Any] | None:
    """A form sent: None closes it; else what Slack is to show instead (errors by field, or a sentence).

    Where a time was given, the sentence says how it was understood.
    """
    private, given = read_modal(view)
    command = Command(
        private.verb,
        actor,
        private.desk,
        given,
        matter=private.matter,
        seen=private.seen,
        door="modal",
        key=f"view:{view['id']}",
    )
    applied = apply(house, command)
    if not applied.refused and times_of(private.verb).isdisjoint(given):
        return None
    with house.database.reading() as connection:
        reader = reader_for(house, connection, actor, private.desk)
        matter = _visible(connection, private.matter, reader)
        rows = given_for(private.verb, matter)
    faults = applied.params.get("faults") or [(applied.field, applied.code, applied.params)]
    names = {block.get("block_id") for block in view.get("blocks", ())}
    if applied.refused and all(field in names for field, _, _ in faults):
        errors = {field: draw_said(code, params, reader, rows) for field, code, params in faults}
        return {"response_action": "errors", "errors": errors}
    text = draw_said(applied.code, applied.params, reader, rows)
    return {"response_action": "update", "view": draw_closed_modal(text, private, reader)}


def draw_applied(applied: Applied, house: House, reader: Reader, verb: str, serial: str | None) -> Message:
    """The answer to a typed line."""
    if applied.code == "unknown-serial":
        with house.database.reading() as connection:
            return unknown_serial(serial or "", connection, house, reader)
    about = applied.seen.about
    matter = about if about and may_see(about, reader.audience) else None
    text = draw_said(applied.code, applied.params, reader, given_for(verb, matter))
    if matter is not None and not applied.refused:
        text = f"*{serial_for(matter, house.registry, reader.audience)}* {text}"
    return refusal(text) if applied.refused else only_text(text)


def _carry_out(house: House, verb: Verb, line: Line, person: Person, key: str) -> Message:
    """Do it, and draw the answer for who stood where when it was done."""
    given, left = _named(verb, line)
    if left:
        with house.database.reading() as connection:
            reader = reader_in(house, connection, person.actor, person.channel)
        return refusal(draw_said("too-many-words", {"word": left[0]}, reader))
    seat = given.pop("as", None)
    command = Command(
        verb.name,
        person.actor,
        given=given,
        seat=seat,
        matter=line.serial,
        key=key,
        channel=person.channel,
        door=person.door,
        account=person.account,
    )
    applied = apply(house, command)
    seen = applied.seen
    reader = reader_of(house, person.actor, seen.desk, seen.nation, seen.holders)
    return draw_applied(applied, house, reader, verb.name, line.serial)


def _named(verb: Verb, line: Line) -> tuple[dict[str, str], list[str]]:
    """What is given by name; words without a name go to the verb's own fields in their order. And what is left over."""
    given, words = dict(line.given), list(line.words)
    if verb.takes_all and words:
        return {verb.words[-1]: " ".join(words), **given}, []
    for name in verb.words:
        if words and name not in given:
            given[name] = words.pop(0)
    return given, words


def _form_for_bare_verb(house: House, verb: Verb, matter: Matter | None, reader: Reader) -> Form | None:
    """A verb alone, where something must be given, asks for it in a form."""
    rows = given_for(verb.name, matter)
    if not any(row.required for row in rows):
        return None
    private = Private(verb.name, matter.id if matter else None, reader.desk, matter.version if matter else None)
    choices = None
    if opening_of(verb.name) and reader.desk and not house.registry.is_bilateral(reader.desk):
        choices = Choices("to", addressable(house.registry, reader.desk, house.registry.absent(house.clock())))
    about = _about(matter, house, reader) if matter else ""
    return Form(draw_modal(private, rows, reader, about, choices))


def _visible(connection: Transaction, key: str | None, reader: Reader) -> Matter | None:
    found = matter_by(connection, key) if key else None
    return found[0] if found and is_name_known(found[0], key or "", reader.registry, reader.audience) else None


def _about(matter: Matter, house: House, reader: Reader) -> str:
    title = text_for(matter, reader.audience).title
    return f"{serial_for(matter, house.registry, reader.audience)} · {title}"
