"""The words on papers for customers, in three languages."""

from salesbook.sheets.columns import KIND_WORDS
from salesbook.words import Words, words

TITLES: dict[str, Words] = {
    **{kind: KIND_WORDS[kind] for kind in ("quotation", "pick_list", "delivery_note", "credit_note")},
    "sales_invoice": words("Invoice", "銷售發票", "销售发票"),
    "sales_order": words("Order confirmation", "訂單確認書", "订单确认书"),
    "payment": words("Receipt", "收據", "收据"),
}
FRAME_TITLE = words("Frame agreement", "框架協議書", "框架协议书")
DEPOSIT_TITLE = words("Deposit invoice", "訂金發票", "定金发票")
REFUND_TITLE = words("Refund", "退款單", "退款单")
STANDING = {
    "draft": words("DRAFT – waiting for approval, not binding", "草稿：待核准，尚未生效", "草稿：待批准，尚未生效"),
    "cancelled": words("CANCELLED", "作廢", "作废"),
}
PAGE = words("Page &P of &N", "第 &P 頁，共 &N 頁", "第 &P 页，共 &N 页")

# ---- Above the lines ----

ATTENTION = words("Attn. {name}", "聯絡人：{name}", "联系人：{name}")
PHONE, EMAIL = words("Tel. {text}", "電話 {text}", "电话 {text}"), words("{text}", "電郵 {text}", "邮箱 {text}")
TAX_ID = words("Tax ID {text}", "統一編號 {text}", "税号 {text}")
CUSTOMER, DELIVER_TO = words("Customer", "客戶", "客户"), words("Deliver to", "送貨地址", "送货地址")
REVISION, DATE = words("Revision", "修訂版", "修订版"), words("Date", "日期")
DUE = {
    "quotation": words("Valid until", "有效期限", "有效期限"),
    "sales_order": words("Delivery date", "交貨日期", "交货日期"),
    "sales_invoice": words("Payment due", "付款到期日"),
}
TERMS = words("Payment terms", "付款條件", "付款条件")
DAYS = words("{days} days from invoice date", "發票日起 {days} 天", "发票日起 {days} 天")
AT_ONCE = words("Due at once", "即期付款")
PAY_FIRST = words("Payment before delivery", "款到發貨", "款到发货")
CUSTOMER_NO = words("Customer no.", "客戶編號", "客户编号")
YOUR_REFERENCE = words("Your reference", "貴方單號", "贵方单号")
SALESPERSON = words("Your contact", "業務員", "业务员")
CURRENCY = words("Currency", "幣別", "币种")
PAYER = words("Paid by", "付款人")
BEHIND = {
    "order": words("Our order", "訂單", "订单"),
    "delivery": words("Delivery note", "出貨單", "出货单"),
    "invoice": words("Credits invoice", "折讓發票", "折让发票"),
}

# ---- The lines ----

LINE_NO = words("No.", "項次", "项次")
CODE, DESCRIPTION = words("Product", "料號", "料号"), words("Description", "品名規格", "品名规格")
QUANTITY, UNIT = words("Quantity", "數量", "数量"), words("Unit", "單位", "单位")
PRICE, OFF = words("Unit price", "單價", "单价"), words("Discount", "折扣")
TAX_CODE, AMOUNT = words("Tax", "稅別", "税别"), words("Amount", "金額", "金额")
DUE_DATE = words("Delivery", "交期")
WAREHOUSE, BATCH = words("Warehouse", "倉庫", "仓库"), words("Batch", "批號", "批号")
PICKED, DONE = words("Picked", "實揀數", "实拣数"), words("Done", "完成")
MARKS = {
    "option": words("Option, not in the total", "選購項目，不計入總額", "选购项目，不计入总额"),
    "alternative": words(
        "Instead of line {of}, not in the total", "可替代第 {of} 項，不計入總額", "可替代第 {of} 项，不计入总额"
    ),
    "deposit": words("Deposit[ for order {of}]", "訂金[（訂單 {of}）]", "定金[（订单 {of}）]"),
    "deposit_taken": words(
        "Less deposit invoiced[ for order {of}]", "扣除已開立訂金[（訂單 {of}）]", "扣除已开立定金[（订单 {of}）]"
    ),
    "price": words("Price reduction", "價格折讓", "价格折让"),
    "paid_invoice": words("Invoice {of}", "發票 {of}", "发票 {of}"),
    "paid_order": words("Deposit for order {of}", "訂金（訂單 {of}）", "定金（订单 {of}）"),
    "paid_back": words("Paid back for credit note {of}", "退還折讓單 {of}", "退还折让单 {of}"),
    "on_account": words("On account", "暫收款", "暂收款"),
    "discount": words(
        "Discount for early payment[, invoice {of}]", "提前付款折扣[（發票 {of}）]", "提前付款折扣[（发票 {of}）]"
    ),
    "bank_charge": words("Bank charge[, invoice {of}]", "匯費[（發票 {of}）]", "汇费[（发票 {of}）]"),
    "write_off": words("Rounding difference[, invoice {of}]", "尾差[（發票 {of}）]", "尾差[（发票 {of}）]"),
}
LINE_BEHIND = {
    "order": words("Order {of}", "訂單 {of}", "订单 {of}"),
    "delivery": words("Delivery note {of}", "出貨單 {of}", "出货单 {of}"),
    "invoice": words("Invoice {of}", "發票 {of}", "发票 {of}"),
}

# ---- Below the lines ----

SUM_OF_LINES, DISCOUNT = words("Sum of lines", "小計", "小计"), words("Discount", "整單折扣", "整单折扣")
NET = words("Net amount", "未稅金額", "未税金额")
TAX = words("Tax {code} {percent} % on {base}", "稅額 {code} {percent}%（{base}）", "税额 {code} {percent}%（{base}）")
ROUNDING = words("Rounding", "尾數調整", "尾数调整")
TOTAL = words("Total {currency}", "總計 {currency}", "总计 {currency}")
DEPOSIT_USED = words("Less deposit received", "扣除已收訂金", "扣除已收定金")
AMOUNT_DUE = words("Amount due {currency}", "應付金額 {currency}", "应付金额 {currency}")
SET_AGAINST = words("Set against the invoice", "沖抵發票", "冲抵发票")
ON_ACCOUNT = words("Left to your credit", "貴方餘額", "贵方余额")
INCLUDED = words("Prices and amounts contain the tax.", "單價與金額均含稅。", "单价与金额均含税。")
TREATMENTS = {
    "exempt": words("Exempt from tax.", "免稅。", "免税。"),
    "reverse_charge": words(
        "Reverse charge: the customer accounts for the tax.", "逆向課稅：稅款由買方申報。", "反向征税：税款由买方申报。"
    ),
    "zero": words("Taxed at the rate of zero.", "零稅率。", "零税率。"),
}
IN_PARTS = words("Payable in parts", "分期付款")
PROMPT = words(
    "If paid by {day}, you may keep {amount} {currency}.",
    "於 {day} 前付款，可扣除 {amount} {currency}。",
    "于 {day} 前付款，可扣除 {amount} {currency}。",
)
DEPOSIT_DEMANDED = words(
    "Deposit before delivery: {percent} %, {amount} {currency}",
    "出貨前訂金：{percent}%，{amount} {currency}",
    "发货前定金：{percent}%，{amount} {currency}",
)
BANK = words("Bank details", "匯款帳戶", "汇款账户")

_FOR_COMPANY = words("For {company}", "{company}（簽章）", "{company}（签章）")
_ACCEPTED = words("Accepted by the customer: date, signature", "客戶確認簽回：日期、簽章", "客户确认签回：日期、签章")
SIGNATURES: dict[str, tuple[Words, ...]] = {
    "quotation": (_FOR_COMPANY, _ACCEPTED),
    "sales_order": (_FOR_COMPANY, _ACCEPTED),
    "pick_list": (
        words("Picked by: date, signature", "揀貨人：日期、簽名", "拣货人：日期、签名"),
        words("Checked by: date, signature", "覆核人：日期、簽名", "复核人：日期、签名"),
    ),
    "delivery_note": (
        words("Delivered by: date, signature", "送貨人：日期、簽名", "送货人：日期、签名"),
        words("Received in good order: date, signature", "收貨人驗收：日期、簽章", "收货人验收：日期、签章"),
    ),
    "sales_invoice": (_FOR_COMPANY,),
    "payment": (_FOR_COMPANY,),
    "credit_note": (_FOR_COMPANY, words("Received: date, signature", "買受人簽收：日期、簽章", "买方签收：日期、签章")),
}
