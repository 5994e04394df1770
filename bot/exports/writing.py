"""The log as a file for a channel: the same that `kakehashi log export` writes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.exercise import marked_title, opening_of
from bot.exports.page import html_of
from bot.exports.pdf import pdf_of
from bot.exports.words import front_of
from bot.reader import Reader
from bot.words import languages
from state.exports.writing_lines import LogView, export_log, write_drawn
from state.house import House, Transaction
from state.logs.parts import as_asked, part_views
from state.logs.reading import log_views
from state.whole_file import nothing
from workflows.bodies.registry import Registry
from workflows.bodies.rows import Audience

DRAWN: Mapping[str, Callable[..., Iterable[bytes]]] = {
    "html": html_of,
    "pdf": lambda lines, readers, front: [pdf_of(lines, readers[0], front)],
}
"""The forms that say each entry in words, drawn from the lines of the JSON Lines form and from nothing else."""


MOST = {"pdf": 50_000}
"""Entries that a form has room for: so many are some 15,000 pages, set in two minutes or three."""
MOST_IN_CHANNEL = {"pdf": 10_000}
"""The same where it is made while a channel's lane is held: well within the lease."""


class TooLongError(Exception):
    """There are more entries than the form has room for."""

    def __init__(self, form: str, count: int, most: int) -> None:
        super().__init__(f"{count:,} entries are asked for, and a {form} has room for {most:,}")
        self.form, self.count, self.most = form, count, most


def log_title(audience: Sequence[str], everyone: Sequence[str], logs: Sequence[LogView]) -> str:
    """What the file is called: log-joint for what all read, log-<nation> for one nation; a part with -part."""
    name = "log-joint" if len(audience) == len(everyone) else f"log-{'+'.join(audience)}"
    return f"{name}-part" if any(log.part for log in logs) else name


def write_logs(
    house: House,
    audience: Sequence[str],
    logs: Sequence[LogView],
    fmt: str,
    out: Path,
    *,
    language: str = "",
    most: Mapping[str, int] = MOST,
    before: Callable[[], None] = nothing,
) -> None:
    """These logs, as this transaction reads them, for the readers of `audience`; the whole file or none.

    `language` is that of a PDF, and the one in which a page opens; empty for that of the readers' channels, and of the
    browser. `before` is done before the file is there (see `whole_file`). Raises TooLongError, ValueError for an
    unknown form or no logs, OSError when the file can't be written.
    """
    count = sum(log.part.count if log.part else log.size for log in logs)
    if count > most.get(fmt, count):
        raise TooLongError(fmt.upper(), count, most[fmt])
    if fmt not in DRAWN:
        export_log(logs, fmt, out, opening_of(house), before)
        return
    readers = readers_of(house.registry, audience, language)
    front = front_of(_name(house, audience, logs), readers, opening_of(house), language)
    write_drawn(logs, out, partial(DRAWN[fmt], readers=readers, front=front), before)


def readers_of(registry: Registry, audience: Sequence[str], first: str = "") -> list[Reader]:
    """One for each language there are words for: `first` that one, then those that this audience's channels keep."""
    home = registry.nations[audience[0]] if len(audience) == 1 else registry.bilateral
    spoken = [word for word in (first, *home.languages, *languages()) if word in languages()]
    return [Reader(registry, tuple(audience), language, "UTC", desk="") for language in dict.fromkeys(spoken)]


def write_export(house: House, audience: Sequence[str], fmt: str, out: Path) -> None:
    """Every log that all of `audience` read, in one file."""
    with house.database.reading() as connection:
        names = house.registry.logs_read_by(tuple(audience))
        write_logs(house, audience, list(log_views(connection, names)), fmt, out)


@contextmanager
def export_file(house: House, facts: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """(path, title) of the export that a notice asks for (workflows.logs.exporting), gone when the block ends.

    Raises PartError where nothing is in the part that is asked for, and TooLongError.
    """
    audience, fmt = facts["audience"], facts["format"]
    with TemporaryDirectory(prefix="kakehashi-") as folder:
        with house.database.reading() as connection:
            logs = _asked(connection, house, tuple(audience), facts)
            title = _name(house, audience, logs)
            path = Path(folder) / f"{title}.{fmt}"
            write_logs(house, audience, logs, fmt, path, language=facts.get("language", ""), most=MOST_IN_CHANNEL)
        yield path, title


def _asked(connection: Transaction, house: House, audience: Audience, facts: Mapping[str, Any]) -> list[LogView]:
    """Whole logs, or a part of them: about a matter, or a span of time."""
    names = house.registry.logs_read_by(audience)
    choice = as_asked(connection, names, facts, audience)
    return part_views(connection, dict.fromkeys(names, choice)) if choice else list(log_views(connection, names))


def _name(house: House, audience: Sequence[str], logs: Sequence[LogView]) -> str:
    return marked_title(log_title(audience, house.registry.everyone, logs), house)
