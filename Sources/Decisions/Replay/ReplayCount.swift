/// How many decisions, and the first few of them.
package struct ReplayCount: Sendable, Hashable {
    private struct Example: Sendable, Hashable {
        let sequence: UInt64
        let id: String
    }

    private static let maxExamples = 5

    package private(set) var count = 0
    /// In the log's order.
    private var first: [Example] = []

    /// The ids of the first of them, in the log's order.
    package var examples: [String] { first.map(\.id) }

    mutating func add(id: String, sequence: UInt64) {
        count += 1
        insert(Example(sequence: sequence, id: id))
    }

    mutating func add(_ other: ReplayCount) {
        count += other.count
        for example in other.first { insert(example) }
    }

    func adding(_ other: ReplayCount) -> ReplayCount {
        var sum = self
        sum.add(other)
        return sum
    }

    private mutating func insert(_ example: Example) {
        if first.count == Self.maxExamples, let last = first.last, last.sequence < example.sequence { return }
        let place = first.firstIndex { $0.sequence > example.sequence } ?? first.count
        first.insert(example, at: place)
        if first.count > Self.maxExamples { first.removeLast() }
    }
}
