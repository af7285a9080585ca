"""The Merkle tree: against public vectors, and against the definition of RFC 6962 written as slowly as it reads."""

from __future__ import annotations

import json
import os
from base64 import b64decode
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.engine.proof.merkle import (
    Frontier,
    NodeReader,
    TreeError,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_at,
    root_of,
    verify_consistency,
    verify_inclusion,
)

OWN_VECTORS = Path(__file__).parent / "vectors"
PUBLIC_VECTORS_OF_A_KIND = 98
LARGEST = 300
LEAVES = [leaf_hash(b"entry %d" % number) for number in range(LARGEST)]


def defined_root(start: int, end: int) -> bytes:
    """MTH(D[start:end]) as section 2.1 defines it."""
    if end - start == 0:
        return sha256(b"").digest()
    if end - start == 1:
        return LEAVES[start]
    middle = start + largest_power_below(end - start)
    return sha256(b"\x01" + cached_root(start, middle) + cached_root(middle, end)).digest()


cached_root = cache(defined_root)


def largest_power_below(width: int) -> int:
    power = 1
    while power * 2 < width:
        power *= 2
    return power


def defined_path(index: int, start: int, end: int) -> list[bytes]:
    """PATH(m, D[n]) as section 2.1.1 defines it."""
    if end - start == 1:
        return []
    middle = start + largest_power_below(end - start)
    if index < middle:
        return [*defined_path(index, start, middle), cached_root(middle, end)]
    return [*defined_path(index, middle, end), cached_root(start, middle)]


def defined_subproof(old: int, start: int, end: int, is_whole: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b) as section 2.1.2 defines it."""
    if old == end:
        return [] if is_whole else [cached_root(start, end)]
    middle = start + largest_power_below(end - start)
    if old <= middle:
        return [*defined_subproof(old, start, middle, is_whole), cached_root(middle, end)]
    return [*defined_subproof(old, middle, end, False), cached_root(start, middle)]


def complete_subtrees(size: int) -> NodeReader:
    """Read nodes as the journal does: only those that appending has stored."""
    frontier = Frontier()
    stored = {(node.level, node.idx): node.hash for leaf in LEAVES[:size] for node in frontier.append(leaf)}
    return lambda level, idx: stored[level, idx]


def vectors(name: str, folder: Path) -> Iterator[dict[str, Any]]:
    for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def judged_inclusion(case: dict[str, Any]) -> bool:
    proof = [b64decode(step) for step in case["proof"] or []]
    root, leaf = b64decode(case["root"]), b64decode(case["leafHash"])
    return verify_inclusion(leaf, case["leafIdx"], case["treeSize"], proof, root)


def judged_consistency(case: dict[str, Any]) -> bool:
    proof = [b64decode(step) for step in case["proof"] or []]
    old_root, new_root = b64decode(case["root1"]), b64decode(case["root2"])
    return verify_consistency(case["size1"], case["size2"], old_root, new_root, proof)


JUDGES = {"inclusion": judged_inclusion, "consistency": judged_consistency}


@pytest.mark.parametrize(("name", "judge"), JUDGES.items(), ids=JUDGES)
def test_every_public_vector_is_judged_right(name: str, judge: Callable[[dict[str, Any]], bool]) -> None:
    samples = os.environ.get("PLUMBLINE_SAMPLES")
    if not samples:
        pytest.skip("PLUMBLINE_SAMPLES is not set. Point it to the samples folder to judge the public proof vectors.")
    cases = list(vectors(name, Path(samples) / "merkle"))
    assert len(cases) == PUBLIC_VECTORS_OF_A_KIND
    assert [case["case"] for case in cases if judge(case) is case["wantErr"]] == []


@pytest.mark.parametrize(("name", "judge"), JUDGES.items(), ids=JUDGES)
def test_every_vector_of_our_own_is_judged_right(name: str, judge: Callable[[dict[str, Any]], bool]) -> None:
    cases = list(vectors(name, OWN_VECTORS))
    assert {case["wantErr"] for case in cases} == {True, False}
    assert [case["case"] for case in cases if judge(case) is case["wantErr"]] == []


def test_the_root_of_every_size_is_the_one_defined() -> None:
    frontier = Frontier()
    node = complete_subtrees(LARGEST)
    for size in range(LARGEST + 1):
        assert frontier.root() == root_at(size, node) == cached_root(0, size)
        if size < LARGEST:
            frontier.append(LEAVES[size])


def test_the_proof_of_every_entry_in_every_size_is_the_one_defined_and_is_believed() -> None:
    node = complete_subtrees(LARGEST)
    for size in range(1, LARGEST + 1):
        root = cached_root(0, size)
        for index in range(size):
            proof = inclusion_proof(size, index, node)
            assert proof == defined_path(index, 0, size)
            assert verify_inclusion(LEAVES[index], index, size, proof, root)


def test_the_proof_from_every_size_to_every_later_one_is_the_one_defined_and_is_believed() -> None:
    node = complete_subtrees(LARGEST)
    for new in range(1, LARGEST + 1):
        for old in range(1, new + 1):
            proof = consistency_proof(old, new, node)
            assert proof == defined_subproof(old, 0, new, True)
            assert verify_consistency(old, new, cached_root(0, old), cached_root(0, new), proof)


def test_proofs_read_few_nodes_even_of_a_million_entries() -> None:
    reads: list[tuple[int, int]] = []

    def node(level: int, idx: int) -> bytes:
        reads.append((level, idx))
        return sha256(b"%d %d" % (level, idx)).digest()

    size = 1_000_003
    for position in (0, 1, 524_287, 524_288, 999_999, size - 1):
        inclusion_proof(size, position, node)
        consistency_proof(position + 1, size, node)
        assert len(reads) <= 4 * size.bit_length()
        assert all((idx + 1) << level <= size for level, idx in reads), "only complete subtrees are stored"
        reads.clear()


def test_appending_names_each_complete_subtree_once_from_the_leaf_upwards() -> None:
    frontier = Frontier()
    finished = [[(node.level, node.idx) for node in frontier.append(leaf)] for leaf in LEAVES[:4]]
    assert finished == [[(0, 0)], [(0, 1), (1, 0)], [(0, 2)], [(0, 3), (1, 1), (2, 0)]]


@given(st.integers(0, LARGEST - 1))
def test_a_stored_frontier_goes_on_where_it_stopped(size: int) -> None:
    before, leaf = Frontier(), LEAVES[size]
    for earlier in LEAVES[:size]:
        before.append(earlier)
    after = Frontier.from_bytes(before.to_bytes())
    assert after.size == size
    assert after.append(leaf) == before.append(leaf)
    assert after.root() == before.root() == cached_root(0, size + 1)


def test_a_stored_frontier_that_lost_a_byte_is_refused() -> None:
    frontier = Frontier()
    for leaf in LEAVES[:5]:
        frontier.append(leaf)
    for stored in (frontier.to_bytes()[:-1], frontier.to_bytes() + b"x", b"", b"\x01"):
        with pytest.raises(TreeError, match="does not fit its size"):
            Frontier.from_bytes(stored)


def test_a_leaf_that_is_not_a_hash_is_refused() -> None:
    with pytest.raises(TreeError, match="32 bytes, not 5"):
        Frontier().append(b"entry")


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root_of([]) == sha256(b"").digest()


def test_proofs_that_cannot_exist_are_refused() -> None:
    node = complete_subtrees(4)
    for size, index in ((0, 0), (4, 4), (4, -1)):
        with pytest.raises(TreeError, match="has no entry"):
            inclusion_proof(size, index, node)
    for old, new in ((0, 4), (5, 4), (-1, 4)):
        with pytest.raises(TreeError, match="cannot extend"):
            consistency_proof(old, new, node)


@st.composite
def tampered_proofs(draw: st.DrawFn, longest: int) -> tuple[str, int]:
    return draw(st.sampled_from(["flip", "drop", "add", "swap"])), draw(st.integers(0, longest))


def tampered(proof: list[bytes], how: str, where: int) -> list[bytes]:
    """Return the proof with one thing wrong; the bit that is flipped moves with the place."""
    at = where % max(len(proof), 1)
    if how == "add" or not proof:
        return [*proof[:at], sha256(b"%d" % where).digest(), *proof[at:]]
    if how == "drop":
        return proof[:at] + proof[at + 1 :]
    if how == "swap" and len(proof) > 1:
        return [*proof[1:], proof[0]]
    bit = where % 256
    step = bytearray(proof[at])
    step[bit // 8] ^= 1 << bit % 8
    return [*proof[:at], bytes(step), *proof[at + 1 :]]


@settings(max_examples=200)
@given(st.data(), st.integers(1, LARGEST), tampered_proofs(1_000))
def test_a_tampered_proof_of_an_entry_is_not_believed(data: st.DataObject, size: int, fault: tuple[str, int]) -> None:
    index = data.draw(st.integers(0, size - 1))
    wrong = tampered(defined_path(index, 0, size), *fault)
    assert not verify_inclusion(LEAVES[index], index, size, wrong, cached_root(0, size))


@settings(max_examples=200)
@given(st.data(), st.integers(1, LARGEST), tampered_proofs(1_000))
def test_a_tampered_proof_of_growth_is_not_believed(data: st.DataObject, new: int, fault: tuple[str, int]) -> None:
    old = data.draw(st.integers(1, new))
    wrong = tampered(defined_subproof(old, 0, new, True), *fault)
    assert not verify_consistency(old, new, cached_root(0, old), cached_root(0, new), wrong)


@given(st.integers(2, LARGEST), st.integers(0, LARGEST - 1))
def test_a_proof_holds_for_no_other_entry_and_no_other_root(size: int, index: int) -> None:
    index %= size
    proof, root = defined_path(index, 0, size), cached_root(0, size)
    assert not verify_inclusion(LEAVES[index], (index + 1) % size, size, proof, root)
    assert not verify_inclusion(LEAVES[(index + 1) % size], index, size, proof, root)
    assert not verify_inclusion(LEAVES[index], index, size, proof, cached_root(0, size - 1))


def test_no_two_sizes_share_a_root() -> None:
    assert all(smaller != larger for smaller, larger in pairwise(cached_root(0, size) for size in range(LARGEST)))
    assert len({cached_root(0, size) for size in range(LARGEST + 1)}) == LARGEST + 1
