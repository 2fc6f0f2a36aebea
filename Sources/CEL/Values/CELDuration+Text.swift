extension CELDuration: CustomStringConvertible {
    /// Reads a sequence of decimal numbers with units (`h`, `m`, `s`, `ms`, `us`, `µs`, `ns`), such as `1h30m` or `-1.5s`.
    ///
    /// Nil for anything else, for digits below a nanosecond, and out of ``range``.
    package init?(text: String) {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest = rest.dropFirst() }
        if rest == "0" {
            self.init(seconds: 0)
            return
        }
        guard !rest.isEmpty, rest.utf8.count <= 64 else { return nil }
        var total: CELDuration? = CELDuration(seconds: 0)
        while !rest.isEmpty {
            guard let part = Self.part(of: &rest) else { return nil }
            total = total?.adding(part)
        }
        guard let total else { return nil }
        self = isNegative ? total.negated : total
    }

    /// Takes one number with its unit off the text.
    private static func part(of text: inout Substring) -> CELDuration? {
        let whole = text.prefix { $0.isASCII && $0.isNumber }
        text = text.dropFirst(whole.count)
        var fraction = Substring()
        if text.first == "." {
            text = text.dropFirst()
            fraction = text.prefix { $0.isASCII && $0.isNumber }
            text = text.dropFirst(fraction.count)
        }
        guard !(whole.isEmpty && fraction.isEmpty), fraction.count <= 18 else { return nil }
        let unit = text.prefix { $0.isLetter }
        text = text.dropFirst(unit.count)
        guard let size = nanoseconds(in: unit), let number = whole.isEmpty ? 0 : Int64(whole) else { return nil }
        return duration(number: number, fraction: fraction, size: size)
    }

    private static func duration(number: Int64, fraction: Substring, size: Int64) -> CELDuration? {
        var scale: Int64 = 1
        for _ in 0..<fraction.count { scale *= 10 }
        guard let digits = fraction.isEmpty ? 0 : Int64(fraction) else { return nil }
        let (part, overflow) = size.multipliedReportingOverflow(by: number % 1_000_000_000)
        let (high, highOverflow) = (number / 1_000_000_000).multipliedReportingOverflow(by: size)
        guard !overflow, !highOverflow else { return nil }
        // A fraction is less than one unit, so that the product of both is less than the unit's nanoseconds.
        let fractional = scale.dividingFullWidth(digits.multipliedFullWidth(by: size)).quotient
        // `high` counts 1e9 nanoseconds each, which is a second.
        let (nanoseconds, sumOverflow) = part.addingReportingOverflow(fractional)
        return sumOverflow ? nil : CELDuration(seconds: high, nanoseconds: nanoseconds)
    }

    private static func nanoseconds(in unit: Substring) -> Int64? {
        switch unit {
        case "h": 3_600_000_000_000
        case "m": 60_000_000_000
        case "s": 1_000_000_000
        case "ms": 1_000_000
        case "us", "µs", "μs": 1000
        case "ns": 1
        default: nil
        }
    }

    /// Seconds with as many decimals as needed and the unit `s`, as CEL's `string(duration)` gives it: `90s`, `-1.5s`.
    package var description: String {
        let sign = seconds < 0 || nanoseconds < 0 ? "-" : ""
        var text = "\(sign)\(seconds.magnitude)"
        if nanoseconds != 0 {
            let digits = String(nanoseconds.magnitude)
            var decimals = String(repeating: "0", count: 9 - digits.utf8.count) + digits
            while decimals.last == "0" { decimals.removeLast() }
            text += ".\(decimals)"
        }
        return text + "s"
    }
}
