import CEL

/// One expression in the words of policies, on evidence.
package struct ExpressionEvaluation: Sendable {
    private let environment: Environment
    private let schema: RequestSchema?
    private let program: Program

    /// - Parameter policy: whose lists the expression may use; nil for none.
    /// - Throws: the mistake in the expression.
    package init(_ source: String, policy: Policy? = nil, vocabulary: Vocabulary) throws(CompileError) {
        schema = policy?.schema
        environment = policy?.environment ?? Environment(variables: vocabulary.variables)
        program = try environment.compile(source)
    }

    /// What a value of it is, as far as that is known before it runs.
    package var resultType: CELType { program.resultType }

    /// - Parameter withholding: what the evidence's source keeps back; nil for nothing.
    package func evaluate(_ evidence: Evidence, withholding: Withholding? = nil) -> Outcome {
        let withheld = withholding.map { environment.attributes(withheldBy: $0) }
        var activation = evidence.activation(of: environment, schema: schema, withheld: withheld)
        return program.evaluate(&activation)
    }
}
