"""Proofs about a log's tree (RFC 9162, sections 2.1.3 and 2.1.4), made in one pass over its leaves."""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import TypeAlias

from state.proving.merkle import HASH_SIZE, node_hash

Span: TypeAlias = tuple[int, int]
"""A subtree: the leaves from the first number on, up to but without the second, counted from 0."""
Proof: TypeAlias = tuple[bytes, ...]


def inclusion_spans(index: int, size: int) -> list[Span]:
    """The subtrees whose hashes prove that leaf `index` is in the tree of `size` leaves, the lowest first (PATH)."""
    start, end, spans = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        inside, beside = ((start, middle), (middle, end)) if index < middle else ((middle, end), (start, middle))
        spans.append(beside)
        start, end = inside
    return spans[::-1]


def consistency_spans(old: int, size: int) -> list[Span]:
    """The subtrees whose hashes prove that the tree of `old` leaves is the beginning of that of `size` (SUBPROOF)."""
    if old in {0, size}:
        return []
    start, end, spans = 0, size, []
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    return ([(start, end)] if start else []) + spans[::-1]


class Tree:
    """The hash of any subtree of these leaves: every perfect one is kept, level by level, in 64 bytes a leaf.

    The proofs of all leaves of a log are made of one.
    """

    def __init__(self, leaves: Iterable[bytes]) -> None:
        level = bytearray().join(leaves)
        self.size = len(level) // HASH_SIZE
        self._levels = [level]
        while len(level) >= 2 * HASH_SIZE:
            level = _above(level)
            self._levels.append(level)
        self._found: dict[Span, bytes] = {}

    def __getitem__(self, span: Span) -> bytes:
        """Raises ValueError where there are fewer leaves than the span wants."""
        start, end = span
        if end > self.size:
            raise ValueError(f"there are fewer than {end} leaves")
        depth = (end - start).bit_length() - 1
        if (end - start) & (end - start - 1) == 0:
            return _node(self._levels[depth], start >> depth)
        if span not in self._found:  # one at the right edge, which many proofs have
            nodes = [self[part] for part in _perfect(start, end)]
            self._found[span] = reduce(lambda right, left: node_hash(left, right), reversed(nodes))
        return self._found[span]


def root_from_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """The root of the tree in which this proof puts the leaf; None where it is no proof for such a place."""
    if not 0 <= index < size:
        return None
    at, last, root = index, size - 1, leaf
    for node in proof:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node_hash(node, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, node)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None


def is_consistent(old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree of `old` leaves is the beginning of that of `size`."""
    if old == 0:
        return not proof
    if old == size:
        return not proof and old_root == root
    if not 0 < old < size:
        return False
    nodes = [*([old_root] if old & (old - 1) == 0 else []), *proof]
    if not nodes:
        return False
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    was = now = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            was, now = node_hash(node, was), node_hash(node, now)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            now = node_hash(now, node)
        at, last = at >> 1, last >> 1
    return last == 0 and was == old_root and now == root


def _split(count: int) -> int:
    """The largest power of two below `count`: where a tree of so many leaves divides."""
    return 1 << ((count - 1).bit_length() - 1)


def _perfect(start: int, end: int) -> Iterator[Span]:
    """The perfect subtrees that a subtree is made of, the largest first."""
    while start < end:
        width = 1 << ((end - start).bit_length() - 1)
        yield start, start + width
        start += width


def _above(level: bytearray) -> bytearray:
    """The nodes over these, by pairs: an odd one at the end has none."""
    return bytearray().join(
        node_hash(_node(level, at), _node(level, at + 1)) for at in range(0, len(level) // HASH_SIZE - 1, 2)
    )


def _node(level: bytearray, index: int) -> bytes:
    return bytes(level[index * HASH_SIZE : (index + 1) * HASH_SIZE])
