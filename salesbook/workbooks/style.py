"""How our sheets look: one palette, one font, formats by field type and currency."""

from dataclasses import dataclass
from typing import Any

from salesbook.settings import Language
from salesbook.sheets.columns import Field, FieldType

INK = "#1F2937"
ACCENT = "#1F5C7A"
ACCENT_LIGHT = "#E6F0F5"
INPUT = "#FFFDF2"
GREY = "#6B7280"
LINE = "#CBD5E1"
HAIRLINE = "#E5EAF0"
GREEN_LIGHT = "#E4F2E7"
RED_LIGHT = "#FBE3E4"
YELLOW_LIGHT = "#FFF3CD"

FONTS: dict[Language, str] = {"en": "Calibri", "zh-Hant": "Microsoft JhengHei", "zh-Hans": "Microsoft YaHei"}

TABLE_STYLE = "Table Style Light 9"


@dataclass(frozen=True)
class Look:
    """What decides how numbers and text look in one workbook.

    Attributes:
        decimals: Of amounts in the company's currency.
        lowest_price: Prices are looked up by the house policy ``best_price``.
        own_font: Instead of the usual one, for a computer that has not got that.
    """

    language: Language = "en"
    currency: str = "USD"
    decimals: int = 2
    lowest_price: bool = False
    own_font: str = ""

    @property
    def font(self) -> str:
        """A font that has the characters of the language and is on every Excel."""
        return self.own_font or FONTS[self.language]

    def number_format(self, field_type: FieldType) -> str:
        """Excel's number format for a type of field."""
        money = "#,##0" + ("." + "0" * self.decimals if self.decimals else "")
        return {
            "quantity": "#,##0.######",
            "price": "#,##0.00##",
            "money": money,
            "percent": "0.##",
            "number": "#,##0.####",
            "integer": "0",
            "date": "yyyy-mm-dd",
            "moment": "yyyy-mm-dd hh:mm:ss",
            "month": "@",
            "code": "@",
        }.get(field_type, "General")

    def is_number(self, field: Field) -> bool:
        """Whether a field is set flush right."""
        return field.type in ("quantity", "price", "money", "percent", "number", "integer")

    def cell(self, field: Field, **more: Any) -> dict[str, Any]:
        """The format of a body cell of a field."""
        align = {"align": "right"} if self.is_number(field) else {"align": "left", "indent": 1}
        return {
            "font_name": self.font,
            "font_size": 10,
            "font_color": INK,
            "num_format": self.number_format(field.type),
            **align,
            "valign": "vcenter",
            "bottom": 1,
            "bottom_color": HAIRLINE,
            "shrink": field.name in ("unit", "description", "found_customer", "found_product"),
            "text_wrap": field.name in ("sentence", "note", "example", "grounds"),
            **more,
        }
