"""The company of the guide: a year of sales of a tool shop, in one language, with a few things that wait for somebody.

The pictures of the guide are made from it, and a test runs its commands in it. Nothing in it is anybody's.
"""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from salesbook.actions.company import Company, create_company, open_company
from salesbook.actions.posting import post
from salesbook.hosts.memory import MemoryWorkbook
from salesbook.settings import CompanySettings, Language, PeriodSettings, RuleSettings
from salesbook.sheets.columns import LISTS, RECORD_TABLES
from salesbook.words import Words, words

Row = dict[str, Any]

NAME = words("Harbour Tools", "海港工具行", "海港工具行")
TYPIST, MANAGER = "anna", "ho"
"""Login names: who has typed everything, and who may approve it."""

LAST_DAY = date(2026, 3, 30)
"""The day of the last order; the guide begins on the day after."""

PEOPLE = (
    ("M-1", words("Ho Siu-fung", "何兆豐", "何兆丰"), words("Sales manager", "業務經理", "业务经理"), None),
    ("S-1", words("Lin Ya-ting", "林雅婷", "林雅婷"), words("Salesperson", "業務員", "业务员"), "M-1"),
    ("S-2", words("Chen Wei", "陳偉", "陈伟"), words("Salesperson", "業務員", "业务员"), "M-1"),
    ("S-3", words("Wong Mei", "黃美", "黄美"), words("Salesperson", "業務員", "业务员"), "M-1"),
)
TERRITORIES = (
    ("NORTH", words("North", "北區", "北区"), "S-1"), ("SOUTH", words("South", "南區", "南区"), "S-2"),
    ("EAST", words("East", "東區", "东区"), "S-3"), ("WEST", words("West", "西區", "西区"), None),
)  # fmt: skip
"""Nobody has the west yet."""

CUSTOMERS = (
    ("C-101", words("Ming Hardware", "大明五金", "大明五金"), "NORTH", 20_000),
    ("C-102", words("Northern Builders", "北方營造", "北方营造"), "NORTH", 9_000),
    ("C-103", words("Silver Bay Hotel", "銀灣飯店", "银湾饭店"), "SOUTH", None),
    ("C-104", words("Kwan & Sons", "關氏兄弟行", "关氏兄弟行"), "SOUTH", None),
    ("C-105", words("Old Town Workshop", "老街工坊", "老街工坊"), "EAST", None),
    ("C-106", words("Eastgate School", "東門學校", "东门学校"), "EAST", None),
)
"""Code, name, territory, credit limit."""

PRODUCTS = (
    ("DRILL-18", words("Cordless drill 18 V", "充電電鑽 18 V", "充电电钻 18 V"), 95, 62, 84),
    ("SAW-12", words("Hand saw 12 in", "手鋸 12 吋", "手锯 12 寸"), Decimal("14.50"), 8, None),
    ("BOLT-8", words("Bolts 8 mm, box", "螺栓 8 mm（盒）", "螺栓 8 mm（盒）"), Decimal("10"), Decimal("6.2"), None),
    ("TAPE-5", words("Tape measure 5 m", "捲尺 5 m", "卷尺 5 m"), Decimal("6.80"), Decimal("3.4"), None),
    ("GLOVE-L", words("Work gloves L", "工作手套 L", "工作手套 L"), Decimal("3.20"), Decimal("1.5"), None),
    ("LAMP-W", words("Work lamp LED", "LED 工作燈", "LED 工作灯"), 38, 24, 33),
)
"""Code, name, base price, cost, floor price."""

LEFT = {"DRILL-18": 100, "SAW-12": 90, "BOLT-8": 400, "TAPE-5": 150, "GLOVE-L": 300, "LAMP-W": 60}
"""What is on hand on the last day."""

MONTHS = 15
"""Of sales, from January 2025 on."""

LATE_REFS = ("2026-01-C-104", "2026-02-C-102")
"""Orders whose invoices nobody has paid."""

UNIT = words("pcs", "個", "个")


def build_company(folder: Path, language: Language) -> Company:
    """The company on its last day, with everything posted but three orders that wait for the manager."""
    settings = CompanySettings(
        name=NAME.get(language),
        company_id="harbour-tools",
        language=language,
        rules=RuleSettings(ageing_days=(30, 60, 90)),
        periods=PeriodSettings(open_from="2025-01-01"),
    )
    create_company(folder, settings)
    company = open_company(folder, LAST_DAY)
    master = master_rows(language)
    limits = {code: limit for code, *_, limit in CUSTOMERS}
    limited = [row | {"credit_limit": limits[row["customer_no"]]} for row in master["customer"]]
    _post(company, master)
    # One press after the other: limits come after a year in which each press holds a year's orders.
    sales = sales_rows()
    _post(company, {"stock_movement": stock_rows(sales["delivery_note"], sales["sales_order"])})
    for kind, rows in sales.items():
        _post(company, {kind: rows})
    _post(company, {"payment": receipt_rows(company)})
    _post(company, {"customer": limited})
    _post(company, {"sales_order": waiting_rows()})
    write_shop_orders(folder / "shop.xlsx")
    write_targets(folder / "targets.xlsx", language)
    return open_company(folder, LAST_DAY)


def _post(company: Company, rows: dict[str, list[Row]]) -> None:
    tables = LISTS | RECORD_TABLES
    sheets = {
        tables[kind].name: (
            [field.title.en for field in tables[kind].fields],
            [[row.get(field.name) for field in tables[kind].fields] for row in found],
        )
        for kind, found in rows.items()
    }
    report = post(MemoryWorkbook("history.xlsx", sheets), company)
    assert not report.has_errors, report.problems[:3]


def master_rows(language: Language) -> dict[str, list[Row]]:
    """Everything that is known before anything is sold."""

    def said(text: Words) -> str:
        return text.get(language)

    return {
        "tax_code": [{"tax_code": "T5", "name": "5 %", "tax_percent": 5}],
        "territory": [{"territory_code": code, "name": said(name)} for code, name, _ in TERRITORIES],
        "salesperson": [
            {
                "salesperson_no": code, "name": said(name), "job_title": said(title), "manager_no": manager,
                "joined_on": date(2024, 1, 1), "commission_percent": 2,
            }
            for code, name, title, manager in PEOPLE
        ],
        "assignment": [
            {"salesperson_no": person, "territory_code": code} for code, _, person in TERRITORIES if person
        ],
        "customer": [
            {
                "customer_no": code, "name": said(name), "territory_code": territory, "payment_days": 30,
                "salesperson_no": next(person for found, _, person in TERRITORIES if found == territory),
            }
            for code, name, territory, _ in CUSTOMERS
        ],
        "product": [
            {
                "product_no": code, "name": said(name), "unit": said(UNIT), "base_price": price, "cost": cost,
                "tax_code": "T5", "floor_price": floor,
            }
            for code, name, price, cost, floor in PRODUCTS
        ],
        "price": [
            {"customer_no": "C-101", "product_no": "BOLT-8", "unit_price": Decimal("9.50")},
            {"price_list": "default", "product_no": "BOLT-8", "minimum_quantity": 100, "unit_price": Decimal("9.20")},
        ],
        "discount_authority": [{"authority_percent": 5}],
    }  # fmt: skip


def sales_rows() -> dict[str, list[Row]]:
    """An order of two lines for each customer and month, delivered in three days and invoiced; March is still open."""
    rows: dict[str, list[Row]] = {"sales_order": [], "delivery_note": [], "sales_invoice": []}
    for month in range(MONTHS):
        first = date(2025 + month // 12, month % 12 + 1, 3)
        for place, (customer, *_) in enumerate(CUSTOMERS):
            day, ref = first + timedelta(days=2 * place), f"{first:%Y-%m}-{customer}"
            for line in (1, 2):
                product = PRODUCTS[(place + 2 * line + month) % len(PRODUCTS)]
                quantity = 12 + (7 * place + 5 * month + 11 * line) % 23
                rows["sales_order"].append(
                    {"document_ref": ref, "document_date": day, "customer_no": customer, "product_no": product[0],
                     "quantity": quantity, "due_date": day + timedelta(days=14)}
                )  # fmt: skip
                if month == MONTHS - 1 and place > 3:
                    continue
                rows["delivery_note"].append(
                    {"document_ref": f"D-{ref}", "document_date": day + timedelta(days=3), "source_no": ref,
                     "source_line_no": line, "quantity": quantity}
                )  # fmt: skip
                if month == MONTHS - 1 and place > 2:
                    continue
                rows["sales_invoice"].append(
                    {"document_ref": f"I-{ref}", "document_date": day + timedelta(days=4), "source_no": f"D-{ref}",
                     "source_line_no": line, "quantity": quantity}
                )  # fmt: skip
    return rows


def stock_rows(deliveries: list[Row], orders: list[Row]) -> list[Row]:
    """What must have been there on the first day for what is left on the last one."""
    delivered = {row["source_no"] for row in deliveries}
    sold = dict.fromkeys(LEFT, 0)
    for row in orders:
        if row["document_ref"] in delivered:
            sold[row["product_no"]] += row["quantity"]
    return [
        {"document_ref": "STOCK", "document_date": date(2025, 1, 1), "movement": "opening", "product_no": code,
         "quantity": sold[code] + LEFT[code], "unit_cost": cost}
        for code, _, _, cost, _ in PRODUCTS
    ]  # fmt: skip


def receipt_rows(company: Company) -> list[Row]:
    """Every invoice up to February is paid a month later, but two."""
    with company.cache() as cache:
        invoices = list(cache.all_lines("sales_invoice"))
    owed: dict[str, Row] = {}
    for key, line in invoices:
        ref = line.posting.document_ref.removeprefix("I-")
        if ref[:7] < "2026-03" and ref not in LATE_REFS:
            row = owed.setdefault(
                key.document_no,
                {"document_ref": f"R-{ref}", "document_date": line.posting.document_date + timedelta(days=28),
                 "customer_no": line.posting.customer_no, "source_no": key.document_no, "amount": Decimal(0)},
            )  # fmt: skip
            row["amount"] += line.posting.net_amount + line.posting.tax_amount
    return [row for row in owed.values() if row["document_date"] <= LAST_DAY]


def waiting_rows() -> list[Row]:
    """Orders that ask for the manager: two beyond the discount authority, one below the floor price."""
    return [
        {"document_ref": ref, "document_date": LAST_DAY, "customer_no": customer, "product_no": product,
         "quantity": quantity, "discount_percent": discount}
        for ref, customer, product, quantity, discount in (
            ("W-1", "C-103", "SAW-12", 40, 8), ("W-2", "C-105", "LAMP-W", 20, 15), ("W-3", "C-106", "TAPE-5", 60, 10),
        )
    ]  # fmt: skip


def write_shop_orders(path: Path) -> None:
    """What a web shop exports: other headers, another order of columns."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("orders")
        for row, values in enumerate(
            (
                ("Order ID", "Order Date", "Customer", "SKU", "Qty", "Price"),
                ("W1001", "2026-03-31", "C-103", "TAPE-5", 10, 6.8),
                ("W1001", "2026-03-31", "C-103", "GLOVE-L", 50, 3.2),
                ("W1002", "2026-03-31", "C-106", "SAW-12", 6, 14.5),
            )
        ):
            sheet.write_row(row, 0, values)


def write_targets(path: Path, language: Language) -> None:
    """Targets that somebody has worked out in a sheet of his own: Chinese sheets in thousands, as is usual."""
    title = words("Targets 2026", "2026 年業務目標（單位：千元）", "2026 年业务目标（单位：千元）")
    unit = 1000 if language == "en" else 1
    header = words("Salesperson", "業務員", "业务员")
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("2026")
        sheet.write(0, 0, title.get(language))
        months = [f"{month}月" if language != "en" else date(2026, month, 1).strftime("%b") for month in range(1, 13)]
        sheet.write_row(2, 0, [header.get(language), *months])
        for row, (person, share) in enumerate((("S-1", 3), ("S-2", 3), ("S-3", 2)), start=3):
            sheet.write_row(row, 0, [person, *((share + month % 2) * unit for month in range(12))])
