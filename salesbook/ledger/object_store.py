"""A ledger on S3-compatible object storage: conditional puts decide who was first, reading back makes sure.

An answer may get lost on its way while the request was carried out, or is still to be. So a name counts as
ours when our bytes are read under it, and as free only when nothing of ours can still be on its way.
"""

import errno
import hashlib
import os
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

from salesbook.ledger.s3_access import access
from salesbook.ledger.storage import StoredFile, UnreachableError
from salesbook.problems import LedgerError, Reason

if TYPE_CHECKING:
    from obstore.store import S3Store

PAUSES = (0.0, 0.2, 0.5, 1.0)
"""Seconds before each try to publish; the later ones only follow when nobody knows what became of the first."""

PATIENCE = 30.0
"""Seconds after which publishing is not tried again."""

RACERS = 8
"""So many writers at once try a new place."""


class ObjectStore:
    """A ``Storage`` in a bucket."""

    def __init__(self, address: str, mirrors: Path) -> None:
        """Name the place; nothing is asked of it yet.

        Args:
            address: ``s3://bucket/folder``.
            mirrors: Where copies of data files are kept on this computer.

        Raises:
            LedgerError: The library for object storage is not installed.
        """
        try:
            import obstore  # noqa: F401 - only whether it is there
        except ImportError:
            raise LedgerError("ledger-extra-missing", folder=address, package="obstore") from None
        self._bucket, _, self._prefix = address.removeprefix("s3://").strip("/").partition("/")
        self.place = address.rstrip("/")
        self._mirrors = mirrors

    @cached_property
    def options(self) -> dict[str, str]:
        """What Delta libraries need beside the address."""
        return access()

    def prepare(self) -> None:
        """Try what compare-and-swap rests on: of several who publish one name exactly one gets it.

        Raises:
            OSError: The service cannot be reached, or lets a later writer replace what is there.
        """
        name = f".probe-{uuid4().hex}"
        try:
            with ThreadPoolExecutor(RACERS) as racers:
                won = [content for content in racers.map(self._race, [name] * RACERS) if content]
            if len(won) != 1 or self._race(name) or self.read(name) != won[0]:
                raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
        finally:
            with suppress(OSError):
                self.remove(name)

    def _race(self, name: str) -> bytes:
        """Try to get a name; what now stands under it, or nothing when somebody else was first."""
        content = uuid4().bytes
        try:
            self._put(self._patient, name, content, "create")
        except FileExistsError:
            return content if self.read(name) == content else b""
        return content

    def read(self, name: str) -> bytes | None:
        """The content of a file; ``None`` when there is none."""
        import obstore

        with self._errors():
            try:
                return bytes(obstore.get(self._patient, name).bytes())
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise
                return None

    def exists(self, name: str) -> bool:
        """Whether there is a file of this name."""
        import obstore

        with self._errors():
            try:
                obstore.head(self._patient, name)
            except FileNotFoundError:
                return False
            return True

    def write(self, name: str, content: bytes) -> None:
        """Keep a new file that nothing refers to yet; it is stored when this returns."""
        self._put(self._patient, name, content, "overwrite")

    def publish(self, name: str, content: bytes) -> None:
        """Keep a file under a name that only one of several writers can get.

        Raises:
            FileExistsError: Another one got it.
            OSError: The service refused, or could not be reached at all; the file is not there.
            LedgerError: As ``ledger-answer-lost``: a request may have been carried out, or may still be.
        """
        end = time.monotonic() + PATIENCE
        is_under_way = False
        for pause in PAUSES:
            time.sleep(pause)
            try:
                self._put(self._hasty, name, content, "create")
            except FileExistsError:
                pass  # Of somebody else, or of ourselves, if an earlier request got there without an answer.
            except UnreachableError as error:
                if not error.was_sent and not is_under_way:
                    raise
            is_under_way = True
            with suppress(UnreachableError):
                found = self.read(name)
                if found == content:
                    return
                if found is not None:
                    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), name)
            if time.monotonic() > end:
                break
        raise LedgerError("ledger-answer-lost", folder=self.place)

    def replace(self, name: str, content: bytes) -> None:
        """Keep a file; readers see the one before or the new one, never a part."""
        self._put(self._patient, name, content, "overwrite")

    def files(self, folder: str = "") -> list[StoredFile]:
        """What lies in a folder, without the folders below it, by name."""
        import obstore

        with self._errors():
            listed = obstore.list_with_delimiter(self._patient, folder or None)["objects"]
        found = [StoredFile(file["path"], file["size"], file["last_modified"].timestamp()) for file in listed]
        return sorted(found, key=lambda file: file.name)

    def remove(self, name: str) -> None:
        """Take a file away, if it is there, and its copy on this computer."""
        import obstore

        with self._errors(), suppress(FileNotFoundError):
            obstore.delete(self._patient, name)
        with suppress(OSError):
            self._copy(name).unlink(missing_ok=True)

    def local_path(self, name: str) -> Path:
        """A copy on this computer; data files never change, so that it is fetched only once.

        Raises:
            FileNotFoundError: There is no such file.
            LedgerError: The copy cannot be kept on this computer.
        """
        path = self._copy(name)
        if path.exists():
            return path
        content = self.read(name)
        if content is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
        temporary = path.with_name(f".{uuid4().hex}.tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(content)
            temporary.replace(path)
        except OSError as error:
            raise LedgerError("ledger-cache-failed", file=path, reason=error.strerror or error) from None
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        return path

    def now(self) -> float:
        """The time by the clock of the service, in whole seconds."""
        import obstore

        probe = f".probe-{uuid4().hex}"
        try:
            self.write(probe, b"")
            with self._errors():
                return obstore.head(self._patient, probe)["last_modified"].timestamp()
        finally:
            with suppress(OSError):
                self.remove(probe)

    def _copy(self, name: str) -> Path:
        place = f"{self.options.get('AWS_ENDPOINT_URL', '')} {self.place}"
        return self._mirrors / hashlib.sha256(place.encode()).hexdigest()[:24] / name

    def _put(self, store: "S3Store", name: str, content: bytes, mode: Literal["create", "overwrite"]) -> None:
        """Send a file.

        Raises:
            FileExistsError: Only with ``create``: there is one of this name, maybe our own.
            UnreachableError: No good answer came.
        """
        import obstore
        from obstore.exceptions import AlreadyExistsError

        with self._errors():
            try:
                obstore.put(store, name, content, mode=mode, max_concurrency=2)
            except AlreadyExistsError:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), name) from None

    @cached_property
    def _patient(self) -> "S3Store":
        """For requests that may be repeated without harm."""
        return self._client(retries=4, timeout="60s")

    @cached_property
    def _hasty(self) -> "S3Store":
        """For publishing, which has to know of every single request what became of it."""
        return self._client(retries=0, timeout="20s")

    def _client(self, retries: int, timeout: str) -> "S3Store":
        from obstore.store import S3Store

        config = {name: value for name, value in self.options.items() if name != "AWS_ALLOW_HTTP"}
        allow_http = self.options.get("AWS_ALLOW_HTTP", "").lower() in ("true", "1", "yes")
        with self._errors():
            return S3Store(
                self._bucket,
                prefix=self._prefix or None,
                # One by one works with every service; not all of them know how to remove several files at once.
                disable_bulk_delete=True,
                config=config,  # type: ignore[arg-type]  # by the names of the environment, which it knows as well
                client_options={"allow_http": allow_http, "connect_timeout": "5s", "timeout": timeout},
                retry_config={
                    "max_retries": retries,
                    "retry_timeout": timedelta(seconds=20),
                    "backoff": {"init_backoff": timedelta(seconds=0.1), "max_backoff": timedelta(seconds=2), "base": 2},
                },
            )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """What the library says, as errors of a storage."""
        from obstore.exceptions import BaseError

        try:
            yield
        except FileExistsError:
            raise
        except (BaseError, FileNotFoundError) as error:
            raise self._unreachable(str(error)) from None

    def _unreachable(self, said: str) -> UnreachableError:
        """The reason why a request failed, and whether it may have been carried out all the same."""
        code = _found(r"<Code>(\w+)</Code>", said)
        status = _found(r"status code: (\d{3}[^:\n]*)", said)
        endpoint = self.options.get("AWS_ENDPOINT_URL") or "AWS"
        # A service that says what is wrong with a request has not carried it out.
        was_sent = not re.match("[34](?!08)", status)
        if re.search("/latest/api/token|/latest/meta-data|Missing (Secret)?AccessKey", said):
            return UnreachableError(Reason("reason-no-key"), was_sent=False)
        if "BadScheme" in said:
            return UnreachableError(Reason("reason-plain-http", {"endpoint": endpoint}), was_sent=False)
        if "kind: Connect," in said:
            return UnreachableError(Reason("reason-no-connection", {"endpoint": endpoint}), was_sent=False)
        if "redirect without LOCATION" in said or code in _OTHER_REGION:
            return UnreachableError(Reason("reason-region", {"bucket": self._bucket}), was_sent=False)
        if code == "NoSuchBucket":
            return UnreachableError(Reason("reason-no-bucket", {"bucket": self._bucket}), was_sent=False)
        if code in _WRONG_KEY or status.startswith("401"):
            return UnreachableError(Reason("reason-key-refused", {"code": code or status}), was_sent=False)
        if status.startswith("403"):
            return UnreachableError(Reason("reason-access-denied", {"bucket": self._bucket}), was_sent=False)
        if status:
            answer = f"{status}, {code}" if code else status
            return UnreachableError(Reason("reason-service-answer", {"answer": answer}), was_sent=was_sent)
        if "kind: Timeout," in said or "kind: Interrupted," in said:
            return UnreachableError(Reason("reason-no-answer", {"endpoint": endpoint}))
        return UnreachableError(said.splitlines()[0][:200])


_OTHER_REGION = ("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException")
_WRONG_KEY = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "RequestTimeTooSkewed")


def _found(pattern: str, said: str) -> str:
    match = re.search(pattern, said)
    return match[1].strip() if match else ""
