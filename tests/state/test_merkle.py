"""The tree kept by its peaks, against RFC 9162's own definition and Certificate Transparency's vectors."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from state.proving import merkle

# The leaves and roots of Certificate Transparency's reference tests: the root after each leaf.
VECTORS = [
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    ("606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
]


def tree_hash(entries: list[bytes]) -> bytes:
    """MTH of RFC 9162, 2.1.1, word for word: k is the largest power of two smaller than n."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = 1
    while 2 * k < len(entries):
        k *= 2
    return hashlib.sha256(b"\x01" + tree_hash(entries[:k]) + tree_hash(entries[k:])).digest()


def grow(entries: list[bytes]) -> merkle.Peaks:
    peaks = merkle.EMPTY
    for size, entry in enumerate(entries):
        peaks = merkle.append(peaks, size, merkle.leaf_hash(entry))
    return peaks


def test_roots_are_those_of_the_published_vectors() -> None:
    entries: list[bytes] = []
    for leaf, root in VECTORS:
        entries.append(bytes.fromhex(leaf))
        assert merkle.root(grow(entries), len(entries)).hex() == root


@pytest.mark.parametrize("size", range(71))
def test_root_is_that_of_the_definition_at_every_size(size: int) -> None:
    entries = [b"entry %d" % number for number in range(size)]
    peaks = grow(entries)
    assert merkle.root(peaks, size) == tree_hash(entries)
    assert len(peaks) == size.bit_count()


@settings(deadline=None)  # On busy cores an example may take long.
@given(st.lists(st.binary(max_size=80), max_size=300))
def test_root_is_that_of_the_definition_for_any_entries(entries: list[bytes]) -> None:
    assert merkle.root(grow(entries), len(entries)) == tree_hash(entries)


def test_the_empty_log_has_the_hash_of_nothing_as_its_root() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.root(merkle.EMPTY, 0).hex() == empty


def test_append_leaves_the_peaks_it_was_given_as_they_are() -> None:
    before = grow([b"a", b"b", b"c"])
    kept = tuple(before)
    merkle.append(before, 3, merkle.leaf_hash(b"d"))
    assert before == kept


@pytest.mark.parametrize(("peaks", "size"), [((), 1), ((b"\0" * 32,), 0), ((b"\0" * 32,), 3), ((), -1)])
def test_peaks_of_another_size_are_refused(peaks: merkle.Peaks, size: int) -> None:
    with pytest.raises(ValueError, match="not those of a tree"):
        merkle.root(peaks, size)
    with pytest.raises(ValueError, match="not those of a tree"):
        merkle.append(peaks, size, merkle.leaf_hash(b""))


def test_an_entry_given_in_place_of_its_hash_is_refused() -> None:
    with pytest.raises(ValueError, match="leaf_hash"):
        merkle.append(merkle.EMPTY, 0, b'{"act":"request:open"}')
