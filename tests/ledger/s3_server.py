"""An S3 server on this computer: moto answers, and here stand the faults that a network and a service may have.

A real service lets exactly one of several conditional puts win. moto looks first and stores afterwards, with
nothing to hold the others back in between, so two may win now and then, and a half-stored file may be read. For
a ledger this server therefore carries out one request at a time.
"""

import socket
from collections.abc import Callable, Iterable
from contextlib import nullcontext, suppress
from io import BytesIO
from threading import Lock, Thread
from typing import Any

BUCKET = "ledgers"

Fault = Callable[[str, str], str]
"""What befalls a request, given its method and path: empty for nothing, ``refused`` (a bad answer without being
carried out), ``unsent`` (lost on its way), ``lost`` (carried out, but the answer is lost), ``missing`` (not found)."""


class S3Server:
    """The server, in threads of this process.

    Attributes:
        log: Every request and its answer, in the order in which they were answered.
        fault: What befalls requests.
    """

    def __init__(self, *, one_at_a_time: bool = True) -> None:
        from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

        self.log: list[str] = []
        self.fault: Fault = nothing
        self._moto = DomainDispatcherApplication(create_backend_app)
        self._turn = Lock() if one_at_a_time else nullcontext()
        self._server: Any = None
        self._thread: Thread | None = None
        self.port = 0
        self.start()
        self._ask("PUT", f"/{BUCKET}")

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to get here."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}", "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "clerk", "AWS_SECRET_ACCESS_KEY": "secret", "NO_PROXY": "127.0.0.1",
        }  # fmt: skip

    def start(self) -> None:
        """Listen, at the same port as before; what was stored is still there."""
        from moto.moto_server.werkzeug_app import MotoRequestHandler
        from werkzeug.serving import make_server

        handler: Any = type("Handler", (MotoRequestHandler,), {"log": lambda *_: None, "protocol_version": "HTTP/1.1"})
        self._server = make_server("127.0.0.1", self.port, self._answer, threaded=True, request_handler=handler)
        self.port = self._server.server_port
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Go away: connections are refused from now on."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = self._thread = None

    def stored(self, prefix: str = "") -> list[str]:
        """The names of everything that is stored."""
        bucket = self._bucket()
        return sorted(key for key in bucket.keys if key.startswith(prefix))

    def content(self, key: str) -> bytes:
        """What is stored under a name."""
        value: bytes = self._bucket().keys[key].value
        return value

    def put(self, key: str, content: bytes) -> None:
        """Store something past the network."""
        self._backend().put_object(BUCKET, key, content)

    def _bucket(self) -> Any:
        return self._backend().get_bucket(BUCKET)

    @staticmethod
    def _backend() -> Any:
        from moto.core import DEFAULT_ACCOUNT_ID
        from moto.s3.models import s3_backends

        return s3_backends[DEFAULT_ACCOUNT_ID]["aws"]

    def _ask(self, method: str, path: str) -> None:
        from http.client import HTTPConnection

        connection = HTTPConnection("127.0.0.1", self.port)
        connection.request(method, path)
        assert connection.getresponse().status == 200
        connection.close()

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        # Read at once, so that nobody waits for a slow sender and nothing of it is left for the next request.
        environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        fault = self.fault(method, path)
        if fault == "unsent":
            return self._break_off(environ, f"{method} {path} never came")
        if fault == "refused":
            return self._say(start_response, f"{method} {path}", "500 Internal Server Error")
        if fault == "missing":
            return self._say(start_response, f"{method} {path}", "404 Not Found")
        said: list[Any] = []
        with self._turn:
            body = b"".join(self._moto(environ, lambda *answer: said.append(answer)))
            self.log.append(f"{method} {path} {said[0][0]}")
        if fault == "lost":
            return self._break_off(environ, f"{method} {path} lost its answer")
        start_response(*said[0])
        return [body]

    def _say(self, start_response: Any, request: str, status: str) -> list[bytes]:
        self.log.append(f"{request} {status}, made up")
        start_response(status, [("Content-Length", "0")])
        return [b""]

    def _break_off(self, environ: dict[str, Any], said: str) -> list[bytes]:
        self.log.append(said)
        with suppress(OSError):
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        raise ConnectionResetError(said)


def nothing(method: str, path: str) -> str:
    """All is well."""
    return ""
