"""A file that is there whole or not at all, and lines that are kept while it is made."""

import errno
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def nothing() -> None:
    """What has to be done before most files are there."""


@contextmanager
def whole_file(out: Path, before: Callable[[], None] = nothing) -> Iterator[BinaryIO]:
    """To be written to; what stands under the name `out` is the old file or the whole new one, never a part.

    `before` is done once every byte is on the disk and none under that name yet: what has to be on record before
    anybody has the file. A disk that fails leaves neither record nor file, and what `before` raises no file; a machine
    that stops between the two leaves the record alone, which then says more than was taken, never less.
    Only its owner can read it, since what is written so is one audience's. Raises OSError when it can't be written.
    """
    if out.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(out))
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=".kakehashi-", suffix=".part")
    except OSError as error:  # of the folder: nobody asked for that name
        raise OSError(error.errno, error.strerror, str(out.parent)) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        before()
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def kept_lines(lines: Iterable[bytes], folder: Path) -> Iterator[Iterable[bytes]]:
    """Lines that come only once, to be gone over as often as one likes, once at a time.

    They are in a file of that folder which has no name and is gone at the end. Raises OSError when it can't be written.
    """
    with tempfile.TemporaryFile(dir=folder) as file:
        file.writelines(lines)
        yield _Kept(file)


class _Kept:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        yield from self._file
