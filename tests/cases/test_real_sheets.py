"""Sheets as people make them, with what a correct import of each must yield; see their own notes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from salesbook.actions.appraising import appraise
from salesbook.actions.imported_sheet import ImportedSheet
from salesbook.actions.importing import ImportPlan, plan_import, run_import
from salesbook.actions.importing_forms import check_forms, read_forms, run_forms
from salesbook.actions.importing_targets import plan_target_import, run_target_import
from salesbook.actions.targets import stored_lines
from salesbook.actions.verifying import verify
from salesbook.hosts.closed_file import ClosedFile
from salesbook.hosts.host import CellWrite
from salesbook.messages import sentence
from salesbook.money import round_half_up
from salesbook.problems import Problem
from salesbook.sheets.columns import LISTS
from salesbook.sheets.reading import ReadDocument, match, read_papers, read_rows
from tests.cases.case_files import FIELD_FILE
from tests.small_company import Desk

FOLDER = FIELD_FILE.parents[1] / "data" / "real_sheets"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of shared sheets is not here")


def answers(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def sheet(desk: Desk, name: str) -> Path:
    """A copy in the company folder, because what is refused is written beside the file."""
    path = desk.folder / f"{name}.xlsx"
    path.write_bytes((FOLDER / path.name).read_bytes())
    return path


def blocks(plan: ImportPlan) -> list[Any]:
    """Each sheet of a file, matched as one of our lists."""
    tables = [ImportedSheet(plan.path.name, found, plan.table, plan.profile, "") for found in plan.tables]
    return [match(found.read_table(plan.table.name), plan.table) for found in tables]


def documents(plan: ImportPlan) -> list[ReadDocument]:
    return [document for matched in blocks(plan) for document in read_papers(matched)]


def codes(problems: Sequence[Problem], severity: str = "error") -> list[tuple[int | None, str]]:
    return [(found.place.row_number, found.code) for found in problems if found.severity == severity]


def records(desk: Desk, customer: str, products: Sequence[str], salesperson: str = "") -> None:
    """The customer and the products that a document names."""
    if salesperson:
        people = f"Salesperson  Name\n{salesperson}        Somebody"
        assert desk.post(desk.records("salesperson", people, "people.xlsx")).count("posted")
    names = f"Customer{' ' * len(customer)}  Name\n{customer:{len(customer) + 8}}  Name"
    assert desk.post(desk.records("customer", names, "customers.xlsx")).count("posted") == 1
    goods = "\n".join(["Product   Name   Unit  Tax code", *(f"{code:8}  Goods  pcs   T5" for code in products)])
    assert desk.post(desk.records("product", goods, "products.xlsx")).count("posted") == len(products)


@pytest.mark.parametrize("name", ["quotation_form_en", "quotation_form_en_no_cached_values"])
def test_a_quotation_form_gives_one_quotation(desk: Desk, name: str) -> None:
    wanted = answers(name)
    fields, lines = wanted["fields"], wanted["lines"]
    plan = plan_import(sheet(desk, name), desk.company, "quotation")
    (found,) = documents(plan)
    assert {key: str(found.head[key]) for key in ("document_date", "valid_until", "customer_no", "salesperson_no")} == {
        "document_date": fields["date"], "valid_until": fields["valid_until"], "customer_no": fields["customer"],
        "salesperson_no": fields["salesperson"],
    }  # fmt: skip
    assert found.document_ref == fields["number"]
    records(desk, fields["customer"], [line["item_code"] for line in lines], fields["salesperson"])
    report = run_import(plan, desk.company)
    assert (report.imported, report.refused) == (len(lines), 0)
    posted = [line.posting for line in desk.show("QU-2025-00001").lines]
    for line, wanted_line in zip(posted, lines, strict=True):
        assert line.product_no == wanted_line["item_code"]
        assert line.description == wanted_line["item"]
        assert line.quantity == wanted_line["quantity"]
        assert line.unit_price == Decimal(wanted_line["unit_price"])
        assert line.net_amount == Decimal(wanted_line["amount"])
    assert sum(line.net_amount for line in posted) == Decimal(wanted["totals"]["lines"])


def test_a_customers_purchase_order_gives_one_order(desk: Desk) -> None:
    wanted = answers("customer_order_form_en")
    records(desk, wanted["fields"]["customer"], [line["item_code"] for line in wanted["lines"]])
    plan = plan_import(sheet(desk, "customer_order_form_en"), desk.company, "sales_order")
    report = run_import(plan, desk.company)
    assert (report.imported, report.refused) == (3, 0)
    order = desk.show("SO-2025-00001")
    assert order.lines[0].posting.customer_reference == wanted["fields"]["number"]
    assert str(order.document.document_date) == wanted["fields"]["date"]
    for line, expected in zip((found.posting for found in order.lines), wanted["lines"], strict=True):
        assert (line.product_no, line.description) == (expected["item_code"], expected["item"])
        assert (line.quantity, line.unit) == (expected["quantity"], expected["unit"])
        assert (line.unit_price, line.net_amount) == (Decimal(expected["unit_price"]), Decimal(expected["amount"]))
    assert order.net_amount == Decimal(wanted["totals"]["lines"])


def test_a_ledger_with_every_way_to_write_a_number_and_a_date(desk: Desk) -> None:
    wanted = answers("delivery_return_ledger_mixed_types_zh")
    plan = plan_import(sheet(desk, "delivery_return_ledger_mixed_types_zh"), desk.company, "sales_order")
    found = {row: document for document in documents(plan) for row in document.rows}
    wrong = {row["row"] for row in wanted["problems"]}
    for row in wanted["rows"]:
        document = found[row["row"]]
        entered = document.entered[document.rows.index(row["row"])]
        assert (document.document_ref, document.head.get("customer_no")) == (row["number"], row["customer"])
        if row["row"] not in wrong:
            assert str(document.head["document_date"]) == row["date"]
        assert (entered["product_no"], entered["quantity"]) == (row["product_code"], row["quantity"])
        assert entered["unit_price"] == Decimal(row["unit_price"])
        assert entered["net_amount"] == Decimal(row["amount"])
        assert document.head["salesperson_no"] == row["salesperson"]
    report = run_import(plan, desk.company)
    (rows,) = report.sheets
    assert wrong <= set(rows.refused), "and all others, for nobody knows these customers yet"
    said = codes(rows.problems)
    assert {(9, "date-ambiguous"), (10, "row-twice"), (11, "no-such-date"), (12, "missing")} <= set(said)
    assert (rows.imported + len(rows.refused), rows.totals) == (10, 1)


def test_orders_of_an_export_add_up(desk: Desk) -> None:
    wanted = answers("orders_refunds_export")
    plan = plan_import(
        sheet(desk, "orders_refunds_export"), desk.company, "sales_order", columns={"Customer": "store_id"}
    )
    found = documents(plan)
    assert len(found) == wanted["orders"]
    total, by_channel = Decimal(0), defaultdict(Decimal)
    channel = plan.tables[0].headers.index("channel_code")
    rows = {row.row_number: row for row in plan.tables[0].rows}
    for document in found:
        (line,) = document.entered
        net = line["quantity"] * line["unit_price"] - line["amount_off"]
        total += net
        by_channel[rows[document.rows[0]].values[channel]] += net
    assert total == Decimal(wanted["order_net_total"])
    assert {name: str(net) for name, net in by_channel.items()} == wanted["net_by_channel"]
    assert [document.document_ref for document in found][:2] == ["O000001", "O000002"]


def test_refunds_of_an_export_come_back_from_the_deliveries_of_their_orders(desk: Desk) -> None:
    """They name the shop's own number of the order; each amount is compared with what the order agreed."""
    wanted = answers("orders_refunds_export")
    desk.change_settings('return_check = "approve"', 'return_check = "none"')
    path = sheet(desk, "orders_refunds_export")
    orders = plan_import(path, desk.company, "sales_order", columns={"Customer": "store_id"})
    shop_records(desk, documents(orders))
    assert run_import(orders, desk.company).imported == wanted["orders"]
    deliver_on_the_day_of_each_order(desk)

    named = {"Delivery or request no.": "order_id", "Net amount": "refund_amount"}
    plan = plan_import(path, desk.company, "sales_return", columns=named)
    assert [found.grid.name for found in plan.tables] == ["refund_record"]
    assert [other.sheet for other in plan.others] == ["sales_order"], "the sheet of orders holds no returns"
    assert {guess.field: guess.header for guess in plan.columns if guess.how != "similar"} == {
        "document_ref": "refund_id", "source_no": "order_id", "document_date": "refund_date",
        "quantity": "refund_quantity", "net_amount": "refund_amount", "reason": "refund_reason",
    }  # fmt: skip
    refunds = {document.rows[0]: document for document in documents(plan)}
    amounts = {row: document.entered[0]["net_amount"] for row, document in refunds.items()}
    assert (len(refunds), sum(amounts.values())) == (wanted["refunds"], Decimal(wanted["refund_total"]))

    report = run_import(plan, desk.company)
    (rows,) = report.sheets
    assert (rows.imported, rows.outcomes["posted"], len(rows.refused)) == (20, 20, 3)
    assert [refunds[row].document_ref for row in rows.refused] == [
        found["refund_id"] for found in wanted["refund_problems"]
    ]
    why = ("unknown-delivery-note", "return-exceeds-delivery", "return-before-order")
    assert set(zip(rows.refused, why, strict=True)) <= set(codes(rows.problems))
    texts = [sentence(problem, "en") for problem in rows.problems if problem.severity == "error"]
    for words in ("no order O999999", "is more than", "before order SO-2025-00071 of 2025-02-12"):
        assert any(words in text for text in texts), words
    good = {row: amount for row, amount in amounts.items() if row not in rows.refused}
    returns = [desk.show(f"SR-2025-{number:05}") for number in range(1, 21)]
    net = {found.lines[0].posting.row_number: found.net_amount for found in returns}
    apart = {row: amount - net[row] for row, amount in good.items() if amount != net[row]}
    assert apart == {5: Decimal("0.01")}, "half of a discount of 15.57, which the shop rounded the other way"
    assert [found.place.row_number for found in rows.problems if found.code == "refund-rounded"] == [5]
    assert sum(net.values()) + sum(apart.values()) == sum(good.values()) == Decimal(wanted["refund_total"]) - 30
    assert {found.lines[0].posting.order_no for found in returns} == {
        f"SO-2025-{int(refunds[row].entered[0]['source_no'][1:]):05}" for row in good
    }
    again = run_import(plan_import(path, desk.company, profile=plan.name), desk.company)
    assert (again.imported, again.sheets[0].outcomes["already"]) == (20, 20)
    assert verify(desk.company).is_good


def shop_records(desk: Desk, orders: Sequence[ReadDocument]) -> None:
    """The stores and the goods that the orders name."""
    for kind, codes_found, headers in (
        ("customer", {order.head["customer_no"] for order in orders}, ["Customer", "Name"]),
        ("product", {order.entered[0]["product_no"] for order in orders}, ["Product", "Name", "Unit"]),
    ):
        masters = desk.folder / f"{kind}.csv"
        rows = [headers, *([code, f"Name of {code}", "pcs"][: len(headers)] for code in sorted(codes_found))]
        masters.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
        report = run_import(plan_import(masters, desk.company, kind), desk.company)
        assert (report.imported, report.refused) == (len(codes_found), 0)


def deliver_on_the_day_of_each_order(desk: Desk) -> None:
    """Everything that is open, made into the list of deliveries and posted from there."""
    book = desk.documents("deliveries.xlsx")
    desk.make("delivery_note", book)
    workbook = ClosedFile(book)
    table = match(workbook.read_table(LISTS["delivery_note"].name), LISTS["delivery_note"])
    with desk.company.cache() as cache:
        days = {order.document_no: order.document_date for order in cache.documents_of("sales_order")}
    day, order = table.columns["document_date"], table.columns["source_no"]
    workbook.write_cells(
        [
            CellWrite(table.block.sheet, row.row_number, day + 1, days[str(row.values[order])])
            for row in table.block.rows
            if row.values[order]
        ]
    )
    workbook.save()
    assert desk.post(book).count("posted") == len(days)


def test_a_price_list_with_a_sheet_for_each_maker_names_what_contradicts_itself(desk: Desk) -> None:
    wanted = answers("price_list_sheet_per_maker_zh")["sheets"]
    plan = plan_import(
        sheet(desk, "price_list_sheet_per_maker_zh"), desk.company, "price",
        columns={"Product": "名称"}, fixed={"Price list": "{sheet}"},
    )  # fmt: skip
    assert [found.grid.name for found in plan.tables] == list(wanted)
    for matched, (name, answer) in zip(blocks(plan), wanted.items(), strict=True):
        rows, _ = read_rows(matched)
        lowest: dict[str, Decimal] = {}
        for row in rows:
            assert row["price_list"] == name
            lowest[row["product_no"]] = min(row["unit_price"], lowest.get(row["product_no"], row["unit_price"]))
        assert (len(rows), len(lowest)) == (answer["rows"], answer["distinct_codes"])
        found = {code: str(round_half_up(price, 6)) for code, price in lowest.items()}
        assert found == answer["lowest_price_per_code_6dp"]
    report = run_import(plan, desk.company)
    assert report.imported == 0, "one of several prices would have been kept silently"
    assert report.refused == 60


def test_a_list_with_two_rows_of_headers_tells_like_columns_apart(desk: Desk) -> None:
    wanted = answers("stock_two_row_header_en")["lines"]
    path = sheet(desk, "stock_two_row_header_en")
    for group, key in (("MOVING INVENTORY", "moving_balance"), ("NON MOVING INVENTORY", "non_moving_balance")):
        plan = plan_import(path, desk.company, "stock_movement", columns={"Quantity": f"{group} BALANCE"})
        rows = [(line["product_no"], line["quantity"]) for document in documents(plan) for line in document.entered]
        assert rows == [(line["sku"], line[key]) for line in wanted]
    costs = [line["unit_cost"] for document in documents(plan) for line in document.entered]
    assert [str(cost) for cost in costs] == [line["unit_cost"] for line in wanted]


def test_order_numbers_that_a_file_shows_as_dates(desk: Desk) -> None:
    wanted = answers("aw_orders_ids_shown_as_dates")
    plan = plan_import(
        sheet(desk, "aw_orders_ids_shown_as_dates"), desk.company, "sales_order",
        fixed={"Product": "SUM", "Quantity": "1"},
    )  # fmt: skip
    found = documents(plan)
    numbers = [int(document.document_ref) for document in found]
    assert numbers == list(range(wanted["order_ids"]["first"], wanted["order_ids"]["last"] + 1))
    assert len(numbers) == wanted["orders"]
    nets = [document.entered[0]["net_amount"] for document in found]
    assert sum(nets) == Decimal(wanted["subtotal"])
    by_person: dict[str, Decimal] = defaultdict(Decimal)
    for document, net in zip(found, nets, strict=True):
        person = document.head.get("salesperson_no")
        by_person[f"SP-{person}" if person else "none"] += net
    assert {name: str(net) for name, net in by_person.items()} == wanted["subtotal_by_salesperson"]
    assert found[0].head["document_date"] == date(2011, 5, 31)
    assert {code for document in found for _, code in codes(document.problems, "warning")} == {"read-as-blank"}


def test_targets_by_person_and_month(desk: Desk) -> None:
    wanted = answers("target_breakdown_zh")
    path = sheet(desk, "target_breakdown_zh")
    areas = "\n".join(["Territory  Name", *(f"{code:9}  {code}" for code in wanted["by_region_yuan"])])
    people = "\n".join(["Salesperson  Name", *(f"{code:11}  Somebody" for code in wanted["by_person_yuan"])])
    assert not plan_target_import(path, desk.company).is_good, "nobody knows these territories yet"
    assert desk.post(desk.records("territory", areas, "areas.xlsx")).count("posted") == 3
    assert desk.post(desk.records("salesperson", people, "people.xlsx")).count("posted") == 5
    found = plan_target_import(path, desk.company)
    assert (found.fiscal_year, len(found.lines)) == (wanted["year"], wanted["target_rows"])
    assert found.total == Decimal(wanted["total_yuan"])
    stored = run_target_import(found, desk.company, path.name)
    lines = stored_lines(desk.company, stored.document_no, "amount")
    by: dict[str, dict[str, Decimal]] = {"person": {}, "region": {}, "quarter": {}}
    for line in lines:
        quarter = f"{line.month[:4]}-Q{(int(line.month[5:]) + 2) // 3}"
        for name, key in (("person", line.salesperson_no), ("region", line.territory_code), ("quarter", quarter)):
            by[name][key] = by[name].get(key, Decimal(0)) + line.target
    for name, sums in by.items():
        assert sums == {key: Decimal(amount) for key, amount in wanted[f"by_{name}_yuan"].items()}
    assert [(row.salesperson_no, row.empty) for row in found.table.rows if row.empty] == [("SP-05", (2,))]
    assert not run_target_import(found, desk.company, path.name).is_new
    assert verify(desk.company).is_good


def test_an_appraisal_form_gives_the_total_of_the_paper(desk: Desk) -> None:
    wanted = answers("appraisal_form_zh")
    fields, totals = wanted["fields"], wanted["totals"]
    file = read_forms(sheet(desk, "appraisal_form_zh"))
    (unknown,) = check_forms(file, desk.company).forms
    assert [(problem.place.cell, problem.code) for problem in unknown.problems] == [("G3", "unknown-salesperson")]
    people = f"Salesperson  Name\n{fields['person']}        Somebody"
    assert desk.post(desk.records("salesperson", people, "people.xlsx")).count("posted") == 1
    before = desk.version
    (looked,) = check_forms(file, desk.company).forms
    assert desk.version == before, "a look stores nothing"
    assert (looked.salesperson_no, looked.month, looked.problems) == (fields["person"], "2025-06", [])
    assert {name: looked.form.labels[name].value for name in ("department", "position")} == {
        name: fields[name] for name in ("department", "position")
    }
    parts = {part.name: part for part in looked.form.parts}
    assert [(part, item.name, item.score) for part, found in parts.items() for item in found.items] == [
        (item["part"], item["name"], item["score"]) for item in wanted["items"]
    ]
    assert {name: part.weight for name, part in parts.items()} == {
        name: Decimal(weight) * 100 for name, weight in wanted["part_weights"].items()
    }
    assert [str(item.weight) for item, _ in looked.form.items] == ["28", "21", "14", "7", "10", "10", "10"]
    shown = [str(round_half_up(part.points, 2)) for part in looked.form.parts]
    assert [*shown, str(looked.total)] == [totals["key_results"], totals["values_mean"], totals["total"]]
    done = run_forms(file, desk.company)
    assert (done.count("criterion", "posted"), done.count("rating", "posted"), done.refused) == (7, 7, 0)
    (card,) = appraise(desk.company, "2025-06", desk.folder / "cards.xlsx", [fields["person"]])
    assert str(card.total) == totals["total"]
    assert card.notes == []
    for line, item in zip(card.scorecard.lines, wanted["items"], strict=True):
        assert (line.criterion.name, line.points) == (item["name"], item["score"])
        (row,) = [found for found in card.evidence if found.source == line.criterion.figure]
        assert (row.document_no, row.value) == (f"{fields['person']}|2025-06|{item['name']}", item["score"])
    again = run_forms(file, desk.company)
    assert (again.count("rating", "already"), again.count("rating", "posted"), again.already) == (7, 0, 14)
    assert verify(desk.company).is_good
