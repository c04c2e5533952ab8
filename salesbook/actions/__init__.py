"""The only meeting place of sheets, rules and ledger: gather, decide, apply."""
