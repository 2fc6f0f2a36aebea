import Foundation

/// Which segments are to be compressed, and what came of it; without locks, threads and files.
struct CompressionQueue: Sendable {
    /// The first sequences of segments, in the order in which they are compressed.
    private var waiting: [UInt64] = []
    /// Those that couldn't be, and why.
    private var failed: [UInt64: Outage] = [:]
    /// The one that is being compressed.
    private(set) var current: UInt64?
    /// What compressed segments take on the disk, until it is taken note of.
    private var finished: [(first: UInt64, diskBytes: Int64)] = []
    var isEnding = false

    mutating func offer(_ segments: [UInt64]) {
        waiting += segments
    }

    /// The next one, which is `current` then; nil if none waits or it is to end.
    mutating func next() -> UInt64? {
        guard !isEnding, !waiting.isEmpty else { return nil }
        current = waiting.removeFirst()
        return current
    }

    /// Those that failed wait again.
    mutating func retry() {
        waiting += failed.keys.sorted().filter { !waiting.contains($0) }
    }

    var hasFailed: Bool { !failed.isEmpty }

    /// Since when and why the longest of those that failed isn't compressed.
    var failure: Outage? { failed.values.min { $0.since < $1.since } }

    /// - Parameter diskBytes: nil if there was nothing to compress any more.
    mutating func succeeded(_ first: UInt64, diskBytes: Int64?) {
        current = nil
        failed[first] = nil
        if let diskBytes { finished.append((first, diskBytes)) }
    }

    mutating func failed(_ first: UInt64, reason: String, at time: Date) {
        // Of one that was withdrawn nobody wants to know any more.
        guard current == first else { return }
        current = nil
        failed[first] = Outage(since: failed[first]?.since ?? time, reason: reason)
    }

    /// The segment is removed: it isn't to be compressed any more.
    mutating func withdraw(_ first: UInt64) {
        waiting.removeAll { $0 == first }
        failed[first] = nil
        if current == first { current = nil }
    }

    mutating func takeFinished() -> [(first: UInt64, diskBytes: Int64)] {
        defer { finished = [] }
        return finished
    }
}
