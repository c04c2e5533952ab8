"""Other words that people and programs put above a column, by the field that they mean.

Only words that mean one thing are here. A bare *Discount* may be an amount or a percentage, and 折扣 may say how much
is left of the price; a column called so is asked about.
"""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache

from salesbook.sheets.half_width import half_width

ALIASES: Mapping[str, tuple[str, ...]] = {
    "document_ref": (
        "Quote number", "order_id", "Order no", "Order number", "Order ID", "OrderNo", "SalesOrderID", "SO no",
        "Document no", "Document number", "Doc no", "Quotation no", "Quote no", "Invoice", "Invoice no",
        "Invoice number", "Delivery no", "Number", "訂單號碼", "訂單編號", "訂單號", "单据编号", "订单号", "订单编号",
        "單據號碼", "單據編號", "单据号", "單號", "单号", "編號", "编号", "销售单号", "銷售單號", "报价单号",
        "報價單號", "發票號碼", "发票号码", "Return no", "Return number", "Return ID", "Refund no", "Refund ID",
        "退货单号", "退貨單號",
    ),
    "document_date": (
        "Order date", "Document date", "Doc date", "Invoice date", "Quotation date", "Posting date",
        "Delivery note date", "訂單日期", "订单日期", "單據日期", "单据日期", "下單日期", "下单日期", "開票日期",
        "开票日期", "Return date", "Refund date", "退貨日期", "退货日期", "退款日期", "出貨日期", "出货日期",
        "发货日期", "發貨日期", "制单日期", "製單日期",
    ),
    "customer_no": (
        "Customer no", "Customer code", "Customer ID", "CustomerNo", "CustomerID", "Cust no", "Cust code", "Client",
        "Client code", "Client ID", "Account no", "Sold to", "Buyer", "客戶代號", "客戶編號", "客戶代碼", "客户代码",
        "客户编号", "客户编码", "客户ID", "買方", "买方", "購貨單位", "购货单位",
    ),
    "product_no": (
        "SKU number", "Item ID", "Product no", "Product code", "Product ID", "ProductID", "Item", "Item no",
        "Item code", "Item number", "SKU", "Stock code", "StockCode", "Part no", "Part number", "Material",
        "Material no", "Article", "Article no", "料號", "品號", "貨號", "货号", "商品編號", "商品代號", "商品编号",
        "商品编码", "商品代码", "产品编号", "产品编码", "產品編號", "存貨編碼", "存货编码", "物料編號", "物料编码",
        "物料编号", "型號", "型号",
    ),
    "description": (
        "Item", "Goods", "貨品", "货品", "Product name", "Item name", "Item description", "Product description",
        "商品名稱", "商品名称", "產品名稱", "产品名称", "品名規格", "品名规格", "存货名称", "存貨名稱", "货品名称",
    ),
    "quantity": (
        "Qty", "Order qty", "Ordered", "Ordered quantity", "Pieces", "件數", "件数", "訂購數量", "订购数量",
        "销售数量", "訂單數量", "出貨數量", "发货数量", "出库数量", "Quantity ordered",
        "Return quantity", "Returned quantity", "Refund quantity", "退貨數量", "退货数量",
    ),
    "unit": ("UoM", "Units", "Unit of measure", "計量單位", "计量单位"),
    "unit_price": (
        "價格", "价格", "Unit price net", "Price", "Sales price", "Sale price", "Selling price", "Price each", "售價",
        "售价", "銷售單價", "销售单价",
    ),
    "discount_percent": ("Disc %", "Discount percent", "Discount rate", "折扣率"),
    "amount_off": ("Discount amount", "discount_amount", "Disc. amount", "折扣金額", "折扣金额"),
    "net_amount": (
        "Total price", "Total amount", "SubTotal", "總價", "总价", "Amount", "Line amount", "Line total", "Net",
        "Subtotal", "金額", "金额", "未稅小計", "未税小计",
    ),
    "due_date": (
        "Due date", "Delivery date", "Required date", "Requested date", "Ship date", "交貨日期", "交货日期", "交貨日",
        "交货日", "需求日期", "預交日期", "预交日期", "預交日", "預計出貨日", "预计发货日期", "要求到货日期",
    ),
    "valid_until": ("Valid to", "Expiry date", "Expires", "報價有效期", "报价有效期"),
    "salesperson_no": (
        "Prepared by", "Salesperson no", "SalesPersonID", "Sales rep", "Sales person", "Rep", "Seller", "業務", "业务",
        "業務代表", "业务代表", "業務人員", "业务人员", "销售员", "銷售員", "销售人员", "Sales rep no", "Rep code",
        "業務員代號", "業務員編號", "业务员编码", "业务员代码", "专管业务员", "专管业务员编码", "負責業務",
    ),
    "territory_code": ("Territory code", "TerritoryID", "Region", "Area", "區域", "区域", "地區", "地区", "大区"),
    "currency": ("Curr", "Currency code", "幣種", "货币", "貨幣", "幣別代號"),
    "tax_code": ("Tax", "Tax class", "VAT code", "Tax rate code", "稅率代號", "税率代码", "稅碼代號"),
    "payment_terms": ("Terms", "Terms of payment", "Payment term", "收款條件", "结算方式", "收付款條件"),
    "delivery_address": ("Ship to", "Ship to address", "Shipping address", "收貨地址", "交貨地址", "送货地点"),
    "price_list": ("Price list code", "Price level", "Price group", "價格等級", "价格级别", "價格表"),
    "minimum_quantity": ("From quantity", "Min qty", "Minimum qty", "Break quantity", "起訂量", "數量起", "起始数量"),
    "customer_class": ("Customer group", "Class", "Segment", "客戶分類", "客戶類別", "客户级别"),
    "joined_on": ("Hire date", "Date joined", "Start date", "入職日", "入职日期", "到職日期"),
    "left_on": ("Leaving date", "Termination date", "離職日期", "离职时间"),
    "late": ("Late arrival", "遲到次數"),
    "early": ("Early leave", "Left early", "早退次數"),
    "absent_days": ("Absent", "Absence", "曠工", "曠職", "旷工天数", "缺勤"),
    "leave_days": ("Leave", "On leave", "請假", "休假天數"),
    "customer_reference": (
        "PO", "PO no", "PO number", "Purchase order", "PurchaseOrderNumber", "Customer PO", "客戶單號", "客户单号",
        "採購單號", "采购单号",
    ),
    "remark": ("Remarks", "Note", "Notes", "Comment", "Comments", "Memo", "附註", "附注", "說明", "说明"),
    "name": (
        "Customer name", "Company", "Company name", "Product name", "Item name", "Full name", "客戶名稱", "客户名称",
        "公司名稱", "公司名称", "商品名稱", "商品名称", "產品名稱", "产品名称", "姓名", "品名", "貨品名稱", "存貨名稱",
        "客戶全稱", "公司全稱", "業務員姓名", "业务员名称",
    ),
    "address": ("Street", "Street address", "公司地址", "通訊地址", "通讯地址"),
    "contact": ("Contact name", "Contact person", "聯絡人姓名", "联系人姓名"),
    "phone": (
        "Tel", "Telephone", "Phone no", "Phone number", "Mobile", "電話號碼", "电话号码", "联系电话", "聯絡電話",
        "手機", "手机",
    ),
    "email": ("Email address", "Mail", "郵箱", "邮箱", "電郵"),
    "payment_days": ("Credit period", "Net days", "Terms days", "帳期", "账期"),
    "credit_limit": ("Credit", "Limit", "授信額度", "授信额度"),
    "base_price": (
        "List price", "ListPrice", "Standard price", "Price", "定價", "定价", "標準售價", "标准售价", "單價", "单价",
    ),
    "cost": ("StandardCost", "Standard cost", "Unit cost", "進價", "进价", "標準成本", "标准成本"),
    "product_group": ("Category", "Product category", "Group", "分類", "分类", "類別", "类别"),
    "amount": ("Amount received", "Received", "Paid", "收款金額", "收款金额", "实收金额", "實收金額"),
    "rating": ("Rating 1 to 5", "評分 1 至 5"),
    "bank_reference": ("Reference", "Bank ref", "Transaction ID", "流水号", "流水號", "交易編號", "交易编号"),
    "month": (
        "Period", "Appraisal month", "Appraisal period", "Year and month", "年月", "考核月份", "考核期间", "考核时间",
        "考评月份", "评核月份", "期间", "所属月份",
    ),
    "appraised_no": (
        "Salesperson no", "Employee no", "Employee number", "Employee ID", "Staff no", "Staff ID", "工号", "员工编号",
        "员工代号", "业务员编号", "人员编号", "职工编号",
    ),
    "appraised_name": (
        "Employee", "Employee name", "Staff", "Staff name", "Appraisee", "Person appraised", "员工", "员工姓名",
        "被考核人", "被考核人姓名", "被考评人", "受考核人", "受评人", "考核对象", "考评对象",
    ),
    "department": ("Dept", "Team", "所属部门"),
    "position": ("Job title", "Title", "Post", "Role", "岗位", "职位", "职称", "岗位名称"),
    "form_part": (
        "Section", "Area", "Category", "Dimension", "项目", "类别", "维度", "考核维度", "部分", "大项", "考核方面",
    ),
    "part_weight": (
        "Section weight", "Weight of part", "Weight of section", "权重占比设定", "大项权重", "部分权重", "维度权重",
    ),
    "form_item": (
        "KPI", "Indicator", "Criterion", "Objective", "Goal", "Competency", "Behaviour", "Behavior", "Value", "指标",
        "指标名称", "业务考核指标", "绩效指标", "评价指标", "行为指标", "能力指标", "价值观", "考核项目", "评核项目",
        "项目",
    ),
    "item_weight": (
        "Item weight", "Weight of item", "Weighting", "权重分解", "指标权重", "分项权重", "权重分配", "比重", "占比",
    ),
    "form_score": (
        "Rating", "Points", "Final score", "Manager score", "Manager's score", "Supervisor score", "Score given",
        "得分", "分数", "考核得分", "考核评分", "评核分数", "综合评分", "综合得分", "直属上级评分", "上级评分",
        "主管评分", "领导评分", "最终得分", "实得分",
    ),
    "day": ("Date", "日期", "出勤日期", "考勤日期"),
    "visit_date": ("Date", "Visit date", "拜訪日期", "拜访日期"),
    "reason": ("Return reason", "Refund reason", "退貨原因", "退货原因", "退款原因"),
    "source_no": ("Source document", "Made from", "原單號", "原单号", "來源單據", "来源单据"),
}  # fmt: skip

_PAIRS = (
    "單单號号編编數数價价額额稅税戶户貨货訂订報报發发開开銷销購购業业務务員员產产規规條条時时間间計计總总區区備备註注說说"
    "銀银聯联絡络電电話话郵邮級级類类別别達达標标應应實实際际點点質质檢检驗验倉仓庫库損损壞坏舊旧幣币種种匯汇項项紀纪錄录"
    "訪访遲迟請请離离職职權权責责對对帳账圓元萬万億亿證证據据辦办長长帶带東东華华廣广專专門门進进買买賣卖據据錢钱費费"
    "繳缴還还餘余屬属組组經经營营機机關关聯联繫系體体圖图書书預预約约運运輸输車车備备齊齐過过帳账後后會会議议獎奖懲惩"
    "績绩評评較较減减擔担擬拟選选擇择設设終终結结續续絡络線线緊紧縣县國国際际貿贸場场廠厂層层樣样權权歷历歲岁歸归"
    "碼码稱称資资訊讯賬账處处狀状態态讓让負负領领職职僱雇價价籤签簽签"
    "觀观崗岗綜综佔占維维為为屬属導导"
)
_SIMPLIFIED = str.maketrans(dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)))
"""The characters of headers in both writings; people write 料號 and 料号 and mean the same."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SIGNS = re.compile(r"[^\w%#]+|_")


@cache
def folded(header: str) -> str:
    """A header without blanks, signs, capitals, and without what stands in brackets, such as its unit.

    >>> folded("Unit Price（元）"), folded("Order_Qty:"), folded("Disc. %")
    ('unitprice', 'orderqty', 'disc%')
    """
    text = half_width(header).casefold().translate(_SIMPLIFIED)
    return _SIGNS.sub("", _BRACKETS.sub("", text)) or _SIGNS.sub("", text)


def means(field_name: str) -> frozenset[str]:
    """The folded words that mean a field."""
    return frozenset(folded(word) for word in ALIASES.get(field_name, ()))


def nearest(header: str, known: Iterable[str]) -> str:
    """The one of these headers that is written most like this one; blank when none is."""
    by_fold = {folded(word): word for word in known}
    found = get_close_matches(folded(header), by_fold, n=1, cutoff=0.7)
    return by_fold[found[0]] if found else ""
