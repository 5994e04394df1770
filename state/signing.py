"""Signing checkpoints of the logs that have grown, keeping them, and telling the nations that read these logs.

In one transaction a log's head is locked, its checkpoint kept, the notices queued: of a size there is one checkpoint.
The first checkpoint of a log, and each that another key signs, is preceded by an entry `key` that names the key.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Row, insert, select

from state.exports.writing_lines import Carried
from state.house import House
from state.logs import log
from state.logs.kept_checkpoints import last_of
from state.proving.canonical import timestamp
from state.proving.checkpoints import body, origin_of
from state.proving.keyring import Key, KeyringError, read_keys
from state.proving.notes import Note, Signer
from state.tables.checkpoints import checkpoint
from state.tables.logs import log_head
from state.writing import tell
from workflows.logs.checkpoints import notices
from workflows.vocabulary import Entry

ACT = "key"


class Signed(NamedTuple):
    log: str
    note: str


def sign_grown(house: House, *, account: str = "", is_lost: bool = False) -> list[Signed]:
    """A checkpoint of each log that has grown since its last one, or whose last one another key signed.

    `is_lost`: the key that signed last is gone, and whoever asks for it, the system's `account`, knows that a new one
    takes its place with nothing to vouch for it. Nothing is signed where the installation has no keys to do it with.
    Raises KeyringError, with nothing signed.
    """
    if house.log_keys is None:
        return []
    real = house.machine_now()
    keys = read_keys(house.log_keys, real)
    done = []
    with house.database.writing() as connection:
        heads = connection.execute(select(log_head).order_by(log_head.c.log).with_for_update()).all()
        turning = _turning(connection, house, heads, keys, is_lost=is_lost)
        said = {name: _said(house, name, was, keys[-1], account) for name, was in turning.items()}
        now = house.clock()
        rows = [log.Row(name, None, Entry(tuple(name.split("+")), ACT, content), now) for name, content in said.items()]
        log.append(connection, rows, house.new_salt)
        for head in connection.execute(select(log_head).order_by(log_head.c.log)):
            last = last_of(connection, head.log)
            if head.size and (last is None or last.size < head.size):
                done.append(_sign(connection, house, head, _signers(house, head.log, keys, turning), now))
        tell(
            connection,
            house,
            [(None, notice) for notice in notices(house.registry, {one.log: one.note for one in done})],
            now,
        )
    house.on_commit()
    return done


def sign_in_passing(connection: Connection, house: House, names: Sequence[str]) -> dict[str, Carried]:
    """By log a checkpoint of it as this transaction reads it, for who takes it away; kept nowhere and told to nobody.

    From one that came between the ticks whoever else reads the log would see that somebody has just taken it. There is
    none of a log that has not grown, or that the key in use has not begun to sign. Raises KeyringError.
    """
    if house.log_keys is None:
        return {}
    key, found = read_keys(house.log_keys, house.machine_now())[-1], {}
    for head in connection.execute(select(log_head).where(log_head.c.log.in_(names))):
        last, signer = last_of(connection, head.log), key.signer(origin(house, head.log))
        if last and last.size < head.size and json.loads(last.keys)[-1] == str(signer.public):
            note = _note(house, head, (signer,))
            found[head.log] = Carried(str(note), (str(signer.public),), head.size)
    return found


def origin(house: House, name: str) -> str:
    return origin_of(house.log_origin, name, is_exercise=house.is_exercise)


def _turning(
    connection: Connection,
    house: House,
    heads: Sequence[Row[tuple[str, int, bytes, bytes]]],
    keys: Sequence[Key],
    *,
    is_lost: bool,
) -> dict[str, Signer | None]:
    """The logs that the last key begins to sign now, and by whom each was signed before, if that key is still here."""
    found: dict[str, Signer | None] = {}
    for head in heads:
        if not head.size:
            continue
        row, name = last_of(connection, head.log), origin(house, head.log)
        was = json.loads(row.keys)[-1] if row else None
        if was == str(keys[-1].signer(name).public):
            continue
        old = next((one for key in keys if str((one := key.signer(name)).public) == was), None)
        if was and old is None and not is_lost:
            raise KeyringError(
                f"{house.log_keys}: the key that signed the last checkpoint of {head.log}, {was}, is not there: "
                "restore it; if it is lost, `kakehashi keys rotate --lost` begins one that nothing vouches for"
            )
        found[head.log] = old
    return found


def _said(house: House, name: str, was: Signer | None, key: Key, account: str) -> dict[str, object]:
    mine = {"key": str(key.signer(origin(house, name)).public), "until": timestamp(key.until)}
    return {**mine, **({"was": str(was.public)} if was else {}), **({"account": account} if account else {})}


def _signers(house: House, name: str, keys: Sequence[Key], turning: dict[str, Signer | None]) -> list[Signer]:
    before = turning.get(name)
    return [*([before] if before else []), keys[-1].signer(origin(house, name))]


def _sign(
    connection: Connection,
    house: House,
    head: Row[tuple[str, int, bytes, bytes]],
    signers: Iterable[Signer],
    now: datetime,
) -> Signed:
    by = tuple(signers)
    note = str(_note(house, head, by))
    keys = json.dumps([str(one.public) for one in by])
    connection.execute(insert(checkpoint).values(log=head.log, size=head.size, note=note, keys=keys, made_at=now))
    return Signed(head.log, note)


def _note(house: House, head: Row[tuple[str, int, bytes, bytes]], signers: Iterable[Signer]) -> Note:
    text = body(origin(house, head.log), head.size, head.root)
    return Note(text, tuple(one.sign(text) for one in signers))
