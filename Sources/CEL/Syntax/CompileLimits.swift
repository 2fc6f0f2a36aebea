/// What an expression may be at most, and what it may cost.
package struct CompileLimits: Sendable {
    /// Bytes of the source in UTF-8.
    package var maxSourceBytes: Int
    /// Levels of nesting, of brackets as of operators. At most ``deepest``.
    package var maxHeight: Int
    /// Steps of macros and searches through lists in one evaluation. Whatever is beyond ends in an error.
    package var maxSteps: Int

    /// Parsing, checking and evaluating are recursive; this many levels fit into the stack of any thread.
    package static let deepest = 200

    package init(maxSourceBytes: Int = 16 << 10, maxHeight: Int = 100, maxSteps: Int = 100_000) {
        self.maxSourceBytes = maxSourceBytes
        self.maxHeight = min(maxHeight, Self.deepest)
        self.maxSteps = maxSteps
    }
}
