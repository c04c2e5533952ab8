"""Several tables on one sheet: where each begins and ends, and which of them are of the wanted kind."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from salesbook.hosts.host import CellValue
from salesbook.sheets.columns import LISTS, RECORD_TABLES
from salesbook.sheets.dividing import DividedSheet, find_tables
from salesbook.sheets.forms import lines_of_form
from tests.sheets.test_finding import cells, grid

ORDERS = LISTS["sales_order"]
HEADER: list[CellValue] = ["Ref", "Date", "Customer", "SKU", "Qty"]


def order(ref: str, quantity: int = 1) -> list[CellValue]:
    return [ref, "2026-03-05", "C-1", "BOLT-8", quantity]


def rows_of(divided: DividedSheet) -> list[list[int]]:
    return [[row.row_number for row in found.rows] for found in divided.tables]


def form(number: str) -> list[list[CellValue]]:
    return [
        ["QUOTATION"], [], ["Customer", None, "Quote No:", number], ["C-1", None, "Date: 2026.3.5"], [],
        ["Item Number", "Item", "Qty", "Unit Price"], ["BOLT-8", "Bolts", 10, 5], ["NUT-8", "Nuts", 1, 2],
        ["TOTAL", None, None, 52], ["Terms: 30 days"], [], ["Prepared by: P1"], [],
    ]  # fmt: skip


# ---- Below each other --------------------------------------------------------------------------------------------


def test_a_list_below_another_one_has_its_own_rows_title_total_and_notes() -> None:
    divided = find_tables(
        grid(
            ["March"], HEADER, order("A1"), order("A2"), ["Total", None, None, None, 2], ["checked by Li"], [],
            ["April"], HEADER, order("A3"), ["合計", None, None, None, 1],
        ),
        ORDERS,
    )  # fmt: skip
    assert rows_of(divided) == [[3, 4, 5, 6], [10, 11]]
    assert [[row.values[0] for row in found.top] for found in divided.tables] == [["March", "Ref"], ["April", "Ref"]]


def test_each_table_has_its_own_order_of_columns_and_its_own_words() -> None:
    header: list[CellValue] = ["件數", "訂單號碼", "客戶編號", "訂單日期", "料號"]
    divided = find_tables(grid(HEADER, order("A1"), header, [3, "A2", "C-1", "2026-03-05", "X"]), ORDERS)
    assert rows_of(divided) == [[2], [4]]


def test_labels_between_two_tables_belong_to_the_lower_one() -> None:
    header: list[CellValue] = ["Ref", "Customer", "SKU", "Qty"]
    line: list[CellValue] = ["A1", "C-1", "BOLT-8", 1]
    divided = find_tables(grid(["Date: 2026-03-05"], header, line, [], ["Date:", "2026-03-06"], header, line), ORDERS)
    assert [found.labels for found in divided.tables] == [
        {"document_date": "2026-03-05"}, {"document_date": "2026-03-06"},
    ]  # fmt: skip


def test_forms_below_each_other_keep_their_labels_and_what_stands_below_their_lines() -> None:
    for empty_rows in (True, False):
        rows = [row for number in ("Q-1", "Q-2", "Q-3") for row in form(number) if row or empty_rows]
        divided = find_tables(grid(*rows), LISTS["quotation"])
        assert [found.labels for found in divided.tables] == [
            {"customer_no": "C-1", "document_ref": number, "document_date": "2026.3.5"}
            for number in ("Q-1", "Q-2", "Q-3")
        ]
        forms = [lines_of_form(found, LISTS["quotation"], {}) for found in divided.tables]
        assert [(len(found.rows), found.below) for found in forms] == [(2, 3)] * 3


def test_a_row_of_labels_may_have_words_that_are_no_fields_of_the_list() -> None:
    lines: list[list[CellValue]] = [["SKU", "Qty"], ["BOLT-8", 10], ["NUT-8", 5]]
    divided = find_tables(grid(["Buyer", "Ship to"], ["C-21", "Warehouse 2"], [], *lines), ORDERS)
    assert rows_of(divided) == [[5, 6]]
    assert (divided.tables[0].labels, divided.others) == ({"customer_no": "C-21"}, ())


def test_a_header_that_printed_pages_repeat_is_no_row_and_no_table_of_its_own() -> None:
    divided = find_tables(
        grid(
            ["Orders"], HEADER, order("A1"), HEADER, order("A2"), ["Orders"], ["Page 3"], HEADER, order("A3"), [],
            HEADER, order("A4"),
        ),
        ORDERS,
    )  # fmt: skip
    assert rows_of(divided) == [[3, 5, 9, 12]]
    assert (divided.tables[0].repeated, divided.tables[0].page_titles) == ((4, 8, 11), 2)


def test_a_header_in_two_languages_is_one_header() -> None:
    divided = find_tables(grid(["單號", "日期", "客戶", "料號", "數量"], HEADER, order("A1")), ORDERS)
    assert rows_of(divided) == [[3]]


def test_a_row_of_two_words_amid_a_list_stays_a_row() -> None:
    divided = find_tables(grid(HEADER, order("A1"), ["Note", "deliver on Monday"], [], order("A2"), ["A3"]), ORDERS)
    assert rows_of(divided) == [[2, 3, 5, 6]]


# ---- Of another kind ---------------------------------------------------------------------------------------------


def test_a_table_of_another_kind_is_left_out_and_named() -> None:
    divided = find_tables(
        grid(
            ["Prices"], ["Product", "Price"], ["X", 5], [], ["Orders"], HEADER, order("A1"), [],
            ["Product", "On hand"], ["X", 5], ["Y", 6], [], ["Contacts"], ["Name", "Phone"], ["Ann", "0912"],
        ),
        ORDERS,
    )  # fmt: skip
    assert rows_of(divided) == [[7]]
    assert [(other.header_row, other.rows, other.headings) for other in divided.others] == [
        (2, 1, 2), (9, 2, 1), (14, 1, 2),
    ]  # fmt: skip


def test_returns_below_orders_are_no_orders_although_their_columns_are_the_same() -> None:
    header: list[CellValue] = ["Number", *HEADER[1:]]
    sheet = grid(["Orders"], header, order("A1"), [], ["Returns"], header, order("A1"))
    assert rows_of(find_tables(sheet, ORDERS)) == [[3]]
    assert rows_of(find_tables(sheet, LISTS["sales_return"])) == [[7]]


def test_a_table_without_a_needed_column_is_left_out_and_says_what_it_lacks() -> None:
    divided = find_tables(grid(HEADER, order("A1"), [], ["Ref", "SKU", "Qty"], ["A2", "X", 3]), ORDERS)
    assert rows_of(divided) == [[2]]
    assert [other.lacking for other in divided.others] == [("customer_no", "document_date")]


def test_orders_below_a_list_of_customers_are_no_customers() -> None:
    header: list[CellValue] = ["Customer", "Name", "Date", "Product", "Quantity"]
    divided = find_tables(
        grid(["Customer", "Name", "Phone"], ["C-1", "Alpha", "1"], [], header, ["C-2", "Beta", "2026-03-05", "X", 3]),
        RECORD_TABLES["customer"],
    )
    assert rows_of(divided) == [[2]]
    assert len(divided.others) == 1


# ---- Beside each other -------------------------------------------------------------------------------------------


def test_tables_beside_each_other_are_read_one_by_one() -> None:
    divided = find_tables(
        grid(
            ["North", None, None, None, None, None, "South"], [*HEADER, None, *HEADER],
            [*order("N1"), None, *order("S1")], [None] * 6 + order("S2"), [None] * 6 + order("S3"),
            ["Coast"], HEADER, order("N2"),
        ),
        ORDERS,
    )  # fmt: skip
    assert rows_of(divided) == [[3], [8], [3, 4, 5]]
    north, _, south = divided.tables
    assert (north.headers[:6], south.headers[6:]) == ((*HEADER, ""), tuple(HEADER))
    assert not any(north.headers[6:] + south.headers[:6])
    assert (north.mark, south.mark) == ("", "G"), "their rows have the same numbers"
    assert all(value is None for row in north.rows for value in row.values[6:])


def test_a_table_over_the_whole_width_may_follow_below_two_beside_each_other() -> None:
    divided = find_tables(
        grid([*HEADER, None, *HEADER], [*order("N1"), None, *order("S1")], [], ["All"] * 11, HEADER, order("A1")),
        ORDERS,
    )
    assert rows_of(divided) == [[2], [2], [6]]


def test_a_list_of_stock_beside_the_orders_is_left_out() -> None:
    divided = find_tables(
        grid([*HEADER, None, "Product", "On hand"], [*order("A1"), None, "X", 4], [None] * 6 + ["Y", 5]), ORDERS
    )
    assert rows_of(divided) == [[2]]
    assert [(other.header_row, other.rows) for other in divided.others] == [(1, 2)]


def test_a_title_directly_above_a_list_of_stock_makes_it_no_part_of_the_orders() -> None:
    divided = find_tables(
        grid(["Orders", *[None] * 5, "Stock"], [*HEADER, None, "SKU", "On hand"], [*order("A1"), None, "X", 4]), ORDERS
    )
    assert divided.tables[0].headers[:5] == tuple(HEADER)
    assert not any(divided.tables[0].headers[5:])
    assert len(divided.others) == 1


def test_contacts_beside_a_shorter_list_are_no_part_of_it() -> None:
    divided = find_tables(
        grid(
            ["Product", "Unit", "Name", None, "Name of contact", "Phone"], ["X", "pcs", "Bolt", None, "Ann", "1"],
            [*[None] * 4, "Ben", "2"],
        ),
        RECORD_TABLES["product"],
    )  # fmt: skip
    assert rows_of(divided) == [[2]]
    assert [other.rows for other in divided.others] == [2]


def test_like_columns_under_two_groups_are_one_table() -> None:
    divided = find_tables(
        grid(
            [None, None, "MOVING", "MOVING", None, "NOT MOVING", "NOT MOVING"],
            ["Product", "Date", "Quantity", "Amount", None, "Quantity", "Amount"],
            ["X", "2026-03-05", 1, 2, None, 3, 4],
        ),
        LISTS["stock_movement"],
    )  # fmt: skip
    assert divided.tables[0].headers[2:] == (
        "MOVING Quantity", "MOVING Amount", "", "NOT MOVING Quantity", "NOT MOVING Amount",
    )  # fmt: skip


def test_an_empty_column_amid_one_table_does_not_part_it() -> None:
    divided = find_tables(grid([*HEADER[:3], None, *HEADER[3:]], ["A1", "2026-03-05", "C-1", None, "X", 1]), ORDERS)
    assert divided.tables[0].headers == ("Ref", "Date", "Customer", "", "SKU", "Qty")
    assert rows_of(divided) == [[2]]


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(
        st.one_of(st.lists(cells, min_size=1, max_size=6), st.sampled_from([HEADER, ["Name", "Phone"], order("A1")])),
        min_size=1, max_size=10,
    ),
    table=st.sampled_from([*LISTS.values(), RECORD_TABLES["customer"]]),
)  # fmt: skip
def test_no_row_of_any_sheet_is_lost_or_read_twice(rows: list[list[Any]], table: Any) -> None:
    sheet = grid(*rows)
    divided = find_tables(sheet, table)
    read = sum(found.headings + len(found.rows) for found in divided.tables)
    left_out = sum(other.headings + other.rows for other in divided.others)
    assert read + left_out == (len(sheet.rows) if divided.tables or divided.others else 0)
