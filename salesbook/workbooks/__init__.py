"""New workbooks, written with XlsxWriter from ``sheets.columns``. Existing ones are changed by ``hosts``."""
