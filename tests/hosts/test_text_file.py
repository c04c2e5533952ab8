"""Text files: which encoding and which delimiter they have is told by evidence, or not at all."""

from pathlib import Path

import pytest

from salesbook.hosts.foreign_file import read_grids
from salesbook.hosts.host import Grid
from salesbook.messages import error_sentence
from salesbook.problems import HostError

from .foreign_files import write_csv

SIMPLIFIED = [
    "客户编号,客户名称,数量,单价\nC001,上海机械设备有限公司,10,3.50\nC002,广州贸易公司,20,1.20\n",
    "订单日期,业务员,备注\n2026-01-05,张伟,请于周五前发货，谢谢\n",
    "品名,数量\n螺栓,10\n",
    "本月销售额比上月增长了百分之十二，但是退货也多了一些。",
    "客户",
    "采购订单",
]
TRADITIONAL = [
    "客戶編號,客戶名稱,數量,單價\nC001,臺北機械股份有限公司,10,3.50\nC002,高雄貿易有限公司,20,1.20\n",
    "訂單日期,業務員,備註\n2026-01-05,陳志明,請於週五前出貨，謝謝\n",
    "品名,數量\n螺栓,10\n",
    "本月銷售額比上月增加了百分之十二，但是退貨也多了一些。",
    "客戶",
    "訂單",
]
WESTERN = [
    "Kunde;Straße;Größe\nMüller;Hauptstraße 12;groß\n",
    "Client;Année\nHélène Lefèvre;2026\n",
    "Señor Núñez,Málaga,10\n",
    "Café",
    "Ärzte",
    "Price,£5 – “net”\n",
]
KNOWN = [
    *((text, "gb18030") for text in (*SIMPLIFIED, *TRADITIONAL)),
    *((text, "cp950") for text in TRADITIONAL),
    *((text, "cp1252") for text in WESTERN),
    *((text, encoding) for text in (*SIMPLIFIED, *TRADITIONAL, *WESTERN) for encoding in ("utf-8", "utf-16")),
    *((f"\ufeff{text}", encoding) for text in (*SIMPLIFIED, *WESTERN) for encoding in ("utf-16-le", "utf-16-be")),
]  # fmt: skip


def read(path: Path, content: bytes) -> Grid:
    path.write_bytes(content)
    (grid,) = read_grids(path)
    return grid


def cells(grid: Grid) -> list[tuple[object, ...]]:
    return [row.values for row in grid.rows]


def refusal(path: Path, content: bytes) -> str:
    with pytest.raises(HostError) as caught:
        read(path, content)
    return error_sentence(caught.value, "en")


@pytest.mark.parametrize(("text", "encoding"), KNOWN)
def test_a_text_is_read_in_the_encoding_that_it_was_written_in(text: str, encoding: str, tmp_path: Path) -> None:
    expected = read(tmp_path / "a.csv", text.removeprefix("\ufeff").encode("utf-8-sig"))
    assert cells(read(tmp_path / "a.csv", text.encode(encoding))) == cells(expected)


@pytest.mark.parametrize("encoding", ["gb18030", "cp950"])
def test_one_strange_name_in_a_long_list_changes_nothing(encoding: str, tmp_path: Path) -> None:
    text = "客戶,數量\n" + "".join(f"上海公司{n},10\n" for n in range(2000)) + "龘靐,1\n"
    text = text if encoding == "gb18030" else text.replace("龘靐", "蠹鬱")
    assert cells(read(tmp_path / "a.csv", text.encode(encoding)))[-1] == (text.split("\n")[-2].split(",")[0], "1")


def test_chinese_words_that_are_utf8_by_chance_are_read_as_chinese(tmp_path: Path) -> None:
    assert "状态".encode("gb18030").decode("utf-8") != "状态"
    assert cells(read(tmp_path / "a.csv", "状态".encode("gb18030"))) == [("状态",)]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Привет, заказ клиента", "cp1251"),
        ("注文番号と顧客名をご確認ください", "shift_jis"),
        ("주문 번호 고객 이름", "euc-kr"),
        ("Παραγγελία πελάτη", "cp1253"),
        ("請檢", "cp950"),
        ("订单", "gb18030"),
    ],
)
def test_where_the_encoding_cannot_be_known_it_is_not_guessed(text: str, encoding: str, tmp_path: Path) -> None:
    said = refusal(tmp_path / "a.csv", text.encode(encoding))
    assert "in which encoding a.csv is" in said
    assert "Save it as UTF-8" in said


def test_a_refusal_names_the_encodings_that_it_could_be(tmp_path: Path) -> None:
    said = refusal(tmp_path / "a.csv", "請檢".encode("cp950"))
    assert "it could be GB18030, Big5" in said


def test_a_mark_that_promises_another_encoding_is_not_believed(tmp_path: Path) -> None:
    assert "says that it is UTF-8" in refusal(tmp_path / "a.csv", b"\xef\xbb\xbf" + "客户".encode("gb18030"))
    assert "says that it is UTF-16" in refusal(tmp_path / "a.csv", b"\xff\xfea")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_makes_columns(delimiter: str, tmp_path: Path) -> None:
    rows = [("Item", "Net, €", "Note"), ("BOLT-8", "1,50", "a;b|c"), ("NUT-8", "2,50", None), ("甲", "3", "x\ty")]
    path = write_csv(tmp_path / "a.csv", rows, delimiter=delimiter)
    assert cells(read_grids(path)[0]) == rows


def test_decimal_commas_do_not_make_columns(tmp_path: Path) -> None:
    assert cells(read(tmp_path / "a.csv", b"1,5;2,5\n3,5;4,5\n")) == [("1,5", "2,5"), ("3,5", "4,5")]


def test_a_first_line_may_name_the_delimiter(tmp_path: Path) -> None:
    grid = read(tmp_path / "a.csv", b"sep=;\r\na,b;c\r\n")
    assert [(row.row_number, row.values) for row in grid.rows] == [(1, ("a,b", "c"))]


def test_all_values_are_text_and_blank_ones_nothing(tmp_path: Path) -> None:
    assert cells(read(tmp_path / "a.csv", b"007,1e5,2026-01-05,TRUE,,=1+1,x\n")) == [
        ("007", "1e5", "2026-01-05", "TRUE", None, "=1+1", "x")
    ]


def test_rows_of_different_lengths_are_filled_up_and_blank_ones_left_out(tmp_path: Path) -> None:
    grid = read(tmp_path / "a.csv", b"Report\n\na,b,c,\n,,\n1,2\n")
    assert [(row.row_number, row.values) for row in grid.rows] == [
        (1, ("Report", None, None)),
        (3, ("a", "b", "c")),
        (5, ("1", "2", None)),
    ]


def test_a_quoted_value_may_have_lines_of_its_own(tmp_path: Path) -> None:
    grid = read(tmp_path / "a.csv", b'a,"one\ntwo ""x"" ",c\nd,e,f')
    assert cells(grid) == [("a", 'one\ntwo "x" ', "c"), ("d", "e", "f")]


@pytest.mark.parametrize("rest", ["e,f\n" * 3, "e,f\n" * 100_000])
def test_a_quote_that_is_never_closed_is_named_with_its_line(rest: str, tmp_path: Path) -> None:
    assert "quotation mark in line 2 is never closed" in refusal(tmp_path / "a.csv", f'a,b\n"c,d\n{rest}'.encode())


def test_inches_are_no_open_quotes(tmp_path: Path) -> None:
    assert cells(read(tmp_path / "a.csv", b'a,b\n5" pipe,3\nx,6"\n'))[1:] == [('5" pipe', "3"), ("x", '6"')]


def test_a_list_of_one_column_stays_one(tmp_path: Path) -> None:
    assert cells(read(tmp_path / "a.txt", b"BOLT-8\nNUT-8\n")) == [("BOLT-8",), ("NUT-8",)]
