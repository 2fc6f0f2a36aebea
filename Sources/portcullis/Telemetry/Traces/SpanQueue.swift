import Synchronization

/// Spans on their way to the exporter. Bounded: what finds no room is dropped and counted.
final class SpanQueue: Sendable {
    /// What can become of a span.
    enum Result: String, Sendable, CaseIterable {
        case exported
        /// It was in a batch that the collector didn't take.
        case failed
        /// For want of room, or of time at the end.
        case dropped
    }

    private struct State {
        var waiting: [Span] = []
        var counts: [Result: Int64] = [:]
    }

    /// What is exported at once.
    static let maxBatch = 512

    private let maxWaiting: Int
    private let state = Mutex(State())
    /// Yields when a batch is full.
    let full: AsyncStream<Void>
    private let isFull: AsyncStream<Void>.Continuation

    init(maxWaiting: Int = 4096) {
        self.maxWaiting = maxWaiting
        (full, isFull) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// How many spans ended so, since the start.
    func count(of result: Result) -> Int64 { state.withLock { $0.counts[result] ?? 0 } }

    func add(_ span: Span) {
        let count = state.withLock { state in
            guard state.waiting.count < maxWaiting else {
                state.counts[.dropped, default: 0] += 1
                return 0
            }
            state.waiting.append(span)
            return state.waiting.count
        }
        if count == Self.maxBatch { isFull.yield() }
    }

    /// Has the exporter look, whether a batch is full or not.
    func wake() { isFull.yield() }

    /// Up to a batch of the oldest; they count as exported, failed or dropped once that is told.
    func take() -> [Span] {
        state.withLock { state in
            let batch = Array(state.waiting.prefix(Self.maxBatch))
            state.waiting.removeFirst(batch.count)
            return batch
        }
    }

    func count(_ spans: Int, as result: Result) {
        state.withLock { $0.counts[result, default: 0] += Int64(spans) }
    }
}
