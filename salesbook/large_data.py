"""For steps that make millions of objects which stay: Python would look through them again and again for garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept() -> Iterator[None]:
    """What is there now stays until the end of the block, and is not looked through for garbage."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def without_collecting() -> Iterator[None]:
    """No search for cyclic garbage meanwhile, which takes as long as the step itself. Also a decorator.

    What was made meanwhile counts as old from then on, so that the next small search does not look through it.
    """
    was_on, has_kept = gc.isenabled(), gc.get_freeze_count() > 0
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            if not has_kept:
                gc.unfreeze()
            gc.enable()
