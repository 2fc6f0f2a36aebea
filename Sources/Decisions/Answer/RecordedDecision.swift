/// Finds the answer that a caller got in the record that holds it.
enum RecordedDecision {
    /// Where the record's data begins, as ``DecisionEncoder`` writes it. Nothing before it in a record can hold a quotation
    /// mark of its own, so that the first place is the right one.
    private static let begin = Array(#","data":{"decision":"#.utf8)

    /// - Parameter line: a record of the decision log.
    /// - Returns: the bytes of `data.decision`, nil if the record is of another kind.
    static func body(in line: [UInt8]) -> ArraySlice<UInt8>? {
        var start = 0
        while !line[start...].starts(with: begin) {
            start += 1
            guard start + begin.count < line.count else { return nil }
        }
        start += begin.count
        return end(ofObjectAt: start, in: line).map { line[start..<$0] }
    }

    /// The index after the object's closing brace.
    private static func end(ofObjectAt start: Int, in line: [UInt8]) -> Int? {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for index in start..<line.count {
            switch line[index] {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\") where isInString: isEscaped = true
            case UInt8(ascii: "\""): isInString.toggle()
            case UInt8(ascii: "{") where !isInString: depth += 1
            case UInt8(ascii: "}") where !isInString:
                depth -= 1
                if depth == 0 { return index + 1 }
            default: break
            }
        }
        return nil
    }
}
