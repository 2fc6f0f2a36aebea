/// What an expression may be at most, and what it may cost.
package struct CompileLimits: Sendable {
    /// Bytes of the source in UTF-8.
    package var maxSourceBytes: Int
    /// Levels of nesting, of brackets as of operators. At most ``deepest``.
    package var maxHeight: Int
    /// What an expression may cost as far as that can be told before it runs, in nodes visited; a list of unknown length
    /// counts as 16 elements.
    package var maxCost: Int
    /// What one evaluation may cost: a step is an element that a macro, a search or a comparison goes over, an element or
    /// 64 bytes of text that are read or made. Whatever is beyond ends in an error, so that nothing grows without bound.
    package var maxSteps: Int

    /// Parsing, checking and evaluating are recursive; this many levels fit into the stack of any thread.
    package static let deepest = 200

    package init(
        maxSourceBytes: Int = 16 << 10, maxHeight: Int = 100, maxCost: Int = 1_000_000, maxSteps: Int = 100_000
    ) {
        self.maxSourceBytes = maxSourceBytes
        self.maxHeight = min(maxHeight, Self.deepest)
        self.maxCost = maxCost
        self.maxSteps = maxSteps
    }
}
