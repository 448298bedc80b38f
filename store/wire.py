"""How the processes of a service speak with one another: pickled messages, each after its length in four bytes.

They are forked from our own process and meet in a folder that only its owner may enter: nothing from outside is
unpickled.
"""

import pickle
import socket
import struct

from store.errors import ResultTooLarge

LENGTH = struct.Struct("!I")
STATUS = b"?"
WORKER = b"w"
SCRIBE = b"s"
"""The first byte to a keeper: how a process ended is asked for, or a new worker or scribe is wanted."""


def pack(message: object, most: int | None = None) -> bytes:
    """Write a message; raises ResultTooLarge where it has more than `most` bytes."""
    packed = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    if most is not None and len(packed) > most:
        raise ResultTooLarge.over(most, "bytes")
    return LENGTH.pack(len(packed)) + packed


def send(to: socket.socket, message: object) -> None:
    """Send a message. Raises OSError where nobody listens."""
    to.sendall(pack(message))


def receive(of: socket.socket) -> object:
    """Wait for a message. Raises EOFError where the other side has gone."""
    (length,) = LENGTH.unpack(_exactly(of, LENGTH.size))
    return loads(_exactly(of, length))


def loads(packed: bytes | memoryview) -> object:
    """Read a message that came whole."""
    return pickle.loads(packed)  # noqa: S301 - of our own process, see above


def _exactly(of: socket.socket, length: int) -> bytes:
    taken = bytearray()
    while len(taken) < length:
        part = of.recv(min(length - len(taken), 1 << 20))
        if not part:
            raise EOFError
        taken += part
    return bytes(taken)
