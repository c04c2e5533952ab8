"""Prices from the workbook to the ledger: amounts off, packs, promotions, authority and what comes of an override."""

from dataclasses import replace
from decimal import Decimal

import pytest

from salesbook.actions.appraising import month_cards
from salesbook.actions.approving import approve
from salesbook.appraisal.incidents import IncidentRecord
from salesbook.ledger.history import load
from tests.small_company import Desk, fill_form, form_shows, outcomes, put, shows


def lines_of(desk: Desk, number: str) -> list[tuple[Decimal, Decimal, str]]:
    return [
        (line.posting.unit_price, line.posting.net_amount, line.posting.price_reason)
        for line in desk.show(number).lines
    ]


def test_amounts_off_are_typed_in_the_list_and_posting_again_changes_nothing(desk: Desk) -> None:
    book = desk.orders("""
        Ref  Date        Customer  Whole discount %  Whole amount off  Product  Quantity  Unit price  Amount off
        A    2026-03-02  C-1       10                5                 BOLT-8   10        10          20
        A                                                              NUT-8    4         5
    """)
    assert not desk.check(book).problems
    assert outcomes(desk.post(book)) == {"A": "posted"}
    posted = [line.posting for line in desk.show("SO-2026-00001").lines]
    # 80.00 and 20.00 together are 100.00; 15.00 is taken off both of them.
    assert [(line.net_amount, line.discount_amount) for line in posted] == [
        (Decimal("68.00"), Decimal("32.00")),
        (Decimal("17.00"), Decimal("3.00")),
    ]
    assert outcomes(desk.post(book)) == {"A": "already"}
    put(book, "sales_order", 2, head_discount_amount=Decimal(6))
    assert [problem.code for problem in desk.post(book).problems] == ["changed-after-posting"]


def test_what_the_order_promised_comes_off_the_invoice_and_is_shown_there(desk: Desk) -> None:
    desk.post(
        desk.orders("""
        Ref  Date        Customer  Product  Quantity  Unit price  Amount off
        A    2026-03-02  C-1       BOLT-8   1         84000       70000
    """)
    )
    desk.post(
        desk.documents(
            "d.xlsx",
            delivery_note="""
        Ref  Date        Order no.      Quantity
        D    2026-03-03  SO-2026-00001  1
    """,
        )
    )
    book = desk.documents("i.xlsx")
    desk.make("sales_invoice", book)
    report = desk.post(book)
    assert not report.problems
    assert [net for _, net, _ in lines_of(desk, "SI-2026-00001")] == [Decimal("14000.00")]
    assert shows(book, "sales_invoice", "amount_off") == [(Decimal(70000),)]
    assert set(outcomes(desk.post(book)).values()) == {"already"}


def test_the_form_takes_a_discount_on_the_whole_and_its_net_total_shows_it(desk: Desk) -> None:
    book = desk.documents()
    fill_form(
        book, "sales_order",
        {"document_ref": "F", "document_date": desk.today, "customer_no": "C-1", "head_discount_amount": 10},
        [{"product_no": "BOLT-8", "quantity": 10}],
    )  # fmt: skip
    assert outcomes(desk.post(book)) == {"F": "posted"}
    shown = form_shows(book, "sales_order", "net_total", "tax_total", "gross_total")
    for name, amount in {"net_total": "90.00", "tax_total": "4.50", "gross_total": "94.50"}.items():
        assert shown[name].startswith(f"=IF(LEN(Order.document_no)>0,{amount},")


def test_units_percents_promotions_and_order_quantities_come_from_the_master_data(desk: Desk) -> None:
    for kind, text in {
        "product_unit": """
            Product  Unit    Own units in one
            BOLT-8   100 pc  100
        """,
        "price": """
            Price list  Product  From quantity  % of base price
            default     BOLT-8   100            90
        """,
        "promotion": """
            Promotion  Products, with commas  From quantity  % off
            SPRING     NUT-8, CLOTH           10             20
        """,
        "product": """
            Product  Name         Unit  Unit decimals  Base price  Tax code  Order step
            NUT-8    Nut, 8 mm    pcs   0              2.5         T5        5
        """,
    }.items():
        assert desk.post(desk.records(kind, text, f"{kind}.xlsx")).count("posted") == 1
    report = desk.post(
        desk.orders("""
        Ref  Date        Customer  Product  Quantity  Unit
        A    2026-03-06  C-1       BOLT-8   3         100 pc
        A                          NUT-8    10
        B    2026-03-06  C-1       NUT-8    12
    """)
    )
    assert outcomes(report) == {"A": "posted", "B": "refused"}
    assert [problem.code for problem in report.problems] == ["off-order-step"]
    assert lines_of(desk, "SO-2026-00001") == [
        (Decimal(900), Decimal("2700.00"), "list default from 100 at 90 % of base price, × 100"),
        (Decimal(2), Decimal("20.00"), "base price, promotion SPRING 20 % off"),
    ]


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("price", "Price list  Product  Unit price  % of base price\nA           BOLT-8   9           90",
         "price-or-percent"),
        ("price", "Price list  Product\nA           BOLT-8", "price-or-percent"),
        ("product_unit", "Product  Unit  Own units in one\nBOLT-8   pcs   10", "own-unit-factor"),
        ("promotion", "Promotion  Products, with commas\nM          BOLT-8", "promotion-price-or-percent"),
        ("promotion", "Promotion  Products, with commas  % off\nM          BOLT-9                 5",
         "unknown-product"),
        ("discount_authority", "User  Job title  Most % off\nchen  Rep        5", "authority-for-whom"),
    ],
)  # fmt: skip
def test_master_data_that_leaves_the_price_open_is_refused(desk: Desk, kind: str, text: str, code: str) -> None:
    report = desk.post(desk.records(kind, text))
    assert [problem.code for problem in report.problems] == [code]
    assert report.count("refused") == 1


def guard(desk: Desk) -> None:
    desk.post(
        desk.records(
            "product",
            """
        Product  Name         Unit  Unit decimals  Base price  Tax code  Floor price  Valid from
        BOLT-8   Bolt, 8 mm   pcs   0              9.5         T5        9            2026-01-01
    """,
            "floor.xlsx",
        )
    )
    desk.post(
        desk.records(
            "discount_authority",
            """
        Salesperson  Most % off
        P1           3
    """,
            "authority.xlsx",
        )
    )


CHEAP = """
    Ref  Date        Customer  Emergency override  Product  Quantity  Discount %
    A    2026-03-04  C-1       {override:20}BOLT-8   120       8
"""


def test_a_price_below_authority_and_floor_waits_and_is_posted_with_the_approver(desk: Desk) -> None:
    guard(desk)
    book = desk.orders(CHEAP.format(override=""))
    report = desk.post(book)
    assert outcomes(report) == {"A": "waiting"}
    assert [(problem.code, problem.severity) for problem in report.problems] == [
        ("below-authority", "approval"), ("below-floor", "approval"),
    ]  # fmt: skip
    assert report.problems[1].values["given"] == "31.2"
    approve("AP-00001", replace(desk.company, user="manager"))
    assert lines_of(desk, "SO-2026-00001") == [(Decimal("9.5"), Decimal("1048.80"), "base price")]


def test_an_override_is_refused_unless_the_company_allows_it(desk: Desk) -> None:
    guard(desk)
    report = desk.post(desk.orders(CHEAP.format(override="yes")))
    assert outcomes(report) == {"A": "refused"}
    assert "override-not-allowed" in [problem.code for problem in report.problems]


def test_an_override_posts_the_order_and_reports_the_price_cut_in_the_same_commit(desk: Desk) -> None:
    guard(desk)
    desk.change_settings('emergency_override = "never"', 'emergency_override = "allow"')
    version = desk.version
    book = desk.orders(CHEAP.format(override="yes"))
    report = desk.post(book)
    assert (report.count("posted"), desk.version) == (2, version + 1)
    (incident,) = incidents(desk)
    assert (incident.incident_no, incident.document, incident.salesperson_no) == (
        "IN-SO-2026-00001", "SO-2026-00001", "P1",
    )  # fmt: skip
    assert (incident.case, incident.stage, incident.incident_date.isoformat()) == (
        "unauthorised_price_cut", "reported", "2026-03-04",
    )  # fmt: skip
    assert incident.evidence == "BOLT-8 120 × 8.74 < 9.215 (−57); BOLT-8 120 × 8.74 < 9 (−31.2)"
    assert outcomes(desk.post(book)) == {"A": "already"}
    assert len(incidents(desk)) == 1


def incidents(desk: Desk) -> list[IncidentRecord]:
    with desk.company.cache() as cache:
        return [versions[-1] for versions in load(cache, IncidentRecord).values()]


def test_a_confirmed_price_cut_costs_its_person_points_and_a_reported_one_does_not(desk: Desk) -> None:
    desk.post(desk.records("criterion", """
        Criterion  Name     Source   Weight
        CON        Conduct  conduct  100
    """, "criteria.xlsx"))  # fmt: skip
    desk.post(desk.records("rating", """
        Salesperson  Month    Rating         Example
        P1           2026-03  5              calm
        P2           2026-03  5              calm
    """, "ratings.xlsx"))  # fmt: skip
    guard(desk)
    desk.change_settings('emergency_override = "never"', 'emergency_override = "allow"')
    desk.post(desk.orders(CHEAP.format(override="yes")))
    assert month_cards(desk.company, "2026-03", ["P1"])[0].scorecard.total == 100
    decision = """
        Incident          Date        Salesperson  What happened           Stage      Document       {more}
        IN-SO-2026-00001  2026-03-04  P1           unauthorised price cut  confirmed  SO-2026-00001  {said}
    """
    undecided = desk.post(desk.records("incident", decision.format(more="Evidence", said="order"), "i1.xlsx"))
    assert [problem.code for problem in undecided.problems] == ["incident-undecided"]
    decided = decision.format(more="Decided by  Evidence", said="Lin         order")
    assert desk.post(desk.records("incident", decided, "i2.xlsx")).count("posted") == 1
    assert month_cards(desk.company, "2026-03", ["P1"])[0].scorecard.total == 95
    assert month_cards(desk.company, "2026-03", ["P2"])[0].scorecard.total == 100
