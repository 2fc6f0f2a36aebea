import CoreMetrics
import Testing

@testable import Server

@Suite("The metrics' registry")
struct MetricRegistryTests {
    private static let definitions = [
        MetricDefinition("calls_total", .counter, labels: ["who", "how"], help: "Calls, \"all\"\nof them \\."),
        MetricDefinition("busy_seconds_total", .counter, help: "Time."),
        MetricDefinition("queue_bytes", .gauge, help: "Bytes."),
        MetricDefinition("wait_seconds", .histogram([0.001, 0.5]), labels: ["phase"], help: "Waits."),
        MetricDefinition("batch", .histogram([1, 2]), help: "Sizes."),
        MetricDefinition("unused", .gauge, help: "Never set."),
    ]

    private func text(_ registry: MetricRegistry) -> String { String(decoding: registry.text(), as: UTF8.self) }

    @Test(
        "writes Prometheus' text format, with help, type, escapes and cumulated buckets, and nothing that has no series"
    )
    func format() {
        let registry = MetricRegistry(Self.definitions)
        Counter(label: "calls_total", dimensions: [("how", "a\"b\\c\nd"), ("who", "x")], factory: registry)
            .increment(by: 3)
        Counter(label: "calls_total", dimensions: [("who", "b"), ("how", "z")], factory: registry).increment()
        FloatingPointCounter(label: "busy_seconds_total", factory: registry).increment(by: 0.25)
        Gauge(label: "queue_bytes", factory: registry).record(Double.infinity)
        let timer = Timer(label: "wait_seconds", dimensions: [("phase", "p")], factory: registry)
        for nanoseconds in [500_000, 1_000_000, 2_000_000, 500_000_000, 3_000_000_000] as [Int64] {
            timer.recordNanoseconds(nanoseconds)
        }
        let sizes = Recorder(label: "batch", factory: registry)
        sizes.record(2)
        sizes.record(7)
        #expect(
            text(registry) == #"""
                # HELP calls_total Calls, "all"\nof them \\.
                # TYPE calls_total counter
                calls_total{who="b",how="z"} 1
                calls_total{who="x",how="a\"b\\c\nd"} 3
                # HELP busy_seconds_total Time.
                # TYPE busy_seconds_total counter
                busy_seconds_total 0.25
                # HELP queue_bytes Bytes.
                # TYPE queue_bytes gauge
                queue_bytes +Inf
                # HELP wait_seconds Waits.
                # TYPE wait_seconds histogram
                wait_seconds_bucket{phase="p",le="0.001"} 2
                wait_seconds_bucket{phase="p",le="0.5"} 4
                wait_seconds_bucket{phase="p",le="+Inf"} 5
                wait_seconds_sum{phase="p"} 3.5035
                wait_seconds_count{phase="p"} 5
                # HELP batch Sizes.
                # TYPE batch histogram
                batch_bucket{le="1"} 0
                batch_bucket{le="2"} 1
                batch_bucket{le="+Inf"} 2
                batch_sum 9
                batch_count 2

                """#)
    }

    @Test("gives the same series for the same labels, whatever their order, and forgets one that is destroyed")
    func identity() {
        let registry = MetricRegistry(Self.definitions)
        let first = Counter(label: "calls_total", dimensions: [("who", "a"), ("how", "b")], factory: registry)
        let second = Counter(label: "calls_total", dimensions: [("how", "b"), ("who", "a")], factory: registry)
        first.increment()
        second.increment()
        #expect(text(registry).contains("calls_total{who=\"a\",how=\"b\"} 2\n"))
        first.destroy()
        #expect(text(registry).isEmpty)
    }

    @Test("keeps no series that isn't defined so, nor more than it may, and counts those")
    func bounds() {
        let registry = MetricRegistry(Self.definitions, maxSeries: 3)
        Counter(label: "nobody_knows_total", factory: registry).increment()
        Counter(label: "calls_total", factory: registry).increment()
        Counter(label: "calls_total", dimensions: [("who", "a"), ("session", "b")], factory: registry).increment()
        Gauge(label: "busy_seconds_total", factory: registry).record(1)
        Timer(label: "queue_bytes", factory: registry).recordNanoseconds(1)
        #expect(text(registry).isEmpty)
        #expect(registry.refused == 5)
        for number in 0..<10 {
            Counter(label: "calls_total", dimensions: [("who", "\(number)"), ("how", "h")], factory: registry)
                .increment()
        }
        #expect(text(registry).split(separator: "\n").count == 2 + 3)
        #expect(registry.refused == 12)
    }

    @Test("loses no count when many record at once")
    func concurrency() async {
        let registry = MetricRegistry(Self.definitions)
        let timer = Timer(label: "wait_seconds", dimensions: [("phase", "p")], factory: registry)
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    let counter = Counter(
                        label: "calls_total", dimensions: [("who", "a"), ("how", "b")], factory: registry)
                    let busy = FloatingPointCounter(label: "busy_seconds_total", factory: registry)
                    for _ in 0..<1000 {
                        counter.increment()
                        busy.increment(by: 0.5)
                        timer.recordNanoseconds(1_000_000_000)
                    }
                }
            }
        }
        for line in [
            "calls_total{who=\"a\",how=\"b\"} 8000", "busy_seconds_total 4000", "wait_seconds_count{phase=\"p\"} 8000",
            "wait_seconds_sum{phase=\"p\"} 8000",
        ] {
            #expect(text(registry).contains(line + "\n"))
        }
    }
}
