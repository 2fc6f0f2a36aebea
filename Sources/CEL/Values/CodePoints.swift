/// A string that is compared by its code points, as CEL compares strings.
struct CodePoints: Sendable, Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: CodePoints, right: CodePoints) -> Bool {
        left.text.hasSameCodePoints(as: right.text)
    }

    /// Strings of the same code points have the same hash, as they are equal for Swift too.
    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension String {
    /// Equality as CEL defines it: no normalisation. UTF-8 is compared, which is the same and needs no decoding.
    func hasSameCodePoints(as other: String) -> Bool {
        let left = utf8.span
        let right = other.utf8.span
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }

    /// Order by code points, which is the order of the UTF-8 bytes.
    func precedesByCodePoints(_ other: String) -> Bool {
        let left = utf8.span
        let right = other.utf8.span
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            return left[index] < right[index]
        }
        return left.count < right.count
    }
}
