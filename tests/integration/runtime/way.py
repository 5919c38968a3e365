"""A way to the broker that a test can cut and mend without stopping the broker itself."""

import contextlib
import socket
import threading
from urllib.parse import urlsplit

from tests.stack import free_port


class Way:
    """Forwards one port of the loopback to the broker. While it is cut, connecting is refused."""

    def __init__(self, amqp_uri: str) -> None:
        parts = urlsplit(amqp_uri)
        self._target = (parts.hostname, parts.port)
        self._port = free_port()
        self.uri = amqp_uri.replace(f":{parts.port}/", f":{self._port}/")
        self._listener: socket.socket | None = None
        self._open: list[socket.socket] = []
        self.mend()

    def mend(self) -> None:
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self._port))
            threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """Every link breaks at this moment."""
        if self._listener is not None:
            _shut(self._listener)
            self._listener = None
        broken, self._open = self._open, []
        for link in broken:
            _shut(link)

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(self._target)
                self._open += [near, far]
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=_pump, args=(source, sink), daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65536):
            sink.sendall(piece)
    _shut(source)
    _shut(sink)


def _shut(link: socket.socket) -> None:
    with contextlib.suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)
    link.close()
