/// The values of an environment's variables for one evaluation, or for several.
///
/// Made by ``Environment/activation()``. A nil is a variable of which nothing is known.
package struct Activation: Sendable {
    private(set) var values: [Value?]

    init(values: [Value?]) { self.values = values }

    /// The value at a slot that ``Environment/slot(of:)`` gave. A slot out of range reads as nil and is not written.
    package subscript(slot: Int) -> Value? {
        get { values.indices.contains(slot) ? values[slot] : nil }
        set {
            guard values.indices.contains(slot) else { return }
            values[slot] = newValue
        }
    }
}
