"""Every code has a sentence, in three languages that say the same."""

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import salesbook
from salesbook import problems
from salesbook.actions.verifying import Check
from salesbook.appraisal.incidents import IncidentCase
from salesbook.documents.dunning import DunningState
from salesbook.documents.exposure import CreditStanding
from salesbook.documents.master_data import CODE_WORDS
from salesbook.documents.price_reasons import Outcome
from salesbook.messages import (
    CHOICE_WORDS,
    FIELD_WORDS,
    INCIDENT_WORDS,
    KIND_WORDS,
    MESSAGES,
    Message,
    error_sentence,
    fill,
    placeholders,
    sentence,
    text,
)
from salesbook.planning.standing import AlertKind
from salesbook.problems import LedgerConflict, Place, Problem, SalesbookError
from salesbook.settings import Language
from salesbook.sheets import columns
from salesbook.sheets.appraisal_form import FORM, HEAD
from salesbook.sheets.finding import Certainty

SOURCES = Path(salesbook.__file__).parent
LANGUAGES: tuple[Language, ...] = ("en", "zh-Hant", "zh-Hans")
CODE = re.compile(r"missing|unexpected|[a-z]+(-[a-z0-9_]+)+")
ERRORS = {name for name, found in vars(problems).items() if isinstance(found, type) and issubclass(found, Exception)}
GIVE_A_CODE = ERRORS | {
    "Problem", "problem", "_problem", "_note", "WrongCellError", "text", "Answer", "tell", "Reason", Check.__name__,
    "in_all_languages",
}  # fmt: skip
"""What is called with a code as its first argument."""

GIVE_NO_NAMES = {"Answer", "tell", "Reason"}
"""Of those, what takes its values in another way."""


def outcomes_of(words: object) -> list[str]:
    """The texts of a choice, or of several choices together."""
    parts = get_args(words)
    return [name for part in parts for name in ([part] if isinstance(part, str) else outcomes_of(part))]


BUILT: dict[str, list[str]] = {
    "unknown-{}": [
        *(f"unknown-{word}{ending}" for word in set(CODE_WORDS.values()) for ending in ("", "-similar")),
        "unknown-quotation", "unknown-sales-order", "unknown-delivery-note", "unknown-sales-invoice",
    ],
    "approval-{}": ["approval-approved", "approval-rejected", "approval-withdrawn"],
    "outcome-{}": [
        f"outcome-{name}" for name in ("posted", "ready", "already", "waiting", "refused", "held", "hidden")
    ],
    "state-{}": [
        f"state-{name}"
        for name in (
            "issued", "lost", "part_ordered", "ordered", "confirmed", "part_delivered", "delivered", "completed",
            "closed", "posted", "part_invoiced", "invoiced", "part_paid", "paid", "reversed", "signed", "part_refused",
            "refused", "returned", "requested", "part_received", "received", "part_credited", "credited",
            "released", "done", "cancelled", "expired", "on_hold",
        )
    ],
    "word-{}": [
        f"word-{name}"
        for name in (
            "line", "product", "quantity", "price", "discount", "net", "open", "where", "person", "total", "grade",
            "month", "state", "date", "by", "reason", "kind", "first", "last", "papers", "reversals", "tax", "gross",
            "currency", "customer", "name", "lines", "invoice", "amount", "invoices",
            "receivable", "overdue", "unapplied", "sum", "number", "balance", "on_hand", "value", "left", "available",
            "cost", "gross_profit", "percent", "contribution",
            "case", "owner", "answer", "days", "due",
        )
    ],
    "price-outcome-{}": [f"price-outcome-{name}" for name in outcomes_of(Outcome)],
    "deposit-state-{}": [
        f"deposit-state-{name}" for name in ("none", "received", "part_applied", "applied", "refunded")
    ],
    "import-how-{}": [f"import-how-{name}" for name in get_args(Certainty)],
    "period-state-{}": ["period-state-closed", "period-state-open"],
    "preparation-{}": ["preparation-documents", "preparation-minutes", "preparation-right"],
    "dashboard-{}": [f"dashboard-{kind}" for kind in get_args(AlertKind)],
    "complaint-state-{}": ["complaint-state-closed", "complaint-state-open"],
    "dunning-state-{}": [f"dunning-state-{name}" for name in get_args(DunningState)],
    "credit-{}": [f"credit-{field.name}" for field in dataclasses.fields(CreditStanding)],
}  # fmt: skip
"""Codes put together from parts, by their pattern."""

SIMPLIFIED = "单销数货开储栏业务员账发税错误请输区别与为过现价统点检项户额报级计划权标实质类"
TRADITIONAL = "單銷數貨開儲欄業務員帳發稅錯誤請輸區別與為過現價統點檢項戶額報級計劃權標實質類"
MAINLAND_WORDS = ("单元格", "文件夹", "工作簿", "單元格", "文件夾", "工作簿", "默認", "數據", "程序", "保存")
TAIWAN_WORDS = ("储存格", "资料夹", "活页簿", "预设", "程式", "儲存格", "資料夾")
FORBIDDEN = re.compile(
    r"\b(invalid|validation|traceback|pydantic|(?-i:None)|null|exception|string|delta|json|parquet)\b", re.IGNORECASE
)


def every_text() -> list[tuple[str, Language, str]]:
    return [
        (code, language, message.words.get(language)) for code, message in MESSAGES.items() for language in LANGUAGES
    ]


def codes_in(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Codes, and patterns of built codes with ``{}`` for the parts, with their line."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for scope in [*functions, tree]:
        for call in ast.walk(scope):
            if not isinstance(call, ast.Call) or not call.args or called_name(call) not in GIVE_A_CODE:
                continue
            argument = call.args[0]
            found = values_of(argument.id, scope) if isinstance(argument, ast.Name) else [argument]
            for code in (code for node in found for code in texts_of(node) if CODE.fullmatch(code.replace("{}", "x"))):
                yield code, call.lineno


def called_name(call: ast.Call) -> str:
    return (
        call.func.id
        if isinstance(call.func, ast.Name)
        else call.func.attr
        if isinstance(call.func, ast.Attribute)
        else ""
    )


def values_of(name: str, scope: ast.AST) -> list[ast.expr]:
    """What a variable may be: the right sides of its assignments, and what its loops go through."""
    found: list[ast.expr] = []
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=targets, value=value) if name in {n.id for t in targets for n in names_in(t)}:
                found.append(value)
            case ast.For(target=target, iter=value) if name in {n.id for n in names_in(target)}:
                found.append(value)
    return found


def names_in(node: ast.AST) -> list[ast.Name]:
    return [found for found in ast.walk(node) if isinstance(found, ast.Name)]


def texts_of(node: ast.expr) -> Iterator[str]:
    """The strings in an expression; a built one as its pattern."""
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts_of(node.body)
        yield from texts_of(node.orelse)
    elif isinstance(node, ast.BinOp):
        yield from texts_of(node.left)
    elif isinstance(node, ast.Tuple | ast.List):
        for part in node.elts:
            yield from texts_of(part)


def used_codes() -> dict[str, str]:
    """Every code in the sources, and one place where it is used."""
    found: dict[str, str] = {}
    for path in sorted(SOURCES.rglob("*.py")):
        if path.name != "messages.py":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found |= {code: f"{path.relative_to(SOURCES)}:{line}" for code, line in codes_in(tree)}
    return found


def test_every_code_of_the_sources_has_a_sentence() -> None:
    used = used_codes()
    assert len(used) > 100, "the search for codes has lost its way"
    built = {code: place for code, place in used.items() if "{}" in code}
    assert not built.keys() - BUILT.keys(), "list the codes that are built from this pattern in BUILT"
    wanted = {code for code in used if code not in built} | {code for codes in BUILT.values() for code in codes}
    assert {code: used.get(code, "") for code in sorted(wanted - MESSAGES.keys())} == {}


def values_given() -> Iterator[tuple[str, str, set[str]]]:
    """Calls that name a code and its values one by one: where, the code, the names."""
    for path in sorted(SOURCES.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and call.args and called_name(call) in GIVE_A_CODE - GIVE_NO_NAMES:
                code, names = call.args[0], {keyword.arg for keyword in call.keywords}
                dicts = [
                    keys_of(value) for value in (*call.args[1:], *(k.value for k in call.keywords)) if keys_of(value)
                ]
                is_plain = None not in names and (called_name(call) not in ("Problem", "Check") or dicts)
                if is_plain and isinstance(code, ast.Constant) and isinstance(code.value, str):
                    given = {name for name in names if name} | {key for keys in dicts for key in keys}
                    yield f"{path.relative_to(SOURCES)}:{call.lineno}", code.value, given


def keys_of(node: ast.expr) -> set[str]:
    return {str(k.value) for k in node.keys if isinstance(k, ast.Constant)} if isinstance(node, ast.Dict) else set()


def test_every_sentence_gets_the_values_it_cannot_do_without() -> None:
    lacking: dict[tuple[str, str], set[str]] = {}
    for place, code, given in values_given():
        if code in MESSAGES:
            needed = placeholders(re.sub(r"\[[^\[\]]*\]", "", MESSAGES[code].words.en)) - {"field"}
            lacking |= {(place, code): needed - given} if needed - given else {}
    assert lacking == {}


@pytest.mark.parametrize("code", MESSAGES)
def test_the_three_languages_mention_the_same_values(code: str) -> None:
    words = MESSAGES[code].words
    assert placeholders(words.en) == placeholders(words.hant) == placeholders(words.hans)


@pytest.mark.parametrize("code", MESSAGES)
def test_every_message_has_three_texts_and_a_reason(code: str) -> None:
    message: Message = MESSAGES[code]
    assert all(words.strip() for words in message.words)
    assert message.reason.endswith(".")
    chinese = re.compile(r"[\u4e00-\u9fff]")
    assert not chinese.search(message.words.en)
    if code != "status-warnings":
        assert chinese.search(message.words.hant)
        assert chinese.search(message.words.hans)


@pytest.mark.parametrize("code", MESSAGES)
def test_traditional_and_simplified_do_not_mix(code: str) -> None:
    words = MESSAGES[code].words
    assert not set(words.hant) & (set(SIMPLIFIED) - set(TRADITIONAL))
    assert not set(words.hans) & (set(TRADITIONAL) - set(SIMPLIFIED))
    assert not [word for word in MAINLAND_WORDS if word in words.hant]
    assert not [word for word in TAIWAN_WORDS if word in words.hans]


def test_no_text_speaks_of_programming() -> None:
    assert [(code, language) for code, language, words in every_text() if FORBIDDEN.search(words)] == []


def test_chinese_uses_full_width_punctuation() -> None:
    halves = re.compile(r"[\u4e00-\u9fff][,;:!?(]")
    assert [(code, language) for code, language, words in every_text() if halves.search(words)] == []


def test_braces_and_brackets_are_closed() -> None:
    for code, language, words in every_text():
        filled = fill(words, dict.fromkeys(placeholders(words), "7"))
        assert not set(filled) & set("{}[]|"), (code, language, filled)


def test_an_optional_part_never_holds_the_only_sense() -> None:
    for code, language, words in every_text():
        assert len(fill(words, {}).strip(" ·。.")) >= 2, (code, language)


def test_no_two_codes_share_a_long_sentence() -> None:
    long = [words for _, language, words in every_text() if language == "en" and len(words) > 80]
    assert len(long) == len(set(long))


def test_words_for_values_are_those_of_the_sheets() -> None:
    tables = [*columns.LISTS.values(), *columns.RECORD_TABLES.values(), columns.PLAN_SEATS, columns.PLAN_MONTHS]
    tables += [HEAD, FORM]
    fields = [field for table in tables for field in table.fields]
    fields += [field for form in (*columns.FORMS.values(), columns.PLAN_FORM) for field in form.head]
    # The number of the source is called by its kind on the sheets; criterion and weights by their own titles.
    # No sentence names what a sheet reckons by itself.
    wrong = {
        field.name: (field.title, FIELD_WORDS.get(field.name))
        for field in fields
        if field.name not in ("source_no", "status")
        and not (field.written and field.formula)
        and FIELD_WORDS.get(field.name) != field.title
    }
    assert wrong == {}
    assert {kind: columns.KIND_WORDS[kind] for kind in KIND_WORDS} == KIND_WORDS
    assert {choice: columns.CHOICES[choice] for choice in CHOICE_WORDS} == CHOICE_WORDS
    assert {choice: columns.CHOICES[choice] for choice in get_args(IncidentCase)} == INCIDENT_WORDS


def test_a_problem_is_told_with_its_facts() -> None:
    values = {
        "quantity": "9", "order": "SO-1180", "line": "1", "product": "BOLT-8", "ordered": "10", "delivered": "2",
        "open": "8", "most": "8",
    }  # fmt: skip
    found = Problem("delivery-exceeds-open-order", Place("quantity", 1), values)
    assert sentence(found, "en") == (
        "Quantity 9 is more than order SO-1180, line 1, still has open for BOLT-8. Ordered 10, delivered 2, open 8. "
        "Enter 8 or less, or raise the order first."
    )
    assert sentence(found, "zh-Hant").startswith("數量 9 超過訂單 SO-1180 項次 1（BOLT-8）的未交數量。")
    assert sentence(found, "zh-Hans").startswith("数量 9 超过订单 SO-1180 项次 1（BOLT-8）的未交数量。")


def test_fields_kinds_and_choices_are_told_in_words() -> None:
    changed = Problem(
        "changed-after-posting", Place("x"), {"document": "SO-1", "field": "unit_price", "stored": "1", "found": "2"}
    )
    assert "Unit price 1" in sentence(changed, "en")
    assert "「單價」" in sentence(changed, "zh-Hant")
    assert "報價單" in error_sentence(SalesbookError("nothing-open", kind="quotation"), "zh-Hant")
    assert "金额, 进度" in text("not-a-choice", "zh-Hans", found="x", choices="amount, pace")


def test_a_blank_cell_is_told_with_its_column() -> None:
    assert sentence(Problem("missing", Place("customer_no")), "en").startswith("Customer is blank. ")
    assert sentence(Problem("missing"), "en") == "This cell must be filled. Enter a value."


def test_a_gap_at_the_end_of_the_steps_has_one_end() -> None:
    assert "leave a gap below 60." in text("bands-gap", "en", criterion="V", low="", high="60")
    assert "leave a gap from 90." in text("bands-gap", "en", criterion="V", low="90", high="")


@pytest.mark.parametrize(("errors", "said"), [("1", "1 error,"), ("2", "2 errors,"), ("11", "11 errors,")])
def test_one_error_and_many(errors: str, said: str) -> None:
    assert said in text("status-refused", "en", errors=errors)


def test_an_error_is_told_with_its_facts() -> None:
    assert "60 times" in error_sentence(LedgerConflict("ledger-busy", tries=60), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_code_still_says_something(language: Language) -> None:
    said = text("nobody-knows-this", language, row="7")
    assert "nobody-knows-this" in said
    assert "row 7" in said


def test_values_are_never_read_as_templates() -> None:
    assert "{found}[x]" in text("not-a-number", "en", found="{found}[x]", field="[y]")
