"""`/acm help`: all verbs on one screen by what one is about to do, or one topic, procedure or verb in full."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.blocks import Block, Message, mrkdwn, refusal, section
from bot.catalogue import words
from bot.mrkdwn import shorten
from bot.reader import Reader
from bot.sentences.saids import draw_said
from bot.spoken import Verb
from bot.verbs.fields import given_for
from bot.verbs.rows import BY_NAME
from bot.words import N_
from workflows.catalogue import procedures
from workflows.fields import Given
from workflows.near import nearest


class Topic(NamedTuple):
    """What one is about to do, and the verbs for it."""

    heading: str
    verbs: tuple[str, ...]


FIRST = "request"
TOPICS: Mapping[str, Topic] = {
    FIRST: Topic(
        N_("A request, from first to last"),
        (
            *("open", "disclose", "ack", "concur", "nonconcur", "notours", "accept"),
            *("propose", "decide", "implement", "close", "return", "withdraw", "note"),
        ),
    ),
    "around": Topic(
        N_("Around a request"),
        ("mode", "escalate", "extend", "askextend", "seen", "onit", "withhold", "release"),
    ),
    "look": Topic(N_("Look"), ("status", "mine", "due", "who", "bodies", "rhythm", "log", "find", "export", "help")),
    "mend": Topic(N_("Put the record right"), ("amend", "add", "purge")),
    "own": Topic(N_("For yourself"), ("remind", "remind list", "remind cancel", "snooze")),
    "seats": Topic(
        N_("Seats and the watch"),
        (
            *("take", "handover", "relieve", "question", "clarify"),
            *("refuse", "cover", "resume", "standdown", "attend"),
        ),
    ),
    "crisis": Topic(N_("Phase and situation"), ("phase", "situation", "label", "confirm", "decline")),
    "admin": Topic(N_("Administrators"), ("admit", "move-body")),
}
"""By the word for each. Verbs that one other procedure alone has are shown with that one."""


def draw_help(word: str, reader: Reader) -> Message:
    """One screen of all verbs; or a topic, a procedure, or one verb with what is given with it."""
    if not word:
        return _overview(reader)
    if word in BY_NAME:
        return _verb(BY_NAME[word], reader)
    if word in TOPICS:
        topic = TOPICS[word]
        return Message(reader.say(topic.heading), [_group(reader.say(topic.heading), topic.verbs, reader)])
    return _procedure(word, reader) if word in words() else unknown_verb(word, reader)


def _overview(reader: Reader) -> Message:
    """The verbs of a request with what they do, and of everything else the names: all of it is seen at once."""
    say, first = reader.say, TOPICS[FIRST]
    rows = [_names(f"{say(row.heading)} ({word})", row.verbs) for word, row in TOPICS.items() if word != FIRST]
    rows.append(_names(say(N_("More procedures")), tuple(words())))
    blocks = [
        section(say(N_("*Kakehashi* — `/acm VERB …`; `/acm help` with any word below for more."))),
        _group(say(first.heading), first.verbs, reader),
        section("\n".join(rows)),
    ]
    return Message(say(N_("Kakehashi: help")), blocks)


def _names(heading: str, names: Sequence[str]) -> str:
    return f"*{heading}* " + ", ".join(f"`{name}`" for name in names)


def _verb(verb: Verb, reader: Reader) -> Message:
    say = reader.say
    rows = [
        f"• `{row.name}:` {say(row.label)}" + ("" if row.required else f" ({say(N_('optional'))})")
        for row in _any_given(verb.name)
    ]
    text = "\n".join([f"*{verb.name}*: {say(verb.help)}", f"`/acm {verb.usage}`", *rows])
    return Message(verb.name, [section(text)])


def _procedure(name: str, reader: Reader) -> Message:
    """One procedure: how it is begun, its own verbs, and those that it has as others do."""
    row, procedure = words()[name], procedures()[name]
    own = [verb.name for verb in row.verbs]
    verbs = (move.verb for move in (procedure.opening, *procedure.also_opens, *procedure.moves))
    others = [verb for verb in dict.fromkeys(verbs) if verb not in own]
    begins = (move.verb for move in (procedure.opening, *procedure.also_opens))
    usage = "\n".join(f"`/acm {BY_NAME[verb].usage}`" for verb in begins)
    blocks = [_group(f"{reader.say(row.title)} ({name})", own, reader), section(usage)]
    if others:
        also = ", ".join(f"`{verb}`" for verb in others)
        blocks.append(section(reader.say(N_("Also: {verbs}"), verbs=also)))
    return Message(reader.say(row.title), blocks)


def unknown_verb(word: str, reader: Reader) -> Message:
    near = nearest(word, (*BY_NAME, *TOPICS, *words()))
    return refusal(draw_said("unknown-verb", {"word": shorten(word, 40), "near": near}, reader))


def _group(heading: str, verbs: Sequence[str], reader: Reader) -> Block:
    """A heading over two columns."""
    rows = [f"`{verb}` {reader.say(BY_NAME[verb].help)}" for verb in verbs]
    half = (len(rows) + 1) // 2
    columns = [mrkdwn("\n".join(part)) for part in (rows[:half], rows[half:])]
    return {"type": "section", "text": mrkdwn(f"*{heading}*"), "fields": columns}


def _any_given(verb: str) -> tuple[Given, ...]:
    """The fields of a verb, whatever the stage: those of its first row."""
    moves = (move for row in procedures().values() for move in row.moves if move.verb == verb)
    return given_for(verb, None) or next((move.given for move in moves), ())
