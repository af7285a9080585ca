"""AST: the inventory of assets (A.5.9 and its neighbours)."""
