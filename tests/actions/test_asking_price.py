"""What would a customer pay, and why: the worked example of DOMAIN 4, and that posting the order gives the same."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesbook.actions.asking_price import ask_price
from salesbook.actions.posting import check, post
from salesbook.messages import error_sentence
from salesbook.problems import SalesbookError
from salesbook.units import plain
from salesbook.workbooks.enquiry import Answer, Said
from tests.ledger.clerks import workbook
from tests.small_company import Desk, move_in

JULY = date(2026, 7, 1)
MASTERS = {
    "customer": """
        Customer  Name   Salesperson  Territory  Payment days  Price list  Tax treatment
        C-1       Alpha  P1           N1         30            A
        C-9       Gamma  P1           N1         30                        exempt
    """,
    "product_unit": """
        Product  Unit  Own units in one
        BOLT-8   box   100
    """,
    "price": """
        Customer  Price list  Product  From quantity  Unit price  % of base price  Valid from  Valid to
        C-1                   BOLT-8                  9.50                         2026-01-01  2026-06-30
                  A           BOLT-8   1              10.00
                  A           BOLT-8   100            9.20
                  default     BOLT-8   50                         95
                  default     NUT-8    10             2.3333
    """,
    "promotion": """
        Promotion  Products, with commas  From quantity  % off  Unit price  Customers, with commas  Valid from
        SUMMER     NUT-8, CLOTH           20             12.5                                       2026-06-01
        FRIENDS    BOLT-8                                       9           C-2                     2026-01-01
    """,
}  # fmt: skip


@pytest.fixture(scope="module")
def _built_priced(_built_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("priced")
    with pytest.MonkeyPatch.context() as patch:
        desk = move_in(_built_company, folder, patch)
        for kind, text in MASTERS.items():
            assert not desk.post(desk.records(kind, text, f"{kind}.xlsx")).problems
    return folder


@pytest.fixture
def priced(_built_priced: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Prices of all levels, two promotions, a pack."""
    return move_in(_built_priced, tmp_path, monkeypatch)


def rules(answer: Answer) -> list[tuple[str, str]]:
    """Each rule by its code, with what became of it."""
    told = []
    for row in answer.rows("rules"):
        assert isinstance(row["rule"], Said)
        rest = f" from {plain(row['minimum_quantity'])}" if row["minimum_quantity"] else ""
        told.append((row["rule"].code + rest, row["outcome"].code))
    return told


def amounts(answer: Answer) -> tuple[object, ...]:
    return tuple(answer.value(name) for name in ("unit_price", "net_amount", "tax_amount", "gross_amount"))


def test_120_bolts_on_the_first_of_july_and_why(priced: Desk) -> None:
    answer = ask_price("C-1", "BOLT-8", Decimal(120), priced.company, day=JULY)
    assert amounts(answer) == (Decimal("9.20"), 1104, Decimal("55.20"), Decimal("1159.20"))
    reason = answer.value("price_reason")
    assert reason.code == "list A from 100"
    assert tuple(reason.words) == ("by Price list A from 100", "依價目表 A，100 起", "按价目表 A，100 起")
    assert rules(answer) == [
        ("customer C-1", "over"),
        ("list A from 100", "decides"),
        ("list A from 1", "break_first"),
        ("list default from 50", "special_first"),
        ("base price", "special_first"),
        ("promotion FRIENDS", "not_for"),
    ]


def test_in_march_the_customers_own_price_goes_before_a_lower_break(priced: Desk) -> None:
    answer = ask_price("C-1", "BOLT-8", Decimal(120), priced.company)
    assert amounts(answer)[:2] == (Decimal("9.50"), 1140)
    assert rules(answer)[:2] == [("customer C-1", "decides"), ("list A from 100", "special_first")]
    priced.change_settings('price_rule = "first_hit"', 'price_rule = "best_price"')
    answer = ask_price("C-1", "BOLT-8", Decimal(120), priced.company)
    assert amounts(answer)[:2] == (Decimal("9.20"), 1104)
    assert rules(answer)[:2] == [("customer C-1", "not_lowest"), ("list A from 100", "decides")]


def test_a_promotion_lowers_what_was_found_once_its_quantity_is_reached(priced: Desk) -> None:
    answer = ask_price("Alpha", "nut", Decimal(20), priced.company, day=JULY)
    assert answer.found is not None
    assert answer.found.en == "“Alpha” was taken for C-1 Alpha. “nut” was taken for NUT-8 Nut, 8 mm."
    # 2.3333 less 12.5 % is 2.0416; twenty of them 40.83.
    assert amounts(answer)[:2] == (Decimal("2.0416"), Decimal("40.83"))
    assert rules(answer) == [
        ("list default from 10", "lowered"), ("base price", "special_first"), ("promotion SUMMER from 20", "decides"),
    ]  # fmt: skip
    assert answer.value("price_reason").words.en == "by Price list default from 10, lowered by Promotion SUMMER"
    fewer = ask_price("C-1", "NUT-8", Decimal(10), priced.company, day=JULY)
    assert rules(fewer)[-1] == ("promotion SUMMER from 20", "too_few")
    before = ask_price("C-1", "NUT-8", Decimal(5), priced.company, day=date(2026, 5, 31))
    assert rules(before) == [
        ("list default from 10", "too_few"), ("base price", "decides"), ("promotion SUMMER from 20", "not_yet"),
    ]  # fmt: skip


def test_a_box_is_priced_by_the_pieces_in_it(priced: Desk) -> None:
    answer = ask_price("C-1", "BOLT-8", Decimal(2), priced.company, day=JULY, unit="box")
    assert amounts(answer)[:2] == (920, 1840)
    assert answer.value("price_reason").code == "list A from 100, × 100"
    assert answer.value("price_reason").words.hant == "依價目表 A，100 起，× 100"


def test_a_unit_nobody_has_said_the_factor_of_has_no_price(priced: Desk) -> None:
    answer = ask_price("C-1", "BOLT-8", Decimal(2), priced.company, unit="pallet")
    assert amounts(answer) == (None, None, None, None)
    assert not answer.rows("rules")
    assert "pallet" in " ".join(said.words.en for said in answer.warnings)


def test_what_posting_would_say_is_told_too(priced: Desk) -> None:
    floor = """
        Product  Name         Unit  Unit decimals  Base price  Tax code  Floor price
        BOLT-8   Bolt, 8 mm   pcs   0              10          T5        9.30
    """
    priced.post(priced.records("product", floor, "floor.xlsx"))
    (said,) = ask_price("C-1", "BOLT-8", Decimal(120), priced.company, day=JULY).warnings
    assert said.code == "below-floor"
    assert said.words.en.startswith("approval: ")
    assert said.words.hant.startswith("待核准: ")
    row = {"document_ref": "A", "document_date": JULY, "customer_no": "C-1", "product_no": "BOLT-8", "quantity": 120}
    problems = check(workbook("sales_order", [row]), priced.company).problems
    assert [problem.code for problem in problems] == ["below-floor"]


def test_two_equal_rows_of_a_level_are_told_as_a_fault(priced: Desk) -> None:
    twice = (
        "Price list  Product  From quantity  Unit price  Currency\nA           BOLT-8   100            9.10        USD"
    )
    priced.post(priced.records("price", twice, "twice.xlsx"))
    answer = ask_price("C-1", "BOLT-8", Decimal(120), priced.company, day=JULY)
    assert answer.value("net_amount") is None
    assert [outcome for _, outcome in rules(answer)[1:3]] == ["doubled", "doubled"]


def test_a_customer_in_another_currency_is_told_a_price_in_it_as_posting_gives_it(priced: Desk) -> None:
    settings_file = priced.folder / "salesbook.toml"
    text = settings_file.read_text(encoding="utf-8")
    (head,) = [line for line in text.splitlines() if line.startswith("[rules.currency_decimals]")]
    priced.change_settings(head, f"{head}\nJPY = 0")
    abroad = "Customer  Name   Salesperson  Territory  Currency\nC-8       Delta  P1           N1         JPY"
    rates = "Currency  Rate    Valid from\nJPY       0.0067  2026-01-01"
    yen = "Price list  Currency  Product  Unit price\ndefault     JPY       BOLT-8   1499.5"
    for kind, text in (("customer", abroad), ("exchange_rate", rates), ("price", yen)):
        assert not priced.post(priced.records(kind, text, f"{kind} abroad.xlsx")).problems
    answer = ask_price("C-8", "BOLT-8", Decimal(3), priced.company)
    # 4498.50 yen are 4499, for half a yen is rounded away; 5 % of it is 225.
    assert amounts(answer) == (Decimal("1499.5"), 4499, 225, 4724)
    assert answer.value("currency") == "JPY"
    assert rules(answer) == [("list default", "decides"), ("promotion FRIENDS", "not_for")]
    row = {"document_ref": "J", "document_date": priced.today, "customer_no": "C-8", "product_no": "BOLT-8"}
    (decision,) = post(workbook("sales_order", [row | {"quantity": Decimal(3)}]), priced.company).decisions
    (line,) = decision.postings
    assert (line.net_amount, line.tax_amount) == (4499, 225)


def test_asking_stores_nothing(priced: Desk) -> None:
    before = priced.version
    ask_price("C-1", "BOLT-8", Decimal(120), priced.company)
    assert priced.version == before


def test_several_customers_are_listed_and_unknown_ones_named(priced: Desk) -> None:
    for customer, told in (("a", "“a” fits 3 customers: C-1 Alpha, C-2 Beta, C-9 Gamma. "), ("C-7", "Did you mean ")):
        with pytest.raises(SalesbookError) as error:
            ask_price(customer, "BOLT-8", Decimal(1), priced.company)
        assert told in error_sentence(error.value, "en")


ASKED = st.tuples(
    st.sampled_from(["C-1", "C-2", "C-9"]),
    st.sampled_from([("BOLT-8", ""), ("BOLT-8", "box"), ("BOLT-8", "pcs"), ("NUT-8", ""), ("CLOTH", "m")]),
    st.one_of(st.integers(1, 30), st.sampled_from([49, 50, 99, 100, 101, 12345])),
    st.dates(date(2026, 2, 1), date(2026, 9, 30)),
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.lists(ASKED, min_size=8, max_size=20))
def test_posting_the_order_gives_the_same_price_net_and_tax(
    priced: Desk, asked: Sequence[tuple[str, tuple[str, str], int, date]]
) -> None:
    told = [
        ask_price(customer, product, Decimal(quantity), priced.company, day=day, unit=unit)
        for customer, (product, unit), quantity, day in asked
    ]
    rows = [
        {"document_ref": f"A{number}", "document_date": day, "customer_no": customer, "product_no": product,
         "unit": unit or None, "quantity": Decimal(quantity)}
        for number, (customer, (product, unit), quantity, day) in enumerate(asked)
    ]  # fmt: skip
    report = post(workbook("sales_order", rows, f"{priced.version}.xlsx"), priced.company)
    assert [decision.outcome for decision in report.decisions] == ["posted"] * len(asked)
    for answer, decision in zip(told, report.decisions, strict=True):
        (line,) = decision.postings
        for name in ("unit_price", "net_amount", "tax_amount", "tax_code", "tax_percent", "unit"):
            assert answer.value(name) == getattr(line, name), name
        assert answer.value("price_reason").code == line.price_reason
        assert answer.value("gross_amount") == line.gross_amount
        assert {said.code for said in answer.warnings} == {
            problem.code for problem in decision.problems
        } - {"customer-reference-used"}  # fmt: skip
        decides = [row for row in answer.rows("rules") if row["outcome"].code == "decides"]
        assert len(decides) == 1
