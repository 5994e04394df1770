"""Emptying what was ordered to be purged: the content in the log, and the words wherever else they were kept for it.

Emptied, in the transaction of the last order: the entry's content with its salt, and its words in the index of words;
in the matter that the entry is about, in what is or was to be told about it, and in its reminders, every text that has
the entry's words, as far as no nation reads it that doesn't read the log (these have their own entry of it). Not
emptied: other entries, corrections of this one among them, each of which is purged by its own number; people's own
reminders; what the tables of settings say; copies that were exported or backed up; and what Slack holds, which is
named for whoever deletes it there.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from state.house import House
from state.logs import finding, log
from state.logs.parts import as_asked
from state.logs.reading import recorded
from state.matters import decode_matter, matter_by
from state.proving.canonical import timestamp
from state.tables.channels import channel
from state.tables.deliveries import card, outbox
from state.tables.installation import situation
from state.tables.logs import log_content, log_entry, purge_order
from state.tables.matters import matter
from state.tables.people import person
from state.tables.reminders import reminder
from workflows.catalogue import procedures
from workflows.entries import Recorded
from workflows.logs.purging import PURGE, holds, without, words_of
from workflows.matter import Matter
from workflows.needs import OPERATION
from workflows.view import see
from workflows.vocabulary import Accepted, Notice

AT_ONCE = 40
"""Messages that are named in one notice."""


def keep(connection: Connection, house: House, answer: Accepted) -> list[tuple[str | None, Notice]]:
    """Note the orders, and with the last one empty what lies beside the log. Gives what is to be told of it."""
    told: list[tuple[str | None, Notice]] = [(None, notice) for notice in answer.notices]
    for order in answer.ordered:
        row = {"log": order.log, "seq": order.seq, "nation": order.nation, "seat": order.seat}
        connection.execute(insert(purge_order).values(row))
        entry = next(recorded(connection, order.log, [order.seq]), None)
        if order.is_last and entry is not None:
            spill = _Spill(connection, house, entry)
            messages = spill.messages()
            redrawn = spill.empty()
            told = [*_naming(told, messages, house), *redrawn]
    return told


def empty(connection: Connection, rows: Sequence[log.Row]) -> None:
    """Empty the contents that these entries, which stand in their logs by now, say are purged."""
    for row in rows:
        if row.entry.act == PURGE:
            seq = row.entry.content["purged"]
            finding.forget(connection, row.log, seq)
            connection.execute(update(log_content).filter_by(log=row.log, seq=seq).values(content=None))


def _naming(
    told: Sequence[tuple[str | None, Notice]], messages: Sequence[dict[str, Any]], house: House
) -> Iterator[tuple[str | None, Notice]]:
    """Each nation's notice with what carried the words in its own channels and in those that it shares."""
    for about, notice in told:
        nation = notice.facts["nation"]
        mine = [row for row in messages if nation in _readers(row, house)]
        for at in range(0, max(len(mine), 1), AT_ONCE):
            facts = {**notice.facts, "messages": mine[at : at + AT_ONCE]}
            yield about, msgspec.structs.replace(notice, facts=facts)


def _readers(row: dict[str, Any], house: House) -> Collection[str]:
    return (row["nation"],) if row["nation"] else house.registry.audience_of(row["body"])


class _Spill:
    """The words of one entry, and where they are beside the log."""

    def __init__(self, connection: Connection, house: House, entry: Recorded) -> None:
        self.connection, self.house, self.entry = connection, house, entry
        self.readers = frozenset(entry.log.split("+"))
        self.found = matter_by(connection, entry.serial) if entry.serial else None
        self.words = words_of(entry.content or {}, house.registry)
        if self.found:
            self.words -= self._read_by_others(self.found[0])

    def _read_by_others(self, about: Matter) -> set[str]:
        """Those of the words that a nation reads which doesn't read the log: nothing may change for it."""
        theirs: list[Any] = []
        for nation in set(about.audience) - self.readers:
            view = see(about, procedures()[about.procedure], self.house.registry, (nation,))
            own = (about.tracks.get(nation), about.kept.get(nation), about.marks.get(nation))
            theirs += [msgspec.to_builtins(part) for part in (view, about.texts, own)]
        return {word for word in self.words if holds(theirs, {word})}

    def is_inside(self, lane: str) -> bool:
        """Whether only nations that read the log read there."""
        if lane.startswith("@"):
            return self._nation_of(lane) in self.readers
        return lane in self.house.registry.bodies and set(self.house.registry.audience_of(lane)) <= self.readers

    def _nation_of(self, lane: str) -> str:
        team, _, user = lane[1:].partition("/")
        return self.connection.execute(select(person.c.nation).filter_by(team=team, user=user)).scalar() or ""

    # Named for deletion

    def messages(self) -> list[dict[str, Any]]:
        """What carried it in Slack: the matter's cards, what was told of it with these words, and files of the log."""
        found = [*self._told(), *self._files()]
        return sorted(found, key=lambda row: (row["body"], row["ts"]))

    def _told(self) -> Iterator[dict[str, Any]]:
        if self.found is None or not self.words:
            return
        about = self.found[0]
        if holds(msgspec.json.decode(msgspec.json.encode(about)), self.words):
            for row in self.connection.execute(select(card).filter_by(matter_id=about.id)):
                if self.is_inside(row.lane):
                    yield self._named("card", row.lane, row.ts)
        sent = select(outbox).where(outbox.c.matter_id == about.id, outbox.c.ts.is_not(None), outbox.c.kind != "card")
        for row in self.connection.execute(sent):
            if self.is_inside(row.lane) and holds(msgspec.json.decode(row.facts), self.words):
                yield self._named("message", row.lane, row.ts)

    def _files(self) -> Iterator[dict[str, Any]]:
        """Exports that went into a channel since and have the entry; in the place of one that has none is a message."""
        of_it = select(log_entry).where(log_entry.c.log == self.entry.log, log_entry.c.seq == self.entry.seq)
        entry = self.connection.execute(of_it).one()
        sent = select(outbox).where(outbox.c.kind == "export", outbox.c.sent_at >= self.entry.time)
        for row in self.connection.execute(sent.where(outbox.c.state == "sent", outbox.c.ts.is_(None))):
            if self._is_in(msgspec.json.decode(row.facts), entry):
                yield self._named("file", row.lane, timestamp(row.sent_at))

    def _is_in(self, facts: Mapping[str, Any], entry: Row[Any]) -> bool:
        """Whether an export that was asked for so had the entry. Of an operation nobody knows what was linked then."""
        readers = tuple(facts["audience"])
        names = self.house.registry.logs_read_by(readers)
        if self.entry.log not in names:
            return False
        about = matter_by(self.connection, facts["about"]) if "about" in facts else None
        if about and about[0].procedure == OPERATION:
            return True
        choice = as_asked(self.connection, names, facts, readers)
        return choice is None or choice(entry)

    def _named(self, what: str, lane: str, ts: str) -> dict[str, Any]:
        place = self.connection.execute(select(channel.c.channel).filter_by(body=lane)).scalar()
        nation = self._nation_of(lane) if lane.startswith("@") else ""
        return {"what": what, "body": lane, "channel": place or "", "ts": ts, "nation": nation}

    # Emptied

    def empty(self) -> list[tuple[str | None, Notice]]:
        """Cut the words out; gives the cards that are to be drawn anew."""
        if not self.words:
            return []
        if self.readers >= set(self.house.registry.nations):
            self._cut(situation, "data", select(situation))
        if self.found is None:
            return []
        about, version = self.found
        data = msgspec.json.encode(without(msgspec.json.decode(msgspec.json.encode(about)), self.words))
        decode_matter(data)
        connection = self.connection
        connection.execute(update(matter).filter_by(id=about.id).values(data=data, version=version + 1))
        told = select(outbox).filter_by(matter_id=about.id)
        self._cut(outbox, "facts", told, lambda row: row.lane)
        chased = select(reminder).filter_by(matter_id=about.id).where(reminder.c.user.is_(None))
        self._cut(reminder, "facts", chased, lambda row: row.body)
        lanes = connection.execute(select(card.c.lane).filter_by(matter_id=about.id)).scalars()
        return [(about.id, Notice("card", lane)) for lane in lanes if self.is_inside(lane)]

    def _cut(self, table: Any, column: str, rows: Any, lane_of: Any = None) -> None:
        for row in self.connection.execute(rows).all():
            before = getattr(row, column)
            plain = msgspec.json.decode(before)
            if (lane_of is None or self.is_inside(lane_of(row))) and (after := without(plain, self.words)) != plain:
                data = msgspec.json.encode(after)
                key = next(iter(table.primary_key.columns))
                new = data.decode() if isinstance(before, str) else data
                self.connection.execute(update(table).where(key == getattr(row, key.name)).values({column: new}))
