"""`kakehashi log archive`, `log hold` and `log unhold`: segments that last, and an order that nothing is archived."""

import argparse
import hashlib
from functools import partial
from pathlib import Path

from bot.cli.act import a_person, in_person
from bot.cli.common import Failure, say, some_words
from bot.cli.opening import open_house
from bot.cli.taken import record_export, sizes_in
from state.exports.writing_lines import export_log
from state.logs.archive import hold_on, segments
from state.whole_file import whole_file
from workflows.bodies.registry import Registry
from workflows.command import Command
from workflows.logs.holding import END, HOLD, ORDERING

PER = 10_000
SEALED = 0o400
SUMS = "SHA256SUMS"


def add_arguments(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    archive = acts.add_parser("archive", help="write the whole segments of a log that are not in the folder yet")
    archive.add_argument("log", metavar="LOG", help="us+jp, for example")
    archive.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder, made where it isn't there")
    archive.add_argument("--per", type=_count, default=PER, metavar="N", help=f"entries of a segment (default: {PER})")
    archive.set_defaults(act=_archive)
    for name, verb, said in (
        ("hold", HOLD, "enter an order that nothing of a log is archived"),
        ("unhold", END, "enter that such an order is over"),
    ):
        hold = acts.add_parser(name, help=said)
        hold.add_argument("log", metavar="LOG")
        hold.add_argument(
            "--person", type=a_person, required=True, metavar="TEAM/USER", help="who orders it: T0001/U0002"
        )
        hold.add_argument("--by", metavar="SEAT", help="the decide seat in which they do, where they hold several")
        hold.add_argument("--because", type=some_words, required=True, metavar="WHY")
        hold.set_defaults(act=_hold, verb=verb)


def _archive(arguments: argparse.Namespace) -> None:
    """Nothing is deleted anywhere; a segment that is in the folder already stays as it is."""
    with open_house() as (house, _), house.database.reading() as connection:
        name = _log(arguments.log, house.registry)
        if (held := hold_on(connection, name)) is not None:
            raise Failure(f"the log {name} is on hold by its entry {held}: nothing is archived until `log unhold`")
        arguments.out.mkdir(parents=True, exist_ok=True)
        readers, written = tuple(name.split("+")), 0
        for numbers, view in segments(connection, name, arguments.per):
            out = arguments.out / f"{name}-{numbers[0]:09}-{numbers[-1]:09}.jsonl"
            if not out.exists():
                part = f"{name}:{numbers[0]}-{numbers[-1]}"
                recorded = partial(record_export, house, readers, sizes_in([view]), "archive", part)
                export_log([view], "jsonl", out, before=recorded)
                written += 1
                say(f"{out}: log {name}, entries {numbers[0]} to {numbers[-1]}, root {view.root} of {view.size}")
        _seal(arguments.out)
    say(f"{arguments.out}: {written} new segments of log {name}")


def _seal(folder: Path) -> None:
    """No segment in the folder is written to any more; the digests of all, as `sha256sum --check` reads them.

    One that is there stays: taken anew it would be that of a segment that was changed meanwhile. A segment without one
    was left by a run that was stopped.
    """
    sums = folder / SUMS
    kept = sums.read_text(encoding="utf-8") if sums.exists() else ""
    sealed = {line.partition("  ")[2] for line in kept.splitlines()}
    with whole_file(sums) as file:
        file.write(kept.encode())
        for path in (path for path in sorted(folder.glob("*.jsonl")) if path.name not in sealed):
            path.chmod(SEALED)
            with path.open("rb") as segment:
                file.write(f"{hashlib.file_digest(segment, 'sha256').hexdigest()}  {path.name}\n".encode())


def _hold(arguments: argparse.Namespace) -> None:
    """For a named person in a decide seat; it is on record by which account it was typed."""
    with open_house() as (house, _):
        name = _log(arguments.log, house.registry)
        with house.database.reading() as connection:
            held = hold_on(connection, name)
        if (held is not None) == (arguments.verb == HOLD):
            raise Failure(
                f"the log {name} is on hold by its entry {held}" if held else f"the log {name} is not on hold"
            )
        given = {"log": name, "because": arguments.because}
        say(in_person(house, Command(arguments.verb, arguments.person, None, given, seat=arguments.by), ORDERING))


def _log(name: str, registry: Registry) -> str:
    readers = name.split("+")
    if not set(readers) <= set(registry.nations) or registry.log_name(tuple(readers)) != name:
        raise Failure(f"{name!r} is not a log: {', '.join(dict.fromkeys(_logs(registry)))}")
    return name


def _logs(registry: Registry) -> list[str]:
    return [log for nation in registry.nations for log in registry.logs_read_by((nation,))]


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of entries")
    return int(text)
