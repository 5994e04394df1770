"""A log of an export as far as it has been read, and what its head and its checkpoints promise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from state.exports.lines import FaultError
from state.proving import merkle
from state.proving.checkpoints import Checkpoint
from state.proving.proofs import is_consistent


@dataclass(frozen=True, slots=True)
class VerifiedLog:
    """One log of the file, proved from its entries."""

    name: str
    size: int
    root: str  #: 64 hex digits
    purged: int = 0  #: entries whose content is null: they stand, with its hash, but what it said is gone
    part: int | None = None  #: how many entries, where it is a part


@dataclass(slots=True)
class Log:
    """A log as far as it has been read, and what its head promises."""

    line: int
    name: str
    size: int
    root: str
    kept: tuple[Checkpoint, ...]
    witnessed: str | None  #: a root that was brought, as long as it has not been met
    has_root: bool = False
    entries: int | None = None  #: of a part: how many are promised
    is_older: bool = False  #: whether it is of the form before, which had no checkpoints
    growth: Mapping[str, Any] | None = None  #: where it is only the proof of that
    count: int = 0
    seq: int = 0
    tree: merkle.Tree = field(default_factory=merkle.Tree)
    own: list[Checkpoint] = field(default_factory=list)
    roots: dict[int, bytes] = field(default_factory=dict)  #: by size, where a checkpoint wants to know
    purged: dict[int, int] = field(default_factory=dict)  #: seq of the entries without content: their lines
    orders: set[int] = field(default_factory=set)  #: seq of the contents that entries say were purged
    turns: list[tuple[int, str]] = field(default_factory=list)
    stages: dict[str | None, list[str]] = field(default_factory=dict)  #: by serial: the stage it stands at
    time: str = ""
    back: int = 0  #: seq of the first entry that is earlier than the one before it

    @property
    def verified(self) -> VerifiedLog:
        return VerifiedLog(self.name, self.size, self.root, len(self.purged), self.entries)

    def begin(self) -> None:
        self.roots = dict.fromkeys((one.size for one in (*self.own, *self.kept)), b"")
        self.meet()

    def meet(self) -> None:
        """Whether this is a size at which somebody knows the root."""
        if self.tree.size in self.roots:
            self.roots[self.tree.size] = self.tree.root
        if self.witnessed is not None and self.tree.root.hex() == self.witnessed:
            self.witnessed = None

    def check_roots(self) -> None:
        """Every checkpoint, its own and those that were brought, is of this log."""
        for one in self.own:
            self._check_root(one, "checkpoint")
        for one in self.kept:
            if self.growth is None or one.size == self.size:
                self._check_root(one, "kept")
            else:
                self._check_growth(self.growth, one)

    def _check_root(self, one: Checkpoint, kind: str) -> None:
        if one.size > self.size:
            raise FaultError(f"{kind}-cut", self.line, log=self.name, found=self.size, size=one.size)
        if self.entries is not None and one.size != self.size:
            raise FaultError("kept-other", self.line, log=self.name, found=self.size, size=one.size)
        root = self.roots[one.size] if self.entries is None else bytes.fromhex(self.root)
        if one.root != root:
            raise FaultError(f"{kind}-root", self.line, log=self.name, size=one.size)

    def _check_growth(self, growth: Mapping[str, Any], one: Checkpoint) -> None:
        since, proof = growth["since"], tuple(map(bytes.fromhex, growth["proof"]))
        if one.size != since:
            raise FaultError("kept-other", self.line, log=self.name, found=since, size=one.size)
        if not is_consistent(since, self.size, one.root, bytes.fromhex(self.root), proof):
            raise FaultError("growth", self.line, log=self.name, size=self.size, since=since)
