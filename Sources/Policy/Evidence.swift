import CEL

/// What a policy decides on: everything that is known of one request.
package struct Evidence: Sendable {
    /// How the asking of a vendor ended.
    package enum Status: Sendable, Equatable {
        case ok
        /// There was no session of it to ask about.
        case notRequested
        /// It was asked and gave no facts, for one of ``Vocabulary/causes``.
        case unavailable(cause: String)
    }

    package struct Provider: Sendable {
        package let name: String
        package let status: Status

        package init(_ name: String, _ status: Status) {
            self.name = name
            self.status = status
        }
    }

    /// The root names' values. One that is left out is unknown; one that the vocabulary lacks isn't used.
    package let values: [(name: String, value: Value)]
    /// At most one entry a vendor. One that is left out counts as not requested.
    package let providers: [Provider]

    package init(_ values: [(name: String, value: Value)], providers: [Provider]) {
        self.values = values
        self.providers = providers
    }

    /// The values, for the programs of an environment.
    ///
    /// - Parameter schema: what a document declares of the caller's attributes.
    func activation(
        of environment: Environment, schema: RequestSchema? = nil, withheld: WithheldAttributes? = nil
    ) -> Activation {
        var activation = environment.activation()
        fill(&activation, of: environment, schema: schema, withheld: withheld)
        return activation
    }

    /// Puts the values into an activation of the environment that has none yet.
    func fill(
        _ activation: inout Activation, of environment: Environment, schema: RequestSchema?,
        withheld: WithheldAttributes?
    ) {
        for (name, value) in values {
            if let slot = environment.slot(of: name) { activation[slot] = value }
        }
        // Under a schema the attributes are of the types that it declares.
        if let schema, let slot = environment.slot(of: RequestSchema.attributesVariable),
            case .map(let map)? = activation[slot], let record = schema.record(of: map)
        {
            activation[slot] = .record(record)
        }
        if let withheld { activation.withhold(withheld) }
    }

    func value(of name: String) -> Value? { values.first { $0.name == name }?.value }

    func status(of provider: String) -> Status {
        providers.first { $0.name == provider }?.status ?? .notRequested
    }
}
