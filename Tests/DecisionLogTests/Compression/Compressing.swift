import Foundation
import Testing

@testable import DecisionLog

/// Compresses a log's closed segments as a start would, and waits for it.
///
/// - Parameters:
///   - outcomes: what of each segment is waited for.
///   - retryDelay: after a failure.
///   - during: called after each outcome.
/// - Returns: why a segment isn't compressed in the end; nil if all are.
@discardableResult
func compressSegments(
    _ directory: String, outcomes: [Bool], retryDelay: Duration = .milliseconds(1),
    during: (Int) throws -> Void = { _ in }
) async throws -> String? {
    let (events, continuation) = AsyncStream.makeStream(of: Bool.self)
    let observe: DecisionLog.Observer = { event in
        if case .compressed(let isDone) = event { continuation.yield(isDone) }
    }
    let compressor = SegmentCompressor(
        LogDirectory(directory), .gzip, retryDelay: retryDelay, observe: observe, now: { Date() })
    defer { compressor.close() }
    try compressor.begin()
    var iterator = events.makeAsyncIterator()
    for (number, outcome) in outcomes.enumerated() {
        #expect(await iterator.next() == outcome)
        try during(number)
    }
    guard case .notWritable(_, let reason)? = compressor.health else { return nil }
    return reason
}

/// Writes a log of three closed segments and the active one, with decisions `dec_0` to `dec_11`, each longer than the one before by so many
/// times seven bytes.
func writeSegments(_ directory: String, key: CheckpointKey? = nil, words: Int = 100) async throws {
    let configuration = DecisionLog.Configuration(
        directory: directory, instance: "test", checkpoints: key.map { .init(key: $0) })
    try await withLog(configuration) { log in
        for number in 0..<12 {
            let text = String(repeating: "word \(number) ", count: number * words)
            try await log.append("dec_\(number)", data: #"{"decision":{"decision":"allow","text":"\#(text)"}}"#)
            if number % 4 == 3, number < 11 { try await log.rotate() }
        }
        try await log.rotate()
    }
}
