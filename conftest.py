"""What tests and doctests share: a cache of their own, and the folder of shared cases."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A busy computer is no failing rule. On CI, hypothesis picks its own profile, which has no deadline either.
settings.register_profile("local", deadline=None)
if "CI" not in os.environ:
    settings.load_profile("local")


@pytest.fixture(scope="session", autouse=True)
def _cache_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the cache of the person who runs the tests out of it; each worker gets its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALESBOOK_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared cases and data, which lies beside the project where it is there at all."""
    folder = Path(__file__).resolve().parent.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder of shared cases is not here")
    return folder
