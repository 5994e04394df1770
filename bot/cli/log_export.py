"""`kakehashi log export` and `kakehashi log prove`: whole logs for their readers, and parts that prove themselves."""

import argparse
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from bot.cli.brought import checkpoint_in
from bot.cli.common import Failure, a_new_file, complain, say
from bot.cli.opening import open_house
from bot.cli.readers import add_readers, add_span, audience_of, span_of
from bot.cli.taken import record_export, sizes_in
from bot.exports.writing import TooLongError, write_logs
from bot.words import languages
from state.exports.writing_lines import LogView
from state.house import House, Transaction
from state.logs.kept_checkpoints import Fresh
from state.logs.parts import Choice, PartError, growth_lines, of_numbers, of_operation, of_request, of_span, part_views
from state.logs.reading import corrections, log_views
from state.proving.canonical import timestamp
from state.proving.keyring import KeyringError
from state.signing import sign_in_passing
from state.whole_file import whole_file
from workflows.bodies.rows import Audience
from workflows.logs.correcting import AMEND
from workflows.logs.exporting import FORMATS

ENTRY = re.compile(r"(?P<log>[a-z0-9+-]+)[:/](?P<seqs>[0-9]+(?:,[0-9]+)*)")


def add_acts(acts: Any) -> None:
    """`acts` is argparse's table of them."""
    export = acts.add_parser(
        "export", help="write the logs that a nation, or all together, may read, or a part of them"
    )
    add_readers(export, nation="every log that this nation reads", joint="the log that all nations read")
    form = "jsonl (the default), which can be verified; html, which verifies itself; csv, md or pdf"
    export.add_argument("--format", choices=FORMATS, default="jsonl", help=form)
    export.add_argument("--out", type=a_new_file, required=True, metavar="FILE")
    tongue = "of a PDF, and that in which a page opens; else that of the readers' channels"
    export.add_argument("--language", choices=languages(), default="", help=tongue)
    part = export.add_argument_group("a part; as jsonl or html each entry has the proof that it is in its log")
    part.add_argument("--request", metavar="SERIAL", help="what concerns this one")
    part.add_argument("--op", metavar="SERIAL", help="what concerns this operation and the matters in it")
    add_span(part, "from then on", "up to then")
    part.add_argument("--entry", type=_entries, action="append", default=[], metavar="LOG:SEQ,…", help="chosen ones")
    part.add_argument("--against", type=Path, metavar="FILE", help="proved against this checkpoint, which was kept")
    export.set_defaults(act=_export)
    prove = acts.add_parser("prove", help="write one entry with its proof, or the proof that a log only grew")
    prove.add_argument("seq", type=int, nargs="?", metavar="SEQ", help="the number of the entry")
    grown = "that the log, up to its last checkpoint that was told, continues this one"
    prove.add_argument("--since", type=Path, metavar="FILE", help=grown)
    prove.add_argument("--log", required=True, metavar="LOG", help="us+jp, for example")
    prove.add_argument("--against", type=Path, metavar="FILE", help="as for an export")
    prove.add_argument("--out", type=a_new_file, required=True, metavar="FILE")
    prove.set_defaults(act=_prove)


def _export(arguments: argparse.Namespace) -> None:
    with open_house() as (house, _):
        audience = audience_of(arguments, house.registry)
        arguments.first, arguments.last = span_of(arguments, audience, house.registry)
        with house.database.reading() as connection:
            views = _views(arguments, connection, house, house.registry.logs_read_by(audience))
            recorded = partial(record_export, house, audience, sizes_in(views), arguments.format, _part_said(arguments))
            with _told():
                write_logs(
                    house,
                    audience,
                    views,
                    arguments.format,
                    arguments.out,
                    language=arguments.language,
                    before=recorded,
                )
            _left_out(connection, {(log, seq) for log, seqs in arguments.entry for seq in seqs})
    _tell(arguments.out, views)


def _prove(arguments: argparse.Namespace) -> None:
    if (arguments.seq is None) is (arguments.since is None):
        raise Failure("the number of an entry is wanted, or a checkpoint with --since")
    with open_house() as (house, _):
        names = {name for nation in house.registry.nations for name in house.registry.logs_read_by((nation,))}
        if arguments.log not in names:
            raise Failure(f"{arguments.log!r} is not a log of these nations: {', '.join(sorted(names))}")
        readers: Audience = tuple(arguments.log.split("+"))
        with house.database.reading() as connection, _told():
            if arguments.since:
                size, lines = growth_lines(connection, arguments.log, checkpoint_in(arguments.since).size)
                with whole_file(arguments.out) as file:
                    file.writelines(lines)
                last = f"up to entry {size}, its last checkpoint that was told"
                say(f"{arguments.out}: log {arguments.log}, proved to continue {arguments.since} {last}")
                return
            fresh = _signed(connection, house, (arguments.log,))
            chosen = of_numbers(connection, arguments.log, {arguments.seq})
            views = _parts(arguments, connection, {arguments.log: chosen}, fresh)
            part = f"{arguments.log}:{arguments.seq}"
            recorded = partial(record_export, house, readers, sizes_in(views), "jsonl", part)
            write_logs(house, readers, views, "jsonl", arguments.out, before=recorded)
            _left_out(connection, {(arguments.log, arguments.seq)})
    _tell(arguments.out, views)


def _signed(connection: Transaction, house: House, names: Sequence[str]) -> Fresh:
    """A checkpoint of all that is there, where there are keys: what is taken away is then under one."""
    try:
        return sign_in_passing(connection, house, names)
    except KeyringError as error:
        complain(f"no new checkpoint goes with it: {error}")
        return {}


def _views(arguments: argparse.Namespace, connection: Transaction, house: House, names: Sequence[str]) -> list[LogView]:
    """Whole logs, or the part that is asked for. Raises Failure."""
    spans = arguments.first or arguments.last
    asked = [bool(arguments.request), bool(arguments.op), bool(spans), bool(arguments.entry)]
    if not any(asked):
        if arguments.against:
            raise Failure("--against is for a part: --request, --op, --from and --to, or --entry")
        return list(log_views(connection, names, _signed(connection, house, names)))
    if sum(asked) > 1:
        raise Failure("one kind of part at a time: --request, or --op, or --from and --to, or --entry")
    with _told():
        fresh = _signed(connection, house, names)
        return _parts(arguments, connection, _choices(arguments, connection, house, names), fresh)


def _choices(
    arguments: argparse.Namespace, connection: Transaction, house: House, names: Sequence[str]
) -> Mapping[str, Choice]:
    if arguments.request:
        return dict.fromkeys(names, of_request(connection, names, arguments.request.upper()))
    if arguments.op:
        readers = audience_of(arguments, house.registry)
        return dict.fromkeys(names, of_operation(connection, names, arguments.op.upper(), readers))
    if arguments.first or arguments.last:
        return dict.fromkeys(names, of_span(arguments.first, arguments.last))
    for name, _ in arguments.entry:
        if name not in names:
            raise Failure(f"{name!r} is not one of these logs: {', '.join(names)}")
    chosen = {name: {seq for log, seqs in arguments.entry if log == name for seq in seqs} for name in names}
    return {name: of_numbers(connection, name, seqs) for name, seqs in chosen.items()}


def _parts(
    arguments: argparse.Namespace, connection: Transaction, choices: Mapping[str, Choice], fresh: Fresh
) -> list[LogView]:
    return part_views(connection, choices, checkpoint_in(arguments.against) if arguments.against else None, fresh)


@contextmanager
def _told() -> Iterator[None]:
    """A part that can't be made, or a file, as a Failure."""
    try:
        yield
    except PartError as error:
        raise Failure(error) from error
    except TooLongError as error:
        raise Failure(f"{error}: take a part, with --from and --to, or another form") from error


def _left_out(connection: Transaction, chosen: Collection[tuple[str, int]]) -> None:
    """Whoever is given chosen entries reads them as they were entered: what corrects one is theirs to have or not."""
    for row in corrections(connection, [log for log, _ in chosen], chosen) if chosen else ():
        if row.act == AMEND and row.content and (row.log, row.seq) not in chosen:
            of = "{log}:{seq}".format(**row.content["of"])
            complain(f"{of} is corrected by {row.log}:{row.seq}, which is not in the part")


def _part_said(arguments: argparse.Namespace) -> str:
    """What of the logs was taken, as the record says it; empty for all of it."""
    chosen = [f"{log}:{','.join(map(str, sorted(seqs)))}" for log, seqs in arguments.entry]
    span = [timestamp(at) if at else "" for at in (arguments.first, arguments.last)]
    return arguments.request or arguments.op or " ".join(chosen) or ("/".join(span) if any(span) else "")


def _tell(out: Path, views: Sequence[LogView]) -> None:
    for view in views:
        count = f"{view.part.count} of {view.size}" if view.part else view.size
        say(f"{out}: log {view.log}, {count} entries, root {view.root}")


def _entries(text: str) -> tuple[str, frozenset[int]]:
    found = ENTRY.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not LOG:SEQ, as us+jp:12 or us+jp:3,12")
    return found["log"], frozenset(map(int, found["seqs"].split(",")))
