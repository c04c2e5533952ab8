"""Read a filled pick sheet back: what was picked becomes the rows of deliveries, to be looked over and posted."""

from collections.abc import Iterator
from typing import Any

from salesbook.actions.company import Company
from salesbook.actions.making import Made, list_of, next_reference, put_rows
from salesbook.actions.posting import ReadSheet, read_sheets
from salesbook.documents.pick_list import PickLine, PickList
from salesbook.hosts.host import Workbook
from salesbook.problems import SalesbookError
from salesbook.sheets.reading import MatchedTable, ReadDocument


def make_from_picks(workbook: Workbook, company: Company) -> Made:
    """Fill the list of deliveries with what the warehouse has picked.

    A line that was picked in part, or not at all, leaves the rest of its order line open again.

    Raises:
        SalesbookError: Nothing is filled in, or a pick list cannot be read.
        TemplateError: The workbook has no list of deliveries, or is of a later make.
    """
    matched = list_of("delivery_note", workbook)
    workbook.ensure_can_save()
    rows: list[dict[str, Any]] = []
    references: dict[str, str] = {}
    with company.cache() as cache:
        for document in _posted_picks(read_sheets(workbook, company.settings.sheets)):
            number = document.document_no
            lines = cache.lines_of([("pick_list", number)])
            is_done = any(line.balance.delivered for line in lines.values())
            picked = _picked(document)
            if is_done or not picked or number in _waiting(matched):
                continue
            reference = next_reference(cache, "delivery_note", number)
            references[reference] = number
            for line in picked:
                rows.append(_row(line, number, reference) | {"document_date": company.today})
    if not rows:
        raise SalesbookError("nothing-picked", workbook=workbook.label)
    put_rows(workbook, matched, rows, company)
    return Made("delivery_note", len(rows), references)


def _posted_picks(sheets: list[ReadSheet]) -> Iterator[ReadDocument]:
    for sheet in sheets:
        if sheet.matched.table.kind == "pick_list":
            yield from (document for document in sheet.documents if document.document_no)


def _picked(document: ReadDocument) -> list[PickLine]:
    """The lines with something picked; a blank cell is not done yet, which is as good as nothing."""
    if not isinstance(document.model, PickList):
        raise SalesbookError("pick-unreadable", document=document.document_no)
    return [line for line in document.model.lines if line.picked_quantity]


def _waiting(matched: MatchedTable) -> set[str]:
    """Pick lists whose deliveries stand in the list already: pressing twice adds nothing."""
    offset = matched.columns["source_no"]
    return {str(row.values[offset]) for row in matched.block.rows if row.values[offset]}


def _row(line: PickLine, number: str, reference: str) -> dict[str, Any]:
    return {
        "document_ref": reference,
        "source_no": number,
        "source_line_no": line.line_no,
        "product_no": line.substitute_no or line.product_no,
        "quantity": line.picked_quantity,
        "unit": line.unit,
        "warehouse_code": line.warehouse_code,
        "batch_no": line.batch_no,
        "remark": line.remark,
    }
