import Foundation

/// A record's `time`: RFC 3339 in UTC with milliseconds, always 24 characters, so that it sorts as text.
struct Timestamp: Sendable, Equatable, Comparable {
    /// Since 1970, between 0 and the end of the year 9999.
    let milliseconds: Int64

    static let byteCount = 24
    static let zero = Timestamp(milliseconds: 0)
    private static let maxMilliseconds: Int64 = 253_402_300_799_999
    private static let dayMilliseconds: Int64 = 86_400_000

    private init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// A date outside the years 1970 to 9999 becomes the nearest end of them.
    init(_ date: Date) {
        let exact = (date.timeIntervalSince1970 * 1000).rounded()
        // NaN compares false and falls to 0, so the conversion below can't trap.
        let clamped = exact > 0 ? Swift.min(exact, Double(Self.maxMilliseconds)) : 0
        milliseconds = Int64(clamped)
    }

    /// Reads the 24 characters that `append(to:)` writes for some date; anything else is nil, also a 30th of February.
    init?(_ text: ArraySlice<UInt8>) {
        guard text.count == Self.byteCount else { return nil }
        let pattern = Array("0000-00-00T00:00:00.000Z".utf8)
        var digits: [Int64] = []
        digits.reserveCapacity(17)
        for (byte, form) in zip(text, pattern) {
            if form == 0x30 {
                guard (0x30...0x39).contains(byte) else { return nil }
                digits.append(Int64(byte - 0x30))
            } else if byte != form {
                return nil
            }
        }
        func number(_ range: Range<Int>) -> Int64 {
            digits[range].reduce(0) { $0 * 10 + $1 }
        }
        let days = Self.days(year: number(0..<4), month: number(4..<6), day: number(6..<8))
        let seconds = (number(8..<10) * 60 + number(10..<12)) * 60 + number(12..<14)
        milliseconds = days * Self.dayMilliseconds + seconds * 1000 + number(14..<17)
        guard (0...Self.maxMilliseconds).contains(milliseconds) else { return nil }
        var written: [UInt8] = []
        append(to: &written)
        guard text.elementsEqual(written) else { return nil }
    }

    static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    func append(to line: inout [UInt8]) {
        let (day, rest) = milliseconds.quotientAndRemainder(dividingBy: Self.dayMilliseconds)
        let (year, month, dayOfMonth) = Self.civil(days: day)
        Self.append(year, digits: 4, to: &line)
        line.append(0x2D)
        Self.append(month, digits: 2, to: &line)
        line.append(0x2D)
        Self.append(dayOfMonth, digits: 2, to: &line)
        line.append(0x54)
        Self.append(rest / 3_600_000, digits: 2, to: &line)
        line.append(0x3A)
        Self.append(rest / 60_000 % 60, digits: 2, to: &line)
        line.append(0x3A)
        Self.append(rest / 1000 % 60, digits: 2, to: &line)
        line.append(0x2E)
        Self.append(rest % 1000, digits: 3, to: &line)
        line.append(0x5A)
    }

    private static func append(_ value: Int64, digits: Int, to line: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            line.append(0x30 + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }

    /// Days since 1970 to year, month and day in the Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date
    /// Algorithms", `civil_from_days`); years there begin in March, which puts the leap day at their end.
    private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    /// The inverse of `civil(days:)` (`days_from_civil`, the same source). At most four and two digits come in: no overflow.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

extension Timestamp: CustomStringConvertible {
    var description: String {
        var text: [UInt8] = []
        append(to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}
