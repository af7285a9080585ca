"""The append-only Merkle log and every version of every record: tables and services only."""
