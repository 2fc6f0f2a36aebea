import Synchronization

/// A field that is reached from a variable through declared records only, such as `signals.network.vpn`.
final class Attribute: Sendable {
    enum Parent: Sendable {
        case root(slot: Int)
        case attribute(Attribute)
    }

    /// Where an activation keeps what is known of it.
    let index: Int
    private let parent: Parent
    /// The type of the record that has the field.
    private let type: RecordType
    private let slot: Int

    init(index: Int, parent: Parent, type: RecordType, slot: Int) {
        self.index = index
        self.parent = parent
        self.type = type
        self.slot = slot
    }

    /// What is known of it; never `pending`.
    func read(_ activation: inout Activation) -> Fact {
        let known = activation.fact(index)
        if case .pending = known {
            let fact = find(&activation)
            activation.keep(fact, at: index)
            return fact
        }
        return known
    }

    private func find(_ activation: inout Activation) -> Fact {
        switch parent {
        case .root(let slot): return activation.roots[slot].map(field) ?? .unknown
        case .attribute(let attribute):
            let fact = attribute.read(&activation)
            return if case .known(let value) = fact { field(of: value) } else { fact }
        }
    }

    private func field(of value: Value) -> Fact {
        guard case .record(let record) = value, record.type === type else { return .mismatch }
        return record.values[slot].map(Fact.known) ?? .unknown
    }
}

/// The attributes that an environment's programs read, each with a number of its own.
///
/// It grows while programs are compiled, which may be on several threads.
final class AttributeTable: Sendable {
    private struct Key: Hashable {
        let parent: Int
        let slot: Int
    }

    private let attributes = Mutex<[Key: Attribute]>([:])

    var count: Int { attributes.withLock { $0.count } }

    /// The attribute at a slot of the record that a variable or another attribute is.
    func attribute(of parent: Attribute.Parent, type: RecordType, slot: Int) -> Attribute {
        let key =
            switch parent {
            case .root(let root): Key(parent: -1 - root, slot: slot)
            case .attribute(let attribute): Key(parent: attribute.index, slot: slot)
            }
        return attributes.withLock { attributes in
            if let attribute = attributes[key] { return attribute }
            let attribute = Attribute(index: attributes.count, parent: parent, type: type, slot: slot)
            attributes[key] = attribute
            return attribute
        }
    }
}
