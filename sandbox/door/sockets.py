"""Rude things done to a client's socket."""

import os
import socket
import struct

from werkzeug.wrappers import Response

from sandbox.door.errors import DroppedConnectionError

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


def has_left(connection: socket.socket | None) -> bool:
    """Whether the client has closed its side; a test client never does."""
    if connection is None:
        return False
    try:
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def reset_after_half(connection: socket.socket | None, response: Response) -> None:
    """Send the head and half of the body, then a TCP reset; a test client has no socket."""
    if connection is not None:
        body = response.get_data()
        connection.sendall(_framed(response, body[: len(body) // 2]))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        _replace(connection)
    raise DroppedConnectionError


def send_ahead(connection: socket.socket | None, response: Response) -> None:
    """Send a whole answer now; the server will send it again."""
    if connection is not None:
        connection.sendall(_framed(response, response.get_data()))


def _framed(response: Response, sent: bytes) -> bytes:
    body = response.get_data()
    lines = [f"HTTP/1.1 {response.status}"]
    lines += [f"{name}: {value}" for name, value in response.headers.items()]
    if "Content-Length" not in response.headers:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + sent


def _replace(connection: socket.socket) -> None:
    # gunicorn will close this descriptor itself, so it must stay a valid socket: a fresh one takes
    # its number, which closes the client's connection for good.
    ours, theirs = socket.socketpair()
    with ours, theirs:
        os.dup2(ours.fileno(), connection.fileno())
