/// The values of an environment's variables for one evaluation or several, and what evaluations found out about them.
///
/// Made by ``Environment/activation()``. A nil is a variable of which nothing is known.
///
/// The first expression that reads a record's field leaves it here, by the attribute's number, so that the next ones
/// don't have to walk through the records again. That is why evaluations take it `inout`; it belongs to one task.
package struct Activation: Sendable {
    /// The variables' values, by slot.
    private(set) var roots: [Value?]
    /// What is known of attributes, by their numbers.
    private var facts: [Fact]
    private var hasFacts = false
    /// What the macros' variables stand for, the innermost last.
    var locals: [Outcome] = []
    /// What the evaluation may still cost.
    var budget = Budget(steps: 0)
    /// Whose attributes' numbers these are.
    let table: AttributeTable

    init(roots: [Value?], table: AttributeTable) {
        self.roots = roots
        self.table = table
        self.facts = Array(repeating: .pending, count: table.count)
    }

    /// The value at a slot that ``Environment/slot(of:)`` gave. A slot out of range reads as nil and is not written.
    package subscript(slot: Int) -> Value? {
        get { roots.indices.contains(slot) ? roots[slot] : nil }
        set {
            guard roots.indices.contains(slot) else { return }
            roots[slot] = newValue
            guard hasFacts else { return }
            for index in facts.indices { facts[index] = .pending }
            hasFacts = false
        }
    }

    /// What is known of an attribute so far.
    func fact(_ index: Int) -> Fact { index < facts.count ? facts[index] : .pending }

    mutating func keep(_ fact: Fact, at index: Int) {
        // Programs may have been compiled since this was made. Their attributes are as many as the sources have.
        while facts.count <= index { facts.append(.pending) }
        facts[index] = fact
        hasFacts = true
    }
}

/// What an activation knows of an attribute.
enum Fact: Sendable {
    /// Nobody asked yet.
    case pending
    case known(Value)
    /// Nobody delivered it.
    case unknown
    /// The host filled in a record of another type than it declared.
    case mismatch
}
