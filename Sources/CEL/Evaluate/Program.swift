/// A compiled expression: checked, its fields resolved, ready to be evaluated any number of times on any thread.
package struct Program: Sendable {
    package let source: String
    /// What a value of it is, as far as that is known before it runs.
    package let resultType: CELType
    /// The attributes that it may read, such as `signals.network.vpn`, each once, in the order of the source.
    /// `[]` stands for a list's elements and `.*` for a key that is computed.
    package let attributes: [String]
    private let root: any Node
    private let rootCount: Int
    private let maxSteps: Int

    init(source: String, resultType: CELType, attributes: [String], root: any Node, rootCount: Int, maxSteps: Int) {
        self.source = source
        self.resultType = resultType
        self.attributes = attributes
        self.root = root
        self.rootCount = rootCount
        self.maxSteps = maxSteps
    }

    /// The value, if it is the same whatever the activation holds.
    package var constant: Value? { (root as? ConstantNode)?.value }

    /// - Parameter activation: made by the environment that compiled the program; another one gives an error.
    package func evaluate(_ activation: borrowing Activation) -> Outcome {
        guard activation.values.count == rootCount else {
            return .error(EvaluationError(.undeclared, "the activation belongs to another environment"))
        }
        var frame = Frame(roots: activation.values, maxSteps: maxSteps)
        return root.evaluate(&frame)
    }
}
