"""The only list of tables, headers and fields: what a sheet looks like.

Templates, reading and writing all come from here. A table is found by its name, a column by its header
in any of the three languages, a form's field by its defined name. ``field.name`` is the name of the
model's field, so a sheet, a model and a ledger column never disagree about a word.
"""

from dataclasses import replace
from decimal import Decimal

from salesbook.money import LARGEST_AMOUNT
from salesbook.sheets.fields import Field as Field
from salesbook.sheets.fields import FieldType as FieldType
from salesbook.sheets.fields import Form as Form
from salesbook.sheets.fields import Table as Table
from salesbook.sheets.live_columns import (
    DOCUMENT_TOTAL,
    HELP_NAMES,
    LINE_HELP,
    LINE_SHOWN,
    LIST_HELP,
    LIVE_NET_FORMULA,
    LIVE_TOTAL_FORMULAS,
)
from salesbook.words import Words, words

TEMPLATE_VERSION = 1
"""Of the sheets described here; a workbook carries the version it was made for."""

TEMPLATE_VERSION_NAME = "Salesbook.template_version"
WORKBOOK_ID_NAME = "Salesbook.workbook_id"
"""Defined name of the cell that tells copies of one workbook from other workbooks."""

REPORT_NAME = "Salesbook.report"
REPORT_DAY_NAME = "Salesbook.report_of"
REPORT_LANGUAGE_NAME = "Salesbook.report_language"
REPORT_VERSION_NAME = "Salesbook.filled_at_version"
"""Defined names of what a report is, of which day or period, in which language, and of which version of the ledger."""

NET_FORMULA = (
    '=IF({unit_price}="","",ROUND(ROUND({quantity}*{unit_price}*(1-{discount_percent}/100),9),{decimals})-{amount_off})'
)

REF = Field(
    "document_ref", words("Ref", "單據參照", "单据参照"), "code", required=True, head=True, width=15,
    hint=words(
        "Your own number for the document. Rows with the same Ref belong together.",
        "您自訂的單據編號；參照相同的各列屬於同一張單據。",
        "您自定的单据编号；参照相同的各行属于同一张单据。",
    ),
)  # fmt: skip
DATE = Field("document_date", words("Date", "日期"), "date", required=True, head=True)
VALID_UNTIL = Field("valid_until", words("Valid until", "有效期限"), "date", head=True)
CUSTOMER = Field("customer_no", words("Customer", "客戶", "客户"), "code", required=True, lookup="customer", head=True)
CUSTOMER_OPTIONAL = Field("customer_no", CUSTOMER.title, "code", lookup="customer", head=True)
CUSTOMER_REFERENCE = Field(
    "customer_reference", words("Customer order no.", "客戶訂單號", "客户订单号"), "code", head=True, width=16
)
SALESPERSON = Field("salesperson_no", words("Salesperson", "業務員", "业务员"), "code", lookup="salesperson", head=True)
TERRITORY = Field("territory_code", words("Territory", "銷售區域", "销售区域"), "code", lookup="territory", head=True)
PRODUCT = Field("product_no", words("Product", "商品"), "code", required=True, lookup="product")
PRODUCT_OPTIONAL = Field("product_no", PRODUCT.title, "code", lookup="product")
PRODUCT_OR_TEXT = replace(
    PRODUCT,
    required=False,
    hint=words(
        "Leave blank for a service or charge that has no code; give its description and price.",
        "沒有代號的服務或費用請空白，並填寫品名與單價。",
        "没有代号的服务或费用请空白，并填写品名与单价。",
    ),
)
INVOICE_FROM = Field(
    "invoice_from", words("Invoice from", "開票依據", "开票依据"), head=True, choices=("delivery", "order"),
    hint=words(
        "Delivery or order; leave blank for the company's usual way.",
        "出貨或訂單；空白則依公司慣例。",
        "出货或订单；空白则依公司惯例。",
    ),
)  # fmt: skip
ALTERNATIVE_TO = Field(
    "alternative_to", words("Instead of line", "替代項次", "替代项次"), "integer", width=9, hint=words(
        "Of an alternative: the number of the line it may be ordered instead of. It is not in the total.",
        "替代品：填被替代的項次，不計入總額。",
        "替代品：填被替代的项次，不计入总额。",
    ),
)  # fmt: skip
OPTIONAL = Field(
    "optional", words("Option", "選配", "选配"), "yes_no", width=8, hint=words(
        "Yes for what may be ordered besides. It is not in the total.",
        "可加購者填是，不計入總額。",
        "可加购者填是，不计入总额。",
    ),
)  # fmt: skip
TAX_INCLUDED = Field(
    "tax_included", words("Tax included", "含稅", "含税"), "yes_no", head=True, width=10, hint=words(
        "Yes when prices contain the tax; leave blank for the usual way.",
        "單價含稅填是；空白則依慣例。",
        "单价含税填是；空白则依惯例。",
    ),
)  # fmt: skip
REVISION = Field(
    "revision", words("Revision", "版次"), "integer", head=True, width=9, hint=words(
        "To change a posted document, correct its rows and type the next revision, such as 2.",
        "要變更已過帳單據，請修改各列並填入下一版次，例如 2。",
        "要变更已过账单据，请修改各行并填入下一版次，例如 2。",
    ),
)  # fmt: skip
COMPLETE_ONLY = Field("complete_only", words("Complete only", "整批交貨", "整批交货"), "yes_no", head=True)
FRAME = Field(
    "frame", words("Frame agreement", "框架協議", "框架协议"), "yes_no", head=True, hint=words(
        "Yes: orders call off its quantity at its price, and no more.",
        "是：訂單依此價格分批提取，不得超過協議數量。",
        "是：订单按此价格分批提取，不得超过协议数量。",
    ),
)  # fmt: skip
PAY_FIRST = Field(
    "pay_first", words("Pay first", "先款後貨", "先款后货"), "yes_no", head=True, hint=words(
        "Yes: invoiced from the order, and only what is paid is delivered.",
        "是：由訂單開票，收款後方可出貨。",
        "是：由订单开票，收款后方可出货。",
    ),
)  # fmt: skip
DESCRIPTION = Field("description", words("Description", "品名"), width=26)
QUANTITY = Field("quantity", words("Quantity", "數量", "数量"), "quantity", required=True, width=10)
UNIT = Field("unit", words("Unit", "單位", "单位"), width=12)
TYPED_UNIT = replace(UNIT, lookup="unit")
UNIT_PRICE = Field(
    "unit_price", words("Unit price", "單價", "单价"), "price", width=11, decisive=True,
    hint=words(
        "Leave blank for the price of the price list.",
        "空白則採用價目表價格。",
        "空白则采用价目表价格。",
    ),
)  # fmt: skip
DISCOUNT = Field("discount_percent", words("Discount %", "折扣 %"), "percent", width=10, decisive=True)
AMOUNT_OFF = Field(
    "amount_off", words("Amount off", "折讓金額", "折让金额"), "money", width=11,
    hint=words(
        "Taken off the amount of the line, after the discount in percent.",
        "自該列金額扣除，於折扣 % 之後計算。",
        "从该行金额扣除，在折扣 % 之后计算。",
    ),
)  # fmt: skip
HEAD_DISCOUNT = Field(
    "head_discount_percent", words("Whole discount %", "整單折扣 %", "整单折扣 %"), "percent", head=True, width=10
)
HEAD_AMOUNT_OFF = Field(
    "head_discount_amount", words("Whole amount off", "整單折讓", "整单折让"), "money", head=True, width=12,
    hint=words(
        "Spread over the lines by their amounts; no cent is lost.",
        "依各列金額分攤，分文不差。",
        "按各行金额分摊，分文不差。",
    ),
)  # fmt: skip
OVERRIDE = Field(
    "emergency_override", words("Emergency override", "緊急放行", "紧急放行"), "yes_no", head=True, width=11,
    hint=words(
        "Yes posts prices that somebody else ought to approve; an incident is reported.",
        "填「是」則未經核准的低價仍可過帳，並記錄事件。",
        "填“是”则未经批准的低价仍可过账，并记录事件。",
    ),
)  # fmt: skip
TAX_CODE = Field("tax_code", words("Tax code", "稅碼", "税码"), "code", lookup="tax_code", width=9, decisive=True)
DUE_DATE = Field("due_date", words("Due", "交期"), "date")
NET = Field("net_amount", words("Net amount", "未稅金額", "未税金额"), "money", formula=NET_FORMULA, width=13)
LIVE_NET = replace(NET, formula=LIVE_NET_FORMULA)
"""Of papers whose price is looked up while they are typed."""
REMARK = Field("remark", words("Remark", "備註", "备注"), width=18)
NUMBER = Field("document_no", words("No.", "單號", "单号"), "code", head=True, written=True, width=15)
ENTRY = Field(
    "ledger_entry", words("Ledger entry", "帳本序號", "账本序号"), "integer", written=True, may_lack=True, width=9
)
"""The posting that a row of master data or of a register agreed with last: how old the row is."""
STATUS = Field("status", words("Status", "狀態", "状态"), written=True, width=34)
QUOTATION_NO = Field("source_no", words("Quotation no.", "報價單號", "报价单号"), "code", width=15)
ORDER_NO = Field("source_no", words("Order no.", "訂單號", "订单号"), "code", required=True, width=15)
DELIVERY_NO = Field(
    "source_no", words("Delivery no.", "出貨單號", "出货单号"), "code", width=15,
    hint=words(
        "The delivery, or the order where it is invoiced straight away.",
        "出貨單號；直接由訂單開票時填訂單號。",
        "出货单号；直接由订单开票时填订单号。",
    ),
)  # fmt: skip
INVOICE_NO = Field(
    "source_no", words("Invoice no.", "發票號碼", "发票号码"), "code", width=15,
    hint=words(
        "Leave blank for money on account. An order number makes it a deposit, a credit note a refund (minus sign).",
        "空白表示暫收款；填訂單號為訂金，填折讓單號為退款（金額為負）。每張單據一列。",
        "空白表示暂收款；填订单号为订金，填红字发票号为退款（金额为负）。每张单据一行。",
    ),
)  # fmt: skip
AMOUNT = Field("amount", words("Amount", "金額", "金额"), "money", required=True, width=13, decisive=True)
CURRENCY = Field(
    "currency", words("Currency", "幣別", "币种"), "code", head=True, width=9,
    hint=words(
        "Leave blank for the currency of the customer.",
        "空白則採用客戶的幣別。",
        "空白则采用客户的币种。",
    ),
)  # fmt: skip
DEMANDED_DEPOSIT = Field(
    "deposit_percent", words("Deposit %", "訂金 %", "订金 %"), "percent", head=True, width=10,
    hint=words(
        "Share of the order that must be received before anything is delivered.",
        "出貨前須收到的訂金比例。",
        "出货前须收到的订金比例。",
    ),
)  # fmt: skip
CLAIMED_DEPOSIT = Field(
    "deposit_percent", words("Deposit %", "訂金 %", "订金 %"), "percent", width=10,
    hint=words(
        "For a deposit invoice: enter the order number, quantity 1, and the share of the order that is claimed.",
        "預收發票：填訂單號、數量 1，以及預收占訂單的比例。",
        "预收发票：填订单号、数量 1，以及预收占订单的比例。",
    ),
)  # fmt: skip
DEPOSIT_USED = Field(
    "deposit_used", words("Deposit used", "沖抵訂金", "冲抵订金"), "money", head=True, width=13,
    hint=words(
        "Leave blank to use the deposit of the order as the company does; enter 0 to keep it.",
        "空白依公司設定沖抵訂金；填 0 表示不沖抵。",
        "空白按公司设置冲抵订金；填 0 表示不冲抵。",
    ),
)  # fmt: skip
DISCOUNT_TAKEN = Field("discount_taken", words("Discount taken", "現金折扣", "现金折扣"), "money", width=13)
BANK_CHARGE = Field("bank_charge", words("Bank charge", "銀行手續費", "银行手续费"), "money", width=12)
WRITE_OFF = Field("write_off", words("Write-off", "尾差沖銷", "尾差冲销"), "money", width=12)
METHOD = Field("method", words("Method", "收款方式"), head=True, width=14)
BANK_REFERENCE = Field("bank_reference", words("Bank reference", "銀行單號", "银行单号"), "code", head=True, width=18)
SOURCE_LINE = Field("source_line_no", words("Line", "項次", "项次"), "integer", width=6)
WAREHOUSE = Field("warehouse_code", words("Warehouse", "倉庫", "仓库"), "code", lookup="warehouse")
BATCH = Field("batch_no", words("Batch", "批號", "批号"), "code")
PICKED = Field(
    "picked_quantity", words("Picked", "實提數量", "实提数量"), "quantity", width=10, hint=words(
        "Filled in by the warehouse after posting; it becomes the delivery.",
        "過帳後由倉庫填寫，據以產生出貨單。",
        "过账后由仓库填写，据以生成出货单。",
    ),
)  # fmt: skip
SUBSTITUTE = Field("substitute_no", words("Substitute", "替代商品", "替代商品"), "code", lookup="product")
LAST_DELIVERY = Field(
    "last_delivery", words("Last delivery", "最後一批", "最后一批"), "yes_no", hint=words(
        "Yes: what is still missing of the order line is given up.",
        "是：訂單明細尚缺的數量不再交貨。",
        "是：订单明细尚缺的数量不再交货。",
    ),
)  # fmt: skip
FREIGHT_COST = Field("freight_cost", words("Freight paid", "自付運費", "自付运费"), "money", head=True)
UNIT_COST = Field(
    "unit_cost", words("Unit cost", "單位成本", "单位成本"), "price", width=11, hint=words(
        "Blank is the usual cost; 0 is a cost of nothing.",
        "空白表示採用一般成本；0 表示成本為零。",
        "空白表示采用一般成本；0 表示成本为零。",
    ),
)  # fmt: skip
MOVEMENT = Field(
    "movement", words("Movement", "異動別", "变动类别"), required=True, head=True, width=13,
    choices=("opening", "receipt", "adjustment", "transfer"),
)  # fmt: skip
AVAILABLE = Field(
    "available", words("Available", "可承諾量", "可承诺量"), "quantity", written=True, may_lack=True, width=11,
    formula='=IFERROR(INDEX(lkpStock,MATCH({product_no},INDEX(lkpStock,0,1),0),4),"")',
)  # fmt: skip
"""What is not promised yet, beside the order line while it is typed; the look-up is filled by Check and Post."""

CREDIT_LEFT = Field(
    "credit_left", words("Credit left", "剩餘額度", "剩余额度"), "money", written=True, may_lack=True, width=13
)
"""After the row's document, in the order of the rows; blank where no limit stands. Refused documents take nothing."""
RETURN_SOURCE = Field(
    "source_no", words("Delivery or request no.", "出貨單或申請單號", "出货单或申请单号"), "code", width=18,
    hint=words(
        "Leave blank only when nobody knows the delivery; then give customer, product and price.",
        "僅在出貨單不明時留空，並填寫客戶、商品與單價。",
        "仅在出货单不明时留空，并填写客户、商品与单价。",
    ),
)  # fmt: skip
CREDIT_SOURCE = Field(
    "source_no", words("Invoice or return no.", "發票或退貨單號", "发票或退货单号"), "code", required=True, width=18
)
CREDITED_INVOICE = Field(
    "invoice_no", words("Credited invoice", "折讓發票", "折让发票"), "code", width=16,
    hint=words(
        "Leave blank to have it found. Needed only when goods of one delivery stand on several invoices.",
        "空白則自動找出；僅在同一出貨分開多張發票時需要。",
        "空白则自动找出；仅在同一出货分开多张发票时需要。",
    ),
)  # fmt: skip
CREDIT_FOR = Field(
    "credit_for", words("Credit for", "折讓原因別", "折让类别"), choices=("goods", "price"),
    hint=words(
        "Price leaves quantities as they are; give the new price or the amount.",
        "「價格」不影響數量；請填新單價或折讓金額。",
        "“价格”不影响数量；请填新单价或折让金额。",
    ),
)  # fmt: skip
NEW_PRICE = Field("new_price", words("New price", "新單價", "新单价"), "price", least=Decimal(0), width=11)
CREDIT_AMOUNT = Field(
    "amount", AMOUNT.title, "money", width=13, decisive=True,
    hint=words("Of a price credit, without tax.", "價格折讓之未稅金額。", "价格折让之未税金额。"),
)  # fmt: skip
SIGNED = Field(
    "signed_quantity", words("Signed", "簽收數量", "签收数量"), "quantity", width=10,
    hint=words(
        "Leave blank when everything was accepted that was not refused.",
        "空白表示除拒收外全部簽收。",
        "空白表示除拒收外全部签收。",
    ),
)  # fmt: skip
REFUSED = Field("refused_quantity", words("Refused", "拒收數量", "拒收数量"), "quantity", width=10, decisive=True)
CAUSE = Field("cause", words("Cause", "責任歸屬", "责任归属"), choices=("ours", "customer", "carrier"))
REASON = Field("reason", words("Reason", "原因"), width=24)
DISPOSITION = Field(
    "disposition", words("Disposition", "處置方式", "处置方式"), choices=("restock", "repair", "scrap"), width=13
)
SETTLEMENT = Field(
    "settlement", words("Settlement", "結算方式", "结算方式"), choices=("credit", "replace", "no_credit"), width=13,
    decisive=True,
)  # fmt: skip
RETURN_PRICE = Field(
    "unit_price", UNIT_PRICE.title, "price", width=11, decisive=True,
    hint=words("Leave blank for the price of the delivery.", "空白則採用出貨單價。", "空白则采用出货单价。"),
)  # fmt: skip
CREDIT_PRICE = Field("unit_price", UNIT_PRICE.title, "price", written=True, width=11)
CREDIT_NET = Field("net_amount", NET.title, "money", written=True, width=13)
QUANTITY_OPTIONAL = Field("quantity", QUANTITY.title, "quantity", width=10)

_SHEETS = {
    "quotation": (words("Quotations", "報價單列表", "报价单列表"), words("Quotation", "報價單", "报价单")),
    "sales_order": (words("Orders", "訂單列表", "订单列表"), words("Order", "銷售訂單", "销售订单")),
    "pick_list": (words("Pick lists", "提貨單列表", "提货单列表"), words("Pick list", "提貨單", "提货单")),
    "delivery_note": (words("Deliveries", "出貨單列表", "出货单列表"), words("Delivery note", "出貨單", "出货单")),
    "sign_off": (words("Sign-offs", "簽收單列表", "签收单列表"), words("Sign-off", "簽收單", "签收单")),
    "return_request": (
        words("Return requests", "退貨申請列表", "退货申请列表"), words("Return request", "退貨申請", "退货申请")
    ),
    "sales_return": (words("Returns", "退貨單列表", "退货单列表"), words("Return", "退貨單", "退货单")),
    "sales_invoice": (words("Invoices", "發票列表", "发票列表"), words("Invoice", "銷售發票", "销售发票")),
    "credit_note": (words("Credit notes", "折讓單列表", "折让单列表"), words("Credit note", "折讓單", "折让单")),
}  # fmt: skip

_HEADS: dict[str, tuple[Field, ...]] = {
    "quotation": (REF, DATE, VALID_UNTIL, CUSTOMER, SALESPERSON),
    "sales_order": (REF, DATE, CUSTOMER, CUSTOMER_REFERENCE, SALESPERSON, TERRITORY),
    "pick_list": (REF, DATE, CUSTOMER_OPTIONAL),
    "delivery_note": (REF, DATE, CUSTOMER_OPTIONAL, FREIGHT_COST),
    "sign_off": (REF, DATE, CUSTOMER_OPTIONAL),
    "return_request": (REF, DATE, CUSTOMER_OPTIONAL),
    "sales_return": (REF, DATE, CUSTOMER_OPTIONAL),
    "sales_invoice": (REF, DATE, CUSTOMER_OPTIONAL),
    "credit_note": (REF, DATE, CUSTOMER_OPTIONAL),
}

_PRICE_HEADS = (HEAD_DISCOUNT, HEAD_AMOUNT_OFF, TAX_INCLUDED, OVERRIDE, REVISION)
_RARE_HEADS: dict[str, tuple[Field, ...]] = {
    "quotation": (*_PRICE_HEADS, FRAME, CURRENCY),
    "sales_order": (*_PRICE_HEADS, INVOICE_FROM, COMPLETE_ONLY, PAY_FIRST, DEMANDED_DEPOSIT, CURRENCY),
    "sales_invoice": (SALESPERSON, DEPOSIT_USED, TAX_INCLUDED, CURRENCY),
}
"""Fields of the head that most documents leave blank; in a list they stand behind the lines."""
_RETURN = (RETURN_SOURCE, SOURCE_LINE, PRODUCT_OPTIONAL, DESCRIPTION, QUANTITY, UNIT, RETURN_PRICE, DISCOUNT,
    AMOUNT_OFF, TAX_CODE, NET, REASON, DISPOSITION, SETTLEMENT, REMARK)  # fmt: skip

_LINES: dict[str, tuple[Field, ...]] = {
    "quotation": (PRODUCT_OR_TEXT, DESCRIPTION, QUANTITY, TYPED_UNIT, UNIT_PRICE, DISCOUNT, AMOUNT_OFF, TAX_CODE,
        LIVE_NET, ALTERNATIVE_TO, OPTIONAL, REMARK),
    "sales_order": (QUOTATION_NO, SOURCE_LINE, PRODUCT_OR_TEXT, DESCRIPTION, QUANTITY, TYPED_UNIT, UNIT_PRICE,
        DISCOUNT, AMOUNT_OFF, TAX_CODE, DUE_DATE, LIVE_NET, UNIT_COST, REMARK),
    "pick_list": (ORDER_NO, SOURCE_LINE, PRODUCT_OPTIONAL, DESCRIPTION, QUANTITY, UNIT, WAREHOUSE, PICKED, SUBSTITUTE,
        BATCH, REMARK),
    "delivery_note": (ORDER_NO, SOURCE_LINE, PRODUCT_OPTIONAL, DESCRIPTION, QUANTITY, UNIT, WAREHOUSE, BATCH,
        LAST_DELIVERY, UNIT_COST, REMARK),
    "sales_invoice": (DELIVERY_NO, SOURCE_LINE, PRODUCT_OPTIONAL, DESCRIPTION, QUANTITY, UNIT, UNIT_PRICE,
        DISCOUNT, AMOUNT_OFF, TAX_CODE, NET, CLAIMED_DEPOSIT, REMARK),
    "sign_off": (DELIVERY_NO, SOURCE_LINE, PRODUCT_OPTIONAL, DESCRIPTION, SIGNED, REFUSED, UNIT, CAUSE, REASON, REMARK),
    "return_request": _RETURN,
    "sales_return": _RETURN,
    "credit_note": (CREDIT_SOURCE, SOURCE_LINE, CREDITED_INVOICE, CREDIT_FOR, PRODUCT_OPTIONAL, DESCRIPTION,
        QUANTITY_OPTIONAL, UNIT, NEW_PRICE, CREDIT_AMOUNT, REASON, CREDIT_PRICE, CREDIT_NET, REMARK),
}  # fmt: skip


_TABLE_NAMES = {
    "quotation": ("tblQuotations", "tblQuotationLines"),
    "sales_order": ("tblOrders", "tblOrderLines"),
    "pick_list": ("tblPicks", "tblPickLines"),
    "delivery_note": ("tblDeliveries", "tblDeliveryLines"),
    "sign_off": ("tblSignOffs", "tblSignOffLines"),
    "return_request": ("tblReturnRequests", "tblReturnRequestLines"),
    "sales_return": ("tblReturns", "tblReturnLines"),
    "sales_invoice": ("tblInvoices", "tblInvoiceLines"),
    "credit_note": ("tblCreditNotes", "tblCreditNoteLines"),
}

_LISTED_ONLY = ("sign_off", "return_request")
"""Papers that nobody prints, so that they have no form."""

_LIVE = (*LIST_HELP, *LINE_HELP, *LINE_SHOWN, DOCUMENT_TOTAL)
_SHOWN_BESIDE: dict[str, tuple[Field, ...]] = {
    "quotation": (*_LIVE, AVAILABLE), "sales_order": (*_LIVE, AVAILABLE, CREDIT_LEFT), "delivery_note": (CREDIT_LEFT,),
}  # fmt: skip
"""What lists show beside a line while it is typed."""

_BESIDE_FORM = (*LINE_SHOWN, AVAILABLE, *LINE_HELP)
"""Likewise beside the page of a form."""

LISTS: dict[str, Table] = {
    kind: Table(
        _TABLE_NAMES[kind][0], kind, _SHEETS[kind][0],
        (*_HEADS[kind], *_LINES[kind], *_RARE_HEADS.get(kind, ()), *_SHOWN_BESIDE.get(kind, ()), NUMBER, STATUS),
    )
    for kind in _SHEETS
} | {
    "payment": Table(
        "tblReceipts", "payment", words("Receipts", "收款單", "收款单"),
        (REF, DATE, CUSTOMER_OPTIONAL, METHOD, BANK_REFERENCE, INVOICE_NO, AMOUNT, DISCOUNT_TAKEN, BANK_CHARGE,
         WRITE_OFF, CURRENCY, REMARK, NUMBER, STATUS),
    ),
    "stock_movement": Table(
        "tblStockMovements", "stock_movement", words("Stock movements", "庫存異動列表", "库存变动列表"),
        (REF, DATE, MOVEMENT, PRODUCT, QUANTITY, UNIT, UNIT_COST, WAREHOUSE,
         Field("to_warehouse_code", words("To warehouse", "調入倉庫", "调入仓库"), "code", lookup="warehouse"),
         BATCH, REMARK, NUMBER, STATUS),
    ),
}  # fmt: skip
"""The day's-entry sheets: many documents' lines in one table, by kind of paper."""

SUM_FORMULA = "=SUM({all_net_amount})"

TOTALS = (
    Field("net_total", words("Net total", "未稅合計", "未税合计"), "money", written=True, formula=SUM_FORMULA),
    Field("tax_total", words("Tax", "稅額", "税额"), "money", written=True),
    Field("gross_total", words("Total", "總計", "总计"), "money", written=True),
)


LIVE_TOTALS = tuple(replace(field, formula=LIVE_TOTAL_FORMULAS[field.name]) for field in TOTALS)


def without_costs(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields of a sheet that customers or other people get to see."""
    return tuple(field for field in fields if field not in (UNIT_COST, FREIGHT_COST))


_RARE_ON_LINES = {
    "amount_off",
    "alternative_to",
    "optional",
    "unit_cost",
    "batch_no",
    "deposit_percent",
    "freight_cost",
}

RARE: dict[str, frozenset[str]] = {
    kind: frozenset({field.name for field in _RARE_HEADS.get(kind, ())} | _RARE_ON_LINES | HELP_NAMES)
    for kind in _SHEETS
}
"""Fields of the lists that most rows leave blank, by kind of paper; their columns are folded in a new workbook."""


def _printed(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """What may stand on a paper that the customer gets."""
    return tuple(field for field in fields if field is not OVERRIDE)


FORMS: dict[str, Form] = {
    kind: Form(
        kind,
        _SHEETS[kind][1],
        Table(
            _TABLE_NAMES[kind][1],
            kind,
            _SHEETS[kind][1],
            (*without_costs(_LINES[kind]), *(_BESIDE_FORM if LIVE_NET in _LINES[kind] else ())),
        ),
        (
            *without_costs(_HEADS[kind]),
            *_printed(_RARE_HEADS.get(kind, ())),
            Field("remark", REMARK.title),
            NUMBER,
            Field("status", STATUS.title, written=True),
        ),
        LIVE_TOTALS if LIVE_NET in _LINES[kind] else TOTALS if NET in _LINES[kind] else (),
    )
    for kind in _SHEETS
    if kind not in _LISTED_ONLY
}
"""The printable sheets of one document each, by kind of paper."""

UNIT_PRICE_OF_LIST = words(
    "Change it here; with a later “Valid from” the price so far counts until then.",
    "在此修改；生效日較晚者，在此之前仍按原價。",
    "在此修改；生效日较晚者，在此之前仍按原价。",
)

_VALID_FROM = Field("valid_from", words("Valid from", "生效日"), "date")
_VALID_TO = Field("valid_to", words("Valid to", "截止日"), "date")
_NAME = Field("name", words("Name", "名稱", "名称"), required=True, width=30)

CUSTOMER_CLASS = Field(
    "customer_class", words("Customer class", "客戶等級", "客户等级"), "code",
    hint=words(
        "A price list with the name of the class is for all its customers.",
        "與等級同名的價目表適用於該等級的所有客戶。",
        "与等级同名的价目表适用于该等级的所有客户。",
    ),
)  # fmt: skip
BASE_PERCENT = Field(
    "base_percent", words("% of base price", "基準價 %", "基准价 %"), "percent",
    hint=words(
        "Instead of a unit price: 90 is ten percent below the base price.",
        "代替單價：90 表示基準價的九折。",
        "代替单价：90 表示基准价的九折。",
    ),
)  # fmt: skip
CHANGE_REASON = Field("change_reason", words("Reason for the price", "調價原因", "调价原因"), width=24)


def _with_age(table: Table) -> Table:
    return replace(table, fields=(*table.fields, ENTRY))


MASTERS: dict[str, Table] = {
    table.kind: _with_age(table)
    for table in (
        Table("tblTaxCodes", "tax_code", words("Tax codes", "稅碼", "税码"), (
            Field("tax_code", TAX_CODE.title, "code", required=True), Field("name", _NAME.title, width=30),
            Field("tax_percent", words("Rate %", "稅率 %", "税率 %"), "percent", required=True),
            Field("made_of", words("Made of", "組成稅碼", "组成税码"), width=16, hint=words(
                "Codes of several taxes on one line, divided by commas; the rate is theirs together.",
                "同一列適用多種稅時填各稅碼，以逗號分隔；稅率為其合計。",
                "同一行适用多种税时填各税码，以逗号分隔；税率为其合计。",
            )), _VALID_FROM, STATUS,
        )),
        Table("tblExchangeRates", "exchange_rate", words("Exchange rates", "匯率", "汇率"), (
            Field("currency", words("Currency", "幣別", "币种"), "code", required=True, width=9),
            Field("rate", words("Rate", "匯率", "汇率"), "number", required=True, width=14, hint=words(
                "Home currency for one unit of this currency.",
                "一單位該幣別折合的本幣金額。",
                "一单位该币种折合的本币金额。",
            )),
            replace(_VALID_FROM, required=True), STATUS,
        )),
        Table("tblPaymentTerms", "payment_terms", words("Payment terms", "付款條件", "付款条件"), (
            Field("terms_code", words("Payment terms", "付款條件", "付款条件"), "code", required=True, width=15),
            Field("name", _NAME.title, width=30),
            Field("instalments", words("Instalments", "分期"), required=True, width=30, hint=words(
                "Share of the total and days after the invoice, such as 1/3@30; 1/3@60; rest@90 or 50%@0; rest@30.",
                "占總額比例與發票後天數，例如 1/3@30; 1/3@60; rest@90，或 50%@0; rest@30。",
                "占总额比例与发票后天数，例如 1/3@30; 1/3@60; rest@90，或 50%@0; rest@30。",
            )),
            Field("prompt_percent", words("Prompt discount %", "現金折扣 %", "现金折扣 %"), "percent", width=12),
            Field("discount_days", words("Discount days", "折扣天數", "折扣天数"), "integer"), _VALID_FROM, STATUS,
        )),
        Table("tblTerritories", "territory", words("Territories", "銷售區域", "销售区域"), (
            Field("territory_code", TERRITORY.title, "code", required=True), _NAME,
            Field("parent_code", words("Part of", "上級區域", "上级区域"), "code", lookup="territory"),
            _VALID_FROM, STATUS,
        )),
        Table("tblSalespeople", "salesperson", words("Salespeople", "業務員", "业务员"), (
            Field("salesperson_no", SALESPERSON.title, "code", required=True), _NAME,
            Field("job_title", words("Job title", "職稱", "职称"), width=22),
            Field("manager_no", words("Manager", "主管"), "code", lookup="salesperson"),
            Field("joined_on", words("Joined", "到職日", "到职日"), "date"),
            Field("left_on", words("Left", "離職日", "离职日"), "date"),
            Field("commission_percent", words("Commission %", "佣金 %"), "percent", width=14),
            Field("commission_due", words("Commission due on", "佣金發放時點", "佣金发放时点"), width=18,
                  choices=("payment", "posting")), _VALID_FROM, STATUS,
        )),
        Table("tblAssignments", "assignment", words("Territory owners", "區域負責人", "区域负责人"), (
            Field("salesperson_no", SALESPERSON.title, "code", required=True, lookup="salesperson"),
            Field("territory_code", TERRITORY.title, "code", required=True, lookup="territory"),
            _VALID_FROM, _VALID_TO, STATUS,
        )),
        Table("tblCustomers", "customer", words("Customers", "客戶檔案", "客户档案"), (
            Field("customer_no", CUSTOMER.title, "code", required=True), _NAME,
            Field("customer_class", words("Customer class", "客戶等級", "客户等级"), width=10),
            Field("territory_code", TERRITORY.title, "code", lookup="territory"),
            Field("salesperson_no", SALESPERSON.title, "code", lookup="salesperson"),
            Field("parent_no", words("Belongs to", "所屬集團", "所属集团"), "code", lookup="customer", hint=words(
                "The company this customer belongs to. Its credit limit is shared by all that belong to it.",
                "所屬的集團客戶；其信用額度由所有成員共用。",
                "所属的集团客户；其信用额度由所有成员共用。",
            )),
            Field("payer_no", words("Payer", "付款客戶", "付款客户"), "code", lookup="customer", hint=words(
                "Who pays the invoices, where it is another customer.",
                "由其他客戶付款時填寫。",
                "由其他客户付款时填写。",
            )),
            Field("price_list", words("Price list", "價目表", "价目表"), "code"),
            Field("currency", words("Currency", "幣別", "币种"), "code", width=9),
            Field("tax_code", TAX_CODE.title, "code", lookup="tax_code"),
            Field("tax_treatment", words("Tax treatment", "課稅別", "计税方式"), width=16,
                  choices=("taxable", "exempt", "reverse_charge", "zero"), hint=words(
                "Blank is taxable. Anything else puts no tax on the customer's lines.",
                "空白表示應稅；其他選項不計稅額。",
                "空白表示应税；其他选项不计税额。",
            )),
            Field("payment_terms", words("Payment terms", "付款條件", "付款条件"), "code"),
            Field("payment_days", words("Payment days", "付款天數", "付款天数"), "integer"),
            Field("credit_limit", words("Credit limit", "信用額度", "信用额度"), "money", width=14, hint=words(
                "With tax, in home currency. Leave blank where no limit is set.",
                "含稅，本幣；空白表示未設額度。",
                "含税，本币；空白表示未设额度。",
            )),
            Field("credit_days", words("Credit days", "信用期限"), "integer", hint=words(
                "Most days that an invoice may be overdue. Leave blank for any number.",
                "發票逾期的天數上限；空白表示不限。",
                "发票逾期的天数上限；空白表示不限。",
            )),
            Field("address", words("Address", "地址"), width=30),
            Field("delivery_address", words("Delivery address", "送貨地址", "送货地址"), width=30),
            Field("contact", words("Contact", "聯絡人", "联系人"), width=18),
            Field("phone", words("Phone", "電話", "电话"), width=16),
            Field("email", words("E-mail", "電子郵件", "电子邮箱"), width=24),
            Field("blocked", words("Blocked", "停用"), "yes_no", width=9),
            Field("block_reason", words("Reason for block", "停用原因"), width=26), _VALID_FROM, STATUS,
        )),
        Table("tblProducts", "product", words("Products", "商品檔案", "商品档案"), (
            Field("product_no", PRODUCT.title, "code", required=True), _NAME,
            Field("product_group", words("Product group", "商品類別", "商品类别"), width=16), UNIT,
            Field("unit_decimals", words("Unit decimals", "單位小數", "单位小数"), "integer"),
            Field("base_price", words("Base price", "基準價", "基准价"), "price"),
            Field("tax_code", TAX_CODE.title, "code", lookup="tax_code"),
            Field("cost", words("Cost", "標準成本", "标准成本"), "price"),
            Field("safety_stock", words("Safety stock", "安全存量", "安全库存"), "quantity"),
            Field("discontinued", words("Discontinued", "停產", "停产"), "yes_no"),
            Field("product_kind", words("Goods or service", "貨品或服務", "货品或服务"), choices=("goods", "service")),
            Field("order_minimum", words("Order minimum", "最低訂購量", "最低订购量"), "quantity", hint=words(
                "The least that may be ordered, in the product's own unit.",
                "最少訂購數量，以商品單位計。",
                "最少订购数量，按商品单位计。",
            )),
            Field("order_step", words("Order step", "訂購倍數", "订购倍数"), "quantity", hint=words(
                "Sold in multiples of this quantity only.", "只按此數量的倍數銷售。", "只按此数量的倍数销售。",
            )),
            Field("floor_price", words("Floor price", "底價", "底价"), "price", hint=words(
                "A lower price must be approved.", "低於此價須經核准。", "低于此价须经批准。",
            )), _VALID_FROM, STATUS,
        )),
        Table("tblUnits", "product_unit", words("Units", "單位換算", "单位换算"), (
            Field("product_no", PRODUCT.title, "code", required=True, lookup="product"),
            Field("unit", UNIT.title, required=True, width=12),
            Field("factor", words("Own units in one", "換算數量", "换算数量"), "quantity", required=True, width=14,
                  hint=words(
                "How many of the product's own unit are in one: 100 for a pack of 100 pieces.",
                "一單位含多少商品單位：100 個裝填 100。",
                "一单位含多少商品单位：100 个装填 100。",
            )), _VALID_FROM, STATUS,
        )),
        Table("tblPrices", "price", words("Prices", "價目表", "价目表"), (
            Field("customer_no", CUSTOMER.title, "code", lookup="customer"),
            Field("price_list", words("Price list", "價目表", "价目表"), "code"),
            Field("currency", words("Currency", "幣別", "币种"), "code", width=9),
            Field("product_no", PRODUCT.title, "code", required=True, lookup="product"),
            Field("minimum_quantity", words("From quantity", "數量級距", "数量级距"), "quantity"),
            Field("unit_price", UNIT_PRICE.title, "price"), BASE_PERCENT, _VALID_FROM, _VALID_TO, CHANGE_REASON, STATUS,
        )),
        Table("tblPromotions", "promotion", words("Promotions", "促銷", "促销"), (
            Field("promotion_code", words("Promotion", "促銷代號", "促销代号"), "code", required=True),
            Field("name", _NAME.title, width=30),
            Field("products", words("Products, with commas", "商品（逗號分隔）", "商品（逗号分隔）"),
                  required=True, width=24),
            Field("minimum_quantity", words("From quantity", "數量級距", "数量级距"), "quantity", hint=words(
                "Of these products together on one document.",
                "同一單據中這些商品的合計數量。",
                "同一单据中这些商品的合计数量。",
            )),
            Field("percent_off", words("% off", "降價 %", "降价 %"), "percent"),
            Field("unit_price", UNIT_PRICE.title, "price"),
            Field("customers", words("Customers, with commas", "客戶（逗號分隔）", "客户（逗号分隔）"), width=24),
            CUSTOMER_CLASS, _VALID_FROM, _VALID_TO, STATUS,
        )),
        Table("tblAuthorities", "discount_authority", words("Discount authority", "折扣權限", "折扣权限"), (
            Field("user_name", words("User", "使用者", "用户"), "code", hint=words(
                "Login name. Fill at most one of user, salesperson and job title; none is everybody else.",
                "登入名稱。使用者、業務員、職稱至多填一項；皆空白表示其他所有人。",
                "登录名。用户、业务员、职称至多填一项；均空白表示其他所有人。",
            )),
            Field("salesperson_no", SALESPERSON.title, "code", lookup="salesperson"),
            Field("job_title", words("Job title", "職稱", "职称"), width=22),
            Field("authority_percent", words("Most % off", "最多降 %", "最多降 %"), "percent", required=True),
            _VALID_FROM, STATUS,
        )),
        Table("tblWarehouses", "warehouse", words("Warehouses", "倉庫檔案", "仓库档案"), (
            Field("warehouse_code", WAREHOUSE.title, "code", required=True), _NAME, STATUS,
        )),
        Table("tblExpectedReceipts", "expected_receipt", words("Expected receipts", "預計到貨", "预计到货"), (
            Field("product_no", PRODUCT.title, "code", required=True, lookup="product"),
            Field("expected_on", words("Expected on", "預計到貨日", "预计到货日"), "date", required=True),
            WAREHOUSE,
            Field("quantity", QUANTITY.title, "quantity", required=True, hint=words(
                "0 once the goods have come, or will not.",
                "已到貨或不再到貨時填 0。",
                "已到货或不再到货时填 0。",
            )), STATUS,
        )),
    )
}  # fmt: skip
"""Master data, in the order in which it is posted."""

LOOKUPS: dict[str, Table] = {
    table.kind: table
    for table in (
        Table("lkpCustomers", "customer", words("Look-ups", "查詢資料", "查询数据"), (
            Field("customer_no", CUSTOMER.title, "code", written=True),
            Field("name", _NAME.title, written=True, width=28),
        )),
        Table("lkpProducts", "product", words("Look-ups", "查詢資料", "查询数据"), (
            Field("product_no", PRODUCT.title, "code", written=True),
            Field("name", _NAME.title, written=True, width=28),
            Field("unit", UNIT.title, written=True, width=16),
            Field("base_price", words("Base price", "基準價", "基准价"), "price", written=True),
        )),
        Table("lkpSalespeople", "salesperson", words("Look-ups", "查詢資料", "查询数据"), (
            Field("salesperson_no", SALESPERSON.title, "code", written=True),
            Field("name", _NAME.title, written=True, width=22),
        )),
        Table("lkpTerritories", "territory", words("Look-ups", "查詢資料", "查询数据"), (
            Field("territory_code", TERRITORY.title, "code", written=True),
            Field("name", _NAME.title, written=True, width=22),
        )),
        Table("lkpTaxCodes", "tax_code", words("Look-ups", "查詢資料", "查询数据"), (
            Field("tax_code", TAX_CODE.title, "code", written=True),
            Field("tax_percent", words("Rate %", "稅率 %", "税率 %"), "percent", written=True),
        )),
        Table("lkpUnits", "unit", words("Look-ups", "查詢資料", "查询数据"), (
            Field("unit", UNIT.title, written=True, width=12),
        )),
        Table("lkpWarehouses", "warehouse", words("Look-ups", "查詢資料", "查询数据"), (
            Field("warehouse_code", WAREHOUSE.title, "code", written=True),
            Field("name", _NAME.title, written=True, width=22),
        )),
        Table("lkpStock", "stock", words("Look-ups", "查詢資料", "查询数据"), (
            Field("product_no", PRODUCT.title, "code", written=True),
            Field("on_hand", words("On hand", "現有量", "现有量"), "quantity", written=True),
            Field("promised", words("Promised", "已承諾量", "已承诺量"), "quantity", written=True),
            Field("available", AVAILABLE.title, "quantity", written=True),
        )),
    )
}  # fmt: skip
"""Copies of master data beside the documents, for drop-downs; never read as input."""

_NONE_LESS = Decimal(0)

LOCK = Field("locked_amount", words("Locked at", "鎖定金額", "锁定金额"), "money", least=_NONE_LESS, width=14)

PLAN_SEATS = Table("tblPlanSeats", "", words("Weights", "分解權重", "分解权重"), (
    Field("territory_code", TERRITORY.title, "code", required=True, lookup="territory"),
    Field("salesperson_no", SALESPERSON.title, "code", lookup="salesperson",
          hint=words("Blank is the vacancy of the territory.", "空白表示該區域的空缺。", "空白表示该区域的空缺。")),
    Field("history", words("History", "歷史實績", "历史实绩"), "money", width=15),
    Field("weight", words("Weight", "權重", "权重"), "number", least=_NONE_LESS, width=15,
          hint=words("Leave blank to use the history.", "空白則採用歷史實績。", "空白则采用历史实绩。")),
    LOCK, STATUS,
))  # fmt: skip

PLAN_MONTHS = Table("tblPlanMonths", "", words("Months", "月份權重", "月份权重"), (
    Field("month", words("Month", "月份"), "month", required=True),
    Field("history", words("History", "歷史實績", "历史实绩"), "money", width=15),
    Field("weight", words("Weight", "權重", "权重"), "number", least=_NONE_LESS, width=15), STATUS,
))  # fmt: skip

PLAN_HEAD = (
    Field(
        "fiscal_year", words("Fiscal year", "年度"), "integer", required=True, head=True,
        least=Decimal(1900), most=Decimal(9000),
    ),
    Field("measure", words("Measure", "指標", "指标"), required=True, head=True, choices=("amount", "quantity")),
    Field(
        "total", words("Company target", "公司目標", "公司目标"), "money", required=True, head=True,
        least=_NONE_LESS, most=LARGEST_AMOUNT,
    ),
    Field(
        "rounding_unit", words("Round to", "取整單位", "取整单位"), "number", head=True, least=Decimal("0.0001"),
        hint=words(
            "For the year of territories and persons, such as 1000. Months keep the currency's unit.",
            "用於區域與人員的全年目標，例如 1000；各月份仍以貨幣單位計。",
            "用于区域与人员的全年目标，例如 1000；各月份仍以货币单位计。",
        ),
    ),
    NUMBER,
    Field("status", STATUS.title, written=True, head=True),
)  # fmt: skip

PLAN_FORM = Form("target_plan", words("Plan", "年度計劃", "年度计划"), PLAN_SEATS, PLAN_HEAD)

SPLIT = Table("tblSplit", "", words("Split", "目標分解表", "目标分解表"), (
    Field("territory_code", TERRITORY.title, "code", written=True),
    Field("salesperson_no", SALESPERSON.title, "code", written=True),
    *(
        Field(f"month_{number:02d}", words(f"M{number:02d}", f"第{number}月"), "money", written=True)
        for number in range(1, 13)
    ),
    Field("year", words("Year", "全年"), "money", written=True, width=15),
))  # fmt: skip


def split_total_name(field: str) -> str:
    """Defined name of the live sum above a column of the Split sheet."""
    return f"Split.{field}"


PROGRESS = Table("tblProgress", "", words("Progress", "進度追蹤", "进度追踪"), (
    Field("level", words("Level", "層級", "层级"), written=True, width=13),
    Field("code", words("Code", "代號", "代号"), "code", written=True),
    Field("year_target", words("Year target", "年度目標", "年度目标"), "money", written=True, width=15),
    Field("target", words("Target to date", "累計目標", "累计目标"), "money", written=True, width=15),
    Field("actual", words("Actual", "實績", "实绩"), "money", written=True, width=15),
    Field("variance", words("Variance", "差異", "差异"), "money", written=True, width=15),
    Field("attainment", words("Attainment %", "達成率 %", "达成率 %"), "percent", written=True, width=13),
    Field("expected", words("Expected today", "應達進度", "应达进度"), "money", written=True, width=15),
    Field("pace", words("Pace index", "進度指數", "进度指数"), "percent", written=True),
    Field("forecast", words("Year forecast", "推估全年"), "money", written=True, width=15),
    Field("documents", words("Documents", "單據數", "单据数"), "integer", written=True),
))  # fmt: skip

CRITERIA = Table("tblCriteria", "criterion", words("Criteria", "考核指標", "考核指标"), (
    Field("criterion", words("Criterion", "指標代號", "指标代号"), "code", required=True, width=16), _NAME,
    Field("source", words("Source", "資料來源", "资料来源"), required=True, width=18,
          choices=("amount", "quantity", "pace", "visits", "new_customers", "retention", "complaints", "service",
                   "collection", "attendance", "conduct", "rated")),
    Field("weight", words("Weight", "權重", "权重"), "number", required=True),
    Field("floor", words("Floor", "下限"), "number"), Field("target", words("Target", "目標", "目标"), "number"),
    Field("cap", words("Cap", "上限"), "number"), _VALID_FROM, STATUS,
))  # fmt: skip

VISITS = Table("tblVisits", "visit", words("Visits", "拜訪登記", "拜访登记"), (
    Field("salesperson_no", SALESPERSON.title, "code", required=True, lookup="salesperson"),
    Field("visit_date", DATE.title, "date", required=True),
    Field("customer_no", CUSTOMER.title, "code", required=True, lookup="customer"),
    Field("note", words("Note", "拜訪紀要", "拜访纪要"), width=40), STATUS,
))  # fmt: skip

ATTENDANCE = Table("tblAttendance", "attendance", words("Attendance", "出勤登記", "出勤登记"), (
    Field("salesperson_no", SALESPERSON.title, "code", required=True, lookup="salesperson"),
    Field("day", DATE.title, "date", required=True),
    Field("late", words("Late", "遲到", "迟到"), "yes_no"), Field("early", words("Left early", "早退"), "yes_no"),
    Field("absent_days", words("Absent days", "缺勤天數", "缺勤天数"), "number"),
    Field("leave_days", words("Leave days", "請假天數", "请假天数"), "number"), REMARK, STATUS,
))  # fmt: skip

RATINGS = Table("tblRatings", "rating", words("Ratings", "主管評分", "主管评分"), (
    Field("salesperson_no", SALESPERSON.title, "code", required=True, lookup="salesperson"),
    Field("month", words("Month", "月份"), "month", required=True),
    Field("criterion", words("Criterion", "指標代號", "指标代号"), "code", width=20, hint=words(
        "One whose source is rated; leave blank for conduct.",
        "資料來源為「評分」的指標；空白表示職業操守。",
        "资料来源为“评分”的指标；空白表示职业操守。",
    )),
    Field("rating", words("Rating", "評分", "评分"), "number", required=True, width=10),
    Field("out_of", words("Out of", "滿分", "满分"), "number", width=10, hint=words(
        "The most that can be given; blank is 5, and then 1 is the least.",
        "最高可給的分數；空白為 5，此時最低 1。",
        "最高可给的分数；空白为 5，此时最低 1。",
    )),
    Field("example", words("Example", "事例"), width=40), STATUS,
))  # fmt: skip

INCIDENTS = Table("tblIncidents", "incident", words("Incidents", "事件登記", "事件登记"), (
    Field("incident_no", words("Incident", "事件編號", "事件编号"), "code", required=True, width=18),
    Field("incident_date", DATE.title, "date", required=True),
    Field("salesperson_no", SALESPERSON.title, "code", required=True, lookup="salesperson"),
    Field("case", words("What happened", "事由"), required=True, width=24,
          choices=("unauthorised_price_cut", "cheating", "selling_for_others", "leaking_plans",
                   "refusing_arrangement")),
    Field("stage", words("Stage", "處理階段", "处理阶段"), required=True, width=14,
          choices=("reported", "under_review", "confirmed", "dismissed")),
    Field("document", words("Document", "單據", "单据"), "code", width=18),
    Field("evidence", words("Evidence", "證據", "证据"), width=40),
    Field("decided_on", words("Decided on", "裁定日", "裁定日"), "date"),
    Field("decided_by", words("Decided by", "裁定人", "裁定人"), width=14), STATUS,
))  # fmt: skip

REGISTERS: dict[str, Table] = {
    table.kind: _with_age(table) for table in (CRITERIA, VISITS, ATTENDANCE, RATINGS, INCIDENTS)
}

COMPLAINTS = Table("tblComplaints", "complaint", words("Complaints", "客訴登記", "客诉登记"), (
    Field("complaint_no", words("Complaint no.", "客訴單號", "客诉单号"), "code", required=True, width=15),
    Field("customer_no", CUSTOMER.title, "code", required=True, lookup="customer"),
    Field("about_no", words("About", "相關單號", "相关单号"), "code", required=True, width=16, hint=words(
        "Number of the order, delivery or invoice.", "訂單、出貨單或發票的單號。", "订单、出货单或发票的单号。",
    )),
    Field("about_line", words("About line", "相關項次", "相关项次"), "integer", width=9, hint=words(
        "Leave blank for the whole document.", "空白表示整張單據。", "空白表示整张单据。",
    )),
    Field("quantity_in_question", words("Quantity in question", "爭議數量", "争议数量"), "quantity", hint=words(
        "Leave blank for the whole line.", "空白表示整項。", "空白表示整项。",
    )),
    Field("opened_on", words("Opened on", "受理日"), "date", required=True),
    Field("caused_by", words("Caused by", "責任方", "责任方"), choices=("ours", "customer", "carrier")),
    Field("trouble", words("Trouble", "客訴類別", "客诉类别"), choices=(
        "quality", "quantity", "late", "price", "other",
    )),
    Field("what_happened", words("What happened", "客訴內容", "客诉内容"), width=40),
    Field("owner_no", words("Owner", "承辦人", "承办人"), "code", lookup="salesperson"),
    Field("promised_on", words("Promised on", "承諾日", "承诺日"), "date"),
    Field("closed_on", words("Closed on", "結案日", "结案日"), "date"),
    Field("satisfaction", words("Satisfaction 1 to 5", "滿意度 1 至 5", "满意度 1 至 5"), "integer"),
    Field("action", words("Action", "處理方式", "处理方式"), choices=("none", "return_goods", "credit_note"), width=14),
    Field("led_to_no", words("Led to", "後續單號", "后续单号"), "code", width=16), STATUS,
))  # fmt: skip

DISPUTED_INVOICE = Field("invoice", words("Invoice no.", "發票號碼", "发票号码"), "code", required=True, width=16)

DISPUTES = Table("tblDisputes", "dispute", words("Refused payments", "拒付案件"), (
    Field("case_no", words("Case no.", "案件編號", "案件编号"), "code", required=True, width=14), DISPUTED_INVOICE,
    Field("refused_on", words("Refused on", "拒付日"), "date", required=True),
    Field("refused_amount", words("Amount refused", "拒付金額", "拒付金额"), "money", required=True, hint=words(
        "With tax, in the invoice's currency; no more than is open.",
        "含稅，以發票幣別計；不得超過未收金額。",
        "含税，以发票币种计；不得超过未收金额。",
    )),
    Field("refusal_reason", words("Reason refused", "拒付原因"), required=True, width=15,
          choices=("price", "quantity", "quality", "late", "not_ordered", "other")),
    Field("owner", words("Owner", "承辦人", "承办人"), width=14),
    Field("answer_by", words("Answer by", "答覆期限", "答复期限"), "date"),
    Field("case_state", words("Case state", "案件狀態", "案件状态"), width=14,
          choices=("open", "investigating", "resolved", "closed")),
    Field("outcome", words("Outcome", "處理結果", "处理结果"), width=16,
          choices=("pays", "credit_note", "goods_returned", "write_off", "legal")),
    Field("outcome_no", words("Outcome no.", "結果單號", "结果单号"), "code", width=16, hint=words(
        "Number of the credit note, return or receipt that carries the outcome.",
        "載明結果的折讓單、退貨單或收款單的單號。",
        "载明结果的折让单、退货单或收款单的单号。",
    )),
    Field("settled_on", words("Settled on", "了結日", "了结日"), "date"), REMARK, STATUS,
))  # fmt: skip

DUNNING_HOLDS = Table("tblDunningHolds", "dunning_hold", words("No reminders", "暫停催款", "暂停催款"), (
    DISPUTED_INVOICE,
    Field("on_hold", words("On hold", "暫停", "暂停"), "yes_no", hint=words(
        "Blank is yes; no reminds the customer again.", "空白為是；填否則恢復催款。", "空白为是；填否则恢复催款。",
    )),
    Field("until", words("Until", "至"), "date"), REMARK, STATUS,
))  # fmt: skip

DUNNING_NOTICES = Table("tblDunningNotices", "dunning_notice", words("Reminders sent", "催款紀錄", "催款记录"), (
    DISPUTED_INVOICE, Field("level", words("Level", "層級", "层级"), "integer", required=True),
    Field("sent_on", words("Sent on", "寄發日", "寄发日"), "date", required=True),
    Field("amount", AMOUNT.title, "money", required=True, width=13), CUSTOMER_OPTIONAL,
    Field("sent_by", words("Sent by", "寄發人", "寄发人")), STATUS,
))  # fmt: skip

CASES: dict[str, Table] = {table.kind: _with_age(table) for table in (COMPLAINTS, DISPUTES, DUNNING_HOLDS)}
"""What is followed up after the sale; the sheets stand beside the papers they are about."""

PRICE_CHANGES = Table("tblPriceChanges", "price", words("Price changes", "價格調整", "价格调整"), (
    *(MASTERS["price"].field(name) for name in ("customer_no", "price_list", "currency", "product_no")),
    Field("name", _NAME.title, written=True, width=26),
    MASTERS["price"].field("minimum_quantity"),
    Field("old_price", words("Price so far", "原價", "原价"), "price", written=True),
    Field("unit_price", words("New price", "新價", "新价"), "price", hint=UNIT_PRICE_OF_LIST),
    BASE_PERCENT, _VALID_FROM, _VALID_TO, CHANGE_REASON,
    Field("difference_percent", words("Difference %", "差異 %", "差异 %"), "percent", written=True),
    Field("orders", words("Open orders", "未交訂單數", "未交订单数"), "integer", written=True),
    Field("order_amount", words("Open in orders", "未交訂單金額", "未交订单金额"), "money", written=True, width=14),
    Field("quotations", words("Valid quotations", "有效報價單數", "有效报价单数"), "integer", written=True),
    Field("quotation_amount", words("Open in quotations", "有效報價金額", "有效报价金额"), "money",
          written=True, width=14),
    Field("customer_count", words("Customers", "客戶數", "客户数"), "integer", written=True),
    Field("customers", words("Which customers", "受影響客戶", "受影响客户"), written=True, width=30),
    STATUS, ENTRY,
))  # fmt: skip
"""The price list as it is edited as a whole; its rows are posted like those of the master data."""

RECORD_TABLES: dict[str, Table] = MASTERS | REGISTERS | CASES | {DUNNING_NOTICES.kind: DUNNING_NOTICES}
"""Tables whose rows are posted one by one as records."""

_LINE_NO = Field("line_no", words("Line no.", "行號", "行号"), "integer", written=True, width=8)
_REVERSES_NO = Field("reverses_no", words("Reverses", "沖銷單號", "冲销单号"), "code", written=True, width=15)
_PRODUCT_AND_PRICE = (
    CUSTOMER, SALESPERSON, TERRITORY, PRODUCT, DESCRIPTION, QUANTITY, UNIT, UNIT_PRICE, DISCOUNT, TAX_CODE, NET,
)  # fmt: skip
_ORDER_BEHIND = (
    Field("order_no", words("Order no.", "訂單號", "订单号"), "code", width=15),
    Field("order_line_no", words("Order line", "訂單行號", "订单行号"), "integer"),
    Field("due_date", words("Payment due", "付款到期日"), "date"),
)
_STORED = (
    Field("tax_percent", words("Tax %", "稅率 %", "税率 %"), "percent", written=True),
    Field("tax_amount", words("Tax", "稅額", "税额"), "money", written=True),
    Field("currency", words("Currency", "幣別", "币种"), "code", written=True, width=9),
    Field("posting_date", words("Posting date", "過帳日期", "过账日期"), "date", written=True),
)
_POSTED = (
    Field("posted_at", words("Posted at", "過帳時間", "过账时间"), "moment", written=True, width=19),
    Field("posted_by", words("Posted by", "過帳人", "过账人"), written=True, width=14),
    Field("workbook", words("Workbook", "活頁簿", "工作簿"), written=True, width=34),
)


def _exported_paper(kind: str) -> Table:
    """A list as it was typed, and beside it what posting added; its name is none that posting reads."""
    # What goods cost leaves by the report on margins alone, which asks who wants to see it.
    lines = tuple(replace(field, formula="") for field in without_costs(_LINES[kind]))
    fields = [NUMBER, _LINE_NO, _REVERSES_NO, *without_costs(_HEADS[kind]), *lines, *_RARE_HEADS.get(kind, ())]
    behind = _ORDER_BEHIND if kind == "sales_invoice" else ()
    for field in (*_PRODUCT_AND_PRICE, *behind, *_STORED, *_POSTED):
        if field.name not in {found.name for found in fields}:
            fields.append(replace(field, formula=""))
    return Table(_TABLE_NAMES[kind][0].replace("tbl", "exp"), kind, _SHEETS[kind][0], tuple(fields))


def _exported_record(table: Table) -> Table:
    """The columns as they are typed, so that the rows can be pasted and posted again, and then what posting added."""
    has_first_day = any(field.name == "valid_from" for field in table.fields)
    return replace(table, fields=(*table.fields, *(() if has_first_day else (_VALID_FROM,)), *_POSTED))


KIND_WORDS: dict[str, Words] = {
    **{kind: titles[1] for kind, titles in _SHEETS.items()}, "payment": words("Receipt", "收款單", "收款单"),
    "warehouse": words("Warehouse", "倉庫", "仓库"),
    "expected_receipt": words("Expected receipt", "預計到貨", "预计到货"),
    "stock": words("Stock", "庫存", "库存"), "customer": CUSTOMER.title, "product": PRODUCT.title,
    "price": words("Price", "價格", "价格"), "price_rows": words("Price", "價格", "价格"),
    "offers": words("Promotion", "促銷", "促销"), "unit": UNIT.title,
    "product_unit": words("Unit", "單位換算", "单位换算"), "promotion": words("Promotion", "促銷", "促销"),
    "discount_authority": words("Discount authority", "折扣權限", "折扣权限"),
    "tax_code": TAX_CODE.title, "territory": TERRITORY.title, "salesperson": SALESPERSON.title,
    "assignment": words("Territory owner", "區域負責人", "区域负责人"),
    "criterion": words("Criterion", "考核指標", "考核指标"),
    "dispute": words("Refused payment", "拒付案件"), "dunning_hold": words("No reminders", "暫停催款", "暂停催款"),
    "dunning_notice": words("Reminder", "催款紀錄", "催款记录"),
    "visit": words("Visit", "拜訪", "拜访"), "attendance": words("Attendance", "出勤"),
    "rating": words("Rating", "評分", "评分"), "incident": words("Incident", "事件"),
    "target_plan": words("Target plan", "目標計劃", "目标计划"), "reversal": words("Reversal", "沖銷", "冲销"),
    "quotation_revision": words("Quotation revision", "報價單修訂", "报价单修订"),
    "order_change": words("Order change", "訂單變更單", "订单变更单"),
    "closing": words("Closing", "關閉單", "关闭单"),
    "sign_off": words("Sign-off", "簽收單", "签收单"),
    "return_request": words("Return request", "退貨申請", "退货申请"),
    "sales_return": words("Return", "退貨單", "退货单"),
    "credit_note": words("Credit note", "折讓單", "折让单"),
    "stock_movement": words("Stock movement", "庫存異動單", "库存变动单"),
    "approval": words("Approval", "核准申請", "批准申请"), "complaint": words("Complaint", "客訴", "客诉"),
    "period": words("Month", "月份"), "opening_balance": words("Opening balance", "期初餘額", "期初余额"),
}  # fmt: skip


def _exported_change(kind: str) -> Table:
    """What changed a quotation or order; what was taken back has a minus."""
    named = {
        "quotation_revision": ("expQuotationRevisions", (QUOTATION_NO, SOURCE_LINE)),
        "order_change": ("expOrderChanges", _ORDER_BEHIND[:2]),
        "closing": ("expClosings", (QUOTATION_NO, SOURCE_LINE, *_ORDER_BEHIND[:2])),
    }
    name, behind = named[kind]
    terms = (PRODUCT, DESCRIPTION, QUANTITY, UNIT, UNIT_PRICE, DISCOUNT, TAX_CODE, replace(NET, formula=""))
    return Table(name, kind, KIND_WORDS[kind], (
        NUMBER, _LINE_NO, _REVERSES_NO, REF, DATE, CUSTOMER, *behind, *terms, REMARK, *_STORED[1:], *_POSTED,
    ))  # fmt: skip


EXPORTED: dict[str, Table] = {
    **{kind: _exported_paper(kind) for kind in _SHEETS},
    "payment": replace(LISTS["payment"], name="expReceipts", fields=(
        NUMBER, _LINE_NO, _REVERSES_NO,
        *(field for field in LISTS["payment"].fields if field not in (NUMBER, STATUS)),
        SALESPERSON, TERRITORY, _STORED[3], *_POSTED,
    )),
    **{kind: _exported_change(kind) for kind in ("quotation_revision", "order_change", "closing")},
    "stock_movement": replace(LISTS["stock_movement"], name="expStockMovements", fields=(
        NUMBER, _LINE_NO, _REVERSES_NO,
        *(field for field in LISTS["stock_movement"].fields if field not in (UNIT_COST, NUMBER, STATUS)),
        *_STORED[3:], *_POSTED,
    )),
    "target_plan": Table("expPlanLines", "target_plan", PLAN_FORM.sheet, (
        NUMBER, _LINE_NO, _REVERSES_NO, REF, PLAN_SEATS.fields[0], PLAN_SEATS.fields[1],
        Field("month", words("Month", "月份"), "month"), QUANTITY, replace(NET, formula=""),
        _STORED[2], *_POSTED,
    )),
    **{kind: _exported_record(table) for kind, table in RECORD_TABLES.items()},
}  # fmt: skip
"""What comes out of the ledger, by kind: papers and plans line by line, records in their newest version."""

APPROVALS = Table("tblApprovals", "", words("Approvals", "待核准單據", "待批准单据"), (
    Field("request_no", words("Request", "申請編號", "申请编号"), "code", required=True, width=13),
    Field("kind", words("Kind", "種類", "种类"), written=True, width=16),
    Field("document_ref", REF.title, "code", written=True, width=15),
    Field("customer_no", CUSTOMER.title, "code", written=True),
    Field("net_amount", words("Net amount", "未稅金額", "未税金额"), "money", written=True, width=14),
    Field("made_by", words("Made by", "製單人", "制单人"), written=True, width=14),
    Field("grounds", words("Why", "原因"), written=True, width=70),
    Field("decision", words("Decision", "裁決", "裁决"), choices=("approve", "reject"), hint=words(
        "Approve or reject; leave blank to decide later.",
        "核准或駁回；空白則稍後再決定。",
        "批准或驳回；空白则稍后再决定。",
    )),
    Field("reason", words("Reason", "理由"), width=30, hint=words(
        "Needed to reject; its maker reads it.", "駁回時必填，製單人會看到。", "驳回时必填，制单人会看到。",
    )), STATUS,
))  # fmt: skip
"""What waits for an approval, for somebody else than its maker to decide row by row."""

PROBLEMS = Table("tblProblems", "", words("Problems", "問題", "问题"), (
    Field("cell", words("Cell", "儲存格", "单元格"), written=True, width=22),
    Field("severity", words("Severity", "程度"), written=True),
    Field("document_ref", REF.title, written=True, width=14),
    Field("sentence", words("What to do", "說明", "说明"), written=True, width=100),
))  # fmt: skip

_CASE_CHOICES = {
    "not_ordered": words("not ordered", "未訂購", "未订购"),
    "open": words("open", "待處理", "待处理"),
    "investigating": words("investigating", "調查中", "调查中"),
    "resolved": words("resolved", "已解決", "已解决"),
    "closed": words("closed", "已結案", "已结案"),
    "pays": words("pays", "同意付款"),
    "goods_returned": words("goods returned", "退貨", "退货"),
    "write_off": words("write-off", "沖銷呆帳", "核销坏账"),
    "legal": words("legal", "法律途徑", "法律途径"),
}

CHOICES: dict[str, Words] = {
    **_CASE_CHOICES,
    "amount": words("amount", "金額", "金额"),
    "quantity": words("quantity", "數量", "数量"),
    "pace": words("pace", "進度", "进度"),
    "visits": words("visits", "拜訪", "拜访"),
    "new_customers": words("new customers", "新客戶", "新客户"),
    "retention": words("retention", "回購率", "回购率"),
    "attendance": words("attendance", "出勤"),
    "collection": words("collection", "回款率"),
    "conduct": words("conduct", "職業操守", "职业操守"),
    "rated": words("rated", "評分", "评分"),
    "goods": words("goods", "商品"),
    "service": words("service", "服務", "服务"),
    "unauthorised_price_cut": words("unauthorised price cut", "擅自降價", "擅自降价"),
    "cheating": words("cheating a customer", "欺騙客戶", "欺骗客户"),
    "selling_for_others": words("selling for other firms", "私售同業產品", "私售同业产品"),
    "leaking_plans": words("leaking plans", "洩露商業計劃", "泄露商业计划"),
    "refusing_arrangement": words("refusing an arrangement", "不服從安排", "不服从安排"),
    "reported": words("reported", "已舉報", "已举报"),
    "under_review": words("under review", "調查中", "调查中"),
    "confirmed": words("confirmed", "成立"),
    "dismissed": words("dismissed", "不成立"),
    "yes": words("yes", "是"),
    "no": words("no", "否"),
    "error": words("error", "錯誤", "错误"),
    "warning": words("warning", "提醒"),
    "approval": words("approval", "待核准", "待批准"),
    "approve": words("approve", "核准", "批准"),
    "reject": words("reject", "駁回", "驳回"),
    "opening": words("opening", "期初"),
    "receipt": words("receipt", "入庫", "入库"),
    "adjustment": words("adjustment", "盤點調整", "盘点调整"),
    "transfer": words("transfer", "調撥", "调拨"),
    "price": words("price", "價格", "价格"),
    "ours": words("ours", "我方"),
    "customer": words("customer", "客戶", "客户"),
    "carrier": words("carrier", "貨運", "货运"),
    "restock": words("restock", "良品入庫", "良品入库"),
    "repair": words("repair", "維修", "维修"),
    "scrap": words("scrap", "報廢", "报废"),
    "credit": words("credit", "折讓", "折让"),
    "replace": words("replace", "換貨", "换货"),
    "no_credit": words("no credit", "不折讓", "不折让"),
    "company": words("company", "公司"),
    "delivery": words("delivery", "出貨", "出货"),
    "order": words("order", "訂單", "订单"),
    "territory": words("territory", "區域", "区域"),
    "person": words("person", "人員", "人员"),
    "vacancy": words("vacancy", "空缺"),
    "taxable": words("taxable", "應稅", "应税"),
    "exempt": words("exempt", "免稅", "免税"),
    "reverse_charge": words("reverse charge", "反向課稅", "反向征税"),
    "zero": words("zero-rated", "零稅率", "零税率"),
    "complaints": words("complaints", "客訴", "客诉"),
    "quality": words("quality", "品質", "质量"),
    "late": words("late", "遲交", "迟交"),
    "other": words("other", "其他"),
    "none": words("none", "無", "无"),
    "return_goods": words("return goods", "退貨", "退货"),
    "credit_note": words("credit note", "折讓", "折让"),
    "payment": words("payment", "收款"),
    "posting": words("posting", "開票", "开票"),
}
