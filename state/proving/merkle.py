"""The Merkle tree of one log (RFC 9162, section 2.1), kept as its peaks: an append touches no older entry.

Proofs of inclusion and of consistency are in `state.proving.proofs`.
"""

import hashlib
from collections.abc import Sequence
from typing import TypeAlias

#: The roots of the perfect subtrees that make up the tree, the largest and oldest first: as many as there are
#: bits set in its size.
Peaks: TypeAlias = tuple[bytes, ...]

#: The peaks of a log without entries.
EMPTY: Peaks = ()

#: Length of every hash, in bytes.
HASH_SIZE = 32


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry's bytes as a leaf: SHA-256(0x00 || entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def append(peaks: Peaks, size: int, leaf: bytes) -> Peaks:
    """The peaks of a tree of `size + 1` leaves, from those of the tree of `size` and the new `leaf_hash`.

    Raises ValueError when `peaks` can't be those of a tree of `size` leaves, or `leaf` is not a hash.
    """
    _check(peaks, size)
    if len(leaf) != HASH_SIZE:
        raise ValueError("leaf is not a hash: give leaf_hash(entry)")
    # Each 1 at the low end of `size` is a subtree as large as what the new leaf has completed so far.
    merges = (~size & (size + 1)).bit_length() - 1
    kept = len(peaks) - merges
    return (*peaks[:kept], _bag((*peaks[kept:], leaf)))


def root(peaks: Peaks, size: int) -> bytes:
    """The root of the tree of `size` leaves with these peaks (RFC 9162's MTH); of none, SHA-256 of nothing.

    Raises ValueError when `peaks` can't be those of a tree of `size` leaves.
    """
    _check(peaks, size)
    return _bag(peaks) if peaks else hashlib.sha256().digest()


class Tree:
    """A tree that is read leaf by leaf: what `append` does, for a million of them."""

    __slots__ = ("_peaks", "size")

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        bits, peaks = self.size, self._peaks
        while bits & 1:
            leaf = hashlib.sha256(b"\x01" + peaks.pop() + leaf).digest()
            bits >>= 1
        peaks.append(leaf)
        self.size += 1

    @property
    def root(self) -> bytes:
        return root(tuple(self._peaks), self.size)


def _bag(hashes: Sequence[bytes]) -> bytes:
    """One hash over several, joined from right to left."""
    joined = hashes[-1]
    for left in reversed(hashes[:-1]):
        joined = node_hash(left, joined)
    return joined


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _check(peaks: Peaks, size: int) -> None:
    if size < 0 or len(peaks) != size.bit_count():
        raise ValueError(f"{len(peaks)} peaks are not those of a tree of {size} leaves")
