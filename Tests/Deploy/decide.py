"""Has so many sessions decided on, one after the other: decide.py PORT COUNT. Ends with 1 unless each came to a decision."""

import http.client
import json
import random
import sys

port, count = int(sys.argv[1]), int(sys.argv[2])
connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
for _ in range(count):
    session = "sid_" + "".join(random.choices("0123456789abcdefghjkmnpqrstvwxyz", k=26))
    connection.request("POST", "/v1/decisions", json.dumps({"session_id": session}), {"Content-Type": "application/json"})
    response = connection.getresponse()
    answer = json.loads(response.read())
    if response.status != 200 or answer["decision"] not in ("allow", "review", "block"):
        sys.exit(f"{response.status} {answer}")
