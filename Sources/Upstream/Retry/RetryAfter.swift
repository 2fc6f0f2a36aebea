/// The `Retry-After` header: seconds, or the date from which on to ask again (RFC 9110, section 10.2.3).
package enum RetryAfter {
    /// A day: no vendor means more, and a duration of it can't overflow.
    private static let maxSeconds: Int64 = 86_400

    /// The wait that the header asks for, clamped to a day; zero for a date that has passed; nil if it is neither
    /// seconds nor a date.
    ///
    /// - Parameter now: the time to which a date is compared, in seconds since 1970; best the vendor's own, from its
    ///   `Date` header, since the two clocks may differ.
    package static func parse(_ value: String?, now: @autoclosure () -> Int64) -> Duration? {
        guard let value, !value.isEmpty, value.utf8.count <= 64 else { return nil }
        if value.utf8.allSatisfy({ (48...57).contains($0) }) {
            guard value.utf8.count <= 10, let seconds = Int64(value) else { return nil }
            return .seconds(min(seconds, maxSeconds))
        }
        guard let date = HTTPDate.parse(value) else { return nil }
        return .seconds(min(max(0, date - now()), maxSeconds))
    }
}
