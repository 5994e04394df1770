"""What is to be known of a log that is in order: how far that is proved, and by what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from state.proving.brought import Judged
from state.proving.checkpoints import Checkpoint


@dataclass(frozen=True, slots=True)
class Remark:
    what: str  #: a key of REMARKS
    log: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    def said(self) -> str:
        return REMARKS[self.what].format(log=self.log, **self.params)


REMARKS: Mapping[str, str] = {
    "signed": "log {log}: proved up to entry {size}, by a checkpoint that {key} signed.",
    "kept": "log {log}: proved up to entry {size}, by the checkpoint that you brought.",
    "root": "log {log}: it contains the log whose root you brought.",
    "witnessed": "log {log}: {key} countersigned it up to entry {size}, at {time}.",
    "no-witness": "log {log}: none of its checkpoints is countersigned by {key}.",
    "own-key": (
        "log {log}: signed by {keys}, which came with the file and so proves nothing: get the public key from "
        "whom you trust, and give it with --key."
    ),
    "nothing-known": (
        "log {log}: whole in itself, and compared with nothing from elsewhere: who wrote the file could have made it "
        "all anew. Bring the log's public key (--key) or a checkpoint that was kept (--checkpoint)."
    ),
    "not-yet": "log {log}: entries {first} to {size} are under no such checkpoint yet.",
    "tail": (
        "log {log}: that more entries followed number {size} and were cut off can't be excluded without a newer "
        "checkpoint: bring the last one of your log channel or of your witness (--checkpoint)."
    ),
    "emptied": "log {log}: the content of entry {seq} is gone; whether it was purged this part doesn't show.",
    "back": "log {log}: entry {seq} is earlier than the one before it: the clock had been set back.",
}
"""In English; the placeholders are `log` and the remark's params."""


def remarks_on(log: str, size: int, judged: Judged, kept: Sequence[Checkpoint], *, has_root: bool) -> Iterator[Remark]:
    """How far a log of `size` entries is proved by what was brought: keys, checkpoints that were `kept`, a root."""
    signed, by = judged.signed, judged.by
    proved = max((one.size for one in (*kept, *([signed] if signed else []))), default=0)
    if signed and by:
        yield Remark("signed", log, {"size": signed.size, "key": f"{by.name}+{by.id.hex()}"})
    if kept:
        yield Remark("kept", log, {"size": max(one.size for one in kept)})
    if has_root:
        yield Remark("root", log)
    for one, witness, at in judged.witnessed:
        time = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        yield Remark("witnessed", log, {"key": witness.name, "size": one.size, "time": time})
    for name in judged.absent:
        yield Remark("no-witness", log, {"key": name})
    if judged.unknown and not signed:
        yield Remark("own-key", log, {"keys": ", ".join(judged.unknown)})
    if not (signed or kept or has_root or judged.witnessed):
        yield Remark("nothing-known", log)
        return
    if 0 < proved < size:
        yield Remark("not-yet", log, {"first": proved + 1, "size": size})
    if not kept:
        yield Remark("tail", log, {"size": size})
