"""Who acts: names outside the log, accounts, access roles, permissions, and `@action`, the only way to change."""
