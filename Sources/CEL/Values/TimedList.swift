/// A list of texts each of which counts until a time of its own. Searched by hash.
package final class TimedList: Sendable {
    package struct Element: Sendable {
        package let text: String
        /// From when on it doesn't count any more; nil if it always does.
        package let until: Timestamp?

        package init(_ text: String, until: Timestamp?) {
            self.text = text
            self.until = until
        }

        fileprivate func counts(at now: Timestamp) -> Bool { until.map { now < $0 } ?? true }
    }

    let elements: [Element]
    /// Of a text that is there twice the element that counts for longer.
    private let longest: [CodePoints: Element]

    package init(_ elements: [Element]) {
        self.elements = elements
        longest = Dictionary(elements.map { (CodePoints($0.text), $0) }) { first, second in
            guard let end = first.until, let other = second.until else { return first.until == nil ? first : second }
            return end < other ? second : first
        }
    }

    func contains(_ text: String, at now: Timestamp) -> Bool {
        longest[CodePoints(text)]?.counts(at: now) ?? false
    }

    /// The elements that count, in their order.
    func values(at now: Timestamp) -> [Value] {
        elements.compactMap { $0.counts(at: now) ? .string($0.text) : nil }
    }
}
