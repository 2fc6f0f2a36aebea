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
        let day = "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
        let time = "\(padded(Int(rest / 3600), 2)):\(padded(Int(rest / 60 % 60), 2)):\(padded(Int(rest % 60), 2))"
        return "\(day)T\(time)\(fraction)Z"
    }

    private var fraction: String {
        let nanoseconds = Int(nanoseconds)
        if nanoseconds == 0 { return "" }
        if nanoseconds % 1_000_000 == 0 { return ".\(padded(nanoseconds / 1_000_000, 3))" }
        if nanoseconds % 1000 == 0 { return ".\(padded(nanoseconds / 1000, 6))" }
        return ".\(padded(nanoseconds, 9))"
    }

    private func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
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
