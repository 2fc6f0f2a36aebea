/// The values of an environment's variables for one evaluation or several.
///
/// Made by ``Environment/activation()``. A nil is a variable of which nothing is known.
///
/// The first evaluation reads all attributes that the environment's programs use, a record at a time, so that the
/// expressions find them by number and don't walk through the records again and again. That is why evaluations take it
/// `inout`; it belongs to one task.
package struct Activation: Sendable {
    /// The variables' values, by slot.
    private(set) var roots: [Value?]
    /// What is known of attributes, by their numbers; empty until it has been read.
    private var facts: [Fact] = []
    private var plan: AttributeTable.Plan
    /// What the macros' variables stand for, the innermost last.
    var locals: [Outcome] = []
    /// What the evaluation may still cost.
    var budget = Budget(steps: 0)
    /// Whose attributes' numbers these are.
    let table: AttributeTable
    /// The slots of the variables whose values are withheld; nil, as nearly always, for none.
    private var withheldRoots: Set<Int>?

    init(roots: [Value?], table: AttributeTable) {
        self.roots = roots
        self.table = table
        self.plan = table.plan
    }

    /// The value at a slot that ``Environment/slot(of:)`` gave. A slot out of range reads as nil and is not written.
    package subscript(slot: Int) -> Value? {
        get { roots.indices.contains(slot) ? roots[slot] : nil }
        set {
            guard roots.indices.contains(slot) else { return }
            roots[slot] = newValue
            facts.removeAll(keepingCapacity: true)
        }
    }

    /// What is known of an attribute. After ``readAttributes(atLeast:)``, for a number below that.
    func fact(_ attribute: Int) -> Fact { facts[attribute] }

    /// Takes out what the evidence's source withholds. After all values have been set, and after all programs that are
    /// evaluated with this have been compiled.
    package mutating func withhold(_ withheld: WithheldAttributes) {
        guard withheld.table === table else { return }
        readAttributes(atLeast: withheld.states.count)
        for (attribute, state) in withheld.states.enumerated() where facts.indices.contains(attribute) {
            switch (state, facts[attribute]) {
            case (.withheld, .unknown): facts[attribute] = .withheld
            case (.partly, .known), (.withheld, .known(.record)): facts[attribute] = .partlyWithheld
            // What is there all the same is known.
            default: break
            }
        }
        for slot in withheld.roots where roots.indices.contains(slot) { roots[slot] = nil }
        withheldRoots = withheld.roots
    }

    func isWithheld(slot: Int) -> Bool { withheldRoots?.contains(slot) ?? false }

    /// Reads all attributes, unless that is done.
    ///
    /// - Parameter count: how many there were when the program was compiled, which may be more than when this was made.
    mutating func readAttributes(atLeast count: Int) {
        if plan.count < count { plan = table.plan }
        guard facts.count != plan.count else { return }
        facts = Array(repeating: .unknown, count: plan.count)
        for group in plan.groups {
            switch group.parent {
            case .root(let slot): if let value = roots[slot] { read(group, of: value) }
            case .attribute(let attribute):
                switch facts[attribute] {
                case .known(let value): read(group, of: value)
                case .unknown, .withheld, .partlyWithheld: break
                case .mismatch: spoil(group)
                }
            }
        }
    }

    private mutating func read(_ group: AttributeTable.Group, of value: Value) {
        guard case .record(let record) = value, record.type === group.type else { return spoil(group) }
        for (slot, attribute) in group.fields {
            if let value = record.values[slot] { facts[attribute] = .known(value) }
        }
    }

    private mutating func spoil(_ group: AttributeTable.Group) {
        for (_, attribute) in group.fields { facts[attribute] = .mismatch }
    }
}

/// What an activation knows of an attribute.
enum Fact: Sendable {
    case known(Value)
    /// Nobody delivered it.
    case unknown
    /// It may have been delivered, and the evidence's source keeps it back.
    case withheld
    /// A record that was delivered, of which the source keeps back some.
    case partlyWithheld
    /// The host filled in a record of another type than it declared.
    case mismatch
}
