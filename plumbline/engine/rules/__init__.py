"""The conformity rules: each is a check and a page, joined to the standard by the keys of its clauses."""
