"""The papers of selling and the rules they obey. Nothing here opens a workbook or a ledger."""
