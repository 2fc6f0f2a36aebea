import Foundation

/// The string extension's `format`: clauses such as `%s` and `%.3f`, after which values are written into a text.
enum TextFormat {
    /// Digits behind the point that a clause may ask for.
    private static let maxPrecision = 100

    /// - Throws: for a clause that there isn't, a value that it can't write, and for too few values.
    static func apply(
        _ format: String, to values: [Value], _ budget: inout Budget
    ) throws(EvaluationError) -> String {
        let bytes = Array(format.utf8)
        var result: [UInt8] = []
        var index = 0
        var next = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                continue
            }
            if index < bytes.count, bytes[index] == byte {
                result.append(byte)
                index += 1
                continue
            }
            let precision = try precision(bytes, &index)
            guard index < bytes.count else { throw .invalid("a clause of the format has no end") }
            guard next < values.count else { throw .invalid("the format has more clauses than values") }
            let text = try text(of: values[next], clause: bytes[index], precision: precision, &budget)
            try budget.charge(bytes: text.utf8.count)
            result.append(contentsOf: text.utf8)
            index += 1
            next += 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The number behind a point, of which the point stands at the index.
    private static func precision(_ bytes: [UInt8], _ index: inout Int) throws(EvaluationError) -> Int? {
        guard index < bytes.count, bytes[index] == UInt8(ascii: ".") else { return nil }
        index += 1
        var precision = 0
        while index < bytes.count, bytes[index].isDigit {
            precision = precision * 10 + Int(bytes[index] - 0x30)
            guard precision <= maxPrecision else { throw .invalid("a clause's precision is above \(maxPrecision)") }
            index += 1
        }
        return precision
    }

    private static func text(
        of value: Value, clause: UInt8, precision: Int?, _ budget: inout Budget
    ) throws(EvaluationError) -> String {
        switch clause {
        case UInt8(ascii: "s"): return try plain(value, &budget)
        case UInt8(ascii: "d"):
            switch value {
            case .int, .uint, .double: return try plain(value, &budget)
            default: throw .noSuchOverload("clause %d", value)
            }
        case UInt8(ascii: "f"): return try decimal(value, "%.\(precision ?? 6)f")
        case UInt8(ascii: "e"): return try decimal(value, "%.\(precision ?? 6)e")
        case UInt8(ascii: "b"):
            if case .bool(let flag) = value { return flag ? "1" : "0" }
            return try whole(value, radix: 2, clause: "%b")
        case UInt8(ascii: "o"): return try whole(value, radix: 8, clause: "%o")
        case UInt8(ascii: "x"): return try hexadecimal(value, isUpper: false)
        case UInt8(ascii: "X"): return try hexadecimal(value, isUpper: true)
        default: throw .invalid("the format has a clause that there isn't")
        }
    }

    private static func decimal(_ value: Value, _ format: String) throws(EvaluationError) -> String {
        let number: Double
        switch value {
        case .int(let whole): number = Double(whole)
        case .uint(let whole): number = Double(whole)
        case .double(let double): number = double
        default: throw .noSuchOverload("clause %f or %e", value)
        }
        return number.isFinite ? String(format: format, number) : number.plainDescription
    }

    private static func whole(_ value: Value, radix: Int, clause: String) throws(EvaluationError) -> String {
        switch value {
        case .int(let number): return String(number, radix: radix)
        case .uint(let number): return String(number, radix: radix)
        default: throw .noSuchOverload("clause \(clause)", value)
        }
    }

    private static func hexadecimal(_ value: Value, isUpper: Bool) throws(EvaluationError) -> String {
        switch value {
        case .int(let number): return String(number, radix: 16, uppercase: isUpper)
        case .uint(let number): return String(number, radix: 16, uppercase: isUpper)
        case .string(let text): return digits(of: Array(text.utf8), isUpper)
        case .bytes(let bytes): return digits(of: bytes, isUpper)
        default: throw .noSuchOverload("clause %x", value)
        }
    }

    private static func digits(of bytes: [UInt8], _ isUpper: Bool) -> String {
        bytes.reduce(into: "") { text, byte in
            if byte < 16 { text += "0" }
            text += String(byte, radix: 16, uppercase: isUpper)
        }
    }

    /// What `%s` writes: also of lists and maps, the latter in the order of their keys' texts.
    private static func plain(_ value: Value, _ budget: inout Budget) throws(EvaluationError) -> String {
        try budget.charge(1)
        try budget.charge(reading: value)
        switch value {
        case .null: return "null"
        case .bool(let flag): return String(flag)
        case .int(let number): return String(number)
        case .uint(let number): return String(number)
        case .double(let number): return number.plainDescription
        case .string(let text): return text
        case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .timestamp(let timestamp): return timestamp.description
        case .duration(let duration): return duration.description
        case .type(let type): return type.name
        case .address(let address): return address.description
        case .block(let block): return block.description
        case .list(let list):
            var texts: [String] = []
            for element in list { texts.append(try plain(element, &budget)) }
            return "[\(texts.joined(separator: ", "))]"
        case .map(let map):
            var entries: [(key: String, value: String)] = []
            for entry in map.entries {
                entries.append((try plain(entry.key, &budget), try plain(entry.value, &budget)))
            }
            entries.sort { $0.key.precedesByCodePoints($1.key) }
            return "{\(entries.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
        case .record, .optional: throw .noSuchOverload("clause %s", value)
        }
    }
}

extension Double {
    /// The shortest decimal that reads back as the same number, without an exponent.
    fileprivate var plainDescription: String {
        if isNaN { return "NaN" }
        if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
        let text = description
        guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else {
            return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        }
        let sign = text.hasPrefix("-") ? "-" : ""
        let mantissa = text[..<mark].drop { $0 == "-" }.split(separator: ".")
        let whole = mantissa.first.map(String.init) ?? ""
        let fraction = mantissa.dropFirst().first.map { $0 == "0" ? "" : String($0) } ?? ""
        if exponent < 0 { return "\(sign)0.\(String(repeating: "0", count: -exponent - 1))\(whole)\(fraction)" }
        return sign + whole + fraction + String(repeating: "0", count: max(0, exponent - fraction.utf8.count))
    }
}
