extension Timestamp: CustomStringConvertible {
    /// Reads an RFC 3339 date and time with `Z` or an offset, such as `2026-11-21T08:00:00.123+01:00`.
    ///
    /// More than nine digits of a fraction, a leap second and a date that the calendar doesn't have are refused.
    package init?(rfc3339 text: String) {
        self.init(rfc3339: Array(text.utf8))
    }

    /// The same of UTF-8 bytes.
    package init?(rfc3339 bytes: some Collection<UInt8>) {
        var reader = DigitReader(bytes)
        guard
            let year = reader.number(digits: 4), reader.take(in: "-"),
            let month = reader.number(digits: 2), reader.take(in: "-"),
            let day = reader.number(digits: 2), reader.take(in: "Tt "),
            let hour = reader.number(digits: 2), reader.take(in: ":"),
            let minute = reader.number(digits: 2), reader.take(in: ":"),
            let second = reader.number(digits: 2),
            let nanoseconds = reader.take(in: ".") ? reader.nanoseconds() : 0,
            let offset = reader.offset(), reader.isAtEnd,
            hour < 24, minute < 60, second < 60,
            let days = CivilDate(year: year, month: month, day: day)?.daysSince1970
        else { return nil }
        let time = Int64(hour) * 3600 + Int64(minute) * 60 + Int64(second)
        self.init(seconds: days * 86_400 + time - offset, nanoseconds: nanoseconds)
    }

    /// RFC 3339 in UTC, with as many digits of a fraction as there are: 0, 3, 6 or 9.
    package var description: String {
        var days = seconds / 86_400
        var rest = seconds % 86_400
        if rest < 0 {
            rest += 86_400
            days -= 1
        }
        let date = CivilDate(daysSince1970: days)
        // Bytes first: every decision has one of these, and a string would be made anew with each part.
        var text: [UInt8] = []
        text.reserveCapacity(30)
        Self.append(date.year, digits: 4, "-", to: &text)
        Self.append(date.month, digits: 2, "-", to: &text)
        Self.append(date.day, digits: 2, "T", to: &text)
        Self.append(Int(rest / 3600), digits: 2, ":", to: &text)
        Self.append(Int(rest / 60 % 60), digits: 2, ":", to: &text)
        Self.append(Int(rest % 60), digits: 2, nanoseconds == 0 ? "Z" : ".", to: &text)
        if nanoseconds != 0 { appendFraction(to: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    private func appendFraction(to text: inout [UInt8]) {
        let nanoseconds = Int(nanoseconds)
        if nanoseconds % 1_000_000 == 0 {
            Self.append(nanoseconds / 1_000_000, digits: 3, "Z", to: &text)
        } else if nanoseconds % 1000 == 0 {
            Self.append(nanoseconds / 1000, digits: 6, "Z", to: &text)
        } else {
            Self.append(nanoseconds, digits: 9, "Z", to: &text)
        }
    }

    /// A timestamp's numbers are not negative, and none has more digits than its place.
    private static func append(_ number: Int, digits: Int, _ separator: Unicode.Scalar, to text: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
        text.append(UInt8(ascii: separator))
    }
}

/// Takes fixed-width numbers off ASCII text.
private struct DigitReader<Bytes: Collection<UInt8>> {
    private let bytes: Bytes
    private var index: Bytes.Index

    init(_ bytes: Bytes) {
        self.bytes = bytes
        self.index = bytes.startIndex
    }

    var isAtEnd: Bool { index == bytes.endIndex }

    mutating func take(in characters: StaticString) -> Bool {
        guard index != bytes.endIndex else { return false }
        let byte = bytes[index]
        guard characters.description.utf8.contains(byte) else { return false }
        bytes.formIndex(after: &index)
        return true
    }

    mutating func digit() -> Int? {
        guard index != bytes.endIndex, case let byte = bytes[index], (0x30...0x39).contains(byte) else { return nil }
        bytes.formIndex(after: &index)
        return Int(byte) - 0x30
    }

    mutating func number(digits: Int) -> Int? {
        var number = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            number = number * 10 + digit
        }
        return number
    }

    /// One to nine digits of a fraction of a second.
    mutating func nanoseconds() -> Int32? {
        guard var number = digit() else { return nil }
        var digits = 1
        while let next = digit() {
            guard digits < 9 else { return nil }
            number = number * 10 + next
            digits += 1
        }
        for _ in digits..<9 { number *= 10 }
        return Int32(number)
    }

    /// Seconds east of UTC.
    mutating func offset() -> Int64? {
        if take(in: "Zz") { return 0 }
        let isEast = take(in: "+")
        guard isEast || take(in: "-") else { return nil }
        guard
            let hours = number(digits: 2), take(in: ":"), let minutes = number(digits: 2),
            hours < 24, minutes < 60
        else { return nil }
        let seconds = Int64(hours) * 3600 + Int64(minutes) * 60
        return isEast ? seconds : -seconds
    }
}
