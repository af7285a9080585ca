"""OPS: operations and premises (A.7, A.8)."""
