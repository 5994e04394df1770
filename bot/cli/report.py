"""`kakehashi report`: how long what took, where it waited, and the two modes side by side; by a reader's view."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

from bot.cli.common import Failure, a_new_file, say
from bot.cli.opening import open_house
from bot.cli.readers import Span, add_readers, add_span, audience_of, span_of
from bot.cli.taken import record_export
from bot.exercise import opening_of
from bot.exports.report_page import html_report, md_report
from bot.exports.words import Front, front_of
from bot.exports.writing import readers_of
from bot.reader import Reader
from bot.words import languages
from state.after_action import steps_by_matter
from state.house import House, Transaction
from state.logs.proved import sizes_of
from state.matters import matter_by
from state.operations import belonging
from state.whole_file import whole_file
from workflows.after_action import Course, course_of
from workflows.bodies.rows import Audience
from workflows.known import is_name_known
from workflows.needs import OPERATION

BEFORE_ALL, AFTER_ALL = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
FORMS: Mapping[str, Callable[[Sequence[Course], Reader, Front], str]] = {"html": html_report, "md": md_report}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("serial", nargs="*", metavar="SERIAL", help="these matters: CR-26-0001 (default: all)")
    parser.add_argument("--op", metavar="OP", help="the matters of this operation: OP-26-0001")
    add_readers(parser, nation="from the logs that this nation reads", joint="from the log that all nations read")
    add_span(parser, "opened then or later", "opened before then")
    parser.add_argument("--format", choices=tuple(FORMS), default="html", help="html (with plots) or md")
    parser.add_argument("--language", choices=languages(), help="default: the first of its readers'")
    parser.add_argument("--out", type=a_new_file, required=True, metavar="FILE")


def run(arguments: argparse.Namespace) -> int:
    with open_house() as (house, _):
        audience = audience_of(arguments, house.registry)
        span = span_of(arguments, audience, house.registry)
        with house.database.reading() as connection:
            courses = _courses(connection, house, audience, arguments, span)
            read = [row for row in sizes_of(connection) if row[0] in house.registry.logs_read_by(audience)]
        readers = readers_of(house.registry, audience)
        reader = next((row for row in readers if row.language == arguments.language), readers[0])
        report = FORMS[arguments.format](courses, reader, front_of("report", [reader], opening_of(house)))
        part = " ".join(filter(None, (*(row.upper() for row in arguments.serial), arguments.op, _said(span))))
        recorded = partial(record_export, house, audience, read, f"report-{arguments.format}", part)
        with whole_file(arguments.out, recorded) as file:
            file.write(report.encode())
    say(f"{arguments.out}: {len(courses)} matters" + (f", opened in {_said(span)}" if any(span) else ""))
    return 0


def _said(span: Span) -> str:
    """As it was understood, with offsets: 2026-11-02T00:00+09:00/2026-11-09T00:00+09:00; empty for all time."""
    return "/".join(at.isoformat(timespec="minutes") if at else "" for at in span) if any(span) else ""


def _courses(
    connection: Transaction, house: House, audience: Audience, arguments: argparse.Namespace, span: Span
) -> list[Course]:
    """The matters that were asked for, in order of opening. Raises Failure where there is none."""
    serials = [word.upper() for word in arguments.serial]
    found = steps_by_matter(connection, house.registry, audience, serials or None)
    if arguments.op:
        members = _members(connection, house, audience, arguments.op.upper())
        found = {id_: steps for id_, steps in found.items() if id_ in members}
    named = {step.serial for steps in found.values() for step in steps}
    if unknown := [word for word in serials if word not in named]:
        raise Failure(f"no matter that these readers know: {', '.join(unknown)}")
    courses = [course_of(steps, house.registry, house.clock()) for steps in found.values()]
    first, last = span[0] or BEFORE_ALL, span[1] or AFTER_ALL
    chosen = [row for row in courses if row.spans and first <= row.opened < last]
    if not chosen:
        raise Failure("no matter was opened in that time, as far as these readers know")
    return sorted(chosen, key=lambda row: (row.opened, row.serial))


def _members(connection: Transaction, house: House, audience: Audience, serial: str) -> set[str]:
    """The matters of an operation that these readers know."""
    found = matter_by(connection, serial)
    if (
        found is None
        or found[0].procedure != OPERATION
        or not is_name_known(found[0], serial, house.registry, audience)
    ):
        raise Failure(f"no operation that these readers know: {serial}")
    return {row.id for row in belonging(connection, found[0], audience)}
