"""Sales management that lives in a spreadsheet: documents, targets and appraisals on a Parquet ledger."""

__version__ = "0.1.0"
