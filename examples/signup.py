#!/usr/bin/env python3
"""A signup handler that asks Portcullis. Python 3.10 or later, standard library only.

Usage: signup.py SESSION [SESSION]     (sid_… is Tripwire's, anything else goes to Verisoul)
Environment: DECISIONS_URL (http://127.0.0.1:8080), and what the service knows its callers by, if anything:
DECISIONS_KEY (a bearer key) or DECISIONS_SECRET (whsec_…, to sign with)
"""

import base64
import hmac
import http.client
import json
import logging
import os
import sys
import time
import uuid
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

URL = urlsplit(os.environ.get("DECISIONS_URL", "http://127.0.0.1:8080"))
KEY = os.environ.get("DECISIONS_KEY")
SECRET = os.environ.get("DECISIONS_SECRET")
# For all attempts together. The service answers by its own deadline (decision.deadline_ms): a little longer loses none.
TIMEOUT_S = 1.5 + 0.5
ATTEMPTS = 3
# After a connection that failed. An error that is worth another attempt says how long to wait in Retry-After.
PAUSE_S = 0.1
MAX_ANSWER_BYTES = 1 << 20

log = logging.getLogger("signup")


@dataclass(frozen=True)
class Decision:
    outcome: str  # "allow", "review" or "block"
    id: str = "no record"  # of the record on the decision log


class NoDecision(Exception):
    """What came instead of a decision, and after how many seconds another attempt may get one; None: none will."""

    def __init__(self, message: str, pause_s: float | None) -> None:
        super().__init__(message)
        self.pause_s = pause_s


def decide(sessions: dict[str, str], subject: dict[str, str]) -> Decision:
    """Asks for a decision on a signup. Never raises, and never allows without an answer that says so."""
    body = json.dumps({"event": "signup", "sessions": sessions, "subject": subject}).encode()
    # One for all attempts: however many of them arrive, they are one decision, with one record.
    request_id = str(uuid.uuid4())
    ends = time.monotonic() + TIMEOUT_S
    for _ in range(ATTEMPTS):
        try:
            return ask(body, request_id, ends - time.monotonic())
        except NoDecision as error:
            log.error("no decision: %s", error)
            if error.pause_s is None or time.monotonic() + error.pause_s >= ends:
                break
            time.sleep(error.pause_s)
    return Decision("review")


def ask(body: bytes, request_id: str, timeout_s: float) -> Decision:
    """One attempt. The timeout is for each wait on the socket: the connection, then the answer, sent in one piece."""
    try:
        headers = {"Content-Type": "application/json", "Idempotency-Key": request_id} | credentials(body, request_id)
        # Unlike urllib.request this takes no proxy from the environment and follows no redirect.
        connect = http.client.HTTPSConnection if URL.scheme == "https" else http.client.HTTPConnection
        with closing(connect(URL.hostname, URL.port, timeout=timeout_s)) as connection:
            connection.request("POST", "/v1/decisions", body, headers)
            response = connection.getresponse()
            text = response.read(MAX_ANSWER_BYTES)
        if response.status != 200:
            # An error in the request, the key or the service. A visitor can cause one, with a session ID made up.
            pause = response.getheader("Retry-After", "")
            raise NoDecision(problem(response, text), float(pause) if pause.isdecimal() else None)
        answer = json.loads(text)
        if answer["decision"] not in ("allow", "review", "block"):
            raise NoDecision("an unknown decision", None)
        return Decision(answer["decision"], answer["id"])
    except (OSError, http.client.HTTPException) as error:  # Away, late, or gone in the middle.
        raise NoDecision(f"{type(error).__name__}: {error}", PAUSE_S) from None
    except (ValueError, KeyError, TypeError) as error:  # Not an answer: whatever it was, it isn't a decision.
        raise NoDecision(f"{type(error).__name__}: {error}", None) from None


def credentials(body: bytes, request_id: str) -> dict[str, str]:
    """The headers that say who asks: a signature as Standard Webhooks 1.0 has it, or a bearer key."""
    if SECRET:
        timestamp = str(int(time.time()))
        key = base64.b64decode(SECRET.removeprefix("whsec_"))
        signature = hmac.digest(key, f"{request_id}.{timestamp}.".encode() + body, "sha256")
        return {
            "webhook-id": request_id,
            "webhook-timestamp": timestamp,
            "webhook-signature": "v1," + base64.b64encode(signature).decode(),
        }
    return {"Authorization": f"Bearer {KEY}"} if KEY else {}


def problem(response: http.client.HTTPResponse, text: bytes) -> str:
    """What an application/problem+json (RFC 9457) tells: its code is stable, its pointer names the field."""
    try:
        body = json.loads(text)
        return f"{response.status} {body['code']} at '{body.get('pointer', '')}': {body['detail']}"
    except (ValueError, KeyError, TypeError):  # Not from Portcullis.
        return f"{response.status} {response.reason}"


def sign_up(email: str, sessions: dict[str, str]) -> str:
    """What the backend does with a decision. Keep its ID with the account: it leads to the reasons on the log."""
    decision = decide(sessions, {"email": email})
    match decision.outcome:
        case "allow":
            return f"account opened ({decision.id})"
        case "block":
            # Whoever is refused learns nothing about why.
            return f"refused: 'We can't open an account for you.' ({decision.id})"
        case _:
            return f"account opened, but held until somebody or a second factor confirms it ({decision.id})"


if __name__ == "__main__":
    logging.basicConfig(format="%(name)s: %(message)s")
    if not 2 <= len(sys.argv) <= 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    print(sign_up("j@example.com", {"tripwire" if s.startswith("sid_") else "verisoul": s for s in sys.argv[1:]}))
