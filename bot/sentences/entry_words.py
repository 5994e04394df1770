"""An entry of a log in words: what was done, as a sentence, and the stage to which it led."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from bot import catalogue, labels
from bot.reader import Reader
from bot.sentences.acts import ACTS, draw_act
from bot.words import N_
from workflows.matter import SEPARATOR

Json = Mapping[str, Any]

SENTENCES = {
    **ACTS,
    "take": N_("{who}: {left_person} took the seat {named_seat}."),
    "seat": N_("{who}: {left_person} holds {named_seat} now."),
    "seat-given": N_("{who}: {left_person} was given the seat {named_seat}."),
    "vacate": N_("{who}: {left_person} left the seat {named_seat}."),
    "admit": N_("People were admitted: {count}."),
    "dismiss": N_("{left_person} can hold no seat here any more: the account is {account}."),
    "amend": N_("{who} put {of_entry} right: {text} ({because})"),
    "add": N_("{who} added to {of_entry}: {text}"),
    "purge-order": N_("{who} ordered that the content of {of_entry} be purged. {because}"),
    "purge": N_("{who}: all nations that read it have ordered it, and the content of {of_entry} is purged. {because}"),
    "log-hold": N_("The log is on hold, by order of {ordered}: {because}"),
    "log-hold-end": N_("The log is no longer on hold, by order of {ordered}: {because}"),
    "entered": N_("{who}: `{verb}` was typed by the account {account}. {by} {late}"),
    "attend": N_("{who}: {event} at {begins}: {attends}."),
    "export": N_("{who} took the log as a file ({format})."),
    "verify": N_("The log was checked up to entry {size}: {found}."),
    "witnessed": N_("A witness countersigned the log up to entry {size}: {witness}"),
    "key": N_("From here on another key signs the log: {key}"),
    "clock": N_("The clock of the exercise was set. It says {is}, at {rate} times the real one."),
    "loaded": N_("The program was started with tables or settings other than before."),
    "escalation": N_("Overdue: it went up from {body} to {to_body}."),
    "attempt-refused": N_("Refused for want of authority: `{verb}` {about} ({why})."),
    "marking-refused": N_("{who}: a text was refused for its marking (`{verb}`). It was kept nowhere."),
    "stage": N_("It stands elsewhere now, by what others did."),
    "purged": N_("The content of this entry has been purged. Its hash stands."),
}
"""By act. What stands in a log and is told in no channel has its words here, and so has what reads otherwise there."""
NOBODYS = {"export": N_("The operator ({account}) took the log as a file ({format}).")}
"""What is otherwise said where no seat did it."""
ALONE = {**SENTENCES, **NOBODYS}
PURGED = "purged"
UNNAMED = N_("{who}: {act}")
"""For an act of a later version."""

NAMES = {
    **labels.FORMS,
    **labels.BUTTONS,
    **catalogue.table("act_names"),
    "supersede": N_("Superseded by another"),
    "raise": N_("Taken up on every side"),
    "raise-disagreed": N_("Taken up for want of agreement"),
    "spill": N_("Possible spill"),
    "closed": N_("All sides closed"),
    "answers": N_("All have answered"),
    "acting-over": N_("Acting over"),
    "move-stage": N_("Moved to another stage"),
    "seat-lost": N_("Seat lost"),
    "take-up": N_("Taken up again"),
    "outcome": N_("Joint outcome"),
    "seat": N_("Holder of a seat"),
    "seat-given": N_("Seat given"),
    "vacate": N_("Seat left"),
    "dismiss": N_("Person dismissed"),
    "purge-order": N_("Order to purge"),
    "log-hold": N_("Hold on the log"),
    "log-hold-end": N_("End of the hold on the log"),
    "entered": N_("Typed at the command line"),
    "verify": N_("Log checked"),
    "witnessed": N_("Countersignature of a witness"),
    "key": N_("Key of the log"),
    "clock": N_("Clock of the exercise"),
    "loaded": N_("Program started anew"),
    "escalation": N_("Overdue: taken up"),
    "attempt-refused": N_("Attempt refused"),
    "marking-refused": N_("Marked text refused"),
    "stage": N_("Change of stage"),
}
"""By act: what it is called in a list of acts; most go by what stands on a button or a form."""


def act_name(act: str, reader: Reader) -> str:
    """Without the dots by which a button says that a form follows; an act of a later version by its key."""
    return reader.label(NAMES, act).rstrip("…")


def stage_in_words(path: str, reader: Reader, procedure: str) -> str:
    """One place of a procedure's stage: "deciding/us/approved" as "Deciding › United States › approved"."""
    stage, *track = path.split(SEPARATOR)
    positions = TRACKS.get(stage, labels.POSITIONS)
    words = (
        reader.nation(word) if word in reader.registry.nations else reader.label(positions, word) for word in track
    )
    return " › ".join((reader.stage(stage, procedure), *words))


TRACKS = {"deciding": {"awaiting": N_("not decided yet"), **labels.DECISIONS}}
"""By stage: what the positions of its tracks are called, where that is not as elsewhere."""

_SIGN = re.compile(r"\u200b([*_~`])\u200b|[*`]|<@([^>]*)>")
_EMOJI = re.compile(r"^:[a-z_]+: ")


def in_words(entry: Json, content: Json | None, reader: Reader) -> str:
    """One sentence (several lines where it lists something), plain; of a purged entry, that it is so."""
    return plain(draw_words(str(entry["act"]), entry["seat"], content, reader)).strip(" :：")


def draw_words(act: str, seat: str | None, content: Json | None, reader: Reader) -> str:
    """As `in_words`, as mrkdwn: people are mentioned."""
    known = act if content is not None else PURGED
    facts = {"content": {**(content or {}), **_more(seat, content or {}, reader)}, "seat": seat}
    sentences = SENTENCES if seat else ALONE
    if known in sentences:
        return draw_act(known, facts, reader, sentences)
    return draw_act(known, {**facts, "content": {"act": act}}, reader, {known: UNNAMED})


def _more(seat: str | None, content: Json, reader: Reader) -> Json:
    """The facts that sentences of this file alone ask for."""
    attends = {"yes": N_("attends"), "no": N_("does not attend")}
    return {
        "count": len(content.get("people", ())),
        "attends": reader.label(attends, str(content.get("answer", ""))),
        "named_seat": seat,
        "of_entry": "{log}/{seq}".format(**of) if isinstance(of := content.get("of"), Mapping) else "",
    }


def plain(mrkdwn: str) -> str:
    """What `bot.mrkdwn.escape` and the marks of a sentence make of a text, taken back."""
    text = _SIGN.sub(lambda found: found[1] or found[2] or "", _EMOJI.sub("", mrkdwn))
    return unescape(text)


def fields_of(content: Json | None) -> dict[str, Any]:
    """The fields of a content that say something: all but the random bytes, and none that is empty."""
    said = (content or {}).items()
    return {name: value for name, value in said if name != "salt" and value not in ("", [], {}, None)}
