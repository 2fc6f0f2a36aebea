/// A value that is settled when the expression is compiled.
final class ConstantNode: Node {
    let value: Value

    init(_ value: Value) { self.value = value }

    func evaluate(_ activation: inout Activation) -> Outcome { .value(value) }
}

/// An error that is settled when the expression is compiled, such as a name that isn't declared.
final class ErrorNode: Node {
    private let error: EvaluationError

    init(_ error: EvaluationError) { self.error = error }

    func evaluate(_ activation: inout Activation) -> Outcome { .error(error) }
}

/// A variable of the environment.
final class RootNode: Node {
    private let slot: Int
    private let unknown: UnknownSet

    init(slot: Int, name: String) {
        self.slot = slot
        self.unknown = UnknownSet(name)
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        guard let value = activation.roots[slot] else {
            return .unknown(activation.isWithheld(slot: slot) ? unknown.withheld : unknown)
        }
        return .value(value)
    }
}

/// The variable of a macro.
final class LocalNode: Node {
    private let index: Int

    init(_ index: Int) { self.index = index }

    func evaluate(_ activation: inout Activation) -> Outcome { activation.locals[index] }
}
