"""What can stand on a form of the company's own, and by which words it is found there.

Only what a customer's paper or a scorecard has: no cost, no margin, no remark of ours. A field is named on a form by
a label, a header, or its name in double braces, such as ``{{customer_name}}`` or ``{{客戶名稱}}``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from salesbook.documents.printed import PRINTED_KINDS
from salesbook.sheets.aliases import folded, means
from salesbook.words import Words, words

SCORECARD = "scorecard"
"""The kind of form that is filled by an appraisal."""


@dataclass(frozen=True)
class FormField:
    """A field of a form.

    Attributes:
        like: The field whose other words, known from importing, are its own, too.
        also: More words that mean it on a form.
        of_line: It stands in every line.
        is_money: An amount; a form must not show it where prices are not shown.
        is_percent: 10 means 10 %; a cell that shows percents gets 0.1.
        is_careful: Its label may as well be part of the letterhead, so only a blank cell is taken for it.
        is_offered: Whether it is looked for by its words; else only a name in braces asks for it.
    """

    name: str
    title: Words
    like: str = ""
    also: tuple[str, ...] = ()
    of_line: bool = False
    is_money: bool = False
    is_percent: bool = False
    is_careful: bool = False
    is_offered: bool = True

    @property
    def words(self) -> tuple[str, ...]:
        """Folded, the title first."""
        known = means(self.like) if self.like else frozenset()
        return tuple(dict.fromkeys([*map(folded, self.title), *map(folded, self.also), *sorted(known)]))


_NUMBER_WORDS: Mapping[str, tuple[str, ...]] = {
    "quotation": ("Quotation no", "Quote no", "Quotation number", "Quotation", "報價單號", "報價編號", "報價單編號"),
    "sales_order": (
        "Order no", "Order number", "Sales order", "Sales order no", "Our order", "SO no", "訂單號碼", "訂單編號",
        "訂單號",
        "訂單", "訂單單號",
    ),
    "pick_list": ("Pick list no", "Picking no", "提貨單號", "揀貨單號"),
    "delivery_note": (
        "Delivery note no", "Delivery no", "Delivery note", "DN no", "出貨單號", "送貨單號", "出貨單", "出貨單編號",
    ),
    "sales_invoice": ("Invoice no", "Invoice number", "Invoice", "發票號碼", "發票編號", "發票", "請款單號",
    "帳單編號"),
    "credit_note": ("Credit note no", "Credit note", "Credit no", "折讓單號", "折讓單編號", "銷貨折讓單號"),
    "payment": ("Receipt no", "Receipt number", "收據號碼", "收據編號", "收款單號"),
}  # fmt: skip

_DAY_WORDS: Mapping[str, tuple[str, ...]] = {
    "quotation": ("Valid until", "Valid to", "Expiry date", "有效期限", "有效日期", "報價有效期", "有效期"),
    "sales_order": ("Delivery date", "交貨日期", "交期", "預交日期", "預計交貨日"),
    "sales_invoice": ("Payment due", "Due date", "Due", "付款到期日", "到期日", "付款期限", "應付日期"),
}
_DAY_TITLES: Mapping[str, Words] = {
    "quotation": words("Valid until", "有效期限"),
    "sales_order": words("Delivery date", "交貨日期", "交货日期"),
    "sales_invoice": words("Payment due", "付款到期日"),
}

_NUMBER = FormField(
    "document_no", words("Number", "單號", "单号"),
    also=("No", "Document no", "Doc no", "Document number", "Ref", "編號", "單據號碼", "單據編號"),
)  # fmt: skip

_PAPER_HEAD = (
    FormField("document_date", words("Date", "日期"), "document_date", ("Issue date", "開立日期", "填單日期", "日")),
    FormField("revision", words("Revision", "修訂版", "修订版"), also=("Rev", "Version", "版次", "版本")),
    FormField("order_no", words("Our order", "訂單", "订单"), also=_NUMBER_WORDS["sales_order"]),
    FormField("delivery_no", words("Delivery note", "出貨單", "出货单"), also=_NUMBER_WORDS["delivery_note"]),
    FormField("invoice_no", words("Invoice", "發票", "发票"), also=_NUMBER_WORDS["sales_invoice"]),
    FormField(
        "customer_name", words("Customer name", "客戶名稱", "客户名称"),
        also=(
            "Customer", "Bill to", "Sold to", "To", "Messrs", "Client", "Buyer", "Company", "客戶", "客戶全稱", "買方",
            "買受人", "公司名稱", "購貨單位", "受文者", "台照", "抬頭",
        ),
    ),
    FormField("customer_no", words("Customer no.", "客戶編號", "客户编号"), "customer_no"),
    FormField(
        "customer_address", words("Customer address", "客戶地址", "客户地址"), "address", ("Address", "地址"),
        is_careful=True
    ),
    FormField(
        "delivery_address", words("Deliver to", "送貨地址", "送货地址"), "delivery_address", ("Delivery address",),
    ),
    FormField(
        "contact", words("Contact", "聯絡人", "联系人"), "contact", ("Attn", "Attention", "連絡人", "經辦人"),
        is_careful=True
    ),
    FormField("phone", words("Phone", "電話", "电话"), "phone", is_careful=True),
    FormField("payer", words("Paid by", "付款人")),
    FormField("salesperson", words("Salesperson", "業務員", "业务员"), "salesperson_no", ("Your contact", "承辦業務")),
    FormField(
        "customer_reference", words("Your reference", "貴方單號", "贵方单号"), "customer_reference", ("Your ref",
        "Your order")
    ),
    FormField(
        "payment_terms", words("Payment terms", "付款條件", "付款条件"), "payment_terms", ("付款方式", "付款條款"),
    ),
    FormField("currency", words("Currency", "幣別", "币种"), "currency"),
    FormField("lines_total", words("Sum of lines", "明細合計", "明细合计"), is_money=True),
    FormField(
        "discount_total", words("Discount", "整單折扣", "整单折扣"), also=("Less discount", "折扣", "折扣金額",
        "優惠折扣"),
        is_money=True,
    ),
    FormField(
        "net_total", words("Net amount", "未稅金額", "未税金额"),
        also=("Net", "Net total", "Total before tax", "Total excl. tax", "未稅合計", "銷售額", "銷售額合計", "未稅總額",
              "Subtotal", "Sub-total", "小計", "合計"),
        is_money=True,
    ),
    FormField("tax_rate", words("Tax rate", "稅率", "税率"), also=("VAT rate",), is_money=True),
    FormField(
        "tax_total", words("Tax", "稅額", "税额"), also=("VAT", "GST", "Sales tax", "Tax amount", "營業稅", "增值稅",
        "稅金"),
        is_money=True,
    ),
    FormField("rounding", words("Rounding", "尾數調整", "尾数调整"), is_money=True),
    FormField(
        "total", words("Total", "總計", "总计"),
        also=("Grand total", "Total amount", "Invoice total", "Total incl. tax", "總金額", "含稅總計", "含稅總額",
        "總額",
              "合計金額", "應收總額"),
        is_money=True,
    ),
    FormField(
        "deposit_used", words("Less deposit received", "扣除已收訂金", "扣除已收定金"), also=("Less deposit",
        "已收訂金"),
        is_money=True,
    ),
    FormField(
        "amount_due", words("Amount due", "應付金額", "应付金额"), also=("Balance due", "應付餘額", "本次應付"),
        is_money=True
    ),
    FormField(
        "amount_in_words", words("Amount in words", "大寫金額", "大写金额"),
        also=("Say", "In words", "金額大寫", "總計新臺幣", "合計新臺幣", "新臺幣"), is_money=True,
    ),
    FormField("notes", words("Notes", "附註", "附注"), also=("Remarks", "Remark", "備註", "說明"), is_careful=True),
    FormField("title", words("Title", "單據名稱", "单据名称"), is_offered=False),
    FormField("standing", words("Standing", "單據狀態", "单据状态"), is_offered=False),
)  # fmt: skip

_PAPER_LINE = (
    FormField(
        "line_no", words("No.", "項次", "项次"), also=("#", "Line", "Line no", "Pos", "Pos.", "序號", "行號",
        "項目編號", "NO")
    ),
    FormField(
        "description", words("Description", "品名規格", "品名规格"), "description", ("品名", "規格", "品名及規格",
        "摘要"),
    ),
    FormField("product_no", words("Product", "料號", "料号"), "product_no"),
    FormField("quantity", words("Quantity", "數量", "数量"), "quantity"),
    FormField("unit", words("Unit", "單位", "单位"), "unit"),
    FormField("unit_price", words("Unit price", "單價", "单价"), "unit_price", is_money=True),
    FormField("discount_percent", words("Discount %", "折扣 %"), "discount_percent", is_money=True, is_percent=True),
    FormField("discount", words("Discount on line", "折扣"), also=("Discount", "Disc", "Disc."), is_money=True),
    FormField("line_tax", words("Tax on line", "稅別", "税别"), also=("Tax", "VAT", "Tax code"), is_money=True),
    FormField(
        "amount", words("Amount", "金額", "金额"), "net_amount", ("Total", "小計", "複價", "總價"), is_money=True,
    ),
    FormField("line_due_date", words("Delivery", "交期"), "due_date"),
    FormField("warehouse_code", words("Warehouse", "倉庫", "仓库"), also=("倉別", "Location", "儲位")),
    FormField("batch_no", words("Batch", "批號", "批号"), also=("Lot", "Batch no", "Lot no")),
    FormField("line_order_no", words("Order of line", "行訂單", "行订单"), also=("Order no", "訂單號碼", "訂單編號")),
    FormField(
        "line_delivery_no", words("Delivery of line", "行出貨單", "行出货单"), also=("Delivery note", "出貨單號"),
    ),
    FormField(
        "line_invoice_no", words("Invoice of line", "行發票", "行发票"), also=("Invoice no", "Invoice", "發票號碼"),
    ),
)  # fmt: skip

_CARD_HEAD = (
    FormField("person_no", words("Salesperson", "業務員", "业务员"), "appraised_no"),
    FormField("person_name", words("Name", "姓名"), "appraised_name"),
    FormField("period", words("Period", "考核期間", "考核期间"), "month", ("Month", "月份", "考核週期", "考核年月")),
    FormField(
        "total",
        words("Total", "總分", "总分"),
        also=("Total score", "Final score", "總得分", "合計", "考核總分", "總計"),
    ),
    FormField("grade", words("Grade", "等級", "等级"), also=("Rating", "考核等級", "評等", "考績等第", "等第")),
    FormField("notes", words("Notes", "附註", "附注"), also=("Remarks", "備註"), is_careful=True),
)
_CARD_LINE = (
    FormField("line_no", words("No.", "項次", "项次"), also=("#", "序號")),
    FormField("criterion", words("Criterion", "考核指標", "考核指标"), "form_item", ("指標", "考核項目")),
    FormField("weight", words("Weight", "權重", "权重"), "item_weight", ("權重(%)", "配分"), is_percent=True),
    FormField("target", words("Target", "目標", "目标"), also=("Goal", "目標值", "目標數")),
    FormField(
        "actual", words("Actual", "實績", "实绩"), also=("Result", "Achieved", "實際", "實際值", "實際完成", "完成值")
    ),
    FormField(
        "attainment",
        words("Attainment %", "達成率 %", "达成率 %"),
        also=("Attainment", "達成率", "完成率"),
        is_percent=True,
    ),
    FormField("points", words("Points", "得分"), "form_score"),
    FormField("counted", words("Weight counted", "計入權重", "计入权重"), is_percent=True),
    FormField(
        "contribution",
        words("Contribution", "加權得分", "加权得分"),
        also=("Weighted score", "Weighted points", "加權分數"),
    ),
    FormField("evidence", words("Where it comes from", "資料來源", "资料来源"), also=("Source", "Evidence", "依據")),
)

REQUIRED: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(PRINTED_KINDS, ("document_no",)),
    SCORECARD: ("person_no", "person_name"),
}
"""What a form must show at least one of; else nobody knows what is filled in."""


def fields_of(kind: str, *, has_prices: bool = True) -> tuple[FormField, ...]:
    """All that a form of a kind can show, those of the head first.

    Args:
        kind: One of ``settings.FORM_KINDS``.
        has_prices: Whether papers of this kind show what the goods cost the customer.
    """
    if kind == SCORECARD:
        return (*_CARD_HEAD, *(replace(field, of_line=True) for field in _CARD_LINE))
    head = [replace(_NUMBER, also=(*_NUMBER_WORDS[kind], *_NUMBER.also))]
    own = {"quotation": "", "sales_order": "order_no", "delivery_note": "delivery_no", "sales_invoice": "invoice_no"}
    for field in _PAPER_HEAD:
        if field.name != own.get(kind):
            head.append(field)
    if kind in _DAY_TITLES:
        head.insert(2, FormField("due_date", _DAY_TITLES[kind], also=_DAY_WORDS[kind]))
    lines = [replace(field, of_line=True) for field in _PAPER_LINE]
    return tuple(field for field in (*head, *lines) if has_prices or not field.is_money)


def field_named(text: str, fields: tuple[FormField, ...]) -> FormField | None:
    """The field of a name, of a title in one of the three languages, or of a word that can mean one field only."""
    word = text.strip().strip("{}").strip()
    said = folded(word)
    for known in (
        [field for field in fields if field.name == word],
        [field for field in fields if said and said in map(folded, field.title)][:1],
        [field for field in fields if said and said in field.words],
    ):
        if len(known) == 1:
            return known[0]
    return None
