"""In which encoding a text file is, where its content tells, and a refusal where it does not.

UTF-8 and UTF-16 prove themselves. Of the rest, those that Chinese and Western Windows write are told apart by how
usual the characters are that each of them would give: the wrong one gives rare ones.
"""

import codecs
import math
import re
from collections import Counter

from salesbook.problems import HostError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NAMES = {"gb18030": "GB18030", "cp950": "Big5", "big5hkscs": "Big5", "cp1252": "Windows-1252"}
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ue000-\uf8ff\ufffe\uffff]")
_SAMPLE = 20_000
"""Bytes, and characters, that are looked at; more would say the same."""

_USUAL = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还"
    "发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工"
    "己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山"
    "五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及"
    "今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资"
    "队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极"
    "令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组"
    "造落视济喜离虽坏兴切编宝谈府拉黑且随格尽剑讲布杀微怕母调局根曾准团段终乐切级克精哪官示冲竟乎男举客证苦照注费足尔招群热推晚响称兰线"
    "订购销售货款价格额税率户厂商库存数量金额单号编号日期客户供应名称规格型号备注合计小计总计折扣发票付款收款交货送货退货联系电话地址邮箱"
    "业绩目标考核评分部门姓名职位季度月份年度完成指标权重得分产品类别仓库螺栓螺母垫圈有限责任股份集团贸易科技北京上海广州深圳香港台湾省市县"
    "區街號樓室這來國個說們為時會過學對裡後麼還發當無開現經頭動兩長樣將與進實點種聲話兒問機給業間電門東聽氣關並內產萬體別處總場師書員"
    "報馬張難數應計親務統題請愛讓認論義術結連遠資隊帶條變聯權領傳紅決達辦運強轉眾輕滿識極黃錢設雙歷廣議則單據導網專觀爭組視離興編寶談隨講"
    "殺調團終樂級舉證費爾稱線訂購銷貨價額稅廠庫編號戶應規備註折發聯繫電郵績標評門職產類別倉軟責貿臺灣縣銀東陽華龍車衝買賣質檢驗貼簽採"
    "张王李赵刘陈杨黄吴周徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹許鄧蕭馮曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅鐘鍾盧汪戴崔任陸廖姚方金邱夏譚"
    "趙劉陳楊黃吳孫鄭羅謝韓葉呂蔣蘇甲乙丙丁戊一二三四五六七八九十零百千萬亿億元角分件箱台個只支套批張份米吨公斤克升寸色红蓝白黑绿黃"
    "状态狀態检查檢查填写寫请請清除储存儲剩余餘期间間记录記錄访拜訪输輸损坏損壞压壓与與催款过帐過帳账已未超缺失为止截核准批退换補补"
    "，。、；：？！（）《》「」『』“”‘’—…　￥％＋－＝／"
)
"""Characters of everyday and business texts, in both writings; some stand here twice."""

# Likelihoods of one character, as logarithms: three quarters of a Chinese text are usual characters, nearly all the
# rest are among the first level of their character set, which holds what schools teach.
_IS_USUAL, _IS_TAUGHT, _IS_RARE, _IS_OUTSIDE = (math.log(p) for p in (0.75 / 1100, 0.22 / 4000, 0.02 / 15_000, 1e-9))
_WESTERN_LETTERS = frozenset("äöüßéèêëàâáãåçñóôõòøíìîïúùûæœÿÄÖÜÉÈÀÂÁÅÇÑÓØÍÚÆŒšžŠŽ")
_WESTERN_SIGNS = frozenset("€£§°«»®©™½¼²³µ·–—…’‘“”„•\xa0±×ºª´¿¡")
_IS_LETTER, _IS_SIGN = math.log(0.8 / 50), math.log(0.15 / 33)
_ASCII_COST = math.log(1 / 30)
_ALONE_COST = math.log(1 / 8)
"""A single Chinese character between two Latin letters, as wrong readings of Western words give."""

_NEEDED_LEAD = math.log(60)
"""How much likelier than the next one an encoding must be."""

_MOST_BY_CHANCE = 12
_MOST_KOREAN = 0.9
_GOOD_MEAN = -8.6
_WORST_MEAN = -10.6
"""Below this mean the best reading is none, either: the text is in some other encoding."""

_MOST_WESTERN_SHARE = 0.4
"""Of the letters of a Western text, fewer than these have accents; Cyrillic or Greek read as Western has all."""


def decode(content: bytes, file: str) -> str:
    """The text of a file, without its byte order mark.

    Args:
        content: All bytes of the file.
        file: Its name, for the refusal.

    Raises:
        HostError: The encoding cannot be told, or the bytes are no text.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _decoded_as_marked(content, name, file)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded_by_evidence(content, file)
    return _decoded_by_evidence(content, file) if _is_chance(text, content) else text


def _decoded_as_marked(content: bytes, name: str, file: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        raise HostError("file-encoding-broken", file=file, encoding=name.removesuffix("-sig").upper()) from error


def _is_chance(text: str, content: bytes) -> bool:
    """Whether a few Chinese words of GB18030 are UTF-8 by chance, as those for "state" and "order" are.

    Chance gives only characters of two bytes, and hardly ones that people write.
    """
    accented = {character for character in text if character > "\x7f"}
    if not accented or len(accented) > _MOST_BY_CHANCE or accented & _WESTERN_LETTERS or max(accented) > "\u07ff":
        return False
    reading = _reading(content, "gb18030") or ""
    return _chinese_score(reading, "gb18030") > _GOOD_MEAN * _count(content, "gb18030")


def _decoded_by_evidence(content: bytes, file: str) -> str:
    readings = {name: text for name in _NAMES if (text := _reading(content, name)) is not None}
    if "cp950" in readings:
        readings.pop("big5hkscs", None)
    sample = _lines_that_tell(content)
    scores = {name: _score(sample, name) for name in _plausible(sample, list(readings))}
    best = max(scores.values(), default=-math.inf)
    close = [name for name in scores if scores[name] > max(best - _NEEDED_LEAD, -math.inf)]
    if len(close) != 1 or (best < _GOOD_MEAN * _count(sample, close[0]) and _is_korean(sample)):
        raise HostError("file-encoding-unknown", file=file, candidates=_listed(close or list(readings)))
    return readings[close[0]]


def _reading(content: bytes, name: str) -> str | None:
    try:
        text = content.decode(name)
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def _lines_that_tell(content: bytes) -> bytes:
    """Lines with bytes that are not ASCII. No line break is ever the second half of a character."""
    found: list[bytes] = []
    length = 0
    for line in re.finditer(rb"[^\r\n]*[\x80-\xff][^\r\n]*", content):
        found.append(line[0])
        length += len(line[0])
        if length > _SAMPLE:
            break
    return b"\n".join(found)


def _plausible(sample: bytes, names: list[str]) -> list[str]:
    """Those encodings in which the sample is no mess of signs; all of them when none is left."""
    import charset_normalizer  # it loads tables of languages, which only a text of unknown encoding needs

    if not names:
        return []
    matches = charset_normalizer.from_bytes(sample, cp_isolation=names)
    found = {encoding for match in matches for encoding in (match.encoding, *match.could_be_from_charset)}
    return [name for name in names if name in found] or names


def _count(sample: bytes, name: str) -> int:
    """How many characters are not ASCII."""
    return sum(character > "\x7f" for character in sample.decode(name, "ignore"))


def _is_korean(sample: bytes) -> bool:
    """Whether the bytes are Korean syllables, which as GB18030 are Chinese characters without sense."""
    characters = [character for character in sample.decode("cp949", "replace") if character > "\x7f"]
    return sum("\uac00" <= character <= "\ud7a3" for character in characters) > _MOST_KOREAN * max(len(characters), 5)


def _score(sample: bytes, name: str) -> float:
    """The logarithm of how likely it is that somebody wrote this; minus infinity for what nobody would."""
    text = sample.decode(name, "ignore")
    return _western_score(text) if name == "cp1252" else _chinese_score(text, name)


def _chinese_score(text: str, name: str) -> float:
    characters = Counter(character for character in text if character > "\x7f")
    total = sum(characters.values())
    score = sum(count * _chinese_likelihood(character, name) for character, count in characters.items())
    if not total or score / total < _WORST_MEAN:
        return -math.inf
    alone = len(re.findall(r"(?<=[A-Za-z])[^\x00-\x7f](?=[A-Za-z])", text))
    return score + alone * _ALONE_COST


def _chinese_likelihood(character: str, name: str) -> float:
    if character in _USUAL:
        return _IS_USUAL
    if "\ue000" <= character <= "\uf8ff" or character > "\uffff":
        return _IS_OUTSIDE
    charset, last_taught = ("gb2312", 0xD7) if name == "gb18030" else ("big5", 0xC6)
    try:
        lead = character.encode(charset)[0]
    except UnicodeEncodeError:
        return _IS_RARE
    first_taught = 0xB0 if charset == "gb2312" else 0xA4
    return _IS_TAUGHT if first_taught <= lead <= last_taught else _IS_RARE


def _western_score(text: str) -> float:
    accented = [character for character in text if character > "\x7f"]
    letters = sum(character.isalpha() for character in accented)
    plain = sum(character.isascii() and character.isalpha() for character in text)
    if len(accented) > plain or (letters > 1 and letters > _MOST_WESTERN_SHARE * (letters + plain)):
        return -math.inf
    score = sum(_western_likelihood(character) for character in accented)
    # A Chinese reading also takes the ASCII byte behind many of these; both must answer for the same bytes.
    taken = len(re.findall(r"[^\x00-\x7f][@-~]", text))
    return score + taken * _ASCII_COST


def _western_likelihood(character: str) -> float:
    if character in _WESTERN_LETTERS:
        return _IS_LETTER
    return _IS_SIGN if character in _WESTERN_SIGNS else _IS_RARE


def _listed(names: list[str]) -> str:
    return ", ".join(dict.fromkeys(_NAMES[name] for name in names))
