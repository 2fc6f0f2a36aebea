/// A place of an expression that reads an attribute.
package struct AttributeRead: Sendable {
    /// As ``Program/attributes`` names it.
    package let path: String
    /// The attributes that are there wherever this place counts, as `has(…)` says so: without one of them the outcome
    /// doesn't depend on what is read here.
    package let known: Set<String>
    /// From 1.
    package let line: Int
    /// From 1, in code points.
    package let column: Int

    /// Whether an attribute is there: it, or a part of it, is among the known ones.
    package func knows(_ path: String) -> Bool {
        known.contains { $0 == path || $0.hasPrefix(path + ".") || $0.hasPrefix(path + "[") }
    }
}
