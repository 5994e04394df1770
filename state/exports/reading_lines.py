"""The one pass over the lines of an export: what has been read of each log, and whether it is as it has to be."""

import itertools
import json
from collections.abc import Mapping, Sequence
from typing import Any

from state.exports import lines
from state.exports.line_forms import CHECKPOINT, ENTRY, GROWTH, HEAD, PART, PROOF, check_form
from state.exports.lines import FaultError, Pair
from state.exports.read_log import Log
from state.exports.remarks import Remark, remarks_on
from state.proving import merkle
from state.proving.brought import Known, check_own, judge
from state.proving.canonical import canonical, content_hash
from state.proving.checkpoints import Checkpoint, read_checkpoint
from state.proving.notes import NoteError, PublicKey
from state.proving.proofs import root_from_inclusion
from workflows.known import stage_seen

KEY_ACT, PURGE_ACT = "key", "purge"
"""The acts of entries that the proof of a log itself goes by: its keys, and the contents that were purged."""
HEADS = {"head": HEAD, "part": PART, "growth": GROWTH}
"""What a log begins with: a whole one, a part of it, or only the proof that it continues an earlier one."""


class Reading:
    """The state of the one pass over a file."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.expected = {name: root.lower() for name, root in known.roots.items()}
        self.logs: list[Log] = []
        self.remarks: list[Remark] = []
        self.signed: dict[str, tuple[Checkpoint, PublicKey]] = {}
        self.ended = False
        self._is_open = False  # whether an entry of the last log has been read
        self._is_whole = False  # and that log is a whole one

    def take(self, number: int, raw: bytes) -> None:
        pair = lines.read_pair(raw)
        if pair is not None and self._is_whole:
            self._whole(number, pair)
        elif self.ended:
            raise FaultError("after-end")
        else:
            self._other(number, raw)

    def finish(self) -> None:
        if not self.ended:
            raise FaultError("truncated")

    def _other(self, number: int, raw: bytes) -> None:
        """Any line that is not simply the next entry of a whole log."""
        value = lines.parse(raw)
        if "entry" in value:
            self._entry(number, value)
        elif "end" in value:
            self._end(value["end"])
        elif "checkpoint" in value:
            self._checkpoint(value["checkpoint"])
        else:
            self._head(number, value)

    def _head(self, number: int, value: Mapping[str, Any]) -> None:
        self._close()
        ((kind, head),) = value.items()
        check_form(kind, head, HEADS[kind])
        name = head["log"]
        if any(log.name == name for log in self.logs):
            raise FaultError("log-twice", log=name)
        root, kept = self.expected.pop(name, None), self.known.checkpoints_of(name)
        log = Log(number, name, head["size"], head["root"], kept, root, root is not None, head.get("entries"))
        log.is_older = head["format"] != lines.FORMAT
        if kind == "growth":
            log.entries, log.growth = 0, head
        self.logs.append(log)

    def _checkpoint(self, value: dict[str, Any]) -> None:
        check_form("checkpoint", value, CHECKPOINT)
        if not self.logs or self._is_open:
            raise FaultError("checkpoint-place")
        log = self.logs[-1]
        if log.is_older:
            raise FaultError("form", log.line, part="head", field="format")
        try:
            one = read_checkpoint(value["note"])
            check_own(one, value["keys"])
        except NoteError as error:
            raise FaultError("checkpoint", why=str(error)) from error
        if (value["log"], one.log) != (log.name, log.name):
            raise FaultError("checkpoint-log", origin=one.origin, log=log.name)
        if log.own and log.own[-1].size > one.size:
            raise FaultError("checkpoint-place")
        if one.size > log.size:
            raise FaultError("checkpoint-cut", log.line, log=log.name, found=log.size, size=one.size)
        log.own.append(one)

    def _entry(self, number: int, value: Mapping[str, Any]) -> None:
        if not self.logs:
            raise FaultError("not-a-line")
        log, fields = self.logs[-1], value["entry"]
        check_form("entry", fields, ENTRY)
        if ("proof" in value) is not (log.entries is not None):
            raise (
                FaultError("form", part="entry", field="proof")
                if log.entries is not None
                else FaultError("form-more", part="entry")
            )
        if not self._is_open:
            log.begin()
            self._is_open, self._is_whole = True, log.entries is None
        content = None if value["content"] is None else canonical(value["content"])
        pair = Pair(lines.Entry(**fields), canonical(fields), content)
        if log.entries is None:
            self._whole(number, pair)
        else:
            check_form("proof", {"proof": value["proof"]}, PROOF)
            self._of_part(number, pair, value["proof"])

    def _whole(self, number: int, pair: Pair) -> None:
        """The next entry of a whole log."""
        log, fields = self.logs[-1], pair.fields
        if fields.log != log.name:
            raise FaultError("other-log", log=log.name)
        tree = log.tree
        if fields.seq != tree.size + 1:
            raise FaultError("seq", expected=tree.size + 1)
        if tree.size == log.size:
            raise FaultError("size", log=log.name, expected=log.size, found=log.size + 1)
        self._look(log, number, pair)
        tree.add(merkle.leaf_hash(pair.entry))
        if log.witnessed is not None or tree.size in log.roots:
            log.meet()

    def _of_part(self, number: int, pair: Pair, proof: Sequence[str]) -> None:
        log, fields = self.logs[-1], pair.fields
        if fields.log != log.name:
            raise FaultError("other-log", log=log.name)
        if not log.seq < fields.seq <= log.size:
            raise FaultError("seq-order", seq=fields.seq)
        self._look(log, number, pair)
        leaf, hashes = merkle.leaf_hash(pair.entry), [bytes.fromhex(one) for one in proof]
        root = root_from_inclusion(fields.seq - 1, log.size, leaf, hashes)
        if root is None or root.hex() != log.root:
            raise FaultError("proof", seq=fields.seq)
        log.seq = fields.seq

    def _look(self, log: Log, number: int, pair: Pair) -> None:
        """What every entry is looked at for, and what is kept of it for the end of its log."""
        fields, content = pair.fields, pair.content
        log.count += 1
        if content is None:
            log.purged[fields.seq] = number
        elif content_hash(content) != fields.content:
            raise FaultError("content", seq=fields.seq)
        elif fields.act in (KEY_ACT, PURGE_ACT):
            self._mark(log, fields, json.loads(content))
        if fields.stage is not None:
            log.stages[fields.matter] = fields.stage
        if fields.time < log.time and not log.back:
            log.back = fields.seq
        log.time = fields.time

    @staticmethod
    def _mark(log: Log, fields: lines.Entry, content: Mapping[str, Any]) -> None:
        if fields.act == PURGE_ACT and isinstance(content.get("purged"), int):
            log.orders.add(content["purged"])
        if fields.act == KEY_ACT and isinstance(content.get("key"), str):
            log.turns.append((fields.seq, content["key"]))

    def _end(self, end: Mapping[str, Any]) -> None:
        self._close()
        if end != {"logs": [log.name for log in self.logs]}:
            raise FaultError("end")
        for name in () if self.known.may_lack else self.expected:
            raise FaultError("witness-log", log=name)
        names = {log.name for log in self.logs}
        for one in self.known.checkpoints:
            if one.log not in names and not self.known.may_lack:
                raise FaultError("kept-log", log=one.log)
        self._compare_stages()
        self.ended = True

    def _close(self) -> None:
        """Compare the log that ends here with its head and its checkpoints."""
        for log in self.logs[-1:]:
            if not self._is_open:
                log.begin()
            self._is_open = self._is_whole = False
            expected = log.size if log.entries is None else log.entries
            if log.count != expected:
                raise FaultError("size", log=log.name, expected=expected, found=log.count)
            if log.entries is None and log.tree.root.hex() != log.root:
                raise FaultError("root", log.line, log=log.name)
            if log.witnessed not in {None, log.root}:
                raise FaultError("witness", log.line, log=log.name)
            self._check_purged(log)
            log.check_roots()
            self._check_signatures(log)

    def _check_purged(self, log: Log) -> None:
        for seq, line in log.purged.items():
            if seq in log.orders:
                continue
            if log.entries is None:
                raise FaultError("emptied", line, seq=seq)
            self.remarks.append(Remark("emptied", log.name, {"seq": seq}))

    def _check_signatures(self, log: Log) -> None:
        try:
            judged = judge(self.known, log.name, (*log.own, *log.kept), log.turns)
        except NoteError as error:
            raise FaultError("signature", log.line, log=log.name, why=str(error)) from error
        brought = self.known.keys_of(log.name)
        if brought and judged.signed is None:
            key = f"{brought[0].name}+{brought[0].id.hex()}"
            if judged.unknown:
                raise FaultError("foreign-key", log.line, log=log.name, key=key, found=", ".join(judged.unknown))
            raise FaultError("unsigned", log.line, log=log.name, key=key)
        if judged.signed and judged.by:
            self.signed[log.name] = judged.signed, judged.by
        self.remarks += remarks_on(log.name, log.size, judged, log.kept, has_root=log.has_root)
        if log.back:
            self.remarks.append(Remark("back", log.name, {"seq": log.back}))

    def _compare_stages(self) -> None:
        """A matter stands at one stage, of which a log for fewer readers shows more."""
        whole = [log for log in self.logs if log.entries is None]
        for log, wide in itertools.permutations(whole, 2):
            readers = tuple(wide.name.split("+"))
            if not set(log.name.split("+")) < set(readers):
                continue
            for matter, here in log.stages.items():
                there = wide.stages.get(matter)
                if matter and there and stage_seen(tuple(here), readers) != tuple(there):
                    stages = {"here": " ".join(here), "there": " ".join(there)}
                    raise FaultError("replay", log.line, log=log.name, other=wide.name, matter=matter, **stages)
