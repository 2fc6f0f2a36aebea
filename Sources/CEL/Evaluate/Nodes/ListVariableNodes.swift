/// A list variable whose elements may end: those that count at the time of the evaluation.
final class TimedListNode: Node {
    let list: TimedList
    let clock: Clock

    init(_ list: TimedList, clock: Clock) {
        self.list = list
        self.clock = clock
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        guard activation.budget.spend(list.elements.count) else { return .error(.tooExpensive) }
        return paid(activation)
    }

    /// The same for who has spent what it takes to go over the elements.
    func paid(_ activation: borrowing Activation) -> Outcome {
        guard let now = clock.time(activation) else { return clock.missing(activation) }
        return .value(.list(list.values(at: now)))
    }
}

/// `element in list`, by hash.
final class TimedMembershipNode: Node {
    private let element: any Node
    private let list: TimedList
    private let clock: Clock

    init(_ element: any Node, in list: TimedListNode) {
        self.element = element
        self.list = list.list
        self.clock = list.clock
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let outcome = element.evaluate(&activation)
        guard case .value(let value) = outcome else { return outcome }
        guard case .string(let text) = value else { return .value(.bool(false)) }
        guard let now = clock.time(activation) else { return clock.missing(activation) }
        return .value(.bool(list.contains(text, at: now)))
    }
}

/// A variable of blocks of addresses. It has no value: it can only be asked with `in`.
final class BlockListNode: Node {
    let list: BlockList
    let clock: Clock

    init(_ list: BlockList, clock: Clock) {
        self.list = list
        self.clock = clock
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        .error(.invalid("a list of blocks can only be asked with 'in'"))
    }
}

/// `address in blocks`.
final class BlockMembershipNode: Node {
    private let element: any Node
    private let list: BlockList
    private let clock: Clock

    init(_ element: any Node, in list: BlockListNode) {
        self.element = element
        self.list = list.list
        self.clock = list.clock
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        let outcome = element.evaluate(&activation)
        guard case .value(let value) = outcome else { return outcome }
        guard let now = clock.time(activation) else { return clock.missing(activation) }
        switch value {
        case .address(let address): return .value(.bool(list.contains(address, at: now)))
        case .string(let text):
            // Not false: what isn't an address may be anything.
            guard let address = IPAddress(text) ?? IPAddress(mapped: text) else {
                return .error(.invalid("the text is no IP address"))
            }
            return .value(.bool(list.contains(address, at: now)))
        default: return .error(.noSuchOverload("'in'", value))
        }
    }
}

/// Where an evaluation finds the time.
struct Clock: Sendable {
    let slot: Int
    let name: String

    func time(_ activation: borrowing Activation) -> Timestamp? {
        if case .timestamp(let time)? = activation.roots[slot] { time } else { nil }
    }

    /// What there is instead of a time.
    func missing(_ activation: borrowing Activation) -> Outcome {
        activation.roots[slot] == nil ? .unknown(UnknownSet(name)) : .error(.noSuchOverload("the time", []))
    }
}
