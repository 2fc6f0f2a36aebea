/// Where a line stops being one that the log wrote.
struct LineDefect: Error, Sendable, Equatable, CustomStringConvertible {
    /// Bytes from the line's begin.
    let offset: Int
    let expected: String

    var description: String {
        "not as the format has it at byte \(offset) of the line: expected \(expected)"
    }
}
