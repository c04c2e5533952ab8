"""The workbook of what waits for an approval: a row per document, with a cell to decide in."""

from collections.abc import Sequence
from pathlib import Path

from salesbook.documents.approval import Approval
from salesbook.messages import sentence
from salesbook.sheets.columns import APPROVALS, KIND_WORDS
from salesbook.workbooks.building import BookInfo, add_sheet, new_book
from salesbook.workbooks.paper_grid import wrapped

REASONS_WIDTH = APPROVALS.fields[APPROVALS.index("grounds")].width - 2
"""Of the column of reasons, less its indent: as many lines as they need are seen."""


def build_approvals(path: Path, info: BookInfo, approvals: Sequence[Approval]) -> None:
    """Write the workbook; a file that is there is replaced."""
    with new_book(path, info) as builder:
        page = add_sheet(builder, APPROVALS.sheet)
        builder.widths(page, APPROVALS)
        language = builder.look.language
        rows = [
            {
                "request_no": approval.request_no,
                "kind": KIND_WORDS[approval.document_kind].get(language),
                "document_ref": approval.document_ref,
                "customer_no": approval.customer_no,
                "net_amount": approval.net_amount,
                "made_by": approval.made_by,
                "grounds": " ".join(sentence(ground.problem, language) for ground in approval.grounds),
            }
            for approval in approvals
        ]
        builder.table(page, APPROVALS, rows)
        page.set_row(0, 24)
        for number, row in enumerate(rows, start=1):
            page.set_row(number, 14 * len(wrapped(str(row["grounds"]), REASONS_WIDTH)) + 4)
