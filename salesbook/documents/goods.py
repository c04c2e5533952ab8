"""What papers about goods have in common: lines of products with quantity, price and tax, and their checks.

Quotation, order, delivery note and invoice. How a price is found stands in ``pricing``.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar, TypeVar

from pydantic import Field

from salesbook.documents.balances import LineKey
from salesbook.documents.costs import unit_cost_of
from salesbook.documents.discounts import head_discount, head_shares, part_of_amount, taken_before
from salesbook.documents.exchange import check_currency, with_home_amounts
from salesbook.documents.facts import Facts, PostedLine
from salesbook.documents.master_data import Product, unknown_code
from salesbook.documents.packs import factor_of, in_own_unit, quantity_decimals
from salesbook.documents.paper import (
    Paper,
    PaperLine,
    check_head,
    check_source,
    problem,
    source_kind_of,
    takes_all_from_source,
)
from salesbook.documents.posting import Posting, canonical_json, detail
from salesbook.documents.taxes import TaxPart, parts_of, several_taxes, taxes_inside, taxes_of
from salesbook.money import (
    HUNDRED,
    LARGEST_AMOUNT,
    LARGEST_QUANTITY,
    PERCENT_DECIMALS,
    UNIT_PRICE_DECIMALS,
    ZERO,
    discounted_price,
    round_amount,
)
from salesbook.problems import Problem
from salesbook.units import fits_unit

DOUBLED_PRICE = "two rows: "
"""Start of the price reason of a line whose price cannot be told because two price rows are equal."""


class GoodsLine(PaperLine):
    """One line as typed, completed from the facts before it is checked.

    Attributes:
        discount_percent: 0 to 100, as typed; ``None`` is "not typed".
        amount_off: Taken off the line's amount, besides the percent; of what the source promised, its part.
        head_share: The line's share of the discount on the whole paper; computed.
        entered_net_amount: What the sheet shows as net amount; compared, never taken over.
        entered_by_formula: The shown amount comes from a formula, so it may merely be stale.
        unit_cost: In home currency, as typed; ``None`` is not typed, which is not the same as 0. It is the cost of
            one of the product's own unit, and ``unit_factor`` of them are in one of the line's; computed.
        net_amount: Computed; ``None`` until the line is completed.
        tax_treatment: Why there is no tax on it, in the word of the customer's file; blank where it is taxable.
        applied_amount: Of an invoice line: paid from the deposit of its order.
        home_amount: With tax, in home currency; 0 where the paper is in it anyway. Likewise ``applied_home_amount``.
        exchange_rate: Home currency for one unit of the paper's; 0 where the paper is in home currency.
        deposit_percent: Share of its order that an invoice line claims as a deposit.
        details: What goes to the ledger line beside its columns.
        taxes: What ``tax_amount`` consists of.
        tax_included: The price and what is taken off it contain the tax; ``net_amount`` never does.
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
    amount_off: Decimal | None = None
    head_share: Decimal = ZERO
    tax_code: str = ""
    tax_percent: Decimal = ZERO
    tax_treatment: str = ""
    due_date: date | None = None
    price_reason: str = ""
    entered_net_amount: Decimal | None = None
    entered_by_formula: bool = False
    unit_cost: Decimal | None = None
    unit_factor: Decimal = Decimal(1)
    net_amount: Decimal | None = None
    tax_amount: Decimal = ZERO
    taxes: tuple[TaxPart, ...] = ()
    tax_included: bool = False
    applied_amount: Decimal = ZERO
    home_amount: Decimal = ZERO
    applied_home_amount: Decimal = ZERO
    exchange_rate: Decimal = ZERO
    deposit_percent: Decimal | None = None
    details: Mapping[str, object] = Field(default_factory=dict)


class GoodsPaper(Paper):
    """A paper whose lines are goods.

    Attributes:
        customer_reference: The customer's own order number.
        tax_included: Whether prices contain the tax; ``None`` takes the way of the source, else of the company.
        revision: Of a quotation or order that is posted: which revision this is to become.
        head_discount_percent: Off all lines together, 0 to 100; ``head_discount_amount`` is taken off besides.
        emergency_override: Post in spite of prices that somebody else ought to approve; the company must allow it.
    """

    line_model: ClassVar[type[PaperLine]] = GoodsLine
    valid_until: date | None = None
    customer_reference: str = ""
    tax_included: bool | None = None
    revision: int | None = None
    head_discount_percent: Decimal | None = None
    head_discount_amount: Decimal | None = None
    emergency_override: bool = False
    lines: tuple[GoodsLine, ...] = ()

    def details(self, line: GoodsLine) -> dict[str, object]:
        """What a line and the head say that has no column of its own; empty for most."""
        rare: dict[str, object] = {
            "tax_treatment": line.tax_treatment,
            "head_share": line.head_share,
            "head_discount_percent": self.head_discount_percent,
            "head_discount_amount": self.head_discount_amount,
            "emergency_override": self.emergency_override,
            "tax_included": line.tax_included,
        }
        said = {name: value for name, value in rare.items() if value}
        if line.unit_cost is not None:
            said |= {"unit_cost": line.unit_cost}
            said |= {"unit_factor": line.unit_factor} if line.unit_factor != 1 else {}
        return said | several_taxes(line.taxes) | dict(line.details)

    def takes_back(self, line: GoodsLine) -> bool:
        """Whether a line may have a quantity of 0 or less: 0 takes it out of what was agreed before."""
        return self.revision is not None and line.quantity == 0


AnyGoodsLine = TypeVar("AnyGoodsLine", bound=GoodsLine)
AnyGoodsPaper = TypeVar("AnyGoodsPaper", bound=GoodsPaper)


def source_line(paper: GoodsPaper, line: GoodsLine, facts: Facts) -> PostedLine | None:
    """The posted line whose terms a line takes over: the one it names, or the order line behind a pick list."""
    named = named_line(paper, line, facts)
    if named is not None and named.posting.kind == "pick_list":
        return facts.lines.get(LineKey("sales_order", named.posting.order_no, named.posting.order_line_no or 0))
    return named


def named_line(paper: GoodsPaper, line: GoodsLine, facts: Facts) -> PostedLine | None:
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


def take_over(line: AnyGoodsLine, source: PostedLine, facts: Facts) -> AnyGoodsLine:
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
            "tax_treatment": "" if other_rate else detail(origin, "tax_treatment"),
            "unit_cost": unit_cost_of(origin) if line.unit_cost is None else line.unit_cost,
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
    """Net and tax of all lines that have a price, after everything that is taken off them."""
    rules = facts.rules
    amounts_off = [
        promised if line.amount_off is None else line.amount_off
        for line, promised in zip(paper.lines, promised_amounts(paper, facts), strict=True)
    ]
    before_head = [
        before_amounts_off(line, facts) - (off or ZERO) for line, off in zip(paper.lines, amounts_off, strict=True)
    ]
    percent, amount = paper.head_discount_percent or ZERO, paper.head_discount_amount or ZERO
    discount = head_discount(before_head, percent, amount, rules.decimals)
    shares = head_shares(before_head, discount, rules.decimals)
    nets = [net - share for net, share in zip(before_head, shares, strict=True)]
    exact = [
        before_rounding(line, facts) - (off or ZERO) - share
        for line, off, share in zip(paper.lines, amounts_off, shares, strict=True)
    ]
    parts = [parts_of(line.tax_code, line.tax_percent, facts.tax_codes) for line in paper.lines]
    included = [_has_tax_included(paper, line, facts) for line in paper.lines]
    if any(included):
        inside = [taxes_inside(of_line, gross, rules.decimals) for of_line, gross in zip(parts, nets, strict=True)]
        nets = [
            gross - sum((tax.amount for tax in taxes), ZERO) if has_tax else gross
            for gross, taxes, has_tax in zip(nets, inside, included, strict=True)
        ]
    taxes = taxes_of(parts, nets, exact, rules)
    if any(included):
        taxes = [own if has_tax else on_top for own, on_top, has_tax in zip(inside, taxes, included, strict=True)]
    paper = paper.with_lines(
        line.model_copy(
            update={
                "net_amount": net,
                "tax_amount": sum((tax.amount for tax in on_line), ZERO),
                "taxes": tuple(on_line),
                "tax_included": has_tax,
                "amount_off": off,
                "head_share": share,
                "unit_factor": in_own_unit(line.product_no, Decimal(1), line.unit, facts),
            }
        )
        for line, net, on_line, off, share, has_tax in zip(
            paper.lines, nets, taxes, amounts_off, shares, included, strict=True
        )
    )
    return with_home_amounts(paper, facts)


def _has_tax_included(paper: GoodsPaper, line: GoodsLine, facts: Facts) -> bool:
    """Whether the price of a line contains the tax."""
    if paper.tax_included is not None:
        return paper.tax_included
    if (source := source_line(paper, line, facts)) is not None:
        return bool(detail(source.posting, "tax_included"))
    return facts.rules.prices_include_tax


def before_amounts_off(line: GoodsLine, facts: Facts) -> Decimal:
    """Quantity times price less the percent of the line."""
    return round_amount(before_rounding(line, facts), facts.rules.decimals, facts.rules.rounding)


def before_rounding(line: GoodsLine, facts: Facts) -> Decimal:
    """The same, exactly."""
    rules = facts.rules
    price, percent = line.unit_price or ZERO, line.discount_percent or ZERO
    return line.quantity * discounted_price(price, percent, rules.price_decimals, rules.rounding)


def promised_amounts(paper: GoodsPaper, facts: Facts) -> list[Decimal | None]:
    """Of each line, its part of the amount off that its source promised; ``None`` where none was promised.

    A paper with a discount of its own on the whole takes over no share of the one that its source had.
    """
    taken: dict[LineKey, Decimal] = defaultdict(lambda: ZERO)
    promised: list[Decimal | None] = []
    for line in paper.lines:
        source = source_line(paper, line, facts)
        origin = source.posting if source else None
        amount = ZERO
        if origin:
            has_own = paper.head_discount_percent or paper.head_discount_amount
            amount = origin.amount_off if has_own else origin.discount_amount
        if source is None or origin is None or not amount:
            promised.append(None)
            continue
        key = LineKey(origin.kind, origin.document_no, origin.line_no)
        before = taken_before(origin.kind, paper.kind, source.balance) + taken[key]
        taken[key] += line.quantity
        promised.append(part_of_amount(amount, origin.quantity, before, line.quantity, facts.rules.decimals))
    return promised


def gross_amount(paper: GoodsPaper) -> Decimal:
    """What a completed paper comes to, with tax."""
    return sum(((line.net_amount or ZERO) + line.tax_amount for line in paper.lines), ZERO)


def check_paper(paper: GoodsPaper, facts: Facts) -> list[Problem]:
    """What must hold for every kind of paper."""
    return [
        *check_head(paper, facts),
        *check_currency(paper, facts),
        *_check_head_discount(paper, facts),
        *(found for line in paper.lines for found in _check_line(paper, line, facts)),
    ]


def _check_head_discount(paper: GoodsPaper, facts: Facts) -> list[Problem]:
    problems = []
    percent, amount = paper.head_discount_percent, paper.head_discount_amount
    if percent is not None and not ZERO <= percent <= HUNDRED:
        problems.append(problem("discount-out-of-range", "head_discount_percent", discount=percent))
    elif percent is not None and not fits_unit(percent, PERCENT_DECIMALS):
        problems.append(
            problem("discount-too-fine", "head_discount_percent", discount=percent, decimals=PERCENT_DECIMALS)
        )
    if amount is None:
        return problems
    lines = sum((line.net_amount + line.head_share for line in paper.lines if line.net_amount is not None), ZERO)
    most = lines - head_discount([lines], percent or ZERO, ZERO, facts.rules.decimals)
    return problems + _check_amount_off("head_discount_amount", amount, most, facts)


def _check_amount_off(field: str, amount: Decimal, most: Decimal, facts: Facts) -> list[Problem]:
    if not fits_unit(amount, facts.rules.decimals):
        return [problem("amount-off-too-fine", field, amount=amount, decimals=facts.rules.decimals)]
    if not ZERO <= amount <= max(most, ZERO):
        return [problem("amount-off-out-of-range", field, amount=amount, most=max(most, ZERO))]
    return []


def _check_line(paper: GoodsPaper, line: GoodsLine, facts: Facts) -> list[Problem]:
    if line.purpose in ("deposit", "rounding"):
        return []
    problems = unknown_code("product_no", line.product_no, facts.products, facts)
    problems += unknown_code("tax_code", line.tax_code, facts.tax_codes, facts)
    if not line.product_no and not line.source_no and not takes_all_from_source(paper) and line.unit_price is None:
        problems.append(problem("missing", "product_no"))
    if line.quantity <= 0 and not paper.takes_back(line):
        problems.append(problem("quantity-not-positive", "quantity", quantity=line.quantity))
    product = facts.products.get(line.product_no)
    if product:
        problems += _check_unit(line, product, facts)
    problems += _check_price(paper, line, facts)
    if line.amount_off is not None and line.unit_price is not None:
        problems += _check_amount_off("amount_off", line.amount_off, before_amounts_off(line, facts), facts)
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


def _check_unit(line: GoodsLine, product: Product, facts: Facts) -> list[Problem]:
    """A line that names its source is in the source's unit, which is compared elsewhere."""
    own = in_own_unit(product.product_no, line.quantity, line.unit, facts)
    if not fits_unit(line.quantity, quantity_decimals(product, line.unit)) or not fits_unit(own, product.unit_decimals):
        return [
            problem(
                "quantity-too-fine", "quantity", quantity=own, unit=product.unit or line.unit,
                product=product.product_no, decimals=product.unit_decimals,
            )
        ]  # fmt: skip
    if factor_of(product, line.unit, facts) is not None or line.source_no:
        return []
    typed = line.unit_price is not None
    code = "unit-not-known" if typed else "unit-without-factor"
    return [problem(code, "unit", warning=typed, unit=line.unit, product=product.product_no, own=product.unit)]


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
        if factor_of(facts.products[line.product_no], line.unit, facts) is None:
            return []  # There is no price of a unit that is not known, and that is said at the unit.
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
    # The sheet shows a line before its share of the discount on the whole, and may not know what the source promised.
    shown = line.net_amount + line.head_share + (line.tax_amount if line.tax_included else ZERO)
    if line.entered_net_amount is None or line.entered_net_amount in (shown, shown + (line.amount_off or ZERO)):
        return []
    looked_up = line.entered_by_formula and line.price_reason != "typed" and not line.source_no
    code = "amount-differs"
    if line.entered_by_formula:
        code = "amount-of-older-lists" if looked_up else "amount-stale"
    return [
        problem(
            code, "net_amount", warning=line.entered_by_formula, shown=line.entered_net_amount,
            computed=shown, quantity=line.quantity, price=line.unit_price,
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


def check_source_dates(paper: GoodsPaper, facts: Facts) -> list[Problem]:
    """A paper that is dated before what it was made from may be in the wrong month; each source is named once."""
    sources = {line.source_no: source for line in paper.lines if (source := source_line(paper, line, facts))}
    return [
        problem(
            "dated-before-source", "document_date", warning=True, date=paper.document_date, code=number,
            first=source.posting.document_date,
        )
        for number, source in sources.items()
        if paper.document_date < source.posting.document_date
    ]  # fmt: skip


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
            discount_amount=(line.amount_off or ZERO) + line.head_share,
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
            applied_amount=line.applied_amount,
            home_amount=line.home_amount,
            applied_home_amount=line.applied_home_amount,
            exchange_rate=line.exchange_rate,
            details=canonical_json(details) if (details := paper.details(line)) else "",
            sheet=line.sheet,
            row_number=line.row_number,
        )
        for line in paper.lines
    ]
