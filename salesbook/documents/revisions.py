"""Numbers of revisions, such as ``QU-2026-00007-R2``."""

import re


def base_number(number: str) -> tuple[str, int | None]:
    """The number of a paper and the revision that stands behind it, if any.

    >>> base_number("QU-2026-00007-R2"), base_number("QU-2026-00007")
    (('QU-2026-00007', 2), ('QU-2026-00007', None))
    """
    found = re.fullmatch(r"(.+)-R([1-9]\d*)", number)
    return (found[1], int(found[2])) if found else (number, None)
