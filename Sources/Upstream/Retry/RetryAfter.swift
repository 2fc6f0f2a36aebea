/// The `Retry-After` header in its form of seconds (RFC 9110, section 10.2.3).
package enum RetryAfter {
    /// A day: no vendor means more, and a duration of it can't overflow.
    private static let maxSeconds = 86_400

    /// The wait that the header asks for, clamped to a day; nil if it isn't a number of seconds.
    package static func parse(_ value: String?) -> Duration? {
        guard let value, !value.isEmpty, value.utf8.count <= 10, value.utf8.allSatisfy({ (48...57).contains($0) }),
            let seconds = Int(value)
        else { return nil }
        return .seconds(min(seconds, maxSeconds))
    }
}
