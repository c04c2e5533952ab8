"""Field cases about costs and margins, run on the rules themselves."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from salesbook.documents.costs import Margin, cost_of, margin_of
from salesbook.documents.master_data import ProductUnit
from salesbook.documents.posting import Posting
from tests.documents.tables import TODAY, Book, check_documents, facts

Case = Mapping[str, Any]


def _with_cost(cost: object) -> Book:
    """The small company, whose bolts cost this by their file."""
    known = facts()
    known.products["BOLT-8"] = known.products["BOLT-8"].model_copy(update={"cost": Decimal(str(cost))})
    return Book(known)


def run_fc_price_04(case: Case) -> None:
    line = case["input"]["line"]
    profits = []
    for typed in (line["cost"], "."):
        book = check_documents(
            f"""
            document  refers_to  item    quantity     price            cost     | problem
            SO-1                 BOLT-8  {line["qty"]:8}     {line["price"]:<12}     {typed!s:8} |
            DN-1      SO-1               {line["qty"]:8}                               |
            """,
            _with_cost(case["input"]["item_cost"]).facts,
        )
        profits.append(margin_of(book.posted["DN-1"], 2).gross_profit)
    assert str(profits[0]) == case["expect"]["margin"]
    assert f"margin {profits[1]}" in case["expect"]["blank_cost"]


def run_fc_price_03(case: Case) -> None:
    item, line = case["input"]["item"], case["input"]["line"]
    known = facts()
    known.products["CLOTH"] = known.products["CLOTH"].model_copy(
        update={"unit": "kg", "base_price": Decimal(item["price_per_kg"]), "cost": Decimal(item["cost_per_kg"])}
    )
    box = ProductUnit(product_no="CLOTH", unit=line["uom"], factor=Decimal(item["kg_per_box"]))
    known.units[box.key] = box
    book = check_documents(
        f"""
        document  refers_to  item    quantity     unit         | problem
        SO-1                 CLOTH   {line["qty"]:8}     {line["uom"]:<8}     |
        DN-1      SO-1               {line["qty"]:8}                  |
        """,
        known,
    )
    margin = margin_of(book.posted["DN-1"], 2)
    found = {"revenue": margin.revenue, "cost": margin.cost, "margin": margin.gross_profit}
    assert {name: str(amount) for name, amount in found.items()} == {
        name: case["expect"][name] for name in ("revenue", "cost", "margin")
    }


def run_fc_discount_03(case: Case) -> None:
    line = case["input"]["line"]
    book = check_documents(f"""
        document  item    quantity  price     discount  cost    | problem
        SO-1      BOLT-8  {line["qty"]:8}  {line["price"]:<8}  {line["discount_pct"]:<8}  {line["cost"]:<6}  |
    """)
    (posting,) = book.posted["SO-1"]
    margin = margin_of([posting], 2)
    expect = case["expect"]
    assert str(posting.discount_percent) == expect["discount_pct"]
    assert posting.net_amount == Decimal(expect["amount"])
    assert (str(margin.gross_profit), margin.percent) == (expect["margin"], expect["margin_pct"])


def run_fc_target_03(case: Case) -> None:
    sale, credit = case["input"]["docs"]
    postings = [
        Posting(
            kind=kind, document_no="X", document_date=TODAY, posting_date=TODAY, quantity=Decimal(1),
            net_amount=abs(Decimal(paper["revenue"])), cost_amount=-Decimal(paper["cost"]),
        )
        for kind, paper in (("delivery_note", sale), ("sales_return", credit))
    ]  # fmt: skip
    margin = margin_of(postings, 2)
    assert [cost_of(posting, 2) for posting in postings] == [sale["cost"], credit["cost"]]
    expect = case["expect"]
    assert margin == Margin(Decimal(expect["revenue"]), Decimal(expect["cost"]))
    assert (margin.gross_profit, margin.percent) == (Decimal(expect["margin"]), expect["margin_pct"])


RUNNERS: dict[str, Callable[[Case], None]] = {
    "FC-price-03": run_fc_price_03,
    "FC-price-04": run_fc_price_04,
    "FC-discount-03": run_fc_discount_03,
    "FC-target-03": run_fc_target_03,
}
