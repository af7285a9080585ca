"""Canonical JSON, the Merkle tree, signed notes and journal headers: what a proof is made of and how it is checked."""
