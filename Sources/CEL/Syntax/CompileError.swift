/// Why an expression was refused, where, and what may have been meant.
///
/// Refused is what can't be parsed, what names something undeclared, and what can't be of the right type. No such
/// mistake is left to run time.
package struct CompileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, in a sentence without a full stop, such as `no field 'risk_scor' in tripwire.decision`.
    package let message: String
    /// From 1.
    package let line: Int
    /// From 1, in code points.
    package let column: Int
    /// What would be right, such as `did you mean 'risk_score'?`.
    package let hint: String?

    package init(message: String, line: Int, column: Int, hint: String? = nil) {
        self.message = message
        self.line = line
        self.column = column
        self.hint = hint
    }

    package var description: String {
        "\(line):\(column): \(message)\(hint.map { " (\($0))" } ?? "")"
    }
}
