"""The quick start sheet: one page of A4 in each language, to hang beside the screen. ``make_images.py`` makes it anew.

All three languages stand here side by side, so that none is forgotten when something changes.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple, get_args

import xlsxwriter

from salesbook.hosts.libreoffice import installed_font
from salesbook.settings import Language
from salesbook.words import Words, words
from salesbook.workbooks.style import ACCENT, ACCENT_LIGHT, FONTS, GREY, HAIRLINE, INK, YELLOW_LIGHT

LETTERS: dict[Language, str] = {"en": "en", "zh-Hant": "zh-tw", "zh-Hans": "zh-cn"}
"""Whose letters a font must have, as fontconfig calls them."""

MONOSPACE = "Consolas"


class Step(NamedTuple):
    """A thing that somebody does: what for, with which command or button of the ribbon, and what comes of it."""

    want: Words
    command: Words
    result: Words
    button: str = ""


class Person(NamedTuple):
    """One kind of people, and the five things they do."""

    name: Words
    when: Words
    colour: str
    steps: tuple[Step, ...]


TITLE = words("Quick start", "快速入門", "快速入门")
HOW = words(
    "Type in Excel, save and close. Then one line in a terminal, opened in the company folder.",
    "在 Excel 輸入，存檔並關閉；再到公司資料夾開啟的終端機，打一行指令。",
    "在 Excel 输入，保存并关闭；再到公司文件夹打开的终端，输入一行命令。",
)
COLUMNS = (
    words("You want to", "想做的事"), words("You run: salesbook …", "指令：salesbook …", "命令：salesbook …"),
    words("You get", "結果", "结果"),
)  # fmt: skip

PEOPLE = (
    Person(
        words("Sales admin", "銷售內勤", "销售内勤"), words("every day", "每天"), ACCENT,
        (
            Step(
                words("begin the day", "開始一天", "开始一天"),
                words("new documents DAY.xlsx", "new documents 今天.xlsx", "new documents 今天.xlsx"),
                words(
                    "a workbook that knows customers, prices, stock", "已含客戶、價格、庫存的活頁簿",
                    "已含客户、价格、库存的工作簿",
                ),
            ),
            Step(
                words("see what is wrong", "看哪裡有錯", "看哪里有错"),
                words("check DAY.xlsx", "check 今天.xlsx", "check 今天.xlsx"),
                words(
                    "red cells with a note, the list Problems; nothing is stored",
                    "紅色儲存格附說明，「問題」列出全部；不存資料",
                    "红色单元格附说明，“问题”列出全部；不存数据",
                ),
                "Check",
            ),
            Step(
                words("enter what is right", "正確的入帳", "正确的入账"),
                words("post DAY.xlsx", "post 今天.xlsx", "post 今天.xlsx"),
                words(
                    "numbers beside the rows; pressed twice, nothing changes", "各列出現單號；再按一次也不會重複",
                    "各行出现单号；再按一次也不会重复",
                ),
                "Post",
            ),
            Step(
                words("deliver, invoice, take money", "出貨、開票、收款", "出货、开票、收款"),
                words("make delivery DAY.xlsx", "make delivery 今天.xlsx", "make delivery 今天.xlsx"),
                words(
                    "what is open, ready to post; likewise invoice, receipt",
                    "填好未結明細，可過帳；invoice、receipt 亦同",
                    "填好未结明细，可过账；invoice、receipt 亦同",
                ),
                "Make deliveries",
            ),
            Step(
                words("answer the telephone", "接電話", "接电话"),
                words("ask price C-101 BOLT-8 120", "ask price C-101 BOLT-8 120"),
                words(
                    "the price and why; likewise customer, order, product", "價格與原因；另有 customer、order、product",
                    "价格与原因；另有 customer、order、product",
                ),
            ),
        ),
    ),
    Person(
        words("Manager", "經理", "经理"), words("first of the month", "每月一日"), "#7A4B1F",
        (
            Step(
                words("see how the month stands", "看本月如何", "看本月如何"), words("dashboard", "dashboard"),
                words(
                    "one page: sales, pace, cash, what needs a look", "一頁：銷售、進度、收款、需要關注的事",
                    "一页：销售、进度、收款、需要关注的事",
                ),
                "Dashboard",
            ),
            Step(
                words("decide what waits", "裁決待核准", "裁决待批准"), words("approvals", "approvals"),
                words(
                    "the list with reasons; then approve AP-00001, or reject",
                    "清單與原因；再 approve AP-00001 或 reject",
                    "清单与原因；再 approve AP-00001 或 reject",
                ),
            ),
            Step(
                words("get the money in", "催收貨款", "催收货款"), words("receivables", "receivables"),
                words(
                    "who owes what, by age; dunning list says whom to remind",
                    "誰欠多少、帳齡；dunning list 列出該催誰",
                    "谁欠多少、账龄；dunning list 列出该催谁",
                ),
            ),
            Step(
                words("appraise people", "考核同仁", "考核同事"), words("appraise 2026-03", "appraise 2026-03"),
                words(
                    "a scorecard each, every figure with its rows", "每人一張考核表，每個數字都有來源",
                    "每人一张考核表，每个数字都有来源",
                ),
                "Run month",
            ),
            Step(
                words("close the month", "月結", "月结"), words("period close 2026-03", "period close 2026-03"),
                words(
                    "the report; nothing can be dated in March any more", "月結報表；三月不能再入帳",
                    "月结报表；三月不能再入账",
                ),
            ),
        ),
    ),
    Person(
        words("Planner", "計劃員", "计划员"), words("in autumn, and through the year", "秋天，以及全年"),
        "#3F6B3A",
        (
            Step(
                words("begin next year's plan", "開始明年的計劃", "开始明年的计划"),
                words("new planning --year 2027\n    --total 1200000", "new planning --year 2027\n    --total 1200000"),
                words(
                    "each person and territory, with this year as weight", "各區域、人員，以今年實績為權重",
                    "各区域、人员，以今年实绩为权重",
                ),
            ),
            Step(
                words("divide the target", "分解目標", "分解目标"),
                words("targets split PLAN.xlsx", "targets split 計劃.xlsx", "targets split 计划.xlsx"),
                words(
                    "territory by person by month, exact to the cent", "區域、人員、月份，一分不差",
                    "区域、人员、月份，一分不差",
                ),
                "Split",
            ),
            Step(
                words("keep what is agreed", "保留已談定的", "保留已谈定的"),
                words("targets split PLAN.xlsx", "targets split 計劃.xlsx", "targets split 计划.xlsx"),
                words(
                    "after typing Locked at: that stays, the rest is divided", "先填「鎖定金額」：該數不動，其餘重分",
                    "先填“锁定金额”：该数不动，其余重分",
                ),
                "Split",
            ),
            Step(
                words("take targets from a sheet", "用別人的目標表", "用别人的目标表"),
                words(
                    "import FILE.xlsx --kind target", "import 目標.xlsx --kind target", "import 目标.xlsx --kind target"
                ),
                words(
                    "what is read as what; with --post it is the plan", "顯示讀到什麼；加 --post 即成計劃",
                    "显示读到什么；加 --post 即成计划",
                ),
            ),
            Step(
                words("follow the year", "追蹤進度", "追踪进度"),
                words("targets recalc PLAN.xlsx", "targets recalc 計劃.xlsx", "targets recalc 计划.xlsx"),
                words(
                    "actual, attainment, pace, where the year will end", "實績、達成率、進度、推估全年",
                    "实绩、达成率、进度、推估全年",
                ),
                "Recalculate",
            ),
        ),
    ),
)  # fmt: skip

BUTTON = words("with the ribbon add-in:", "有功能區增益集時：", "有功能区加载项时：")

RULES = (
    words("Leave the price blank: it is found.", "單價留空：系統會找。", "单价留空：系统会找。"),
    words("Same Ref, same order.", "單據參照相同，即為同一張訂單。", "单据参照相同，即为同一张订单。"),
    words("Red: correct it. Yellow: read it.", "紅色要改，黃色要看。", "红色要改，黄色要看。"),
    words(
        "Posted is posted: change by Revision, undo by reverse.", "已過帳不可直接改：變更用版次，取消用 reverse。",
        "已过账不可直接改：变更用版次，取消用 reverse。",
    ),
    words(
        "Every command explains itself: --help. The guide: docs/guide.", "每個指令都可加 --help。指南在 docs/guide。",
        "每个命令都可加 --help。指南在 docs/guide。",
    ),
)  # fmt: skip

WIDTHS = (3.5, 25, 36, 45)


def make_quick_starts(folder: Path) -> None:
    """Write the sheet of each language as PDF, and a picture of it."""
    for language in get_args(Language):
        target = folder / f"quick-start.{language}.pdf"
        with tempfile.TemporaryDirectory() as made:
            sheet = Path(made) / target.with_suffix(".xlsx").name
            draw(sheet, language)
            profile = f"-env:UserInstallation={(Path(made) / 'profile').as_uri()}"
            convert = ("--headless", "--convert-to", "pdf", "--outdir", str(folder), str(sheet))
            _run("soffice", profile, *convert)
        picture = str(target.with_suffix(""))
        _run("pdftoppm", "-r", "60", "-gray", "-png", "-singlefile", str(target), picture)
        sys.stdout.write(f"{target.name}\n")


def draw(path: Path, language: Language) -> None:
    """One page of A4, upright."""
    name = installed_font(FONTS[language], LETTERS[language])
    font = {"font_name": name, "font_color": INK, "font_size": 10.5, "valign": "vcenter"}
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"title": f"salesbook · {TITLE.get(language)}"})

        def look(**more: Any) -> Any:
            return book.add_format(font | more)

        sheet = book.add_worksheet(TITLE.get(language))
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        last = len(WIDTHS) - 1
        sheet.set_row(0, 36)
        sheet.merge_range(0, 0, 0, 2, "salesbook", look(bold=True, font_size=26, font_color=ACCENT))
        sheet.write(0, last, TITLE.get(language), look(bold=True, font_size=20, font_color=GREY, align="right"))
        sheet.set_row(1, 24)
        sheet.merge_range(1, 0, 1, last, HOW.get(language), look(font_size=11, bottom=5, bottom_color=ACCENT))
        row = 2
        for person in PEOPLE:
            row = _person(sheet, look, language, row, person)
        sheet.set_row(row, 10)
        row += 1
        for number, rule in enumerate(RULES):
            sheet.set_row(row, 22)
            edge = {"top": 1, "top_color": GREY} if number == 0 else {}
            box = look(bg_color=YELLOW_LIGHT, indent=1, **edge)
            sheet.merge_range(row, 0, row, last, f"●  {rule.get(language)}", box)
            row += 1
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_portrait()
        sheet.center_horizontally()
        sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.5)
        sheet.print_area(0, 0, row - 1, last)
        sheet.fit_to_pages(1, 1)


def _person(sheet: Any, look: Any, language: Language, row: int, person: Person) -> int:
    sheet.set_row(row, 10)
    sheet.set_row(row + 1, 27)
    band = {"bg_color": person.colour, "font_color": "#FFFFFF"}
    sheet.merge_range(
        row + 1, 0, row + 1, 2, person.name.get(language), look(bold=True, font_size=15, indent=1, **band)
    )
    sheet.write(row + 1, 3, person.when.get(language), look(align="right", indent=1, **band))
    sheet.set_row(row + 2, 18)
    head = {"font_size": 9, "font_color": GREY, "bg_color": ACCENT_LIGHT}
    sheet.write_blank(row + 2, 0, None, look(**head))
    for column, title in enumerate(COLUMNS, start=1):
        sheet.write(row + 2, column, title.get(language), look(**head))
    for number, step in enumerate(person.steps, start=1):
        line = row + 2 + number
        sheet.set_row(line, 37)
        under = {"bottom": 1, "bottom_color": HAIRLINE}
        sheet.write(line, 0, number, look(bold=True, font_size=14, font_color=person.colour, align="center", **under))
        sheet.write(line, 1, step.want.get(language), look(bold=True, text_wrap=True, **under))
        typed = look(font_size=10, text_wrap=True, **under)
        typed.set_font_name(MONOSPACE)
        command = step.command.get(language)
        if step.button:
            pressed = f"\n{BUTTON.get(language)} {step.button}"
            small = look(font_size=8.5, font_color=GREY)
            sheet.write_rich_string(line, 2, typed, command, small, pressed, look(text_wrap=True, **under))
        else:
            sheet.write(line, 2, command, typed)
        sheet.write(line, 3, step.result.get(language), look(text_wrap=True, **under))
    return row + 3 + len(person.steps)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", "HOME": "/tmp"})
