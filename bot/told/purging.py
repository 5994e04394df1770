"""A purge as a nation's log channel is told it: who has ordered it, and what carried the words in Slack."""

from bot.blocks import Message, only_text
from bot.reader import Reader
from bot.sentences.facts import Facts
from bot.words import N_

CARRIED = {
    "card": N_("• {channel}: the card, {ts}"),
    "message": N_("• {channel}: a message, {ts}"),
    "file": N_("• {channel}: a file of the log, sent at {ts}"),
}
"""By what it was: a line, with Slack's id of the message where it has one."""


def draw_purge_ordered(facts: Facts, _view: None, reader: Reader) -> Message:
    """One nation has ordered it: what is left to do, and for whom."""
    said = N_(
        ":wastebasket: {seats} ordered that the content of `{entry}` be purged. It is once a decide seat of each of "
        "these orders it too: {nations}. `/acm purge {entry}` with the reason, which stays inside the nation, does it."
    )
    nations = ", ".join(map(reader.nation, facts["missing"]))
    return only_text(reader.say(said, seats=_seats(facts, reader), entry=facts["entry"], nations=nations))


def draw_purged(facts: Facts, _view: None, reader: Reader) -> Message:
    """What has still to be deleted in Slack, by whoever may: a line each."""
    say = reader.say
    title = say(
        N_(":wastebasket: The content of `{entry}` is purged, by order of {seats}. The log verifies without it."),
        entry=facts["entry"],
        seats=_seats(facts, reader),
    )
    rows = facts.get("messages", ())
    if not rows:
        return only_text(title + "\n" + say(N_("No message that is known of carried it in your channels.")))
    lines = [_carried(row, reader) for row in rows]
    return only_text("\n".join([title, say(N_("These carried it. Delete them in Slack:")), *lines]))


def _carried(row: Facts, reader: Reader) -> str:
    body = reader.registry.bodies.get(row["body"])
    name = f"`#{body.channel}`" if body else f"<@{row['body'].rpartition('/')[2]}>"
    place = f"{name} ({row['channel']})" if row["channel"] else name
    return reader.say(CARRIED[row["what"]], channel=place, ts=row["ts"])


def _seats(facts: Facts, reader: Reader) -> str:
    return ", ".join(map(reader.seat, facts["by"].values()))
