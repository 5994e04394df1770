"""Proofs of inclusion and consistency against published vectors, and against the tree as RFC 9162 defines it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from state.proving.merkle import leaf_hash
from state.proving.proofs import (
    Proof,
    Tree,
    consistency_spans,
    inclusion_spans,
    is_consistent,
    root_from_inclusion,
)
from tests.state.test_merkle import tree_hash

VECTORS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent.parent / "vectors" / "rfc6962.toml").read_text(encoding="utf-8")
)
LEAVES = [leaf_hash(bytes.fromhex(leaf)) for leaf in VECTORS["leaves"]]
ROOTS = [bytes.fromhex(root) for root in VECTORS["roots"]]
SOME_HASH = bytes.fromhex("abacaba000000000000000000000000000000000000000000060061e00123456")


def made(leaves: list[bytes], spans: list[tuple[int, int]]) -> Proof:
    tree = Tree(leaves)
    return tuple(tree[span] for span in spans)


def proof_of(row: dict[str, Any]) -> Proof:
    return tuple(bytes.fromhex(node) for node in row["proof"])


@pytest.mark.parametrize("row", VECTORS["inclusion"], ids=str)
def test_inclusion_is_proved_as_published(row: dict[str, Any]) -> None:
    index, size = row["leaf"] - 1, row["size"]
    proof = proof_of(row)
    assert made(LEAVES[:size], inclusion_spans(index, size)) == proof
    assert root_from_inclusion(index, size, LEAVES[index], proof) == ROOTS[size - 1]


@pytest.mark.parametrize("row", VECTORS["consistency"], ids=str)
def test_consistency_is_proved_as_published(row: dict[str, Any]) -> None:
    old, size, proof = row["old"], row["size"], proof_of(row)
    assert made(LEAVES[:size], consistency_spans(old, size)) == proof
    assert is_consistent(old, size, ROOTS[old - 1], ROOTS[size - 1], proof)


@pytest.mark.parametrize("row", [row for row in VECTORS["inclusion"] if row["proof"]], ids=str)
def test_a_proof_of_inclusion_that_was_changed_proves_nothing(row: dict[str, Any]) -> None:
    """The same changes that the published tests make."""
    at, size, proof = row["leaf"] - 1, row["size"], proof_of(row)
    leaf, root = LEAVES[at], ROOTS[size - 1]
    wrong = [
        *((index, size, leaf, proof) for index in (at - 1, at + 1, at ^ 2, size, -1)),
        (at, size * 2, leaf, proof),
        (at, size // 2, leaf, proof),
        (at, size, SOME_HASH, proof),
        *((at, size, leaf, changed) for changed in changes(proof, root)),
    ]
    assert all(root_from_inclusion(*one) != root for one in wrong)


@pytest.mark.parametrize("row", [row for row in VECTORS["consistency"] if row["proof"]], ids=str)
def test_a_proof_of_consistency_that_was_changed_proves_nothing(row: dict[str, Any]) -> None:
    old, size, proof = row["old"], row["size"], proof_of(row)
    was, now = ROOTS[old - 1], ROOTS[size - 1]
    wrong = [
        *((one, size, was, now, proof) for one in (old - 1, old + 1, old ^ 2)),
        (old, size * 2, was, now, proof),
        (old, size // 2, was, now, proof),
        (old, size, SOME_HASH, now, proof),
        (old, size, was, SOME_HASH, proof),
        (old, size, now, was, proof),
        *((old, size, was, now, changed) for changed in (*changes(proof, was), *changes(proof, now), ())),
    ]
    assert not any(is_consistent(*one) for one in wrong)


def changes(proof: Proof, root: bytes) -> list[Proof]:
    flipped = [(*proof[:at], bytes([one[0] ^ 8]) + one[1:], *proof[at + 1 :]) for at, one in enumerate(proof)]
    return [*flipped, (*proof, b""), (*proof, root), (b"", *proof), (root, *proof), (proof[0], *proof), proof[:-1]]


def test_nothing_needs_no_proof_and_the_past_has_none() -> None:
    assert is_consistent(0, 5, b"", ROOTS[4], ())
    assert is_consistent(5, 5, ROOTS[4], ROOTS[4], ())
    assert not is_consistent(5, 5, ROOTS[4], ROOTS[5], ())
    assert not is_consistent(0, 5, b"", ROOTS[4], (SOME_HASH,))
    assert not is_consistent(5, 4, ROOTS[4], ROOTS[3], ())
    assert not is_consistent(1, 2, ROOTS[0], ROOTS[1], ())


@settings(deadline=None)
@given(st.data())
def test_of_any_tree_every_leaf_and_every_beginning_can_be_proved(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 70), "size")
    entries = [bytes([number]) for number in range(size)]
    leaves, root = [leaf_hash(entry) for entry in entries], tree_hash(entries)
    assert Tree(leaves)[0, size] == root
    index, old = data.draw(st.integers(0, size - 1), "index"), data.draw(st.integers(1, size), "old")
    proof = made(leaves, inclusion_spans(index, size))
    assert root_from_inclusion(index, size, leaves[index], proof) == root
    proof = made(leaves, consistency_spans(old, size))
    assert is_consistent(old, size, tree_hash(entries[:old]), root, proof)


def test_too_few_leaves_are_told() -> None:
    with pytest.raises(ValueError, match="fewer than 8 leaves"):
        made(LEAVES[:7], inclusion_spans(0, 8))
