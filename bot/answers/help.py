"""`/acm help`: all verbs by what one is about to do, or one verb with what is given with it."""

from collections.abc import Mapping, Sequence

from bot.blocks import Block, Message, mrkdwn, refusal, section
from bot.catalogue import words
from bot.mrkdwn import shorten
from bot.reader import Reader
from bot.sentences.saids import draw_said
from bot.verbs.fields import given_for
from bot.verbs.rows import BY_NAME
from bot.words import N_
from workflows.catalogue import procedures
from workflows.fields import Given
from workflows.given.reading import nearest

GROUPS: Mapping[str, tuple[str, ...]] = {
    N_("A request, from first to last"): (
        *("open", "disclose", "ack", "concur", "nonconcur", "notours", "accept"),
        *("propose", "decide", "implement", "close", "return", "withdraw", "note"),
    ),
    N_("Around a request"): (*("mode", "escalate", "extend", "askextend", "seen", "onit", "withhold", "release"),),
    N_("Look"): (
        *("status", "mine", "due", "who", "bodies"),
        *("log", "find", "amend", "add", "purge", "export", "help"),
    ),
    N_("For yourself"): ("remind", "remind list", "remind cancel", "snooze"),
    N_("Seats and the watch"): (
        *("take", "handover", "relieve", "question", "clarify", "refuse", "cover", "resume", "standdown", "attend"),
    ),
    N_("Phase and situation"): ("phase", "situation", "label", "confirm", "decline", "rhythm"),
    N_("Administrators"): ("admit", "move-body"),
}
"""What one is about to do, and the verbs for it. Those that one other procedure alone has are shown with that one."""


def draw_help(word: str, reader: Reader) -> Message:
    """One screen of all verbs, or one verb with what is given with it."""
    say = reader.say
    if not word:
        blocks = [section(say(N_("*Kakehashi* — `/acm VERB …`; `/acm help VERB` for more.")))]
        blocks += [_group(say(heading), verbs, reader) for heading, verbs in GROUPS.items()]
        blocks.append(_procedures(reader))
        return Message(say(N_("Kakehashi: help")), blocks)
    if word in words():
        return _procedure(word, reader)
    verb = BY_NAME.get(word)
    if verb is None:
        return unknown_verb(word, reader)
    rows = [
        f"• `{row.name}:` {say(row.label)}" + ("" if row.required else f" ({say(N_('optional'))})")
        for row in _any_given(verb.name)
    ]
    text = "\n".join([f"*{verb.name}*: {say(verb.help)}", f"`/acm {verb.usage}`", *rows])
    return Message(verb.name, [section(text)])


def _procedures(reader: Reader) -> Block:
    """Every other procedure by its name."""
    names = ", ".join(f"`{name}`" for name in words())
    return section(reader.say(N_("*More procedures*, each with its verbs by `/acm help NAME`: {names}"), names=names))


def _procedure(name: str, reader: Reader) -> Message:
    """One procedure: how it is begun, its own verbs, and those that it has as others do."""
    row, procedure = words()[name], procedures()[name]
    own = [verb.name for verb in row.verbs]
    verbs = (move.verb for move in (procedure.opening, *procedure.also_opens, *procedure.moves))
    others = [verb for verb in dict.fromkeys(verbs) if verb not in own]
    usage = "\n".join(f"`/acm {BY_NAME[verb].usage}`" for verb in own)
    blocks = [_group(f"{reader.say(row.title)} ({name})", own, reader), section(usage)]
    if others:
        also = ", ".join(f"`{verb}`" for verb in others)
        blocks.append(section(reader.say(N_("Also: {verbs}"), verbs=also)))
    return Message(reader.say(row.title), blocks)


def unknown_verb(word: str, reader: Reader) -> Message:
    near = nearest(word, (*BY_NAME, *words()))
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
