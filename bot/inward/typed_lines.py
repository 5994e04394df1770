"""A line typed behind `/acm`: taken apart, made a Command or a question, and answered. No call to Slack."""

import json

import msgspec

from bot.answers.by_verb import ANSWERS
from bot.answers.help import unknown_verb
from bot.answers.unknown import unknown_serial
from bot.blocks import Message, only_text, refusal
from bot.desks import Person, reader_in, reader_of
from bot.inward.forms import Form, form_for_bare_verb, form_to_confirm, visible
from bot.inward.instead import CROSSES, with_button
from bot.inward.settled_times import short_times
from bot.inward.unshown import shown
from bot.reader import Reader
from bot.sentences.saids import draw_said
from bot.spoken import Verb
from bot.verbs.fields import given_for, on_matter
from bot.verbs.meant import as_meant
from bot.verbs.rows import BY_NAME
from bot.verbs.typed import Line, Unreadable, is_like_serial, read_line
from state.apply import Applied, apply, is_open_to
from state.house import House, Transaction
from workflows.authority import is_for_strangers
from workflows.command import Command
from workflows.known import may_see, serial_for
from workflows.vocabulary import SEAT_FIELD


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
    if verb is None or verb.kind != "act" or not (line.words or line.given):
        return None
    return verb if line.serial or not verb.needs_matter else None


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
    if verb.needs_matter and not line.serial and line.words:
        return unknown_serial(line.words[0], connection, house, reader)
    if verb.kind == "read":
        return ANSWERS[verb.name](line, connection, house, reader, person.actor)
    matter = visible(connection, line.serial, reader)
    command = Command(verb.name, person.actor, reader.desk, {}, matter=line.serial)
    form = form_for_bare_verb(house, verb, matter, reader) if is_open_to(connection, house, command) else None
    return form or (verb, line)


def _cannot_begin(verb: Verb, line: Line, reader: Reader) -> str | None:
    """What stands in the way before anything is looked up: nothing is shown to somebody of no known nation."""
    if not reader.is_known and not is_for_strangers(verb.name):
        return draw_said("not-admitted", {}, reader)
    if verb.needs_matter and not line.serial and not is_like_serial(line):
        return draw_said("no-serial", {"verb": verb.name}, reader)
    return None


def draw_applied(applied: Applied, house: House, reader: Reader, verb: str, serial: str | None) -> Message:
    """The answer to a typed line."""
    if applied.code == "unknown-serial":
        with house.database.reading() as connection:
            return unknown_serial(applied.params.get("serial") or serial or "", connection, house, reader)
    about = applied.seen.about
    matter = about if about and may_see(about, reader.audience) else None
    text = draw_said(applied.code, applied.params, reader, given_for(verb, matter) if applied.refused else ())
    if matter is not None and not applied.refused:
        text = f"*{serial_for(matter, house.registry, reader.audience)}* {text}"
    return refusal(text) if applied.refused else only_text(text)


def _carry_out(house: House, verb: Verb, line: Line, person: Person, key: str) -> Message | Form:
    """Do it, and draw the answer for who stood where when it was done. A time that binds others is shown first."""
    given, left = _named(verb, line)
    if left:
        with house.database.reading() as connection:
            reader = reader_in(house, connection, person.actor, person.channel)
        return refusal(draw_said("too-many-words", {"word": left[0]}, reader))
    seat = given.pop(SEAT_FIELD, None)
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
        away=person.away,
    )
    if short_times(verb.name, given):
        with house.database.reading() as connection:
            reader = reader_in(house, connection, person.actor, person.channel)
            asked = form_to_confirm(house, connection, command, reader)
        if asked is not None:
            return asked
    applied = apply(house, command)

    def answer() -> Message:
        seen = applied.seen
        reader = reader_of(house, person.actor, seen.desk, seen.nation, seen.holders)
        message = draw_applied(applied, house, reader, verb.name, line.serial)
        return with_button(message, given, reader) if applied.code == CROSSES and person.door == "slash" else message

    return shown(applied, answer, only_text)


def pressed_instead(house: House, person: Person, value: str, key: str) -> Form | None:
    """What would have crossed as a tasking, as a request; a form where its time has to be looked at first.

    A refusal is told to that person alone.
    """
    asked = Line("open", given=json.loads(value))
    answer = _carry_out(house, BY_NAME["open"], asked, msgspec.structs.replace(person, door="button"), key)
    return answer if isinstance(answer, Form) else None


def _named(verb: Verb, line: Line) -> tuple[dict[str, str], list[str]]:
    """What is given by name; words without a name go to the verb's own fields in their order. And what is left over."""
    given, words = dict(line.given), list(line.words)
    if verb.takes_all and words:
        return {verb.words[-1]: " ".join(words), **given}, []
    for name in on_matter(verb.name) if line.serial else verb.words:
        if words and name not in given:
            given[name] = words.pop(0)
    return given, words
