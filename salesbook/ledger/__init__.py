"""The ledger: one append-only Delta table, a posting a commit, and a local cache of what it adds up to."""
