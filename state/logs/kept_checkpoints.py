"""The checkpoints of the logs, as they were signed, countersigned and kept."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from types import MappingProxyType
from typing import TypeAlias

from sqlalchemy import Connection, Row, select

from state.exports.writing_lines import Carried
from state.tables.checkpoints import checkpoint, cosignature

Fresh: TypeAlias = Mapping[str, Carried]
"""By log."""
NONE: Fresh = MappingProxyType({})


def last_of(connection: Connection, name: str) -> Row[tuple[str, int, str, str, datetime]] | None:
    query = select(checkpoint).where(checkpoint.c.log == name).order_by(checkpoint.c.size.desc()).limit(1)
    return connection.execute(query).one_or_none()


def carried(connection: Connection, name: str, fresh: Fresh = NONE) -> tuple[Carried, ...]:
    """The checkpoints that go with a log: the last one, and those by which one key vouches for another.

    Besides, of each witness the last that it countersigned; the smaller first. `fresh` are those that are kept nowhere
    (state.signing.sign_in_passing). One of more entries than the log has is among them: it shows that the log was cut.
    """
    rows = connection.execute(select(checkpoint).where(checkpoint.c.log == name).order_by(checkpoint.c.size))
    kept = [*_countersigned(connection, name)]
    for _, same in groupby(rows, key=lambda row: row.keys):
        for row in same:
            last = row
        kept.append(Carried(last.note, tuple(json.loads(last.keys)), last.size))
    kept.sort(key=lambda one: (one.size, len(one.keys)))  # the one that more have signed last
    return (*kept, fresh[name]) if name in fresh else tuple(kept)


def _countersigned(connection: Connection, name: str) -> Iterable[Carried]:
    """The largest of each witness (state.cosignatures)."""
    rows = connection.execute(select(cosignature).where(cosignature.c.log == name).order_by(cosignature.c.size))
    last = {row.witness: row for row in rows}
    return [Carried(row.note, tuple(json.loads(row.keys)), row.size) for row in last.values()]
