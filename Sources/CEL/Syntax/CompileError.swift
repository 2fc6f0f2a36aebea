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
    /// The line of the source, or as much of it as is near the place, and in a second line a caret under the place.
    package let excerpt: String

    init(message: String, line: Int, column: Int, hint: String? = nil, sourceLine: String) {
        self.message = message
        self.line = line
        self.column = column
        self.hint = hint
        self.excerpt = Self.excerpt(of: sourceLine, column: column)
    }

    /// Code points of a line that are shown at most.
    private static let shown = 100

    /// A line of a source, or as much of it as is near a column (from 1, in code points), and in a second line a caret
    /// under the column.
    package static func excerpt(of line: String, column: Int) -> String {
        let start = max(0, column - shown * 3 / 4)
        let scalars = line.unicodeScalars.dropFirst(start).prefix(shown)
        // A tab stays one, so that the caret stands under its place however wide tabs are.
        let indent = scalars.prefix(max(0, column - 1 - start)).map { $0 == "\t" ? "\t" : " " }.joined()
        return "\(String(scalars))\n\(indent)^"
    }

    package var description: String {
        "\(line):\(column): \(message)\(hint.map { " (\($0))" } ?? "")"
    }
}
