/// A compiled expression: checked, its fields resolved, ready to be evaluated any number of times on any thread.
///
/// A class, so that whoever keeps many of them doesn't copy their parts at every use.
package final class Program: Sendable {
    package let source: String
    /// What a value of it is, as far as that is known before it runs.
    package let resultType: CELType
    /// The attributes that it may read, such as `signals.network.vpn`, each once, in the order of the source.
    /// `[]` stands for a list's elements and `.*` for a key that is computed.
    package let attributes: [String]
    private let root: any Node
    private let table: AttributeTable
    /// How many attributes there were when this was compiled, its own included.
    private let attributeCount: Int
    private let maxSteps: Int

    init(
        source: String, resultType: CELType, attributes: [String], root: any Node, table: AttributeTable, maxSteps: Int
    ) {
        self.source = source
        self.resultType = resultType
        self.attributes = attributes
        self.root = root
        self.table = table
        table.add(reads: attributes)
        self.attributeCount = table.plan.count
        self.maxSteps = maxSteps
    }

    /// The value, if it is the same whatever the activation holds.
    package var constant: Value? { (root as? ConstantNode)?.value }

    /// - Parameter activation: made by the environment that compiled the program; another one gives an error.
    package func evaluate(_ activation: inout Activation) -> Outcome {
        var steps = Int.max
        return evaluate(&activation, steps: &steps)
    }

    /// The same as one of several that share what they may cost.
    ///
    /// - Parameter steps: what is left for them; less by what this one took.
    package func evaluate(_ activation: inout Activation, steps: inout Int) -> Outcome {
        guard activation.table === table else {
            return .error(EvaluationError(.undeclared, "the activation belongs to another environment"))
        }
        activation.readAttributes(atLeast: attributeCount)
        let granted = min(maxSteps, max(0, steps))
        activation.budget = Budget(steps: granted)
        let outcome = root.evaluate(&activation)
        steps -= granted - activation.budget.left
        // No `||` makes up for an expression that costs too much: what it says then may depend on the order of operands.
        return activation.budget.isSpent ? .error(.tooExpensive) : outcome
    }
}
