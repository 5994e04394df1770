"""What somebody brings from elsewhere to check a log against: public keys, checkpoints that were kept, roots.

Only this can show that a log was not made anew as a whole: what comes with the log itself proves nothing about that.
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from state.proving.checkpoints import Checkpoint, log_of
from state.proving.notes import COSIGNATURE, ED25519, NoteError, PublicKey, cosigned_at, is_signed, read_key


class Known(msgspec.Struct, frozen=True):
    keys: tuple[PublicKey, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    roots: Mapping[str, str] = {}
    """64 hex digits, by the name of the log."""

    may_lack: bool = False
    """Whether a file need not have all the logs of which a checkpoint or a root was brought."""

    def keys_of(self, log: str) -> tuple[PublicKey, ...]:
        return tuple(key for key in self.keys if key.kind == ED25519 and log_of(key.name) == log)

    @property
    def witnesses(self) -> tuple[PublicKey, ...]:
        return tuple(key for key in self.keys if key.kind == COSIGNATURE)

    def checkpoints_of(self, log: str) -> tuple[Checkpoint, ...]:
        return tuple(one for one in self.checkpoints if one.log == log)


NOTHING = Known()


class Judged(msgspec.Struct, frozen=True):
    """What the signatures of a log's checkpoints show."""

    signed: Checkpoint | None = None
    """The largest that a key signed which was brought, or which such a key's log names in its place."""
    by: PublicKey | None = None
    witnessed: tuple[tuple[Checkpoint, PublicKey, int], ...] = ()
    """The largest that each witness countersigned, and when, in seconds since 1970."""
    absent: tuple[str, ...] = ()
    """Witnesses that were brought and countersigned none of them."""
    unknown: tuple[str, ...] = ()
    """The keys, as NAME+ID, by which checkpoints are signed of which nothing is known from elsewhere."""


def judge(known: Known, log: str, checkpoints: Iterable[Checkpoint], turns: Iterable[tuple[int, str]]) -> Judged:
    """Check every signature of a known key on these checkpoints, which agree with the log's entries.

    `turns` are the keys that the log itself says sign it from then on, each with the seq of its entry: what a trusted
    key has signed, up to there, makes a later key as good. Raises NoteError for a signature that is not what it says.
    """
    trusted = list(known.keys_of(log))
    later = sorted(turns)
    ordered = sorted(checkpoints, key=lambda one: one.size)
    signed, by = None, None
    for one in ordered:
        good = next((key for key in trusted if key.name == one.origin and is_signed(one.note, key)), None)
        if good:
            signed, by = one, good
            trusted += _keys(text for seq, text in later if seq <= one.size)
    witnessed = tuple(_witnessed(known, ordered))
    absent = {key.name for key in known.witnesses} - {key.name for _, key, _ in witnessed}
    names = {(key.name, key.id) for key in (*trusted, *known.witnesses)}
    signatures = [signature for one in ordered for signature in one.note.signatures]
    signatures = [signature for one in ordered for signature in one.note.signatures]
    unknown = dict.fromkeys(f"{one.name}+{one.id.hex()}" for one in signatures if (one.name, one.id) not in names)
    return Judged(signed, by, witnessed, tuple(sorted(absent)), tuple(unknown))


def check_own(one: Checkpoint, keys: Iterable[str]) -> None:
    """That a checkpoint is signed by every key that comes with it, and by no other. Raises NoteError."""
    found = [read_key(text) for text in keys]
    if not found:
        raise NoteError("comes with no key")
    for key in found:
        if not is_signed(one.note, key):
            raise NoteError(f"is not signed by {key.name}+{key.id.hex()}, which comes with it")
    for signature in one.note.signatures:
        if not any(signature.is_of(key) for key in found):
            raise NoteError(f"is signed by {signature.name}+{signature.id.hex()}, whose key does not come with it")


def _witnessed(known: Known, ordered: list[Checkpoint]) -> Iterator[tuple[Checkpoint, PublicKey, int]]:
    for key in known.witnesses:
        seen = [one for one in ordered if is_signed(one.note, key)]
        if seen:
            yield seen[-1], key, cosigned_at(seen[-1].note, key) or 0


def _keys(texts: Iterable[str]) -> Iterator[PublicKey]:
    for text in texts:
        try:
            yield read_key(text)
        except NoteError:  # an entry that names no key makes none good
            continue
