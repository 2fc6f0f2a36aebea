/// One mistake in a policy document or one of its list files.
package struct PolicyProblem: Sendable, Equatable, CustomStringConvertible {
    /// As the user would write the path.
    package let file: String
    /// From 1. Nil where it is about the file as a whole.
    package let line: Int?
    /// From 1, in code points.
    package let column: Int?
    /// What is wrong.
    package let message: String
    /// What is expected or allowed, or may have been meant.
    package let hint: String?

    init(file: String, line: Int? = nil, column: Int? = nil, message: String, hint: String? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
    }

    /// `file:line:column: message (hint)`, as compilers do, so that editors find the place.
    package var description: String {
        let place = [file, line.map(String.init), column.map(String.init)].compactMap { $0 }.joined(separator: ":")
        return "\(place): \(message)\(hint.map { " (\($0))" } ?? "")"
    }
}
