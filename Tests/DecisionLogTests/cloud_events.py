"""Reads each line of a decision log with PyPI's cloudevents. Usage: cloud_events.py FILE"""
import json, sys

try:  # 2.x
    from cloudevents.core.formats.json import JSONFormat
    from cloudevents.core.v1.event import CloudEvent
    read = lambda line: JSONFormat().read(CloudEvent, line)
    attributes = lambda event: event.get_attributes()
    data = lambda event: event.get_data()
except ImportError:  # 1.x
    from cloudevents.http import from_json
    read = from_json
    attributes = lambda event: event.get_attributes()
    data = lambda event: event.get_data()

count = 0
for line in open(sys.argv[1], "rb"):
    event, raw = read(line), json.loads(line)
    for name in ("specversion", "id", "source", "type", "sequence", "prevhash", "hash"):
        assert attributes(event)[name] == raw[name], name
    assert data(event) == raw["data"]
    count += 1
print(f"{count} events")
