"""A receiver of messages within the test: what it was sent, and what it answers."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from activity.services.outgoing import Transport

PUBLIC = "93.184.216.34"


class Receiver:
    """A server on this machine that a transport takes for one of the internet."""

    def __init__(self, port):
        self.port = port
        self.answers = []  # the next ones: status, body, headers; then 200
        self.asked = []  # host, path, JSON
        self.names = []
        self.reached = []

    def transport(self, addresses=(PUBLIC,)):
        def resolve(host):
            self.names.append(host)
            return list(addresses)

        def connect(address):
            self.reached.append(address)
            return socket.create_connection(("127.0.0.1", self.port))

        return Transport(resolve, connect, lambda connection, _host: connection)


@contextmanager
def listening():
    """Open a receiver."""
    found = None

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.asked.append((self.headers["Host"], self.path, json.loads(body)))
            status, answer, headers = found.answers.pop(0) if found.answers else (200, b"ok", {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Receiver(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
