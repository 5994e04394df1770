"""Which channel is which body's: found at start by the registry's names, kept for every process."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert

from state.tables.channels import channel


def bind(connection: Connection, team: str, channels: Mapping[str, str]) -> None:
    """Replace the bindings of a workspace by `channels`, channel ids by body."""
    connection.execute(delete(channel).where(channel.c.team == team))
    rows = [{"body": body, "team": team, "channel": id_} for body, id_ in channels.items()]
    if rows:
        connection.execute(delete(channel).where(channel.c.body.in_(list(channels))))
        connection.execute(insert(channel), rows)
