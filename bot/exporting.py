"""The log as a file for a channel: the same that `kakehashi log export` writes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.exercise import marked_title, opening_of
from bot.export_html import html_of
from bot.export_pdf import pdf_of
from bot.export_words import Front, front_of
from bot.reader import Reader
from bot.words import languages
from state.export import LogView, export_log, write_drawn
from state.house import House
from state.log_reading import log_views
from workflows.registry import Registry

DRAWN: Mapping[str, Callable[..., Iterable[bytes]]] = {
    "html": html_of,
    "pdf": lambda lines, readers, front: [pdf_of(lines, readers[0], front)],
}
"""The forms that say each entry in words, drawn from the lines of the JSON Lines form and from nothing else."""


def log_title(audience: Sequence[str], everyone: Sequence[str]) -> str:
    """What the file is called: log-joint for what all read, log-<nation> for what one nation reads."""
    return "log-joint" if len(audience) == len(everyone) else f"log-{'+'.join(audience)}"


def write_logs(house: House, audience: Sequence[str], logs: Sequence[LogView], fmt: str, out: Path) -> None:
    """These logs, as this transaction reads them, for the readers of `audience`; the whole file or none.

    Raises ValueError for an unknown form or no logs, OSError when the file can't be written.
    """
    if fmt not in DRAWN:
        export_log(logs, fmt, out, opening_of(house))
        return
    readers = readers_of(house.registry, audience)
    front = front_of(_name(house, audience), readers, opening_of(house))
    write_drawn(logs, out, partial(DRAWN[fmt], readers=readers, front=front))


def readers_of(registry: Registry, audience: Sequence[str]) -> list[Reader]:
    """One for each language there are words for: first those that this audience's channels keep."""
    home = registry.nations[audience[0]] if len(audience) == 1 else registry.bilateral
    spoken = [*(word for word in home.languages if word in languages()), *languages()]
    return [Reader(registry, tuple(audience), language, "UTC", desk="") for language in dict.fromkeys(spoken)]


def write_export(house: House, audience: Sequence[str], fmt: str, out: Path) -> None:
    """Every log that all of `audience` read, in one file."""
    with house.database.reading() as connection:
        names = house.registry.logs_read_by(tuple(audience))
        write_logs(house, audience, list(log_views(connection, names)), fmt, out)


@contextmanager
def export_file(house: House, audience: Sequence[str], fmt: str) -> Iterator[tuple[Path, str]]:
    """(path, title) of the export, gone when the block ends."""
    title = _name(house, audience)
    with TemporaryDirectory(prefix="kakehashi-") as folder:
        path = Path(folder) / f"{title}.{fmt}"
        write_export(house, audience, fmt, path)
        yield path, title


def _name(house: House, audience: Sequence[str]) -> str:
    return marked_title(log_title(audience, house.registry.everyone), house)
