# SPDX-License-Identifier: MIT
"""A server that discards bodies inside the kernel, and so is never what a client waits for. Prints its port."""

import re
import socket

MOST = 1 << 20


def serve(connection):
    """One request with a Content-Length."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, begun = received.split(b"\r\n\r\n", 1)
    if re.search(rb"(?i)\r\nexpect: *100-continue", head):
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    left = int(re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)[1]) - len(begun)
    unused = bytearray(MOST)
    while left > 0:
        discarded = connection.recv_into(unused, min(left, MOST), socket.MSG_TRUNC)
        if discarded == 0:
            return  # no answer: the client must fail, or its figures mean nothing
        left -= discarded
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


def main():
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        with connection:
            serve(connection)


if __name__ == "__main__":
    main()
