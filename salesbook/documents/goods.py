"""What papers about goods have in common: lines of products with quantity, price and tax, and their checks.

Quotation, order, delivery note and invoice. How a price is found stands in ``pricing``.
"""

from datetime import date
from decimal import Decimal
from typing import ClassVar, TypeVar

from salesbook.documents.balances import LineKey
from salesbook.documents.facts import Facts, PostedLine
from salesbook.documents.master_data import unknown_code
from salesbook.documents.paper import (
    Paper,
    PaperLine,
    check_head,
    check_source,
    problem,
    source_kind_of,
    takes_all_from_source,
)
from salesbook.documents.posting import Posting, canonical_json
from salesbook.money import (
    HUNDRED,
    LARGEST_AMOUNT,
    LARGEST_QUANTITY,
    PERCENT_DECIMALS,
    UNIT_PRICE_DECIMALS,
    ZERO,
    line_net,
    line_taxes,
)
from salesbook.problems import Problem
from salesbook.units import fits_unit

DOUBLED_PRICE = "two rows: "
"""Start of the price reason of a line whose price cannot be told because two price rows are equal."""


class GoodsLine(PaperLine):
    """One line as typed, completed from the facts before it is checked.

    Attributes:
        discount_percent: 0 to 100, as typed; ``None`` is "not typed".
        entered_net_amount: What the sheet shows as net amount; compared, never taken over.
        entered_by_formula: The shown amount comes from a formula, so it may merely be stale.
        net_amount: Computed; ``None`` until the line is completed.
    """

    source_line_no: int | None = None
    source_kind: str = ""
    order_no: str = ""
    order_line_no: int | None = None
    delivery_no: str = ""
    delivery_line_no: int | None = None
    invoice_no: str = ""
    invoice_line_no: int | None = None
    purpose: str = ""
    product_no: str = ""
    description: str = ""
    quantity: Decimal = ZERO
    unit: str = ""
    unit_price: Decimal | None = None
    discount_percent: Decimal | None = None
    tax_code: str = ""
    tax_percent: Decimal = ZERO
    due_date: date | None = None
    price_reason: str = ""
    entered_net_amount: Decimal | None = None
    entered_by_formula: bool = False
    net_amount: Decimal | None = None
    tax_amount: Decimal = ZERO


class GoodsPaper(Paper):
    """A paper whose lines are goods.

    Attributes:
        customer_reference: The customer's own order number.
    """

    line_model: ClassVar[type[PaperLine]] = GoodsLine
    valid_until: date | None = None
    customer_reference: str = ""
    lines: tuple[GoodsLine, ...] = ()

    def details(self) -> dict[str, object]:
        """What the head says that has no column of its own."""
        return {}

    def takes_back(self, line: GoodsLine) -> bool:
        """Whether a line may have a negative quantity."""
        return False


AnyGoodsPaper = TypeVar("AnyGoodsPaper", bound=GoodsPaper)


def source_line(paper: GoodsPaper, line: GoodsLine, facts: Facts) -> PostedLine | None:
    """The posted line that a line names as its source.

    Without a line number the product decides, as long as only one line of the source has it.
    """
    if not line.source_no or not paper.source_kinds:
        return None
    if line.source_line_no is not None:
        kind = source_kind_of(paper, line.source_no, facts)
        return facts.lines.get(LineKey(kind, line.source_no, line.source_line_no))
    candidates = candidate_lines(paper, line, facts)
    return candidates[0] if len(candidates) == 1 else None


def candidate_lines(paper: GoodsPaper, line: GoodsLine, facts: Facts) -> list[PostedLine]:
    """The lines of the source that may be meant when no line number is given."""
    lines = facts.lines_of(source_kind_of(paper, line.source_no, facts), line.source_no)
    return [found for found in lines if not line.product_no or found.posting.product_no == line.product_no]


def take_over(line: GoodsLine, source: PostedLine, facts: Facts) -> GoodsLine:
    """Fill what a line leaves blank from the line it is made from, and name the papers behind it.

    Another tax code brings its own rate.
    """
    origin = source.posting
    other_rate = facts.tax_codes.get(line.tax_code) if line.tax_code != origin.tax_code else None
    is_typed = line.unit_price not in (None, origin.unit_price)
    return line.model_copy(
        update={
            "source_line_no": origin.line_no,
            **papers_behind(origin),
            "product_no": line.product_no or origin.product_no,
            "description": line.description or origin.description,
            "unit": line.unit or origin.unit,
            "unit_price": origin.unit_price if line.unit_price is None else line.unit_price,
            "discount_percent": origin.discount_percent if line.discount_percent is None else line.discount_percent,
            "tax_code": line.tax_code or origin.tax_code,
            "tax_percent": other_rate.tax_percent if other_rate else origin.tax_percent,
            "price_reason": "typed" if is_typed else origin.price_reason,
            # The date on a quotation says until when it is valid, not when goods are due.
            "due_date": line.due_date or (None if origin.kind == "quotation" else origin.due_date),
        }
    )


def papers_behind(origin: Posting) -> dict[str, object]:
    """What a line names when it is made from this one: order, delivery and invoice, as far as they are known."""
    own = {"no": origin.document_no, "line_no": origin.line_no}
    behind: dict[str, object] = {
        f"{paper}_{name}": getattr(origin, f"{paper}_{name}")
        for paper in ("order", "delivery", "invoice")
        for name in own
    }
    if origin.kind == "sales_invoice" and origin.source_no and not origin.source_kind:
        behind |= {"delivery_no": origin.source_no, "delivery_line_no": origin.source_line_no}
    names = {"sales_order": "order", "delivery_note": "delivery", "sales_invoice": "invoice"}
    if origin.kind in names:
        behind |= {f"{names[origin.kind]}_{name}": value for name, value in own.items()}
    return behind


def with_amounts(paper: AnyGoodsPaper, facts: Facts) -> AnyGoodsPaper:
    """Net and tax of all lines that have a price."""
    rules = facts.rules
    nets = [
        line_net(line.quantity, line.unit_price or ZERO, line.discount_percent or ZERO, rules.decimals)
        for line in paper.lines
    ]
    per_document = rules.tax_rounding == "per_document"
    rates = [line.tax_percent for line in paper.lines]
    taxes = line_taxes(nets, rates, per_document=per_document, decimals=rules.decimals)
    return paper.with_lines(
        line.model_copy(update={"net_amount": net, "tax_amount": tax})
        for line, net, tax in zip(paper.lines, nets, taxes, strict=True)
    )


def check_paper(paper: GoodsPaper, facts: Facts) -> list[Problem]:
    """What must hold for every kind of paper."""
    return [*check_head(paper, facts), *(found for line in paper.lines for found in _check_line(paper, line, facts))]


def _check_line(paper: GoodsPaper, line: GoodsLine, facts: Facts) -> list[Problem]:
    problems = unknown_code("product_no", line.product_no, facts.products, facts)
    problems += unknown_code("tax_code", line.tax_code, facts.tax_codes, facts)
    if not line.product_no and not line.source_no and not takes_all_from_source(paper) and line.unit_price is None:
        problems.append(problem("missing", "product_no"))
    if line.quantity <= 0 and not paper.takes_back(line):
        problems.append(problem("quantity-not-positive", "quantity", quantity=line.quantity))
    product = facts.products.get(line.product_no)
    if product and not fits_unit(line.quantity, product.unit_decimals):
        problems.append(
            problem(
                "quantity-too-fine", "quantity", quantity=line.quantity, unit=product.unit or line.unit,
                product=product.product_no, decimals=product.unit_decimals,
            )
        )  # fmt: skip
    problems += _check_price(paper, line, facts)
    if line.discount_percent is not None and not ZERO <= line.discount_percent <= HUNDRED:
        problems.append(problem("discount-out-of-range", "discount_percent", discount=line.discount_percent))
    elif line.discount_percent is not None and not fits_unit(line.discount_percent, PERCENT_DECIMALS):
        problems.append(
            problem("discount-too-fine", "discount_percent", discount=line.discount_percent, decimals=PERCENT_DECIMALS)
        )
    elif line.discount_percent is not None and ZERO < line.discount_percent < 1:
        meant = line.discount_percent * HUNDRED
        problems.append(
            problem("discount-below-one", "discount_percent", warning=True, discount=line.discount_percent, meant=meant)
        )
    problems += _check_amount(line)
    return [found.at(line_no=line.line_no) for found in problems]


def _check_price(paper: GoodsPaper, line: GoodsLine, facts: Facts) -> list[Problem]:
    price = line.unit_price
    if price is None:
        # Without customer, product or source there is no price to find, and that is said already.
        searched = line.product_no in facts.products and paper.customer_no in facts.customers
        if not searched or takes_all_from_source(paper):
            return []
        if line.price_reason.startswith(DOUBLED_PRICE):
            level = line.price_reason.removeprefix(DOUBLED_PRICE)
            return [problem("price-doubled", "unit_price", product=line.product_no, level=level)]
        return [problem("no-price", "unit_price", product=line.product_no)]
    if price < 0:
        return [problem("price-negative", "unit_price", price=price)]
    if not fits_unit(price, UNIT_PRICE_DECIMALS):
        return [problem("price-too-fine", "unit_price", price=price, decimals=UNIT_PRICE_DECIMALS)]
    return []


def _check_amount(line: GoodsLine) -> list[Problem]:
    """The shown amount must be the computed one; a formula may be stale, a typed number is a claim."""
    if line.net_amount is None or line.unit_price is None:
        return []
    for field, amount, limit in (
        ("quantity", line.quantity, LARGEST_QUANTITY),
        ("unit_price", line.unit_price, LARGEST_AMOUNT),
        ("quantity", line.net_amount, LARGEST_AMOUNT),
    ):
        if abs(amount) >= limit:
            return [problem("amount-too-large", field, amount=amount)]
    if line.entered_net_amount is None or line.entered_net_amount == line.net_amount:
        return []
    code = "amount-stale" if line.entered_by_formula else "amount-differs"
    return [
        problem(
            code, "net_amount", warning=line.entered_by_formula, shown=line.entered_net_amount,
            computed=line.net_amount, quantity=line.quantity, price=line.unit_price,
            discount=line.discount_percent or ZERO,
        )
    ]  # fmt: skip


def check_sources(paper: GoodsPaper, facts: Facts, *, required: bool) -> list[Problem]:
    """Every source named must exist, be for the same customer, and have the product."""
    problems = []
    for line in paper.lines:
        if not line.source_no:
            if required:
                problems.append(problem("missing", "source_no", line))
            continue
        problems += check_source(paper, line, facts) or _check_source_line(paper, line, facts)
    return problems


def _check_source_line(paper: GoodsPaper, line: GoodsLine, facts: Facts) -> list[Problem]:
    source = source_line(paper, line, facts)
    if source is not None and source.posting.product_no == line.product_no:
        agreed = source.posting.unit
        if line.unit == agreed:
            return []
        return [problem("unit-not-as-ordered", "unit", line, unit=line.unit, ordered=agreed, code=line.source_no)]
    if line.source_line_no is not None:
        if source is None:
            return [
                problem("no-such-source-line", "source_line_no", line, code=line.source_no, line=line.source_line_no)
            ]
        return [
            problem(
                "product-not-as-ordered", "product_no", line, product=line.product_no,
                ordered=source.posting.product_no, code=line.source_no, line=line.source_line_no,
            )
        ]  # fmt: skip
    candidates = [found.posting.line_no for found in candidate_lines(paper, line, facts)]
    if candidates:
        numbers = ", ".join(str(number) for number in candidates)
        return [
            problem(
                "source-line-ambiguous",
                "source_line_no",
                line,
                code=line.source_no,
                product=line.product_no,
                lines=numbers,
            )
        ]
    return [problem("product-not-in-source", "product_no", line, product=line.product_no, code=line.source_no)]


def paper_postings(paper: GoodsPaper) -> list[Posting]:
    """One ledger line per line of a completed paper."""
    details = paper.details()
    return [
        Posting(
            kind=paper.kind,
            document_no=paper.document_no,
            line_no=line.line_no,
            document_ref=paper.document_ref,
            document_date=paper.document_date,
            posting_date=paper.document_date,
            due_date=line.due_date or paper.valid_until,
            customer_no=paper.customer_no,
            customer_reference=paper.customer_reference,
            salesperson_no=paper.salesperson_no,
            territory_code=paper.territory_code,
            currency=paper.currency,
            product_no=line.product_no,
            description=line.description,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.unit_price or ZERO,
            discount_percent=line.discount_percent or ZERO,
            net_amount=line.net_amount or ZERO,
            tax_code=line.tax_code,
            tax_percent=line.tax_percent,
            tax_amount=line.tax_amount,
            price_reason=line.price_reason,
            source_no=line.source_no,
            source_line_no=line.source_line_no if line.source_no else None,
            order_no=line.order_no,
            order_line_no=line.order_line_no,
            source_kind=line.source_kind,
            delivery_no=line.delivery_no,
            delivery_line_no=line.delivery_line_no,
            invoice_no=line.invoice_no,
            invoice_line_no=line.invoice_line_no,
            purpose=line.purpose,
            remark=line.remark or paper.remark,
            details=canonical_json(details) if details else "",
            sheet=line.sheet,
            row_number=line.row_number,
        )
        for line in paper.lines
    ]
