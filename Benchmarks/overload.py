"""Offers a service decisions at a steady rate, whatever it answers, and tells what became of them.

    overload.py PORT RATE SECONDS DEADLINE_MS

A request is due at its time, and its latency counts from then on, also if nothing was free to send it. Ends with 1 if an
accepted request came later than its deadline (with 1 % and 50 ms granted to this program and the network), if a refused
one had to wait for that longer than half of it, or if there were others than those two.
"""

import asyncio, collections, sys, time, urllib.request

PORT, RATE, SECONDS, DEADLINE = (int(argument) for argument in sys.argv[1:5])
CONNECTIONS = 900  # the service takes 1024


class Connection(asyncio.Protocol):
    def __init__(self, load):
        self.load, self.received = load, b""

    def connection_made(self, transport):
        self.transport = transport
        self.load.idle.append(self)

    def send(self, number, due):
        self.due = due
        body = b'{"session_id": "sid_%026d"}' % number
        self.transport.write(
            b"POST /v1/decisions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            % (len(body), body))

    def data_received(self, data):
        self.received += data
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not end or len(body) < int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]):
            return
        self.received = b""
        self.load.answered(int(head.split(b" ")[1]), time.monotonic() - self.due)
        self.load.idle.append(self)

    def connection_lost(self, error):
        self.load.answered(0, 0)


class Load:
    def __init__(self):
        self.idle, self.latencies, self.unsent = collections.deque(), collections.defaultdict(list), 0

    def answered(self, status, latency):
        self.latencies[status].append(latency * 1000)

    async def run(self):
        loop = asyncio.get_running_loop()
        for _ in range(CONNECTIONS):
            await loop.create_connection(lambda: Connection(self), "127.0.0.1", PORT)
        memory = [resident_bytes()]
        start = time.monotonic()
        for number in range(RATE * SECONDS):
            due = start + number / RATE
            if (wait := due - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            elif number % 16 == 0:
                await asyncio.sleep(0)
            if self.idle:
                self.idle.popleft().send(number, due)
            else:
                self.unsent += 1
            if number % (RATE * 10) == RATE * 5:
                memory.append(await asyncio.to_thread(resident_bytes))
        await asyncio.sleep(DEADLINE / 1000 + 1)
        memory.append(resident_bytes())
        return memory


def resident_bytes():
    text = urllib.request.urlopen(f"http://127.0.0.1:{PORT}/metrics", timeout=10).read().decode()
    return float(text.split("\nprocess_resident_memory_bytes ")[1].split("\n")[0])


def told(name, latencies):
    latencies.sort()
    if not latencies:
        return print(f"{name:9} none")
    p50, p99 = latencies[len(latencies) // 2], latencies[len(latencies) * 99 // 100]
    print(f"{name:9} {len(latencies) / SECONDS:7.0f}/s   p50 {p50:6.1f} ms   p99 {p99:6.1f} ms   max {latencies[-1]:6.1f} ms")
    return p99


load = Load()
memory = asyncio.run(load.run())
accepted, refused = load.latencies.pop(200, []), load.latencies.pop(503, [])
others = {status: len(latencies) for status, latencies in load.latencies.items() if status}
print(f"offered   {RATE:7.0f}/s for {SECONDS} s, deadline {DEADLINE} ms")
accepted99, refused99 = told("200", accepted), told("503", refused)
print(f"others    {others or 'none'}; not sent for want of a free connection: {load.unsent}")
print("memory    " + ", ".join(f"{bytes / 2**20:.0f}" for bytes in memory) + " MiB")
good = (
    accepted99 is not None and accepted99 <= DEADLINE + 50 and (refused99 or 0) <= DEADLINE / 2
    and not others and load.unsent == 0)
sys.exit(0 if good else 1)
