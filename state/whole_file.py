"""A file that is there whole or not at all, and lines that are kept while it is made."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(out: Path) -> Iterator[BinaryIO]:
    """To be written to; what stands under the name `out` is the old file or the whole new one, never a part.

    Only its owner can read it, since what is written so is one audience's. Raises OSError when it can't be written.
    """
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=".kakehashi-", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
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
