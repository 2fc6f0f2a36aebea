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
    func activation(of environment: Environment, withheld: WithheldAttributes? = nil) -> Activation {
        var activation = environment.activation()
        for (name, value) in values {
            if let slot = environment.slot(of: name) { activation[slot] = value }
        }
        if let withheld { activation.withhold(withheld) }
        return activation
    }

    func status(of provider: String) -> Status {
        providers.first { $0.name == provider }?.status ?? .notRequested
    }
}
