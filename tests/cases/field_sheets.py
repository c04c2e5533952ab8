"""Field cases of sheet input, of files and of the ledger: each is typed into a real workbook and posted.

A case's columns are put under the headers of the list of orders; everything the case does not speak of is filled
with a customer and a product that exist.
"""

import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.table import Table as ExcelTable

from salesbook.actions.storing import Report
from salesbook.actions.verifying import read_all
from salesbook.hosts.closed_file import ClosedFile
from salesbook.messages import error_sentence, sentence
from salesbook.problems import HostError, Problem, TemplateError
from salesbook.sheets.cell_values import read_cell
from salesbook.sheets.columns import LISTS
from salesbook.sheets.reading import match, read_papers
from tests.small_company import Desk, codes, outcomes, put, shows, typing_into

Case = Mapping[str, Any]
DAY = date(2026, 3, 5)

HEADERS = ("Ref", "Date", "Customer", "Product", "Quantity", "Unit price", "Discount %", "Tax code", "No.", "Status")
USUAL: dict[str, Any] = {"Date": DAY, "Customer": "C-1", "Product": "BOLT-8", "Quantity": 1}


def orders(
    desk: Desk, rows: Sequence[Mapping[str, Any]], *, headers: Sequence[str] = HEADERS, date1904: bool = False
) -> Path:
    """A workbook with these rows from row 2 on; each is an order of its own unless it has a Ref."""
    workbook = openpyxl.Workbook()
    if date1904:
        workbook.epoch = CALENDAR_MAC_1904
    sheet = workbook.active
    sheet.title = "Orders"
    sheet.append(list(headers))
    for number, row in enumerate(rows, start=2):
        values = {"Ref": f"R{number}"} | USUAL | dict(row)
        for column, header in enumerate(headers, start=1):
            value = values.get(header)
            number_format = None
            if isinstance(value, dict):
                value, number_format = value["stored"], value.get("number_format")
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str) and value.startswith("#"):
                cell.data_type = "e" if row.get("error") else "s"
            if number_format:
                cell.number_format = number_format
    sheet.add_table(ExcelTable(displayName="tblOrders", ref=f"A1:{sheet.cell(1 + len(rows), len(headers)).coordinate}"))
    path = desk.folder / "case.xlsx"
    workbook.save(path)
    return path


def entered(book: Path, field: str) -> list[Any]:
    """What was read from a column, document by document."""
    matched = match(ClosedFile(book).read_table("tblOrders"), LISTS["sales_order"])
    return [line.get(field) for document in read_papers(matched) for line in document.entered]


def only_problem(report: Report, cell: str) -> Problem:
    """The one problem at a cell."""
    (found,) = [problem for problem in report.problems if problem.place.cell == cell]
    return found


def run_fc_sheet_input_01(case: Case, desk: Desk) -> None:
    """Padded codes keep their zeros, whether they are text or only look padded."""
    book = orders(desk, [{"Product": cell} for cell in case["input"]["cells"]])
    assert entered(book, "product_no") == case["expect"]["item_codes"]
    assert not set(entered(book, "product_no")) & set(case["expect"]["must_not"])


def run_fc_sheet_input_02(case: Case, desk: Desk) -> None:
    """A workbook of the old Mac calendar gives the day that Excel shows."""
    given = case["input"]["cell"]
    found = []
    for date1904 in (True, False):
        book = orders(desk, [{"Date": given}], date1904=date1904)
        (row,) = ClosedFile(book).read_table("tblOrders").rows
        found.append((row.values[1], read_cell(row.values[1], row.format_of(1), "date").value))
    (shown, day), (_, other_day) = found
    assert isinstance(shown, datetime)
    assert str(day) == case["expect"]["delivery_date"]
    assert f"{shown:%H:%M}" == case["expect"]["time"]
    assert str(other_day) == case["expect"]["same_number_when_date1904_false"]


def run_fc_sheet_input_03(case: Case, desk: Desk) -> None:
    """Full-width digits are digits; an ideographic full stop is no decimal point."""
    rows = [{"Quantity": row["qty"], "Unit price": row["unit_price"]} for row in case["input"]["rows"]]
    report = desk.post(orders(desk, rows))
    posted, refused = case["expect"]["rows"]
    line = desk.show("SO-2026-00001").lines[0].posting
    assert (line.quantity, line.unit_price) == (Decimal(posted["qty"]), Decimal(posted["unit_price"]))
    assert line.net_amount == Decimal(posted["amount"])
    assert (outcomes(report)["R3"], refused["status"]) == ("refused", "refused")
    assert codes(report) == [
        ("Orders!E2", "read-as"), ("Orders!F2", "read-as"), ("Orders!E3", "ideographic-full-stop"),
    ]  # fmt: skip


def run_fc_sheet_input_04(case: Case, desk: Desk) -> None:
    """Dates typed as Chinese text; one without a year is refused, and told that the year is needed."""
    desk.change_settings('open_from = "2025-01-01"', 'open_from = "2000-01-01"')
    desk.today = date.fromisoformat(case["input"]["today"])
    report = desk.post(orders(desk, [{"Date": cell} for cell in case["input"]["cells"]]))
    days = [str(desk.show(f"SO-{year}-00001").document.document_date) for year in (2007, 2023, 2019)]
    assert [*days, None] == case["expect"]["dates"]
    refusal = only_problem(report, "B5")
    assert outcomes(report)["R5"] == "refused"
    assert "year" in sentence(refusal, "en")


def run_fc_sheet_input_05(case: Case, desk: Desk) -> None:
    """One order for the whole column: the company's, or the one that its own dates show."""
    cells, wanted = case["input"]["cells"], case["expect"]["dates"]
    assert (case["input"]["configured_order"], case["input"]["column"]) == ("DMY", "delivery date")
    headers = (*HEADERS, "Due")
    assert entered(orders(desk, [{"Due": cell} for cell in cells], headers=headers), "due_date") == [
        date.fromisoformat(day) for day in wanted
    ]
    ambiguous = [cell for cell in cells if int(cell[:2]) <= 12]
    book = orders(desk, [{"Due": cell} for cell in ambiguous], headers=headers)
    assert {code for _, code in codes(desk.check(book)) if code != "read-as"} == {"date-ambiguous"}
    desk.change_settings('date_order = "ask"', 'date_order = "DMY"')
    assert "date-ambiguous" not in {code for _, code in codes(desk.check(book))}
    assert desk.post(book).count("posted") == len(ambiguous)


def run_fc_sheet_input_06(case: Case, desk: Desk) -> None:
    """A failed look-up is neither a zero nor a number, and nothing of the sheet is posted."""
    cells = case["input"]["column"], case["input"]["cells"]
    rows = [{"Ref": "A1", "Quantity": cell["stored"], "error": cell["kind"] == "error"} for cell in cells[1]]
    stored = desk.version
    report = desk.post(orders(desk, rows))
    assert (desk.version > stored) == case["expect"]["sheet_posted"]
    found = {problem.place.cell.replace("E", "D"): problem.code for problem in report.problems}
    assert found == {"D2": "quantity-not-positive", "D4": "cell-error", "D5": "not-a-number"}
    assert "#N/A" in sentence(only_problem(report, "E4"), "en")


def run_fc_sheet_input_07(case: Case, desk: Desk) -> None:
    """A customer merged over the rows of one order counts for them; the next order needs its own."""
    refs = {2: "A1", 3: "A1", 4: "A2"}
    rows = [
        {"Ref": refs[row["row"]], "Customer": row["A"] and "C-1", "Quantity": row["C"]} for row in case["input"]["rows"]
    ]
    book = orders(desk, rows)
    workbook = openpyxl.load_workbook(book)
    workbook["Orders"].merge_cells("C2:C3")
    workbook.save(book)
    report = desk.post(book)
    assert [line.posting.customer_no for line in desk.show("SO-2026-00001").lines] == ["C-1", "C-1"]
    assert case["expect"]["row_2_customer"] == case["expect"]["row_3_customer"] == case["input"]["rows"][0]["A"]
    assert codes(report) == [("Orders!C4", "missing")]
    assert sentence(report.problems[0], "en").startswith("Customer is blank")


def run_fc_sheet_input_08(case: Case, desk: Desk) -> None:
    """A row hidden by a filter is not posted, and that is said."""
    book = orders(desk, [{"Quantity": row["qty"]} for row in case["input"]["rows"]])
    workbook = openpyxl.load_workbook(book)
    for row in case["input"]["rows"]:
        workbook["Orders"].row_dimensions[row["row"]].hidden = row["hidden"]
    workbook.save(book)
    report = desk.post(book)
    rows = {decision.document.rows[0]: decision.outcome for decision in report.decisions}
    assert [row for row, outcome in rows.items() if outcome == "posted"] == case["expect"]["posted_rows"]
    assert [row for row, outcome in rows.items() if outcome == "hidden"] == case["expect"]["not_posted_rows"]
    assert sentence(report.problems[0], "en").startswith("Row 3")
    # The user can choose to include it: show it and post again.
    workbook = openpyxl.load_workbook(book)
    workbook["Orders"].row_dimensions[3].hidden = False
    workbook.save(book)
    assert desk.post(book).count("posted") == 1


def run_fc_sheet_input_09(case: Case, desk: Desk) -> None:
    """Columns are found by header, in any order; a price under an unknown header is never passed over."""
    ours = {"customer": "Customer", "item": "Product", "qty": "Quantity", "unit price": "Unit price"}
    values = dict(zip((ours[name] for name in case["input"]["sheet_headers"]), case["input"]["row"], strict=True))
    rest = ("Ref", "Date", "Discount %", "Tax code", "No.", "Status")
    book = orders(desk, [values | {"Customer": "C-1", "Product": "BOLT-8"}], headers=(*values, *rest))
    assert not desk.post(book).problems
    line = desk.show("SO-2026-00001").lines[0].posting
    expected = case["expect"]["row"]
    assert (line.quantity, line.unit_price) == (Decimal(expected["qty"]), Decimal(expected["unit_price"]))
    headers = [ours.get(name, name) for name in case["input"]["second_sheet_headers"]]
    with pytest.raises(TemplateError) as caught:
        desk.post(orders(desk, [values], headers=(*headers, *rest)))
    told = error_sentence(caught.value, "en")
    assert "“Unit price”" in told
    assert case["input"]["second_sheet_headers"][-1] in told


def run_fc_sheet_input_10(case: Case, desk: Desk) -> None:
    """A wrong code pasted over a drop-down is refused all the same, and the cell gets its list back."""
    pasted = case["input"]["cell"]
    territories = case["input"]["territory_list"]
    row_number = int(pasted["ref"][1:])
    cell = f"F{row_number}"
    header = "Ref  Date        Customer  Product  Quantity  Territory"
    rows = [f"R{n}   2026-03-05  C-1       BOLT-8   1         {territories[n % 2]}" for n in range(2, row_number + 1)]
    book = desk.orders("\n".join([header, *rows]))
    with typing_into(book) as workbook:
        sheet = workbook["Orders"]
        sheet[cell] = pasted["pasted"]
        (rule,) = (rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref)
        offered, whole = rule.formula1, str(rule.sqref)
        # Pasting leaves the list on the cells above.
        rule.sqref = MultiCellRange(f"F2:F{row_number - 1}")
    stored = desk.version
    refusal = only_problem(desk.check(book), cell)
    assert f"no territory {pasted['pasted']}. Did you mean {territories[0]}?" in sentence(refusal, "en")
    assert desk.version == stored
    with typing_into(book) as workbook:
        rules = workbook["Orders"].data_validations.dataValidation
        assert [(rule.formula1, str(rule.sqref)) for rule in rules if cell in rule.sqref] == [(offered, whole)]
    assert (outcomes(desk.post(book))[f"R{row_number}"] == "posted") == case["expect"]["posted"]


def run_fc_sheet_input_11(case: Case, desk: Desk) -> None:
    """Blanks of any kind around headers and codes do not count."""
    headers = ["Product " if header == "Product" else header for header in HEADERS]
    padded = [cell.replace(case["input"]["known_items"][0], "BOLT-8") for cell in case["input"]["cells"]]
    with desk.company.cache() as cache:
        known = cache.record_keys("product")
    book = orders(desk, [{"Product ": cell} for cell in padded], headers=headers)
    assert set(outcomes(desk.post(book)).values()) == {"posted"}
    found = [desk.show(f"SO-2026-0000{number}").lines[0].posting.product_no for number in range(1, len(padded) + 1)]
    assert [code.replace("BOLT-8", "ITEM-A") for code in found] == case["expect"]["item_codes"]
    with desk.company.cache() as cache:
        assert len(cache.record_keys("product")) - len(known) == case["expect"]["new_items_created"]


def run_fc_sheet_input_12(case: Case, desk: Desk) -> None:
    """A code of fifteen digits is whole; a longer one held as a number has lost its end and is refused."""
    cells = {cell["ref"]: cell["stored"] for cell in case["input"]["cells"]}
    report = desk.check(orders(desk, [{"Product": stored} for stored in cells.values()]))
    unknown = {problem.place.cell.replace("D", "B"): problem.values["code"] for problem in report.problems[:2]}
    assert unknown == {ref: case["expect"][ref] for ref in ("B2", "B3")}
    refusal = only_problem(report, "D4")
    assert refusal.code == "code-too-long-number"
    assert "15 digits" in sentence(refusal, "en")
    assert not set(unknown.values()) & set(case["expect"]["must_not"])


def run_fc_sheet_input_13(case: Case, desk: Desk) -> None:
    """15, 15 % and a cell of 0.15 in percent format are the same; what is written back shows the same too."""
    rows = [{"Discount %": cell, "Ref": cell["ref"]} for cell in case["input"]["cells"]]
    report = desk.post(orders(desk, rows))
    found = [desk.show(f"SO-2026-0000{number}").lines[0].posting.discount_percent for number in range(1, 5)]
    assert found == [Decimal(percent) for percent in case["expect"]["discount_pct"]]
    (warning,) = report.problems
    assert (warning.code, warning.severity, warning.place.cell) == ("discount-below-one", "warning", "G5")
    assert "15 %" in sentence(warning, "en")
    percent = case["input"]["written_back_to_percent_format_cell"]
    quotation = desk.documents("quotation.xlsx", quotation=f"""
        Ref  Date        Customer  Product  Quantity  Discount %
        Q1   2026-03-05  C-1       BOLT-8   5         {percent}
    """)  # fmt: skip
    desk.post(quotation)
    headers = ("Quotation no.", *HEADERS)
    cell = {"Discount %": {"stored": None, "number_format": "0%"}, "Quotation no.": "QU-2026-00001", "Ref": "back"}
    book = orders(desk, [cell], headers=headers)
    desk.post(book)
    written = openpyxl.load_workbook(book)["Orders"]["H2"]
    assert (written.value, written.number_format) == (case["expect"]["cell_written"]["stored"], "0%")


def run_fc_excel_host_06(case: Case, desk: Desk) -> None:
    """A workbook that is open elsewhere is left as it is; the lock file is no workbook."""
    name = Path(case["input"]["target"]).name
    book = orders(desk, [{}]).rename(desk.folder / name)
    lock = book.with_name(Path(case["input"]["lock_file_present"]).name)
    lock.write_bytes(b"\x03Lin".ljust(165, b" "))
    content, stored, files = book.read_bytes(), desk.version, sorted(desk.folder.iterdir())
    with pytest.raises(HostError) as caught:
        desk.post(book)
    assert error_sentence(caught.value, "en").startswith(f"{name} is open elsewhere")
    assert (book.read_bytes() == content) == case["expect"]["target_bytes_unchanged"]
    assert sorted(desk.folder.iterdir()) == files
    assert desk.version == stored
    with pytest.raises(HostError, match="workbook-unreadable"):
        ClosedFile(lock)


def run_fc_ledger_01(case: Case, desk: Desk) -> None:
    """The second click finds the file as it was before the first one marked it, and posts nothing."""
    before = case["input"]["next_number"] - 1
    assert desk.post(orders(desk, [{}] * before)).count("posted") == before
    book = orders(desk, [{"Quantity": 7}]).rename(desk.folder / "order.xlsx")
    unmarked, stored = book.read_bytes(), desk.version
    first = desk.post(book)
    book.write_bytes(unmarked)
    second = desk.post(book)
    assert desk.version - stored == case["expect"]["documents_created"]
    assert {first.decisions[0].document_no, second.decisions[0].document_no} == {
        f"SO-2026-{case['expect']['number']:0>5}"
    }
    assert second.decisions[0].outcome == "already"
    assert shows(book, "sales_order", "document_no") == [(first.decisions[0].document_no,)]


def run_fc_ledger_03(case: Case, desk: Desk) -> None:
    """A long number beside a blank comes back with all its digits, from the Parquet files themselves."""
    headers = (*HEADERS, "Customer order no.")
    values = case["input"]["values"]
    desk.post(orders(desk, [{"Customer order no.": value and str(value)} for value in values], headers=headers))
    stored = [line for found in read_all(desk.company) for line in found.lines if line.kind == "sales_order"]
    found = [int(line.customer_reference) if line.customer_reference else None for line in stored]
    assert found == case["expect"]["read_back"]


def run_fc_price_01(case: Case, desk: Desk) -> None:
    """The price of the day of the document; of several valid ones the one that began last."""
    desk.change_settings('open_from = "2025-01-01"', 'open_from = "2000-01-01"')
    book = desk.records("price", """
        Price list  Product  Unit price
        default     NUT-8    1
    """, "prices.xlsx")  # fmt: skip
    prices = [
        [None, "default", "BOLT-8", None, row["price"], row["from"], row["to"]] for row in case["input"]["prices"]
    ]
    fields = ("customer_no", "price_list", "product_no", "minimum_quantity", "unit_price", "valid_from", "valid_to")
    for number, values in enumerate(prices, start=3):
        put(book, "price", number, **{n: _day(v) for n, v in zip(fields, values, strict=True) if v is not None})
    assert not desk.post(book).problems
    expected = {
        case["input"]["order_date"]: case["expect"]["price"],
        **{name.removeprefix("on_").replace("_", "-"): price for name, price in _on_days(case).items()},
    }
    report = desk.post(orders(desk, [{"Date": datetime.fromisoformat(day)} for day in expected]))
    found = [decision.postings[0].unit_price for decision in report.decisions]
    assert found == [Decimal(price) for price in expected.values()]


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) and value[:1] == "2" else value


def _on_days(case: Case) -> dict[str, str]:
    return {name: price for name, price in case["expect"].items() if name.startswith("on_")}


def run_fc_performance_01(case: Case, desk: Desk) -> None:
    """Formats down to the last row of the sheet do not make it long."""
    path = desk.folder / "tall.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Orders")
        grey = workbook.add_format({"bg_color": "#EEEEEE"})
        sheet.set_column(0, 20, 12, grey)
        sheet.write_blank(case["input"]["reported_max_row"] - 1, 0, None, grey)
        columns = [{"header": header} for header in HEADERS]
        sheet.add_table(0, 0, 2, len(HEADERS) - 1, {"name": "tblOrders", "columns": columns})
        for row in (1, 2):
            sheet.write_row(row, 0, [f"R{row}", "2026-03-05", "C-1", "BOLT-8", 1])
    tracemalloc.start()
    start = perf_counter()
    block = ClosedFile(path).read_table("tblOrders")
    seconds, (_, peak) = perf_counter() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    report = desk.post(path)
    assert len(block.rows) == case["expect"]["rows_read"] == report.count("posted")
    assert len(report.problems) == case["expect"]["errors_for_blank_rows"]
    assert seconds < case["expect"]["time_limit_s"]
    assert peak < case["expect"]["memory_limit_mb"] * 2**20


RUNNERS: dict[str, Callable[[Case, Desk], None]] = {
    "FC-sheet-input-01": run_fc_sheet_input_01,
    "FC-sheet-input-02": run_fc_sheet_input_02,
    "FC-sheet-input-03": run_fc_sheet_input_03,
    "FC-sheet-input-04": run_fc_sheet_input_04,
    "FC-sheet-input-05": run_fc_sheet_input_05,
    "FC-sheet-input-06": run_fc_sheet_input_06,
    "FC-sheet-input-07": run_fc_sheet_input_07,
    "FC-sheet-input-08": run_fc_sheet_input_08,
    "FC-sheet-input-09": run_fc_sheet_input_09,
    "FC-sheet-input-10": run_fc_sheet_input_10,
    "FC-sheet-input-11": run_fc_sheet_input_11,
    "FC-sheet-input-12": run_fc_sheet_input_12,
    "FC-sheet-input-13": run_fc_sheet_input_13,
    "FC-excel-host-06": run_fc_excel_host_06,
    "FC-ledger-01": run_fc_ledger_01,
    "FC-ledger-03": run_fc_ledger_03,
    "FC-price-01": run_fc_price_01,
    "FC-performance-01": run_fc_performance_01,
}
