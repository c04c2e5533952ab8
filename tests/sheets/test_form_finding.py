"""What is proposed for a form that somebody has drawn: labels right, below and in front, headers in two languages."""

from pathlib import Path

import pytest
import xlsxwriter

from salesbook.hosts.form_file import FormFile
from salesbook.settings import FORM_KINDS
from salesbook.sheets.form_fields import field_named, fields_of
from salesbook.sheets.form_finding import propose
from salesbook.sheets.own_form import Binding
from tests.own_forms import chinese_delivery, english_invoice, quotation_with_placeholders, scorecard_form


def found(path: Path, kind: str, *, has_prices: bool = True) -> Binding:
    return propose(FormFile(path).sheets(), kind, fields_of(kind, has_prices=has_prices))


def cells(binding: Binding) -> dict[str, str]:
    return {cell.cell: cell.template for cell in binding.cells}


def columns(binding: Binding) -> dict[str, str]:
    return {cell.letters: cell.template for cell in binding.columns}


def drawn(path: Path, rows: list[list[str]]) -> Path:
    """A form of plain cells; a line of ``.`` is one for lines, framed."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, box = book.add_worksheet("Form"), book.add_format({"border": 1})
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                if text == ".":
                    sheet.write_blank(row, column, None, box)
                elif text:
                    sheet.write_string(row, column, text)
    return path


def test_an_english_invoice_with_labels_right_below_and_in_front(tmp_path: Path) -> None:
    binding = found(english_invoice(tmp_path / "form.xlsx"), "sales_invoice")
    assert cells(binding) == {
        "A6": "{{customer_name}}", "F5": "{{document_no}}", "F6": "{{document_date}}", "F7": "{{due_date}}",
        "F8": "{{customer_reference}}", "F9": "{{customer_no}}", "A11": "{{salesperson}}", "B11": "{{payment_terms}}",
        "C11": "{{currency}}", "G25": "{{net_total}}", "G26": "{{tax_total}}", "G27": "{{total}}",
        "A29": "Amount in words: {{amount_in_words}}",
    }  # fmt: skip
    assert columns(binding) == {
        "A": "{{line_no}}", "B": "{{product_no}}", "C": "{{description}}", "D": "{{quantity}}", "E": "{{unit}}",
        "F": "{{unit_price}}", "G": "{{amount}}",
    }  # fmt: skip
    assert (binding.sheet, binding.first_row, binding.last_row) == ("Invoice", 14, 23)


def test_a_chinese_delivery_note_in_two_languages(tmp_path: Path) -> None:
    binding = found(chinese_delivery(tmp_path / "form.xlsx"), "delivery_note", has_prices=False)
    assert cells(binding) == {
        "A4": "客戶名稱：{{customer_name}}", "E4": "{{document_no}}", "A5": "送貨地址：{{delivery_address}}",
        "E5": "{{document_date}}",
    }  # fmt: skip
    assert list(columns(binding).values()) == [
        "{{line_no}}", "{{product_no}}", "{{description}}", "{{quantity}}", "{{unit}}",
    ]  # fmt: skip
    assert (binding.first_row, binding.last_row) == (8, 17), "the sum below is no line"


def test_placeholders_need_no_labels(tmp_path: Path) -> None:
    binding = found(quotation_with_placeholders(tmp_path / "form.xlsx"), "quotation")
    assert cells(binding) == {
        "A1": "Quotation {{document_no}} of {{document_date}}", "A2": "{{customer_name}}", "A3": "{{due_date}}",
        "D10": "{{total}}",
    }  # fmt: skip
    assert list(columns(binding).values()) == ["{{description}}", "{{quantity}}", "{{unit_price}}", "{{amount}}"]
    assert (binding.first_row, binding.last_row) == (6, 8)


def test_a_scorecard_form(tmp_path: Path) -> None:
    binding = found(scorecard_form(tmp_path / "form.xlsx", ("銷售金額達成", "拜訪次數", "出勤")), "scorecard")
    assert cells(binding) == {
        "B3": "{{person_no}}", "D3": "{{person_name}}", "F3": "{{period}}", "F10": "{{total}}", "F11": "{{grade}}",
    }  # fmt: skip
    assert (binding.first_row, binding.last_row) == (6, 8)
    assert list(columns(binding).values()) == [
        "{{criterion}}", "{{weight}}", "{{target}}", "{{actual}}", "{{points}}", "{{contribution}}",
    ]  # fmt: skip


def test_an_old_paper_with_its_lines_still_on_it(tmp_path: Path) -> None:
    path = drawn(
        tmp_path / "old.xlsx",
        [
            ["Invoice no.: INV-7", "", "Date", "2025-01-02"],
            ["Customer", "Old Ltd."],
            ["Item", "Qty", "Price", "Total"],
            ["BOLT-8", "10", "1.50", "15.00"],
            ["NUT-8", "10", "0.50", "5.00"],
            ["Subtotal", "", "", "20.00"],
            ["Discount", "", "", "1.00"],
            ["Total", "", "", "19.00"],
        ],
    )
    binding = found(path, "sales_invoice")
    assert cells(binding) == {
        "A1": "Invoice no.: {{document_no}}", "D1": "{{document_date}}", "B2": "{{customer_name}}",
        "D6": "{{lines_total}}", "D7": "{{discount_total}}", "D8": "{{total}}",
    }  # fmt: skip
    assert columns(binding) == {
        "A": "{{description}}", "B": "{{quantity}}", "C": "{{unit_price}}", "D": "{{amount}}"
    }  # fmt: skip
    assert (binding.first_row, binding.last_row) == (4, 5)


REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "real_sheets"
PLACES: dict[tuple[str, str], tuple[dict[str, str], str, tuple[int, int]]] = {
    ("quotation_form_en.xlsx", "quotation"): (
        {"E9": "customer_name", "D15": "document_no", "I15": "document_date", "I16": "due_date", "I26": "total"},
        "CDFGI", (19, 21),
    ),
    ("customer_order_form_en.xlsx", "sales_order"): (
        {"E9": "customer_name", "H9": "delivery_address", "D15": "customer_reference", "I15": "document_date",
         "I24": "total"},
        "CDFGHI", (18, 20),
    ),
    ("appraisal_form_zh.xlsx", "scorecard"): ({"G3": "person_name", "J3": "period"}, "DCHJ", (6, 9)),
}  # fmt: skip


@pytest.mark.skipif(not REAL.is_dir(), reason="the real sheets are not beside the project")
@pytest.mark.parametrize(("name", "kind"), PLACES)
def test_forms_that_companies_use_are_read_as_a_person_would(name: str, kind: str) -> None:
    places, letters, rows = PLACES[name, kind]
    binding = found(REAL / name, kind)
    assert {cell.cell: cell.fields[0] for cell in binding.cells} == places
    assert sorted(cell.letters for cell in binding.columns) == sorted(letters)
    assert (binding.first_row, binding.last_row) == rows


def test_the_letterhead_is_left_alone(tmp_path: Path) -> None:
    path = drawn(
        tmp_path / "head.xlsx",
        [["INVOICE"], ["Phone", "02-2422"], ["Address: 1 Harbour Road"], ["Number", ""], ["Item", "Qty"], [".", "."]],
    )
    assert cells(found(path, "sales_invoice")) == {"B4": "{{document_no}}"}


def test_hidden_sheets_are_not_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "hidden.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Front").write("A1", "Hello")
        hidden = book.add_worksheet("Back")
        hidden.write_row("A1", ["Number:", "", "Item", "Qty"])
        hidden.hide()
    assert found(path, "sales_invoice") == Binding("sales_invoice")


def test_no_kind_of_form_has_a_field_for_what_is_ours() -> None:
    ours = {"cost", "unit_cost", "margin", "gross_profit", "floor_price", "credit_limit", "remark", "reason", "user"}
    for kind in FORM_KINDS:
        names = {field.name for field in fields_of(kind)}
        assert names.isdisjoint(ours)
        for field in fields_of(kind):
            assert not any(word in said.lower() for said in field.title for word in ("cost", "margin", "成本", "毛利"))


def test_where_prices_are_not_shown_no_amount_is_offered() -> None:
    names = {field.name for field in fields_of("delivery_note", has_prices=False)}
    assert names.isdisjoint({"unit_price", "amount", "total", "net_total", "tax_total", "amount_in_words", "discount"})
    assert {"quantity", "description", "document_no"} <= names


@pytest.mark.parametrize("kind", FORM_KINDS)
def test_every_title_names_its_field_alone_in_each_language(kind: str) -> None:
    fields = fields_of(kind)
    for field in fields:
        for title in field.title:
            assert field_named(title, fields) is field, title
            assert field_named(f"{{{{{title}}}}}", fields) is field
        assert field_named(field.name, fields) is field


def test_a_form_in_simplified_chinese(tmp_path: Path) -> None:
    path = drawn(
        tmp_path / "form.xlsx",
        [
            ["销售发票"],
            ["客户：", "", "单据编号：", "", "日期：", ""],
            ["业务员：", "", "结算方式：", "", "电话：", ""],
            ["序号", "商品编码", "商品名称", "数量", "单价", "金额"],
            [".", ".", ".", ".", ".", "."],
            [".", ".", ".", ".", ".", "."],
            ["合计", "", "", "", "", ""],
            ["税额", "", "", "", "", ""],
            ["价税合计大写：", "", "", "", "", ""],
            ["总计", "", "", "", "", ""],
        ],
    )
    binding = found(path, "sales_invoice")
    assert cells(binding) == {
        "B2": "{{customer_name}}", "D2": "{{document_no}}", "F2": "{{document_date}}", "B3": "{{salesperson}}",
        "D3": "{{payment_terms}}", "F3": "{{phone}}", "F7": "{{net_total}}", "F8": "{{tax_total}}", "F10": "{{total}}",
    }  # fmt: skip
    assert list(columns(binding)) == ["A", "B", "C", "D", "E", "F"]
    assert (binding.first_row, binding.last_row) == (5, 6)
