"""The log as a file for a channel: the same that `kakehashi log export` writes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.exercise import marked_title, opening_of
from state.export import Format, export_log
from state.house import House
from state.log_reading import log_views


def log_title(audience: Sequence[str], everyone: Sequence[str]) -> str:
    """What the file is called: log-joint for what all read, log-<nation> for what one nation reads."""
    return "log-joint" if len(audience) == len(everyone) else f"log-{'+'.join(audience)}"


def write_export(house: House, audience: Sequence[str], fmt: Format, out: Path) -> None:
    """Every log that all of `audience` read, in one file."""
    with house.database.reading() as connection:
        names = house.registry.logs_read_by(tuple(audience))
        export_log(list(log_views(connection, names)), fmt, out, opening_of(house))


@contextmanager
def export_file(house: House, audience: Sequence[str], fmt: Format) -> Iterator[tuple[Path, str]]:
    """(path, title) of the export, gone when the block ends."""
    title = marked_title(log_title(audience, house.registry.everyone), house)
    with TemporaryDirectory(prefix="kakehashi-") as folder:
        path = Path(folder) / f"{title}.{fmt}"
        write_export(house, audience, fmt, path)
        yield path, title
