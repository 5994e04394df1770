"""Taking the log as a file into a channel: whole or a part of it, for the readers of that channel, and on record."""

from collections.abc import Mapping
from typing import Any

from workflows.authority import view_of
from workflows.command import Command
from workflows.fields import Given
from workflows.known import serial_for
from workflows.matter import Matter
from workflows.vocabulary import Accepted, Entry, Notice, Refused, Said, World

EXPORT = "export"
FORMATS = ("jsonl", "csv", "md", "html", "pdf")
"""Of an exported log."""
LANGUAGES = ("en", "ja")
"""Those there are words for (bot/locale)."""
EXPORTING = (
    Given("format", "line", "Format", required=False, most=5),
    Given("from", "since", "Only from then on", required=False, most=60, binds=False),
    Given("to", "since", "Only up to then", required=False, most=60, binds=False),
    Given("language", "line", "Language of a PDF or a page", required=False, most=20),
)


SPAN = ("from", "to")


def export(matter: Matter | None, command: Command, world: World, given: Mapping[str, Any]) -> Accepted | Refused:
    """The logs that the desk's readers may have, or of them what is about a matter, or a span of time."""
    audience, registry = view_of(command, world), world.registry
    fmt = given.get("format", "jsonl").lower()
    if fmt not in FORMATS:
        return Refused("unknown-format", {"word": fmt, "known": FORMATS}, field="format")
    asked = given.get("language", "")
    language = next((row for row in LANGUAGES if row.lower() == asked.lower()), "")
    if asked and not language:
        return Refused("not-of-these", {"word": asked, "known": LANGUAGES}, field="language")
    span = {name: given[name] for name in SPAN if name in given}
    if matter and span:
        return Refused("one-part", field=min(span))
    if len(span) == len(SPAN) and span["from"] >= span["to"]:
        return Refused("span-backwards", field="to")
    name = serial_for(matter, registry, audience) if matter else ""
    spoken = {"language": language} if language else {}
    person = command.person
    content = {
        "format": fmt,
        **({"part": name} if matter else {}),
        **span,
        **spoken,
        "logs": registry.logs_read_by(audience),
        "desk": command.desk,
        "person": {"team": person.team, "user": person.user},
        "door": command.door,
    }
    facts = {"format": fmt, "audience": audience, **span, **spoken, **({"about": matter.id} if matter else {})}
    code = "exporting-part" if matter else "exporting-span" if span else "exporting"
    return Accepted(
        Said(code, {"format": fmt, "serial": name} if matter else {"format": fmt}),
        entries=(Entry(audience, EXPORT, content, command.seat),),
        notices=(Notice("export", command.desk, facts),),
    )
