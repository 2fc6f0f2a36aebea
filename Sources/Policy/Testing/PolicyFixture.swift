import CEL

/// What is known in an imagined request: of a case of a policy's tests, or for an expression to be tried on.
package struct PolicyFixture: Sendable {
    /// What a vendor answered.
    package struct Answer: Sendable {
        package let provider: String
        /// The body, as the vendor's API sends it.
        package let json: [UInt8]
        /// Whether it was written for the test, so that a field that the vendor doesn't have is a slip.
        package let isWrittenForTest: Bool
    }

    package private(set) var answers: [Answer]
    /// How the asking of a vendor ended: `ok`, or one of ``Vocabulary/causes``. At most one a vendor.
    package private(set) var outcomes: [(provider: String, outcome: String)]
    /// What the vendors tell in the shared vocabulary, as JSON objects: each goes before the ones in front of it, and
    /// all before what the answers say.
    package let signals: [[UInt8]]
    /// As in a request, a JSON object.
    package let subject: [UInt8]?
    /// As in a request, a JSON object.
    package let attributes: [UInt8]?
    package let now: Timestamp

    init(
        answers: [Answer], outcomes: [(provider: String, outcome: String)], signals: [[UInt8]], subject: [UInt8]?,
        attributes: [UInt8]?, now: Timestamp
    ) {
        self.answers = answers
        self.outcomes = outcomes
        self.signals = signals
        self.subject = subject
        self.attributes = attributes
        self.now = now
    }

    /// A request of which nothing is known: no vendor was asked, and the caller told nothing.
    package init(now: Timestamp) {
        self.init(answers: [], outcomes: [], signals: [], subject: nil, attributes: nil, now: now)
    }

    /// Puts a vendor's answer in the place of what is said of that vendor.
    ///
    /// - Parameter json: the body, as the vendor's API sends it.
    package mutating func answer(of provider: String, _ json: [UInt8]) {
        answers = answers.filter { $0.provider != provider }
            + [Answer(provider: provider, json: json, isWrittenForTest: false)]
        outcomes = outcomes.filter { $0.provider != provider } + [(provider, "ok")]
    }
}
