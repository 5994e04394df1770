"""`kakehashi authority [PROCEDURE]`."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping

from bot.cli.common import say
from workflows.authority import STANDING
from workflows.catalogue import procedures
from workflows.effects import coverage, watch
from workflows.matter import Actor, Matter
from workflows.procedure import Procedure
from workflows.who import Part, Who, Whoever

WORDS: Mapping[Who, str] = {
    Who.STARTER: "seats of the asking body, but those that only read",
    Who.DISCLOSURE: "the seat that releases what the asking body wrote",
    Who.RECEIVER: "seats of the other nations' lead bodies, but those that only read",
    Who.LEAD_WATCH: "who stands watch at each nation's lead body",
    Who.LEAD_DECIDE: "decide seats of each nation's lead body",
    Who.LEAD_STAFF: "decide and coordinate seats of each nation's lead body",
    Who.OCR_DECIDE: "decide seats of the supporting offices",
    Who.ASKER_DECIDE: "decide seats of the asking body",
    Who.ADDRESSED: "seats of the addressed body, but those that only read",
    Who.ADDRESSED_WATCH: "who stands watch at the addressed body",
    Who.ADDRESSED_STAFF: "decide and coordinate seats of the addressed body",
    Who.ADDRESSED_DECIDE: "decide seats of the addressed body",
    Who.ADDRESSED_DISCLOSURE: "the seat that releases what the addressed body writes",
    Who.SUPPORTING: "decide and coordinate seats of the supporting offices",
    Who.OWING: "seats whose answer is still owed, or stops it",
    Who.OWNER_LEADS: "decide and coordinate seats at the owning body",
    Who.OWNER_DECIDE: "each nation's decide seats at the owning body, else at the nearest one above it",
    Who.COMBINED: "in integration the combined staff's decide and coordinate seats of these nations",
    Who.CO_LEADS: "decide seats at the combined staff",
    Who.MODE: "the seat of each nation that agrees to integration",
    Who.RELEASES: "the seat that releases what the body that wrote it writes",
    Who.CONCERNED: "seats of a body that has the card, but those that only read",
    Who.SUBJECT: "the seat that it is about",
    Who.BODY_OPR: "who decides at the body that has ended or at the one that follows it, or nearest above either; "
    "of what is not released yet, so at the body that asks",
    Who.SUBJECT_OPR: "those who answer for that seat: who decides at its body, and at the nearest above that has one",
    Who.NATIONAL: "seats of a nation's own bodies, but those that only read",
    Who.NATIONAL_DECIDE: "decide seats of a nation's own bodies",
    Who.WATCH: "watch seats",
    Who.PHASE: "the seats that set their nation's phase",
    Who.CATEGORY: "the seats that enter the situation category of their nation",
    Who.DESK: "any seat of the body in whose channel it is typed",
    Who.KNOWN: "anybody who was admitted",
    Who.ADMINISTRATOR: "administrators, for their own nation",
    Who.ANYBODY: "anybody",
    Who.OPERATOR: "the operator, at the command line",
    Who.TICK: "nobody: the bot, when an account is no full member's any more",
}
PERSONS: Mapping[Callable[[Matter, Actor], bool], str] = {
    coverage.is_anybody: "anybody of that seat's nation",
    watch.is_reliever: "the person who was named as relief",
    watch.is_off_going: "the person who offered it",
}
"""Whose a move is by the person and not by a seat held."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "procedure",
        nargs="?",
        choices=tuple(procedures()),
        help="one of %(choices)s; without it all, and the verbs that belong to none",
        metavar="PROCEDURE",
    )


def run(arguments: argparse.Namespace) -> int:
    say(authority(arguments.procedure))
    return 0


def authority(procedure: str | None = None) -> str:
    """The table of who may do what, in Markdown: of one procedure, or of every verb there is."""
    chosen = [procedures()[procedure]] if procedure else procedures().values()
    parts = [_table(row.id, _rows(row)) for row in chosen]
    if procedure is None:
        rows = ((verb, "at any time", _words(who)) for verb, who in STANDING.items())
        parts.append(_table("of no procedure", rows))
    return "\n\n".join(parts)


def _rows(procedure: Procedure) -> Iterator[tuple[str, str, str]]:
    for move in (procedure.opening, *procedure.also_opens):
        yield move.verb, "opens it", _words(move.who)
    for move in procedure.moves:
        everywhere = len(move.stages) == len(procedure.stages)
        who = PERSONS[move.person] if move.person else _words(move.who)
        yield move.verb, "every stage" if everywhere else ", ".join(move.stages), who


def _words(who: Iterable[Whoever]) -> str:
    return "; ".join(
        f"seats that the registry names for `{row.name}`" if isinstance(row, Part) else WORDS[row] for row in who
    )


def _table(title: str, rows: Iterable[tuple[str, str, str]]) -> str:
    lines = (f"| `{verb}` | {when} | {who} |" for verb, when, who in rows)
    return "\n".join((f"| {title} | when | who may |", "|---|---|---|", *lines))
