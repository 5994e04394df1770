"""What the operator does to the logs at the command line is on record in them, under the system's account."""

import getpass
from collections.abc import Sequence

from bot.cli.common import Failure
from bot.reader import Reader
from bot.sentences.saids import draw_said
from bot.words import SOURCE
from state.apply import apply
from state.chance import random_id
from state.exports.writing_lines import LogView
from state.house import House
from workflows.bodies.rows import Audience
from workflows.command import Command

WHY = {
    "marking": "what was typed carries a marking, and can't be put on record",
    "marking-asked": "what was typed reads like a marking, and can't be put on record: say it in other words",
}
"""By code of a refusal: what is otherwise said of it where it was typed in Slack."""


def record_export(house: House, readers: Audience, sizes: Sequence[tuple[str, int]], form: str, part: str = "") -> None:
    """What stands in these logs, up to these sizes, is to be taken as a file for these readers, in whose log it stands.

    `part` says what of them, if not all.
    """
    logs = " ".join(f"{log}:{size}" for log, size in sizes)
    _record(house, "exported", readers="+".join(readers), logs=logs, format=form, part=part)


def sizes_in(views: Sequence[LogView]) -> list[tuple[str, int]]:
    return [(view.log, view.size) for view in views]


def record_check(house: House, sizes: Sequence[tuple[str, int]], found: str) -> None:
    """These of the database's own logs were checked up to these sizes; in each stands what was found."""
    if logs := " ".join(f"{log}:{size}" for log, size in sizes):
        _record(house, "verified", logs=logs, found=found)


def _record(house: House, verb: str, **given: str) -> None:
    account = getpass.getuser()
    key = f"command-line:{random_id()}"
    command = Command(verb, None, given=given, door="command-line", account=account, key=key)
    applied = apply(house, command)
    if applied.refused:
        reader = Reader(house.registry, house.registry.everyone, SOURCE, "UTC")
        said = WHY.get(applied.code) or draw_said(applied.code, applied.params, reader)
        raise Failure(f"nothing was taken: {said}")
