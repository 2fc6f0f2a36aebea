"""What schemathesis can't know from openapi.json: for which events the service has policies, and what HTTP says.

A good request for any other is refused with 422, as documented. What is wrong with an event stays as it is.
"""

import schemathesis
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation


def with_policy(request):
    if isinstance(request, dict):
        event = request.get("event")
        if isinstance(event, str) and 1 <= len(event) <= 64:
            return {**request, "event": "signup"}
    return request


@schemathesis.hook
def map_body(context, body):
    if isinstance(body, dict) and isinstance(body.get("decisions"), list):
        return {**body, "decisions": [with_policy(request) for request in body["decisions"]]}
    return with_policy(body)


@schemathesis.hook
def filter_case(context, case):
    # A field that nobody knows is ignored (RFC 9110, section 5.1): a request isn't bad for it alone.
    if "x-schemathesis-unknown-property" not in (case.headers or {}):
        return True
    return any(
        part.mode == GenerationMode.NEGATIVE
        for location, part in case.meta.components.items()
        if location != ParameterLocation.HEADER
    )
