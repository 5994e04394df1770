"""A form that shows what is about to be done, for what its sender has to look at before it is."""

from collections.abc import Iterable, Mapping

import msgspec

from bot.blocks import Block, context, option, plain, section
from bot.inward.modals import ACTION, METADATA, Private, Shown, draw_modal, menu_of
from bot.mrkdwn import escape
from bot.reader import Reader
from bot.sentences.saids import draw_said
from bot.words import N_
from workflows.fields import Given
from workflows.times.dtg import format_dtg
from workflows.vocabulary import UNMARKED

SUMMARY = 2_800  # characters; a section takes 3,000


def carrying(private: Private, given: Mapping[str, str]) -> Private:
    """The form that follows one in which `given` was given. What it shows of times is still to be said."""
    return msgspec.structs.replace(private, given=given)


def in_full(row: Shown, reader: Reader) -> str:
    """What a time was understood as, where no form can show it: to be typed so that nothing is left open."""
    facts = {"text": row.word, "understood": row.at, "dtg": format_dtg(row.at, "UTC")}
    return draw_said("time-in-full", facts, reader)


def draw_times(private: Private, rows: tuple[Given, ...], times: Mapping[str, Shown], reader: Reader) -> Block | None:
    """All that is to be sent, with each of `times` in a field and under it what it is understood as.

    `private` carries what was given. None where a form can't carry so much.
    """
    asked = N_(":clock3: “{text}” is understood as *{at}*. If that is right, press Send; else correct it.")
    fields = [msgspec.structs.replace(row, required=True) for row in rows if row.name in times]
    view = draw_modal(msgspec.structs.replace(private, shown=times), fields, reader)
    blocks = _summary(private.given, rows, times, reader)
    for block in view["blocks"]:
        row = times[block["block_id"]]
        note = reader.say(asked, text=escape(row.word), at=reader.understood(row.at))
        blocks += [{**block, "element": {**block["element"], "initial_value": row.word}}, context(note)]
    return _carried({**view, "blocks": blocks})


def draw_marking(private: Private, rows: tuple[Given, ...], why: str, reader: Reader) -> Block | None:
    """All that is to be sent, with a box by which its sender says that a word only looks like a marking."""
    choice = option(reader.say(N_("No word here is a marking")), "yes")
    box: Block = {
        "type": "input",
        "block_id": UNMARKED,
        "label": plain(reader.say(N_("Marking"))),
        "element": {"type": "checkboxes", "options": [choice], "action_id": ACTION},
    }
    view = draw_modal(private, (), reader)
    return _carried({**view, "blocks": [*_summary(private.given, rows, (), reader), section(why), box]})


def _summary(given: Mapping[str, str], rows: tuple[Given, ...], but: Iterable[str], reader: Reader) -> list[Block]:
    shown = [row for row in rows if row.name in given.keys() - {*but}]
    said = [f"*{reader.say(row.label)}*: {_in_words(row, given[row.name], reader)}" for row in shown]
    return [section("\n".join(said)[:SUMMARY])] if said else []


def _in_words(row: Given, word: str, reader: Reader) -> str:
    """What was given, as the form that it was given in calls it; what only looks like it as it was typed."""
    if row.kind in ("body", "bodies"):
        return escape(reader.bodies(body.strip() for body in word.split(",")))
    return escape(dict(menu_of(row, reader)).get(word.lower(), word))


def _carried(view: Block) -> Block | None:
    return view if len(view["private_metadata"]) <= METADATA else None
