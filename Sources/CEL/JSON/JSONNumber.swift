/// A number of a document: an integer in 64 bits, or else a double.
enum JSONNumber {
    /// Without fraction and exponent, and in the range of Int64.
    case int(Int64)
    case double(Double)
}

extension JSONScanner {
    /// Takes a number, of which the first byte, a digit or a minus, has been seen.
    mutating func number() throws(JSONError) -> JSONNumber {
        let start = index
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        var magnitude: Int64 = 0
        var fits = true
        let firstDigit = index
        while index < bytes.count, case let digit = bytes[index] &- 0x30, digit < 10 {
            // Counted downwards, since the lowest integer has no positive counterpart.
            let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            let (difference, underflow) = product.subtractingReportingOverflow(Int64(digit))
            magnitude = difference
            fits = fits && !overflow && !underflow
            index += 1
        }
        guard index > firstDigit else { throw unexpected("a digit") }
        if bytes[firstDigit] == UInt8(ascii: "0"), index > firstDigit + 1 {
            throw error(.syntax(expected: "no digit after a leading zero"), at: firstDigit + 1)
        }
        let isInteger = try !fractionAndExponent()
        guard index - start <= Self.maxNumberBytes else { throw error(.numberOutOfRange, at: start) }
        if isInteger, fits {
            if isNegative { return .int(magnitude) }
            if magnitude != .min { return .int(-magnitude) }
        }
        return .double(try double(start..<index))
    }

    private static var maxNumberBytes: Int { JSONLimits.maxNumberBytes }

    /// Takes them if they are there; whether one was.
    private mutating func fractionAndExponent() throws(JSONError) -> Bool {
        var found = false
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            try digits()
            found = true
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index += 1
            }
            try digits()
            found = true
        }
        return found
    }

    private mutating func digits() throws(JSONError) {
        let start = index
        while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
        guard index > start else { throw unexpected("a digit") }
    }

    private func double(_ range: Range<Int>) throws(JSONError) -> Double {
        guard let number = Double(String(decoding: bytes[range], as: UTF8.self)), number.isFinite else {
            throw error(.numberOutOfRange, at: range.lowerBound)
        }
        return number
    }
}
