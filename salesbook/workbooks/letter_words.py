"""The words on statements, dunning letters, target letters and printed scorecards, in three languages."""

from salesbook.words import words

SPACE = words("", "")
TO_TICK = "□"
FOR_COMPANY = words("For {company}", "{company}（簽章）", "{company}（签章）")
INVOICE = words("Invoice", "發票", "发票")
DUE_DATE = words("Payment due", "付款到期日")
OVERDUE_DAYS = words("Days late", "逾期天數", "逾期天数")

# ---- Statement ----

STATEMENT = words("Statement", "對帳單", "对账单")
PERIOD = words("Period", "期間", "期间")
DOCUMENT = words("Document", "單據", "单据")
CLAIM = words("Claim", "應收", "应收")
CREDIT = words("Paid, credited", "已收或折讓", "已收或折让")
BALANCE = words("Balance", "餘額", "余额")
OPENING = words("Opening balance {day}", "期初餘額 {day}", "期初余额 {day}")
CLOSING = words("Balance {day}", "期末餘額 {day}", "期末余额 {day}")
ACCOUNT_IN = words("Account in {currency}", "{currency} 往來帳", "{currency} 往来账")
OPEN_IN = words("Open invoices in {currency} on {day}", "{day} 未收發票（{currency}）", "{day} 未收发票（{currency}）")
YOUR_REFERENCE = words("Your reference {text}", "貴方單號 {text}", "贵方单号 {text}")
IN_DISPUTE = words("In dispute: {amount}", "爭議中：{amount}", "争议中：{amount}")
ON_ACCOUNT = words("Less money on account", "減：暫收款", "减：暂收款")
OPEN_TOTAL = words("Open {currency}", "未收合計 {currency}", "未收合计 {currency}")
BY_AGE = words("By days overdue, in {currency}", "依逾期天數（{currency}）", "按逾期天数（{currency}）")
AGEING = {
    "not_due": words("Not due", "未到期"),
    "range": words("{first}–{last} days", "{first}–{last} 天"),
    "over": words("over {last} days", "超過 {last} 天", "超过 {last} 天"),
    "disputed": words("In dispute", "爭議中", "争议中"),
    "unapplied": words("On account", "暫收款", "暂收款"),
    "total": words("Balance", "餘額", "余额"),
}
CONFIRM = words(
    "Please compare with your books and tell us within ten days if anything differs.",
    "請與貴公司帳目核對；如有不符，請於十日內告知。",
    "请与贵公司账目核对；如有不符，请于十日内告知。",
)
STATEMENT_SIGNS = (
    FOR_COMPANY,
    words("Confirmed by the customer: date, signature", "客戶確認：日期、簽章", "客户确认：日期、签章"),
)

# ---- Dunning letter ----

REMINDERS = {
    "polite": words("Payment reminder", "催款函"),
    "firm": words("Payment reminder", "催款函"),
    "last": words("Last reminder", "最後催款函", "最后催款函"),
}
REMINDER_NO = words("Reminder {level}", "第 {level} 次催款")
DEAR = words("Dear Sir or Madam,", "敬啟者：", "敬启者：")
ASKED = {
    "polite": words(
        "The payment of the invoices below has not reached us yet, which may well be an oversight. We kindly ask you "
        "to pay {total} {currency} by {day}.",
        "依本公司帳載，下列發票已逾付款到期日而款項尚未收到，或係一時疏忽。"
        "敬請於 {day} 前惠付 {currency} {total}，至為感謝。",
        "依本公司账载，下列发票已逾付款到期日而款项尚未收到，或系一时疏忽。"
        "敬请于 {day} 前惠付 {currency} {total}，至为感谢。",
    ),
    "firm": words(
        "We have already reminded you of money that is overdue, and the invoices below are still unpaid. We ask you "
        "to pay {total} {currency} by {day}, or to tell us by then what stands in the way.",
        "本公司前已函請付款，下列發票至今仍未付清。"
        "請務必於 {day} 前支付 {currency} {total}；如對款項有疑義，請於該日前告知。",
        "本公司此前已函请付款，下列发票至今仍未付清。"
        "请务必于 {day} 前支付 {currency} {total}；如对款项有疑义，请于该日前告知。",
    ),
    "last": words(
        "In spite of our reminders the invoices below are still unpaid. This is our last reminder: if {total} "
        "{currency} has not reached us by {day}, we shall have to take further steps to collect it.",
        "經本公司多次催告，下列發票仍未付清。"
        "此為最後通知：如 {day} 前未收到 {currency} {total}，本公司將採取進一步追償措施。",
        "经本公司多次催告，下列发票仍未付清。"
        "此为最后通知：如 {day} 前未收到 {currency} {total}，本公司将采取进一步追偿措施。",
    ),
}
STOPS_CREDIT = words(
    "Until then we cannot sell to you on credit.",
    "款項付清之前，恕無法以賒銷方式供貨。",
    "款项付清之前，恕无法以赊销方式供货。",
)
PART = words(
    "Only what is overdue is listed; what is not due yet, or in dispute, is not in it.",
    "僅列已逾期之款項；尚未到期或有爭議者不計入。",
    "仅列已逾期之款项；尚未到期或有争议者不计入。",
)
NAME_INVOICES = words(
    "Please name the invoices when you pay. If you have paid in the meantime, please disregard this letter.",
    "付款時請註明發票號碼。如已付款，請忽略本函，並致謝意。",
    "付款时请注明发票号码。如已付款，请忽略本函，并致谢意。",
)
SINCERELY = words("Yours sincerely,", "順頌商祺", "顺颂商祺")
PAY_UNTIL = words("Please pay by", "付款期限")
LEVEL = words("Reminder", "催款次數", "催款次数")
AMOUNT, OVERDUE = words("Amount", "發票金額", "发票金额"), words("Overdue", "逾期金額", "逾期金额")
OVERDUE_TOTAL = words("To be paid {currency}", "應付合計 {currency}", "应付合计 {currency}")
REMINDER_SIGNS = (FOR_COMPANY,)

# ---- Target letter ----

TARGET_LETTER = words("Target letter", "目標確認書", "目标确认书")
FOR_PERSON = words("Salesperson", "業務員", "业务员")
PERSON_NO = words("Salesperson no.", "業務員編號", "业务员编号")
PLAN, VERSION = words("Plan", "目標計劃", "目标计划"), words("Version", "版本")
YEAR = words("Fiscal year", "會計年度", "会计年度")
MEASURE, UNIT = words("Measure", "指標", "指标"), words("Rounded to", "取整單位", "取整单位")
MEASURES = {
    "amount": words("Net sales in {currency}", "未稅銷售額（{currency}）", "未税销售额（{currency}）"),
    "quantity": words("Quantity sold", "銷售數量", "销售数量"),
}
MADE_BY = words("Made by", "制定人")
TERRITORY = words("Territory", "區域", "区域")
MONTH, SUM, SO_FAR = words("Month", "月份"), words("Sum", "合計", "合计"), words("Cumulative", "累計", "累计")
YEAR_SUM = words("Target {year}", "{year} 年度目標", "{year} 年度目标")
TARGET_INTRO = words(
    "These are your sales targets for the fiscal year {year}, from {first} to {last}. What is sold "
    "counts less returns and "
    "credits. Please accept them below, or say why you cannot.",
    "以下為 {year} 會計年度（{first} 至 {last}）之銷售目標，實績以扣除退貨與折讓後計。"
    "請於下方確認接受，或說明無法接受之理由。",
    "以下为 {year} 会计年度（{first} 至 {last}）之销售目标，实绩以扣除退货与折让后计。"
    "请于下方确认接受，或说明无法接受之理由。",
)
ACCEPT = words("I accept these targets.", "本人接受上述目標。", "本人接受上述目标。")
REFUSE = words("I do not accept them, because:", "本人不接受，理由如下：")
TARGET_SIGNS = (
    words("Manager: date, signature", "主管：日期、簽名", "主管：日期、签名"),
    words("Salesperson: date, signature", "業務員：日期、簽名", "业务员：日期、签名"),
)

# ---- Scorecard ----

SCORECARD = words("Scorecard", "考核表")
SCORED_PERIOD = words("Period", "考核期間", "考核期间")
PERSON = words("Salesperson", "業務員", "业务员")
CRITERION, WEIGHT = words("Criterion", "考核指標", "考核指标"), words("Weight", "權重", "权重")
TARGET, ACTUAL = words("Target", "目標", "目标"), words("Actual", "實績", "实绩")
ATTAINMENT, POINTS = words("Attained %", "達成率 %", "达成率 %"), words("Points", "得分")
COUNTED = words("Counted", "計入權重", "计入权重")
CONTRIBUTION = words("Score", "加權得分", "加权得分")
BAR = words("0 – 120", "0 – 120")
NO_DATA = words("no data", "無資料", "无数据")
SUBTOTAL = words("Sum of scores", "加權得分合計", "加权得分合计")
DEDUCTIONS = words("Deductions", "扣分")
YEAR_END = words("Year-end scorecard", "年終考核分數", "年终考核分数")
MEAN = words("Mean of the months", "各月總分平均", "各月总分平均")
TOTAL, GRADE = words("Total", "總分", "总分"), words("Grade", "等級", "等级")
MONTHS = words("Totals of the months", "各月總分", "各月总分")
YEAR_NOTE = words(
    "Total of the year: 0.6 × mean of the months + 0.4 × year-end scorecard",
    "年度總分：0.6 × 各月總分平均 + 0.4 × 年終考核分數",
    "年度总分：0.6 × 各月总分平均 + 0.4 × 年终考核分数",
)
NOTES = words("Notes", "說明", "说明")
MANAGERS_COMMENT = words("Comment of the manager", "主管評語", "主管评语")
OWN_COMMENT = words("Comment of the employee", "員工意見", "员工意见")
ACKNOWLEDGED = words(
    "I have read this scorecard and talked about it with my manager. My signature does not mean that I agree.",
    "本人已閱讀本考核表並與主管面談；簽名不代表同意考核結果。",
    "本人已阅读本考核表并与主管面谈；签名不代表同意考核结果。",
)
SCORECARD_SIGNS = (
    words("Manager: date, signature", "主管：日期、簽名", "主管：日期、签名"),
    words("Employee: date, signature", "員工：日期、簽名", "员工：日期、签名"),
)
