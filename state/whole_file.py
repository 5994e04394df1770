"""A file that is there whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
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
