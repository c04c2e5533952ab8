"""What a dashboard says in words: titles, units, and what each figure means."""

from collections.abc import Sequence
from typing import NamedTuple

from salesbook.words import Words, words

TITLE = words("Dashboard", "儀表板", "仪表板")
TITLE_WITH_MARGINS = words("Dashboard with margins", "儀表板（含毛利）", "仪表板（含毛利）")
FIGURES = words("Figures", "圖表資料", "图表数据")
DEFINITIONS = words("Definitions", "指標說明", "指标说明")

TERRITORY = words("Territory", "區域", "区域")
PERSON = words("Salesperson", "業務員", "业务员")
ALL_TERRITORIES = words("All territories", "全部區域", "全部区域")
ALL_PEOPLE = words("All salespeople", "全部業務員", "全部业务员")
CHOOSE = words(
    "Choose one from the list; every figure and chart follows.",
    "請由清單選擇；所有數字與圖表隨之變動。",
    "请从列表选择；所有数字与图表随之变动。",
)
NOT_IN_LIST = words(
    "Choose territory and salesperson from the lists.", "請由清單選擇區域與業務員。", "请从列表选择区域与业务员。"
)
NO_TARGET = words(
    "No target is stored for this selection: attainment and pace stay blank.",
    "此選擇沒有目標：達成率與進度指數留空。",
    "此选择没有目标：达成率与进度指数留空。",
)
NO_PLAN = words(
    "No target is stored for {year}. Split a plan to see attainment and pace.",
    "{year} 年度尚無目標。分解目標後即顯示達成率與進度指數。",
    "{year} 年度尚无目标。分解目标后即显示达成率与进度指数。",
)
NO_SALES = words("Nothing was sold yet in {year}.", "{year} 年度尚無銷售。", "{year} 年度尚无销售。")
NO_PAPERS = words("No paper is posted yet in {year}.", "{year} 年度尚無單據。", "{year} 年度尚无单据。")
NO_RECEIVABLES = words("Customers owe nothing.", "沒有應收帳款。", "没有应收账款。")
NO_COSTS = words(
    "No cost is known of what was sold in {year}.",
    "{year} 年度售出的商品沒有成本資料。",
    "{year} 年度售出的商品没有成本资料。",
)

AS_OF, VERSION = words("As of", "截止日"), words("Ledger version", "帳本版本", "账本版本")
CURRENCY = words("Currency", "幣別", "币种")

BASIS: dict[str, Words] = {
    "sales_order": words("orders", "訂單", "订单"),
    "delivery_note": words("deliveries less returns", "出貨減退貨", "出货减退货"),
    "sales_invoice": words("invoices less credit notes", "發票減折讓", "发票减折让"),
}
"""What counts as sold, in the words of its papers."""

UNITS: Sequence[tuple[int, str, Words]] = (
    (10**9, "#,##0.0,,", words("million {currency}", "百萬 {currency}", "百万 {currency}")),
    (10**5, "#,##0,", words("thousand {currency}", "千 {currency}")),
    (0, "#,##0", words("{currency}", "{currency}")),
)
"""From which amount on a chart counts in it, how a label is then written, and what it is called."""

TILES: dict[str, tuple[Words, Words]] = {
    "sold": (
        words("Sales of the month", "本月銷售", "本月销售"),
        words("net · {basis}", "未稅 · {basis}", "未税 · {basis}"),
    ),
    "target": (words("Target of the month", "本月目標", "本月目标"), words("net", "未稅", "未税")),
    "attainment": (
        words("Attainment", "達成率", "达成率"),
        words("sales / target of the month", "本月銷售 / 本月目標", "本月销售 / 本月目标"),
    ),
    "pace": (
        words("Pace index of the year", "年度進度指數", "年度进度指数"),
        words("100 = on course, by working days", "100 = 如期；按工作日", "100 = 如期；按工作日"),
    ),
    "intake": (words("Order intake", "本月接單", "本月接单"), words("this month, net", "本月，未稅", "本月，未税")),
    "open_orders": (
        words("Open orders", "未交訂單", "未交订单"),
        words("not delivered, net", "尚未出貨，未稅", "尚未出货，未税"),
    ),
    "overdue": (words("Overdue receivables", "逾期應收", "逾期应收"), words("with tax", "含稅", "含税")),
}
"""Title of each tile, and what stands below its figure."""

CHARTS: dict[str, Words] = {
    "months": words(
        "Sales and target by month {year}, net, {unit}",
        "{year} 年度各月銷售與目標（未稅，{unit}）",
        "{year} 年度各月销售与目标（未税，{unit}）",
    ),
    "territories": words(
        "Pace index by territory, furthest behind first (beside it: attainment to date)",
        "各區域進度指數，落後在前（旁為達成率）",
        "各区域进度指数，落后在前（旁为达成率）",
    ),
    "people": words(
        "Pace index by salesperson, furthest behind first (beside it: attainment to date)",
        "各業務員進度指數，落後在前（旁為達成率）",
        "各业务员进度指数，落后在前（旁为达成率）",
    ),
    "funnel": words(
        "From quotation to cash {year}, {unit}",
        "{year} 年度由報價到收款（{unit}）",
        "{year} 年度由报价到收款（{unit}）",
    ),
    "customers": words(
        "Top customers {year}, net sales, {unit}",
        "{year} 年度前十大客戶（未稅銷售，{unit}）",
        "{year} 年度前十大客户（未税销售，{unit}）",
    ),
    "products": words(
        "Top products {year}, net sales, {unit}",
        "{year} 年度前十大商品（未稅銷售，{unit}）",
        "{year} 年度前十大商品（未税销售，{unit}）",
    ),
    "ages": words(
        "Receivables by days overdue, with tax, {unit}", "應收帳款帳齡（含稅，{unit}）", "应收账款账龄（含税，{unit}）"
    ),
    "margins": words(
        "Gross profit by product group {year}, {unit} (beside the name: margin)",
        "{year} 年度各商品類別毛利（{unit}；旁為毛利率）",
        "{year} 年度各商品类别毛利（{unit}；旁为毛利率）",
    ),
}

SALES, TARGET = words("Sales", "銷售", "销售"), words("Target", "目標", "目标")
NET, GROSS = words("net, without tax", "未稅", "未税"), words("gross, with tax", "含稅", "含税")
SLOW, ON_COURSE = words("under 90", "低於 90", "低于 90"), words("90 and more", "90 以上")
PACE = words("pace", "進度", "进度")
DISPUTED = words("Disputed", "爭議中", "争议中")
NO_GROUP = words("(no group)", "（未分類）", "（未分类）")

STAGES: dict[str, Words] = {
    "quoted": words("Quotations", "報價", "报价"),
    "ordered": words("Orders", "訂單", "订单"),
    "delivered": words("Deliveries", "出貨", "出货"),
    "invoiced": words("Invoices", "發票", "发票"),
    "received": words("Cash received", "收款"),
}
"""On the way from an offer to money."""

NONE = words("none", "無", "无")
ALERTS = words("What needs a look", "需要留意", "需要留意")
ALERT_TITLES: dict[str, Words] = {
    "overdue": words("Invoices overdue beyond credit days", "逾期超過信用期限的發票", "逾期超过信用期限的发票"),
    "order_late": words("Orders past due", "逾交貨日的訂單", "逾交货日的订单"),
    "quotation_ends": words("Quotations expiring within 7 days", "7 天內到期的報價單", "7 天内到期的报价单"),
    "slow": words("Salespeople with a pace under 90", "進度指數低於 90 的業務員", "进度指数低于 90 的业务员"),
    "approval": words("Approvals waiting", "待核准", "待核准"),
}
"""In the order in which they stand on the page."""


class Definition(NamedTuple):
    """What a figure means, and what asks for it alone."""

    figure: Words
    note: Words
    source: str


DEFINED: tuple[Definition, ...] = (
    Definition(
        TILES["sold"][0],
        words(
            "Net of tax, in home currency, from the first of the month to the day above. Counted from the papers that "
            "the setting actuals_from names: {basis}. A reversal counts in the month of its own posting date, so a "
            "month can be negative.",
            "未稅，本位幣，自當月一日至截止日。按設定 actuals_from 所指單據計算：{basis}。沖銷計入沖銷過帳日所屬月份，"
            "故某月可能為負數。",
            "未税，本位币，自当月一日至截止日。按设置 actuals_from 所指单据计算：{basis}。冲销计入冲销过账日所属月份，"
            "故某月可能为负数。",
        ),
        "salesbook targets recalc",
    ),
    Definition(
        TILES["target"][0],
        words(
            "Of the plan in force for the fiscal year, measure amount: the whole month, net of tax.",
            "當年度現行計劃（金額）整月的目標，未稅。",
            "当年度现行计划（金额）整月的目标，未税。",
        ),
        "salesbook targets split",
    ),
    Definition(
        TILES["attainment"][0],
        words(
            "Tile: sales of the month by the target of the whole month. Beside the names in the charts: sales of the "
            "year by the targets of the months that have begun, as on the sheet Progress.",
            "方塊：本月銷售除以整月目標。圖中名稱旁：本年銷售除以已開始各月的目標，與「進度追蹤」相同。",
            "方块：本月销售除以整月目标。图中名称旁：本年销售除以已开始各月的目标，与“进度追踪”相同。",
        ),
        "salesbook targets recalc",
    ),
    Definition(
        TILES["pace"][0],
        words(
            "Sales of the year x 100 by what is expected by now: the targets of the months gone by, and this month's "
            "by the part of its working days gone (Monday to Friday without the holidays of the settings). 100 is on "
            "course. A territory contains everything beneath it. Without target there is no pace.",
            "本年銷售 × 100 除以至今應達成額：已過各月目標，加上本月目標按已過工作日比例"
            "（週一至週五，扣除設定中的假日）。100 為如期。區域含其下所有區域。沒有目標即無進度指數。",
            "本年销售 × 100 除以至今应达成额：已过各月目标，加上本月目标按已过工作日比例"
            "（周一至周五，扣除设置中的假日）。100 为如期。区域含其下所有区域。没有目标即无进度指数。",
        ),
        "salesbook targets recalc",
    ),
    Definition(
        TILES["intake"][0],
        words(
            "Orders of this month, net of tax, with their changes and less reversals.",
            "本月訂單，未稅，含變更並扣除沖銷。",
            "本月订单，未税，含变更并扣除冲销。",
        ),
        "salesbook status",
    ),
    Definition(
        TILES["open_orders"][0],
        words(
            "What is still to be delivered of all orders, whatever their year, at their price and discount, net of "
            "tax, as in the month-end report; other currencies at the rate of the order.",
            "所有年度訂單尚未出貨部分，按其價格與折扣，未稅，與月結報告相同；外幣按訂單匯率。",
            "所有年度订单尚未出货部分，按其价格与折扣，未税，与月结报告相同；外币按订单汇率。",
        ),
        "salesbook period report",
    ),
    Definition(
        TILES["overdue"][0],
        words(
            "With tax: what is open of invoices after its day of payment. What is disputed is not in it, and money on "
            "account is not taken off.",
            "含稅：發票逾付款到期日的未收金額。爭議中的金額不計入，暫收款不扣除。",
            "含税：发票逾付款到期日的未收金额。争议中的金额不计入，暂收款不扣除。",
        ),
        "salesbook receivables",
    ),
    Definition(
        words("Receivables by days overdue", "應收帳款帳齡", "应收账款账龄"),
        words(
            "With tax: all open invoices on the day, by how late they are; what is disputed stands apart.",
            "含稅：截止日所有未收發票，按逾期天數；爭議中的金額另列。",
            "含税：截止日所有未收发票，按逾期天数；争议中的金额另列。",
        ),
        "salesbook receivables",
    ),
    Definition(
        words("From quotation to cash", "由報價到收款", "由报价到收款"),
        words(
            "What was posted since the fiscal year began. Quotations (without alternatives and options), orders, "
            "deliveries (less returns and refusals) and invoices (less credit notes, without deposits) are net, "
            "without tax. Cash is what was received less what was paid back, deposits included, with tax. Each stage "
            "counts by its own dates: an order of today may come from a quotation of last year.",
            "會計年度開始以來過帳的單據。報價（不含替代與選配）、訂單、出貨（減退貨與拒收）及發票（減折讓，不含訂金）"
            "為未稅。收款為實收減退款，含訂金，含稅。各階段按自身日期計算：今日的訂單可能來自去年的報價。",
            "会计年度开始以来过账的单据。报价（不含替代与选配）、订单、出货（减退货与拒收）及发票（减折让，不含订金）"
            "为未税。收款为实收减退款，含订金，含税。各阶段按自身日期计算：今日的订单可能来自去年的报价。",
        ),
        "salesbook status",
    ),
    Definition(
        words("Top customers and products", "前十大客戶與商品", "前十大客户与商品"),
        words(
            "Sales of the year as above, net of tax; the first ten of the selection. Merged customer files count as "
            "one. Whoever bought nothing, or gave back more than was bought, is not among them.",
            "本年銷售（同上，未稅）；所選範圍內的前十名。合併的客戶檔計為一個。未購買或退貨多於購買者不列入。",
            "本年销售（同上，未税）；所选范围内的前十名。合并的客户档计为一个。未购买或退货多于购买者不列入。",
        ),
        "salesbook ask customer · salesbook ask product",
    ),
    Definition(
        ALERT_TITLES["overdue"],
        words(
            "Invoices late by more days than the file of the customer allows (Credit days); where it says nothing, "
            "from the first day. With tax, without what is disputed; the largest first.",
            "逾期天數超過客戶檔「信用期限」的發票；未填者自逾期第一天起。含稅，不含爭議中的金額；金額大者在前。",
            "逾期天数超过客户档“信用期限”的发票；未填者自逾期第一天起。含税，不含争议中的金额；金额大者在前。",
        ),
        "salesbook receivables · salesbook dunning list",
    ),
    Definition(
        ALERT_TITLES["order_late"],
        words(
            "Orders with something to deliver that was due before the day above; net.",
            "有應於截止日前出貨而未出貨者的訂單；未稅。",
            "有应于截止日前出货而未出货者的订单；未税。",
        ),
        "salesbook proof",
    ),
    Definition(
        ALERT_TITLES["quotation_ends"],
        words(
            "Quotations from which something can still be ordered and whose last day is the day above or one of the "
            "next six; net.",
            "仍可訂購且最後有效日為截止日或其後六天內的報價單；未稅。",
            "仍可订购且最后有效日为截止日或其后六天内的报价单；未税。",
        ),
        "salesbook ask customer",
    ),
    Definition(
        ALERT_TITLES["slow"],
        words(
            "Salespeople whose pace index in the selection is under 90.",
            "所選範圍內進度指數低於 90 的業務員。",
            "所选范围内进度指数低于 90 的业务员。",
        ),
        "salesbook targets recalc",
    ),
    Definition(
        ALERT_TITLES["approval"],
        words(
            "Documents that wait for an approval now, whatever the day above; they stand with the salesperson of the "
            "customer.",
            "目前待核准的單據（不受截止日影響）；歸於客戶的業務員。",
            "目前待核准的单据（不受截止日影响）；归于客户的业务员。",
        ),
        "salesbook approvals",
    ),
)

MARGINS_DEFINED = Definition(
    words("Gross profit and margin", "毛利與毛利率", "毛利与毛利率"),
    words(
        "What was delivered this year, less what came back or was credited: revenue without tax less the cost of the "
        "goods; the margin is their share of the revenue. Goods whose cost nobody knows are in neither.",
        "本年出貨減退回與折讓：未稅收入減商品成本；毛利率為毛利占收入的比例。成本不明的商品兩者皆不計入。",
        "本年出货减退回与折让：未税收入减商品成本；毛利率为毛利占收入的比例。成本不明的商品两者皆不计入。",
    ),
    "salesbook margin",
)
"""Only in a workbook that shows them."""
