"""What a person is told when a run ends in an error, whoever started it. No traceback is among it."""

import traceback
from pathlib import Path

from salesbook.actions.company import cache_folder
from salesbook.messages import error_sentence
from salesbook.problems import SalesbookError
from salesbook.settings import Language


def failure_words(error: Exception, language: Language) -> str:
    """The sentence for an error. What nobody foresaw is kept in a log for whoever mends it."""
    if not isinstance(error, SalesbookError):
        error = SalesbookError("unexpected", reason=type(error).__name__, log=_log(error))
    return error_sentence(error, language)


def _log(error: Exception) -> str:
    """Path of the log; empty when the disk does not take it, which must not hide the error itself."""
    path: Path = cache_folder() / "last-error.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return ""
    return str(path)
