#!/usr/bin/env python3
"""A signup backend small enough to read, around signup.py: POST /signup {"email": "…", "sessions": {"tripwire": "sid_…"}}

Environment: PORT (8000; 0 for a free one, which is printed), HOST (0.0.0.0), and those of signup.py
"""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from signup import sign_up

MAX_BODY_BYTES = 1 << 16


class Handler(BaseHTTPRequestHandler):
    timeout = 10  # for each wait on the visitor

    def do_GET(self) -> None:
        self.answer(200 if self.path == "/" else 404, "")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.path != "/signup" or not length.isdecimal() or int(length) > MAX_BODY_BYTES:
            return self.answer(400, "POST /signup with at most 64 KiB")
        try:
            body = json.loads(self.rfile.read(int(length)))
            email, sessions = str(body["email"]), {str(k): str(v) for k, v in body["sessions"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            return self.answer(400, "email and sessions are needed")
        self.answer(200, sign_up(email, sessions))

    def answer(self, status: int, text: str) -> None:
        data = (text + "\n").encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


if __name__ == "__main__":
    server = ThreadingHTTPServer((os.environ.get("HOST", "0.0.0.0"), int(os.environ.get("PORT", "8000"))), Handler)
    print(f"listening on {server.server_address[0]}:{server.server_address[1]}", flush=True)
    server.serve_forever()
