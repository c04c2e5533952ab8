"""The tables of the sheet *Figures* of the dashboard: what their columns are. ``dashboard_figures`` fills them."""

from collections.abc import Sequence

from salesbook.sheets.columns import Field, Table
from salesbook.words import Words, words
from salesbook.workbooks.dashboard_words import (
    ALERTS,
    DISPUTED,
    GROSS,
    NET,
    ON_COURSE,
    PERSON,
    SALES,
    SLOW,
    STAGES,
    TARGET,
    TERRITORY,
    TILES,
)
from salesbook.workbooks.receivables import bucket_titles

_CODE, _NAME = words("Code", "代號", "代号"), words("Name", "名稱", "名称")
_NO, _LABEL = words("No.", "序號", "序号"), words("On the chart", "圖上名稱", "图上名称")
_TNO, _PNO = words("Territory no.", "區域序號", "区域序号"), words("Person no.", "人員序號", "人员序号")
_UNTIL = words("Last no. beneath", "其下末號", "其下末号")
_AMOUNT, _CHOSEN = words("Amount", "金額", "金额"), words("Chosen", "所選", "所选")
_RUNNING, _ROW = words("Running sum", "累計", "累计"), words("Row", "列號", "行号")
_YEAR_SALES = words("Sales to date", "至今銷售", "至今销售")
_TO_DATE = words("Target to date", "至今目標", "至今目标")
_EXPECTED = words("Expected by now", "至今應達成", "至今应达成")
_ATTAINMENT, _PACE = words("Attainment %", "達成率 %", "达成率 %"), words("Pace index", "進度指數", "进度指数")
_REVENUE = words("Revenue with known cost", "成本已知之收入", "成本已知的收入")
_PROFIT, _MARGIN = words("Gross profit", "毛利"), words("Margin %", "毛利率 %")

SEAT_FIELDS = (
    Field("territory_code", TERRITORY, "code", width=16), Field("salesperson_no", PERSON, "code", width=26),
    Field("territory", _TNO, "integer", written=True), Field("person", _PNO, "integer", written=True),
)  # fmt: skip

TERRITORY_CHOICE = Table("tblTerritoryChoice", "", words("Territories to choose from", "可選區域", "可选区域"), (
    Field("code", _CODE, "code"), Field("label", TERRITORY), Field("first", _TNO, "integer", written=True),
    Field("last", _UNTIL, "integer", written=True),
))  # fmt: skip
PERSON_CHOICE = Table("tblPersonChoice", "", words("Salespeople to choose from", "可選業務員", "可选业务员"), (
    Field("code", _CODE, "code"), Field("label", PERSON), Field("first", _PNO, "integer", written=True),
    Field("last", _UNTIL, "integer", written=True),
))  # fmt: skip
SELECTION = Table("tblSelection", "", words("What is chosen", "所選範圍", "所选范围"), (
    Field("code", words("Of", "項目", "项目")), Field("label", _CHOSEN),
    Field("first", words("From no.", "起號", "起号"), "integer"),
    Field("last", words("To no.", "末號", "末号"), "integer"),
))  # fmt: skip
TOTALS = Table("tblTotals", "", words("Tiles", "方塊數字", "方块数字"), (
    Field("no", _NO, "integer"), Field("figure", words("Figure", "指標", "指标")), Field("value", _AMOUNT, "money"),
))  # fmt: skip
MONTHS = Table("tblMonths", "", words("Sales and target by month", "各月銷售與目標", "各月销售与目标"), (
    Field("no", _NO, "integer"), Field("month", words("Month", "月份"), "month"), Field("sold", SALES, "money"),
    Field("target", TARGET, "money"),
))  # fmt: skip


def _pace_table(name: str, title: Words) -> Table:
    return Table(name, "", title, (
        Field("code", _CODE, "code"), Field("label", _LABEL), Field("first", _NO, "integer", written=True),
        Field("last", _UNTIL, "integer", written=True), Field("actual", _YEAR_SALES, "money"),
        Field("target_to_date", _TO_DATE, "money"), Field("expected", _EXPECTED, "money"),
        Field("attainment", _ATTAINMENT, "percent"), Field("pace", _PACE, "percent"),
    ))  # fmt: skip


def _pace_bars(name: str, title: Words) -> Table:
    return Table(name, "", title, (
        Field("no", _NO, "integer"), Field("label", _LABEL), Field("pace", _PACE, "percent"),
        Field("slow", SLOW, "percent"), Field("on_course", ON_COURSE, "percent"),
        Field("row", _ROW, "integer", written=True),
    ))  # fmt: skip


TERRITORY_PACE = _pace_table("tblTerritoryPace", words("Pace by territory", "各區域進度", "各区域进度"))
TERRITORY_BARS = _pace_bars(
    "tblTerritoryBars", words("Territories furthest behind first", "區域（落後者在前）", "区域（落后者在前）")
)
PERSON_PACE = _pace_table("tblPersonPace", words("Pace by salesperson", "各業務員進度", "各业务员进度"))
PERSON_BARS = _pace_bars(
    "tblPersonBars", words("Salespeople furthest behind first", "業務員（落後者在前）", "业务员（落后者在前）")
)
FUNNEL = Table("tblFunnel", "", words("From quotation to cash", "由報價到收款", "由报价到收款"), (
    Field("no", _NO, "integer"), Field("stage", words("Stage", "階段", "阶段")), Field("net", NET, "money"),
    Field("gross", GROSS, "money"),
))  # fmt: skip
AGES = Table("tblAges", "", words("Receivables by days overdue", "應收帳款帳齡", "应收账款账龄"), (
    Field("no", _NO, "integer"), Field("bucket", words("Overdue", "逾期", "逾期")), Field("amount", _AMOUNT, "money"),
))  # fmt: skip


def _top_bars(name: str, title: Words) -> Table:
    return Table(name, "", title, (
        Field("no", _NO, "integer"), Field("label", _LABEL), Field("amount", _AMOUNT, "money"),
        Field("row", _ROW, "integer", written=True),
    ))  # fmt: skip


TOP_CUSTOMERS = _top_bars("tblTopCustomers", words("Top customers", "前十大客戶", "前十大客户"))
TOP_PRODUCTS = _top_bars("tblTopProducts", words("Top products", "前十大商品", "前十大商品"))
TOP_GROUPS = _top_bars("tblTopGroups", words("Product groups by gross profit", "商品類別毛利排行", "商品类别毛利排行"))


def _parts_table(name: str, title: Words, code: Words) -> Table:
    return Table(name, "", title, (
        Field("code", code, "code"), Field("label", _LABEL), Field("territory_code", TERRITORY, "code"),
        Field("salesperson_no", PERSON, "code"), *SEAT_FIELDS[2:], Field("amount", _AMOUNT, "money"),
        Field("chosen", _CHOSEN, "money", written=True), Field("running", _RUNNING, "money", written=True),
        Field("total", words("Sum", "合計", "合计"), "money", written=True),
    ))  # fmt: skip


CUSTOMER_PARTS = _parts_table(
    "tblCustomers", words("Customers among the first of any selection", "各選擇之前十大客戶", "各选择的前十大客户"),
    words("Customer", "客戶", "客户"),
)  # fmt: skip
PRODUCT_PARTS = _parts_table(
    "tblProducts", words("Products among the first of any selection", "各選擇之前十大商品", "各选择的前十大商品"),
    words("Product", "商品"),
)  # fmt: skip
GROUPS = Table("tblGroups", "", words("Margin by product group", "各商品類別毛利", "各商品类别毛利"), (
    Field("no", _NO, "integer"), Field("group", words("Product group", "商品類別", "商品类别")),
    Field("revenue", _REVENUE, "money"), Field("profit", _PROFIT, "money"), Field("margin", _MARGIN, "percent"),
    Field("label", _LABEL),
))  # fmt: skip
GROUP_PARTS = Table("tblGroupMargins", "", words("Margins by seat", "各席位毛利", "各席位毛利"), (
    *SEAT_FIELDS, Field("group_no", words("Group no.", "類別序號", "类别序号"), "integer", written=True),
    Field("group", words("Product group", "商品類別", "商品类别")), Field("revenue", _REVENUE, "money"),
    Field("cost", words("Cost of goods", "商品成本"), "money"), Field("profit", _PROFIT, "money"),
))  # fmt: skip
_BY_SEAT = words("The year by territory and salesperson", "本年各區域與業務員", "本年各区域与业务员")
_MONTHS_BY_SEAT = words("Months by territory and salesperson", "各月各區域與業務員", "各月各区域与业务员")
_AGES_BY_SEAT = words("Receivables by territory and salesperson", "各區域與業務員應收帳款", "各区域与业务员应收账款")

SEATS = Table("tblSeats", "", _BY_SEAT, (
    *SEAT_FIELDS, Field("actual", _YEAR_SALES, "money"), Field("target_to_date", _TO_DATE, "money"),
    Field("expected", _EXPECTED, "money"), Field("intake", TILES["intake"][0], "money"),
    Field("open_orders", TILES["open_orders"][0], "money"),
    *(Field(name, title, "money") for name, title in STAGES.items()),
))  # fmt: skip
SEAT_MONTHS = Table("tblSeatMonths", "", _MONTHS_BY_SEAT, (
    *SEAT_FIELDS, Field("number", words("Month no.", "月序", "月序"), "integer", written=True),
    Field("month", words("Month", "月份"), "month"), Field("sold", SALES, "money"), Field("target", TARGET, "money"),
))  # fmt: skip
ALERT_LIST = Table("tblAlerts", "", ALERTS, (
    Field("code", _CODE, "code"), Field("kind", words("What", "項目", "项目")), *SEAT_FIELDS[2:],
    Field("kind_no", _NO, "integer", written=True), Field("running", _RUNNING, "integer", written=True),
    Field("key", words("Key", "索引"), "integer", written=True),
    Field("text", words("In words", "說明", "说明")),
))  # fmt: skip


def seat_ages(limits: Sequence[int]) -> Table:
    """The receivables of each seat by age."""
    titles = [*bucket_titles(limits), DISPUTED]
    return Table("tblSeatAges", "", _AGES_BY_SEAT, (
        *SEAT_FIELDS, *(Field(f"bucket_{place}", title, "money") for place, title in enumerate(titles)),
    ))  # fmt: skip
