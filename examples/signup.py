#!/usr/bin/env python3
"""A signup handler that asks Portcullis. Python 3.10 or later, standard library only.

Usage: signup.py SESSION [SESSION]     (sid_… is Tripwire's, anything else goes to Verisoul)
Environment: DECISIONS_URL (http://127.0.0.1:8080), DECISIONS_KEY (the bearer key, if the service has one)
"""

import json
import logging
import os
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass

URL = os.environ.get("DECISIONS_URL", "http://127.0.0.1:8080") + "/v1/decisions"
KEY = os.environ.get("DECISIONS_KEY")
# The service answers by its own deadline (decision.deadline_ms). Waiting a little longer than that loses no answer.
TIMEOUT_S = 1.5 + 0.5
MAX_ANSWER_BYTES = 1 << 20

log = logging.getLogger("signup")
# No proxy of the environment may come between the backend and its sidecar.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Decision:
    outcome: str  # "allow", "review" or "block"
    id: str = "no record"  # of the record on the decision log


def decide(sessions: dict[str, str], subject: dict[str, str]) -> Decision:
    """Asks for a decision on a signup. Never raises, and never allows without an answer that says so."""
    try:
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {KEY}"} if KEY else {})
        body = json.dumps({"event": "signup", "sessions": sessions, "subject": subject}).encode()
        request = urllib.request.Request(URL, body, headers)
        # The timeout is for each wait on the socket: here for the connection, then for the answer, sent in one piece.
        with opener.open(request, timeout=TIMEOUT_S) as response:
            answer = json.loads(response.read(MAX_ANSWER_BYTES))
        if answer["decision"] not in ("allow", "review", "block"):
            raise ValueError("an unknown decision")
        return Decision(answer["decision"], answer["id"])
    except urllib.error.HTTPError as error:
        # An error in the request, the key or the service. A visitor can cause one, with a session ID made up.
        log.error("no decision: %s", problem(error))
    except Exception as error:  # Away, late, or not an answer: whatever it was, it isn't a decision.
        log.error("no decision: %s: %s", type(error).__name__, error)
    return Decision("review")


def problem(error: urllib.error.HTTPError) -> str:
    """What an application/problem+json (RFC 9457) tells: its code is stable, its pointer names the field."""
    try:
        with error:
            body = json.loads(error.read(MAX_ANSWER_BYTES))
        return f"{error.code} {body['code']} at '{body.get('pointer', '')}': {body['detail']}"
    except Exception:  # Not from Portcullis, or cut off.
        return f"{error.code} {error.reason}"


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
        sys.exit(__doc__)
    print(sign_up("j@example.com", {"tripwire" if s.startswith("sid_") else "verisoul": s for s in sys.argv[1:]}))
