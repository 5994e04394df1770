"""Buttons and forms: a press that asks for nothing is carried out; else its form is opened, shown again, and sent."""

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.blocks import Block, Message, refusal
from bot.desks import Person, reader_for, reader_in
from bot.inward.confirming import carrying, draw_marking, draw_times, in_full
from bot.inward.modals import (
    Choices,
    Private,
    Sent,
    draw_closed_modal,
    draw_modal,
    draw_notice,
    inputs_of,
    read_modal,
)
from bot.inward.settled_times import settled, short_times, times_to_show
from bot.inward.unshown import shown
from bot.reader import Reader
from bot.sentences.saids import draw_said
from bot.spoken import Verb
from bot.verbs.fields import given_for, opening_of, times_of
from state.apply import Applied, apply, foresee, is_open_to
from state.house import House, Transaction
from state.matters import matter_by
from workflows.command import Command
from workflows.known import as_known, is_name_known, serial_for
from workflows.matter import Actor, Matter
from workflows.release import text_for, to_release, to_withhold
from workflows.routing import addressable
from workflows.vocabulary import Refused


class Form(msgspec.Struct, frozen=True):
    """A form to show: the one answer that takes a call to Slack."""

    view: Block


def pressed(house: House, person: Person, verb: str, value: str, key: str) -> Form | None:
    """A button: its form, where something must be given, or the move itself. A refusal is told to that person alone."""
    matter_id, _, version = value.partition(":")
    seen = int(version) if version.isdecimal() else None
    with house.database.reading() as connection:
        reader = reader_in(house, connection, person.actor, person.channel)
        matter = visible(connection, matter_id, reader)
        command = Command(verb, person.actor, reader.desk, {}, matter=matter_id, seen=seen, door="button", key=key)
        rows = given_for(verb, matter) if matter is not None else ()
        if rows and matter is not None and is_open_to(connection, house, command):
            private = Private(verb, matter.procedure, matter_id, reader.desk, seen)
            return Form(
                draw_modal(private, rows, reader, _about(matter, house, reader), _choices(verb, matter, house, reader))
            )
    apply(house, command)
    return None


def submitted(house: House, actor: Actor, view: Mapping[str, Any]) -> dict[str, Any] | None:
    """A form sent: None closes it; else what Slack is to show instead (errors by field, a sentence, the form again).

    Where a time was given that the form had not shown as it is understood, that is shown, before or with the answer.
    """
    sent = read_modal(view)
    _, private, given = sent
    command = Command(
        private.verb,
        actor,
        private.desk,
        settled(given, private.shown),
        seat=private.seat,
        matter=private.matter,
        seen=private.seen,
        door="modal",
        key=f"view:{view['id']}",
    )
    if short_times(private.verb, given):
        with house.database.reading() as connection:
            reader = reader_for(house, connection, actor, private.desk)
            read = foresee(connection, house, command)
            rows = given_for(private.verb, visible(connection, private.matter, reader))
        if not isinstance(read, Refused) and (times := times_to_show(private, given, read)):
            errors = {name: in_full(row, reader) for name, row in times.items()}
            asked = draw_times(carrying(private, given), rows, times, reader)
            return _upon(sent, asked, errors, reader)
    applied = apply(house, command)
    if not applied.refused and not times_of(private.verb) & given.keys() - private.shown.keys():
        return {"response_action": "clear"} if private.given else None
    return shown(applied, lambda: _answer(house, actor, sent, applied), lambda words: _in_its_place(draw_notice(words)))


def _answer(house: House, actor: Actor, sent: Sent, applied: Applied) -> dict[str, Any]:
    """What stands in the form's place, or in it."""
    view, private, given = sent
    with house.database.reading() as connection:
        reader = reader_for(house, connection, actor, private.desk)
        rows = given_for(private.verb, visible(connection, private.matter, reader))
    faults = applied.params.get("faults") or [(applied.field, applied.code, applied.params)]
    names = inputs_of(view)
    text = draw_said(applied.code, applied.params, reader, rows)
    if applied.code == "marking-asked":
        asked = draw_marking(carrying(private, given), rows, text, reader)
        return _upon(sent, asked, {applied.field or "": text}, reader)
    if applied.refused and all(field in names for field, _, _ in faults):
        errors = {field: draw_said(code, params, reader, rows) for field, code, params in faults}
        return {"response_action": "errors", "errors": errors}
    return _in_its_place(draw_closed_modal(text, private, reader))


def _in_its_place(view: Block) -> dict[str, Any]:
    return {"response_action": "update", "view": view}


def _upon(sent: Sent, asked: Block | None, errors: Mapping[str, str], reader: Reader) -> dict[str, Any]:
    """The form that is to be looked at, upon the one that was filled in; `errors` where it can't carry so much."""
    if asked is not None:
        return {"response_action": "update" if sent.private.given else "push", "view": asked}
    if errors.keys() <= {*inputs_of(sent.view)}:
        return {"response_action": "errors", "errors": dict(errors)}
    return _in_its_place(draw_closed_modal("\n".join(errors.values()), sent.private, reader))


def form_for_bare_verb(house: House, verb: Verb, matter: Matter | None, reader: Reader) -> Form | None:
    """A verb alone, where something must be given, asks for it in a form."""
    rows = given_for(verb.name, matter)
    if not any(row.required for row in rows):
        return None
    private = _private(verb.name, matter, reader)
    about = _about(matter, house, reader) if matter else ""
    return Form(draw_modal(private, rows, reader, about, _choices(verb.name, matter, house, reader)))


CHANGED = {"withhold": to_withhold, "release": to_release}
"""By verb that changes a field's audience: of which fields of a nation's it can."""


def _choices(verb: str, matter: Matter | None, house: House, reader: Reader) -> Choices | None:
    """At a nation's own desk: which of its fields this verb can change, to which bodies what it begins may be put."""
    move, registry = opening_of(verb), house.registry
    if reader.desk is None or registry.is_bilateral(reader.desk):
        return None
    if matter is not None and verb in CHANGED and len(reader.audience) == 1:
        return Choices("field", CHANGED[verb](matter, reader.audience[0]))
    if move is None:
        return None
    return Choices("to", (move.fitting or addressable)(registry, reader.desk, registry.absent(house.clock())))


def form_to_confirm(house: House, connection: Transaction, command: Command, reader: Reader) -> Form | Message | None:
    """For a line with a time that something is left to be understood of: what is to be done, to be looked at.

    None where nothing is left, or where the line would be refused: that is then said at once.
    """
    read = foresee(connection, house, command)
    if isinstance(read, Refused):
        return None
    matter = visible(connection, command.matter, reader)
    private = msgspec.structs.replace(_private(command.verb, matter, reader), seat=command.seat)
    times = times_to_show(private, command.given, read)
    rows = given_for(command.verb, matter)
    view = draw_times(carrying(private, command.given), rows, times, reader)
    if view is None or command.door == "command-line":
        return refusal("\n".join(in_full(row, reader) for row in times.values()))
    return Form(view)


def _private(verb: str, matter: Matter | None, reader: Reader) -> Private:
    known = as_known(matter, reader.audience) if matter else None
    seen = known.reading + (known.draft is not None) if known else None
    return Private(verb, matter.procedure if matter else "", matter.id if matter else None, reader.desk, seen)


def visible(connection: Transaction, key: str | None, reader: Reader) -> Matter | None:
    found = matter_by(connection, key) if key else None
    return found[0] if found and is_name_known(found[0], key or "", reader.registry, reader.audience) else None


def _about(matter: Matter, house: House, reader: Reader) -> str:
    title = text_for(matter, reader.audience).title
    return f"{serial_for(matter, house.registry, reader.audience)} · {title}"
