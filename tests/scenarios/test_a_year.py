"""One year of a company, month by month: what its people do, and what every account must then say.

All amounts are worked out in the comments beside the steps, by hand. 5 % of tax unless something else is said;
C-1 pays after 30 days, C-2 after 60; the home currency is USD.
"""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from salesbook.actions.closing import decisions
from salesbook.actions.company import create_company
from salesbook.actions.complaining import open_complaints
from salesbook.actions.dashboard import standing
from salesbook.actions.dunning import open_disputes, reminders, send
from salesbook.actions.margins import margins_between
from salesbook.actions.receivables import customer_statement
from salesbook.actions.stocking import show_stock
from salesbook.actions.verifying import verify
from salesbook.settings import CompanySettings, PeriodSettings, RuleSettings
from tests.same_figures import assert_same_as_the_questions
from tests.scenarios.year import Year

RULES = RuleSettings(
    write_off_limit=Decimal(5), default_warehouse="Main", credit_check_order="approve",
    credit_check_delivery="none", promise_check="none",
)  # fmt: skip


@pytest.fixture
def year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Year:
    """The company on the second of January, with its master data."""
    monkeypatch.setenv("SALESBOOK_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "Acme"
    settings = CompanySettings(name="Acme", rules=RULES, periods=PeriodSettings(open_from="2026-01-01"))
    create_company(folder, settings)
    year = Year(folder)
    day = year.on("2026-01-02")
    day.master("tax_code", {"tax_code": "T5", "tax_percent": 5}, {"tax_code": "T13", "tax_percent": 13})
    day.master("exchange_rate", *(
        {"currency": "EUR", "rate": Decimal(rate), "valid_from": Year.day(since)}
        for rate, since in (("1.10", "2026-01-01"), ("1.20", "2026-06-15"))
    ))  # fmt: skip
    day.master("warehouse", {"warehouse_code": "Main", "name": "Store"}, {"warehouse_code": "Shop", "name": "Shop"})
    day.master("territory", {"territory_code": "N", "name": "North"})
    day.master("salesperson", {"salesperson_no": "P1", "name": "Wang"})
    day.master("customer", *(
        {"customer_no": code, "name": code, "salesperson_no": "P1", "territory_code": "N"} | more
        for code, more in (
            ("C-1", {"payment_days": 30}),
            ("C-2", {"payment_days": 60, "credit_limit": 1000}),
            ("C-3", {"payment_days": 30, "currency": "EUR"}),
        )
    ))  # fmt: skip
    day.master("product", *(
        {"product_no": code, "name": code, "unit": unit, "base_price": Decimal(price), "tax_code": tax} | more
        for code, unit, price, tax, more in (
            ("BOLT-8", "pcs", "10", "T5", {"floor_price": 8}),
            ("NUT-8", "pcs", "2.5", "T5", {}),
            ("CLOTH", "m", "8", "T13", {"unit_decimals": 3}),
        )
    ))  # fmt: skip
    return year


def january(year: Year) -> None:
    """Stock, a quotation that is revised, an order with a deposit, a refusal at the door, one invoice for it all."""
    # 200 x 6.00 = 1,200; 100 x 7.50 = 750: 300 bolts worth 1,950, 6.50 each.
    day = year.on("2026-01-05")
    day.enter("stock_movement", "S1", "BOLT-8 200 unit_cost=6.00", movement="opening")
    day.enter("stock_movement", "S2", "NUT-8 500 unit_cost=1.00", movement="opening")
    day.enter("stock_movement", "S3", "BOLT-8 100 unit_cost=7.50", movement="receipt")
    day.has_in_stock("BOLT-8", "300", "1950").has_in_stock("NUT-8", "500", "500")
    day.enter("stock_movement", "S4", "BOLT-8 50 warehouse_code=Main to_warehouse_code=Shop", movement="transfer")
    day.has_in_stock("BOLT-8", "300", "1950")
    assert [(row.product_no, row.on_hand) for row in show_stock(day.company, "Shop")] == [("BOLT-8", 50)]

    # From 50 bolts on C-1 pays 9.50. 100 x 9.50 + 200 x 2.50 = 1,450; the cloth stands outside.
    day = year.on("2026-01-08")
    day.master("price", {"customer_no": "C-1", "product_no": "BOLT-8", "minimum_quantity": 50, "unit_price": 9.5})
    lines = ("BOLT-8 100", "NUT-8 200", "CLOTH 10 alternative_to=2")
    day.enter("quotation", "Q1", *lines, customer_no="C-1").expect(net=1450, state="issued", price=["9.5", "2.5", 8])
    # 120 x 9.50 + 500 = 1,640.
    day.change("quotation", "Q1", 2, {1: {"quantity": Decimal(120)}}).expect(net=1640, quantity=[120, 200, 10])

    # Less 10 %: 1,476, tax 73.80, together 1,549.80; 30 % of it is 464.94.
    day = year.on("2026-01-12")
    head = {"customer_no": "C-1", "head_discount_percent": Decimal(10), "deposit_percent": Decimal(30)}
    order = day.enter("sales_order", "A1", "Q1/1: 120", "Q1/2: 200", **head)
    order.expect(net=1476, tax="73.80", open_to_deliver=[120, 200], state="confirmed")
    day.expect("Q1", state="ordered")
    day.owes("C-1", "0", exposure="1549.80")
    day.everything("delivery_note", "D0", "A1").refused("deposit-missing")
    day.enter("payment", "M1", "A1: 464.94")
    day.owes("C-1", "0", "464.94", exposure="1084.86")

    # The warehouse finds 110 of 120 bolts: 110 x 6.50 = 715 and 200 x 1.00 = 200 leave.
    day = year.on("2026-01-16")
    day.everything("pick_list", "P1", "A1").expect(quantity=[120, 200], state="released")
    day.enter("delivery_note", "D1", "P1/1: 110", "P1/2: 200").expect(quantity=[110, 200])
    day.expect("P1", state="done")
    day.has_in_stock("BOLT-8", "190", "1235").has_in_stock("NUT-8", "300", "300")
    # 10 bolts are refused and come back at 6.50: 20 are to be sent again.
    day.enter("sign_off", "G1", "D1/1: 100 refused_quantity=10 cause=carrier reason=wet", "D1/2: 200")
    day.has_in_stock("BOLT-8", "200", "1300").expect("A1", open_to_deliver=[20, 0], refused=[10, 0])
    year.on("2026-01-20").everything("delivery_note", "D2", "A1").expect(quantity=20)
    day.has_in_stock("BOLT-8", "180", "1170").expect("A1", state="delivered", net_sent=[120, 200])

    # One invoice for both deliveries; the deposit pays 464.94 of 1,549.80.
    day = year.on("2026-01-22")
    day.enter("sales_invoice", "I1", "D1/1: 100", "D1/2: 200", "D2/1: 20").expect(
        net=1476, tax="73.80", open_amount="1084.86", paid="464.94", due=Year.day("2026-02-21"), state="part_paid"
    )
    day.expect("A1", state="completed", open_to_invoice=[0, 0], deposit=0)
    day.owes("C-1", "1084.86", exposure="1084.86")

    # Sold for 1,476; cost 715 + 200 - 65 + 130 = 980.
    day = year.on("2026-01-31")
    (row,) = margins_between(Year.day("2026-01-01"), day.today, "customer", day.company)
    assert (row.margin.gross_profit, row.margin.percent) == (496, Decimal("33.60"))
    day.close_month("2026-01", owed="1084.86", buckets=["1084.86", "0", "0", "0", "0"])


def february(year: Year) -> None:
    """In Chinese: a receipt that is short, one that is over, and the use of what was over."""
    year.language = "zh-Hant"
    year.change_settings(language='"zh-Hant"')
    # 100 x 2.50 = 250, with tax 262.50; 300 comes in, 37.50 too much.
    day = year.on("2026-02-05")
    day.enter("sales_order", "A2", "NUT-8 100", customer_no="C-2").expect(net=250, tax="12.50")
    day.everything("delivery_note", "D3", "A2").expect(quantity=100)
    day.everything("sales_invoice", "I2", "D3").expect(open_amount="262.50", due=Year.day("2026-04-06"))
    day.has_in_stock("NUT-8", "200", "200")
    day.enter("payment", "M2", "I2: 300").warns("overpaid")
    day.owes("C-2", "0", "37.50", exposure="-37.50").expect("I2", state="paid", open_amount=0)
    # 20 x 2.50 = 50, with tax 52.50; 37.50 of it is paid from the account, 15.00 stays open.
    day = year.on("2026-02-15")
    day.enter("sales_order", "A3", "NUT-8 20", customer_no="C-2")
    day.everything("delivery_note", "D4", "A3")
    day.everything("sales_invoice", "I3", "D4").expect(open_amount="52.50")
    day.enter("payment", "M3", "account: -37.50", "I3: 37.50", customer_no="C-2")
    day.owes("C-2", "15").expect("I3", state="part_paid", open_amount=15)
    # 1,082.36 comes in for 1,084.86; 2.50 is given up.
    day = year.on("2026-02-20")
    day.enter("payment", "M4", "I1: 1082.36 write_off=2.50")
    day.owes("C-1", "0").expect("I1", state="paid")
    day = year.on("2026-02-28")
    day.close_month("2026-02", owed="15", buckets=["15", "0", "0", "0", "0"])
    year.language = "en"
    year.change_settings(language='"en"')


def march(year: Year) -> None:
    """Goods come back: credited, replaced; a price that is put right; a refused payment."""
    # 40 bolts are below the break of 50: 40 x 10 = 400, with tax 420. They leave at 6.50: 260.
    day = year.on("2026-03-02")
    day.enter("sales_order", "A4", "BOLT-8 40", customer_no="C-1").expect(net=400)
    day.everything("delivery_note", "D5", "A4")
    day.has_in_stock("BOLT-8", "140", "910").owes("C-1", "0", exposure="420")
    # 5 scratched ones are replaced: 5 x 6.50 = 32.50 leaves once more, and nobody owes more or less.
    back = "D5/1: 5 reason=scratched disposition=scrap settlement=replace"
    day.enter("sales_return", "R1", back).waits("return-within-window")
    day.approve("R1").expect(quantity=5, state="received")
    day.expect("A4", open_to_deliver=5, sent_again=5).owes("C-1", "0", exposure="420")
    day.everything("delivery_note", "D6", "A4").expect(quantity=5)
    day.has_in_stock("BOLT-8", "135", "877.50")
    day.expect("A4", open_to_deliver=0, open_to_invoice=40, accepted=40, state="delivered")
    invoice = day.enter("sales_invoice", "I4", "D5/1: 35", "D6/1: 5")
    invoice.expect(net=400, open_amount=420, due=Year.day("2026-04-01"))
    day.expect("A4", open_to_invoice=0, state="completed")
    # 10 good ones come back: 10 x 10 x 1.05 = 105 credited, 65 into stock.
    day = year.on("2026-03-06")
    day.enter("sales_return", "R2", "D5/1: 10 reason=bent disposition=restock settlement=credit")
    day.approve("R2").expect(quantity=10, state="received")
    day.has_in_stock("BOLT-8", "145", "942.50").expect("A4", accepted=30, open_to_invoice=-10)
    day.everything("credit_note", "K1", "R2", reason="bent").waits("credit-note-gives-money")
    day.approve("K1").expect(net=100, tax=5, open_amount=0)
    day.expect("I4", open_amount=315, open_to_credit=[25, 5]).owes("C-1", "315", exposure="315")
    # 25 x 0.40 + 5 x 0.40 = 12, with tax 12.60; no quantity changes.
    price = "credit_for=price new_price=9.60 reason=promised"
    day.enter("credit_note", "K2", f"I4/1: {price}", f"I4/2: {price}")
    day.approve("K2").expect(net=12, tax="0.60")
    day.expect("I4", open_amount="302.40", open_to_credit=[25, 5]).expect("A4", open_to_invoice=0, accepted=30)
    day.owes("C-1", "302.40", exposure="302.40")
    # 52.50 of the invoice is refused: it is owed, but not late.
    day = year.on("2026-03-15")
    case = {"case_no": "X1", "invoice": year.numbers["I4"], "refused_on": day.today, "refused_amount": Decimal("52.5"),
            "refusal_reason": "quality", "case_state": "open"}  # fmt: skip
    day.master("dispute", case)
    assert [found.case_no for found, _ in open_disputes(day.company)] == ["X1"]
    # 302.40 - 52.50 + 15.00 = 264.90 not due, 52.50 disputed.
    year.on("2026-03-31").close_month("2026-03", owed="317.40", buckets=["264.90", "0", "0", "0", "0"])


def april(year: Year) -> None:
    """The dispute ends in a credit; an order is changed, given up, opened again and held back; a reminder."""
    # 50 + 2.50 of tax is credited: 249.90 is left, and paid.
    day = year.on("2026-04-03")
    day.enter("credit_note", "K3", "I4/1: credit_for=price amount=50 reason=quality")
    day.approve("K3").expect(net=50, tax="2.50")
    case = {"case_no": "X1", "invoice": year.numbers["I4"], "refused_on": Year.day("2026-03-15"),
            "refused_amount": Decimal("52.5"), "refusal_reason": "quality", "case_state": "resolved",
            "outcome": "credit_note", "outcome_no": year.numbers["K3"], "settled_on": day.today}  # fmt: skip
    day.master("dispute", case)
    assert open_disputes(day.company) == []
    day.enter("payment", "M5", "I4: 249.90")
    day.owes("C-1", "0").expect("I4", open_amount=0)
    # 60 x 9.50 = 570, changed to 80 x 9.50 = 760; 798 with tax.
    day = year.on("2026-04-10")
    day.enter("sales_order", "A5", "BOLT-8 60", customer_no="C-1").expect(net=570)
    day.change("sales_order", "A5", 2, {1: {"quantity": Decimal(80)}}).expect(net=760, open_to_deliver=80)
    day.enter("delivery_note", "D7", "A5/1: 30")
    # 30 x 6.50 = 195 leaves. 50 are given up: 30 x 9.50 x 1.05 = 299.25 are left to be claimed.
    day.has_in_stock("BOLT-8", "115", "747.50").owes("C-1", "0", exposure="798")
    day.give_up("A5", "enough")
    day.expect("A5", open_to_deliver=0, closed=50, state="delivered")
    day.owes("C-1", "0", exposure="299.25")
    day.reopen("A5", "not enough")
    day.expect("A5", open_to_deliver=50, closed=0, state="part_delivered")
    day.hold("A5", "drawing is missing")
    day.enter("delivery_note", "D8", "A5/1: 20").refused("order-on-hold")
    day.hold("A5", "drawing is here", on_hold=False)
    day.again("delivery_note", "D8").expect(quantity=20)
    day.give_up("A5", "now it is enough")
    # 50 x 9.50 = 475, with tax 498.75; 20 x 6.50 = 130 more has left.
    day = year.on("2026-04-25")
    day.everything("sales_invoice", "I5", "D7").expect(net=285)
    day.everything("sales_invoice", "I5b", "D8").expect(net=190)
    day.owes("C-1", "498.75", exposure="498.75").has_in_stock("BOLT-8", "95", "617.50")
    day.expect("A5", state="completed", quantity=80, closed=30, delivered=50, invoiced=50)
    # I3 fell due on 16 April and is 14 days late on the 30th: a first reminder.
    day = year.on("2026-04-30")
    (item,) = reminders(day.company).items
    assert (item.invoice, item.level, item.overdue) == (year.numbers["I3"], 1, 15)
    send(day.company)
    assert [found.state for found in reminders(day.company).items] != ["due"]
    day.close_month("2026-04", owed="513.75", buckets=["498.75", "15", "0", "0", "0"])


def may(year: Year) -> None:
    """Prices below the floor are granted and refused; a limit is released for one order; a complaint."""
    day = year.on("2026-05-05")
    day.enter("sales_order", "A6", "BOLT-8 10 @ 7.50", customer_no="C-1").waits("below-floor")
    day.approve("A6", "old friend").expect(net=75, state="confirmed")
    day.enter("sales_order", "A7", "BOLT-8 10 @ 7", customer_no="C-1").waits("below-floor")
    day.reject("A7", "not below 7.50")
    day.again("sales_order", "A7").refused("approval-refused")
    # 150 x 10 x 1.05 = 1,575 and the 15 of I3: 590 over the limit of 1,000.
    day.enter("sales_order", "A8", "BOLT-8 150", customer_no="C-2").waits("credit-limit-exceeded")
    day.owes("C-2", "15", exposure="15")
    day.approve("A8", "bank guarantee").expect(net=1500)
    day.owes("C-2", "15", exposure="1590")
    day.give_up("A8", "customer went elsewhere")
    day.owes("C-2", "15", exposure="15").expect("A8", state="closed")
    # 10 x 7.50 = 75, with tax 78.75; 65 leaves the stock. I5 and I5b are paid together.
    day = year.on("2026-05-21")
    day.everything("delivery_note", "D9", "A6")
    day.everything("sales_invoice", "I6", "D9").expect(net=75, tax="3.75", due=Year.day("2026-06-20"))
    day.enter("payment", "M6", "I5: 299.25", "I5b: 199.50", customer_no="C-1")
    day.owes("C-1", "78.75").has_in_stock("BOLT-8", "85", "552.50")
    complaint = {"complaint_no": "B1", "customer_no": "C-1", "about_no": year.numbers["D9"], "opened_on": day.today,
                 "trouble": "quality", "caused_by": "ours", "promised_on": Year.day("2026-05-28")}  # fmt: skip
    day.master("complaint", complaint)
    assert [found.complaint.complaint_no for found in open_complaints(day.company)] == ["B1"]
    day = year.on("2026-05-31")
    day.master("complaint", complaint | {"closed_on": day.today, "action": "none", "satisfaction": 4})
    assert open_complaints(day.company) == []
    # I3 is 45 days late.
    day.close_month("2026-05", owed="93.75", buckets=["78.75", "0", "15", "0", "0"])


def june(year: Year) -> None:
    """An invoice in euros is paid at another rate; a statement of the year so far."""
    # 20 x 9 = 180 EUR, with tax 189 EUR; at 1.10 that is 207.90 at home. 130 leaves the stock.
    day = year.on("2026-06-10")
    day.enter("sales_order", "A9", "BOLT-8 20 @ 9", customer_no="C-3").expect(net=180)
    day.owes("C-3", "0", exposure="207.90")
    day.everything("delivery_note", "D10", "A9")
    day.everything("sales_invoice", "I7", "D10").expect(net=180, tax=9, open_amount=189)
    day.owes("C-3", "207.90").has_in_stock("BOLT-8", "65", "422.50")
    # 189 EUR at 1.20 is 226.80: 18.90 more than was claimed, and nothing is left on the account.
    day = year.on("2026-06-25")
    day.enter("payment", "M7", "I7: 189")
    day.owes("C-3", "0").expect("I7", state="paid")
    exchange = [line.home_amount for line in day.postings() if line.purpose == "exchange"]
    assert exchange == [Decimal("-18.90")]
    # C-1 from February on: 1,084.86 owed, less 1,082.36 and 2.50; 420 - 105 - 12.60 - 52.50 - 249.90;
    # 299.25 + 199.50 - 498.75; 78.75.
    day = year.on("2026-06-30")
    found, _ = customer_statement("C-1", day.company, Year.day("2026-02-01"), day.today)
    assert (found.opening, found.closing, found.difference) == (Decimal("1084.86"), Decimal("78.75"), 0)
    day.close_month("2026-06", owed="93.75", buckets=["0", "78.75", "0", "15", "0"])


def second_half(year: Year) -> None:
    """A wrong receipt is undone; two months nothing happens; what is open at the end is carried over."""
    day = year.on("2026-07-10")
    day.enter("payment", "M8", "I6: 87.75").warns("overpaid")
    day.owes("C-1", "0", "9")
    day.reverse("M8")
    day.enter("payment", "M9", "I6: 78.75")
    day.owes("C-1", "0")
    # I3 is 106 days late.
    year.on("2026-07-31").close_month("2026-07", owed="15", buckets=["0", "0", "0", "0", "15"])
    year.on("2026-11-30").close_month("2026-11", owed="15", buckets=["0", "0", "0", "0", "15"])
    # Of 40 x 2.50 = 100 half is delivered: 50 is open and 50 is not invoiced, each 52.50 with tax.
    day = year.on("2026-12-10")
    day.enter("sales_order", "A10", "NUT-8 40", customer_no="C-1")
    day.enter("delivery_note", "D11", "A10/1: 20")
    day.enter("payment", "M10", "account: 30", customer_no="C-1")
    day.owes("C-1", "0", "30", exposure="75").has_in_stock("NUT-8", "160", "160")
    year.on("2026-12-31").close_month("2026-12", owed="15", unapplied="30", buckets=["0", "0", "0", "0", "15"])
    day = year.on("2027-01-04")
    year.numbers["OB"] = "OB-2027-00001"
    carried = {(key.kind, key.customer_no): amount for key, amount in day.show("OB").carried.items()}
    assert carried == {
        ("sales_order", "C-1"): 50, ("delivery_note", "C-1"): 50,
        ("receivable", "C-2"): 15, ("unapplied", "C-1"): 30,
    }  # fmt: skip
    assert len(decisions(day.company)) == 9
    # Business goes on: the other half is delivered and all is invoiced; 30 of it was paid before.
    day.everything("delivery_note", "D12", "A10").expect(quantity=20)
    day.enter("sales_invoice", "I8", "D11/1: 20", "D12/1: 20").expect(net=100, tax=5)
    day.owes("C-1", "105", "30", exposure="75")
    assert verify(day.company).is_good


MONTHS: tuple[Callable[[Year], None], ...] = (january, february, march, april, may, june, second_half)


def test_a_year_of_one_company(year: Year) -> None:
    """Each month builds upon the ones before."""
    ends = ("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30", "2027-01-04")
    for month, end in zip(MONTHS, ends, strict=True):
        month(year)
        company = year.on(end).company
        assert_same_as_the_questions(company, standing(company))
