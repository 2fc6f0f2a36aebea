import CEL

/// Finds the answer that a caller got in the record that holds it.
enum RecordedDecision {
    /// - Parameter line: a record of the decision log.
    /// - Returns: the bytes of `data.decision`, nil if the record is of another kind.
    static func body(in line: [UInt8]) -> ArraySlice<UInt8>? {
        JSONMembers(line, in: line.indices)?.members("data")?["decision"].map { line[$0] }
    }
}
