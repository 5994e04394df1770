"""`/acm help`: all verbs by what one is about to do, or one verb with what is given with it."""

from collections.abc import Mapping, Sequence

from bot.blocks import Block, Message, mrkdwn, refusal, section
from bot.reader import Reader, shorten
from bot.saids import draw_said
from bot.verbs import BY_NAME, given_for
from bot.words import N_
from workflows.catalogue import procedures
from workflows.given import nearest
from workflows.procedure import Given

GROUPS: Mapping[str, tuple[str, ...]] = {
    N_("A request, from first to last"): (
        *("open", "disclose", "ack", "concur", "nonconcur", "notours", "accept"),
        *("propose", "decide", "implement", "close", "return", "withdraw"),
    ),
    N_("Around a request"): (*("note", "mode", "escalate", "extend", "askextend", "onit", "withhold", "release"),),
    N_("Look"): ("status", "mine", "due", "who", "bodies", "rhythm", "log", "export", "help"),
    N_("For yourself"): ("remind", "remind list", "remind cancel", "snooze"),
    N_("Seats and the watch"): (
        *("take", "handover", "relieve", "question", "clarify", "refuse", "cover", "resume", "standdown", "attend"),
    ),
    N_("Phase and situation"): ("phase", "situation", "label", "confirm", "decline"),
    N_("Administrators"): ("admit", "move-body"),
}
"""What one is about to do, and the verbs for it: each stands in one group."""


def draw_help(word: str, reader: Reader) -> Message:
    """One screen of all verbs, or one verb with what is given with it."""
    say = reader.say
    if not word:
        blocks = [section(say(N_("*Kakehashi* — `/acm VERB …`; `/acm help VERB` for more.")))]
        blocks += [_group(say(heading), verbs, reader) for heading, verbs in GROUPS.items()]
        return Message(say(N_("Kakehashi: help")), blocks)
    verb = BY_NAME.get(word)
    if verb is None:
        return unknown_verb(word, reader)
    rows = [
        f"• `{row.name}:` {say(row.label)}" + ("" if row.required else f" ({say(N_('optional'))})")
        for row in _any_given(verb.name)
    ]
    text = "\n".join([f"*{verb.name}*: {say(verb.help)}", f"`/acm {verb.usage}`", *rows])
    return Message(verb.name, [section(text)])


def unknown_verb(word: str, reader: Reader) -> Message:
    near = nearest(word, tuple(BY_NAME))
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
