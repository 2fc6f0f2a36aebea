/// What a JSON document may be at most. Whatever is beyond is refused with an error, not cut off.
package struct JSONLimits: Sendable {
    /// Bytes of the whole document.
    package var maxBytes: Int
    /// Arrays and objects inside each other, the outermost included. At most ``deepest``.
    package var maxDepth: Int
    /// Array elements and object members of the whole document.
    package var maxElements: Int

    /// Reading is recursive; this many levels fit easily into the stack of any thread.
    package static let deepest = 128

    /// Digits, sign, fraction and exponent of one number.
    static let maxNumberBytes = 512

    package init(maxBytes: Int = 1 << 20, maxDepth: Int = 64, maxElements: Int = 100_000) {
        self.maxBytes = maxBytes
        self.maxDepth = min(maxDepth, Self.deepest)
        self.maxElements = maxElements
    }
}
