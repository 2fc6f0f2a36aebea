/// Why a regular expression can't be read. The text never has the pattern itself: it may be personal data.
struct PatternError: Error, Equatable {
    /// Without a full stop, such as `a ')' is missing`.
    let message: String
    let hint: String?

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}
