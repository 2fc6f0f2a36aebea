/// A root name that expressions may use.
package struct Variable: Sendable {
    /// May have dots, such as `com.example.limit`; the longest name that fits is taken.
    package let name: String
    package let type: CELType
    /// Whether absence anywhere in this map is ignorance: a key that isn't there is then *unknown*, not an error.
    package let isOpenEvidence: Bool
    /// The value, where it is the same for every evaluation. Conditions on it are settled when they are compiled.
    package let constant: Value?

    package init(_ name: String, _ type: CELType, isOpenEvidence: Bool = false) {
        self.name = name
        self.type = type
        self.isOpenEvidence = isOpenEvidence
        self.constant = nil
    }

    /// A name for a value that doesn't change. A list of many entries is searched by hash.
    package init(_ name: String, _ type: CELType, constant: Value) {
        self.name = name
        self.type = type
        self.isOpenEvidence = false
        self.constant = constant
    }
}
