"""Every sentence a person can read, by code, in English, 繁體中文 and 简体中文.

A sentence says what is wrong, with the facts found, and then what to do. How the templates are written:

- ``{quantity}`` is replaced by the value of that name.
- ``{errors:error|errors}`` is the value and the word that fits its number: ``1 error``, ``2 errors``.
- ``[ on {sheet}]`` is left out when a value inside it is blank or not given.

Names of fields, kinds of papers and choices are shown in the words of the sheets (``VALUE_WORDS``); every
other value is shown as it is. Where a problem stands, and what to do about it in code, is not decided here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from salesbook.problems import Problem, SalesbookError
from salesbook.settings import Language
from salesbook.words import Words


@dataclass(frozen=True)
class Message:
    """A sentence in three languages.

    Attributes:
        words: With the placeholders described above; the same ones in each language.
        reason: Why the rule exists, for developers.
    """

    words: Words
    reason: str


_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_PLACEHOLDER = re.compile(r"\{(\w+)(?::([^|{}]*)\|([^|{}]*))?\}")
_ABSENT = "–"

LONGEST_VALUE = 300
"""Characters of a value that a sentence shows."""


def text(code: str, language: Language, /, **values: str) -> str:
    """The sentence of a code, filled with its values.

    A code without a sentence gives one that names code and values, never an exception: saying
    something clumsy is better than losing what was found.

    >>> text("status-refused", "en", errors="1")
    'Not posted: 1 error, see the notes'
    """
    message = MESSAGES.get(code)
    if message is None:
        listed = ", ".join(f"{name} {value}" for name, value in values.items())
        message, values = MESSAGES["no-message"], {"code": code, "values": listed}
    return fill(message.words.get(language), shown_values(values, language))


def sentence(problem: Problem, language: Language) -> str:
    """The sentence of a problem. The field it stands at is one of its values, unless it brings its own.

    >>> from salesbook.problems import Place
    >>> sentence(Problem("not-a-number", Place("unit_price"), {"found": "abc"}), "en")
    '“abc” is not a number; Unit price needs one. Enter digits only, such as 1250.50.'
    """
    return text(problem.code, language, **({"field": problem.place.field} | dict(problem.values)))


def error_sentence(error: SalesbookError, language: Language) -> str:
    """The sentence of an error that ended a run."""
    reasons = {name: text(reason.code, language, **reason.values) for name, reason in error.reasons.items()}
    return text(error.code, language, **(error.values | reasons))


def fill(template: str, values: Mapping[str, str]) -> str:
    """Put values into a template.

    >>> fill("[Row {row}: ]{found:line|lines}", {"row": "", "found": "2"})
    '2 lines'
    """

    def optional(match: re.Match[str]) -> str:
        named = [placeholder[1] for placeholder in _PLACEHOLDER.finditer(match[1])]
        return match[1] if all(values.get(name) for name in named) else ""

    def value(match: re.Match[str]) -> str:
        found = values.get(match[1]) or _ABSENT
        return found if match[2] is None else f"{found} {match[2] if found == '1' else match[3]}"

    return _PLACEHOLDER.sub(value, _OPTIONAL.sub(optional, template))


def placeholders(template: str) -> set[str]:
    """Names of the values that a template mentions.

    >>> sorted(placeholders("{found:line|lines}[ in {table}]"))
    ['found', 'table']
    """
    return {match[1] for match in _PLACEHOLDER.finditer(template)}


def shown_values(values: Mapping[str, str], language: Language) -> dict[str, str]:
    """Values as people know them: ``unit_price`` as Unit price or 單價; a list word by word."""
    return {
        name: ", ".join(_word(VALUE_WORDS[name], part, language) for part in value.split(", "))
        if name in VALUE_WORDS
        else _shortened(value)
        for name, value in values.items()
    }


def _shortened(value: str) -> str:
    """A value that fits into a note: what somebody pasted by mistake may be as long as a cell can hold."""
    return value if len(value) <= LONGEST_VALUE else value[:LONGEST_VALUE] + "…"


def _word(words: Mapping[str, Words], value: str, language: Language) -> str:
    return words[value].get(language) if value in words else value


def _same(en: str, zh: str) -> Words:
    return Words(en, zh, zh)


# The same words as in ``sheets.columns``, which may not be imported here; a test compares them.

KIND_WORDS: dict[str, Words] = {
    "quotation": Words("Quotation", "報價單", "报价单"),
    "sales_order": Words("Order", "銷售訂單", "销售订单"),
    "delivery_note": Words("Delivery note", "出貨單", "出货单"),
    "sign_off": Words("Sign-off", "簽收單", "签收单"),
    "return_request": Words("Return request", "退貨申請", "退货申请"),
    "sales_return": Words("Return", "退貨單", "退货单"),
    "sales_invoice": Words("Invoice", "銷售發票", "销售发票"),
    "credit_note": Words("Credit note", "折讓單", "折让单"),
    "payment": Words("Receipt", "收款單", "收款单"),
    "target_plan": Words("Target plan", "目標計劃", "目标计划"),
    "reversal": Words("Reversal", "沖銷", "冲销"),
    "period": Words("Month", "月份", "月份"),
    "opening_balance": Words("Opening balance", "期初餘額", "期初余额"),
}

CHOICE_WORDS: dict[str, Words] = {
    "open": Words("open", "待處理", "待处理"),
    "investigating": Words("investigating", "調查中", "调查中"),
    "resolved": Words("resolved", "已解決", "已解决"),
    "closed": Words("closed", "已結案", "已结案"),
    "amount": Words("amount", "金額", "金额"),
    "quantity": Words("quantity", "數量", "数量"),
    "pace": Words("pace", "進度", "进度"),
    "visits": Words("visits", "拜訪", "拜访"),
    "new_customers": Words("new customers", "新客戶", "新客户"),
    "retention": Words("retention", "回購率", "回购率"),
    "attendance": _same("attendance", "出勤"),
    "conduct": Words("conduct", "職業操守", "职业操守"),
    "rated": Words("rated", "評分", "评分"),
    "taxable": Words("taxable", "應稅", "应税"),
    "exempt": Words("exempt", "免稅", "免税"),
    "reverse_charge": Words("reverse charge", "反向課稅", "反向征税"),
    "zero": Words("zero-rated", "零稅率", "零税率"),
    "complaints": Words("complaints", "客訴", "客诉"),
    "collection": _same("collection", "回款率"),
    "service": Words("service", "服務", "服务"),
    "ours": _same("ours", "我方"),
    "customer": Words("customer", "客戶", "客户"),
    "carrier": Words("carrier", "貨運", "货运"),
    "quality": Words("quality", "品質", "质量"),
    "late": Words("late", "遲交", "迟交"),
    "price": Words("price", "價格", "价格"),
    "other": _same("other", "其他"),
    "none": Words("none", "無", "无"),
    "return_goods": Words("return goods", "退貨", "退货"),
    "credit_note": Words("credit note", "折讓", "折让"),
    "goods": _same("goods", "商品"),
    "restock": Words("restock", "良品入庫", "良品入库"),
    "repair": Words("repair", "維修", "维修"),
    "scrap": Words("scrap", "報廢", "报废"),
    "credit": Words("credit", "折讓", "折让"),
    "replace": Words("replace", "換貨", "换货"),
    "no_credit": Words("no credit", "不折讓", "不折让"),
}

FIELD_WORDS: dict[str, Words] = {
    "invoice": Words("Invoice no.", "發票號碼", "发票号码"),
    "case_no": Words("Case no.", "案件編號", "案件编号"),
    "refused_on": _same("Refused on", "拒付日"),
    "refused_amount": Words("Amount refused", "拒付金額", "拒付金额"),
    "refusal_reason": _same("Reason refused", "拒付原因"),
    "owner": Words("Owner", "承辦人", "承办人"),
    "answer_by": Words("Answer by", "答覆期限", "答复期限"),
    "case_state": Words("Case state", "案件狀態", "案件状态"),
    "outcome": Words("Outcome", "處理結果", "处理结果"),
    "outcome_no": Words("Outcome no.", "結果單號", "结果单号"),
    "settled_on": Words("Settled on", "了結日", "了结日"),
    "on_hold": Words("On hold", "暫停", "暂停"),
    "until": _same("Until", "至"),
    "level": Words("Level", "層級", "层级"),
    "sent_on": Words("Sent on", "寄發日", "寄发日"),
    "sent_by": Words("Sent by", "寄發人", "寄发人"),
    "ledger_entry": Words("Ledger entry", "帳本序號", "账本序号"),
    "document_ref": Words("Ref", "單據參照", "单据参照"),
    "document_no": Words("No.", "單號", "单号"),
    "document_date": _same("Date", "日期"),
    "invoice_from": Words("Invoice from", "開票依據", "开票依据"),
    "complete_only": Words("Complete only", "整批交貨", "整批交货"),
    "revision": Words("Revision", "版次", "版次"),
    "tax_included": Words("Tax included", "含稅", "含税"),
    "alternative_to": Words("Instead of line", "替代項次", "替代项次"),
    "optional": Words("Option", "選配", "选配"),
    "valid_until": Words("Valid until", "有效期限", "有效期限"),
    "customer_no": Words("Customer", "客戶", "客户"),
    "customer_reference": Words("Customer order no.", "客戶訂單號", "客户订单号"),
    "salesperson_no": Words("Salesperson", "業務員", "业务员"),
    "territory_code": Words("Territory", "銷售區域", "销售区域"),
    "source_no": Words("Source no.", "來源單號", "来源单号"),
    "source_line_no": Words("Line", "項次", "项次"),
    "product_no": _same("Product", "商品"),
    "description": _same("Description", "品名"),
    "quantity": Words("Quantity", "數量", "数量"),
    "unit": Words("Unit", "單位", "单位"),
    "unit_price": Words("Unit price", "單價", "单价"),
    "discount_percent": _same("Discount %", "折扣 %"),
    "tax_code": Words("Tax code", "稅碼", "税码"),
    "due_date": _same("Due", "交期"),
    "net_amount": Words("Net amount", "未稅金額", "未税金额"),
    "remark": Words("Remark", "備註", "备注"),
    "amount": Words("Amount", "金額", "金额"),
    "method": _same("Method", "收款方式"),
    "deposit_percent": Words("Deposit %", "訂金 %", "订金 %"),
    "deposit_used": Words("Deposit used", "沖抵訂金", "冲抵订金"),
    "discount_taken": Words("Discount taken", "現金折扣", "现金折扣"),
    "bank_charge": Words("Bank charge", "銀行手續費", "银行手续费"),
    "write_off": Words("Write-off", "尾差沖銷", "尾差冲销"),
    "bank_reference": Words("Bank reference", "銀行單號", "银行单号"),
    "valid_from": _same("Valid from", "生效日"),
    "valid_to": _same("Valid to", "截止日"),
    "name": Words("Name", "名稱", "名称"),
    "tax_percent": Words("Rate %", "稅率 %", "税率 %"),
    "parent_code": Words("Part of", "上級區域", "上级区域"),
    "job_title": Words("Job title", "職稱", "职称"),
    "manager_no": _same("Manager", "主管"),
    "joined_on": Words("Joined", "到職日", "到职日"),
    "left_on": Words("Left", "離職日", "离职日"),
    "frame": Words("Frame agreement", "框架協議", "框架协议"),
    "pay_first": Words("Pay first", "先款後貨", "先款后货"),
    "made_of": Words("Made of", "組成稅碼", "组成税码"),
    "commission_percent": _same("Commission %", "佣金 %"),
    "commission_due": Words("Commission due on", "佣金發放時點", "佣金发放时点"),
    "price_list": Words("Price list", "價目表", "价目表"),
    "rate": Words("Rate", "匯率", "汇率"),
    "payment_terms": Words("Payment terms", "付款條件", "付款条件"),
    "terms_code": Words("Payment terms", "付款條件", "付款条件"),
    "instalments": _same("Instalments", "分期"),
    "prompt_percent": Words("Prompt discount %", "現金折扣 %", "现金折扣 %"),
    "discount_days": Words("Discount days", "折扣天數", "折扣天数"),
    "payment_days": Words("Payment days", "付款天數", "付款天数"),
    "credit_limit": Words("Credit limit", "信用額度", "信用额度"),
    "credit_days": _same("Credit days", "信用期限"),
    "address": _same("Address", "地址"),
    "contact": Words("Contact", "聯絡人", "联系人"),
    "blocked": Words("Blocked", "停用", "停用"),
    "customer_class": Words("Customer class", "客戶等級", "客户等级"),
    "parent_no": Words("Belongs to", "所屬集團", "所属集团"),
    "payer_no": Words("Payer", "付款客戶", "付款客户"),
    "currency": Words("Currency", "幣別", "币种"),
    "tax_treatment": Words("Tax treatment", "課稅別", "计税方式"),
    "delivery_address": Words("Delivery address", "送貨地址", "送货地址"),
    "phone": Words("Phone", "電話", "电话"),
    "email": Words("E-mail", "電子郵件", "电子邮箱"),
    "block_reason": _same("Reason for block", "停用原因"),
    "merged_into": Words("Merged into", "併入", "并入"),
    "credit_left": Words("Credit left", "剩餘額度", "剩余额度"),
    "product_group": Words("Product group", "商品類別", "商品类别"),
    "unit_decimals": Words("Unit decimals", "單位小數", "单位小数"),
    "base_price": Words("Base price", "基準價", "基准价"),
    "discontinued": Words("Discontinued", "停產", "停产"),
    "minimum_quantity": Words("From quantity", "數量級距", "数量级距"),
    "incident_no": Words("Incident", "事件編號", "事件编号"),
    "incident_date": _same("Date", "日期"),
    "case": _same("What happened", "事由"),
    "stage": Words("Stage", "處理階段", "处理阶段"),
    "document": Words("Document", "單據", "单据"),
    "evidence": Words("Evidence", "證據", "证据"),
    "decided_on": _same("Decided on", "裁定日"),
    "decided_by": _same("Decided by", "裁定人"),
    "amount_off": Words("Amount off", "折讓金額", "折让金额"),
    "head_discount_percent": Words("Whole discount %", "整單折扣 %", "整单折扣 %"),
    "head_discount_amount": Words("Whole amount off", "整單折讓", "整单折让"),
    "emergency_override": Words("Emergency override", "緊急放行", "紧急放行"),
    "product_kind": Words("Goods or service", "貨品或服務", "货品或服务"),
    "order_minimum": Words("Order minimum", "最低訂購量", "最低订购量"),
    "order_step": Words("Order step", "訂購倍數", "订购倍数"),
    "floor_price": Words("Floor price", "底價", "底价"),
    "factor": Words("Own units in one", "換算數量", "换算数量"),
    "base_percent": Words("% of base price", "基準價 %", "基准价 %"),
    "change_reason": Words("Reason for the price", "調價原因", "调价原因"),
    "promotion_code": Words("Promotion", "促銷代號", "促销代号"),
    "products": Words("Products, with commas", "商品（逗號分隔）", "商品（逗号分隔）"),
    "percent_off": Words("% off", "降價 %", "降价 %"),
    "customers": Words("Customers, with commas", "客戶（逗號分隔）", "客户（逗号分隔）"),
    "user_name": Words("User", "使用者", "用户"),
    "authority_percent": _same("Most % off", "最多降 %"),
    "fiscal_year": _same("Fiscal year", "年度"),
    "measure": Words("Measure", "指標", "指标"),
    "total": Words("Company target", "公司目標", "公司目标"),
    "rounding_unit": Words("Round to", "取整單位", "取整单位"),
    "history": Words("History", "歷史實績", "历史实绩"),
    "weight": Words("Weight", "權重", "权重"),
    "locked_amount": Words("Locked at", "鎖定金額", "锁定金额"),
    "month": _same("Month", "月份"),
    "criterion": Words("Criterion", "指標代號", "指标代号"),
    "source": Words("Source", "資料來源", "资料来源"),
    "floor": _same("Floor", "下限"),
    "target": Words("Target", "目標", "目标"),
    "cap": _same("Cap", "上限"),
    "visit_date": _same("Date", "日期"),
    "note": Words("Note", "拜訪紀要", "拜访纪要"),
    "day": _same("Date", "日期"),
    "late": Words("Late", "遲到", "迟到"),
    "early": _same("Left early", "早退"),
    "absent_days": Words("Absent days", "缺勤天數", "缺勤天数"),
    "leave_days": Words("Leave days", "請假天數", "请假天数"),
    "rating": Words("Rating", "評分", "评分"),
    "out_of": Words("Out of", "滿分", "满分"),
    "appraised_no": Words("Salesperson", "業務員", "业务员"),
    "appraised_name": _same("Name", "姓名"),
    "department": Words("Department", "部門", "部门"),
    "position": Words("Position", "職務", "职务"),
    "form_part": Words("Part", "考核類別", "考核类别"),
    "part_weight": Words("Part weight", "類別權重", "类别权重"),
    "form_item": Words("Item", "考核指標", "考核指标"),
    "item_weight": Words("Weight", "權重", "权重"),
    "form_score": Words("Score", "評分", "评分"),
    "example": _same("Example", "事例"),
    "complaint_no": Words("Complaint no.", "客訴單號", "客诉单号"),
    "about_no": Words("About", "相關單號", "相关单号"),
    "about_line": Words("About line", "相關項次", "相关项次"),
    "quantity_in_question": Words("Quantity in question", "爭議數量", "争议数量"),
    "opened_on": _same("Opened on", "受理日"),
    "caused_by": Words("Caused by", "責任方", "责任方"),
    "trouble": Words("Trouble", "客訴類別", "客诉类别"),
    "what_happened": Words("What happened", "客訴內容", "客诉内容"),
    "owner_no": Words("Owner", "承辦人", "承办人"),
    "promised_on": Words("Promised on", "承諾日", "承诺日"),
    "closed_on": Words("Closed on", "結案日", "结案日"),
    "satisfaction": Words("Satisfaction 1 to 5", "滿意度 1 至 5", "满意度 1 至 5"),
    "action": Words("Action", "處理方式", "处理方式"),
    "led_to_no": Words("Led to", "後續單號", "后续单号"),
    "warehouse_code": Words("Warehouse", "倉庫", "仓库"),
    "to_warehouse_code": Words("To warehouse", "調入倉庫", "调入仓库"),
    "batch_no": Words("Batch", "批號", "批号"),
    "picked_quantity": Words("Picked", "實提數量", "实提数量"),
    "substitute_no": _same("Substitute", "替代商品"),
    "last_delivery": Words("Last delivery", "最後一批", "最后一批"),
    "freight_cost": Words("Freight paid", "自付運費", "自付运费"),
    "unit_cost": Words("Unit cost", "單位成本", "单位成本"),
    "movement": Words("Movement", "異動別", "变动类别"),
    "available": Words("Available", "可承諾量", "可承诺量"),
    "cost": Words("Cost", "標準成本", "标准成本"),
    "safety_stock": Words("Safety stock", "安全存量", "安全库存"),
    "expected_on": Words("Expected on", "預計到貨日", "预计到货日"),
    "signed_quantity": Words("Signed", "簽收數量", "签收数量"),
    "refused_quantity": Words("Refused", "拒收數量", "拒收数量"),
    "cause": Words("Cause", "責任歸屬", "责任归属"),
    "reason": _same("Reason", "原因"),
    "disposition": Words("Disposition", "處置方式", "处置方式"),
    "settlement": Words("Settlement", "結算方式", "结算方式"),
    "invoice_no": Words("Credited invoice", "折讓發票", "折让发票"),
    "credit_for": Words("Credit for", "折讓原因別", "折让类别"),
    "new_price": Words("New price", "新單價", "新单价"),
}

INCIDENT_WORDS: dict[str, Words] = {
    "unauthorised_price_cut": Words("unauthorised price cut", "擅自降價", "擅自降价"),
    "cheating": Words("cheating a customer", "欺騙客戶", "欺骗客户"),
    "selling_for_others": Words("selling for other firms", "私售同業產品", "私售同业产品"),
    "leaking_plans": Words("leaking plans", "洩露商業計劃", "泄露商业计划"),
    "refusing_arrangement": Words("refusing an arrangement", "不服從安排", "不服从安排"),
}

VALUE_WORDS: dict[str, Mapping[str, Words]] = {
    "case_state": CHOICE_WORDS,
    "field": FIELD_WORDS,
    "kind": KIND_WORDS | INCIDENT_WORDS,
    "measure": CHOICE_WORDS,
    "source": CHOICE_WORDS,
    "known": CHOICE_WORDS,
    "choices": CHOICE_WORDS,
    "settlement": CHOICE_WORDS,
}
"""Words for the values of these names."""


def _m(en: str, hant: str, hans: str, *, why: str) -> Message:
    return Message(Words(en, hant, hans), why)


MESSAGES: dict[str, Message] = {
    # ---- Cells: what was typed cannot be read ----
    "missing": _m(
        "[{field} is blank. ]This cell must be filled. Enter a value.",
        "[「{field}」是空白的。]這個儲存格必須填寫，請輸入內容。",
        "[“{field}”是空白的。]此单元格必须填写，请输入内容。",
        why="The document or record cannot be understood without it.",
    ),
    "cell-error": _m(
        "The cell shows {found}[ in {field}]. Mend its formula, or type the value.",
        "儲存格[「{field}」]顯示 {found}。請修正公式，或直接輸入數值。",
        "单元格[“{field}”]显示 {found}。请修正公式，或直接输入数值。",
        why="An error value of Excel stands for no figure at all, not for zero.",
    ),
    "code-is-date": _m(
        "Excel shows this code as the date {found}. Was {serial} meant? Then format the cell as General. "
        "Was it a code such as 3-5? Then format it as Text and type the code again.",
        "Excel 將這個代號顯示為日期 {found}。若原本是 {serial}，請將儲存格格式設為「通用格式」；"
        "若原本是 3-5 之類的代號，請設為「文字」後重新輸入。",
        "Excel 将此代号显示为日期 {found}。如果原本是 {serial}，请将单元格格式设为“常规”；"
        "如果原本是 3-5 之类的代号，请设为“文本”后重新输入。",
        why="A number that is formatted as a date still holds its number; a code such as 3-5 is lost in typing.",
    ),
    "code-is-scientific": _m(
        "Excel took this code for the number {found}. If {shown} was typed, format the cell as Text and type it again; "
        "if {found} is right, format the cell as General.",
        "Excel 把這個代號當成數字 {found}。若輸入的是 {shown}，請將儲存格格式設為「文字」後重新輸入；"
        "若 {found} 正確，請設為「通用格式」。",
        "Excel 把此代号当成数字 {found}。如果输入的是 {shown}，请将单元格格式设为“文本”后重新输入；"
        "如果 {found} 正确，请设为“常规”。",
        why="A code with an E between digits is a power of ten to Excel, and the code is lost in typing.",
    ),
    "code-was-number": _m(
        "{found} is what is left of a long code that Excel took for a number. Take the code from where it came from, "
        "and have its column as Text before the file is saved.",
        "{found} 是一個長代號被 Excel 當成數字後剩下的樣子。請由原始資料取得代號，並在存檔前將該欄設為「文字」。",
        "{found} 是一个长代号被 Excel 当成数字后剩下的样子。请从原始数据取得代号，并在保存前将该列设为“文本”。",
        why="A file that Excel saved as CSV keeps twelve digits of a barcode as 4.20E+11, and the rest is gone.",
    ),
    "text-longer-than-cell": _m(
        "“{found}…” has {length} letters; a cell of Excel holds {most} at most. Shorten the text.",
        "「{found}…」有 {length} 個字元，Excel 儲存格最多 {most} 個。請縮短文字。",
        "“{found}…”有 {length} 个字符，Excel 单元格最多 {most} 个。请缩短文字。",
        why="What no sheet can show would be cut off in the next workbook.",
    ),
    "code-too-long": _m(
        "“{found}…” has {length} letters; a code has {most} at most. Was it pasted into the wrong column?",
        "「{found}…」有 {length} 個字元，代號最多 {most} 個。請檢查是否貼錯欄位。",
        "“{found}…”有 {length} 个字符，代号最多 {most} 个。请检查是否粘贴错列。",
        why="A remark in the column of codes would be looked for as a code.",
    ),
    "code-of-two-lines": _m(
        "The cell holds two lines: {found}. Enter one code in each cell.",
        "儲存格裡有兩行：{found}。請一格輸入一個代號。",
        "单元格里有两行：{found}。请每格输入一个代号。",
        why="Two codes in one cell are two lines of a paper.",
    ),
    "formula-circular": _m(
        "The formula[ of {field}] needs its own result, so it shows 0. Type the value, or mend the formula.",
        "公式[（「{field}」）]需要它自己的結果，所以顯示 0。請直接輸入數值，或修正公式。",
        "公式[（“{field}”）]需要它自己的结果，所以显示 0。请直接输入数值，或修正公式。",
        why="Excel shows 0 for a circular formula once its warning is closed; a price of 0 would be posted.",
    ),
    "formula-without-value": _m(
        "The formula[ of {field}] has no value yet. Open the workbook in Excel, save it, and try again.",
        "公式[（「{field}」）]還沒有計算結果。請用 Excel 開啟活頁簿、存檔後再試一次。",
        "公式[（“{field}”）]还没有计算结果。请用 Excel 打开工作簿、存盘后再试一次。",
        why="A program that is not a spreadsheet writes formulas without their values, and no value is not zero.",
    ),
    "dash": _m(
        "“{found}” is neither 0 nor blank[ in {field}]. Enter 0, or leave the cell empty.",
        "「{found}」既不是 0 也不是空白[（「{field}」）]。請輸入 0，或將儲存格留空。",
        "“{found}”既不是 0 也不是空白[（“{field}”）]。请输入 0，或将单元格留空。",
        why="A price of nothing and no price at all lead to different documents.",
    ),
    "decimal-comma": _m(
        "“{found}” could be read in two ways[ in {field}]. Use a point for decimals, such as 12.5, or three digits "
        "after each comma, such as 1,200.",
        "「{found}」有兩種讀法[（「{field}」）]。小數請用小數點，例如 12.5；千分位逗號後請有三位數，例如 1,200。",
        "“{found}”有两种读法[（“{field}”）]。小数请用小数点，例如 12.5；千分位逗号后请有三位数，例如 1,200。",
        why="A comma stands before decimals in one country and between thousands in another.",
    ),
    "read-as": _m(
        "“{found}” was read as {value}[; so were {more} more cells of this column, down to row {last}]. "
        "If something else is meant, type it anew.",
        "「{found}」讀作 {value}[，本欄另有 {more} 格也是如此，直到第 {last} 列]。若非此意，請重新輸入。",
        "“{found}”读作 {value}[，本列另有 {more} 格也是如此，直到第 {last} 行]。如非此意，请重新输入。",
        why="What is certain is read, but nothing is changed without saying so.",
    ),
    "read-as-blank": _m(
        "“{found}” was read as an empty cell[, and so were {more} more of this column, down to row {last}]. "
        "If something else is meant, type it anew.",
        "「{found}」視為空白[，本欄另有 {more} 格也是如此，直到第 {last} 列]。若非此意，請重新輸入。",
        "“{found}”视为空白[，本列另有 {more} 格也是如此，直到第 {last} 行]。如非此意，请重新输入。",
        why="Other programs write a word where there is nothing.",
    ),
    "code-too-long-number": _m(
        "{found} has more than 15 digits; Excel has replaced the last ones by zeros. "
        "Format the cell as Text and type the code again.",
        "{found} 超過 15 位數，Excel 已將後面的數字變成 0。請將儲存格格式設為「文字」，再重新輸入代號。",
        "{found} 超过 15 位，Excel 已将后面的数字变成 0。请将单元格格式设为“文本”，再重新输入代号。",
        why="Excel keeps 15 digits of a number, so a longer code would be a wrong code.",
    ),
    "not-a-number": _m(
        "“{found}” is not a number[; {field} needs one]. Enter digits only, such as 1250.50.",
        "「{found}」不是數字[，「{field}」需要數字]。請只輸入數字，例如 1250.50。",
        "“{found}”不是数字[，“{field}”需要数字]。请只输入数字，例如 1250.50。",
        why="A number is never guessed from other text.",
    ),
    "number-too-large": _m(
        "{found} is larger than any number the ledger can hold[; it stands in {field}]. Check what was typed.",
        "{found} 超過帳本可記錄的最大數字[（「{field}」）]。請檢查輸入的內容。",
        "{found} 超过账本可记录的最大数字[（“{field}”）]。请检查输入的内容。",
        why="Such a number is a slip, and cannot be computed with to the cent.",
    ),
    "ideographic-full-stop": _m(
        "“{found}” contains the full stop “。”. Type a decimal point, such as 12.5.",
        "「{found}」裡有句號「。」。請改用小數點，例如 12.5。",
        "“{found}”里有句号“。”。请改用小数点，例如 12.5。",
        why="It may stand for a decimal point or end a sentence; the two differ by a factor of ten.",
    ),
    "not-a-whole-number": _m(
        "{found} is not a whole number[; {field} needs one]. Enter a number without decimals, such as 3.",
        "{found} 不是整數[，「{field}」需要整數]。請輸入沒有小數的數字，例如 3。",
        "{found} 不是整数[，“{field}”需要整数]。请输入没有小数的数字，例如 3。",
        why="Line numbers, days and years are counted.",
    ),
    "not-a-date": _m(
        "“{found}” is not a date[; {field} needs one]. Enter it as year-month-day, such as 2026-03-05.",
        "「{found}」不是日期[，「{field}」需要日期]。請依年-月-日輸入，例如 2026-03-05。",
        "“{found}”不是日期[，“{field}”需要日期]。请按年-月-日输入，例如 2026-03-05。",
        why="5/3 is May in one country and March in another, so only year first is read.",
    ),
    "date-ambiguous": _m(
        "“{found}” may be {first} or {second}. Enter it as year-month-day; or set date_order in salesbook.toml, "
        "if all dates are written in one order.",
        "「{found}」可能是 {first} 或 {second}。請依年-月-日輸入；若日期一律依同一順序書寫，可在 salesbook.toml 設定 "
        "date_order。",
        "“{found}”可能是 {first} 或 {second}。请按年-月-日输入；如果日期一律按同一顺序书写，可在 salesbook.toml 设置 "
        "date_order。",
        why="5/3 is May in one country and March in another, and no other date of the column tells.",
    ),
    "date-without-year": _m(
        "“{found}” names no year[; {field} needs one]. Enter it as year-month-day, such as 2026-03-05.",
        "「{found}」沒有年份[，「{field}」需要年份]。請依年-月-日輸入，例如 2026-03-05。",
        "“{found}”没有年份[，“{field}”需要年份]。请按年-月-日输入，例如 2026-03-05。",
        why="In January it may be of last year, and a document would be in the wrong one.",
    ),
    "date-short-year": _m(
        "Nobody can tell where the year of “{found}” stands. Enter it as year-month-day, such as 2026-03-05.",
        "看不出「{found}」的哪一段是年份。請依年-月-日輸入，例如 2026-03-05。",
        "看不出“{found}”的哪一段是年份。请按年-月-日输入，例如 2026-03-05。",
        why="Each of its three numbers may be the day, the month or the year.",
    ),
    "date-may-be-swapped": _m(
        "{found} may be meant as {other}[; so may {more} more dates of this column, down to row {last}]: the other "
        "dates of the column are texts that Excel could not read, so it may have exchanged day and month of these. "
        "Compare them with the paper.",
        "{found} 可能原為 {other}[，本欄另有 {more} 個日期也是如此，直到第 {last} 列]：本欄其他日期是 Excel 讀不懂的"
        "文字，因此這些日期的日與月可能被對調。請與單據核對。",
        "{found} 可能原为 {other}[，本列另有 {more} 个日期也是如此，直到第 {last} 行]：本列其他日期是 Excel 读不懂的"
        "文字，因此这些日期的日与月可能被对调。请与单据核对。",
        why="Excel set to another country reads 05/03 as May, and leaves 15/03 as text: there is no month 15.",
    ),
    "no-such-date": _m(
        "There is no day {found}. Correct the date, such as 2026-03-05.",
        "沒有 {found} 這一天。請更正日期，例如 2026-03-05。",
        "没有 {found} 这一天。请更正日期，例如 2026-03-05。",
        why="A day such as 30 February is a slip of typing and is not moved to March.",
    ),
    "not-a-month": _m(
        "“{found}” is not a month[; {field} needs one]. Enter it as year-month, such as 2026-03.",
        "「{found}」不是月份[，「{field}」需要月份]。請依年-月輸入，例如 2026-03。",
        "“{found}”不是月份[，“{field}”需要月份]。请按年-月输入，例如 2026-03。",
        why="A month without its year belongs to no plan.",
    ),
    "not-yes-or-no": _m(
        "“{found}” is neither yes nor no[, which {field} needs]. Enter yes or no.",
        "「{found}」不是「是」或「否」[，「{field}」需要其一]。請輸入「是」或「否」。",
        "“{found}”不是“是”或“否”[，“{field}”需要其一]。请输入“是”或“否”。",
        why="The answer blocks a customer or counts against a person, so it is not guessed.",
    ),
    "not-a-choice": _m(
        "“{found}” is not one of the choices[ for {field}]. Choose one of: {choices}.",
        "「{found}」不在[「{field}」的]選項中。請選擇其中之一：{choices}。",
        "“{found}”不在[“{field}”的]选项中。请选择其中之一：{choices}。",
        why="Each choice is worked on by a rule of its own.",
    ),
    "out-of-range": _m(
        "{found} is not possible[ for {field}][: it must be {limits}]. Correct the value.",
        "[「{field}」]不能是 {found}[，必須 {limits}]。請更正數值。",
        "[“{field}”]不能是 {found}[，必须 {limits}]。请更正数值。",
        why="Figures outside make no sense in the trade, such as a tax rate above 100 %.",
    ),
    "head-differs": _m(
        "{field} is {value} here, but {first} in the first row of Ref {ref}. "
        "Make all rows of {ref} agree, or give this row another Ref.",
        "「{field}」這裡是 {value}，但參照 {ref} 的第一列是 {first}。請讓 {ref} 的各列一致，或給這一列另一個參照。",
        "“{field}”这里是 {value}，但参照 {ref} 的第一行是 {first}。请让 {ref} 的各行一致，或给此行另一个参照。",
        why="Rows with one Ref are one paper, which has one date and one customer.",
    ),
    "ref-twice": _m(
        "Ref {ref} of {date} stands in {first} already. Give this document another Ref, or take one of the two out.",
        "參照 {ref}（{date}）已在 {first} 使用。請給這張單據另一個參照，或刪去其中一張。",
        "参照 {ref}（{date}）已在 {first} 使用。请给这张单据另一个参照，或删去其中一张。",
        why="Ref and date tell whether a document was posted before, so on form and list they must differ.",
    ),
    "hidden-row": _m(
        "Row {row}[ of Ref {ref}] is hidden and was left out. Show it if it is meant to be posted.",
        "第 {row} 列[（參照 {ref}）]被隱藏，未處理。如需過帳，請先取消隱藏。",
        "第 {row} 行[（参照 {ref}）]被隐藏，未处理。如需过账，请先取消隐藏。",
        why="Nobody should post what they do not see, such as rows left behind by a filter.",
    ),
    "hidden-row-posted": _m(
        "Row {row}[ of Ref {ref}] is hidden and counts all the same, as the company has set.",
        "第 {row} 列[（參照 {ref}）]被隱藏，依公司設定仍一併處理。",
        "第 {row} 行[（参照 {ref}）]被隐藏，按公司设置仍一并处理。",
        why="Nobody should be surprised by what they do not see.",
    ),
    "row-twice": _m(
        "Row {row} says the same as row {first}. Delete one of them; or enter the sum of their quantities in one row.",
        "第 {row} 列與第 {first} 列內容完全相同。請刪去其中一列，或將數量合併在同一列。",
        "第 {row} 行与第 {first} 行内容完全相同。请删去其中一行，或将数量合并在同一行。",
        why="A block that was pasted twice would be sold twice.",
    ),
    "total-row": _m(
        "Row {row} (“{found}”) is a total and was not read as a line. It agrees with the rows above.",
        "第 {row} 列（「{found}」）是合計，未當作明細讀取；與上方各列相符。",
        "第 {row} 行（“{found}”）是合计，未当作明细读取；与上方各行相符。",
        why="A total posted as a line would count everything twice.",
    ),
    "total-row-differs": _m(
        "Row {row} (“{found}”) is a total and was not read as a line. It says {total}[ for {field}], but the rows "
        "above come to {sum}. Look for a row that is missing, or for a number typed as text.",
        "第 {row} 列（「{found}」）是合計，未當作明細讀取。[「{field}」]合計為 {total}，但上方各列加總為 {sum}。"
        "請檢查是否缺列，或有數字以文字輸入。",
        "第 {row} 行（“{found}”）是合计，未当作明细读取。[“{field}”]合计为 {total}，但上方各行加总为 {sum}。"
        "请检查是否缺行，或有数字以文本输入。",
        why="Excel's own sum passes over numbers that are texts, and then looks right while it is wrong.",
    ),
    "hidden-row-of-document": _m(
        "Part of Ref {ref} is hidden (row {row}). Show the hidden rows, or delete them, then post again.",
        "參照 {ref} 有一部分被隱藏（第 {row} 列）。請取消隱藏或刪除這些列，再重新過帳。",
        "参照 {ref} 有一部分被隐藏（第 {row} 行）。请取消隐藏或删除这些行，再重新过账。",
        why="A paper posted in part would differ from the paper the person sees.",
    ),
    # ---- Codes that are not on file ----
    "unknown-customer": _m(
        "There is no customer {code}. Correct the code, or post the customer first.",
        "沒有客戶 {code}。請更正代號，或先將該客戶過帳。",
        "没有客户 {code}。请更正代号，或先将该客户过账。",
        why="Sales of an unknown customer could not be claimed from anybody.",
    ),
    "unknown-customer-similar": _m(
        "There is no customer {code}. Did you mean {similar}? Correct the code, or post the customer first.",
        "沒有客戶 {code}。您是指 {similar} 嗎？請更正代號，或先將該客戶過帳。",
        "没有客户 {code}。您是指 {similar} 吗？请更正代号，或先将该客户过账。",
        why="Most unknown codes are slips of one letter.",
    ),
    "unknown-product": _m(
        "There is no product {code}. Correct the code, or post the product first.",
        "沒有商品 {code}。請更正代號，或先將該商品過帳。",
        "没有商品 {code}。请更正代号，或先将该商品过账。",
        why="Price, unit and tax come from the product.",
    ),
    "unknown-product-similar": _m(
        "There is no product {code}. Did you mean {similar}? Correct the code, or post the product first.",
        "沒有商品 {code}。您是指 {similar} 嗎？請更正代號，或先將該商品過帳。",
        "没有商品 {code}。您是指 {similar} 吗？请更正代号，或先将该商品过账。",
        why="Most unknown codes are slips of one letter.",
    ),
    "unknown-warehouse": _m(
        "There is no warehouse {code}. Correct the code, or post the warehouse first.",
        "沒有倉庫 {code}。請更正代號，或先將該倉庫過帳。",
        "没有仓库 {code}。请更正代号，或先将该仓库过账。",
        why="Goods in a warehouse that is misspelt are found by nobody.",
    ),
    "unknown-warehouse-similar": _m(
        "There is no warehouse {code}. Did you mean {similar}? Correct the code, or post the warehouse first.",
        "沒有倉庫 {code}。您是指 {similar} 嗎？請更正代號，或先將該倉庫過帳。",
        "没有仓库 {code}。您是指 {similar} 吗？请更正代号，或先将该仓库过账。",
        why="Most warehouses have short codes, which are easily mistyped.",
    ),
    "unknown-criterion": _m(
        "There is no criterion {code}. Correct the code, or post the criterion first.",
        "沒有考核指標 {code}。請更正代號，或先將該指標過帳。",
        "没有考核指标 {code}。请更正代号，或先将该指标过账。",
        why="A rating of something that nobody is scored by would silently count for nothing.",
    ),
    "unknown-criterion-similar": _m(
        "There is no criterion {code}. Did you mean {similar}? Correct the code, or post the criterion first.",
        "沒有考核指標 {code}。您是指 {similar} 嗎？請更正代號，或先將該指標過帳。",
        "没有考核指标 {code}。您是指 {similar} 吗？请更正代号，或先将该指标过账。",
        why="Most unknown codes are slips of one letter.",
    ),
    "unknown-salesperson": _m(
        "There is no salesperson {code}. Correct the code, or post the salesperson first.",
        "沒有業務員 {code}。請更正代號，或先將該業務員過帳。",
        "没有业务员 {code}。请更正代号，或先将该业务员过账。",
        why="Sales are credited to the person for targets and appraisal.",
    ),
    "unknown-salesperson-similar": _m(
        "There is no salesperson {code}. Did you mean {similar}? Correct the code, or post the salesperson first.",
        "沒有業務員 {code}。您是指 {similar} 嗎？請更正代號，或先將該業務員過帳。",
        "没有业务员 {code}。您是指 {similar} 吗？请更正代号，或先将该业务员过账。",
        why="Most unknown codes are slips of one letter.",
    ),
    "unknown-territory": _m(
        "There is no territory {code}. Correct the code, or post the territory first.",
        "沒有銷售區域 {code}。請更正代號，或先將該區域過帳。",
        "没有销售区域 {code}。请更正代号，或先将该区域过账。",
        why="Sales are counted per territory against its target.",
    ),
    "unknown-territory-similar": _m(
        "There is no territory {code}. Did you mean {similar}? Correct the code, or post the territory first.",
        "沒有銷售區域 {code}。您是指 {similar} 嗎？請更正代號，或先將該區域過帳。",
        "没有销售区域 {code}。您是指 {similar} 吗？请更正代号，或先将该区域过账。",
        why="Most unknown codes are slips of one letter.",
    ),
    "unknown-tax-code": _m(
        "There is no tax code {code}. Correct the code, or post the tax code first.",
        "沒有稅碼 {code}。請更正代號，或先將該稅碼過帳。",
        "没有税码 {code}。请更正代号，或先将该税码过账。",
        why="Without a rate there is no tax amount.",
    ),
    "unknown-tax-code-similar": _m(
        "There is no tax code {code}. Did you mean {similar}? Correct the code, or post the tax code first.",
        "沒有稅碼 {code}。您是指 {similar} 嗎？請更正代號，或先將該稅碼過帳。",
        "没有税码 {code}。您是指 {similar} 吗？请更正代号，或先将该税码过账。",
        why="Most unknown codes are slips of one letter.",
    ),
    "unknown-quotation": _m(
        "There is no quotation {code}. Correct the number, or leave it blank for an order without quotation.",
        "沒有報價單 {code}。請更正單號；訂單若無報價，請留空白。",
        "没有报价单 {code}。请更正单号；订单若无报价，请留空白。",
        why="An order may only count against a quotation that was posted.",
    ),
    "unknown-sales-order": _m(
        "There is no order {code}. Correct the number, or post the order first.",
        "沒有訂單 {code}。請更正單號，或先將該訂單過帳。",
        "没有订单 {code}。请更正单号，或先将该订单过账。",
        why="Goods leave only for a posted order.",
    ),
    "source-by-ref": _m(
        "{name} is no number of ours; it is taken for {code}, the only document that can be meant by it.",
        "{name} 不是本公司的單號；視為 {code}，因為只有這張單據符合。",
        "{name} 不是本公司的单号；视为 {code}，因为只有这张单据符合。",
        why="Sheets of a shop know the shop's own numbers, and whoever checks them wants to see what was found.",
    ),
    "source-open": _m(
        "{name} may be any of {found}. Enter the number of the one that is meant.",
        "{name} 可能是 {found} 其中之一。請填入正確的單號。",
        "{name} 可能是 {found} 其中之一。请填入正确的单号。",
        why="A Ref is not unique, and goods must not come back from the wrong delivery.",
    ),
    "source-not-delivered": _m(
        "Nothing of order {name} ({order}) was delivered. Correct the number, or post its delivery note first.",
        "訂單 {name}（{order}）尚未出貨。請更正單號，或先將其出貨單過帳。",
        "订单 {name}（{order}）尚未出货。请更正单号，或先将其出货单过账。",
        why="Goods come back from a delivery.",
    ),
    "unknown-delivery-note": _m(
        "There is no delivery note {code}, and no order {code} either. Correct the number, or post the document first.",
        "沒有出貨單 {code}，也沒有訂單 {code}。請更正單號，或先將該單據過帳。",
        "没有出货单 {code}，也没有订单 {code}。请更正单号，或先将该单据过账。",
        why="Only what was delivered is invoiced.",
    ),
    "unknown-sales-invoice": _m(
        "There is no invoice {code}. Correct the number, or leave it blank for money on account.",
        "沒有發票 {code}。請更正單號；若為暫收款，請留空白。",
        "没有发票 {code}。请更正单号；若为暂收款，请留空白。",
        why="Money may only count against an invoice that was posted.",
    ),
    "unknown-document-no": _m(
        "No posted document has the number {code}. The number column is filled by salesbook: "
        "clear the cell to post this as a new document.",
        "沒有單號為 {code} 的已過帳單據。單號欄由 salesbook 填寫；如要作為新單據過帳，請清除這個儲存格。",
        "没有单号为 {code} 的已过账单据。单号列由 salesbook 填写；如要作为新单据过账，请清除此单元格。",
        why="A number typed or copied by hand could hide that a document was never posted.",
    ),
    # ---- Master data ----
    "price-for-whom": _m(
        "The price of {product} must be for one customer or for one price list. "
        "Fill exactly one of Customer and Price list.",
        "{product} 的價格必須屬於一個客戶或一份價目表。請在「客戶」與「價目表」中只填一項。",
        "{product} 的价格必须属于一个客户或一份价目表。请在“客户”与“价目表”中只填一项。",
        why="The search for a price goes level by level, so each price stands on one level.",
    ),
    "tax-parts-differ": _m(
        "Tax code {code} has a rate of {percent} %, but the taxes it is made of come to {together} % together. "
        "Change the rate, or the codes it is made of.",
        "稅碼 {code} 的稅率為 {percent} %，但其組成稅碼合計為 {together} %。請修改稅率或組成稅碼。",
        "税码 {code} 的税率为 {percent} %，但其组成税码合计为 {together} %。请修改税率或组成税码。",
        why="The tax of a line is the sum of its taxes.",
    ),
    "territory-own-ancestor": _m(
        "Territory {code} is part of {parent}, and {parent} in turn is part of {code}. "
        "Change “Part of” so that the chain ends at the company.",
        "銷售區域 {code} 屬於 {parent}，而 {parent} 又屬於 {code}。請修改「上級區域」，使其最終歸屬公司。",
        "销售区域 {code} 属于 {parent}，而 {parent} 又属于 {code}。请修改“上级区域”，使其最终归属公司。",
        why="Totals of a circle would count themselves.",
    ),
    "ends-before-start": _m(
        "The last day {last} is before the first day {first}. Correct one of the two dates.",
        "截止日 {last} 早於起始日 {first}。請更正其中一個日期。",
        "截止日 {last} 早于起始日 {first}。请更正其中一个日期。",
        why="Such a record would never be in force.",
    ),
    "customer-blocked": _m(
        "Customer {customer} is blocked[: {reason}]. "
        "Ask whoever looks after the customer file, or choose another customer.",
        "客戶 {customer} 已停用[（{reason}）]。請洽客戶檔案負責人，或改選其他客戶。",
        "客户 {customer} 已停用[（{reason}）]。请联系客户档案负责人，或改选其他客户。",
        why="Somebody decided not to sell to this customer for now.",
    ),
    "customer-merged": _m(
        "The file of customer {customer} was merged into {into}. Enter {into} instead.",
        "客戶 {customer} 的檔案已併入 {into}。請改填 {into}。",
        "客户 {customer} 的档案已并入 {into}。请改填 {into}。",
        why="Two files of one customer would share neither credit nor prices.",
    ),
    "customer-merged-already": _m(
        "The file of customer {customer} was merged into {into} before, and stays blocked. Nothing was stored.",
        "客戶 {customer} 的檔案先前已併入 {into}，並維持停用。未儲存任何資料。",
        "客户 {customer} 的档案此前已并入 {into}，并维持停用。未存储任何数据。",
        why="A file is part of one other file only.",
    ),
    "customer-merge-itself": _m(
        "Customer {customer} cannot be merged into itself. Name the file that stays. Nothing was stored.",
        "客戶 {customer} 不能併入自己。請填寫要保留的客戶。未儲存任何資料。",
        "客户 {customer} 不能并入自己。请填写要保留的客户。未存储任何数据。",
        why="Nobody could be sold to under it any more.",
    ),
    "customer-not-blocked": _m(
        "Customer {customer} is not blocked. Nothing was stored.",
        "客戶 {customer} 並未停用。未儲存任何資料。",
        "客户 {customer} 并未停用。未存储任何数据。",
        why="A second version that says the same would only confuse the history.",
    ),
    "customer-reason-missing": _m(
        "Say why the file of customer {customer} is changed with --reason; the reason is kept in the ledger.",
        "請以 --reason 說明變更客戶 {customer} 檔案的原因；原因會留在帳本中。",
        "请用 --reason 说明变更客户 {customer} 档案的原因；原因会留在账本中。",
        why="Whoever reads the history of the file must understand it.",
    ),
    "customer-blocked-done": _m(
        "Customer {customer} is blocked from today on: {reason}.",
        "客戶 {customer} 自今日起停用：{reason}。",
        "客户 {customer} 自今日起停用：{reason}。",
        why="What was stored.",
    ),
    "customer-unblocked-done": _m(
        "Customer {customer} is not blocked any more: {reason}.",
        "客戶 {customer} 已解除停用：{reason}。",
        "客户 {customer} 已解除停用：{reason}。",
        why="What was stored.",
    ),
    "customer-merged-done": _m(
        "The file of customer {customer} is part of {into} from today on: {reason}. What both owe counts together.",
        "客戶 {customer} 的檔案自今日起併入 {into}：{reason}。兩者的欠款合併計算。",
        "客户 {customer} 的档案自今日起并入 {into}：{reason}。两者的欠款合并计算。",
        why="What was stored.",
    ),
    "history-no-kind": _m(
        "There is no kind of record called {found}. Choose one of: {known}.",
        "沒有名為 {found} 的資料類型。請選擇：{known}。",
        "没有名为 {found} 的数据类型。请选择：{known}。",
        why="A misspelt kind would look like a record without history.",
    ),
    "history-not-found": _m(
        "No record has the code {code}.[ Did you mean {similar}?]",
        "找不到代號為 {code} 的資料。[您是指 {similar} 嗎？]",
        "找不到代号为 {code} 的数据。[您是指 {similar} 吗？]",
        why="A code is easily mistyped.",
    ),
    "history-version": _m(
        "From {day}, stored {moment} by {by}[ with {workbook}][: {reason}]",
        "{day} 起，{moment} 由 {by} 儲存[（{workbook}）][：{reason}]",
        "{day} 起，{moment} 由 {by} 存储[（{workbook}）][：{reason}]",
        why="Above what the version changed.",
    ),
    "history-posting": _m(
        "stored {moment} by {by}, ledger entry {entry}[, undoes {reverses}][: {reason}]",
        "{moment} 由 {by} 儲存，帳本序號 {entry}[，沖銷 {reverses}][：{reason}]",
        "{moment} 由 {by} 保存，账本序号 {entry}[，冲销 {reverses}][：{reason}]",
        why="Above what the posting said or changed.",
    ),
    "history-line": _m(
        "  Line {line}[, from {workbook}]",
        "  第 {line} 項[，來自 {workbook}]",
        "  第 {line} 项[，来自 {workbook}]",
        why="Names workbook, sheet and row of each posted line.",
    ),
    "history-from-beginning": _m("the beginning", "最初", "最初", why="A first day that nobody typed."),
    "customer-own-parent": _m(
        "{code} cannot belong to {parent}, because {parent} belongs to {code}. "
        "Choose another company, or leave it blank.",
        "{code} 不能屬於 {parent}，因為 {parent} 屬於 {code}。請改選其他公司，或留空白。",
        "{code} 不能属于 {parent}，因为 {parent} 属于 {code}。请改选其他公司，或留空白。",
        why="A group that turns in a circle has no head at which its limit could stand.",
    ),
    "product-discontinued": _m(
        "Product {product} is discontinued. Check that it can still be supplied, or offer another product.",
        "商品 {product} 已停產。請確認是否仍可供貨，或改報其他商品。",
        "商品 {product} 已停产。请确认是否仍可供货，或改报其他商品。",
        why="Remaining stock may be sold, so this is only a warning.",
    ),
    # ---- Every paper: head, quantity, price, amount ----
    "period-closed": _m(
        "{date} is not open for posting; open are the days from {first} to {last}. "
        "Enter a date within, or ask for the period to be opened.",
        "{date} 不在可過帳的期間內；開放的日期為 {first} 至 {last}。請改用期間內的日期，或請負責人開放該期間。",
        "{date} 不在可过账的期间内；开放的日期为 {first} 至 {last}。请改用期间内的日期，或请负责人开放该期间。",
        why="Reported months must not change afterwards.",
    ),
    "date-far-ahead": _m(
        "{date} is more than a year after today, {today}. Correct the date if that is a slip.",
        "{date} 比今天（{today}）晚一年以上。若為誤植請更正日期。",
        "{date} 比今天（{today}）晚一年以上。如属笔误请更正日期。",
        why="2062 is typed for 2026, and the number of the document would be of that year.",
    ),
    # ---- Months that are closed and reopened ----
    "month-closed": _m(
        "{date} is in a closed month: {month} was closed by {by} on {on}. "
        "Enter a date from {first} on, or ask for {month} to be reopened. "
        "What is posted already is corrected by a reversal in an open month.",
        "{date} 所屬月份已結帳：{month} 由 {by} 於 {on} 結帳。請改用 {first} 起的日期，或請負責人重新開放 {month}。"
        "已過帳的單據請在開放的月份沖銷更正。",
        "{date} 所属月份已结账：{month} 由 {by} 于 {on} 结账。请改用 {first} 起的日期，或请负责人重新开放 {month}。"
        "已过账的单据请在开放的月份冲销更正。",
        why="Reported months must not change afterwards.",
    ),
    "month-closed-already": _m(
        "{month} is closed already: {by} closed it on {on}. Nothing was changed.",
        "{month} 已結帳：由 {by} 於 {on} 結帳。未作任何變更。",
        "{month} 已结账：由 {by} 于 {on} 结账。未作任何更改。",
        why="Two people who close at once must not both believe that the report is theirs.",
    ),
    "month-not-over": _m(
        "{month} is not over: today is {today}, and its last day is {last}. Close it on that day or later.",
        "{month} 尚未結束：今天是 {today}，該月最後一天為 {last}。請於當日或之後結帳。",
        "{month} 尚未结束：今天是 {today}，该月最后一天为 {last}。请于当日或之后结账。",
        why="A month locked too early holds off everybody's work, and its figures are not final.",
    ),
    "month-not-closed": _m(
        "{month} is not closed, so there is nothing to reopen.[ The last closed month is {last}.]",
        "{month} 並未結帳，無需重新開放。[最後結帳的月份為 {last}。]",
        "{month} 并未结账，无需重新开放。[最后结账的月份为 {last}。]",
        why="A slip in the month must not go unnoticed.",
    ),
    "month-not-last": _m(
        "{month} cannot be reopened while later months are closed. Reopen {last} first, then go back month by month.",
        "其後的月份仍為結帳狀態，不能重新開放 {month}。請先重新開放 {last}，再逐月往前。",
        "其后的月份仍为结账状态，不能重新开放 {month}。请先重新开放 {last}，再逐月往前。",
        why="A later month is reported on top of the earlier one.",
    ),
    "reopening-not-allowed": _m(
        "{user} may not reopen {month}. Ask one of these people: {allowed}.",
        "{user} 無權重新開放 {month}。請洽下列人員：{allowed}。",
        "{user} 无权重新开放 {month}。请联系下列人员：{allowed}。",
        why="The settings name who may change what has been reported.",
    ),
    "reopening-reason-missing": _m(
        "Say why {month} is reopened; the reason is kept in the ledger.",
        "請說明重新開放 {month} 的原因；原因會留在帳本中。",
        "请说明重新开放 {month} 的原因；原因会留在账本中。",
        why="Whoever compares two reports of one month must understand why they differ.",
    ),
    "no-lines": _m(
        "The document has no lines. Enter at least one product with its quantity.",
        "這張單據沒有明細。請至少輸入一項商品及其數量。",
        "这张单据没有明细。请至少输入一项商品及其数量。",
        why="A paper without lines sells nothing, yet would use up a number.",
    ),
    "quantity-not-positive": _m(
        "Quantity {quantity} is not more than zero. "
        "Enter a quantity above zero; undo a posted document by reversing it.",
        "數量 {quantity} 不大於零。請輸入大於零的數量；已過帳的單據請用沖銷取消。",
        "数量 {quantity} 不大于零。请输入大于零的数量；已过账的单据请用冲销取消。",
        why="Goods coming back are a document of their own, never a negative sale.",
    ),
    "quantity-too-fine": _m(
        "Quantity {quantity} is too fine for {product}, which is counted[ in {unit}] with "
        "{decimals:decimal|decimals}. Round the quantity.",
        "數量 {quantity} 的小數過多：{product}[（單位 {unit}）]最多 {decimals} 位小數。請取整到該位數。",
        "数量 {quantity} 的小数过多：{product}[（单位 {unit}）]最多 {decimals} 位小数。请取整到该位数。",
        why="Half a box cannot be delivered, so such an order could never be completed.",
    ),
    "no-price": _m(
        "There is no price for {product} on this date. Enter a unit price, or post a price for the product first.",
        "{product} 在這個日期沒有價格。請輸入單價，或先將該商品的價格過帳。",
        "{product} 在此日期没有价格。请输入单价，或先将该商品的价格过账。",
        why="A missing price is never taken for zero.",
    ),
    "price-doubled": _m(
        "Two price rows for {product} are equally good (“{level}”). "
        "Give one of them an end date, or enter a unit price here.",
        "{product} 有兩筆同等的價格（「{level}」）。請為其中一筆設定截止日，或在此輸入單價。",
        "{product} 有两条同等的价格（“{level}”）。请为其中一条设定截止日，或在此输入单价。",
        why="Which of the two was promised, only people know.",
    ),
    "price-or-percent": _m(
        "The price row of {product} needs either a unit price or a percent of the base price. Fill one of the two.",
        "{product} 的價格列須填單價或基準價 %，兩者擇一。請填其中一項。",
        "{product} 的价格行须填单价或基准价 %，两者选一。请填其中一项。",
        why="With both or none of them nobody could tell the price.",
    ),
    "promotion-price-or-percent": _m(
        "Promotion {code} needs either a percent off or a unit price. Fill one of the two.",
        "促銷 {code} 須填降價 % 或單價，兩者擇一。請填其中一項。",
        "促销 {code} 须填降价 % 或单价，两者选一。请填其中一项。",
        why="With both or none of them nobody could tell what the promotion gives.",
    ),
    "own-unit-factor": _m(
        "{unit} is the own unit of {product}, so one of it is 1. Clear the row, or name another unit.",
        "{unit} 是 {product} 本身的單位，換算數量必為 1。請刪除此列，或填其他單位。",
        "{unit} 是 {product} 本身的单位，换算数量必为 1。请删除此行，或填其他单位。",
        why="Stock and prices count in the own unit; it cannot hold several of itself.",
    ),
    "authority-for-whom": _m(
        "Only one of user, salesperson and job title may be filled. Use a row for each.",
        "使用者、業務員、職稱只能填一項。請分列填寫。",
        "用户、业务员、职称只能填一项。请分行填写。",
        why="A row for two at once would leave open whose authority it is.",
    ),
    "unit-without-factor": _m(
        "Nobody has said how many {own} of {product} are in one {unit}, so it has no price. "
        "Add the unit to the Units sheet, use {own}, or enter a unit price.",
        "尚未設定 {product} 一 {unit} 含多少 {own}，因此沒有價格。"
        "請在「單位換算」表新增此單位、改用 {own}，或輸入單價。",
        "尚未设定 {product} 一 {unit} 含多少 {own}，因此没有价格。请在“单位换算”表新增此单位、改用 {own}，或输入单价。",
        why="Price lists count in the product's own unit; a pack must not be sold at the price of one piece.",
    ),
    "unit-not-known": _m(
        "Nobody has said how many {own} of {product} are in one {unit}; it counts as 1. "
        "Add the unit to the Units sheet.",
        "尚未設定 {product} 一 {unit} 含多少 {own}，目前按 1 計。請在「單位換算」表新增此單位。",
        "尚未设定 {product} 一 {unit} 含多少 {own}，目前按 1 计。请在“单位换算”表新增此单位。",
        why="The price was typed, so the line is right; stock and quantity rules would count it wrongly.",
    ),
    "below-order-minimum": _m(
        "{quantity} {unit} of {product} is less than the order minimum of {least}. Order {least} or more.",
        "{product} 的數量 {quantity} {unit} 低於最低訂購量 {least}。請訂購 {least} 或以上。",
        "{product} 的数量 {quantity} {unit} 低于最低订购量 {least}。请订购 {least} 或以上。",
        why="The company does not sell less of this product at a time.",
    ),
    "off-order-step": _m(
        "{product} is sold in steps of {step} {unit}; {quantity} is none of them. Order {below} or {above}.",
        "{product} 以 {step} {unit} 的倍數銷售，{quantity} 不是其倍數。請訂購 {below} 或 {above}。",
        "{product} 以 {step} {unit} 的倍数销售，{quantity} 不是其倍数。请订购 {below} 或 {above}。",
        why="Layers and cartons are not opened for a single order.",
    ),
    "amount-off-out-of-range": _m(
        "The amount off {amount} is not between 0 and {most}, what it is taken off. Correct it.",
        "折讓金額 {amount} 不在 0 與可折讓的 {most} 之間。請更正。",
        "折让金额 {amount} 不在 0 与可折让的 {most} 之间。请更正。",
        why="More off than there is would pay the customer for taking the goods.",
    ),
    "amount-off-not-as-ordered": _m(
        "The amount off is {amount}; {order} gives {agreed} for {quantity}. Clear the cell, or correct it.",
        "折讓金額為 {amount}；依 {order}，數量 {quantity} 應折讓 {agreed}。請清除此儲存格或更正。",
        "折让金额为 {amount}；按 {order}，数量 {quantity} 应折让 {agreed}。请清除此单元格或更正。",
        why="The customer agreed to the order; all its deliveries together take exactly its amount off.",
    ),
    "amount-off-too-fine": _m(
        "The amount off {amount} has more than {decimals:decimal|decimals}. Round it.",
        "折讓金額 {amount} 的小數超過 {decimals} 位。請四捨五入。",
        "折让金额 {amount} 的小数超过 {decimals} 位。请四舍五入。",
        why="It is spread over lines in the smallest coins, and no coin may be lost.",
    ),
    "below-authority": _m(
        "{product} comes to {price} after all discounts. The price found is {found}; with an authority of "
        "{authority} % the limit is {limit}. Given away: {given} on {quantity}. "
        "Raise the price, or have it approved.",
        "{product} 折後單價為 {price}。查得價格 {found}，折扣權限 {authority} %，下限為 {limit}。"
        "數量 {quantity} 共讓利 {given}。請提高價格，或送核准。",
        "{product} 折后单价为 {price}。查得价格 {found}，折扣权限 {authority} %，下限为 {limit}。"
        "数量 {quantity} 共让利 {given}。请提高价格，或送批准。",
        why="Nobody sells alone further below the price than the company entrusted to him.",
    ),
    "below-floor": _m(
        "{product} comes to {price} after all discounts, below the floor price of {limit}. "
        "Given away: {given} on {quantity}. Raise the price, or have it approved.",
        "{product} 折後單價為 {price}，低於底價 {limit}。數量 {quantity} 共讓利 {given}。請提高價格，或送核准。",
        "{product} 折后单价为 {price}，低于底价 {limit}。数量 {quantity} 共让利 {given}。请提高价格，或送批准。",
        why="A price below the floor is the manager's decision, whatever somebody's authority.",
    ),
    "incident-undecided": _m(
        "Incident {incident} is decided, so this cell must be filled. Enter who decided, and on what evidence.",
        "事件 {incident} 已裁定，此儲存格必須填寫。請填寫裁定人與證據。",
        "事件 {incident} 已裁定，此单元格必须填写。请填写裁定人与证据。",
        why="What is held against a person must show who decided it and why.",
    ),
    "prices-written": _m(
        "{rows:price|prices} written to {file}. Edit, preview, then post it.",
        "已將 {rows} 筆價格寫入 {file}。請修改、預覽後過帳。",
        "已将 {rows} 条价格写入 {file}。请修改、预览后过账。",
        why="Says what to do with the new workbook.",
    ),
    "prices-unchanged": _m(
        "No price of this workbook differs from what is stored.",
        "此活頁簿的價格與已儲存者並無不同。",
        "此工作簿的价格与已保存的并无不同。",
        why="An empty table would look like a fault.",
    ),
    "override-not-allowed": _m(
        "This company allows no emergency override. Clear the cell; prices that are too low wait for approval.",
        "本公司不允許緊急放行。請清除此儲存格；過低的價格須等候核准。",
        "本公司不允许紧急放行。请清除此单元格；过低的价格须等候批准。",
        why="Whether a price may go out before anybody approved it is the company's decision, not the admin's.",
    ),
    "price-negative": _m(
        "Unit price {price} is below zero. Enter a price of zero or more.",
        "單價 {price} 小於零。請輸入零或以上的單價。",
        "单价 {price} 小于零。请输入零或以上的单价。",
        why="Money given back needs its own paper that names what it refers to.",
    ),
    "price-too-fine": _m(
        "Unit price {price} has more than {decimals:decimal|decimals}. Round it.",
        "單價 {price} 的小數超過 {decimals} 位。請四捨五入。",
        "单价 {price} 的小数超过 {decimals} 位。请四舍五入。",
        why="Prices are kept with four decimals; cutting silently would change the amount.",
    ),
    "discount-out-of-range": _m(
        "Discount {discount} % is not between 0 and 100. Enter 5 for five percent.",
        "折扣 {discount} % 不在 0 到 100 之間。百分之五請輸入 5。",
        "折扣 {discount} % 不在 0 到 100 之间。百分之五请输入 5。",
        why="More than 100 % would pay the customer for taking the goods.",
    ),
    "deposit-demand-out-of-range": _m(
        "A deposit of {percent} % is not between 0 and 100. Enter 30 for thirty percent of the order.",
        "訂金比例 {percent} % 不在 0 到 100 之間。訂單的百分之三十請輸入 30。",
        "订金比例 {percent} % 不在 0 到 100 之间。订单的百分之三十请输入 30。",
        why="An order that waits for more than it comes to would never be delivered.",
    ),
    "discount-too-fine": _m(
        "The discount {discount} % has more than {decimals:decimal|decimals}. Round it.",
        "折扣 {discount} % 的小數超過 {decimals} 位。請四捨五入。",
        "折扣 {discount} % 的小数超过 {decimals} 位。请四舍五入。",
        why="The ledger keeps what was typed to the last digit, so it must fit.",
    ),
    "discount-below-one": _m(
        "The discount counts as {discount} %. If {meant} % is meant, enter {meant}.",
        "折扣按 {discount} % 計算。如果是指 {meant} %，請輸入 {meant}。",
        "折扣按 {discount} % 计算。如果是指 {meant} %，请输入 {meant}。",
        why="A share such as 0.15 in a column of percents is usually 15 % (field case FC-sheet-input-13).",
    ),
    "amount-too-large": _m(
        "The amount {amount} is larger than the ledger can hold. Check quantity and unit price.",
        "金額 {amount} 超過帳本所能記錄的上限。請檢查數量與單價。",
        "金额 {amount} 超过账本所能记录的上限。请检查数量与单价。",
        why="Such an amount is nearly always a price typed into the quantity or the other way round.",
    ),
    "amount-stale": _m(
        "The cell shows {shown}, but {quantity} × {price} less {discount} % is {computed}. "
        "{computed} counts; let Excel recalculate (F9).",
        "儲存格顯示 {shown}，但 {quantity} × {price} 減 {discount} % 為 {computed}。"
        "以 {computed} 為準；請讓 Excel 重新計算（F9）。",
        "单元格显示 {shown}，但 {quantity} × {price} 减 {discount} % 为 {computed}。"
        "以 {computed} 为准；请让 Excel 重新计算（F9）。",
        why="Excel does not always recalculate, and the formula is only help for the eye.",
    ),
    "amount-of-older-lists": _m(
        "The sheet shows {shown}; the ledger finds a price of {price}, so {quantity} come to {computed}. "
        "{computed} counts; press Refresh to renew the look-up lists.",
        "工作表顯示 {shown}；帳本查得單價 {price}，數量 {quantity} 合計 {computed}。"
        "以 {computed} 為準；請按「更新」以取得最新查詢資料。",
        "工作表显示 {shown}；账本查得单价 {price}，数量 {quantity} 合计 {computed}。"
        "以 {computed} 为准；请按“更新”以取得最新查询数据。",
        why="Lists are as old as the last refresh, and promotions over several products are known to posting alone.",
    ),
    "amount-differs": _m(
        "Net amount {shown} was typed, but {quantity} × {price} less {discount} % is {computed}. "
        "Correct quantity, price or discount, or clear the amount.",
        "未稅金額輸入為 {shown}，但 {quantity} × {price} 減 {discount} % 為 {computed}。"
        "請更正數量、單價或折扣，或清除金額。",
        "未税金额输入为 {shown}，但 {quantity} × {price} 减 {discount} % 为 {computed}。"
        "请更正数量、单价或折扣，或清除金额。",
        why="A typed amount is a claim; when it disagrees, one of the figures is wrong.",
    ),
    # ---- Papers made from other papers ----
    "source-reversed": _m(
        "{code} was reversed by {reversal}. Enter the number of the document that took its place.",
        "{code} 已由 {reversal} 沖銷。請輸入取代它的單據單號。",
        "{code} 已由 {reversal} 冲销。请输入取代它的单据单号。",
        why="Nothing follows from a document that was undone.",
    ),
    "source-of-other-customer": _m(
        "{code} belongs to customer {source_customer}, not to {customer}. Correct the number or the customer.",
        "{code} 屬於客戶 {source_customer}，不是 {customer}。請更正單號或客戶。",
        "{code} 属于客户 {source_customer}，不是 {customer}。请更正单号或客户。",
        why="Goods or claims would go to the wrong company.",
    ),
    "no-such-source-line": _m(
        "{code} has no line {line}. Correct the line number, or clear it if the product stands there only once.",
        "{code} 沒有項次 {line}。請更正項次；若該商品只出現一次，可將項次清空。",
        "{code} 没有项次 {line}。请更正项次；若该商品只出现一次，可将项次清空。",
        why="Open quantities are kept line by line.",
    ),
    "product-not-as-ordered": _m(
        "Line {line} of {code} is for {ordered}, not for {product}. Correct the product or the line number.",
        "{code} 項次 {line} 是 {ordered}，不是 {product}。請更正商品或項次。",
        "{code} 项次 {line} 是 {ordered}，不是 {product}。请更正商品或项次。",
        why="The customer gets what was agreed; something else needs a line that says so.",
    ),
    "source-line-ambiguous": _m(
        "{code} has several lines[ for {product}]: {lines}. Enter the line number that is meant.",
        "{code} 有多個項次[是 {product}]：{lines}。請輸入所指的項次。",
        "{code} 有多个项次[是 {product}]：{lines}。请输入所指的项次。",
        why="They may have different prices and dates, so none is chosen silently.",
    ),
    "product-not-in-source": _m(
        "{code} has no line for {product}. Correct the product, or the number of the document it comes from.",
        "{code} 沒有商品 {product}。請更正商品，或更正來源單號。",
        "{code} 没有商品 {product}。请更正商品，或更正来源单号。",
        why="Only what was agreed is delivered and invoiced.",
    ),
    "quotation-expired": _m(
        "Quotation {code} was valid until {date}, but the order is dated {ordered}. "
        "Make a new quotation, or clear the quotation number.",
        "報價單 {code} 有效至 {date}，但訂單日期為 {ordered}。請重新報價，或清除報價單號。",
        "报价单 {code} 有效至 {date}，但订单日期为 {ordered}。请重新报价，或清除报价单号。",
        why="Offered prices hold until the day named in the offer.",
    ),
    "more-than-quoted": _m(
        "Quantity {quantity} is more than quotation {code} still offers: offered {offered}, already ordered {ordered}, "
        "open {open}. Check the quantity and its price.",
        "數量 {quantity} 超過報價單 {code} 的餘量：報價 {offered}，已訂 {ordered}，餘 {open}。請檢查數量與價格。",
        "数量 {quantity} 超过报价单 {code} 的余量：报价 {offered}，已订 {ordered}，余 {open}。请检查数量与价格。",
        why="A larger order is welcome, but the price was offered for less.",
    ),
    "frame-exceeded": _m(
        "Quantity {quantity} of {product} is more than line {line} of frame agreement {code} has left: "
        "agreed {agreed}, called off {ordered}, left {open}. Order less, or order the rest without the agreement.",
        "數量 {quantity}（{product}）超過框架協議 {code} 第 {line} 項的餘量："
        "協議 {agreed}，已提取 {ordered}，餘 {open}。請減少訂購量，或不引用協議另行訂購其餘部分。",
        "数量 {quantity}（{product}）超过框架协议 {code} 第 {line} 项的余量："
        "协议 {agreed}，已提取 {ordered}，余 {open}。请减少订购量，或不引用协议另行订购其余部分。",
        why="The price was agreed for this quantity.",
    ),
    "due-before-order": _m(
        "The due date {due} is before the order date {date}. Check both dates.",
        "交期 {due} 早於訂單日期 {date}。請檢查這兩個日期。",
        "交期 {due} 早于订单日期 {date}。请检查这两个日期。",
        why="Mostly a slip in the year; late entry of an order makes it possible.",
    ),
    "customer-reference-used": _m(
        "The customer's order {reference} was entered before, as {document}. "
        "Check that this is not the same order twice.",
        "客戶訂單號 {reference} 已登錄為 {document}。請確認不是重複的訂單。",
        "客户订单号 {reference} 已登记为 {document}。请确认不是重复的订单。",
        why="The same order entered twice is delivered twice.",
    ),
    "delivery-exceeds-open-order": _m(
        "Quantity {quantity} is more than order {order}, line {line}, still has open for {product}. "
        "Ordered {ordered}, delivered {delivered}, open {open}. Enter {most} or less, or raise the order first.",
        "數量 {quantity} 超過訂單 {order} 項次 {line}（{product}）的未交數量。"
        "訂購 {ordered}，已交 {delivered}，未交 {open}。請輸入 {most} 或以下，或先增加訂單數量。",
        "数量 {quantity} 超过订单 {order} 项次 {line}（{product}）的未交数量。"
        "订购 {ordered}，已交 {delivered}，未交 {open}。请输入 {most} 或以下，或先增加订单数量。",
        why="The customer need not take or pay for more than was ordered, beyond the agreed tolerance.",
    ),
    "pick-exceeds-open": _m(
        "Quantity {quantity} is more than order {order}, line {line}, still has to pick of {product}. "
        "Open {open}, on other pick lists {picked}. Enter {most} or less, or cancel the other pick list first.",
        "數量 {quantity} 超過訂單 {order} 項次 {line}（{product}）可提的數量。"
        "未交 {open}，其他提貨單已列 {picked}。請輸入 {most} 或以下，或先取消其他提貨單。",
        "数量 {quantity} 超过订单 {order} 项次 {line}（{product}）可提的数量。"
        "未交 {open}，其他提货单已列 {picked}。请输入 {most} 或以下，或先取消其他提货单。",
        why="Goods that two lists ask for are put together twice.",
    ),
    "nothing-picked": _m(
        "No posted pick list in {workbook} has anything filled in that was not delivered yet. "
        "Fill in the column Picked, then try again.",
        "{workbook} 中沒有已填寫實提數量而尚未出貨的提貨單。請填寫「實提數量」欄後再試。",
        "{workbook} 中没有已填写实提数量而尚未出货的提货单。请填写“实提数量”列后再试。",
        why="A button that does nothing says why.",
    ),
    "pick-unreadable": _m(
        "Pick list {document} has cells that cannot be read. Press Check to see which, and correct them first.",
        "提貨單 {document} 有無法讀取的儲存格。請按「檢查」查看，更正後再試。",
        "提货单 {document} 有无法读取的单元格。请按“检查”查看，更正后再试。",
        why="A delivery made from half a sheet would leave goods behind.",
    ),
    "product-substituted": _m(
        "{product} is sent instead of {ordered}, which {code} asks for. The customer need not take another product; "
        "this waits for an approval.",
        "以 {product} 代替 {code} 所訂的 {ordered} 出貨。客戶不必接受其他商品，須經核准。",
        "以 {product} 代替 {code} 所订的 {ordered} 出货。客户不必接受其他商品，须经批准。",
        why="What is delivered is what was ordered; nobody decides alone that something else is as good.",
    ),
    "order-complete-only": _m(
        "Order {order} is to be delivered as a whole, and {missing} would still be missing. "
        "Deliver everything at once, or change the order first.",
        "訂單 {order} 須整批交貨，但仍缺 {missing}。請一次全部出貨，或先變更訂單。",
        "订单 {order} 须整批交货，但仍缺 {missing}。请一次全部出货，或先变更订单。",
        why="Some customers have no use for a part of what they ordered.",
    ),
    "promise-exceeds-available": _m(
        "{quantity} of {product} by {day} is more than the {available} not promised yet[; "
        "so much is available from {first}]. Agree on a later day, or on less.",
        "{product} 於 {day} 需 {quantity}，超過可承諾量 {available}[；自 {first} 起可供應此數量]。"
        "請約定較晚的交期或較少的數量。",
        "{product} 于 {day} 需 {quantity}，超过可承诺量 {available}[；自 {first} 起可供应此数量]。"
        "请约定较晚的交期或较少的数量。",
        why="A promise that eats what another customer was promised breaks one of the two.",
    ),
    "stock-exceeded": _m(
        "{quantity} of {product} is more than the {on_hand} on hand[ in {warehouse}]. "
        "Enter what came in first, or enter less.",
        "{product} 的數量 {quantity} 超過[倉庫 {warehouse} 的]現有量 {on_hand}。請先輸入入庫，或減少數量。",
        "{product} 的数量 {quantity} 超过[仓库 {warehouse} 的]现有量 {on_hand}。请先录入入库，或减少数量。",
        why="Goods that are not there cannot be sent; mostly their receipt was not entered yet.",
    ),
    "stock-quantity-wrong": _m(
        "Quantity {quantity} does not fit this movement. Enter a quantity above zero; "
        "below zero only for what counting found missing.",
        "數量 {quantity} 不符合此異動別。請輸入大於零的數量；僅盤點短少可小於零。",
        "数量 {quantity} 不符合此变动类别。请输入大于零的数量；仅盘点短少可小于零。",
        why="The kind of movement says whether the stock grows or shrinks.",
    ),
    "stock-not-kept": _m(
        "No stock of {product} is kept, so nothing can be promised from it. Post its opening stock first.",
        "尚未記錄 {product} 的庫存，無法計算可承諾量。請先將期初庫存過帳。",
        "尚未记录 {product} 的库存，无法计算可承诺量。请先将期初库存过账。",
        why="Of goods that nobody counts, any number would be a guess.",
    ),
    "costs-not-shown": _m(
        "Costs and margins are not shown to {user}. Whoever may see them is named in the settings, at see_costs.",
        "{user} 無權查看成本與毛利。有權查看者列於設定的 see_costs。",
        "{user} 无权查看成本与毛利。有权查看者列于设置的 see_costs。",
        why="Whoever negotiates a price need not know, and might tell, how low it may go.",
    ),
    "stock-cost-missing": _m(
        "What {product} cost is not known. Enter the cost of one unit, or 0 if it cost nothing.",
        "不知道 {product} 的成本。請輸入單位成本；若無成本請填 0。",
        "不知道 {product} 的成本。请输入单位成本；若无成本请填 0。",
        why="The average cost of all that lies there would be wrong.",
    ),
    "cost-negative": _m(
        "A cost of {cost} is below zero. Enter 0 or more.",
        "成本 {cost} 小於零。請輸入 0 或以上。",
        "成本 {cost} 小于零。请输入 0 或以上。",
        why="Nobody is paid for taking goods.",
    ),
    "transfer-warehouses": _m(
        "A transfer needs two different warehouses: where the goods leave and where they arrive.",
        "調撥須填兩個不同的倉庫：調出與調入。",
        "调拨须填两个不同的仓库：调出与调入。",
        why="Goods change their place, and nothing else about them.",
    ),
    "transfer-only": _m(
        "Only a transfer has a second warehouse. Clear it, or change the movement to transfer.",
        "只有調撥才有調入倉庫。請清除，或將異動別改為調撥。",
        "只有调拨才有调入仓库。请清除，或将变动类别改为调拨。",
        why="It would not be clear where the goods are.",
    ),
    "dated-before-source": _m(
        "The date {date} is before {first}, that of {code}, which this is made from. Check the date.",
        "單據日期 {date} 早於來源單據 {code} 的日期 {first}。請檢查日期。",
        "单据日期 {date} 早于来源单据 {code} 的日期 {first}。请检查日期。",
        why="A claim would be in a month in which nothing was delivered yet.",
    ),
    "delivery-before-order": _m(
        "The delivery is dated {date}, before its order {order} of {ordered}. Check the date.",
        "出貨日期 {date} 早於訂單 {order} 的日期 {ordered}。請檢查日期。",
        "出货日期 {date} 早于订单 {order} 的日期 {ordered}。请检查日期。",
        why="Mostly a slip; goods sent on a phone call and ordered in writing later make it possible.",
    ),
    "invoice-exceeds-order": _m(
        "Quantity {quantity} is more than order {delivery}, line {line} ({product}) has left to invoice. "
        "Ordered {delivered}, invoiced {invoiced}, open {open}. Enter {open} or less.",
        "數量 {quantity} 超過訂單 {delivery} 第 {line} 項（{product}）未開票的數量。"
        "訂購 {delivered}，已開票 {invoiced}，未開票 {open}。請輸入 {open} 或以下。",
        "数量 {quantity} 超过订单 {delivery} 第 {line} 项（{product}）未开票的数量。"
        "订购 {delivered}，已开票 {invoiced}，未开票 {open}。请输入 {open} 或以下。",
        why="What was ordered once is claimed once.",
    ),
    "invoiced-from-deliveries": _m(
        "Order {code} is invoiced from its deliveries. Enter the number of the delivery instead.",
        "訂單 {code} 依出貨開票，請改填出貨單號。",
        "订单 {code} 依出货开票，请改填出货单号。",
        why="Invoiced from both, goods would be claimed twice.",
    ),
    "invoiced-from-order": _m(
        "Delivery {code} belongs to order {order}, which is invoiced straight away. Enter the order's number instead.",
        "出貨單 {code} 屬於訂單 {order}，該訂單直接開票，請改填訂單號。",
        "出货单 {code} 属于订单 {order}，该订单直接开票，请改填订单号。",
        why="Invoiced from both, goods would be claimed twice.",
    ),
    "invoice-without-source": _m(
        "This line names no delivery and no order, so nothing is taken off what is still to be invoiced. "
        "Enter the number if there is one.",
        "此列未填出貨單或訂單，不會沖減任何未開票數量。若有單號請填入。",
        "此行未填出货单或订单，不会冲减任何未开票数量。若有单号请填入。",
        why="Goods invoiced this way would be offered for invoicing once more.",
    ),
    "invoice-of-replaced": _m(
        "{quantity} of {product} is more than order {order}, line {line}, has left to claim: goods that were sent in "
        "the place of others are invoiced already. Open {open}. Enter {open} or less.",
        "{product} 的數量 {quantity} 超過訂單 {order} 第 {line} 項尚可請款的數量：換貨補送的貨品先前已開票。"
        "尚餘 {open}，請輸入 {open} 或以下。",
        "{product} 的数量 {quantity} 超过订单 {order} 第 {line} 项尚可请款的数量：换货补送的货品先前已开票。"
        "尚余 {open}，请输入 {open} 或以下。",
        why="What replaces something that was paid for is not paid for again.",
    ),
    "invoice-negative": _m(
        "The invoice comes to {total}, which is less than nothing. Use a credit note for what goes back.",
        "發票總額為 {total}，小於零。退回部分請開折讓單。",
        "发票总额为 {total}，小于零。退回部分请开折让单。",
        why="An invoice claims; a credit note gives back and names its invoice.",
    ),
    "invoice-exceeds-delivery": _m(
        "Quantity {quantity} is more than delivery {delivery}, line {line}, leaves to invoice for {product}. "
        "Delivered {delivered}, invoiced {invoiced}, open {open}. Enter {open} or less.",
        "數量 {quantity} 超過出貨單 {delivery} 項次 {line}（{product}）的未開票數量。"
        "出貨 {delivered}，已開票 {invoiced}，未開票 {open}。請輸入 {open} 或以下。",
        "数量 {quantity} 超过出货单 {delivery} 项次 {line}（{product}）的未开票数量。"
        "出货 {delivered}，已开票 {invoiced}，未开票 {open}。请输入 {open} 或以下。",
        why="Nothing is invoiced that was not delivered, and nothing twice.",
    ),
    "price-not-as-ordered": _m(
        "Unit price {price} with discount {discount} % differs from order {order}: {agreed} with {agreed_discount} %. "
        "Clear both cells to take over the order's price, or have the order changed.",
        "單價 {price}、折扣 {discount} % 與訂單 {order} 不同（{agreed}、{agreed_discount} %）。"
        "請清除這兩個儲存格以採用訂單價格，或先修改訂單。",
        "单价 {price}、折扣 {discount} % 与订单 {order} 不同（{agreed}、{agreed_discount} %）。"
        "请清除这两个单元格以采用订单价格，或先修改订单。",
        why="The price was agreed in the order.",
    ),
    "unit-not-as-ordered": _m(
        "The unit is “{unit}”, but {code} has “{ordered}”. "
        "Clear the cell to take over the unit, and give the quantity in it.",
        "單位是「{unit}」，但 {code} 為「{ordered}」。請清除此儲存格以採用原單位，並以該單位填寫數量。",
        "单位是“{unit}”，但 {code} 为“{ordered}”。请清除此单元格以采用原单位，并以该单位填写数量。",
        why="Quantities of two units cannot be compared.",
    ),
    "delivery-before-payment": _m(
        "Quantity {quantity} of {product} is more than is paid on line {line} of order {order}, which is paid first. "
        "Ordered {ordered}, paid {paid}, delivered {delivered}. Enter {most} or less, or enter the receipt first.",
        "訂單 {order} 第 {line} 項為先款後貨，{product} 的數量 {quantity} 超過已收款數量。"
        "訂購 {ordered}，已收款 {paid}，已出貨 {delivered}。請輸入 {most} 以內的數量，或先登錄收款單。",
        "订单 {order} 第 {line} 项为先款后货，{product} 的数量 {quantity} 超过已收款数量。"
        "订购 {ordered}，已收款 {paid}，已出货 {delivered}。请输入 {most} 以内的数量，或先登记收款单。",
        why="What is paid is what may leave.",
    ),
    # ---- Sign-off, returns and credit notes ----
    "quantity-negative": _m(
        "{field} {quantity} is less than zero. Enter zero or more.",
        "「{field}」{quantity} 小於零。請輸入零或以上。",
        "“{field}”{quantity} 小于零。请输入零或以上。",
        why="What was accepted or refused is counted, never taken back by a negative number.",
    ),
    "delivery-signed-already": _m(
        "Delivery {delivery}, line {line} ({product}), was signed for already: signed {signed}, refused {refused} "
        "of {delivered}. Reverse that sign-off first if it is wrong.",
        "出貨單 {delivery} 項次 {line}（{product}）已簽收：出貨 {delivered}，簽收 {signed}，拒收 {refused}。"
        "若有誤請先沖銷該簽收單。",
        "出货单 {delivery} 项次 {line}（{product}）已签收：出货 {delivered}，签收 {signed}，拒收 {refused}。"
        "若有误请先冲销该签收单。",
        why="A delivery is handed over once.",
    ),
    "sign-off-exceeds-delivery": _m(
        "Signed {signed} and refused {refused} are more than delivery {delivery}, line {line} ({product}), brought: "
        "delivered {delivered}[, sent back {returned}]. Correct the two quantities.",
        "簽收 {signed} 與拒收 {refused} 合計超過出貨單 {delivery} 項次 {line}（{product}）的數量：出貨 {delivered}[，"
        "已退 {returned}]。請更正兩個數量。",
        "签收 {signed} 与拒收 {refused} 合计超过出货单 {delivery} 项次 {line}（{product}）的数量：出货 {delivered}[，"
        "已退 {returned}]。请更正两个数量。",
        why="Nobody accepts or refuses more than was brought.",
    ),
    "sign-off-incomplete": _m(
        "Signed {signed} and refused {refused} leave {rest} of delivery {delivery}, line {line} ({product}), "
        "unaccounted for: delivered {delivered}. Find out where the rest is.",
        "簽收 {signed} 與拒收 {refused} 之外，出貨單 {delivery} 項次 {line}（{product}）尚有 {rest} 去向不明："
        "出貨 {delivered}。請查明。",
        "签收 {signed} 与拒收 {refused} 之外，出货单 {delivery} 项次 {line}（{product}）尚有 {rest} 去向不明："
        "出货 {delivered}。请查明。",
        why="Goods lost on the way are noticed at the door or never.",
    ),
    "refused-after-invoice": _m(
        "{over} of the refused {product} of delivery {delivery}, line {line}, {over:is|are} invoiced already. "
        "Make a credit note from that invoice.",
        "出貨單 {delivery} 項次 {line}（{product}）的拒收數量中，{over} 已開票。請由該發票開立折讓單。",
        "出货单 {delivery} 项次 {line}（{product}）的拒收数量中，{over} 已开票。请由该发票开立折让单。",
        why="Nothing is claimed for goods that were refused.",
    ),
    "delivery-not-signed": _m(
        "Delivery {delivery}, line {line} ({product}), is not signed for yet; {delivered} went out. "
        "Post its sign-off first. This company invoices what was signed for.",
        "出貨單 {delivery} 項次 {line}（{product}）尚未簽收；出貨 {delivered}。本公司依簽收數量開票，請先過帳簽收單。",
        "出货单 {delivery} 项次 {line}（{product}）尚未签收；出货 {delivered}。本公司依签收数量开票，请先过账签收单。",
        why="House policy: a claim rests on a signature.",
    ),
    "invoice-exceeds-signed": _m(
        "Quantity {quantity} is more than was signed for of delivery {delivery}, line {line} ({product}): "
        "delivered {delivered}, signed {signed}, open {open}. Enter {open} or less.",
        "數量 {quantity} 超過出貨單 {delivery} 項次 {line}（{product}）的簽收數量：出貨 {delivered}，簽收 {signed}，"
        "未開票 {open}。請輸入 {open} 或以下。",
        "数量 {quantity} 超过出货单 {delivery} 项次 {line}（{product}）的签收数量：出货 {delivered}，签收 {signed}，"
        "未开票 {open}。请输入 {open} 或以下。",
        why="House policy: a claim rests on a signature.",
    ),
    "return-exceeds-delivery": _m(
        "Quantity {quantity} is more than can come back of delivery {delivery}, line {line} ({product}): "
        "{returned} of {delivered} already returned[, {refused} refused at the door], {open} left. "
        "Enter {open} or less.",
        "數量 {quantity} 超過出貨單 {delivery} 項次 {line}（{product}）的可退數量：出貨 {delivered}，已退 {returned}[，"
        "拒收 {refused}]，可退 {open}。請輸入 {open} 或以下。",
        "数量 {quantity} 超过出货单 {delivery} 项次 {line}（{product}）的可退数量：出货 {delivered}，已退 {returned}[，"
        "拒收 {refused}]，可退 {open}。请输入 {open} 或以下。",
        why="No more comes back than went out.",
    ),
    "return-exceeds-request": _m(
        "Quantity {quantity} is more than request {request}, line {line} ({product}), still expects: requested "
        "{requested}, returned {returned}, open {open}. Enter {open} or less, and what came beyond it in a row that "
        "names the delivery.",
        "數量 {quantity} 超過退貨申請 {request} 項次 {line}（{product}）的待退數量：申請 {requested}，已退 {returned}，"
        "待退 {open}。請輸入 {open} 或以下，超出部分另列一列並填出貨單號。",
        "数量 {quantity} 超过退货申请 {request} 项次 {line}（{product}）的待退数量：申请 {requested}，已退 {returned}，"
        "待退 {open}。请输入 {open} 或以下，超出部分另列一行并填出货单号。",
        why="What was agreed upon covers so much and no more.",
    ),
    "return-price-missing": _m(
        "The price of {product} is blank, and no delivery is named that would tell it. "
        "Name the delivery, or enter the price to be credited.",
        "{product} 的單價空白，且未填可供查價的出貨單。請填出貨單號，或輸入要折讓的單價。",
        "{product} 的单价空白，且未填可供查价的出货单。请填出货单号，或输入要折让的单价。",
        why="A return is credited at the original price, which nobody knows here.",
    ),
    "return-before-delivery": _m(
        "The return is dated {date}, before delivery {delivery} of {delivered}. Check both dates.",
        "退貨日期 {date} 早於出貨單 {delivery} 的日期 {delivered}。請確認日期。",
        "退货日期 {date} 早于出货单 {delivery} 的日期 {delivered}。请确认日期。",
        why="Goods come back after they went out.",
    ),
    "refund-rounded": _m(
        "{refunded} was given back, but by the price of the delivery it is {computed}. The difference is one of "
        "rounding; the return counts {computed}.",
        "退款 {refunded}，依出貨單價應為 {computed}。差額為四捨五入所致；退貨單以 {computed} 計。",
        "退款 {refunded}，按出货单价应为 {computed}。差额为四舍五入所致；退货单以 {computed} 计。",
        why="A cent is no reason to stop a refund, but the sums of both sides will differ by it.",
    ),
    "refund-differs": _m(
        "{refunded} was given back, but {quantity} of {product} come to {computed} by the price of the delivery. "
        "Correct the amount, or enter the unit price at which they were taken back.",
        "退款 {refunded}，但 {product} 數量 {quantity} 依出貨單價應為 {computed}。請更正金額，或填入退貨單價。",
        "退款 {refunded}，但 {product} 数量 {quantity} 按出货单价应为 {computed}。请更正金额，或填入退货单价。",
        why="Nobody agreed to another value, and a credit note for it would be wrong as well.",
    ),
    "return-before-order": _m(
        "The return is dated {date}, before order {order} of {ordered}. Correct the date, or name the delivery "
        "that the goods came with.",
        "退貨日期 {date} 早於訂單 {order} 的日期 {ordered}。請更正日期，或改填該批貨品的出貨單。",
        "退货日期 {date} 早于订单 {order} 的日期 {ordered}。请更正日期，或改填该批货品的出货单。",
        why="Nothing comes back that was not even ordered yet, so the date or the order is wrong.",
    ),
    "return-within-window": _m(
        "Goods of delivery {delivery} of {delivered} come back after {days:day|days}, within the {window} days "
        "allowed. The manager has to agree.",
        "出貨單 {delivery}（{delivered}）的貨品於 {days} 天後退回，在 {window} 天期限內。須經主管核准。",
        "出货单 {delivery}（{delivered}）的货品于 {days} 天后退回，在 {window} 天期限内。须经主管批准。",
        why="Taking goods back costs money, so somebody else looks at it.",
    ),
    "return-after-window": _m(
        "Goods of delivery {delivery} of {delivered} come back after {days:day|days}, later than the {window} days "
        "allowed. The owner has to agree.",
        "出貨單 {delivery}（{delivered}）的貨品於 {days} 天後退回，超過 {window} 天期限。須經負責人核准。",
        "出货单 {delivery}（{delivered}）的货品于 {days} 天后退回，超过 {window} 天期限。须经负责人批准。",
        why="House policy sets how long goods are taken back.",
    ),
    "return-without-delivery": _m(
        "Nobody knows on which delivery customer {customer} got these {quantity} of {product}. "
        "Name the delivery, or have somebody agree.",
        "無法得知客戶 {customer} 退回的 {product}（數量 {quantity}）出自哪張出貨單。請填出貨單號，或經核准。",
        "无法得知客户 {customer} 退回的 {product}（数量 {quantity}）出自哪张出货单。请填出货单号，或经批准。",
        why="Without the delivery neither quantity nor price can be checked.",
    ),
    "return-not-for-credit": _m(
        "Return {document}, line {line} ({product}), is not for a credit note; it is settled by: {settlement}. "
        "Clear the row, or reverse the return and enter it for credit.",
        "退貨單 {document} 項次 {line}（{product}）的結算方式為「{settlement}」，不開折讓單。"
        "請清除此列，或沖銷退貨單後改為折讓。",
        "退货单 {document} 项次 {line}（{product}）的结算方式为“{settlement}”，不开折让单。"
        "请清除此行，或冲销退货单后改为折让。",
        why="Who gets other goods does not get the money, too.",
    ),
    "return-fully-credited": _m(
        "{document} is fully credited: line {line} ({product}), returned {returned}, credited {credited}. "
        "Clear the row.",
        "{document} 已全數折讓：項次 {line}（{product}），退貨 {returned}，已折讓 {credited}。請清除此列。",
        "{document} 已全数折让：项次 {line}（{product}），退货 {returned}，已折让 {credited}。请清除此行。",
        why="Nothing is credited twice.",
    ),
    "credit-exceeds-return": _m(
        "Quantity {quantity} is more than return {document}, line {line} ({product}), leaves to credit: returned "
        "{returned}, credited {credited}, invoiced and not credited {open}. Enter {open} or less; what was never "
        "invoiced needs no credit note.",
        "數量 {quantity} 超過退貨單 {document} 項次 {line}（{product}）的可折讓數量：退貨 {returned}，"
        "已折讓 {credited}，已開票未折讓 {open}。請輸入 {open} 或以下；未開票者無須折讓。",
        "数量 {quantity} 超过退货单 {document} 项次 {line}（{product}）的可折让数量：退货 {returned}，"
        "已折让 {credited}，已开票未折让 {open}。请输入 {open} 或以下；未开票者无须折让。",
        why="A credit note takes back a claim, and only a claim that was made.",
    ),
    "credit-exceeds-invoice": _m(
        "Quantity {quantity} is more than invoice {invoice}, line {line} ({product}), leaves to credit: invoiced "
        "{invoiced}, credited {credited}, open {open}. Enter {open} or less, and the rest in a row of its own that "
        "names the other invoice.",
        "數量 {quantity} 超過發票 {invoice} 項次 {line}（{product}）的可折讓數量：開票 {invoiced}，已折讓 {credited}，"
        "可折讓 {open}。請輸入 {open} 或以下，其餘另列一列並填其他發票號碼。",
        "数量 {quantity} 超过发票 {invoice} 项次 {line}（{product}）的可折让数量：开票 {invoiced}，已折让 {credited}，"
        "可折让 {open}。请输入 {open} 或以下，其余另列一行并填其他发票号码。",
        why="No more is credited than was invoiced.",
    ),
    "credit-exceeds-amount": _m(
        "{amount} is more than invoice {invoice}, line {line} ({product}), has left: invoiced {net}, left {left}. "
        "Enter {left} or less.",
        "{amount} 超過發票 {invoice} 項次 {line}（{product}）的餘額：開票 {net}，剩餘 {left}。請輸入 {left} 或以下。",
        "{amount} 超过发票 {invoice} 项次 {line}（{product}）的余额：开票 {net}，剩余 {left}。请输入 {left} 或以下。",
        why="No more is credited than was invoiced.",
    ),
    "credit-exceeds-deposit": _m(
        "{amount} of deposit invoice {invoice} would be credited, but of the deposit[ for {order}] {left} is left: "
        "the rest is off a later invoice, or credited. Credit no more than that, or credit the later invoice.",
        "將折讓預收發票 {invoice} 的 {amount}，但其訂金[（{order}）]僅餘 {left}：其餘已在後續發票中扣除，或已折讓。"
        "請勿超過餘額，或改為折讓後續發票。",
        "将折让预收发票 {invoice} 的 {amount}，但其订金[（{order}）]仅余 {left}：其余已在后续发票中扣除，或已折让。"
        "请勿超过余额，或改为折让后续发票。",
        why="A deposit that was taken off once and credited besides would be given back twice.",
    ),
    "invoice-not-of-return": _m(
        "Invoice {code} claims nothing of what came back on {document}. Clear the cell to have the invoice found.",
        "發票 {code} 未包含 {document} 所退的貨品。請清除此儲存格，由程式找出發票。",
        "发票 {code} 未包含 {document} 所退的货品。请清除此单元格，由程序找出发票。",
        why="A credit note names the invoice whose claim it takes back.",
    ),
    "price-credit-of-return": _m(
        "{document} is a return of goods; a price credit names the invoice. Enter the invoice number, or choose goods.",
        "{document} 是退貨單；價格折讓須填發票號碼。請填發票號碼，或改選貨品。",
        "{document} 是退货单；价格折让须填发票号码。请填发票号码，或改选货品。",
        why="A price credit leaves quantities alone; a return is about them.",
    ),
    "price-credit-unclear": _m(
        "A price credit needs either the new price or the amount, and not both. Fill one of the two cells.",
        "價格折讓須填新單價或金額其中之一，不可兩者皆填或皆空。請填其中一格。",
        "价格折让须填新单价或金额其中之一，不可两者皆填或皆空。请填其中一格。",
        why="Two figures that say the same may disagree.",
    ),
    "price-credit-not-positive": _m(
        "{field} {price} takes nothing off the invoice. Enter a lower price, or an amount above zero.",
        "「{field}」{price} 並未減少發票金額。請輸入較低的單價，或大於零的金額。",
        "“{field}”{price} 并未减少发票金额。请输入较低的单价，或大于零的金额。",
        why="A credit note never raises what the customer owes.",
    ),
    "goods-credit-has-price": _m(
        "A credit for goods is at the price of the invoice, so {field} stays blank. Clear it, or choose price.",
        "貨品折讓依發票單價計算，「{field}」須留空。請清除，或改選價格。",
        "货品折让依发票单价计算，“{field}”须留空。请清除，或改选价格。",
        why="Goods go back at what they cost.",
    ),
    "credit-note-gives-money": _m(
        "This credit note gives customer {customer} {amount}[ off {invoices}]. Somebody else has to agree.",
        "本折讓單給予客戶 {customer} {amount}[（發票 {invoices}）]。須經他人核准。",
        "本折让单给予客户 {customer} {amount}[（发票 {invoices}）]。须经他人批准。",
        why="Nobody gives money back alone.",
    ),
    # ---- Receipts and credit ----
    "payment-not-positive": _m(
        "Amount {amount} pays nothing. "
        "Enter what was received, or with a minus sign what is paid back or taken from the account.",
        "金額 {amount} 沒有意義。請輸入實收金額；退款或動用暫收款請輸入負數。",
        "金额 {amount} 没有意义。请输入实收金额；退款或动用暂收款请输入负数。",
        why="A row without money, and without anything settled, is a slip.",
    ),
    "payment-too-large": _m(
        "The amount {amount} is larger than the ledger can hold. Check what was typed.",
        "金額 {amount} 超過帳本所能記錄的上限。請檢查輸入內容。",
        "金额 {amount} 超过账本所能记录的上限。请检查输入内容。",
        why="Such an amount is nearly always a slip of typing.",
    ),
    "payment-too-fine": _m(
        "Amount {amount} has more than {decimals:decimal|decimals}. Enter what was received.",
        "金額 {amount} 的小數超過 {decimals} 位。請輸入實收金額。",
        "金额 {amount} 的小数超过 {decimals} 位。请输入实收金额。",
        why="Nobody pays a part of the smallest coin.",
    ),
    "payment-exceeds-open": _m(
        "Amount {amount} is more than is open on invoice {invoice}. Total {total}, paid {paid}[ by {receipts}], "
        "open {open}.[ Row {rows} of this receipt names the invoice already.] "
        "Enter {open} or less in all, and what is over on a row without invoice number.",
        "金額 {amount} 超過發票 {invoice} 的未收金額。總額 {total}，已收 {paid}[（{receipts}）]，未收 {open}。"
        "[本收款單第 {rows} 列已填此發票。]合計請輸入 {open} 或以下，超出的部分另填一列，發票號碼留空白。",
        "金额 {amount} 超过发票 {invoice} 的未收金额。总额 {total}，已收 {paid}[（{receipts}）]，未收 {open}。"
        "[本收款单第 {rows} 行已填此发票。]合计请输入 {open} 或以下，超出的部分另填一行，发票号码留空白。",
        why="An invoice paid twice over hides money that belongs to the customer.",
    ),
    "deposit-use-too-much": _m(
        "A deposit of {amount} cannot be used: the orders of this invoice have {there} left, and it comes to {total}. "
        "Enter less, or leave the cell blank.",
        "無法沖抵訂金 {amount}：本發票各訂單的訂金餘額為 {there}，發票金額為 {total}。請減少金額，或留空白。",
        "无法冲抵订金 {amount}：本发票各订单的订金余额为 {there}，发票金额为 {total}。请减少金额，或留空白。",
        why="A deposit is used once, and never for more than the invoice claims.",
    ),
    "deposit-exceeded": _m(
        "Deposits of {amount} would be taken off, but customer {customer} has {there} left. Take off no more.",
        "將沖抵訂金 {amount}，但客戶 {customer} 僅餘 {there}。請勿超過餘額。",
        "将冲抵订金 {amount}，但客户 {customer} 仅余 {there}。请勿超过余额。",
        why="A deposit is taken off once.",
    ),
    "deposit-without-order": _m(
        "A share of an order is claimed as a deposit, but the row names no known order. Enter the order number, or "
        "100 % and the price of a deposit that is for no order yet.",
        "此列要預收訂單的一部分，但沒有有效的訂單號。請填寫訂單號；無訂單的預收款請填 100 % 與單價。",
        "此行要预收订单的一部分，但没有有效的订单号。请填写订单号；无订单的预收款请填 100 % 与单价。",
        why="A deposit is a share of an order.",
    ),
    "deposit-claim-too-much": _m(
        "{percent} % of the order cannot be claimed as a deposit: it comes to {total}, of which deposit invoices "
        "have claimed {claimed}. Enter a smaller share above zero.",
        "無法預收訂單的 {percent} %：訂單總額 {total}，預收發票已開 {claimed}。請輸入大於零的較小比例。",
        "无法预收订单的 {percent} %：订单总额 {total}，预收发票已开 {claimed}。请输入大于零的较小比例。",
        why="Nobody pays more than the whole order in advance.",
    ),
    "deposit-several-rates": _m(
        "Order {order} has several tax rates, so one row cannot claim a share of it with tax. "
        "Set deposit_invoice_tax to untaxed, or take the deposit by a receipt for the order.",
        "訂單 {order} 有多種稅率，無法以一列預收含稅訂金。"
        "請將 deposit_invoice_tax 設為 untaxed，或直接以收款單收取訂金。",
        "订单 {order} 有多种税率，无法以一行预收含税订金。"
        "请将 deposit_invoice_tax 设为 untaxed，或直接以收款单收取订金。",
        why="The tax of a deposit must be told apart by rate.",
    ),
    "deposit-missing": _m(
        "Order {order} demands a deposit of {demanded} before delivery; {received} has come, {missing} is missing. "
        "Enter the receipt for the order first.",
        "訂單 {order} 出貨前須收訂金 {demanded}；已收 {received}，尚缺 {missing}。請先登錄該訂單的收款單。",
        "订单 {order} 出货前须收订金 {demanded}；已收 {received}，尚缺 {missing}。请先登记该订单的收款单。",
        why="Goods that were agreed to be paid in advance do not leave before the money is there.",
    ),
    "currency-unlike": _m(
        "{code} is no currency. Enter its three letters, such as EUR.",
        "{code} 不是幣別。請輸入三個字母，例如 EUR。",
        "{code} 不是币种。请输入三个字母，例如 EUR。",
        why="Currencies are told by their three letters everywhere.",
    ),
    "exchange-rate-missing": _m(
        "There is no exchange rate of {currency} for {date}. Enter one on the sheet of exchange rates, "
        "or correct the currency.",
        "沒有 {currency} 在 {date} 的匯率。請在匯率表中新增，或更正幣別。",
        "没有 {currency} 在 {date} 的汇率。请在汇率表中新增，或更正币种。",
        why="What customers owe is counted in home currency.",
    ),
    "source-of-other-currency": _m(
        "{code} is in {source_currency}, but this document is in {currency}. "
        "Clear the currency, or enter a document of its own.",
        "{code} 的幣別為 {source_currency}，本單據為 {currency}。請清除幣別，或另開單據。",
        "{code} 的币种为 {source_currency}，本单据为 {currency}。请清除币种，或另开单据。",
        why="Amounts of two currencies cannot be added.",
    ),
    "terms-unreadable": _m(
        "“{found}” does not say in which parts an invoice falls due. "
        "Write share@days for each part, such as 1/3@30; 1/3@60; rest@90 or 50%@0; rest@30.",
        "「{found}」無法看出分期方式。每期請寫 比例@天數，例如 1/3@30; 1/3@60; rest@90 或 50%@0; rest@30。",
        "“{found}”无法看出分期方式。每期请写 比例@天数，例如 1/3@30; 1/3@60; rest@90 或 50%@0; rest@30。",
        why="Terms that two people read in two ways are a quarrel to come.",
    ),
    "terms-rest-not-last": _m(
        "In “{found}” a part follows the rest. Put the rest last.",
        "「{found}」在餘額之後還有一期。請把 rest 放在最後。",
        "“{found}”在余额之后还有一期。请把 rest 放在最后。",
        why="Nothing is left after the rest.",
    ),
    "terms-do-not-add-up": _m(
        "The parts “{found}” add up to {percent} % of an invoice. Make them 100 %, or let the last part be the rest.",
        "分期「{found}」合計為發票的 {percent} %。請調整為 100 %，或讓最後一期為 rest。",
        "分期“{found}”合计为发票的 {percent} %。请调整为 100 %，或让最后一期为 rest。",
        why="Every cent of an invoice falls due on some day, and only once.",
    ),
    "unknown-payment-terms": _m(
        "There are no payment terms {code}. Enter them in the master data workbook, or correct the customer file.",
        "沒有付款條件 {code}。請在基礎資料中新增，或更正客戶檔案。",
        "没有付款条件 {code}。请在基础资料中新增，或更正客户档案。",
        why="Nobody knows when such an invoice falls due.",
    ),
    "unknown-payment-terms-similar": _m(
        "There are no payment terms {code}. Did you mean {similar}? Correct the code.",
        "沒有付款條件 {code}。是否為 {similar}？請更正代號。",
        "没有付款条件 {code}。是否为 {similar}？请更正代号。",
        why="A code mistyped by one letter is told with the right one.",
    ),
    "discount-not-agreed": _m(
        "Invoice {invoice} offers a prompt-payment discount of {allowed} on {date}, but {amount} was taken. "
        "It needs the approval of somebody else; or enter {allowed} and leave the rest open.",
        "發票 {invoice} 在 {date} 可享現金折扣 {allowed}，但扣了 {amount}。"
        "需由他人核准；或輸入 {allowed}，其餘仍為未收。",
        "发票 {invoice} 在 {date} 可享现金折扣 {allowed}，但扣了 {amount}。"
        "需由他人批准；或输入 {allowed}，其余仍为未收。",
        why="A discount is for those who pay in time.",
    ),
    "settlement-without-invoice": _m(
        "{field} {amount} stands on a row that pays no invoice, or is below zero. "
        "Enter it beside the invoice that it settles, above zero.",
        "「{field}」{amount} 所在的列沒有發票號碼，或金額小於零。請填在所沖抵發票的列，且大於零。",
        "“{field}”{amount} 所在的行没有发票号码，或金额小于零。请填在所冲抵发票的行，且大于零。",
        why="A discount, a bank charge or a write-off makes one invoice smaller.",
    ),
    "overpaid": _m(
        "Invoice {invoice} has {allocated} open of the {amount} received[ (paid before by {receipts})]. "
        "{allocated} is set against it and {on_account} is kept on account.",
        "收到 {amount}，發票 {invoice} 只有 {allocated} 未收[（先前收款 {receipts}）]。"
        "{allocated} 沖抵此發票，{on_account} 轉為暫收款。",
        "收到 {amount}，发票 {invoice} 只有 {allocated} 未收[（先前收款 {receipts}）]。"
        "{allocated} 冲抵此发票，{on_account} 转为暂收款。",
        why="Money that came is entered, and what is over still belongs to the customer.",
    ),
    "more-goes-back": _m(
        "{amount} would go back for {document}, which has {there} left. Enter {there} or less.",
        "{document} 要退回 {amount}，但只剩 {there}。請輸入 {there} 或以下。",
        "{document} 要退回 {amount}，但只剩 {there}。请输入 {there} 或以下。",
        why="What was used or paid back already cannot be paid back again.",
    ),
    "refund-not-negative": _m(
        "Credit note {document} is money that goes back, but {amount} is above zero. Enter it with a minus sign.",
        "折讓單 {document} 是退給客戶的款項，但 {amount} 大於零。請輸入負數。",
        "红字发票 {document} 是退给客户的款项，但 {amount} 大于零。请输入负数。",
        why="Money in and money out must not be told apart by guessing.",
    ),
    "more-than-on-account": _m(
        "{amount} would be taken from the account of customer {customer}, where {there} lies. Enter {there} or less.",
        "要從客戶 {customer} 的暫收款動用 {amount}，但只有 {there}。請輸入 {there} 或以下。",
        "要从客户 {customer} 的暂收款动用 {amount}，但只有 {there}。请输入 {there} 或以下。",
        why="Money on account is used once.",
    ),
    "write-off-over-limit": _m(
        "This receipt writes off {amount}, over the limit of {limit}. It needs the approval of somebody else.",
        "本收款單沖銷尾差 {amount}，超過限額 {limit}，需由他人核准。",
        "本收款单冲销尾差 {amount}，超过限额 {limit}，需由他人批准。",
        why="Who may give up money by himself can hide that it was received.",
    ),
    "payment-entered-before": _m(
        "Bank reference {reference} of {date} with {amount} was entered before, as {document}. "
        "Check that this is not the same money twice.",
        "{date} 的銀行單號 {reference}（金額 {amount}）已登錄為 {document}。請確認不是重複的款項。",
        "{date} 的银行单号 {reference}（金额 {amount}）已登记为 {document}。请确认不是重复的款项。",
        why="One transfer entered twice makes a debt disappear.",
    ),
    "credit-limit-exceeded": _m(
        "Customer {customer}[ together with {members}] would owe {exposure}, {over} over the credit limit of {limit}. "
        "Receivable {receivable} + delivered, not invoiced {uninvoiced} + open orders {open_orders} "
        "− on account {unapplied} + this document {added}. "
        "Reduce the document, collect what is due, or raise the limit in the customer file.",
        "客戶 {customer}[（連同 {members}）] 的信用佔用將達 {exposure}，超過信用額度 {limit} 共 {over}。"
        "應收帳款 {receivable} + 已出貨未開票 {uninvoiced} + 未交訂單 {open_orders} − 暫收款 {unapplied} "
        "+ 本單據 {added}。請減少本單據、催收貨款，或在客戶檔案中提高額度。",
        "客户 {customer}[（连同 {members}）] 的信用占用将达 {exposure}，超过信用额度 {limit} 共 {over}。"
        "应收账款 {receivable} + 已出货未开票 {uninvoiced} + 未交订单 {open_orders} − 暂收款 {unapplied} "
        "+ 本单据 {added}。请减少本单据、催收货款，或在客户档案中提高额度。",
        why="What a customer cannot pay is given away, and several small papers owe as much as a large one.",
    ),
    "credit-without-limit": _m(
        "Customer {customer}[ together with {members}] has no credit limit and buys only against money on account, "
        "but would owe {over}. "
        "Receivable {receivable} + delivered, not invoiced {uninvoiced} + open orders {open_orders} "
        "− on account {unapplied} + this document {added}. "
        "Collect the money first, or enter a limit in the customer file.",
        "客戶 {customer}[（連同 {members}）] 未設信用額度，只能以暫收款交易，但將欠款 {over}。"
        "應收帳款 {receivable} + 已出貨未開票 {uninvoiced} + 未交訂單 {open_orders} − 暫收款 {unapplied} "
        "+ 本單據 {added}。請先收款，或在客戶檔案中填入信用額度。",
        "客户 {customer}[（连同 {members}）] 未设信用额度，只能以暂收款交易，但将欠款 {over}。"
        "应收账款 {receivable} + 已出货未开票 {uninvoiced} + 未交订单 {open_orders} − 暂收款 {unapplied} "
        "+ 本单据 {added}。请先收款，或在客户档案中填入信用额度。",
        why="House policy may be that a customer without a limit pays first.",
    ),
    "credit-overdue": _m(
        "Customer {customer}[ with {members}] is late: invoice {invoice} was due on {due}, {days:day|days} ago, "
        "and {open} is open on it; {allowed:day is|days are} allowed. "
        "Collect it, or change the credit days in the customer file.",
        "客戶 {customer}[（連同 {members}）]逾期付款：發票 {invoice} 於 {due} 到期，已逾期 {days} 天，未收 {open}；"
        "信用期限為 {allowed} 天。請先催收，或在客戶檔案中更改信用期限。",
        "客户 {customer}[（连同 {members}）]逾期付款：发票 {invoice} 于 {due} 到期，已逾期 {days} 天，未收 {open}；"
        "信用期限为 {allowed} 天。请先催收，或在客户档案中更改信用期限。",
        why="Who does not pay for the last goods should not get the next ones, whatever the amount.",
    ),
    "reverse-money-used": _m(
        "{document} brought {amount}[ as a deposit of {order}], of which {there} is left. "
        "Reverse what used the money first. Nothing was stored.",
        "{document} 帶來 {amount}[（{order} 的訂金）]，目前只剩 {there}。請先沖銷動用這筆款項的單據。未儲存任何內容。",
        "{document} 带来 {amount}[（{order} 的订金）]，目前只剩 {there}。请先冲销动用这笔款项的单据。未存储任何内容。",
        why="A balance of money below zero would have been spent without being there.",
    ),
    "reverse-claim-used": _m(
        "{document} claims a deposit of {amount}[ for {order}], of which {there} is left: the rest was credited, or is "
        "off a later invoice. Reverse that document first. Nothing was stored.",
        "{document} 開立了訂金 {amount}[（{order}）]，目前只剩 {there}：其餘已折讓，或已在後續發票中扣除。"
        "請先沖銷該單據。未儲存任何內容。",
        "{document} 开立了订金 {amount}[（{order}）]，目前只剩 {there}：其余已折让，或已在后续发票中扣除。"
        "请先冲销该单据。未存储任何内容。",
        why="The later invoice would claim too little for good.",
    ),
    "reverse-has-deposit": _m(
        "{document} cannot be reversed: a deposit of {amount} lies on it ({documents}). Move the money to the account, "
        "pay it back or reverse its receipt; credit or reverse a deposit invoice. Nothing was stored.",
        "{document} 無法沖銷：其訂金尚有 {amount}（{documents}）。請先將款項轉入客戶帳戶、退款或沖銷收款單；"
        "預收發票請先折讓或沖銷。未儲存任何內容。",
        "{document} 无法冲销：其订金尚有 {amount}（{documents}）。请先将款项转入客户账户、退款或冲销收款单；"
        "预收发票请先折让或冲销。未存储任何内容。",
        why="Nobody could move money that lies on an order that is gone.",
    ),
    "reverse-paid": _m(
        "{document} cannot be reversed: {paid} was received for it by {receipts}. "
        "Reverse those first. Nothing was posted.",
        "{document} 無法沖銷：已由 {receipts} 收款 {paid}。請先沖銷那些收款單。未過帳任何資料。",
        "{document} 无法冲销：已由 {receipts} 收款 {paid}。请先冲销那些收款单。未过账任何数据。",
        why="Money received for an invoice that is gone would count for nothing.",
    ),
    "reverse-before-original": _m(
        "{document} is posted on {first}, so its reversal cannot be dated {date}. "
        "Enter {first} or a later day as the reversal's date. Nothing was posted.",
        "{document} 的過帳日期為 {first}，沖銷日期不能早於該日（輸入 {date}）。"
        "請輸入 {first} 或之後的日期。未過帳任何資料。",
        "{document} 的过账日期为 {first}，冲销日期不能早于该日（输入 {date}）。"
        "请输入 {first} 或之后的日期。未过账任何数据。",
        why="A balance of a day between the two would be negative.",
    ),
    # ---- Documents that are posted already ----
    "reason-missing": _m(
        "Say why {document} is reversed; the reason is kept with the reversal.",
        "請說明沖銷 {document} 的原因；原因會留在沖銷單上。",
        "请说明冲销 {document} 的原因；原因会留在冲销单上。",
        why="Whoever reads the ledger later must understand it.",
    ),
    "planning-workbook": _m(
        "{workbook} is a planning workbook; there is nothing to post in it. "
        "Use targets split to store the plan, and targets recalc to follow it.",
        "{workbook} 是目標計劃活頁簿，沒有可過帳的內容。"
        "請用 targets split 分解並儲存計劃，用 targets recalc 更新進度。",
        "{workbook} 是目标计划工作簿，没有可过账的内容。"
        "请用 targets split 分解并保存计划，用 targets recalc 更新进度。",
        why="It holds tables of salesbook, but no documents.",
    ),
    "number-of-other-ref": _m(
        "The number {document} belongs to Ref {stored}, not {found}. "
        "To post {found} as a new document, clear the cell No.; else put back the Ref.",
        "單號 {document} 屬於參照 {stored}，不是 {found}。若 {found} 是新單據，請清除單號儲存格；否則請改回參照。",
        "单号 {document} 属于参照 {stored}，不是 {found}。若 {found} 是新单据，请清除单号单元格；否则请改回参照。",
        why="A form that is filled anew below an old number would be taken for the old document.",
    ),
    "changed-line-count": _m(
        "{document} was posted with {stored:line|lines}, the sheet has {found} now. "
        "Restore the rows, or reverse {document} and post it anew.",
        "{document} 過帳時有 {stored} 項，現在工作表有 {found} 項。請還原這些列，或沖銷 {document} 後重新過帳。",
        "{document} 过账时有 {stored} 项，现在工作表有 {found} 项。请还原这些行，或冲销 {document} 后重新过账。",
        why="A posted document is never edited; changing the sheet does not change the ledger.",
    ),
    "changed-after-posting": _m(
        "{document} was posted with {field} {stored}, the sheet says {found} now. "
        "Change it back, or reverse {document} and post it anew.",
        "{document} 過帳時「{field}」為 {stored}，現在工作表為 {found}。請改回原值，或沖銷 {document} 後重新過帳。",
        "{document} 过账时“{field}”为 {stored}，现在工作表为 {found}。请改回原值，或冲销 {document} 后重新过账。",
        why="A posted document is never edited; changing the sheet does not change the ledger.",
    ),
    "document-reversed": _m(
        "{document} was reversed by {reversal}. Clear the number to post these rows as a new document, or delete them.",
        "{document} 已由 {reversal} 沖銷。如要作為新單據過帳，請清除單號；否則請刪除這些列。",
        "{document} 已由 {reversal} 冲销。如要作为新单据过账，请清除单号；否则请删除这些行。",
        why="The number belongs to what was undone and is not used again.",
    ),
    "document-not-found": _m(
        "There is no posted document {document}. Check the number.",
        "沒有已過帳的單據 {document}。請檢查單號。",
        "没有已过账的单据 {document}。请检查单号。",
        why="Only what is in the ledger can be reversed or built upon.",
    ),
    "document-not-found-similar": _m(
        "There is no posted document {document}. Did you mean {similar}?",
        "沒有已過帳的單據 {document}。您是指 {similar} 嗎？",
        "没有已过账的单据 {document}。您是指 {similar} 吗？",
        why="Whoever is on the phone reads a number out, and one digit is easily wrong.",
    ),
    "ask-taken-for": _m(
        "“{typed}” was taken for {code}[ {name}].",
        "「{typed}」視為 {code}[ {name}]。",
        "“{typed}”视为 {code}[ {name}]。",
        why="What was not found by its own code may be something else than was meant.",
    ),
    "ask-customers-several": _m(
        "“{typed}” fits {count:customer|customers}: {names}. Ask with the code of the one that is meant.",
        "「{typed}」符合 {count} 個客戶：{names}。請以其中一個的代號查詢。",
        "“{typed}”符合 {count} 个客户：{names}。请用其中一个的代号查询。",
        why="Nobody is told what another customer owes.",
    ),
    "ask-products-several": _m(
        "“{typed}” fits {count:product|products}: {names}. Ask with the code of the one that is meant.",
        "「{typed}」符合 {count} 項商品：{names}。請以其中一項的代號查詢。",
        "“{typed}”符合 {count} 项商品：{names}。请用其中一项的代号查询。",
        why="Products of similar names have other prices.",
    ),
    "ask-orders-several": _m(
        "{count:order has|orders have} the Ref {typed}: {orders}. Ask with the number of the one that is meant.",
        "單據參照 {typed} 的訂單有 {count} 張：{orders}。請以其中一張的單號查詢。",
        "单据参照 {typed} 的订单有 {count} 张：{orders}。请用其中一张的单号查询。",
        why="A Ref is the customer's or the shop's own number, which others may have used.",
    ),
    "ask-no-order": _m(
        "{document} is not an order but of the kind {kind}[, for {orders}]. Ask with the number of an order.",
        "{document} 不是訂單，而是{kind}[，所屬訂單為 {orders}]。請以訂單單號查詢。",
        "{document} 不是订单，而是{kind}[，所属订单为 {orders}]。请用订单单号查询。",
        why="A paper of several orders says nothing about which of them is meant.",
    ),
    "ask-nothing-open": _m(
        "Nothing is open.", "目前無未結事項。", "目前无未结事项。", why="An answer without tables would look broken."
    ),
    "price-rule-customer": _m(
        "Price of customer {name}", "客戶 {name} 專價", "客户 {name} 专价", why="Name of a price rule."
    ),
    "price-rule-list": _m("Price list {name}", "價目表 {name}", "价目表 {name}", why="Name of a price rule."),
    "price-rule-base": _m("Base price", "基準價", "基准价", why="Name of a price rule."),
    "price-rule-promotion": _m("Promotion {name}", "促銷 {name}", "促销 {name}", why="Name of a price rule."),
    "price-reason": _m(
        "by {rule}[ from {quantity}][ at {percent} % of base price][ since {since}][ until {until}]"
        "[, lowered by {promotion}][, × {factor}]",
        "依{rule}[，{quantity} 起][，基準價的 {percent} %][，自 {since} 起][，至 {until} 止]"
        "[，由{promotion}降價][，× {factor}]",
        "按{rule}[，{quantity} 起][，基准价的 {percent} %][，自 {since} 起][，至 {until} 止]"
        "[，由{promotion}降价][，× {factor}]",
        why="Why a line has its price; the ledger keeps the same in English.",
    ),
    "price-outcome-decides": _m("decides the price", "決定單價", "决定单价", why="The rule that was chosen."),
    "price-outcome-lowered": _m(
        "found, then lowered by the promotion",
        "先採用，再由促銷降價",
        "先采用，再由促销降价",
        why="A promotion lowers what was found.",
    ),
    "price-outcome-special_first": _m(
        "lost: a more special price goes before",
        "未採用：較特定的價格優先",
        "未采用：较特定的价格优先",
        why="The search stops at the first hit.",
    ),
    "price-outcome-not_lowest": _m(
        "lost: another rule gives as low a price or a lower one",
        "未採用：另有相同或更低的價格",
        "未采用：另有相同或更低的价格",
        why="The best price is taken, or the best promotion.",
    ),
    "price-outcome-break_first": _m(
        "lost: a higher quantity break is reached",
        "未採用：已達較高的數量級距",
        "未采用：已达较高的数量级距",
        why="The highest break counts.",
    ),
    "price-outcome-newer_first": _m(
        "lost: a later price took its place",
        "未採用：已由較新的價格取代",
        "未采用：已由较新的价格取代",
        why="The latest first day counts.",
    ),
    "price-outcome-doubled": _m(
        "stands twice: mend the price list first",
        "重複：請先更正價目表",
        "重复：请先更正价目表",
        why="Nobody can tell which of two equal rows is meant.",
    ),
    "price-outcome-not_yet": _m(
        "lost: not valid yet on this day", "未採用：當日尚未生效", "未采用：当日尚未生效", why="A later first day."
    ),
    "price-outcome-over": _m(
        "lost: no longer valid on this day", "未採用：當日已失效", "未采用：当日已失效", why="An earlier last day."
    ),
    "price-outcome-too_few": _m(
        "lost: the quantity is below its break",
        "未採用：數量未達級距",
        "未采用：数量未达级距",
        why="The customer may want to order more.",
    ),
    "price-outcome-no_base_price": _m(
        "lost: a percent of a base price that is not there",
        "未採用：無基準價可計算",
        "未采用：无基准价可计算",
        why="A percent of nothing says nothing.",
    ),
    "price-outcome-not_for": _m(
        "lost: not for this customer", "未採用：不適用此客戶", "未采用：不适用此客户", why="A promotion for others."
    ),
    "price-outcome-currency": _m(
        "lost: its price is in home currency",
        "未採用：該價格以本幣計",
        "未采用：该价格以本币计",
        why="A fixed promotion price is in home currency.",
    ),
    "print-of-reversal": _m(
        "{document} undoes {original} and is no paper for customers. "
        "Print {original} instead, which is then marked as cancelled.",
        "{document} 是 {original} 的沖銷單，不是給客戶的單據。請改列印 {original}，上面會標示作廢。",
        "{document} 是 {original} 的冲销单，不是给客户的单据。请改为打印 {original}，上面会标示作废。",
        why="A mirror has the lines of its original with a minus, which no customer understands.",
    ),
    "print-of-old-revision": _m(
        "{document} was revised since. Print {original}, which shows what is agreed now.",
        "{document} 之後已再修訂。請列印 {original}，其內容為目前的約定。",
        "{document} 之后已再修订。请打印 {original}，其内容为目前的约定。",
        why="A revision holds only the lines that changed.",
    ),
    "print-not-for-customers": _m(
        "{document} is no paper that is printed: {kind}. Printed are quotations, orders, pick lists, delivery notes, "
        "invoices, credit notes and receipts.",
        "{document} 不是可列印的單據：{kind}。可列印的有報價單、訂單、提貨單、出貨單、發票、折讓單與收款單。",
        "{document} 不是可打印的单据：{kind}。可打印的有报价单、订单、提货单、出货单、发票、折让单与收款单。",
        why="Other documents have no layout for customers.",
    ),
    "print-cancelled": _m(
        "{document} was reversed by {reversal}; it is marked as cancelled.",
        "{document} 已由 {reversal} 沖銷，紙本上標示作廢。",
        "{document} 已由 {reversal} 冲销，纸本上标示作废。",
        why="Nobody should send out by mistake what was undone.",
    ),
    "print-draft": _m(
        "{document} waits for approval; it is marked as a draft.",
        "{document} 尚待核准，紙本上標示草稿。",
        "{document} 尚待批准，纸本上标示草稿。",
        why="What is not posted binds nobody.",
    ),
    "pdf-needs-libreoffice": _m(
        "A PDF is made by LibreOffice, which is not found on this computer. Install it from libreoffice.org, or print "
        "without --pdf and save the workbook as PDF in Excel.",
        "PDF 由 LibreOffice 產生，但這台電腦上找不到它。請從 libreoffice.org 安裝；"
        "或不加 --pdf 列印，再用 Excel 另存為 PDF。",
        "PDF 由 LibreOffice 生成，但这台电脑上找不到它。请从 libreoffice.org 安装；"
        "或不加 --pdf 打印，再用 Excel 另存为 PDF。",
        why="Who has Excel has a way without installing anything.",
    ),
    "pdf-failed": _m(
        "LibreOffice ({program}) made no PDF {file}. Start it by hand to see what it says, or print without --pdf.",
        "LibreOffice（{program}）未能產生 PDF {file}。請手動啟動一次查看訊息，或不加 --pdf 列印。",
        "LibreOffice（{program}）未能生成 PDF {file}。请手动启动一次查看消息，或不加 --pdf 打印。",
        why="A damaged installation tells its reason only in its window.",
    ),
    "pdf-too-slow": _m(
        "LibreOffice made no PDF within {seconds} seconds and was stopped. Try again, or print without --pdf.",
        "LibreOffice 在 {seconds} 秒內未能產生 PDF，已中止。請再試一次，或不加 --pdf 列印。",
        "LibreOffice 在 {seconds} 秒内未能生成 PDF，已中止。请再试一次，或不加 --pdf 打印。",
        why="A program that hangs must not hang ours.",
    ),
    "reverse-built-upon": _m(
        "{document} cannot be reversed: later documents rest on it, {documents}. "
        "Reverse those first. Nothing was posted.",
        "{document} 無法沖銷：後續單據以它為依據（{documents}）。請先沖銷那些單據。未過帳任何資料。",
        "{document} 无法冲销：后续单据以它为依据（{documents}）。请先冲销那些单据。未过账任何数据。",
        why="A delivery whose order is gone would hang in the air.",
    ),
    # ---- Revisions, closings, holds ----
    "alternative-to-what": _m(
        "Line {line} is no line of the total that this one could be ordered instead of. "
        "Enter the number of such a line.",
        "第 {line} 項不在總額內，無法被替代。請填總額內的項次。",
        "第 {line} 项不在总额内，无法被替代。请填总额内的项次。",
        why="An alternative of an alternative would never be reached.",
    ),
    "alternative-besides": _m(
        "This is the alternative to line {line} of {code}, which is ordered, too. "
        "Take one of them out if one was meant.",
        "此項為 {code} 第 {line} 項的替代品，而該項也已訂購。若只要其一，請取消另一項。",
        "此项为 {code} 第 {line} 项的替代品，而该项也已订购。若只要其一，请取消另一项。",
        why="Both on one order is mostly a slip.",
    ),
    "revision-not-next": _m(
        "{document} stands at revision {current}; {found} is not the next one. Refresh the rows and try again.",
        "{document} 目前為第 {current} 版；{found} 不是下一版。請更新各列後再試。",
        "{document} 目前为第 {current} 版；{found} 不是下一版。请更新各行后再试。",
        why="Two people who change one paper must not overwrite each other.",
    ),
    "revision-line-count": _m(
        "{document} has {stored} lines, and {found} rows are here. To take a line out, leave its row and enter "
        "quantity 0.",
        "{document} 有 {stored} 項，此處為 {found} 列。要取消某項請保留該列並輸入數量 0。",
        "{document} 有 {stored} 项，此处为 {found} 行。要取消某项请保留该行并输入数量 0。",
        why="Lines are known by their place; what was delivered points at them.",
    ),
    "revision-changes-nothing": _m(
        "Nothing that the customer agreed to has changed, so {document} stays at its revision.",
        "客戶同意的內容沒有改變，{document} 維持原版次。",
        "客户同意的内容没有改变，{document} 维持原版次。",
        why="Another remark is no other offer.",
    ),
    "revision-below-done": _m(
        "Quantity {quantity} of {product} is less than the {done} already delivered, invoiced, ordered or given up. "
        "Enter {done} or more.",
        "{product} 的數量 {quantity} 少於已交貨、開票、訂購或關閉的 {done}。請輸入 {done} 或以上。",
        "{product} 的数量 {quantity} 少于已交货、开票、订购或关闭的 {done}。请输入 {done} 或以上。",
        why="What has left the house was ordered.",
    ),
    "revision-product-done": _m(
        "{done} of {product} has been delivered, invoiced or ordered, so the line cannot become another product. "
        "Lower it to {done} and add a new line.",
        "{product} 已交貨、開票或訂購 {done}，此項不能改為其他商品。請將數量減至 {done} 並新增一項。",
        "{product} 已交货、开票或订购 {done}，此项不能改为其他商品。请将数量减至 {done} 并新增一项。",
        why="What has left the house would change its name afterwards.",
    ),
    "revision-price-invoiced": _m(
        "{invoiced} of {product} has been invoiced at the old price. Post a credit note for the difference, or add a "
        "new line for what is still to come.",
        "{product} 已按原價開票 {invoiced}。請就差額開折讓單，或為未交部分新增一項。",
        "{product} 已按原价开票 {invoiced}。请就差额开折让单，或为未交部分新增一项。",
        why="An invoice says what was agreed when it was written.",
    ),
    "quotation-superseded": _m(
        "Revision {revision} of quotation {code} was superseded by revision {newest}. "
        "Enter {code}-R{newest}, or {code}.",
        "報價單 {code} 第 {revision} 版已被第 {newest} 版取代。請填 {code}-R{newest} 或 {code}。",
        "报价单 {code} 第 {revision} 版已被第 {newest} 版取代。请填 {code}-R{newest} 或 {code}。",
        why="Only what was offered last is on offer.",
    ),
    "price-not-as-quoted": _m(
        "Price {price} is not the {quoted} that quotation {code} offers now. Leave the cell blank to take that.",
        "單價 {price} 與報價單 {code} 目前的 {quoted} 不同。空白即採用報價。",
        "单价 {price} 与报价单 {code} 目前的 {quoted} 不同。空白即采用报价。",
        why="The row may have been filled before the quotation was revised.",
    ),
    "order-on-hold": _m(
        "Order {order} is on hold by {by} (“{reason}”). Have it released first.",
        "訂單 {order} 已由 {by} 暫緩（「{reason}」）。請先解除。",
        "订单 {order} 已由 {by} 暂缓（“{reason}”）。请先解除。",
        why="Somebody has a reason why nothing should leave.",
    ),
    "closing-one-line": _m(
        "A quantity is given up of one line of {document} at a time. Name the line. Nothing was posted.",
        "一次只能關閉 {document} 一個項次的數量，請指明項次。未過帳任何資料。",
        "一次只能关闭 {document} 一个项次的数量，请指明项次。未过账任何数据。",
        why="One number cannot mean several lines.",
    ),
    "closing-not-possible": _m(
        "{document} is a document of another kind ({kind}). Quotations and orders are closed, and invoicing of "
        "deliveries is waived. Nothing was posted.",
        "{document} 是其他種類的單據（{kind}）。可關閉的是報價單與訂單，出貨單可免開票。未過帳任何資料。",
        "{document} 是其他种类的单据（{kind}）。可关闭的是报价单与订单，出货单可免开票。未过账任何数据。",
        why="Nothing else has something left to give up.",
    ),
    "frame-not-used-up": _m(
        "Frame agreement {document} still has {open} to be called off, and an agreement is closed only once it is used "
        "up. Call off the rest, or change frame_closing in salesbook.toml.",
        "框架協議 {document} 尚有 {open} 未提取，依設定須全部提取後方可關閉。請提取其餘數量，"
        "或修改 salesbook.toml 的 frame_closing。",
        "框架协议 {document} 尚有 {open} 未提取，依设置须全部提取后方可关闭。请提取其余数量，"
        "或修改 salesbook.toml 的 frame_closing。",
        why="What was agreed is to be taken.",
    ),
    "closing-nothing-open": _m(
        "Nothing of {document} is open, so there is nothing to give up. Nothing was posted.",
        "{document} 沒有未結數量，無可關閉。未過帳任何資料。",
        "{document} 没有未结数量，无可关闭。未过账任何数据。",
        why="It is done already, or closed.",
    ),
    "closing-exceeds": _m(
        "{quantity} is not between 0 and the {open} that {document} has open. Nothing was posted.",
        "{quantity} 不在 0 與 {document} 未結數量 {open} 之間。未過帳任何資料。",
        "{quantity} 不在 0 与 {document} 未结数量 {open} 之间。未过账任何数据。",
        why="Only what is open can be given up.",
    ),
    "no-such-line": _m(
        "{document} has no line {line}. Nothing was posted.",
        "{document} 沒有第 {line} 項。未過帳任何資料。",
        "{document} 没有第 {line} 项。未过账任何数据。",
        why="A slip in the number of the line.",
    ),
    "reopen-nothing": _m(
        "Nothing of {document} was closed, so there is nothing to reopen. Nothing was posted.",
        "{document} 未曾關閉，無可重開。未過帳任何資料。",
        "{document} 未曾关闭，无可重开。未过账任何数据。",
        why="It is open as it is, or delivered.",
    ),
    "hold-not-possible": _m(
        "{document} is no order ({kind}); only orders are held back. Nothing was posted.",
        "{document} 不是訂單（{kind}），只有訂單可以暫緩。未過帳任何資料。",
        "{document} 不是订单（{kind}），只有订单可以暂缓。未过账任何数据。",
        why="What has been delivered cannot be held back.",
    ),
    "hold-already": _m(
        "Order {document} is on hold already. There is nothing left to do.",
        "訂單 {document} 已暫緩，無須再處理。",
        "订单 {document} 已暂缓，无须再处理。",
        why="It stands as wished.",
    ),
    "release-already": _m(
        "Order {document} is not on hold. There is nothing left to do.",
        "訂單 {document} 未暫緩，無須再處理。",
        "订单 {document} 未暂缓，无须再处理。",
        why="It stands as wished.",
    ),
    "reverse-revision": _m(
        "{document} is a revision; it is not reversed. Post another revision of {base} with what should stand. "
        "Nothing was posted.",
        "{document} 是修訂，無法沖銷。請為 {base} 過帳新的版次。未過帳任何資料。",
        "{document} 是修订，无法冲销。请为 {base} 过账新的版次。未过账任何数据。",
        why="Later revisions build on it.",
    ),
    "close-done": _m(
        "{document} is closed: {closing}.",
        "{document} 已關閉：{closing}。",
        "{document} 已关闭：{closing}。",
        why="What was open is given up.",
    ),
    "reopen-done": _m(
        "{document} is open again: {reversal}.",
        "{document} 已重開：{reversal}。",
        "{document} 已重开：{reversal}。",
        why="The closings are reversed.",
    ),
    "hold-done": _m(
        "Order {document} is on hold.",
        "訂單 {document} 已暫緩。",
        "订单 {document} 已暂缓。",
        why="Nothing leaves before it is released.",
    ),
    "release-done": _m(
        "Order {document} is released.",
        "訂單 {document} 已解除暫緩。",
        "订单 {document} 已解除暂缓。",
        why="Goods may leave again.",
    ),
    "reverse-used-since": _m(
        "{document} cannot be reversed: what it gave back to {behind} was used since, by one of {documents}. "
        "Reverse that document first. Nothing was posted.",
        "{document} 無法沖銷：它退回給 {behind} 的數量之後已被使用（{documents} 其中之一）。請先沖銷該單據。"
        "未過帳任何資料。",
        "{document} 无法冲销：它退回给 {behind} 的数量之后已被使用（{documents} 其中之一）。请先冲销该单据。"
        "未过账任何数据。",
        why="Goods would be sent twice, or claimed twice, with one order behind them.",
    ),
    # ---- Approvals ----
    "approval-unknown": _m(
        "There is no request for approval {request}. The list of approvals shows those that wait.",
        "沒有核准申請 {request}。待核准清單列出所有等待中的申請。",
        "没有批准申请 {request}。待批准清单列出所有等待中的申请。",
        why="Only what somebody has asked for can be approved.",
    ),
    "approval-approved": _m(
        "Request {request} was approved already, by {by}. There is nothing left to do.",
        "申請 {request} 已由 {by} 核准，無須再處理。",
        "申请 {request} 已由 {by} 批准，无须再处理。",
        why="A document is posted once.",
    ),
    "approval-rejected": _m(
        "Request {request} was rejected already, by {by}. A changed document asks anew when Post is pressed.",
        "申請 {request} 已由 {by} 駁回。單據修改後再過帳即重新申請。",
        "申请 {request} 已由 {by} 驳回。单据修改后再过账即重新申请。",
        why="What was refused is not granted by asking somebody else.",
    ),
    "approval-withdrawn": _m(
        "Request {request} was withdrawn by {by}. A changed document asks anew when Post is pressed.",
        "申請 {request} 已由 {by} 撤回。單據修改後再過帳即重新申請。",
        "申请 {request} 已由 {by} 撤回。单据修改后再过账即重新申请。",
        why="Its document is no longer wanted as it was.",
    ),
    "approval-own": _m(
        "Request {request} is by {by}, who typed the document; somebody else has to approve it. "
        "In a company of one person, set approve_own = true in salesbook.toml. Nothing was posted.",
        "申請 {request} 由製單人 {by} 提出，須由他人核准。"
        "若公司只有一人，請在 salesbook.toml 設定 approve_own = true。未過帳任何資料。",
        "申请 {request} 由制单人 {by} 提出，须由他人批准。"
        "若公司只有一人，请在 salesbook.toml 设定 approve_own = true。未过账任何数据。",
        why="The approver of a thing is never its maker.",
    ),
    "approval-not-now": _m(
        "Request {request} (Ref {ref}) cannot be posted any more: {reasons} Reject it, or have the document corrected. "
        "Nothing was posted.",
        "申請 {request}（參照 {ref}）已無法過帳：{reasons}請駁回，或請製單人更正。未過帳任何資料。",
        "申请 {request}（参照 {ref}）已无法过账：{reasons}请驳回，或请制单人更正。未过账任何数据。",
        why="It is checked against the ledger as it is now, not as it was when it was asked for.",
    ),
    "approvals-none": _m(
        "Nothing waits for an approval.", "沒有待核准的單據。", "没有待批准的单据。", why="The list is empty."
    ),
    "approval-posted": _m(
        "Approved: {document}",
        "已核准：{document}",
        "已批准：{document}",
        why="The document is posted with both names.",
    ),
    "approval-said-no": _m("Rejected", "已駁回", "已驳回", why="Nothing of the document is posted."),
    "approvals-decided": _m(
        "{approved} approved, {rejected} rejected, {failed} left; the reasons stand in the workbook.",
        "核准 {approved}，駁回 {rejected}，未決 {failed}；原因見活頁簿。",
        "批准 {approved}，驳回 {rejected}，未决 {failed}；原因见工作簿。",
        why="What came of the rows that were decided.",
    ),
    "approval-line": _m(
        "{request}  {kind} {ref}, customer {customer}, net {amount}, by {by}",
        "{request}  {kind} {ref}，客戶 {customer}，未稅 {amount}，製單人 {by}",
        "{request}  {kind} {ref}，客户 {customer}，未税 {amount}，制单人 {by}",
        why="One document that waits; the reasons stand below.",
    ),
    "approval-refused": _m(
        "Request {request} was rejected by {by}: {reason} Change the document; then Post asks anew.",
        "申請 {request} 已由 {by} 駁回：{reason} 請修改單據，再過帳時即重新申請。",
        "申请 {request} 已由 {by} 驳回：{reason} 请修改单据，再过账时即重新申请。",
        why="The same document is not asked for twice.",
    ),
    "reverse-already": _m(
        "{document} was reversed already, by {reversal}. There is nothing left to do.",
        "{document} 已由 {reversal} 沖銷，無須再處理。",
        "{document} 已由 {reversal} 冲销，无须再处理。",
        why="Undoing twice would turn the sale into a negative one.",
    ),
    "reversal-of-reversal": _m(
        "{document} is itself a reversal and cannot be reversed. Post the original document anew instead.",
        "{document} 本身就是沖銷單，無法再沖銷。請將原單據重新過帳。",
        "{document} 本身就是冲销单，无法再冲销。请将原单据重新过账。",
        why="Each document has at most one mirror, so that its history can be read.",
    ),
    "no-deposit-to-enter": _m(
        "{orders} neither misses a deposit that it demands, nor has one left over after all is invoiced. "
        "Nothing was added.",
        "{orders} 沒有尚缺的訂金，也沒有開票完成後剩餘的訂金。未新增任何內容。",
        "{orders} 没有尚缺的订金，也没有开票完成后剩余的订金。未新增任何内容。",
        why="A deposit is asked for, or given back, when there is a reason.",
    ),
    "nothing-on-account": _m(
        "No customer has both money on account and an open invoice. Nothing was added.",
        "沒有客戶同時有暫收款與未收發票。未新增任何內容。",
        "没有客户同时有暂收款与未收发票。未新增任何内容。",
        why="There is nothing that could be set against each other.",
    ),
    "nothing-open": _m(
        "{kind}: nothing is left open to make a document from; all of it was carried on or reversed already. "
        "Post one first, or name another number.",
        "{kind}：沒有未結的項目可供產生單據，全部都已轉出或沖銷。請先過帳，或指定其他單號。",
        "{kind}：没有未结的项目可供生成单据，全部都已转出或冲销。请先过账，或指定其他单号。",
        why="An empty list would leave the person wondering whether it worked.",
    ),
    "nothing-to-post": _m(
        "There is nothing to post in {workbook}: all sheets are blank. Enter a document first.",
        "{workbook} 沒有可過帳的資料：所有工作表都是空白的。請先輸入單據。",
        "{workbook} 没有可过账的数据：所有工作表都是空白的。请先输入单据。",
        why="Silence would look like success.",
    ),
    # ---- Status column ----
    "status-posted": _m(
        "Posted {date}[ by {by}]",
        "已過帳 {date}[（{by}）]",
        "已过账 {date}[（{by}）]",
        why="The row is in the ledger.",
    ),
    "status-already": _m(
        "Already posted[ {date}][ by {by}]",
        "先前已過帳[ {date}][（{by}）]",
        "此前已过账[ {date}][（{by}）]",
        why="Pressing Post again changes nothing, and says so.",
    ),
    "status-behind": _m(
        "Older than the ledger, left alone",
        "較帳本舊，未處理",
        "较账本旧，未处理",
        why="The row says what counted before; Refresh shows what counts now.",
    ),
    "status-ready": _m(
        "Ready to post",
        "可以過帳",
        "可以过账",
        why="The check found no error; nothing is stored yet.",
    ),
    "status-waiting": _m(
        "Waiting for approval {request}",
        "待核准 {request}",
        "待批准 {request}",
        why="Somebody else has to grant it; it is posted then.",
    ),
    "status-held": _m(
        "Not posted: another document has errors",
        "未過帳：其他單據有錯誤",
        "未过账：其他单据有错误",
        why="The company's settings ask for all or nothing.",
    ),
    "status-hidden": _m(
        "Not posted: hidden row",
        "未過帳：列被隱藏",
        "未过账：行被隐藏",
        why="Nobody should post what they do not see.",
    ),
    "status-refused": _m(
        "Not posted: {errors:error|errors}, see the notes",
        "未過帳：{errors} 個錯誤，請見註解",
        "未过账：{errors} 个错误，请见批注",
        why="The notes of the marked cells say what to do.",
    ),
    "status-warnings": _m(
        " · {warnings:warning|warnings}",
        " · {warnings} 個提醒",
        " · {warnings} 个提醒",
        why="Added to a status: a warning does not stop a posting.",
    ),
    "status-plan-stored": _m(
        "Split and stored as {document}",
        "已分解並存為 {document}",
        "已分解并存为 {document}",
        why="The plan is a new version in the ledger.",
    ),
    "status-plan-unchanged": _m(
        "Unchanged: {document} is in force",
        "沒有變更：{document} 生效中",
        "没有变更：{document} 生效中",
        why="Splitting the same plan twice stores it once.",
    ),
    "status-plan-shown": _m(
        "{document} is in force and is shown; what you typed is kept",
        "生效中的 {document} 已顯示；您輸入的內容已保留",
        "生效中的 {document} 已显示；您录入的内容已保留",
        why="After Refresh the next Split is made in the knowledge of the plan it replaces.",
    ),
    # ---- Targets ----
    "plan-outdated": _m(
        "{document} is in force by now: {by} stored it on {moment} ({workbook})[, while this workbook shows {seen}]. "
        "Nothing was stored. Press Refresh to see it beside what you typed, then split again.",
        "{document} 現已生效：{by} 於 {moment} 儲存（{workbook}）[，此活頁簿顯示的仍為 {seen}]。"
        "未作任何變更。請按「更新」對照您輸入的內容，再重新分解。",
        "{document} 现已生效：{by} 于 {moment} 保存（{workbook}）[，此工作簿显示的仍为 {seen}]。"
        "未作任何更改。请按“更新”对照您录入的内容，再重新分解。",
        why="The split of an older plan would silently take the place of what somebody else has planned since.",
    ),
    "territory-unknown": _m(
        "The plan names territories that do not exist: {territories}. "
        "Correct the codes, or post the territories first.",
        "計劃中有不存在的銷售區域：{territories}。請更正代號，或先將這些區域過帳。",
        "计划中有不存在的销售区域：{territories}。请更正代号，或先将这些区域过账。",
        why="A target for an unknown territory would be met by nobody.",
    ),
    "territory-twice": _m(
        "These territories are listed more than once: {territories}. Leave each only once.",
        "下列銷售區域重複出現：{territories}。每個區域請只保留一筆。",
        "下列销售区域重复出现：{territories}。每个区域请只保留一条。",
        why="A territory has one place in the tree.",
    ),
    "territory-parent-unknown": _m(
        "Territory {territory} is part of {parent}, which does not exist. Correct “Part of”, or post {parent} first.",
        "銷售區域 {territory} 的上級區域 {parent} 不存在。請更正「上級區域」，或先將 {parent} 過帳。",
        "销售区域 {territory} 的上级区域 {parent} 不存在。请更正“上级区域”，或先将 {parent} 过账。",
        why="A branch without a root would fall out of the company's total.",
    ),
    "territory-cycle": _m(
        "Territories {territories} are part of each other in a circle. "
        "Change “Part of” so that the chain ends at the company.",
        "銷售區域 {territories} 互為上級，形成循環。請修改「上級區域」，使其最終歸屬公司。",
        "销售区域 {territories} 互为上级，形成循环。请修改“上级区域”，使其最终归属公司。",
        why="Totals of a circle would count themselves.",
    ),
    "plan-without-seats": _m(
        "The plan for {fiscal_year} has no rows of weights. Enter at least one territory.",
        "{fiscal_year} 年度計劃沒有分解權重。請至少輸入一個銷售區域。",
        "{fiscal_year} 年度计划没有分解权重。请至少输入一个销售区域。",
        why="A target must be carried by somebody.",
    ),
    "seat-twice": _m(
        "These rows of the weights appear more than once: {seats}. Leave each territory and salesperson only once.",
        "分解權重中有重複的列：{seats}。同一區域與業務員請只保留一列。",
        "分解权重中有重复的行：{seats}。同一区域与业务员请只保留一行。",
        why="Which of two weights holds, only people know.",
    ),
    "month-weights-not-12": _m(
        "There are weights for {found:month|months}, not for 12. Enter one for each month of the year, or none at all.",
        "月份權重有 {found} 個，應為 12 個。請為全年每個月各填一個，或全部留空。",
        "月份权重有 {found} 个，应为 12 个。请为全年每个月各填一个，或全部留空。",
        why="A month left out would silently get no target.",
    ),
    "rounding-unit-too-fine": _m(
        "“Round to” is {rounding_unit}, which is not a multiple of {month_unit}. Enter a multiple of {month_unit}.",
        "取整單位 {rounding_unit} 不是 {month_unit} 的倍數。請輸入 {month_unit} 的倍數。",
        "取整单位 {rounding_unit} 不是 {month_unit} 的倍数。请输入 {month_unit} 的倍数。",
        why="Months are split to the smallest unit and must add up to the year exactly.",
    ),
    "amount-too-fine": _m(
        "The amount {amount} for {target_of} is below zero or not a multiple of {unit}. Round it to {unit}.",
        "{target_of} 的金額 {amount} 小於零，或不是 {unit} 的倍數。請取整到 {unit}。",
        "{target_of} 的金额 {amount} 小于零，或不是 {unit} 的倍数。请取整到 {unit}。",
        why="The rest below the unit could not be given to anybody.",
    ),
    "locked-territory-without-seat": _m(
        "These territories have a locked amount, but no row beneath to carry it: {territories}. "
        "Add a row for a salesperson or a vacancy, or remove the lock.",
        "下列銷售區域有鎖定金額，但沒有可承擔的列：{territories}。請加入業務員或空缺的列，或取消鎖定。",
        "下列销售区域有锁定金额，但没有可承担的行：{territories}。请加入业务员或空缺的行，或取消锁定。",
        why="The locked amount would be lost on the way down.",
    ),
    "locks-exceed-target": _m(
        "[In {target_of}, ]locked amounts add up to {locked} ({locks}), {difference} more than the target {target}. "
        "Lower or remove a lock, or raise the target.",
        "[{target_of}：]鎖定金額合計 {locked}（{locks}），比目標 {target} 多 {difference}。"
        "請調降或取消鎖定，或提高目標。",
        "[{target_of}：]锁定金额合计 {locked}（{locks}），比目标 {target} 多 {difference}。"
        "请调低或取消锁定，或提高目标。",
        why="Parts may not be larger than the whole.",
    ),
    "locks-below-target": _m(
        "[In {target_of}, ]everything is locked, at {locked} together ({locks}), {difference} less than the target "
        "{target}. Raise or remove a lock, or lower the target.",
        "[{target_of}：]全部都已鎖定，合計 {locked}（{locks}），比目標 {target} 少 {difference}。"
        "請調高或取消鎖定，或降低目標。",
        "[{target_of}：]全部都已锁定，合计 {locked}（{locks}），比目标 {target} 少 {difference}。"
        "请调高或取消锁定，或降低目标。",
        why="Nobody is left to take the rest of the target.",
    ),
    "frozen-months-do-not-fit": _m(
        "The months that are kept add up to {frozen}, which does not fit the new target {target}. "
        "Change the target, or keep fewer months.",
        "保留不變的月份合計 {frozen}，與新目標 {target} 不符。請修改目標，或減少保留的月份。",
        "保留不变的月份合计 {frozen}，与新目标 {target} 不符。请修改目标，或减少保留的月份。",
        why="Months gone by keep their targets, so only the others can change.",
    ),
    "handover-without-receiver": _m(
        "Nobody is named to take over territory {territory}[ from {salesperson}]. "
        "Name at least one receiver, or the vacancy.",
        "沒有指定由誰接手銷售區域 {territory}[（原業務員 {salesperson}）]。請至少指定一位接手人或空缺。",
        "没有指定由谁接手销售区域 {territory}[（原业务员 {salesperson}）]。请至少指定一位接手人或空缺。",
        why="A target without a carrier would leave the territory short.",
    ),
    "blend-share-out-of-range": _m(
        "The share of the history is {found}; it must be from 0 to 1. Enter 0.7 for 70 percent.",
        "歷史實績的佔比為 {found}，必須在 0 到 1 之間。百分之七十請輸入 0.7。",
        "历史实绩的占比为 {found}，必须在 0 到 1 之间。百分之七十请输入 0.7。",
        why="The rest is the share of the potential, which cannot be negative.",
    ),
    "margins-differ": _m(
        "The rows add up to {rows}, the columns to {columns}, a difference of {difference}. Make the two totals agree.",
        "各列合計 {rows}，各欄合計 {columns}，相差 {difference}。請使兩個合計一致。",
        "各行合计 {rows}，各列合计 {columns}，相差 {difference}。请使两个合计一致。",
        why="No table can have two different totals.",
    ),
    "shares-not-100": _m(
        "The shares of the salespeople add up to {found} %, not 100 % (difference {difference}): {shares}. "
        "Correct the shares.",
        "業務員的佔比合計 {found} %，不是 100 %（相差 {difference}）：{shares}。請更正佔比。",
        "业务员的占比合计 {found} %，不是 100 %（相差 {difference}）：{shares}。请更正占比。",
        why="One sale is credited once, no more and no less.",
    ),
    "plan-head": _m(
        "The plan of {workbook} cannot be used yet. {reason}",
        "{workbook} 的計劃還無法使用。{reason}",
        "{workbook} 的计划还无法使用。{reason}",
        why="Year and measure say which plan progress is compared with.",
    ),
    "plan-missing": _m(
        "No plan is stored for {year} ({measure}). Split the plan first.",
        "沒有 {year} 年度的計劃（{measure}）。請先分解目標。",
        "没有 {year} 年度的计划（{measure}）。请先分解目标。",
        why="Progress needs a target to be measured by.",
    ),
    "no-salespeople": _m(
        "No salesperson was there[ in {period}]. Post the salespeople first, or check when they joined and left.",
        "[{period} 期間]沒有在職的業務員。請先將業務員過帳，或檢查到職日與離職日。",
        "[{period} 期间]没有在职的业务员。请先将业务员过账，或检查到职日与离职日。",
        why="Plans and scorecards are made for people.",
    ),
    "month-not-in-year": _m(
        "Month {month} is not in fiscal year {year}. Enter a month of that year, or correct the year of the plan.",
        "月份 {month} 不在 {year} 年度內。請輸入該年度的月份，或更正計劃的年度。",
        "月份 {month} 不在 {year} 年度内。请输入该年度的月份，或更正计划的年度。",
        why="Its weight would count for nothing, and nobody would notice.",
    ),
    "month-twice": _m(
        "Month {month} is listed more than once. Leave each month only once.",
        "月份 {month} 重複出現。每個月份請只保留一列。",
        "月份 {month} 重复出现。每个月份请只保留一行。",
        why="Which of two weights holds, only people know.",
    ),
    "reverse-not-possible": _m(
        "{document} ({kind}) was not reversed. A target plan is not reversed; split a new one instead.",
        "{document}（{kind}）未沖銷。目標計劃不能沖銷，請改為重新分解新的計劃。",
        "{document}（{kind}）未冲销。目标计划不能冲销，请改为重新分解新的计划。",
        why="A new plan takes the place of the old one by itself; a mirror would add nothing.",
    ),
    "month-not-begun": _m(
        "{found} has not begun; today is {today}. Choose a month that has, or act as of a later day with --today.",
        "{found} 尚未開始，今天是 {today}。請選擇已開始的月份，或以 --today 指定較晚的日期。",
        "{found} 尚未开始，今天是 {today}。请选择已开始的月份，或以 --today 指定较晚的日期。",
        why="A month without any figures would grade everybody with the lowest.",
    ),
    "month-wrong": _m(
        "“{found}” is not a month. Enter it as year-month, such as 2026-03.",
        "「{found}」不是月份。請依年-月輸入，例如 2026-03。",
        "“{found}”不是月份。请按年-月输入，例如 2026-03。",
        why="A month without its year belongs to no plan.",
    ),
    "year-wrong": _m(
        "“{found}” is not a year. Enter four digits, such as 2026.",
        "「{found}」不是年度。請輸入四位數字，例如 2026。",
        "“{found}”不是年度。请输入四位数字，例如 2026。",
        why="26 might be a month, a day or a year.",
    ),
    # ---- Appraisal ----
    "weights-not-100": _m(
        "Weights add up to {found}, not 100 (100 − {found} = {missing}). Change the weights of one or more criteria.",
        "權重合計 {found}，不是 100（100 − {found} = {missing}）。請調整一個或多個指標的權重。",
        "权重合计 {found}，不是 100（100 − {found} = {missing}）。请调整一个或多个指标的权重。",
        why="Only then do totals of different people compare.",
    ),
    "criterion-twice": _m(
        "Criterion {criterion} is listed twice. Give one of them another code, or delete it.",
        "考核指標 {criterion} 重複。請給其中一個另一個代號，或刪除它。",
        "考核指标 {criterion} 重复。请给其中一个另一个代号，或删除它。",
        why="Results are kept by the code of the criterion.",
    ),
    "source-unknown": _m(
        "There is no source “{source}”. Choose one of: {known}.",
        "沒有「{source}」這個資料來源。請選擇其中之一：{known}。",
        "没有“{source}”这个资料来源。请选择其中之一：{known}。",
        why="The result of a criterion is counted from this source.",
    ),
    "scale-incomplete": _m(
        "Criterion {criterion} has only a part of floor, target and cap. "
        "Fill in all three, or none to take the result as points.",
        "指標 {criterion} 的下限、目標、上限只填了一部分。請三者都填；若以實績直接計分則三者都留空。",
        "指标 {criterion} 的下限、目标、上限只填了一部分。请三者都填；若以实绩直接计分则三者都留空。",
        why="With a part of the scale missing the figure itself would silently become the points.",
    ),
    "criterion-not-rated": _m(
        "Criterion {criterion} is measured by {source}, so a rating of it would not count. "
        "Name one whose source is rated, or leave the criterion blank to rate conduct.",
        "指標 {criterion} 的資料來源是「{source}」，對它評分不會計入。"
        "請改填資料來源為「評分」的指標；評職業操守則留空。",
        "指标 {criterion} 的资料来源是“{source}”，对它评分不会计入。请改填资料来源为“评分”的指标；评职业操守则留空。",
        why="What is counted from papers and what a manager gives are told apart on the card.",
    ),
    "visit-without-note": _m(
        "The visit to {customer} has no note, so it does not count. Write what came of it.",
        "拜訪客戶 {customer} 沒有拜訪紀要，因此不計入。請寫下結果。",
        "拜访客户 {customer} 没有拜访纪要，因此不计入。请写下结果。",
        why="Only visits with a note count (DOMAIN 14).",
    ),
    "record-twice": _m(
        "{code} stands twice for the same first day, in row {row} already, with other content. "
        "Delete one row, or give a Valid from.",
        "{code} 在同一生效日出現兩次（第 {row} 列已有），內容不同。請刪除其中一列，或填寫生效日。",
        "{code} 在同一生效日出现两次（第 {row} 行已有），内容不同。请删除其中一行，或填写生效日。",
        why="Nobody could tell which of the two counts.",
    ),
    "row-outdated": _m(
        "{field} is {stored} by now[, not {before} any more]: {by} changed it on {moment} ({workbook}), after this "
        "row was filled. Posting would put {found} in its place. Press Refresh, look at the row and post it again.",
        "「{field}」現為 {stored}[，已非 {before}]：{by} 於 {moment} 變更（{workbook}），晚於此列填入的時間。"
        "過帳將以 {found} 取代。請按「更新」，檢視後再過帳。",
        "“{field}”现为 {stored}[，已非 {before}]：{by} 于 {moment} 变更（{workbook}），晚于此行填入的时间。"
        "过账将以 {found} 取代。请按“更新”，查看后再过账。",
        why="Whoever posts an old sheet must not undo what others have changed since without knowing it.",
    ),
    "row-behind": _m(
        "{field} is {stored} by now[, not {before} any more]: {by} changed it on {moment} ({workbook}). This row is "
        "older and was left alone. Refresh shows what counts.",
        "「{field}」現為 {stored}[，已非 {before}]：{by} 於 {moment} 變更（{workbook}）。此列較舊，未予過帳。"
        "按「更新」顯示現值。",
        "“{field}”现为 {stored}[，已非 {before}]：{by} 于 {moment} 变更（{workbook}）。此行较旧，未予过账。"
        "按“更新”显示现值。",
        why="Nobody has typed in the row, so nothing is to be posted and nothing is wrong.",
    ),
    "row-sets-back": _m(
        "This sets {field} back from {stored} to {found}, as it was before {by} changed it on {moment} ({workbook}). "
        "If that is not meant, enter {stored} and post again.",
        "此列將「{field}」由 {stored} 改回 {found}，即 {by} 於 {moment} 變更（{workbook}）之前的值。"
        "若非本意，請填 {stored} 後重新過帳。",
        "此行将“{field}”由 {stored} 改回 {found}，即 {by} 于 {moment} 变更（{workbook}）之前的值。"
        "若非本意，请填 {stored} 后重新过账。",
        why="A sheet of an older make does not say how old its rows are, and going back may be meant.",
    ),
    "row-kept": _m(
        "The ledger says {stored} by now[, not {before} any more]: {by} changed it on {moment} ({workbook}). "
        "What you typed, {found}, was kept; posting puts it in the place of {stored}.",
        "帳上現為 {stored}[，已非 {before}]：{by} 於 {moment} 變更（{workbook}）。"
        "您輸入的 {found} 已保留；過帳後將取代 {stored}。",
        "账上现为 {stored}[，已非 {before}]：{by} 于 {moment} 变更（{workbook}）。"
        "您录入的 {found} 已保留；过账后将取代 {stored}。",
        why="Refresh loses nothing that a person typed, and hides no newer value.",
    ),
    "self-check-differs": _m(
        "{header} is {found} here and {stored} by the ledger.",
        "「{header}」在此為 {found}，依帳本為 {stored}。",
        "“{header}”在此为 {found}，依账本为 {stored}。",
        why="Every figure of a sheet can be rebuilt; where it differs, it is old or was typed over.",
    ),
    "self-check-row-gone": _m(
        "This row stands here and not in the ledger[: {row}].",
        "此列在工作表上有，帳本沒有[：{row}]。",
        "此行在工作表上有，账本没有[：{row}]。",
        why="A row that is out of date, or typed into a list that salesbook fills.",
    ),
    "self-check-row-missing": _m(
        "The ledger has a row that is missing here[: {row}].",
        "帳本有而此處缺少的列[：{row}]。",
        "账本有而此处缺少的行[：{row}]。",
        why="A row that came later, or was deleted.",
    ),
    "self-check-not-posted": _m(
        "{field} is {found} here and {stored} in the ledger; the row was changed and not posted.",
        "「{field}」在此為 {found}，帳本為 {stored}；此列已修改但未過帳。",
        "“{field}”在此为 {found}，账本为 {stored}；此行已修改但未过账。",
        why="What was typed counts only once it is posted.",
    ),
    "self-check-nothing": _m(
        "{workbook} holds nothing that came from the ledger. "
        "Give a workbook of documents, master data or planning, a dashboard or scorecards.",
        "{workbook} 沒有任何來自帳本的資料。請指定單據、基礎資料、目標計劃、儀表板或考核表活頁簿。",
        "{workbook} 没有任何来自账本的数据。请指定单据、基础资料、目标计划、仪表板或考核表工作簿。",
        why="An empty check would look like a clean one.",
    ),
    "self-check-done": _m(
        "{workbook}: {rows:row|rows} compared, {found:difference|differences}[; filled at ledger version {filled}], "
        "ledger version {version} now.",
        "{workbook}：比對 {rows} 列，{found} 處不同[；填入時為帳本第 {filled} 版]，現為第 {version} 版。",
        "{workbook}：比对 {rows} 行，{found} 处不同[；填入时为账本第 {filled} 版]，现为第 {version} 版。",
        why="Says what was looked at, so that no difference means something.",
    ),
    "scale-out-of-order": _m(
        "The scale of {criterion} is out of order: floor {floor}, target {target}, cap {cap}. "
        "They must rise from floor to cap, or fall where less is better.",
        "{criterion} 的計分尺度順序不對：下限 {floor}、目標 {target}、上限 {cap}。"
        "請由下限遞增到上限；數值越小越好時則遞減。",
        "{criterion} 的计分尺度顺序不对：下限 {floor}、目标 {target}、上限 {cap}。"
        "请由下限递增到上限；数值越小越好时则递减。",
        why="Otherwise one result would have two scores.",
    ),
    "scale-points-out-of-order": _m(
        "The points of {criterion} are out of order: floor {floor}, target {target}, cap {cap}. "
        "Enter points that rise from 0 upwards.",
        "{criterion} 的分數順序不對：下限 {floor}、目標 {target}、上限 {cap}。請輸入由 0 起遞增的分數。",
        "{criterion} 的分数顺序不对：下限 {floor}、目标 {target}、上限 {cap}。请输入由 0 起递增的分数。",
        why="A better result never brings fewer points.",
    ),
    "bands-missing": _m(
        "Criterion {criterion} has no steps. Enter at least one.",
        "考核指標 {criterion} 沒有級距。請至少輸入一個。",
        "考核指标 {criterion} 没有级距。请至少输入一个。",
        why="Without steps no result has points.",
    ),
    "bands-gap": _m(
        "The steps of {criterion} leave a gap[ from {low}][ below {high}]. Extend a step to close it.",
        "{criterion} 的級距有缺口[（從 {low} 起）][（{high} 以下）]。請延伸級距補上。",
        "{criterion} 的级距有缺口[（从 {low} 起）][（{high} 以下）]。请延伸级距补上。",
        why="A result in the gap would have no points.",
    ),
    "bands-overlap": _m(
        "The steps of {criterion} overlap[ from {low}][ to {high}]. Let each step begin where the one before ends.",
        "{criterion} 的級距重疊[（從 {low} 起）][（到 {high} 為止）]。請讓每一級從前一級結束處開始。",
        "{criterion} 的级距重叠[（从 {low} 起）][（到 {high} 为止）]。请让每一级从前一级结束处开始。",
        why="A result in the overlap would have two scores.",
    ),
    "criteria-missing": _m(
        "No criteria are in force[ on {date}]. Fill the Criteria sheet and post it first.",
        "[{date} ]沒有生效的考核指標。請先填寫「考核指標」工作表並過帳。",
        "[{date} ]没有生效的考核指标。请先填写“考核指标”工作表并过账。",
        why="A scorecard needs something to score.",
    ),
    "criterion-without-data": _m(
        "There are no figures for {criterion}; its weight {weight} was spread over the other criteria. "
        "Enter the figures if there should be some.",
        "{criterion} 沒有資料，其權重 {weight} 已分攤給其他指標。如應有資料，請補登。",
        "{criterion} 没有数据，其权重 {weight} 已分摊给其他指标。如应有数据，请补录。",
        why="What was not measured is neither zero nor full marks.",
    ),
    "nothing-to-score": _m(
        "No criterion has any figures, so there is no total. Post visits, attendance or sales of the period first.",
        "沒有任何指標有資料，因此沒有總分。請先將該期間的拜訪、出勤或銷售過帳。",
        "没有任何指标有数据，因此没有总分。请先将该期间的拜访、出勤或销售过账。",
        why="No total is fairer than a total of nothing.",
    ),
    "deduction-limited": _m(
        "Deductions for “{kind}” come to {asked} points; the limit is {taken}, so {taken} were taken off.",
        "「{kind}」應扣 {asked} 分，上限為 {taken} 分，因此扣 {taken} 分。",
        "“{kind}”应扣 {asked} 分，上限为 {taken} 分，因此扣 {taken} 分。",
        why="The rulebook limits what one kind of incident may cost in a period.",
    ),
    "veto-caps-total": _m(
        "Incident {incident} (“{kind}”) limits the total to {cap}. See the incident for evidence and decision.",
        "事件 {incident}（「{kind}」）為一票否決，總分上限為 {cap}。證據與決定請見該事件。",
        "事件 {incident}（“{kind}”）为一票否决，总分上限为 {cap}。证据与决定请见该事件。",
        why="A proven serious act is not balanced by good sales.",
    ),
    "too-few-scored-months": _m(
        "Only {found:month has|months have} a score; the year needs {needed}. There is no total for the year yet.",
        "只有 {found} 個月有分數，年度需要 {needed} 個月，因此還沒有年度總分。",
        "只有 {found} 个月有分数，年度需要 {needed} 个月，因此还没有年度总分。",
        why="A few months do not stand for a year.",
    ),
    "year-end-score-missing": _m(
        "The year-end scorecard has no score yet. Finish it to get the total for the year.",
        "年終考核表還沒有分數。請先完成，才有年度總分。",
        "年终考核表还没有分数。请先完成，才有年度总分。",
        why="It is a fixed part of the year's total.",
    ),
    # ---- Workbooks and their templates ----
    "no-known-table": _m(
        "{workbook} has no sheet that salesbook knows; tables found: {found}. "
        "Open a workbook made by salesbook. Nothing was read.",
        "{workbook} 沒有 salesbook 認得的工作表；找到的表格：{found}。請開啟由 salesbook 建立的活頁簿。"
        "未讀取任何資料。",
        "{workbook} 没有 salesbook 认得的工作表；找到的表格：{found}。请打开由 salesbook 建立的工作簿。"
        "未读取任何数据。",
        why="Tables are found by name, never by guessing.",
    ),
    "table-missing": _m(
        "[{workbook} has no table {table}]; tables found: {found}. "
        "Use a workbook that has this sheet, or make a new one.",
        "[{workbook} 沒有表格 {table}]；找到的表格：{found}。請使用有此工作表的活頁簿，或建立新的活頁簿。",
        "[{workbook} 没有表格 {table}]；找到的表格：{found}。请使用有此工作表的工作簿，或建立新的工作簿。",
        why="Tables are found by name, never by guessing.",
    ),
    "header-missing": _m(
        "Table {table} on sheet {sheet} has no column “{header}” ({header_zh}); unknown columns: {found}. "
        "[Is it “{similar}”? ]Put the header back. Nothing was read.",
        "工作表 {sheet} 的表格 {table} 沒有「{header_zh}」（{header}）欄；不認得的欄：{found}。[是「{similar}」嗎？]"
        "請還原欄標題。未讀取任何資料。",
        "工作表 {sheet} 的表格 {table} 没有“{header_zh}”（{header}）列；不认得的列：{found}。[是“{similar}”吗？]"
        "请还原列标题。未读取任何数据。",
        why="Columns are found by their header, so that people may move them.",
    ),
    "header-twice": _m(
        "Table {table} on sheet {sheet} has the column “{header}” twice. Rename or delete one of them. "
        "Nothing was read.",
        "工作表 {sheet} 的表格 {table} 有兩個「{header}」欄。請將其中一欄改名或刪除。未讀取任何資料。",
        "工作表 {sheet} 的表格 {table} 有两个“{header}”列。请将其中一列改名或删除。未读取任何数据。",
        why="Which of the two holds, only people know.",
    ),
    "name-missing": _m(
        "The cell for “{field}” has lost its name {name}. Copy the form from a new workbook. Nothing was read.",
        "「{field}」的儲存格已失去名稱 {name}。請從新的活頁簿複製這張表單。未讀取任何資料。",
        "“{field}”的单元格已失去名称 {name}。请从新的工作簿复制此表单。未读取任何数据。",
        why="Cells of a form are found by their name, so that people may move them.",
    ),
    "template-version": _m(
        "{workbook} was made for version {found} of the sheets; this program knows {known}. "
        "Make a new workbook, or update salesbook.",
        "{workbook} 的工作表版本為 {found}，本程式支援的版本為 {known}。請建立新的活頁簿，或更新 salesbook。",
        "{workbook} 的工作表版本为 {found}，本程序支持的版本为 {known}。请建立新的工作簿，或更新 salesbook。",
        why="A sheet of another version may mean something else by the same header.",
    ),
    "nothing-to-export": _m(
        "The ledger holds nothing yet, so there is nothing to take out. Post something first.",
        "帳上還沒有任何資料，無可匯出。請先過帳。",
        "账上还没有任何数据，无可导出。请先过账。",
        why="An empty workbook would look like a loss.",
    ),
    "folder-not-writable": _m(
        "The folder {folder} does not take the files: {reason}. Nothing was left there; choose another folder.",
        "資料夾 {folder} 無法寫入檔案：{reason}。沒有留下任何檔案；請改用其他資料夾。",
        "文件夹 {folder} 无法写入文件：{reason}。没有留下任何文件；请改用其他文件夹。",
        why="Half an export must not be taken for a whole one.",
    ),
    "export-done": _m(
        "{rows:row|rows} exported from version {version} of the ledger:",
        "已匯出 {rows} 列（帳本版本 {version}）：",
        "已导出 {rows} 行（账本版本 {version}）：",
        why="The version says which state of the ledger it is.",
    ),
    "export-as-of": _m("as of {day}", "截至 {day}", "截至 {day}", why="A part must not be taken for the whole."),
    "export-known-at": _m(
        "as stored until {day}",
        "{day} 前已過帳的資料",
        "{day} 前已过账的数据",
        why="A part must not be taken for the whole.",
    ),
    "workbook-exists": _m(
        "{file} exists already and was left as it is. Choose another name, or move the old file away.",
        "{file} 已存在，未作任何變更。請改用其他名稱，或移走舊檔案。",
        "{file} 已存在，未作任何更改。请改用其他名称，或移走旧文件。",
        why="A workbook with people's entries is never overwritten.",
    ),
    "sheet-name-taken": _m(
        "{workbook} has a sheet {sheet} of your own, and a sheet of salesbook would get that name. Rename yours first.",
        "{workbook} 已有您自建的工作表「{sheet}」，與本系統工作表的新名稱相同。請先將其改名。",
        "{workbook} 已有您自建的工作表“{sheet}”，与本系统工作表的新名称相同。请先将其改名。",
        why="Two sheets cannot have one name, and a sheet of people's own is never renamed.",
    ),
    "no-words-to-translate": _m(
        "{workbook} is no workbook of documents, master data, planning or appraisal, so it keeps its language.",
        "{workbook} 不是單據、基本資料、規劃或考核活頁簿，語言維持不變。",
        "{workbook} 不是单据、基础资料、规划或考核工作簿，语言保持不变。",
        why="Only workbooks that people go on typing in are given another language; reports are made anew.",
    ),
    "translated": _m(
        "{workbook} is in English now. What was typed has stayed as it was.",
        "{workbook} 已改為繁體中文，已輸入的內容維持不變。",
        "{workbook} 已改为简体中文，已录入的内容保持不变。",
        why="The sentence is in the language that the workbook has now.",
    ),
    "workbook-not-found": _m(
        "There is no workbook {workbook}[ in {folder}]. Check the name and the folder.",
        "[{folder} 裡]找不到活頁簿 {workbook}。請檢查名稱與資料夾。",
        "[{folder} 里]找不到工作簿 {workbook}。请检查名称与文件夹。",
        why="A slip in the name must not make a new file.",
    ),
    "workbook-unreadable": _m(
        "{workbook} cannot be read as an Excel workbook[ ({reason})]. Open it in Excel and save it anew as .xlsx.",
        "{workbook} 無法當作 Excel 活頁簿讀取[（{reason}）]。請用 Excel 開啟後另存為 .xlsx。",
        "{workbook} 无法作为 Excel 工作簿读取[（{reason}）]。请用 Excel 打开后另存为 .xlsx。",
        why="Old or damaged files cannot be written back safely.",
    ),
    "workbook-open-elsewhere": _m(
        "{workbook} is open elsewhere[, by {owner},] and cannot be saved. "
        "Close it there and try again; nothing is posted twice.[ If nobody has it open, delete the leftover file "
        "{lock_file}.]",
        "{workbook} 已在別處開啟[（{owner}）]，無法儲存。請在該處關閉後再試一次，不會重複過帳。"
        "[若無人開啟，請刪除殘留的檔案 {lock_file}。]",
        "{workbook} 已在别处打开[（{owner}）]，无法保存。请在该处关闭后再试一次，不会重复过账。"
        "[若无人打开，请删除残留的文件 {lock_file}。]",
        why="Two people saving one file lose the work of one of them.",
    ),
    "no-room-below-table": _m(
        "Table {table}[ on sheet {sheet}] cannot grow: something stands below it[ in row {row}]. "
        "Move it away and try again.",
        "表格 {table}[（工作表 {sheet}）]無法延伸：下方[第 {row} 列]有內容。請移開後再試一次。",
        "表格 {table}[（工作表 {sheet}）]无法扩展：下方[第 {row} 行]有内容。请移开后再试一次。",
        why="What people wrote below a table is never overwritten.",
    ),
    "workbook-changed-elsewhere": _m(
        "{workbook} was saved by somebody else in the meantime. Nothing was written; try again on the new state.",
        "{workbook} 在此期間已被他人儲存。未寫入任何內容，請以新的內容再試一次。",
        "{workbook} 在此期间已被他人保存。未写入任何内容，请以新的内容再试一次。",
        why="Saving over it would lose what the other person entered.",
    ),
    "workbook-not-writable": _m(
        "{workbook} cannot be saved[ ({reason})]. "
        "Close it in Excel if it is open, and check that the file and its folder "
        "may be written. Trying again is safe; nothing is posted twice.",
        "{workbook} 無法儲存[（{reason}）]。若已在 Excel 開啟請先關閉，並檢查檔案與資料夾是否可寫入。"
        "可以安心再試一次，不會重複過帳。",
        "{workbook} 无法保存[（{reason}）]。若已在 Excel 打开请先关闭，并检查文件与文件夹是否可写入。"
        "可以放心再试一次，不会重复过账。",
        why="Excel on Windows holds a file that it has open.",
    ),
    "sheet-missing": _m(
        "{workbook} has no sheet {sheet}[; sheets found: {found}]. Put the sheet back, or make a new workbook.",
        "{workbook} 沒有工作表 {sheet}[；找到的工作表：{found}]。請還原該工作表，或建立新的活頁簿。",
        "{workbook} 没有工作表 {sheet}[；找到的工作表：{found}]。请还原该工作表，或建立新的工作簿。",
        why="A result is never written to another sheet instead.",
    ),
    "text-too-long": _m(
        "The text for cell {cell} has {length} characters; Excel allows 32767 in one cell. Shorten it.",
        "儲存格 {cell} 的文字有 {length} 個字元，Excel 每格最多 32767 個。請縮短文字。",
        "单元格 {cell} 的文字有 {length} 个字符，Excel 每格最多 32767 个。请缩短文字。",
        why="Excel would report the file as damaged.",
    ),
    "excel-refused": _m(
        "Excel did not do what it was asked to. Close any open dialog, leave the cell being edited and try again; "
        "nothing is posted twice.",
        "Excel 沒有完成要求的動作。請關閉開啟中的對話方塊，離開編輯中的儲存格後再試一次；不會重複過帳。",
        "Excel 没有完成要求的操作。请关闭打开的对话框，离开正在编辑的单元格后再试一次；不会重复过账。",
        why="Excel's own words for this are numbers that help nobody.",
    ),
    "workbook-never-saved": _m(
        "{workbook} was never saved. Save it in the company folder, then try again.",
        "{workbook} 尚未儲存。請先儲存到公司資料夾，再試一次。",
        "{workbook} 尚未保存。请先保存到公司文件夹，再试一次。",
        why="The company is found by the folder that the workbook lies in.",
    ),
    "workbook-only-online": _m(
        "{workbook} lies online at {address}, and no copy of it was found on this computer. Sync its folder with "
        "OneDrive, open the workbook from the folder on this computer, and press again.",
        "{workbook} 位於網路上的 {address}，在這台電腦上找不到它的副本。請用 OneDrive 同步該資料夾，"
        "從這台電腦的資料夾開啟活頁簿後再按一次。",
        "{workbook} 位于网络上的 {address}，在这台电脑上找不到它的副本。请用 OneDrive 同步该文件夹，"
        "从这台电脑的文件夹打开工作簿后再按一次。",
        why="Excel gives the address of a synced workbook, and files cannot be read or written there.",
    ),
    "excel-busy": _m(
        "Excel is busy, perhaps because a cell is being edited. Press Enter or Esc in Excel and try again.",
        "Excel 正忙，可能有儲存格正在編輯。請在 Excel 按 Enter 或 Esc，再試一次。",
        "Excel 正忙，可能有单元格正在编辑。请在 Excel 按 Enter 或 Esc，再试一次。",
        why="Excel takes no orders while a cell is being edited or a window asks something.",
    ),
    # ---- Company folder and settings ----
    "company-folder-missing": _m(
        "No company folder was found at {folder} (there is no salesbook.toml). "
        "Move the workbook into the company folder, or name the folder.",
        "在 {folder} 找不到公司資料夾（沒有 salesbook.toml）。請將活頁簿移到公司資料夾內，或指定資料夾。",
        "在 {folder} 找不到公司文件夹（没有 salesbook.toml）。请将工作簿移到公司文件夹内，或指定文件夹。",
        why="Settings and ledger lie in the company folder.",
    ),
    "company-exists": _m(
        "{folder} is a company folder already and was left as it is. Choose another folder.",
        "{folder} 已經是公司資料夾，未作任何變更。請選擇其他資料夾。",
        "{folder} 已经是公司文件夹，未作任何更改。请选择其他文件夹。",
        why="A ledger in use is never replaced.",
    ),
    "demo-folder-used": _m(
        "{folder} is not empty, so the demo was not put there. Choose a new or empty folder.",
        "{folder} 不是空的，因此未建立示範資料。請選擇新的或空的資料夾。",
        "{folder} 不是空的，因此未建立演示数据。请选择新的或空的文件夹。",
        why="The demo must never mix with real documents.",
    ),
    "settings-unreadable": _m(
        "The settings {file} cannot be read: {reason}. Correct it and try again.",
        "無法讀取設定檔 {file}：{reason}。請更正後再試一次。",
        "无法读取设置文件 {file}：{reason}。请更正后再试一次。",
        why="With half of its settings a company would post by wrong rules.",
    ),
    "setting-wrong": _m(
        "The setting {key} in {file} is “{found}”: {reason}. Correct it and try again.",
        "{file} 中的設定 {key} 為「{found}」：{reason}。請更正後再試一次。",
        "{file} 中的设置 {key} 为“{found}”：{reason}。请更正后再试一次。",
        why="A misspelt setting must not be taken for the default.",
    ),
    "reason-line": _m(
        "line {line} is not written as key = value",
        "第 {line} 行不是「名稱 = 值」的寫法",
        "第 {line} 行不是“名称 = 值”的写法",
        why="The line is where the eye must go.",
    ),
    # ---- Importing sheets that are not ours ----
    "import-no-table": _m(
        "Nothing in {file} looks like the header of a list of {kind}; sheets: {sheets}. Say which column is which, "
        "such as --column Quantity=Pieces, or another --kind. Nothing was imported.",
        "{file} 裡找不到像「{kind}」的欄標題；工作表：{sheets}。請指定欄位，例如 --column 數量=件數，或改用其他 "
        "--kind。未匯入任何資料。",
        "{file} 里找不到像“{kind}”的列标题；工作表：{sheets}。请指定列，例如 --column 数量=件数，或改用其他 "
        "--kind。未导入任何数据。",
        why="A list is found by the words of its header, never by where it stands.",
    ),
    "import-kind-open": _m(
        "Nobody can tell what this file holds. Say it with --kind: {kinds}.",
        "看不出這個檔案的內容。請用 --kind 指定：{kinds}。",
        "看不出此文件的内容。请用 --kind 指定：{kinds}。",
        why="Orders and invoices have the same columns.",
    ),
    "import-column-missing": _m(
        "{file} has no column for {field} ({field_zh}); columns that are not read: {found}. Name it with --column "
        "{field}=HEADER, or give every row the same with --fix {field}=TEXT. Nothing was imported.",
        "{file} 沒有「{field_zh}」（{field}）欄；未讀取的欄：{found}。請用 --column {field_zh}=欄標題 指定，"
        "或用 --fix {field_zh}=內容 給每一列相同的內容。未匯入任何資料。",
        "{file} 没有“{field_zh}”（{field}）列；未读取的列：{found}。请用 --column {field_zh}=列标题 指定，"
        "或用 --fix {field_zh}=内容 给每一行相同的内容。未导入任何数据。",
        why="A document without it cannot be understood.",
    ),
    "import-no-field": _m(
        "There is no field {field}. Choose one of: {fields}.",
        "沒有欄位「{field}」。請選擇其中之一：{fields}。",
        "没有字段“{field}”。请选择其中之一：{fields}。",
        why="What is mapped must be something that the list has.",
    ),
    "import-no-header": _m(
        "The sheet has no column “{header}”; it has: {found}. Nothing was imported.",
        "工作表沒有「{header}」欄；現有的欄：{found}。未匯入任何資料。",
        "工作表没有“{header}”列；现有的列：{found}。未导入任何数据。",
        why="A column that was named must not be replaced by another one silently.",
    ),
    "import-option": _m(
        "“{found}” is no pair. Write {option} FIELD=TEXT, such as {option} Quantity=Pieces.",
        "「{found}」格式不對。請寫成 {option} 欄位=內容，例如 {option} 數量=件數。",
        "“{found}”格式不对。请写成 {option} 字段=内容，例如 {option} 数量=件数。",
        why="Two things are said at once, a field and what belongs to it.",
    ),
    "import-plan": _m(
        "{file}, sheet {sheets}, is read as {kind} (profile {profile}):",
        "{file} 工作表 {sheets} 讀作 {kind}（設定檔 {profile}）：",
        "{file} 工作表 {sheets} 读作 {kind}（配置 {profile}）：",
        why="People see what a file is taken for before anything is posted.",
    ),
    "import-word-field": _m("Field", "欄位", "字段", why="Of our list."),
    "import-word-column": _m("Column", "來源欄", "来源列", why="Of the file."),
    "import-word-how": _m("Because of", "依據", "依据", why="How sure it is."),
    "import-word-example": _m("First value", "第一個值", "第一个值", why="To see that it is the right column."),
    "import-how-title": _m("its title", "欄標題相同", "列标题相同", why="The header is one of our titles."),
    "import-how-other_word": _m("another word for it", "同義的標題", "同义的标题", why="Known to mean the same."),
    "import-how-similar": _m(
        "similar, not read", "相似，未讀取", "相似，未读取", why="Only a person can say whether it is the same."
    ),
    "import-how-chosen": _m("chosen", "指定", "指定", why="A person or the profile says so."),
    "import-how-fixed": _m("the same in every row", "每列相同", "每行相同", why="A person or the profile says so."),
    "import-how-label": _m("stands above the table", "在表格上方", "在表格上方", why="Forms have label and value."),
    "import-how-number": _m(
        "a number shown as a date", "以日期顯示的數字", "以日期显示的数字", why="The file has a wrong format there."
    ),
    "import-missing": _m(
        "Not found: {fields}.", "找不到：{fields}。", "找不到：{fields}。", why="Without them nothing can be imported."
    ),
    "import-left-out": _m(
        "Not read: {headers}.", "未讀取：{headers}。", "未读取：{headers}。", why="Nothing is dropped silently."
    ),
    "import-would": _m(
        "{imported:row is|rows are} good, {refused} would be refused, {totals:is a total|are totals}. "
        "Nothing was stored; import with --post.",
        "{imported} 列可匯入，{refused} 列將被拒絕，{totals} 列為合計。尚未存入任何資料；加上 --post 才會匯入。",
        "{imported} 行可导入，{refused} 行将被拒绝，{totals} 行为合计。尚未存入任何数据；加上 --post 才会导入。",
        why="The counts add up to the rows of the file.",
    ),
    "import-done": _m(
        "{imported:row|rows} imported, {refused} refused, {totals:total|totals} left out.",
        "已匯入 {imported} 列，拒絕 {refused} 列，略過合計 {totals} 列。",
        "已导入 {imported} 行，拒绝 {refused} 行，略过合计 {totals} 行。",
        why="The counts add up to the rows of the file.",
    ),
    "import-waiting": _m(
        "Of these, {waiting:row waits|rows wait} for an approval; see salesbook approvals.",
        "其中 {waiting} 列等待核准；請見 salesbook approvals。",
        "其中 {waiting} 行等待批准；请见 salesbook approvals。",
        why="What waits is kept, but nothing is promised or moved by it yet.",
    ),
    "import-blank": _m(
        "{blank:row has|rows have} nothing in the columns that are read.",
        "{blank} 列在讀取的欄中沒有內容。",
        "{blank} 行在读取的列中没有内容。",
        why="A note below a table is no line, and is not passed over silently.",
    ),
    "import-others": _m(
        "{others:row is|rows are} for another import.",
        "{others} 列留待其他匯入。",
        "{others} 行留待其他导入。",
        why="One sheet may hold several kinds of paper, told apart by a column.",
    ),
    "import-table": _m(
        "A table of its own, sheet {sheet}, header in row {row}, {rows:row|rows}[: {title}].",
        "另一張表：工作表 {sheet}，欄標題在第 {row} 列，共 {rows} 列[：{title}]。",
        "另一张表：工作表 {sheet}，列标题在第 {row} 行，共 {rows} 行[：{title}]。",
        why="People see which tables of a sheet are taken for lists of this kind.",
    ),
    "import-other-table": _m(
        "Not read: {rows:row|rows} under the header in row {row} of sheet {sheet} ({headers}), which is not "
        "taken for a list of {kind}. Import it on its own with its --kind.",
        "未讀取：工作表 {sheet} 第 {row} 列欄標題（{headers}）以下 {rows} 列，"
        "不視為「{kind}」。請另以該種類的 --kind 匯入。",
        "未读取：工作表 {sheet} 第 {row} 行列标题（{headers}）以下 {rows} 行，"
        "不视为“{kind}”。请另以该种类的 --kind 导入。",
        why="What is no row of the list above must neither be posted as one nor be lost silently.",
    ),
    "import-table-lacks": _m(
        "Not read: {rows:row|rows} under the header in row {row} of sheet {sheet} ({headers}); the table has no "
        "{fields}. Write it into a column, or above the table with its name and a colon, such as Date: 2026-03-05.",
        "未讀取：工作表 {sheet} 第 {row} 列欄標題（{headers}）以下 {rows} 列；該表缺少{fields}。"
        "請補上該欄，或在表格上方寫明，例如「日期：2026-03-05」。",
        "未读取：工作表 {sheet} 第 {row} 行列标题（{headers}）以下 {rows} 行；该表缺少{fields}。"
        "请补上该列，或在表格上方写明，例如“日期：2026-03-05”。",
        why="Nobody knows whether what stands above another table holds for this one, too.",
    ),
    "import-header-repeated": _m(
        "Sheet {sheet}: the header of row {row} is repeated {times:time|times}, first in row {first}; it is no line.",
        "工作表 {sheet}：第 {row} 列的欄標題重複出現 {times} 次，首次在第 {first} 列；不視為明細。",
        "工作表 {sheet}：第 {row} 行的列标题重复出现 {times} 次，首次在第 {first} 行；不视为明细。",
        why="Printed lists repeat their header on each page.",
    ),
    "import-below": _m(
        "{below:row stands|rows stand} below the lines of a form, such as sums and terms, and are not read.",
        "{below} 列在表單明細下方（合計、條款等），未讀取。",
        "{below} 行在表单明细下方（合计、条款等），未读取。",
        why="The counts add up to the rows of the file.",
    ),
    "import-units-differ": _m(
        "Sheet {sheet}: the amounts below row {row} are in another unit than those below row {first}, as the words "
        "above them say. Import the tables one by one, each from a file of its own. Nothing was imported.",
        "工作表 {sheet}：第 {row} 列以下的金額單位與第 {first} 列以下不同（見其上方文字）。請將各表分別存成檔案再匯入。"
        "未匯入任何資料。",
        "工作表 {sheet}：第 {row} 行以下的金额单位与第 {first} 行以下不同（见其上方文字）。请将各表分别存成文件再导入。"
        "未导入任何数据。",
        why="An amount in 萬 that is read as one in 元 is wrong ten thousand times.",
    ),
    "row-below-total": _m(
        "Row {row} looks like a line, but stands below the sum of the form, so nobody can tell whether it is one. "
        "Nothing of this form was imported. Delete the row if it is no line; otherwise move it above the sum.",
        "第 {row} 列看似明細，卻在表單合計之下，無法判斷是否為明細。此表單未匯入。若非明細請刪除該列；"
        "若是請移到合計之上。",
        "第 {row} 行看似明细，却在表单合计之下，无法判断是否为明细。此表单未导入。若非明细请删除该行；"
        "若是请移到合计之上。",
        why="Optional goods below a total would be sold without being asked for, or a line would be lost.",
    ),
    "import-problems-file": _m(
        "{file} shows what is wrong, cell by cell.",
        "{file} 逐格標示問題所在。",
        "{file} 逐格标示问题所在。",
        why="The file itself is not changed.",
    ),
    "import-refused-file": _m(
        "The refused rows are in {file}: correct them there and import that file.",
        "被拒絕的列在 {file}：請在該檔更正後再匯入。",
        "被拒绝的行在 {file}：请在该文件更正后再导入。",
        why="What is good is not held up by what is not.",
    ),
    "import-no-months": _m(
        "{file} has no row of months such as Jan or 2026-01 above its amounts. Nothing was imported.",
        "{file} 的金額上方沒有月份列，例如 1月。未匯入任何資料。",
        "{file} 的金额上方没有月份行，例如 1月。未导入任何数据。",
        why="Targets are found by the months above them.",
    ),
    "import-no-year": _m(
        "{file} does not say of which year its months are. Add --fix Year=2026.",
        "{file} 沒有說明是哪一年的月份。請加上 --fix 年度=2026。",
        "{file} 没有说明是哪一年的月份。请加上 --fix 年度=2026。",
        why="A target belongs to one year.",
    ),
    "import-empty-months": _m(
        "{seat} has no target in month {months}; that is not a target of 0.",
        "{seat} 在 {months} 月沒有目標；這不等於目標為 0。",
        "{seat} 在 {months} 月没有目标；这不等于目标为 0。",
        why="Nobody fails a target that was never set.",
    ),
    "import-targets-would": _m(
        "{targets:target|targets} of {year}, {total} together; {totals:row of sums|rows of sums} left out. "
        "Nothing was stored; import with --post.",
        "{year} 年共 {targets} 筆目標，合計 {total}；略過小計 {totals} 列。尚未存入任何資料；加上 --post 才會匯入。",
        "{year} 年共 {targets} 笔目标，合计 {total}；略过小计 {totals} 行。尚未存入任何数据；加上 --post 才会导入。",
        why="The sum is what the planner compares with the sheet.",
    ),
    "import-targets-done": _m(
        "{targets:target|targets} of {year}, {total} together, posted as {document}; {totals:row of sums|rows of sums} "
        "left out.",
        "已匯入 {year} 年 {targets} 筆目標，合計 {total}，單號 {document}；略過小計 {totals} 列。",
        "已导入 {year} 年 {targets} 笔目标，合计 {total}，单号 {document}；略过小计 {totals} 行。",
        why="The sum is what the planner compares with the sheet.",
    ),
    "import-no-form": _m(
        "{file} holds no appraisal form: no row has a column of items and one of scores. Sheets: {sheets}. Say which "
        "column is which, such as --column Item=HEADER --column Score=HEADER. Nothing was imported.",
        "{file} 裡沒有考核表：找不到同時有指標欄與評分欄的一列。工作表：{sheets}。請指定欄位，例如 "
        "--column 考核指標=欄標題 --column 評分=欄標題。未匯入任何資料。",
        "{file} 里没有考核表：找不到同时有指标列与评分列的一行。工作表：{sheets}。请指定列，例如 "
        "--column 考核指标=列标题 --column 评分=列标题。未导入任何数据。",
        why="A form is found by the words of its header, never by where it stands.",
    ),
    "import-form": _m(
        "Sheet {sheet}: {person}[ {name}], {month}[, {department}][, {position}]",
        "工作表 {sheet}：{person}[ {name}]，{month}[，{department}][，{position}]",
        "工作表 {sheet}：{person}[ {name}]，{month}[，{department}][，{position}]",
        why="People see who is meant before anything is posted.",
    ),
    "import-form-refused": _m(
        "Of this form nothing is posted. Correct the sheet and import it again.",
        "這張考核表不會匯入。請更正工作表後再匯入。",
        "这张考核表不会导入。请更正工作表后再导入。",
        why="A form in part would give another total than the paper.",
    ),
    "import-no-form-in": _m(
        "No appraisal form was found in sheet {sheets}.",
        "工作表 {sheets} 裡沒有找到考核表。",
        "工作表 {sheets} 里没有找到考核表。",
        why="Nothing is dropped silently.",
    ),
    "import-forms-would": _m(
        "{forms:form|forms}: {criteria:criterion|criteria} and {ratings:rating|ratings} would be posted, {already} are "
        "there already, {refused:form|forms} would be refused. Nothing was stored; import with --post.",
        "{forms} 張考核表：可匯入 {criteria} 個指標與 {ratings} 筆評分，{already} 筆已在帳上，{refused} 張將被拒絕。"
        "尚未存入任何資料；加上 --post 才會匯入。",
        "{forms} 张考核表：可导入 {criteria} 个指标与 {ratings} 笔评分，{already} 笔已在账上，{refused} 张将被拒绝。"
        "尚未存入任何数据；加上 --post 才会导入。",
        why="The counts tell whether the whole file was understood.",
    ),
    "import-forms-done": _m(
        "{forms:form|forms}: {criteria:criterion|criteria} and {ratings:rating|ratings} posted, {already} already "
        "there, {refused:form|forms} refused.",
        "{forms} 張考核表：已匯入 {criteria} 個指標與 {ratings} 筆評分，{already} 筆先前已匯入，拒絕 {refused} 張。",
        "{forms} 张考核表：已导入 {criteria} 个指标与 {ratings} 笔评分，{already} 笔先前已导入，拒绝 {refused} 张。",
        why="The counts tell whether the whole file was understood.",
    ),
    "import-forms-held": _m(
        "Nothing was posted, because a form has errors and the company posts all or nothing.",
        "因為有考核表有錯誤，而公司設定為全部或都不過帳，所以未匯入任何資料。",
        "因为有考核表有错误，而公司设置为全部或都不过账，所以未导入任何数据。",
        why="The setting all_or_nothing holds for forms, too.",
    ),
    "form-label-missing": _m(
        "The form does not say {field}. Write it above the items, or import with --fix {option}={example}.",
        "考核表上沒有「{field}」。請寫在指標上方，或匯入時加上 --fix {option}={example}。",
        "考核表上没有“{field}”。请写在指标上方，或导入时加上 --fix {option}={example}。",
        why="A score belongs to one person and one month.",
    ),
    "form-name-differs": _m(
        "The form is of {found}, but {code} is {name} on file. See that it is the right person.",
        "考核表寫的是 {found}，但 {code} 在檔案中是 {name}。請確認是否為同一人。",
        "考核表写的是 {found}，但 {code} 在档案中是 {name}。请确认是否为同一人。",
        why="A slip in the number would rate somebody else.",
    ),
    "form-column-open": _m(
        'Nobody can tell which column holds {field}; it may be: {found}. Import with --column "{option}=HEADER".',
        '看不出哪一欄是「{field}」；可能是：{found}。匯入時請加上 --column "{option}=欄標題"。',
        '看不出哪一列是“{field}”；可能是：{found}。导入时请加上 --column "{option}=列标题"。',
        why="The person's own score and the manager's stand side by side on many forms.",
    ),
    "form-two-values": _m(
        "{field} is said twice here: {found}. Leave one of them.",
        "「{field}」在這裡有兩個值：{found}。請只保留一個。",
        "“{field}”在此有两个值：{found}。请只保留一个。",
        why="Under one header, or for one part, only one value can count.",
    ),
    "form-parts-not-100": _m(
        "The weights of the parts add up to {found} %, not 100 %: {parts}. Correct them.",
        "各類別權重合計 {found} %，不是 100 %：{parts}。請更正。",
        "各类别权重合计 {found} %，不是 100 %：{parts}。请更正。",
        why="The total of a form is the mean of its parts by their weights.",
    ),
    "form-weights-not-100": _m(
        "The weights of the items[ of {part}] add up to {found} %, not 100 %. Correct them.",
        "[{part}]各指標權重合計 {found} %，不是 100 %。請更正。",
        "[{part}]各指标权重合计 {found} %，不是 100 %。请更正。",
        why="The points of a part are the mean of its items by their weights.",
    ),
    "form-scores-within-weights": _m(
        "No score is more than the weight of its item. They are read as points out of 100; if they are out of the "
        "weight, such as 36 of 40, enter them out of 100.",
        "每個評分都不超過該項權重。這裡以滿分 100 分讀取；若評分是以權重為滿分（例如 40 分中得 36 分），"
        "請換算成百分制。",
        "每个评分都不超过该项权重。这里以满分 100 分读取；如果评分是以权重为满分（例如 40 分中得 36 分），"
        "请换算成百分制。",
        why="On many forms the weight is what an item can earn at most.",
    ),
    "form-score-missing": _m(
        "{criterion} has no score; that is not a score of 0. Its weight {weight} goes to the other criteria on the "
        "scorecard until one is entered.",
        "{criterion} 沒有評分；這不等於 0 分。補上之前，其權重 {weight} 在考核表上分攤給其他指標。",
        "{criterion} 没有评分；这不等于 0 分。补上之前，其权重 {weight} 在考核表上分摊给其他指标。",
        why="Nobody fails at what was never judged.",
    ),
    "form-score-changes": _m(
        "{criterion} was rated {stored} for {month} before; the form says {found}, which counts from now on.",
        "{criterion} 在 {month} 原評 {stored}；考核表寫 {found}，今後以此為準。",
        "{criterion} 在 {month} 原评 {stored}；考核表写 {found}，今后以此为准。",
        why="Who corrects a score must see what it was.",
    ),
    "form-weight-changes": _m(
        "{criterion} weighed {stored} so far; from {date} on it weighs {found}, as the form says, for everybody.",
        "{criterion} 原權重 {stored}；自 {date} 起依考核表改為 {found}，適用於所有人。",
        "{criterion} 原权重 {stored}；自 {date} 起依考核表改为 {found}，适用于所有人。",
        why="The criteria of a company are the same for all its people.",
    ),
    "form-weight-contradicts": _m(
        "{criterion} weighs {stored} from {date} on, but the form says {found}. A criterion has one weight in a month, "
        "for everybody: correct the form, or post the other weight in the Criteria sheet first.",
        "{criterion} 自 {date} 起權重為 {stored}，但考核表寫 {found}。一個指標在同一個月對所有人只有一個權重："
        "請更正考核表，或先在「考核指標」工作表過帳另一個權重。",
        "{criterion} 自 {date} 起权重为 {stored}，但考核表写 {found}。一个指标在同一个月对所有人只有一个权重："
        "请更正考核表，或先在“考核指标”工作表过账另一个权重。",
        why="Two people of one month would be scored by different weights under one name.",
    ),
    "form-weights-with-others": _m(
        "In {month} the criteria in force weigh {found} together, not 100: {form} on this form, and {others}. No "
        "scorecard of that month can be made until they are 100: give those that no longer count the weight 0 from "
        "{date} on, in the Criteria sheet.",
        "{month} 生效的指標權重合計 {found}，不是 100：本考核表 {form}，另有 {others}。"
        "合計為 100 之前無法製作該月考核：請在「考核指標」工作表將不再計入的指標自 {date} 起設為權重 0。",
        "{month} 生效的指标权重合计 {found}，不是 100：本考核表 {form}，另有 {others}。"
        "合计为 100 之前无法制作该月考核：请在“考核指标”工作表将不再计入的指标自 {date} 起设为权重 0。",
        why="The weights of a company's criteria are 100 in every month that is appraised.",
    ),
    "form-twice": _m(
        "Sheet {first} holds the form of {person} for {month} already. Take one of the two out.",
        "工作表 {first} 已有 {person} {month} 的考核表。請移除其中一張。",
        "工作表 {first} 已有 {person} {month} 的考核表。请移除其中一张。",
        why="Nobody could tell which of the two counts.",
    ),
    "reason-profile": _m(
        "it is no profile of an import", "不是匯入設定檔", "不是导入配置", why="Somebody has changed it by hand."
    ),
    "reason-encoding": _m(
        "it is not saved as UTF-8",
        "未以 UTF-8 編碼儲存",
        "未以 UTF-8 编码存储",
        why="Editors on Windows offer other encodings.",
    ),
    "reason-options": _m("use {options}", "請使用 {options}", "请使用 {options}", why="The list is short."),
    "reason-like": _m(
        "write it like {example}",
        "請寫成 {example} 的形式",
        "请写成 {example} 的形式",
        why="An example says more than a rule.",
    ),
    "reason-folder": _m(
        "{count} files are written; name a folder",
        "將寫入 {count} 個檔案，請指定資料夾",
        "将写入 {count} 个文件，请指定文件夹",
        why="One name cannot stand for several files.",
    ),
    "reason-head": _m(
        "write all 64 characters of the head hash, as the month-end report shows them",
        "請寫出帳本雜湊值的全部 64 個字元，如月結報告所示",
        "请写出账本哈希值的全部 64 个字符，如月结报告所示",
        why="A part of a hash proves less, and a slip in it nothing.",
    ),
    "reason-pattern-twice": _m(
        "{other} gives the same numbers; let each kind begin in its own way",
        "{other} 會產生相同的單號；請讓每種單據的單號各有不同的開頭",
        "{other} 会产生相同的单号；请让每种单据的单号各有不同的开头",
        why="A number must lead to one document only.",
    ),
    "number-taken": _m(
        "The next number would be {document}, which another document has already. Nothing was posted. "
        "Change how numbers are written in salesbook.toml, under numbering.",
        "下一個單號應為 {document}，但已有其他單據使用此單號。未過帳任何資料。"
        "請在 salesbook.toml 的 numbering 修改單號寫法。",
        "下一个单号应为 {document}，但已有其他单据使用此单号。未过账任何数据。"
        "请在 salesbook.toml 的 numbering 修改单号写法。",
        why="The way numbers are written was changed after numbers had been given.",
    ),
    "reason-at-least": _m(
        "it must be {limit} or more", "不得小於 {limit}", "不得小于 {limit}", why="The limit is the help."
    ),
    "reason-at-most": _m(
        "it must be {limit} or less", "不得大於 {limit}", "不得大于 {limit}", why="The limit is the help."
    ),
    "reason-no-such-setting": _m(
        "there is no such setting", "沒有這個設定", "没有这个设置", why="A misspelt setting must not be passed over."
    ),
    "reason-no-such-picture": _m(
        "there is no such file in the company folder",
        "公司資料夾裡沒有這個檔案",
        "公司文件夹里没有这个文件",
        why="A logo lies beside the settings, so that it is copied with them.",
    ),
    "reason-no-picture": _m(
        "it is no PNG, JPEG, GIF or BMP picture",
        "不是 PNG、JPEG、GIF 或 BMP 圖片",
        "不是 PNG、JPEG、GIF 或 BMP 图片",
        why="Other pictures are not shown everywhere.",
    ),
    "reason-must-be-given": _m("it must be given", "必須填寫", "必须填写", why="There is no default for it."),
    "reason-number": _m(
        "it must be a number", "必須是數字", "必须是数字", why="Text where a number belongs is a slip."
    ),
    "reason-whole-number": _m("it must be a whole number", "必須是整數", "必须是整数", why="It counts something."),
    "reason-true-or-false": _m(
        "it must be true or false", "必須是 true 或 false", "必须是 true 或 false", why="So it is written in that file."
    ),
    "reason-text": _m(
        "it must be text in quotes", "必須是引號內的文字", "必须是引号内的文字", why="So it is written in that file."
    ),
    "reason-section": _m(
        "it must be a section of its own", "必須是獨立的段落", "必须是独立的段落", why="So it is written in that file."
    ),
    "reason-list": _m(
        "it must be a list in square brackets",
        "必須是方括號內的清單",
        "必须是方括号内的列表",
        why="So it is written in that file.",
    ),
    "reason-not-a-workbook": _m(
        "it is not an Excel workbook",
        "它不是 Excel 活頁簿",
        "它不是 Excel 工作簿",
        why="Any file can be given the ending .xlsx.",
    ),
    "reason-password-or-xls": _m(
        "it is protected by a password, or an old .xls file",
        "它受密碼保護，或是舊式 .xls 檔案",
        "它受密码保护，或是旧式 .xls 文件",
        why="Both look alike from outside, and neither is a package of parts.",
    ),
    "reason-strict-xml": _m(
        "it is saved as Strict Open XML",
        "它存成 Strict Open XML 格式",
        "它保存为 Strict Open XML 格式",
        why="Its names differ from the usual ones throughout.",
    ),
    "reason-too-large": _m(
        "it unpacks to more than 1 GB",
        "解壓縮後超過 1 GB",
        "解压后超过 1 GB",
        why="No sales workbook does; a zip bomb would.",
    ),
    "reason-part-twice": _m(
        "it holds two parts of the same name",
        "它含有兩個同名部分",
        "它含有两个同名部分",
        why="Readers would disagree on it.",
    ),
    "reason-part-missing": _m(
        "its part {part} is missing", "缺少部分 {part}", "缺少部分 {part}", why="The part says what was cut off."
    ),
    "reason-part-damaged": _m(
        "its part {part} is damaged", "部分 {part} 已損壞", "部分 {part} 已损坏", why="The part says what was damaged."
    ),
    "reason-part-doctype": _m(
        "its part {part} holds a document type",
        "部分 {part} 含有文件類型宣告",
        "部分 {part} 含有文档类型声明",
        why="Entities could read other files or fill the memory.",
    ),
    "reason-damaged": _m(
        "one of its parts is damaged", "其中一部分已損壞", "其中一部分已损坏", why="Nobody can say more about it."
    ),
    "reason-folder-readonly": _m(
        "its folder cannot be written",
        "資料夾無法寫入",
        "文件夹无法写入",
        why="The new file is made beside the old one.",
    ),
    "reason-system-refuses": _m(
        "the system refuses", "系統拒絕", "系统拒绝", why="Some systems give no words of their own."
    ),
    # ---- Files that other programs wrote ----
    "file-not-found": _m(
        "There is no file {file}[ in {folder}]. Check the name and the folder.",
        "[{folder} 裡]找不到檔案 {file}。請檢查名稱與資料夾。",
        "[{folder} 里]找不到文件 {file}。请检查名称与文件夹。",
        why="A slip in the name is the usual reason.",
    ),
    "file-is-folder": _m(
        "{file} is a folder. Name one file in it.",
        "{file} 是資料夾。請指定其中的一個檔案。",
        "{file} 是文件夹。请指定其中的一个文件。",
        why="Reading whatever lies in a folder would read too much.",
    ),
    "file-unreadable": _m(
        "{file} cannot be read[: {reason}]. Nothing was taken from it. Open it in the program that it comes from, "
        "save it as .xlsx and try again.",
        "無法讀取 {file}[：{reason}]。未取用任何內容。請用原來的程式開啟，另存為 .xlsx 後再試一次。",
        "无法读取 {file}[：{reason}]。未取用任何内容。请用原来的程序打开，另存为 .xlsx 后再试一次。",
        why="Half of a list is worse than none.",
    ),
    "file-encoding-unknown": _m(
        "It cannot be told for certain in which encoding {file} is[; it could be {candidates}]. Nothing was taken "
        "from it. Save it as UTF-8 (in Excel: CSV UTF-8) and try again.",
        "無法確定 {file} 的文字編碼[，可能是 {candidates}]。未取用任何內容。"
        "請存成 UTF-8（Excel 中選擇 CSV UTF-8）後再試一次。",
        "无法确定 {file} 的文字编码[，可能是 {candidates}]。未取用任何内容。"
        "请保存为 UTF-8（Excel 中选择 CSV UTF-8）后再试一次。",
        why="A wrong guess would turn names into other names.",
    ),
    "file-encoding-broken": _m(
        "{file} says that it is {encoding}, but holds bytes that are none. Nothing was taken from it. "
        "Save it as UTF-8 (in Excel: CSV UTF-8) and try again.",
        "{file} 標示為 {encoding}，卻含有不屬於該編碼的內容。未取用任何內容。"
        "請存成 UTF-8（Excel 中選擇 CSV UTF-8）後再試一次。",
        "{file} 标示为 {encoding}，却含有不属于该编码的内容。未取用任何内容。"
        "请保存为 UTF-8（Excel 中选择 CSV UTF-8）后再试一次。",
        why="Leaving the bytes out would change names unseen.",
    ),
    "reason-empty": _m("it is empty", "它是空的", "它是空的", why="A download that failed leaves such files."),
    "reason-file-too-large": _m(
        "it has more than 512 MB", "它超過 512 MB", "它超过 512 MB", why="No sales sheet has a hundredth of it."
    ),
    "reason-too-many-cells": _m(
        "its sheet {sheet} has too many rows and columns",
        "工作表 {sheet} 的列與欄太多",
        "工作表 {sheet} 的行与列太多",
        why="A single cell far away makes a sheet as large as the memory.",
    ),
    "reason-xlsb": _m(
        "it is a binary workbook (.xlsb)",
        "它是二進位活頁簿（.xlsb）",
        "它是二进制工作簿（.xlsb）",
        why="Excel saves it as .xlsx without loss.",
    ),
    "reason-password": _m(
        "it is protected by a password",
        "它受密碼保護",
        "它受密码保护",
        why="Without the password nobody can read it.",
    ),
    "reason-damaged-or-no-workbook": _m(
        "it is damaged, or no workbook",
        "它已損壞，或不是活頁簿",
        "它已损坏，或不是工作簿",
        why="Old programs wrote letters and pictures in the same container.",
    ),
    "reason-code-page": _m(
        "it is from before Excel 97 and does not say for certain in which characters it is written",
        "它來自 Excel 97 之前，無法確定其文字編碼",
        "它来自 Excel 97 之前，无法确定其文字编码",
        why="A wrong guess would turn names into other names.",
    ),
    "reason-takes-too-much": _m(
        "reading it takes more time or memory than any sales sheet",
        "讀取它所需的時間或記憶體超過任何銷售工作表",
        "读取它所需的时间或内存超过任何销售工作表",
        why="A damaged file can keep its reader busy without end.",
    ),
    "reason-no-table": _m(
        "it holds no table that is known here",
        "其中沒有可辨識的表格",
        "其中没有可识别的表格",
        why="Pictures, letters and programs have no rows and columns.",
    ),
    "reason-web-page": _m(
        "it is a web page, whatever its name says",
        "無論檔名為何，它其實是網頁",
        "无论文件名为何，它其实是网页",
        why="Many systems export web pages that are called .xls.",
    ),
    "reason-xml": _m(
        "it is an XML file", "它是 XML 檔案", "它是 XML 文件", why="Excel reads some of them and saves them as .xlsx."
    ),
    "reason-open-quote": _m(
        "a quotation mark in line {line} is never closed",
        "第 {line} 行的引號沒有結束",
        "第 {line} 行的引号没有结束",
        why="All that follows would be one cell.",
    ),
    "reason-before-97": _m(
        "it is a workbook from before Excel 97",
        "它是 Excel 97 之前的活頁簿",
        "它是 Excel 97 之前的工作簿",
        why="Today's Excel still opens it.",
    ),
    # ---- Ledger ----
    "ledger-missing": _m(
        "There is no ledger in {folder}. "
        "Check that the network drive is connected and that the settings name the right folder. "
        "A ledger that is lost comes back from a backup by salesbook ledger restore.",
        "{folder} 裡沒有帳本。請檢查網路磁碟機是否已連線，以及設定中的資料夾是否正確。"
        "帳本若已遺失，可用 salesbook ledger restore 從備份還原。",
        "{folder} 里没有账本。请检查网络驱动器是否已连接，以及设置中的文件夹是否正确。"
        "账本若已丢失，可用 salesbook ledger restore 从备份还原。",
        why="A new empty ledger must never be made by accident.",
    ),
    "ledger-exists": _m(
        "There is a ledger in {folder} already; it was left as it is. Choose another folder.",
        "{folder} 已有帳本，未作任何變更。請選擇其他資料夾。",
        "{folder} 已有账本，未作任何更改。请选择其他文件夹。",
        why="A ledger is never replaced.",
    ),
    "ledger-format": _m(
        "The ledger in {folder} has format {found}; this program knows format {known}. "
        "Update salesbook. Nothing was changed.",
        "{folder} 的帳本格式為 {found}，本程式支援的格式為 {known}。請更新 salesbook。未作任何變更。",
        "{folder} 的账本格式为 {found}，本程序支持的格式为 {known}。请更新 salesbook。未作任何更改。",
        why="Writing an unknown format would damage it.",
    ),
    "ledger-busy": _m(
        "Others were posting at the same moment, {tries} times in a row. Nothing was posted; press Post again.",
        "其他人正在同時過帳，已連續重試 {tries} 次。未過帳任何資料，請再按一次「過帳」。",
        "其他人正在同时过账，已连续重试 {tries} 次。未过账任何数据，请再按一次“过账”。",
        why="Each posting is decided on the newest state, or not at all.",
    ),
    "ledger-write-failed": _m(
        "The ledger in {folder} could not be written ({reason}). Nothing was posted. "
        "Check free space and access to the folder, then post again.",
        "無法寫入 {folder} 的帳本（{reason}）。未過帳任何資料。請檢查剩餘空間與資料夾權限，再重新過帳。",
        "无法写入 {folder} 的账本（{reason}）。未过账任何数据。请检查剩余空间与文件夹权限，再重新过账。",
        why="A posting is stored as a whole or not at all.",
    ),
    "ledger-answer-lost": _m(
        "The connection to the ledger in {folder} was lost at the moment of posting, so it is not known whether it "
        "was posted. Press Post again once the folder can be reached: what was posted is found and not posted twice.",
        "過帳當下與 {folder} 的帳本失去連線，無法得知是否已過帳。請在資料夾恢復連線後再按一次「過帳」："
        "已過帳的單據會被辨識出來，不會重複過帳。",
        "过账时与 {folder} 的账本失去连接，无法得知是否已过账。请在文件夹恢复连接后再按一次“过账”："
        "已过账的单据会被识别出来，不会重复过账。",
        why="Saying “not posted” of something that may be in the ledger invites typing it a second time.",
    ),
    "ledger-posting-twice": _m(
        "The ledger holds a posting twice; nothing was posted. Run: salesbook verify. It names the posting.",
        "帳本中有一筆過帳出現兩次；未過帳任何資料。請執行 salesbook verify，它會指出是哪一筆。",
        "账本中有一笔过账出现两次；未过账任何数据。请运行 salesbook verify，它会指出是哪一笔。",
        why="Posting cannot do this; somebody has written into the files.",
    ),
    "ledger-cache-failed": _m(
        "The balances on this computer cannot be kept in {file} ({reason}). Nothing was posted. "
        "Check free space and access to the folder, then try again.",
        "本機的餘額無法寫入 {file}（{reason}）。未過帳任何資料。請檢查剩餘空間與資料夾權限，然後再試一次。",
        "本机的余额无法写入 {file}（{reason}）。未过账任何数据。请检查剩余空间与文件夹权限，然后再试一次。",
        why="Every click is decided on these balances; without them nothing is posted.",
    ),
    "ledger-disk-unfit": _m(
        "The disk of {folder} cannot keep a ledger safely ({reason}). "
        "Choose a folder on another disk or network drive.",
        "{folder} 所在的磁碟無法安全存放帳本（{reason}）。請選擇其他磁碟或網路磁碟機上的資料夾。",
        "{folder} 所在的磁盘无法安全存放账本（{reason}）。请选择其他磁盘或网络驱动器上的文件夹。",
        why="On such a disk two people posting at once could overwrite each other.",
    ),
    "ledger-log-broken": _m(
        "The ledger's list of postings {file} is damaged[ ({reason})]. "
        "Restore the ledger from a backup (salesbook ledger restore). Nothing was posted.",
        "帳本的過帳清單 {file} 已損壞[（{reason}）]。請從備份還原帳本（salesbook ledger restore）。未過帳任何資料。",
        "账本的过账清单 {file} 已损坏[（{reason}）]。请从备份还原账本（salesbook ledger restore）。未过账任何数据。",
        why="Without the list nobody knows which postings count.",
    ),
    "ledger-file-damaged": _m(
        "The ledger file {file} (version {version}) is missing or damaged ({reason}). "
        "Restore the ledger from a backup (salesbook ledger restore).",
        "帳本檔案 {file}（版本 {version}）遺失或損壞（{reason}）。請從備份還原帳本（salesbook ledger restore）。",
        "账本文件 {file}（版本 {version}）缺失或损坏（{reason}）。请从备份还原账本（salesbook ledger restore）。",
        why="Balances without one of the files would be wrong without anybody noticing.",
    ),
    "ledger-upkeep-failed": _m(
        "The ledger in {folder} could not be tidied up ({reason}). No posting was touched; it will be tried again.",
        "無法整理 {folder} 的帳本（{reason}）。過帳資料未受影響，之後會再試。",
        "无法整理 {folder} 的账本（{reason}）。过账数据未受影响，之后会再试。",
        why="Upkeep changes no posting, so nothing is lost when it does not get done.",
    ),
    "ledger-changed-shape": _m(
        "Another program has changed the shape of the ledger ({file}). "
        "Restore the ledger from a backup (salesbook ledger restore).",
        "其他程式更動了帳本的結構（{file}）。請從備份還原帳本（salesbook ledger restore）。",
        "其他程序更改了账本的结构（{file}）。请从备份还原账本（salesbook ledger restore）。",
        why="Only salesbook may write to the ledger; others may read.",
    ),
    "ledger-chain-broken": _m(
        "Posting {seq} ({document}, version {version}) does not fit the one before: the ledger was changed afterwards. "
        "Restore the ledger from a backup (salesbook ledger restore).",
        "第 {seq} 筆過帳（{document}，版本 {version}）與前一筆不銜接：帳本事後被更動過。"
        "請從備份還原帳本（salesbook ledger restore）。",
        "第 {seq} 笔过账（{document}，版本 {version}）与前一笔不衔接：账本事后被更改过。"
        "请从备份还原账本（salesbook ledger restore）。",
        why="Every posting seals all earlier ones, so that a later change shows.",
    ),
    # ---- A ledger on object storage ----
    "ledger-unreachable": _m(
        "The ledger in {folder} cannot be reached ({reason}). "
        "Once it can, try again: what was posted before is found and not posted twice.",
        "無法連上 {folder} 的帳本（{reason}）。恢復後請再試一次：先前已過帳的單據會被辨識出來，不會重複過帳。",
        "无法连上 {folder} 的账本（{reason}）。恢复后请再试一次：先前已过账的单据会被识别出来，不会重复过账。",
        why="A network that is away says nothing about the ledger, so nobody should reach for a backup.",
    ),
    "ledger-extra-missing": _m(
        "The ledger in {folder} lies on object storage, and the library for that is not installed. "
        "Install it with: pip install {package}",
        "{folder} 的帳本位於物件儲存，但尚未安裝所需的函式庫。請安裝：pip install {package}",
        "{folder} 的账本位于对象存储，但尚未安装所需的库。请安装：pip install {package}",
        why="Who keeps the ledger in a folder need not install it.",
    ),
    "ledger-address-secret": _m(
        "The setting “ledger” in {file} holds a name with a password, or another secret. "
        "Write s3://bucket/folder alone; keys belong in the environment "
        "(AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or in the file .aws/credentials.",
        "{file} 的設定「ledger」含有帳號密碼或其他機密。請只寫 s3://bucket/folder；金鑰應放在環境變數"
        "（AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY）或檔案 .aws/credentials 中。",
        "{file} 的设置“ledger”含有账号密码或其他机密。请只写 s3://bucket/folder；密钥应放在环境变量"
        "（AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY）或文件 .aws/credentials 中。",
        why="The settings lie beside the workbooks and are copied and mailed with them.",
    ),
    "ledger-address-unknown": _m(
        "The setting “ledger” in {file} is {address}, which is no place that salesbook knows. "
        "Write a folder, or an address such as s3://bucket/folder.",
        "{file} 的設定「ledger」為 {address}，不是 salesbook 認得的位置。"
        "請填寫資料夾，或 s3://bucket/folder 這樣的位址。",
        "{file} 的设置“ledger”为 {address}，不是 salesbook 认得的位置。"
        "请填写文件夹，或 s3://bucket/folder 这样的地址。",
        why="Only what was tried is promised.",
    ),
    "reason-no-connection": _m(
        "no connection to {endpoint}", "無法連線到 {endpoint}", "无法连接到 {endpoint}", why="The network may be away."
    ),
    "reason-no-answer": _m(
        "no answer from {endpoint}", "{endpoint} 沒有回應", "{endpoint} 没有响应", why="The connection broke off."
    ),
    "reason-no-bucket": _m(
        "there is no bucket {bucket}", "找不到儲存貯體 {bucket}", "找不到存储桶 {bucket}", why="It may be misspelt."
    ),
    "reason-no-key": _m(
        "there is no access key; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
        "沒有存取金鑰；請設定 AWS_ACCESS_KEY_ID 與 AWS_SECRET_ACCESS_KEY，或 AWS_PROFILE",
        "没有访问密钥；请设置 AWS_ACCESS_KEY_ID 与 AWS_SECRET_ACCESS_KEY，或 AWS_PROFILE",
        why="Keys are never asked for and never kept in the settings.",
    ),
    "reason-key-refused": _m(
        "the access key is not accepted: {code}",
        "存取金鑰未被接受：{code}",
        "访问密钥未被接受：{code}",
        why="The word of the service tells whether it is wrong, has expired, or the clock is.",
    ),
    "reason-access-denied": _m(
        "access to the bucket {bucket} is denied",
        "沒有存取儲存貯體 {bucket} 的權限",
        "没有访问存储桶 {bucket} 的权限",
        why="The key is known, and may not do this.",
    ),
    "reason-region": _m(
        "the bucket {bucket} is in another region; set AWS_REGION",
        "儲存貯體 {bucket} 位於其他區域；請設定 AWS_REGION",
        "存储桶 {bucket} 位于其他区域；请设置 AWS_REGION",
        why="The service sends one to another place.",
    ),
    "reason-plain-http": _m(
        "{endpoint} is not encrypted; if that is meant, set AWS_ALLOW_HTTP=true",
        "{endpoint} 未加密；若確實要如此，請設定 AWS_ALLOW_HTTP=true",
        "{endpoint} 未加密；若确实要如此，请设置 AWS_ALLOW_HTTP=true",
        why="What is posted would go over the network for everybody to read.",
    ),
    "reason-service-answer": _m(
        "the service answers {answer}", "服務回應 {answer}", "服务返回 {answer}", why="Its own words say most."
    ),
    "reason-file-unreadable": _m(
        "{file} cannot be read", "無法讀取 {file}", "无法读取 {file}", why="The access key may stand in it."
    ),
    # ---- Upkeep of the ledger ----
    "tidy-done": _m(
        "{merged} small files were merged into {made}; {removed_files} files and {removed_entries} log entries "
        "that are not needed any more were taken away.",
        "已將 {merged} 個小檔合併為 {made} 個；移除 {removed_files} 個不再需要的檔案與 {removed_entries} 筆記錄。",
        "已将 {merged} 个小文件合并为 {made} 个；移除 {removed_files} 个不再需要的文件与 {removed_entries} 条日志。",
        why="Whoever asks for it wants to see that something happened.",
    ),
    "stats-lines": _m(
        "{lines} lines in {files} data files ({small_files} small ones, {merged_away} kept for readers, "
        "{strays} left behind); version {version}, format {format}",
        "{files} 個資料檔案共 {lines} 筆明細（小檔 {small_files} 個，暫留 {merged_away} 個，遺留 {strays} 個）；"
        "版本 {version}，格式 {format}",
        "{files} 个数据文件共 {lines} 条明细（小文件 {small_files} 个，暂留 {merged_away} 个，遗留 {strays} 个）；"
        "版本 {version}，格式 {format}",
        why="Tells whether upkeep has something to do.",
    ),
    "stats-log": _m(
        "{log_entries} log entries, {since_checkpoint} of them since the last checkpoint",
        "記錄 {log_entries} 筆，其中 {since_checkpoint} 筆在最近一次檢查點之後",
        "日志 {log_entries} 条，其中 {since_checkpoint} 条在最近一次检查点之后",
        why="What other programs must read one by one.",
    ),
    "stats-bytes": _m(
        "{stored_bytes} bytes on disk: {data_bytes} of data, {log_bytes} of log",
        "磁碟用量 {stored_bytes} 位元組：資料 {data_bytes}，記錄 {log_bytes}",
        "磁盘用量 {stored_bytes} 字节：数据 {data_bytes}，日志 {log_bytes}",
        why="How large a backup will be.",
    ),
    # ---- Backups ----
    "backup-done": _m(
        "Backup of version {version} with {postings:posting|postings} ({files} files, {bytes} bytes): {folder}",
        "已備份版本 {version}，共 {postings} 筆過帳（{files} 個檔案，{bytes} 位元組）：{folder}",
        "已备份版本 {version}，共 {postings} 笔过账（{files} 个文件，{bytes} 字节）：{folder}",
        why="Whoever made it wants to know where it is and what it holds.",
    ),
    "backup-head": _m(
        "Head hash: {hash}. Keep it somewhere else too; salesbook verify --head proves the ledger by it later.",
        "帳本雜湊值：{hash}。請另存他處，日後可用 salesbook verify --head 據以證明帳本。",
        "账本哈希值：{hash}。请另存他处，日后可用 salesbook verify --head 据以证明账本。",
        why="A hash kept elsewhere shows whether the past was rewritten.",
    ),
    "backup-inside-ledger": _m(
        "{folder} lies inside the ledger, where a backup would be lost together with it. "
        "Choose a folder elsewhere, best on another disk.",
        "{folder} 位於帳本資料夾內，備份會與帳本一併遺失。請選擇其他位置，最好在另一顆磁碟上。",
        "{folder} 位于账本文件夹内，备份会与账本一并丢失。请选择其他位置，最好在另一块磁盘上。",
        why="The ledger's folder holds the ledger and nothing else.",
    ),
    "backup-refused": _m(
        "No backup was made: a copy of a damaged ledger must not look like a backup. "
        "Keep the earlier backups, and see what salesbook verify finds. {finding}",
        "未建立備份：損壞帳本的副本不可被當成備份。請保留先前的備份，並以 salesbook verify 查看結果。{finding}",
        "未建立备份：损坏账本的副本不可被当成备份。请保留先前的备份，并用 salesbook verify 查看结果。{finding}",
        why="A backup of damage would be trusted, and replace a good one.",
    ),
    "backup-failed": _m(
        "The backup could not be written to {folder} ({reason}); nothing of it was left there. "
        "Check free space and access to the folder, then try again.",
        "備份無法寫入 {folder}（{reason}），未留下任何內容。請檢查剩餘空間與資料夾權限，然後再試一次。",
        "备份无法写入 {folder}（{reason}），未留下任何内容。请检查剩余空间与文件夹权限，然后再试一次。",
        why="Half a backup is none.",
    ),
    "backup-overtaken": _m(
        "The ledger was tidied up faster than it could be copied, {tries} times in a row; no backup was made. "
        "Raise keep_files_days and keep_log_days in the settings, then try again.",
        "帳本整理的速度快過複製，已連續 {tries} 次；未建立備份。"
        "請調高設定中的 keep_files_days 與 keep_log_days，然後再試一次。",
        "账本整理的速度快过复制，已连续 {tries} 次；未建立备份。"
        "请调高设置中的 keep_files_days 与 keep_log_days，然后再试一次。",
        why="A copy is of one version, whole, or not made.",
    ),
    "backup-missing": _m(
        "{folder} is not a finished backup: it has no list of its files, which salesbook ledger backup writes last. "
        "Choose the folder of a backup itself. Nothing was changed.",
        "{folder} 不是完成的備份：其中沒有 salesbook ledger backup 最後寫入的檔案清單。"
        "請選擇備份本身的資料夾。未作任何變更。",
        "{folder} 不是完成的备份：其中没有 salesbook ledger backup 最后写入的文件清单。"
        "请选择备份本身的文件夹。未作任何更改。",
        why="What was not finished must not be taken for a backup.",
    ),
    "backup-damaged": _m(
        "The backup is not as it was made: {file} is missing or was changed[ ({reason})]. "
        "Choose another backup. Nothing was changed.",
        "備份與建立時不同：{file} 遺失或被更動[（{reason}）]。請選擇其他備份。未作任何變更。",
        "备份与建立时不同：{file} 缺失或被更改[（{reason}）]。请选择其他备份。未作任何更改。",
        why="Every file is compared before anything is put back.",
    ),
    "restore-into-backup": _m(
        "{folder} is the backup itself or lies in it. "
        "Name the folder of the company with --company. Nothing was changed.",
        "{folder} 就是備份本身，或位於備份之內。請用 --company 指定公司資料夾。未作任何變更。",
        "{folder} 就是备份本身，或位于备份之内。请用 --company 指定公司文件夹。未作任何更改。",
        why="A backup is read and never written.",
    ),
    "restore-ledger-there": _m(
        "There is a ledger in {folder}: version {version}[, last posting {moment}][ by {by}]. "
        "The backup of {made} holds version {backup_version}[, last posting {backup_moment}]; "
        "{lost:posting is|postings are} in the ledger and not in the backup. "
        "Nothing was changed. With --replace the ledger is moved aside and the backup put in its place.",
        "{folder} 已有帳本：版本 {version}[，最後過帳 {moment}][，過帳人 {by}]。{made} 的備份為"
        "版本 {backup_version}[，最後過帳 {backup_moment}]；帳本中有 {lost} 筆過帳不在備份內。"
        "未作任何變更。加上 --replace 會將現有帳本移到一旁，再放入備份。",
        "{folder} 已有账本：版本 {version}[，最后过账 {moment}][，过账人 {by}]。{made} 的备份为"
        "版本 {backup_version}[，最后过账 {backup_moment}]；账本中有 {lost} 笔过账不在备份内。"
        "未作任何更改。加上 --replace 会将现有账本移到一旁，再放入备份。",
        why="Whoever restores has to know what would be missing afterwards.",
    ),
    "restore-ledger-stays": _m(
        "There is a ledger in {folder}: version {version}[, last posting {moment}][ by {by}]. "
        "The backup of {made} holds version {backup_version}[, last posting {backup_moment}]; "
        "{lost:posting is|postings are} in the ledger and not in the backup. "
        "Nothing was changed. A ledger in such a place is never replaced: name another place in the settings, "
        "or restore to a new folder with --company.",
        "{folder} 已有帳本：版本 {version}[，最後過帳 {moment}][，過帳人 {by}]。{made} 的備份為"
        "版本 {backup_version}[，最後過帳 {backup_moment}]；帳本中有 {lost} 筆過帳不在備份內。"
        "未作任何變更。此處的帳本不會被取代：請在設定中改用其他位置，或用 --company 還原到新資料夾。",
        "{folder} 已有账本：版本 {version}[，最后过账 {moment}][，过账人 {by}]。{made} 的备份为"
        "版本 {backup_version}[，最后过账 {backup_moment}]；账本中有 {lost} 笔过账不在备份内。"
        "未作任何更改。此处的账本不会被取代：请在设置中改用其他位置，或用 --company 还原到新文件夹。",
        why="An object store cannot move a ledger aside, and none is ever deleted.",
    ),
    "restore-ledger-damaged": _m(
        "There is something in {folder} that cannot be read as a whole ledger; nothing was changed. "
        "With --replace it is moved aside and the backup put in its place. {finding}",
        "{folder} 裡的內容無法完整讀成帳本；未作任何變更。加上 --replace 會將其移到一旁，再放入備份。{finding}",
        "{folder} 里的内容无法完整读成账本；未作任何更改。加上 --replace 会将其移到一旁，再放入备份。{finding}",
        why="A damaged ledger is what backups are for, and still evidence.",
    ),
    "restore-other-ledger": _m(
        "The ledger in {folder} is another one than that of the backup ({company}). Nothing was changed. "
        "Restore to a new folder: name it with --company.",
        "{folder} 的帳本與備份（{company}）不是同一個帳本。未作任何變更。請用 --company 還原到新資料夾。",
        "{folder} 的账本与备份（{company}）不是同一个账本。未作任何更改。请用 --company 还原到新文件夹。",
        why="Workbooks of one company must not meet the numbers of another.",
    ),
    "restore-failed": _m(
        "The backup could not be put into {folder} ({reason}); what was there is as it was. "
        "Check free space and access, and that no program has the folder open, then try again.",
        "無法將備份放入 {folder}（{reason}）；原有內容未變。"
        "請檢查剩餘空間與權限，並確認沒有程式正在使用該資料夾，然後再試一次。",
        "无法将备份放入 {folder}（{reason}）；原有内容未变。"
        "请检查剩余空间与权限，并确认没有程序正在使用该文件夹，然后再试一次。",
        why="Half a ledger must never stand in for one.",
    ),
    "restore-done": _m(
        "Restored to {folder}: version {version} with {postings:posting|postings}, head hash {hash}",
        "已還原到 {folder}：版本 {version}，共 {postings} 筆過帳，帳本雜湊值 {hash}",
        "已还原到 {folder}：版本 {version}，共 {postings} 笔过账，账本哈希值 {hash}",
        why="To compare with the hash that was kept elsewhere.",
    ),
    "restore-aside": _m(
        "The former ledger lies in {folder}; nothing of it was deleted.",
        "原來的帳本位於 {folder}，未刪除任何內容。",
        "原来的账本位于 {folder}，未删除任何内容。",
        why="Its later postings may have to be entered anew.",
    ),
    # ---- Complaints ----
    "complaint-about-unknown": _m(
        "{code} is no order, delivery or invoice in the ledger. Enter the number of the document it is about.",
        "帳本中沒有單號為 {code} 的訂單、出貨單或發票。請輸入客訴所指的單號。",
        "账本中没有单号为 {code} 的订单、出货单或发票。请输入客诉所指的单号。",
        why="A complaint about nothing cannot be answered, and nobody is appraised by it.",
    ),
    "complaint-about-reversed": _m(
        "{code} was reversed by {reversal}. Check whether the complaint is about the document that took its place.",
        "{code} 已由 {reversal} 沖銷。請確認客訴是否指取代它的單據。",
        "{code} 已由 {reversal} 冲销。请确认客诉是否指取代它的单据。",
        why="The customer complains about what he got, whatever became of our papers.",
    ),
    "complaint-no-such-line": _m(
        "{code} has {last:line|lines}, and no line {line}. Correct the line, or clear it for the whole document.",
        "{code} 共 {last} 個項次，沒有項次 {line}。請更正項次，或清空以表示整張單據。",
        "{code} 共 {last} 个项次，没有项次 {line}。请更正项次，或清空以表示整张单据。",
        why="What comes back or is credited is taken from that line.",
    ),
    "complaint-quantity-without-line": _m(
        "A quantity in question needs the line of {code} that it is of. Enter the line, or clear the quantity.",
        "爭議數量須指明屬於 {code} 的哪個項次。請輸入項次，或清除數量。",
        "争议数量须指明属于 {code} 的哪个项次。请输入项次，或清除数量。",
        why="A document may have several products.",
    ),
    "similar-complaint-exists": _m(
        "There is an open complaint about {code} already: {others}. Check that this is not the same one twice.",
        "{code} 已有未結案的客訴：{others}。請確認不是重複登記。",
        "{code} 已有未结案的客诉：{others}。请确认不是重复登记。",
        why="Two people may be on their way to the same customer (peer case peer-complaint-07).",
    ),
    "complaint-closed-without-action": _m(
        "Complaint {code} is closed, but not what was done. Choose an action; “none” is one, too.",
        "客訴 {code} 已結案，但未說明處理方式。請選擇處理方式；「無」也可以。",
        "客诉 {code} 已结案，但未说明处理方式。请选择处理方式；“无”也可以。",
        why="A closed complaint says what came of it.",
    ),
    "complaint-promised-before-opened": _m(
        "The promise is for {found}, before the complaint was opened on {opened}. Correct one of the days.",
        "承諾日 {found} 早於受理日 {opened}。請更正其中一個日期。",
        "承诺日 {found} 早于受理日 {opened}。请更正其中一个日期。",
        why="Nobody promises an answer before the question; it would count as late at once.",
    ),
    "complaint-closed-before-opened": _m(
        "The complaint was closed on {found}, before it was opened on {opened}. Correct one of the days.",
        "結案日 {found} 早於受理日 {opened}。請更正其中一個日期。",
        "结案日 {found} 早于受理日 {opened}。请更正其中一个日期。",
        why="It would count as closed in time.",
    ),
    "complaint-day-ahead": _m(
        "{field} is {found}, but today is {today}. Enter the day on which it happened.",
        "{field}為 {found}，但今天是 {today}。請輸入實際發生的日期。",
        "{field}为 {found}，但今天是 {today}。请输入实际发生的日期。",
        why="What is closed tomorrow is open today.",
    ),
    "complaint-led-to-unknown": _m(
        "{code} is not in the ledger. Enter the number of the return or credit note that came of the complaint.",
        "帳本中沒有 {code}。請輸入此客訴所產生的退貨單或折讓單單號。",
        "账本中没有 {code}。请输入此客诉所产生的退货单或折让单单号。",
        why="The trail from the complaint to the money must not end in a typing error.",
    ),
    "complaint-not-found": _m(
        "There is no complaint {complaint}. Look it up with salesbook complaints.",
        "沒有客訴 {complaint}。請以 salesbook complaints 查詢。",
        "没有客诉 {complaint}。请用 salesbook complaints 查询。",
        why="Mostly a typing error.",
    ),
    "complaint-leads-to-nothing": _m(
        "Complaint {complaint} does not say that goods come back or money is credited. Enter its action and post it.",
        "客訴 {complaint} 未說明退貨或折讓。請填寫處理方式並過帳。",
        "客诉 {complaint} 未说明退货或折让。请填写处理方式并过账。",
        why="What is to be done is decided first; the document follows.",
    ),
    "complaints-none": _m(
        "No complaint is open.", "沒有未結案的客訴。", "没有未结案的客诉。", why="An empty list is an answer, too."
    ),
    "complaint-due": _m(
        "{days:day|days} to go", "還有 {days} 天", "还有 {days} 天", why="What was promised soon comes first."
    ),
    "complaint-late": _m(
        "{days:day|days} late", "已逾 {days} 天", "已逾 {days} 天", why="A broken promise must be seen."
    ),
    "complaint-today": _m("due today", "今天到期", "今天到期", why="Today is neither to go nor late."),
    "complaint-unpromised": _m("no promise", "未承諾日期", "未承诺日期", why="Nothing was promised yet."),
    "document-complaints": _m(
        "Complaints: {complaints}",
        "客訴：{complaints}",
        "客诉：{complaints}",
        why="Whoever looks at a document must know what its customer says about it.",
    ),
    "complaint-state-open": _m("open", "未結案", "未结案", why="Beside the number of a complaint."),
    "complaint-state-closed": _m("closed", "已結案", "已结案", why="Beside the number of a complaint."),
    # ---- Preparation of documents ----
    "preparation-none": _m(
        "No document was posted in this time from a workbook whose presses were kept.",
        "這段期間沒有留有紀錄的過帳單據。",
        "这段期间没有留有记录的过账单据。",
        why="The trail begins with the first press after it was switched on.",
    ),
    "preparation-person": _m("Posted by", "過帳人", "过账人", why="Head of a column."),
    "preparation-documents": _m("Documents", "單據數", "单据数", why="Head of a column."),
    "preparation-minutes": _m("Median minutes", "中位分鐘", "中位分钟", why="Head of a column."),
    "preparation-right": _m("Right at once %", "一次正確率 %", "一次正确率 %", why="Head of a column."),
    # ---- Three-quantity proof ----
    "proof-none": _m(
        "Every order line is delivered and invoiced, or given up. With --all, finished lines are shown, too.",
        "所有訂單明細均已出貨並開票，或已放棄。加上 --all 可列出已完成的明細。",
        "所有订单明细均已出货并开票，或已放弃。加上 --all 可列出已完成的明细。",
        why="An empty table looks like a mistake.",
    ),
    "proof-ties": _m(
        "{lines:order line|order lines}: all differences are 0.",
        "訂單明細 {lines} 筆，差異均為 0。",
        "订单明细 {lines} 条，差异均为 0。",
        why="The answer in one sentence.",
    ),
    "proof-untied": _m(
        "{untied} of {lines:order line|order lines} do not tie. Run salesbook verify and keep its answer.",
        "訂單明細 {lines} 筆中有 {untied} 筆不符。請執行 salesbook verify 並留存結果。",
        "订单明细 {lines} 条中有 {untied} 条不符。请执行 salesbook verify 并保存结果。",
        why="A difference is damage or a mistake of the program, never of the person who typed.",
    ),
    # ---- Proof of the ledger ----
    "verify-files": _m(
        "Files: {entries} log entries and {files} data files are there and as they were written",
        "檔案：{entries} 筆記錄與 {files} 個資料檔案齊全，內容與寫入時相同",
        "文件：{entries} 条日志与 {files} 个数据文件齐全，内容与写入时相同",
        why="A file that somebody changed, or a disk spoiled, must be named.",
    ),
    "verify-still-good": _m(
        "Still good after the first one: postings {postings}",
        "其後仍完好的過帳：第 {postings} 筆",
        "其后仍完好的过账：第 {postings} 笔",
        why="Whoever mends a ledger has to know what can be kept.",
    ),
    "verify-table": _m(
        "Table: {lines} lines in version {version}, counted by a second reader",
        "資料表：版本 {version} 共 {lines} 筆明細，由另一套讀取程式核對",
        "数据表：版本 {version} 共 {lines} 条明细，由另一套读取程序核对",
        why="An independent reader must see the same table.",
    ),
    "verify-chain": _m(
        "Chain: {postings} postings, each sealing the one before (head hash {hash})",
        "過帳鏈：{postings} 筆過帳，逐筆封存（帳本雜湊值 {hash}）",
        "过账链：{postings} 笔过账，逐笔封存（账本哈希值 {hash}）",
        why="A posting changed afterwards must show.",
    ),
    "verify-ids": _m(
        "Ids: each of {postings} postings is there once",
        "識別碼：{postings} 筆過帳各僅出現一次",
        "标识：{postings} 笔过账各仅出现一次",
        why="The same press of a button, stored twice, would count twice.",
    ),
    "verify-numbers": _m(
        "Numbers: {documents} documents in {ranges} number ranges, from 1 without gap or repeat",
        "單號：{ranges} 組編號共 {documents} 張單據，自 1 起無缺號、無重號",
        "单号：{ranges} 组编号共 {documents} 张单据，自 1 起无缺号、无重号",
        why="A missing number raises the question which document was taken away.",
    ),
    "verify-sources": _m(
        "Sources: {lines} lines, and whatever they were made from is there",
        "來源：{lines} 筆明細的來源單據都存在",
        "来源：{lines} 条明细的来源单据都存在",
        why="Nothing follows from a document that does not exist.",
    ),
    "verify-tie-outs": _m(
        "Quantities: ordered = sent − excess + open + given up, accepted = invoiced + not invoiced, and "
        "issued − back = accepted, on {lines} order lines",
        "三量對帳：{lines} 筆訂單明細的訂購 = 淨送 − 超交 + 未交 + 放棄，驗收 = 已開票 + 未開票，出庫 − 退回 = 驗收",
        "三量对账：{lines} 条订单明细的订购 = 净送 − 超交 + 未交 + 放弃，验收 = 已开票 + 未开票，出库 − 退回 = 验收",
        why="What was ordered is delivered, still open or given up; there is no fourth.",
    ),
    "verify-deliveries": _m(
        "Deliveries: {lines} lines agree with their orders, and nothing is invoiced twice",
        "出貨：{lines} 筆明細與訂單相符，且無重複開票",
        "出货：{lines} 条明细与订单相符，且无重复开票",
        why="The order's count and the delivery notes' sum are two roads to one figure.",
    ),
    "verify-opening-balances": _m(
        "Opening balances: {documents} agree with what was posted before them",
        "期初餘額：{documents} 張與先前過帳的單據相符",
        "期初余额：{documents} 张与先前过账的单据相符",
        why="A new year begins with what the old one ended with, to the cent.",
    ),
    "verify-head": _m(
        "Written-down head {hash}: posting {seq} of {day}, and everything before it is unchanged",
        "記下的帳本雜湊值 {hash}：為 {day} 的過帳序號 {seq}，之前的內容均未更動",
        "记下的账本哈希值 {hash}：为 {day} 的过账序号 {seq}，之前的内容均未更改",
        why="From inside, nobody can tell whether the history was rewritten as a whole or cut off at its end.",
    ),
    "verify-head-missing": _m(
        "A written-down head is not in the chain: what came before it was changed or cut off, or it is of another "
        "ledger",
        "記下的帳本雜湊值不在過帳鏈中：先前的內容已被更動或刪除，或屬於另一個帳本",
        "记下的账本哈希值不在过账链中：先前的内容已被更改或删除，或属于另一个账本",
        why="Whoever asks must know what it means that it is not there.",
    ),
    "verify-known-missing": _m(
        "This computer knew postings that are not in the ledger any more. If it was restored from a backup on purpose, "
        "say so: salesbook verify --restored",
        "本機曾知道的過帳已不在帳本中。若是刻意從備份還原，請執行：salesbook verify --restored",
        "本机曾知道的过账已不在账本中。若是有意从备份还原，请执行：salesbook verify --restored",
        why="Postings that were taken from the end of the ledger leave no other trace.",
    ),
    "verify-receivables": _m(
        "Receivables: invoices less receipts and credits, counted apart, give {receivable} to receive from "
        "{customers:customer|customers}, and {unapplied} on account",
        "應收帳款：{customers} 個客戶，依發票、收款單與折讓單分別計算，應收 {receivable}，暫收款 {unapplied}",
        "应收账款：{customers} 个客户，按发票、收款单与红字发票分别计算，应收 {receivable}，暂收款 {unapplied}",
        why="Credit is judged by these figures.",
    ),
    "verify-cache": _m(
        "Balances on this computer: {lines} lines equal the count from scratch",
        "本機餘額：{lines} 筆與重新計算的結果相同",
        "本机余额：{lines} 条与重新计算的结果相同",
        why="Clicks are decided on these balances.",
    ),
    "verify-totals": _m(
        "Ordered {ordered} · given up {given_up} · open {open} · sent {net_sent} · excess {excess} · "
        "accepted {accepted} · invoiced {billed} · not invoiced {uninvoiced} · issued {issued} · back {back}",
        "訂購 {ordered} · 放棄 {given_up} · 未交 {open} · 淨送 {net_sent} · 超交 {excess} · "
        "驗收 {accepted} · 已開票 {billed} · 未開票 {uninvoiced} · 出庫 {issued} · 退回 {back}",
        "订购 {ordered} · 放弃 {given_up} · 未交 {open} · 净送 {net_sent} · 超交 {excess} · "
        "验收 {accepted} · 已开票 {billed} · 未开票 {uninvoiced} · 出库 {issued} · 退回 {back}",
        why="The totals behind the proof, to compare with one's own count.",
    ),
    "verify-good": _m(
        "The ledger is complete and unchanged, and everything ties.",
        "帳本完整、未被更動，各項數字相符。",
        "账本完整、未被更改，各项数字相符。",
        why="The answer in one sentence.",
    ),
    "verify-bad": _m(
        "Something in the ledger does not fit: see the lines marked ✗. Keep a copy of the folder before anything else.",
        "帳本有不符之處：請見標示 ✗ 的項目。請先備份整個資料夾再作處理。",
        "账本有不符之处：请见标示 ✗ 的项目。请先备份整个文件夹再作处理。",
        why="Evidence is lost when people start mending at once.",
    ),
    # ---- What the terminal shows ----
    "period-none": _m(
        "No month is closed.", "尚無已結帳的月份。", "尚无已结账的月份。", why="An empty list is an answer, too."
    ),
    "period-closed-done": _m(
        "{month} is closed, and every month before it.",
        "{month} 及之前各月均已結帳。",
        "{month} 及之前各月均已结账。",
        why="One closing takes all months before it.",
    ),
    "period-reopened-done": _m(
        "{month} is open again. Close it anew when the correction is posted.",
        "{month} 已重新開放。更正過帳後請再次結帳。",
        "{month} 已重新开放。更正过账后请再次结账。",
        why="A reopened month is easily forgotten.",
    ),
    "period-state-closed": _m("closed", "已結帳", "已结账", why="What was decided about a month."),
    "period-state-open": _m("reopened", "重新開放", "重新开放", why="What was decided about a month."),
    "month-end-closed": _m("Closed by {who}", "結帳：{who}", "结账：{who}", why="Who answers for the figures."),
    "month-end-open": _m(
        "Not closed: these figures may still change.",
        "尚未結帳：數字仍可能變動。",
        "尚未结账：数字仍可能变动。",
        why="A report of an open month is taken for final otherwise.",
    ),
    "month-end-head": _m(
        "Ledger version {version}, posting {seq}, head hash {hash}. Write it down: verify --head compares it later.",
        "帳本版本 {version}，過帳序號 {seq}，帳本雜湊值 {hash}。請記下，日後可用 verify --head 核對。",
        "账本版本 {version}，过账序号 {seq}，账本哈希值 {hash}。请记下，日后可用 verify --head 核对。",
        why="Only what was written down elsewhere shows that the end of a ledger was taken away.",
    ),
    # ---- Forms of the company's own ----
    "form-not-xlsx": _m(
        "{file} is no .xlsx workbook. Open the form in Excel and save it as Excel workbook (.xlsx), without macros.",
        "{file} 不是 .xlsx 活頁簿。請用 Excel 開啟表單，另存為不含巨集的 Excel 活頁簿（.xlsx）。",
        "{file} 不是 .xlsx 工作簿。请用 Excel 打开表单，另存为不含宏的 Excel 工作簿（.xlsx）。",
        why="A customer must not get macros, and old files cannot be filled without loss.",
    ),
    "form-exists": _m(
        "There is a form {form} already: {file}. To use a new drawing of it, put that file in its "
        "place and run form check; or give another --name.",
        "表單 {form} 已存在：{file}。若要改用新版面，請直接替換該檔案後執行 form check；或以 --name 另取名稱。",
        "表单 {form} 已存在：{file}。若要改用新版面，请直接替换该文件后执行 form check；或以 --name 另取名称。",
        why="A mapping that somebody has corrected must not be lost.",
    ),
    "form-missing": _m(
        "There is no form {form}. Bound are: {found}. Take it in with: salesbook form bind FILE.xlsx --kind KIND",
        "找不到表單 {form}。已建立的有：{found}。請先執行：salesbook form bind FILE.xlsx --kind KIND",
        "找不到表单 {form}。已建立的有：{found}。请先执行：salesbook form bind FILE.xlsx --kind KIND",
        why="A form is filled by what its mapping says.",
    ),
    "form-not-ready": _m(
        "The form {form} has {count} errors in its mapping. Nothing was printed. See them with: "
        'salesbook form check "{form}"',
        '表單 {form} 的欄位對照有 {count} 個錯誤，未列印。請執行 salesbook form check "{form}"查看。',
        '表单 {form} 的栏位对照有 {count} 个错误，未打印。请执行 salesbook form check "{form}"查看。',
        why="A half filled paper is worse than none.",
    ),
    "form-other-kind": _m(
        "The form {form} is for another kind of paper: {kind}, not {wanted}. Choose another form, or "
        "print with --standard.",
        "表單 {form} 適用於其他單據：{kind}，而非 {wanted}。請改用其他表單，或加上 --standard 列印。",
        "表单 {form} 适用于其他单据：{kind}，而非 {wanted}。请改用其他表单，或加上 --standard 打印。",
        why="An invoice on the form of a delivery note misleads.",
    ),
    "form-counts-options": _m(
        "The form reckons amounts itself ({cell}) and would count lines that are not in the total: "
        "{lines}. Nothing was printed. Give the form a column for our amount, or print with --standard.",
        "表單自行計算金額（{cell}），會把不計入總額的項目也算進去：第 {lines} 項。未列印。"
        "請在表單設一欄填入系統金額，或加上 --standard 列印。",
        "表单自行计算金额（{cell}），会把不计入总额的项目也算进去：第 {lines} 项。未打印。"
        "请在表单设一栏填入系统金额，或加上 --standard 打印。",
        why="Options and alternatives are shown, but not sold yet.",
    ),
    "form-criterion-missing": _m(
        "The form has rows of its own for criteria, but none for {found} (sheet {sheet}). Nothing was "
        "written. Add a row, or name it as the criterion is named.",
        "表單已列出各項指標，但沒有 {found}（工作表 {sheet}）。未寫入。請新增一列，或將名稱改成與考核指標一致。",
        "表单已列出各项指标，但没有 {found}（工作表 {sheet}）。未写入。请新增一行，或将名称改成与考核指标一致。",
        why="Points in the row of another criterion would be wrong without looking so.",
    ),
    "form-total-differs": _m(
        "The form comes to {found} in {sheet}!{cell}, but {ours} was posted. No PDF was made. Mend the "
        "formula, or clear the cell so that our figure is written; without --pdf you can look at the filled form.",
        "表單在 {sheet}!{cell} 算出 {found}，但過帳的是 {ours}。未產生 PDF。請修正公式，"
        "或清空該儲存格改填系統數字；不加 --pdf 可先查看填好的表單。",
        "表单在 {sheet}!{cell} 算出 {found}，但过账的是 {ours}。未生成 PDF。请修正公式，"
        "或清空该单元格改填系统数字；不加 --pdf 可先查看填好的表单。",
        why="What the customer reads and what the books say must be the same.",
    ),
    "form-rows-not-inserted": _m(
        "Rows cannot be put into the sheet {sheet} with certainty: {reason}. Nothing was printed. Give "
        "the form as many line rows as the longest paper needs, or print with --standard.",
        "無法確定能正確地在工作表 {sheet} 插入列：{reason}。未列印。請讓表單備足最長單據所需的明細列，"
        "或加上 --standard 列印。",
        "无法确定能正确地在工作表 {sheet} 插入行：{reason}。未打印。请让表单备足最长单据所需的明细行，"
        "或加上 --standard 打印。",
        why="A damaged form is worse than none.",
    ),
    "reason-pivot-table": _m(
        "a pivot table stands on it",
        "該表上有樞紐分析表",
        "该表上有数据透视表",
        why="Where it ends after a change, only Excel knows.",
    ),
    "reason-array-formula": _m(
        "an array formula or data table covers {cells}",
        "{cells} 有陣列公式或運算列表",
        "{cells} 有数组公式或模拟运算表",
        why="Such a formula cannot be parted, in Excel neither.",
    ),
    "reason-several-sheets": _m(
        "a formula reaches over several sheets: {formula}",
        "有跨多個工作表的公式：{formula}",
        "有跨多个工作表的公式：{formula}",
        why="It means the same cells on all of them, of which only some move.",
    ),
    "reason-no-such-form": _m(
        "there is no such form; bound are: {found}",
        "沒有這個表單；已建立的有：{found}",
        "没有这个表单；已建立的有：{found}",
        why="A form is bound before it is the default.",
    ),
    "reason-not-with-standard": _m(
        "it cannot be given together with --standard",
        "不能與 --standard 同時使用",
        "不能与 --standard 同时使用",
        why="One of the two is meant.",
    ),
    "reason-folder-for-forms": _m(
        "with --form it must be a folder, because each person gets a file",
        "搭配 --form 時須為資料夾，因為每人各有一個檔案",
        "搭配 --form 时须为文件夹，因为每人各有一个文件",
        why="One file cannot hold the forms of several people.",
    ),
    "reason-only-with-form": _m(
        "it is for a form of the company's own, named by --form",
        "此選項僅用於以 --form 指定的自有表單",
        "此选项仅用于以 --form 指定的自有表单",
        why="The workbook of all scorecards is for reading on screen.",
    ),
    "form-kind-wrong": _m(
        "“{found}” is no kind of paper. Choose the name of one, such as Invoice or Scorecard.",
        "「{found}」不是單據種類。請填單據名稱，例如銷售發票或考核表。",
        "“{found}”不是单据种类。请填单据名称，例如销售发票或考核表。",
        why="What a form can show depends on what it is for.",
    ),
    "form-field-unknown": _m(
        "“{found}” is no field of this paper. Use a name of the first column as it was; costs, margins "
        "and internal remarks are none.",
        "「{found}」不是此單據的欄位。請使用第一欄原有的名稱；成本、毛利與內部備註不提供。",
        "“{found}”不是此单据的栏位。请使用第一栏原有的名称；成本、毛利与内部备注不提供。",
        why="Only what a customer may read is offered.",
    ),
    "form-sheet-missing": _m(
        "The form has no sheet “{found}”. It has: {options}.",
        "表單沒有工作表「{found}」。現有：{options}。",
        "表单没有工作表“{found}”。现有：{options}。",
        why="Sheets are renamed, and a mapping does not notice.",
    ),
    "form-cell-wrong": _m(
        "“{found}” is no cell. Write one such as B5.",
        "「{found}」不是儲存格位址。請填例如 B5。",
        "“{found}”不是单元格地址。请填例如 B5。",
        why="A field of the head stands in one cell.",
    ),
    "form-column-wrong": _m(
        "“{found}” is no column. Write its letters, such as C.",
        "「{found}」不是欄名。請填欄的字母，例如 C。",
        "“{found}”不是列名。请填列的字母，例如 C。",
        why="A field of the lines has a column; the rows are said above.",
    ),
    "form-cell-outside": _m(
        "{found} lies outside the form: sheet {form_sheet} ends at {last}.",
        "{found} 超出表單範圍：工作表 {form_sheet} 只到 {last}。",
        "{found} 超出表单范围：工作表 {form_sheet} 只到 {last}。",
        why="What is written far beside a form is not seen.",
    ),
    "form-cell-merged": _m(
        "{found} is inside merged cells. Write their first one: {origin}.",
        "{found} 位於合併儲存格之內。請改填左上角：{origin}。",
        "{found} 位于合并单元格之内。请改填左上角：{origin}。",
        why="Only the first of merged cells is shown.",
    ),
    "form-cell-twice": _m(
        "This cell would show several fields: {fields}. Give each a cell of its own, or clear one.",
        "此儲存格對應了多個欄位：{fields}。請各給一格，或清除其中之一。",
        "此单元格对应了多个栏位：{fields}。请各给一格，或清除其中之一。",
        why="The later would write over the earlier.",
    ),
    "form-cell-in-lines": _m(
        "This cell is for {fields}, but lies among the lines. Choose a cell above or below them, or "
        "correct their rows.",
        "此儲存格用於{fields}，卻位於明細之中。請改用明細以外的儲存格，或修正明細的起訖列。",
        "此单元格用于{fields}，却位于明细之中。请改用明细以外的单元格，或修正明细的起止行。",
        why="A line would write over it.",
    ),
    "form-rows-wrong": _m(
        "Say in which rows the lines stand: the first and the last row number, such as 12 and 21.",
        "請填明細的起訖列號，例如 12 與 21。",
        "请填明细的起止行号，例如 12 与 21。",
        why="Without them nobody knows where lines begin and sums follow.",
    ),
    "form-lines-merged": _m(
        "{found} is merged over several rows of the lines. Each line must have one row; undo the merge on the form.",
        "{found} 跨明細的多列合併。每筆明細須為一列，請在表單上取消合併。",
        "{found} 跨明细的多行合并。每笔明细须为一行，请在表单上取消合并。",
        why="Lines are filled and put in row by row.",
    ),
    "form-lines-on-two-sheets": _m(
        "The columns of the lines stand on several sheets: {found}. Lines can be on one sheet only.",
        "明細的欄位分在多個工作表：{found}。明細只能位於一個工作表。",
        "明细的栏位分在多个工作表：{found}。明细只能位于一个工作表。",
        why="A line is one row.",
    ),
    "form-field-missing": _m(
        "The form must show one of these: {fields}. Give it a cell.",
        "表單必須顯示下列其中之一：{fields}。請指定儲存格。",
        "表单必须显示下列其中之一：{fields}。请指定单元格。",
        why="A paper without a number, or a scorecard without a name, belongs to nobody.",
    ),
    "form-lines-missing": _m(
        "No column of the lines was found. Give at least the description or the quantity its column.",
        "找不到任何明細欄位。請至少指定品名規格或數量的欄。",
        "找不到任何明细栏位。请至少指定品名规格或数量的列。",
        why="A paper says what it is about.",
    ),
    "form-total-missing": _m(
        "The form does not show: {fields}. Give it a cell, unless that is meant.",
        "表單未顯示：{fields}。若非刻意，請指定儲存格。",
        "表单未显示：{fields}。若非刻意，请指定单元格。",
        why="A total that is not bound cannot be compared with what was posted.",
    ),
    "form-formula-stays": _m(
        "The form reckons {fields} itself; its formula stays, and is compared with our figure when a PDF is made.",
        "表單以公式計算{fields}，公式保留；產生 PDF 時會與系統數字核對。",
        "表单以公式计算{fields}，公式保留；生成 PDF 时会与系统数字核对。",
        why="The form is the company's; what it says must still be true.",
    ),
    "form-sample-stays": _m(
        "“{found}” stands among the lines in a column without a field, and would be printed beside any line. Clear the "
        "column on the form, or give it a field.",
        "明細中未對應欄位的一欄有「{found}」，會印在任何一筆旁邊。請清除表單上的該欄，或指定欄位。",
        "明细中未对应栏位的一列有“{found}”，会印在任何一笔旁边。请清除表单上的该列，或指定栏位。",
        why="An old paper that became a form still has old lines on it.",
    ),
    "form-placeholder-unknown": _m(
        "{found} is no field of this paper. Correct it on the form, or take it out.",
        "{found} 不是此單據的欄位。請在表單上更正或刪除。",
        "{found} 不是此单据的栏位。请在表单上更正或删除。",
        why="A customer must not read braces.",
    ),
    "form-placeholder-mixed": _m(
        "A field of the head stands together with one of the lines: {found}. Part them.",
        "表頭與明細的欄位混在同一格：{found}。請分開。",
        "表头与明细的栏位混在同一格：{found}。请分开。",
        why="A cell belongs to a line or to the whole paper.",
    ),
    "form-placeholder-formula": _m(
        "A placeholder inside a formula cannot be filled. Put it into a cell of its own and let the "
        "formula refer to that.",
        "公式中的佔位文字無法填入。請另置一格，再由公式引用。",
        "公式中的占位文字无法填入。请另置一格，再由公式引用。",
        why="Formulas of a form stay as they are.",
    ),
    "form-placeholder-not-in-lines": _m(
        "{found} stands outside the rows of the lines, where nothing fills it. Take it out, or correct the rows.",
        "{found} 不在明細列之內，不會被填入。請刪除，或修正明細的起訖列。",
        "{found} 不在明细行之内，不会被填入。请删除，或修正明细的起止行。",
        why="A customer must not read braces.",
    ),
    "form-placeholder-elsewhere": _m(
        "A text box, header or footer has a placeholder, which cannot be filled there: {found}. Put it into a cell.",
        "文字方塊或頁首頁尾中的佔位文字無法填入：{found}。請移到儲存格。",
        "文本框或页眉页脚中的占位文字无法填入：{found}。请移到单元格。",
        why="A customer must not read braces.",
    ),
    "form-none": _m(
        "No form is bound yet. Take one in with: salesbook form bind FILE.xlsx --kind KIND",
        "尚未建立任何表單。請執行：salesbook form bind FILE.xlsx --kind KIND",
        "尚未建立任何表单。请执行：salesbook form bind FILE.xlsx --kind KIND",
        why="An empty answer looks like a mistake.",
    ),
    "form-bound": _m(
        "{form}: {count} fields: {fields}",
        "{form}：{count} 個欄位：{fields}",
        "{form}：{count} 个栏位：{fields}",
        why="One sees at a glance what was found.",
    ),
    "form-lines": _m(
        "Lines: sheet {sheet}, rows {first} to {last} ({room})",
        "明細：工作表 {sheet}，第 {first} 至 {last} 列（{room} 列）",
        "明细：工作表 {sheet}，第 {first} 至 {last} 行（{room} 行）",
        why="What is wrong about the lines is wrong in every row.",
    ),
    "form-ready": _m(
        'Ready: salesbook print NUMBER --form "{form}". To change what stands where, correct {mapping}.',
        '可以使用：salesbook print NUMBER --form "{form}"。如需調整欄位位置，請修改 {mapping}。',
        '可以使用：salesbook print NUMBER --form "{form}"。如需调整栏位位置，请修改 {mapping}。',
        why="The next step is said where it begins.",
    ),
    "form-ready-card": _m(
        'Ready: salesbook appraise MONTH --form "{form}". To change what stands where, correct {mapping}.',
        '可以使用：salesbook appraise MONTH --form "{form}"。如需調整欄位位置，請修改 {mapping}。',
        '可以使用：salesbook appraise MONTH --form "{form}"。如需调整栏位位置，请修改 {mapping}。',
        why="An appraisal form is filled for each person, not printed by a number.",
    ),
    "form-to-correct": _m(
        "To correct: {mapping}. Then run form check again.",
        "請修正 {mapping}，再執行一次 form check。",
        "请修正 {mapping}，再执行一次 form check。",
        why="The next step is said where it begins.",
    ),
    "form-filled": _m(
        "Filled in the form {form}.",
        "已填入表單 {form}。",
        "已填入表单 {form}。",
        why="Which layout was taken may be a setting.",
    ),
    "form-filled-added": _m(
        "Filled in the form {form}; {added} rows were put in for the lines.",
        "已填入表單 {form}；為明細插入 {added} 列。",
        "已填入表单 {form}；为明细插入 {added} 行。",
        why="A form that became longer is worth a look.",
    ),
    "form-kept": _m(
        "The form's own formulas reckon these cells when it is opened; posted was: {cells}. Compare, "
        "or make a PDF, for which it is compared.",
        "下列儲存格由表單公式於開啟時計算；過帳數字為：{cells}。請核對，或產生 PDF 以自動核對。",
        "下列单元格由表单公式于打开时计算；过账数字为：{cells}。请核对，或生成 PDF 以自动核对。",
        why="Nobody has reckoned them yet.",
    ),
    "form-compared": _m(
        "The form's own formulas come to what was posted: {cells}.",
        "表單公式的結果與過帳數字一致：{cells}。",
        "表单公式的结果与过账数字一致：{cells}。",
        why="It is said that it was looked at.",
    ),
    # ---- Receivables: by age, as a statement, reminders, refusals ----
    "statement-opening": _m("Opening balance", "期初餘額", "期初余额", why="Where a statement begins."),
    "statement-closing": _m("Closing balance", "期末餘額", "期末余额", why="Where a statement ends."),
    "statement-ledger": _m(
        "The ledger says {ledger}; difference {difference}",
        "帳本餘額 {ledger}；差額 {difference}",
        "账本余额 {ledger}；差额 {difference}",
        why="A statement that does not tie to the ledger must not leave the house.",
    ),
    "statement-open": _m(
        "{invoice}: open {open}[, due {due}][, {days} days overdue][, disputed {disputed}]",
        "{invoice}：未收 {open}[，{due} 到期][，逾期 {days} 天][，爭議中 {disputed}]",
        "{invoice}：未收 {open}[，{due} 到期][，逾期 {days} 天][，争议中 {disputed}]",
        why="What the customer is asked to pay.",
    ),
    "dispute-without-outcome": _m(
        "Case {case} is resolved, but nothing says how. Choose the outcome: pays, credit note, goods returned, "
        "write-off or legal.",
        "案件 {case} 已解決，但沒有處理結果。請選擇：同意付款、折讓、退貨、沖銷呆帳或法律途徑。",
        "案件 {case} 已解决，但没有处理结果。请选择：同意付款、折让、退货、核销坏账或法律途径。",
        why="A refusal that ends without an outcome is forgotten, and the money with it (DOMAIN 2).",
    ),
    "dispute-outcome-too-early": _m(
        "Case {case} has an outcome, but is not resolved. Set its state to resolved, or clear the outcome.",
        "案件 {case} 已填處理結果，但尚未解決。請將狀態改為已解決，或清除處理結果。",
        "案件 {case} 已填处理结果，但尚未解决。请将状态改为已解决，或清除处理结果。",
        why="Until it is resolved the amount leaves dunning; an outcome says the opposite.",
    ),
    "dispute-without-paper": _m(
        "Case {case} needs the number of its {kind}. Post that document first, then enter its number.",
        "案件 {case} 需要「{kind}」的單號。請先過帳該單據，再填其單號。",
        "案件 {case} 需要“{kind}”的单号。请先过账该单据，再填其单号。",
        why="An outcome posts what it says (DOMAIN 6).",
    ),
    "dispute-other-invoice": _m(
        "Case {case} is about invoice {stored}. Enter that invoice, or give the other refusal a number of its own.",
        "案件 {case} 屬於發票 {stored}。請填該發票，或為另一筆拒付另立案號。",
        "案件 {case} 属于发票 {stored}。请填该发票，或为另一笔拒付另立案号。",
        why="A case that wanders from invoice to invoice proves nothing.",
    ),
    "dispute-move": _m(
        "Case {case}[ is {case_state} and] may next be {choices} only. Choose one of these.",
        "案件 {case}[ 目前為{case_state}，]下一狀態只能是：{choices}。請擇一填入。",
        "案件 {case}[ 目前为{case_state}，]下一状态只能是：{choices}。请择一填入。",
        why="Cases go from open to investigating, resolved and closed, and not back (DOMAIN 2).",
    ),
    "dispute-closed": _m(
        "Case {case} is closed and cannot be changed. Open a new case if the customer refuses again.",
        "案件 {case} 已結案，不能再改。客戶若再次拒付，請另立新案。",
        "案件 {case} 已结案，不能再改。客户若再次拒付，请另立新案。",
        why="A closed case is evidence.",
    ),
    "dispute-exceeds-open": _m(
        "Amount refused {amount} is more than can be refused of invoice {invoice}: open {open}"
        "[, refused already {refused} by {cases}]. Enter {most} or less.",
        "拒付金額 {amount} 超過發票 {invoice} 可拒付的金額：未收 {open}[，已由 {cases} 拒付 {refused}]。"
        "請填 {most} 或更少。",
        "拒付金额 {amount} 超过发票 {invoice} 可拒付的金额：未收 {open}[，已由 {cases} 拒付 {refused}]。"
        "请填 {most} 或更少。",
        why="What was paid or credited is not owed, so it cannot be refused (DOMAIN 6).",
    ),
    "dispute-paper-unknown": _m(
        "There is no document {code} of this kind: {kind}. Post it first, or correct the number.",
        "查無單號 {code} 的「{kind}」。請先過帳，或更正單號。",
        "查无单号 {code} 的“{kind}”。请先过账，或更正单号。",
        why="The outcome of a case must be in the ledger.",
    ),
    "dispute-paper-of-other": _m(
        "{kind} {code} has no line about invoice {invoice}. Enter the document that settles this invoice.",
        "{kind} {code} 沒有與發票 {invoice} 相關的項次。請填了結該發票的單據。",
        "{kind} {code} 没有与发票 {invoice} 相关的项次。请填了结该发票的单据。",
        why="A paper about something else settles nothing here.",
    ),
    "dispute-paper-no-write-off": _m(
        "Receipt {code} gives up nothing of invoice {invoice}. Enter the receipt that carries the write-off.",
        "收款單 {code} 未沖銷發票 {invoice} 的任何金額。請填載明沖銷的收款單。",
        "收款单 {code} 未核销发票 {invoice} 的任何金额。请填载明核销的收款单。",
        why="A write-off must be in the ledger before a case can say so.",
    ),
    "dunning-stops-credit": _m(
        "Customer {customer} was sent reminder {level} for invoice {invoice} on {date} and has not paid. "
        "Collect it first, or put the matter to whoever decides on credit.",
        "客戶 {customer} 的發票 {invoice} 已於 {date} 寄發第 {level} 次催款，仍未付款。請先收款，或請信用負責人決定。",
        "客户 {customer} 的发票 {invoice} 已于 {date} 寄发第 {level} 次催款，仍未付款。请先收款，或请信用负责人决定。",
        why="The settings stop customers who do not answer their reminders.",
    ),
    "dunning-none": _m(
        "No invoice is late on {date}.",
        "{date} 沒有逾期發票。",
        "{date} 没有逾期发票。",
        why="An empty list looks like a failure.",
    ),
    "dunning-sent": _m(
        "{count:reminder|reminders} recorded as sent on {date}.",
        "已登錄 {count} 筆催款，寄發日 {date}。",
        "已登记 {count} 笔催款，寄发日 {date}。",
        why="The next list goes on from here.",
    ),
    "dunning-not-due": _m(
        "Invoice {invoice} is not due for a reminder on {date}. Look at the list of reminders, or leave it out.",
        "發票 {invoice} 在 {date} 不需催款。請查看催款清單，或不要列入。",
        "发票 {invoice} 在 {date} 不需催款。请查看催款清单，或不要列入。",
        why="Nobody may be reminded of what is paid, refused, on hold or not late enough.",
    ),
    "dunning-no-letter": _m(
        "No reminder is due for customer {customer} on {date}. Look at the list of reminders, or leave it out.",
        "客戶 {customer} 在 {date} 沒有應寄的催款。請查看催款清單，或不要列入。",
        "客户 {customer} 在 {date} 没有应寄的催款。请查看催款清单，或不要列入。",
        why="Nobody may be reminded of what is paid, refused, on hold or not late enough.",
    ),
    "dunning-none-due": _m(
        "No reminder is due on {date}.",
        "{date} 沒有應寄的催款。",
        "{date} 没有应寄的催款。",
        why="No file is written, and that is no failure.",
    ),
    "dunning-letters-next": _m(
        "{count:letter|letters} written. When they are out, record it: salesbook dunning send.",
        "已寫入 {count} 封催款函。寄出後請登錄：salesbook dunning send。",
        "已写入 {count} 封催款函。寄出后请登记：salesbook dunning send。",
        why="Writing a letter is not sending it.",
    ),
    "targets-vacant": _m(
        "Nobody carries the target of {territories}, so there is no letter for it.",
        "{territories} 的目標無人負責，因此沒有確認書。",
        "{territories} 的目标无人负责，因此没有确认书。",
        why="A target without a person is easily forgotten.",
    ),
    "targets-no-letter": _m(
        "{person} has no target in plan {document}. Choose somebody who has, or split the plan anew.",
        "計劃 {document} 中沒有 {person} 的目標。請選擇計劃內的人員，或重新分解目標。",
        "计划 {document} 中没有 {person} 的目标。请选择计划内的人员，或重新分解目标。",
        why="An empty letter would be signed by nobody.",
    ),
    "dunning-state-due": _m("send reminder {level}", "應寄第 {level} 次", "应寄第 {level} 次", why="On the list."),
    "dunning-state-sent": _m("reminder {level} sent", "已寄第 {level} 次", "已寄第 {level} 次", why="Today."),
    "dunning-state-waiting": _m(
        "not late enough[ after reminder {level}]",
        "[已寄第 {level} 次，]未達下一級",
        "[已寄第 {level} 次，]未达下一级",
        why="On the list.",
    ),
    "dunning-state-final": _m(
        "final: all {level:reminder|reminders} sent",
        "最終：{level} 次皆已寄",
        "最终：{level} 次皆已寄",
        why="On the list.",
    ),
    "dunning-state-on_hold": _m("on hold", "暫停催款", "暂停催款", why="On the list."),
    "disputes-none": _m("No payment is refused.", "目前沒有拒付案件。", "目前没有拒付案件。", why="An empty list."),
    "dispute-days-left": _m("{days:day|days} left", "剩 {days} 天", "剩 {days} 天", why="Until the answer is due."),
    "dispute-days-late": _m("{days:day|days} late", "逾期 {days} 天", "逾期 {days} 天", why="Nobody has answered."),
    "document-disputed": _m(
        "Refused by {case} on {date}: {amount}, {reason}; {case_state}",
        "{date} 拒付（{case}）：{amount}，{reason}；{case_state}",
        "{date} 拒付（{case}）：{amount}，{reason}；{case_state}",
        why="Whoever looks at an invoice must see that it is refused.",
    ),
    "word-case": _m("Case", "案件", "案件", why="A heading."),
    "word-owner": _m("Owner", "承辦人", "承办人", why="A heading."),
    "word-answer": _m("Answer by", "答覆期限", "答复期限", why="A heading."),
    "word-days": _m("Days overdue", "逾期天數", "逾期天数", why="A heading."),
    "word-due": _m("Payment due", "付款到期日", "付款到期日", why="A heading."),
    "word-number": _m("No.", "單號", "单号", why="A heading."),
    "word-balance": _m("Balance", "餘額", "余额", why="A heading."),
    "word-month": _m("Month", "月份", "月份", why="A heading."),
    "word-state": _m("State", "狀態", "状态", why="A heading."),
    "word-date": _m("Date", "日期", "日期", why="A heading."),
    "word-by": _m("By", "經手人", "经手人", why="A heading."),
    "word-reason": _m("Reason", "原因", "原因", why="A heading."),
    "word-first": _m("First number", "首號", "首号", why="A heading."),
    "word-last": _m("Last number", "末號", "末号", why="A heading."),
    "word-papers": _m("Papers", "張數", "张数", why="A heading."),
    "word-reversals": _m("Reversals", "沖銷數", "冲销数", why="A heading."),
    "word-tax": _m("Tax", "稅額", "税额", why="A heading."),
    "word-gross": _m("Gross", "含稅金額", "含税金额", why="A heading."),
    "word-currency": _m("Currency", "幣別", "币种", why="A heading."),
    "word-customer": _m("Customer", "客戶", "客户", why="A heading."),
    "word-name": _m("Name", "名稱", "名称", why="A heading."),
    "word-lines": _m("Lines", "明細數", "明细数", why="A heading."),
    "word-kind": _m("Kind", "單據", "单据", why="A heading."),
    "word-line": _m("Line", "項次", "项次", why="A heading."),
    "word-product": _m("Product", "商品", "商品", why="A heading."),
    "word-quantity": _m("Quantity", "數量", "数量", why="A heading."),
    "word-price": _m("Unit price", "單價", "单价", why="A heading."),
    "word-discount": _m("Discount %", "折扣 %", "折扣 %", why="A heading."),
    "word-net": _m("Net amount", "未稅金額", "未税金额", why="A heading."),
    "word-open": _m("Open", "未結", "未结", why="A heading."),
    "word-invoice": _m("Invoice", "發票", "发票", why="A heading."),
    "word-amount": _m("Amount", "金額", "金额", why="A heading."),
    "word-where": _m("Entered in", "登錄位置", "登记位置", why="A heading."),
    "word-person": _m("Salesperson", "業務員", "业务员", why="A heading."),
    "word-invoices": _m("Open invoices", "未收發票", "未收发票", why="A heading."),
    "word-receivable": _m("Receivable", "應收帳款", "应收账款", why="A heading."),
    "word-overdue": _m("Of it overdue", "其中逾期", "其中逾期", why="A heading."),
    "word-unapplied": _m("On account", "暫收款", "暂收款", why="A heading."),
    "word-on_hand": _m("On hand", "現有量", "现有量", why="A heading."),
    "word-value": _m("Value", "庫存金額", "库存金额", why="A heading."),
    "word-left": _m("Left", "預計結存", "预计结存", why="A heading."),
    "word-available": _m("Available", "可承諾量", "可承诺量", why="A heading."),
    "word-cost": _m("Cost", "成本", "成本", why="A heading."),
    "word-without_cost": _m("Without cost", "無成本", "无成本", why="A heading: revenue whose cost nobody knows."),
    "word-gross_profit": _m("Gross profit", "毛利", "毛利", why="A heading."),
    "word-percent": _m("Margin %", "毛利率 %", "毛利率 %", why="A heading."),
    "word-contribution": _m("Contribution", "貢獻毛利", "贡献毛利", why="A heading."),
    "word-sum": _m("Total", "合計", "合计", why="Below amounts; the total of a scorecard has another word."),
    "word-total": _m("Total", "總分", "总分", why="A heading."),
    "word-grade": _m("Grade", "等級", "等级", why="A heading."),
    "outcome-posted": _m("posted", "已過帳", "已过账", why="Stored just now."),
    "outcome-ready": _m("ready", "可過帳", "可过账", why="Good, and not stored yet."),
    "outcome-already": _m("already posted", "先前已過帳", "此前已过账", why="Found in the ledger, unchanged."),
    "outcome-refused": _m("not posted", "未過帳", "未过账", why="Has errors."),
    "outcome-waiting": _m("waiting for approval", "待核准", "待批准", why="Posted as soon as somebody grants it."),
    "outcome-held": _m("held back", "暫緩", "暂缓", why="Good, but another document has errors."),
    "outcome-hidden": _m("hidden", "被隱藏", "被隐藏", why="Left out because its rows are hidden."),
    "state-issued": _m("issued", "已報價", "已报价", why="A quotation nothing was ordered from."),
    "state-lost": _m("lost", "已失單", "已失单", why="A quotation that will not be ordered."),
    "state-part_ordered": _m("ordered in part", "部分訂購", "部分订购", why="A quotation with something left."),
    "state-expired": _m("expired", "已逾期", "已逾期", why="A quotation whose last day is over."),
    "state-on_hold": _m("on hold", "暫緩", "暂缓", why="An order of which nothing may leave."),
    "state-ordered": _m("ordered", "已訂購", "已订购", why="A quotation with nothing left."),
    "state-confirmed": _m("confirmed", "已確認", "已确认", why="An order nothing was delivered on."),
    "state-part_delivered": _m(
        "delivered in part", "部分出貨", "部分出货", why="An order with something left to deliver."
    ),
    "state-delivered": _m("delivered", "已出貨", "已出货", why="An order left to invoice."),
    "state-completed": _m("completed", "已完成", "已完成", why="An order delivered and invoiced."),
    "state-closed": _m("closed", "已關閉", "已关闭", why="An order whose remainder was given up."),
    "state-posted": _m("posted", "已過帳", "已过账", why="In the ledger."),
    "state-released": _m("released", "已放行", "已放行", why="A pick list that lies with the warehouse."),
    "state-done": _m("done", "已出貨", "已出货", why="A pick list from which a delivery was made."),
    "state-cancelled": _m("cancelled", "已取消", "已取消", why="Undone before anything came of it."),
    "state-part_invoiced": _m(
        "invoiced in part", "部分開票", "部分开票", why="A delivery with something left to invoice."
    ),
    "state-invoiced": _m("invoiced", "已開票", "已开票", why="A delivery with nothing left to invoice."),
    "state-signed": _m("signed", "已簽收", "已签收", why="A delivery that was accepted at the door."),
    "state-part_refused": _m(
        "refused in part", "部分拒收", "部分拒收", why="A delivery of which some was not accepted."
    ),
    "state-refused": _m("refused", "已拒收", "已拒收", why="A delivery that was not accepted at all."),
    "state-returned": _m("returned", "已退貨", "已退货", why="A delivery that came back before it was invoiced."),
    "state-requested": _m("requested", "已申請", "已申请", why="A return that was agreed upon and has not come."),
    "state-part_received": _m(
        "received in part", "部分退回", "部分退回", why="A return request of which some has come back."
    ),
    "state-received": _m("received", "已收貨", "已收货", why="Goods that came back."),
    "state-part_credited": _m(
        "credited in part", "部分折讓", "部分折让", why="A return with something left to credit."
    ),
    "state-credited": _m("credited", "已折讓", "已折让", why="Nothing is claimed for it any more."),
    "state-part_paid": _m("paid in part", "部分收款", "部分收款", why="An invoice of which some was received."),
    "state-paid": _m("paid", "已收款", "已收款", why="An invoice with nothing left to receive."),
    "state-reversed": _m("reversed", "已沖銷", "已冲销", why="Undone by a mirror."),
    "open-to-order": _m(
        "{quantity} to order",
        "待訂 {quantity}",
        "待订 {quantity}",
        why="What an order may still take from a quotation.",
    ),
    "open-to-deliver": _m(
        "{quantity} to deliver, {uninvoiced} to invoice",
        "未交 {quantity}，未開票 {uninvoiced}",
        "未交 {quantity}，未开票 {uninvoiced}",
        why="What is left of an order line.",
    ),
    "open-to-invoice": _m(
        "{quantity} to invoice",
        "未開票 {quantity}",
        "未开票 {quantity}",
        why="What an invoice may still take from a delivery.",
    ),
    "document-total": _m(
        "Net {net}, tax {tax} {currency}",
        "未稅 {net}，稅額 {tax}（{currency}）",
        "未税 {net}，税额 {tax}（{currency}）",
        why="The sum of the lines.",
    ),
    "document-posted": _m(
        "Posted {date} by {by}, batch {batch}, from {workbook}",
        "過帳：{date}，{by}，批次 {batch}，來自 {workbook}",
        "过账：{date}，{by}，批次 {batch}，来自 {workbook}",
        why="Who stored it, when and from where.",
    ),
    "document-received": _m(
        "Received {amount} {currency}",
        "收款 {amount}（{currency}）",
        "收款 {amount}（{currency}）",
        why="The sum of the lines.",
    ),
    "document-deposit": _m(
        "Deposit {state}: received {received}, used {used}, left {left}[, paid back {refunded}][, missing {missing}]"
        "[; claimed by deposit invoices {claimed}, to be taken off {claimed_left}]",
        "訂金{state}：已收 {received}，已沖抵 {used}，餘額 {left}[，已退 {refunded}][，尚缺 {missing}]"
        "[；預收發票 {claimed}，尚未扣抵 {claimed_left}]",
        "订金{state}：已收 {received}，已冲抵 {used}，余额 {left}[，已退 {refunded}][，尚缺 {missing}]"
        "[；预收发票 {claimed}，尚未扣抵 {claimed_left}]",
        why="Whoever holds money of others must be able to say where it is.",
    ),
    "deposit-state-none": _m("none", "未收", "未收", why="Nothing has come yet."),
    "deposit-state-received": _m("received", "已收", "已收", why="None of it is used."),
    "deposit-state-part_applied": _m("applied in part", "部分沖抵", "部分冲抵", why="Some of it is used."),
    "deposit-state-applied": _m("applied", "已沖抵", "已冲抵", why="All of it is used."),
    "deposit-state-refunded": _m("refunded", "已退還", "已退还", why="All of it went back."),
    "document-instalment": _m(
        "Due {due}: {amount}, open {open}",
        "{due} 到期：{amount}，未收 {open}",
        "{due} 到期：{amount}，未收 {open}",
        why="Each part of an invoice falls due on a day of its own.",
    ),
    "document-paid": _m(
        "Paid {paid}, open {open}",
        "已收 {paid}，未收 {open}",
        "已收 {paid}，未收 {open}",
        why="What is left of an invoice.",
    ),
    "on-account": _m("on account", "暫收款", "暂收款", why="Received for no invoice."),
    "credit-receivable": _m("Receivable", "應收帳款", "应收账款", why="Claimed by invoices and not received."),
    "credit-uninvoiced": _m(
        "Delivered, not invoiced",
        "已出貨未開票",
        "已出货未开票",
        why="Goods the customer has and was not asked to pay.",
    ),
    "credit-open_orders": _m("Open orders", "未交訂單", "未交订单", why="Promised and not delivered."),
    "credit-unapplied": _m("On account", "暫收款", "暂收款", why="Received for no invoice; it is taken off."),
    "credit-until": _m(
        "Orders due until {date} count.", "計入交期至 {date} 的訂單。", "计入交期至 {date} 的订单。", why="The horizon."
    ),
    "credit-together": _m(
        "Limit of {owner}[ together with {members}]",
        "{owner} 的額度[，合併計算 {members}]",
        "{owner} 的额度[，合并计算 {members}]",
        why="Whose limit it is, and which files count against it.",
    ),
    "credit-later": _m(
        "Due later, not counted", "交期較晚，未計入", "交期较晚，未计入", why="Open orders after the horizon."
    ),
    "credit-due": _m("due {date}", "到期 {date}", "到期 {date}", why="Of an invoice or an order."),
    "credit-exposure": _m("Exposure", "信用佔用", "信用占用", why="The sum of the terms."),
    "credit-limit": _m("Credit limit", "信用額度", "信用额度", why="Most exposure allowed."),
    "credit-free": _m("Free", "可用額度", "可用额度", why="What may still be ordered."),
    "credit-no-limit": _m("No credit limit", "未設信用額度", "未设信用额度", why="Nothing to compare with."),
    "commissions-document": _m("Document", "單據", "单据", why="The paper that brings commission."),
    "commissions-base": _m("Net amount", "未稅金額", "未税金额", why="What the percent is taken of."),
    "commissions-amount": _m("Commission", "佣金", "佣金", why="What the person gets."),
    "commissions-due": _m("Due", "可領", "可领", why="What the person can ask for now."),
    "commissions-none": _m("No commission yet.", "尚無佣金。", "尚无佣金。", why="An empty table says nothing."),
    "document-from": _m("Made from {documents}", "來源單據：{documents}", "来源单据：{documents}", why="The way back."),
    "document-not-yet": _m(
        "{document} was not there yet; it is dated {date}. Ask for a later day or moment.",
        "當時尚無 {document}，其日期為 {date}。請查詢較晚的日期或時間。",
        "当时尚无 {document}，其日期为 {date}。请查询较晚的日期或时间。",
        why="A question about the past may be about a day before the document.",
    ),
    "document-reverses": _m("Reverses {document}", "沖銷 {document}", "冲销 {document}", why="It is a mirror."),
    "document-reversed-by": _m(
        "Reversed by {document}", "已由 {document} 沖銷", "已由 {document} 冲销", why="It counts no more."
    ),
    "status-ledger": _m(
        "Ledger version {version}, {postings:posting|postings}, head hash {head}",
        "帳本版本 {version}，{postings} 筆過帳，帳本雜湊值 {head}",
        "账本版本 {version}，{postings} 笔过账，账本哈希值 {head}",
        why="Two people can compare the hash to see that they look at the same ledger.",
    ),
    "status-as-of": _m(
        "Looking back[: as of {date}][; as known at {moment}]",
        "回溯查詢[：截至 {date}][；以 {moment} 已過帳者為準]",
        "回溯查询[：截至 {date}][；以 {moment} 已过账者为准]",
        why="Figures of the past must not be taken for those of today.",
    ),
    "status-reversed": _m(
        "{count} reversed", "已沖銷 {count}", "已冲销 {count}", why="Reversed documents are counted, too."
    ),
    "status-open-lines": _m(
        "{count:open line|open lines}",
        "未結明細 {count} 筆",
        "未结明细 {count} 条",
        why="What the next documents can be made from.",
    ),
    "status-open-invoices": _m(
        "{count:open invoice|open invoices}, {amount} to receive",
        "未收發票 {count} 張，未收金額 {amount}",
        "未收发票 {count} 张，未收金额 {amount}",
        why="What receipts can be made from.",
    ),
    "more-problems": _m(
        "… and {count} more; all of them are on the Problems sheet.",
        "……另有 {count} 項，全部列於「問題」工作表。",
        "……另有 {count} 项，全部列于“问题”工作表。",
        why="A screen is short.",
    ),
    "init-done": _m(
        "The company folder {folder} is ready, with these workbooks:",
        "公司資料夾 {folder} 已建立，包含下列活頁簿：",
        "公司文件夹 {folder} 已建立，包含下列工作簿：",
        why="What to open next.",
    ),
    "make-done": _m(
        "{workbook}: {documents:document|documents} made, {rows:row|rows}. Look them over, then post.",
        "{workbook}：已產生 {documents} 張單據，共 {rows} 列。請檢查後過帳。",
        "{workbook}：已生成 {documents} 张单据，共 {rows} 行。请检查后过账。",
        why="Made rows are a suggestion until they are posted.",
    ),
    "no-lookups": _m(
        "{workbook} has no look-up lists and no master data. Make a new workbook with: salesbook new",
        "{workbook} 沒有查詢資料，也沒有基礎資料。請用 salesbook new 產生新的活頁簿。",
        "{workbook} 没有查询数据，也没有基础数据。请用 salesbook new 生成新的工作簿。",
        why="Only workbooks of ours carry copies of the master data.",
    ),
    "margin-without-cost": _m(
        "{amount} was earned with goods whose cost is not known; it counts neither as profit nor in the percentage. "
        "Enter the cost of these products, or keep their stock.",
        "其中 {amount} 的商品沒有成本，不計入毛利與毛利率。請輸入這些商品的成本，或記錄其庫存。",
        "其中 {amount} 的商品没有成本，不计入毛利与毛利率。请录入这些商品的成本，或记录其库存。",
        why="A margin of 100 % would be invented.",
    ),
    "refreshed-list": _m(
        "{kind}: {rows:row|rows}, {added} new, {changed} changed, {gone} gone",
        "{kind}：{rows} 列，新增 {added}，變更 {changed}，移除 {gone}",
        "{kind}：{rows} 行，新增 {added}，变更 {changed}，移除 {gone}",
        why="One line for each look-up list.",
    ),
    "refreshed-rows": _m(
        "{kind}: {renewed:row|rows} took what others have changed; "
        "in {kept:row|rows} what you typed was kept, with the newer value in a note.",
        "{kind}：{renewed} 列改為他人變更後的值；{kept} 列保留您輸入的內容，較新的值見註解。",
        "{kind}：{renewed} 行改为他人变更后的值；{kept} 行保留您录入的内容，较新的值见批注。",
        why="A person sees what has changed in rows that were filled earlier.",
    ),
    "refreshed": _m(
        "{workbook} is as of {day}, ledger version {version}[; its look-up lists were as of {before}].",
        "{workbook} 已更新至 {day}、帳本第 {version} 版[；其查詢資料先前為 {before}]。",
        "{workbook} 已更新至 {day}、账本第 {version} 版[；其查询数据之前为 {before}]。",
        why="Prices and stock in a list are as old as the list.",
    ),
    "recalc-done": _m(
        "The Progress sheet is filled: {rows:row|rows}.",
        "「進度追蹤」工作表已更新：{rows} 列。",
        "“进度追踪”工作表已更新：{rows} 行。",
        why="Pressing a button is always answered.",
    ),
    "appraise-done": _m(
        "{cards:scorecard|scorecards} filled in {workbook}.",
        "已完成 {cards} 張考核表：{workbook}。",
        "已完成 {cards} 张考核表：{workbook}。",
        why="Pressing a button is always answered.",
    ),
    "dashboard-done": _m(
        "{workbook}: {month} has sales of {sold}[ of {target}][, pace {pace}]; {alerts:alert|alerts}.",
        "{workbook}：{month} 銷售 {sold}[，目標 {target}][，進度指數 {pace}]；{alerts} 項需要留意。",
        "{workbook}：{month} 销售 {sold}[，目标 {target}][，进度指数 {pace}]；{alerts} 项需要留意。",
        why="Pressing a button is always answered.",
    ),
    "dashboard-overdue": _m(
        "{code} · {name} · {amount}, {days:day|days} late",
        "{code} · {name} · {amount}，逾期 {days} 天",
        "{code} · {name} · {amount}，逾期 {days} 天",
        why="Whoever calls the customer needs the number and how bad it is.",
    ),
    "dashboard-order_late": _m(
        "{code} · {name} · {amount} to deliver, due {day}",
        "{code} · {name} · 未交 {amount}，應於 {day} 出貨",
        "{code} · {name} · 未交 {amount}，应于 {day} 出货",
        why="The order is found by its number.",
    ),
    "dashboard-quotation_ends": _m(
        "{code} · {name} · {amount} open, valid until {day}",
        "{code} · {name} · 未成交 {amount}，有效至 {day}",
        "{code} · {name} · 未成交 {amount}，有效至 {day}",
        why="After that day the price is no longer offered.",
    ),
    "dashboard-approval": _m(
        "{code} · {kind}[ {reference}] · {name} · {amount}[, typed by {person}]",
        "{code} · {kind}[ {reference}] · {name} · {amount}[，{person} 輸入]",
        "{code} · {kind}[ {reference}] · {name} · {amount}[，{person} 输入]",
        why="A request is decided by its number.",
    ),
    "reverse-done": _m(
        "{document} was reversed by {reversal}.",
        "{document} 已由 {reversal} 沖銷。",
        "{document} 已由 {reversal} 冲销。",
        why="The mirror has its own number.",
    ),
    "option-wrong": _m(
        "{key} cannot be “{found}”: {reason}.",
        "{key} 不能是「{found}」：{reason}。",
        "{key} 不能是“{found}”：{reason}。",
        why="A misspelt option must not be taken for the default.",
    ),
    # ---- Demo ----
    "demo-working": _m("Working …", "處理中……", "处理中……", why="It takes some seconds."),
    "demo-master": _m(
        "Master data posted: {figure:record|records}",
        "基本資料已過帳：{figure} 筆",
        "基础数据已过账：{figure} 条",
        why="Step of the demo.",
    ),
    "demo-orders": _m(
        "Orders posted: {figure}", "訂單已過帳：{figure} 張", "订单已过账：{figure} 张", why="Step of the demo."
    ),
    "demo-deliveries": _m(
        "Deliveries made and posted: {figure}",
        "出貨單已產生並過帳：{figure} 張",
        "出货单已生成并过账：{figure} 张",
        why="Step of the demo.",
    ),
    "demo-invoices": _m(
        "Invoices made and posted: {figure}",
        "發票已產生並過帳：{figure} 張",
        "发票已生成并过账：{figure} 张",
        why="Step of the demo.",
    ),
    "demo-plan": _m(
        "Target split, progress filled in: {figure}",
        "目標已分解，進度已更新：{figure}",
        "目标已分解，进度已更新：{figure}",
        why="Step of the demo.",
    ),
    "demo-registers": _m(
        "Criteria and visits posted: {figure}",
        "考核指標與拜訪已過帳：{figure} 筆",
        "考核指标与拜访已过账：{figure} 条",
        why="Step of the demo.",
    ),
    "demo-appraisal": _m(
        "Scorecards filled: {figure}", "考核表已完成：{figure}", "考核表已完成：{figure}", why="Step of the demo."
    ),
    "demo-rounding": _m(
        "Rounding each line to the cent makes a difference of {difference}.",
        "每筆明細四捨五入到分，合計相差 {difference}。",
        "每条明细四舍五入到分，合计相差 {difference}。",
        why="Two correct figures differ, and this is why.",
    ),
    "demo-open": _m(
        "Now open these workbooks:", "請開啟下列活頁簿：", "请打开下列工作簿：", why="What to look at next."
    ),
    "demo-refused": _m(
        "The demo stopped: {workbook} has {errors:error|errors}, see its notes. Run it again in a new folder.",
        "示範已停止：{workbook} 有 {errors} 個錯誤，請見註解。請在新的資料夾重新執行。",
        "演示已停止：{workbook} 有 {errors} 个错误，请见批注。请在新的文件夹重新运行。",
        why="Its own data is good, so somebody has changed the workbook.",
    ),
    "answer-orders": _m("Orders", "訂單數", "订单数", why="Beside the known answer."),
    "answer-lines": _m("Order lines", "訂單明細數", "订单明细数", why="Beside the known answer."),
    "answer-gross": _m("Gross sales", "折扣前銷售額", "折扣前销售额", why="Beside the known answer."),
    "answer-net-exact": _m(
        "Net sales, not rounded", "銷售淨額（未四捨五入）", "销售净额（未四舍五入）", why="Beside the known answer."
    ),
    "answer-net-posted": _m("Net sales as posted", "已過帳銷售淨額", "已过账销售净额", why="Beside the known answer."),
    # ---- What nobody foresaw ----
    "unexpected": _m(
        "Something went wrong that was not foreseen ({reason}). Trying again is safe: nothing is posted twice. "
        "If it happens again, tell whoever looks after salesbook[; the log is at {log}].",
        "發生未預期的狀況（{reason}）。可以安心再試一次，不會重複過帳。"
        "若再次發生，請通知 salesbook 的負責人[；記錄檔位於 {log}]。",
        "发生未预料的情况（{reason}）。可以放心再试一次，不会重复过账。"
        "若再次发生，请通知 salesbook 的负责人[；日志位于 {log}]。",
        why="A person is told what state things are in, even when the program itself is at fault.",
    ),
    "no-message": _m(
        "Something is not right, and there is no explanation for it yet: {code}[ ({values})]. "
        "Please tell whoever looks after salesbook.",
        "有狀況，但尚無說明：{code}[（{values}）]。請通知 salesbook 的負責人。",
        "有问题，但尚无说明：{code}[（{values}）]。请通知 salesbook 的负责人。",
        why="Stands in for a code that has no sentence; the tests keep it from being needed.",
    ),
}
