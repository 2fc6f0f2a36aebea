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
    /// The line of the document, and in a second line a caret under the place.
    package internal(set) var excerpt: String?
    /// Whether the message may quote an entry of a list, which may be a person's.
    package internal(set) var quotesListEntry = false

    init(file: String, line: Int? = nil, column: Int? = nil, message: String, hint: String? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
    }

    /// `file:line:column: message (hint)`, as compilers do, so that editors find the place.
    package var description: String { "\(place): \(text)" }

    /// `file:line:column`, as far as they are known.
    package var place: String {
        [file, line.map(String.init), column.map(String.init)].compactMap { $0 }.joined(separator: ":")
    }

    /// The message, with the hint behind it.
    package var text: String { "\(message)\(hint.map { " (\($0))" } ?? "")" }

    /// The text for those who may not read lists: a log, an answer of the service.
    package var discreetText: String {
        quotesListEntry ? "this entry of a list can't be used; 'portcullis policy check' says why" : text
    }
}
