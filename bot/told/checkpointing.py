"""Checkpoints of the logs as a nation's log channel is told them: who keeps one can see later what was changed."""

from bot.blocks import Message, only_text
from bot.reader import Reader
from bot.sentences.facts import Facts
from bot.words import N_


def draw_checkpoint(facts: Facts, _view: None, reader: Reader) -> Message:
    """The notes as they were signed, each to be copied into a file as it is."""
    notes = "".join(f"```{row['note']}```\n" for row in facts["checkpoints"])
    said = reader.say(
        N_(":closed_lock_with_key: The record has grown. What is signed here shows later that it was not changed:")
    )
    return only_text(f"{said}\n{notes}".rstrip())
