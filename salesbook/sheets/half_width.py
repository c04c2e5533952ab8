"""Letters, digits and signs of full width, as keyboards for Chinese and Japanese type them, as the usual ones."""

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HALF_WIDTH |= dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2007\u2009\u202f"), ord(" "))
_HALF_WIDTH |= dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc"), ord("-"))
_HALF_WIDTH |= {ord("\uffe5"): ord("¥"), ord("\uffe1"): ord("£"), ord("\u2019"): ord("'")}


def half_width(text: str) -> str:
    """The same text in the usual letters, digits, blanks and dashes.

    Only what differs in width is changed: ``①`` and ``㎏`` stay as they are.

    >>> half_width("ＡＢ－１　（２）")
    'AB-1 (2)'
    """
    return text.translate(_HALF_WIDTH)
