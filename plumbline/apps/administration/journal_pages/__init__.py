"""The journal in the browser: entries, proofs, checkpoints, and its verification."""
