import DecisionLog
import Foundation

/// Appends of callers at the same time, and the verifier's speed. `Benchmarks/log.sh` sets both beside the machine's own.
///
///     LogBenchmark append DIRECTORY CALLERS SECONDS RECORD_BYTES
///     LogBenchmark fill DIRECTORY BYTES RECORD_BYTES
///     LogBenchmark compress DIRECTORY
///     LogBenchmark verify DIRECTORY
@main
struct LogBenchmark {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let numbers = arguments.dropFirst(2).compactMap { Int($0) }
        switch (arguments.first, numbers.count) {
        case ("append", 3):
            try await append(arguments[1], callers: numbers[0], seconds: numbers[1], recordBytes: numbers[2])
        case ("fill", 2): try await fill(arguments[1], bytes: numbers[0], recordBytes: numbers[1])
        case ("compress", 0) where arguments.count == 2: try await compress(arguments[1])
        case ("verify", 0) where arguments.count == 2: try verify(arguments[1])
        default:
            print("usage: LogBenchmark append DIRECTORY CALLERS SECONDS RECORD_BYTES | fill … | compress … | verify …")
            exit(2)
        }
    }

    /// What a line has besides `data`, about.
    private static let envelopeBytes = 350

    private static func data(recordBytes: Int) -> [UInt8] {
        let text = String(repeating: "x", count: max(1, recordBytes - envelopeBytes))
        return Array(#"{"decision":{"padding":"\#(text)"}}"#.utf8)
    }

    /// Some that compresses about as decisions do: names and values that are the same in each record, and 128 digits that aren't.
    private static func variedData(recordBytes: Int) -> [UInt8] {
        var text = (0..<8).map { _ in String(UInt64.random(in: (1 << 60)...UInt64.max), radix: 16) }.joined()
        for number in 0..<recordBytes {
            guard text.utf8.count < recordBytes - envelopeBytes else { break }
            text += ",signal_\(number):\(number % 3 > 0)"
        }
        return Array(#"{"decision":{"padding":"\#(text)"}}"#.utf8)
    }

    /// Each caller appends its next record when it has the answer to the last: what the service does with so many connections.
    private static func append(_ directory: String, callers: Int, seconds: Int, recordBytes: Int) async throws {
        let log = try DecisionLog.open(.init(directory: directory, instance: "benchmark"))
        let data = data(recordBytes: recordBytes)
        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        let waits = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for caller in 0..<callers {
                group.addTask {
                    var waits: [Duration] = []
                    while ContinuousClock.now < end {
                        let begun = ContinuousClock.now
                        _ = try await log.append(
                            type: "portcullis.decision.v1", id: "dec_\(caller)_\(waits.count)", data: data)
                        waits.append(.now - begun)
                    }
                    return waits
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let taken = ContinuousClock.now - start
        await log.close()
        let sorted = waits.sorted()
        let rate = Double(waits.count) / (taken / .seconds(1))
        print(
            "\(Int(rate)) \(Int(sorted[sorted.count / 2] / .microseconds(1)))",
            Int(sorted[sorted.count * 99 / 100] / .microseconds(1)))
    }

    /// A log of about so many bytes, without syncs.
    private static func fill(_ directory: String, bytes: Int, recordBytes: Int) async throws {
        let log = try DecisionLog.open(.init(directory: directory, instance: "benchmark", durability: .none))
        let callers = 64
        let count = bytes / recordBytes / callers
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<callers {
                group.addTask {
                    for number in 0..<count {
                        _ = try await log.append(
                            type: "portcullis.decision.v1", id: "dec_\(caller)_\(number)",
                            data: variedData(recordBytes: recordBytes))
                    }
                }
            }
            try await group.waitForAll()
        }
        try await log.rotate()
        await log.close()
    }

    /// Compresses all closed segments, and prints how many, and how many seconds that took.
    private static func compress(_ directory: String) async throws {
        let count = try FileManager.default.contentsOfDirectory(atPath: directory).filter {
            $0.hasPrefix("decisions-") && $0.hasSuffix(".ndjson")
        }.count
        let (events, continuation) = AsyncStream.makeStream(of: Bool.self)
        let configuration = DecisionLog.Configuration(
            directory: directory, instance: "benchmark", compression: .gzip,
            observe: { if case .compressed(let isDone) = $0 { continuation.yield(isDone) } })
        let start = ContinuousClock.now
        let log = try DecisionLog.open(configuration)
        for await isDone in events.prefix(count) where !isDone {
            print("not compressed: \(String(describing: log.compressionHealth))")
            exit(1)
        }
        print(count, (ContinuousClock.now - start) / .seconds(1))
        await log.close()
    }

    private static func verify(_ directory: String) throws {
        let report = try LogVerifier.verify(directory: directory)
        guard report.isGood else {
            print("not good: \(report)")
            exit(1)
        }
        print("\(report.records) \(report.bytes)")
    }
}
