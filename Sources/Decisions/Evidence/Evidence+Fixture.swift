import CEL
import Policy
import Providers
import Upstream

extension Evidence {
    /// What a policy would know of a request like a test's.
    package init(test: PolicyTestCase) throws(PolicyTestCaseError) { try self.init(fixture: test.fixture) }

    /// What a policy would know of such a request: the vendors' answers are read, the signals made, and the caller's
    /// fields checked, as for a request.
    package init(fixture: PolicyFixture) throws(PolicyTestCaseError) {
        var answers: [GatheredFacts.Answer] = []
        for provider in ProviderName.allCases {
            guard let outcome = fixture.outcomes.first(where: { $0.provider == provider.rawValue })?.outcome else {
                continue
            }
            guard let cause = Cause(rawValue: outcome) else {
                throw PolicyTestCaseError("the asking of \(provider.rawValue) can't end in '\(outcome)'")
            }
            let session = try Self.sampleSession(of: provider)
            answers.append(.init(session: session, fetched: try Self.fetched(cause, of: provider, fixture)))
        }
        let request = try Self.request(fixture)
        let told = try Self.signals(fixture)
        self.init(
            request: request, gathered: GatheredFacts(answers: answers),
            signals: Signals(answers.compactMap(\.fetched.answer)).record.merging(told), now: fixture.now)
    }

    /// Stands for the session that a request would name; no policy reads it.
    private static func sampleSession(of provider: ProviderName) throws(PolicyTestCaseError) -> SessionID {
        let text =
            switch provider {
            case .tripwire: "sid_00000000000000000000000000"
            case .verisoul: "00000000-0000-0000-0000-000000000000"
            }
        guard let session = SessionID(text, of: provider) else {
            throw PolicyTestCaseError("\(provider.rawValue) has no sample session")
        }
        return session
    }

    /// A good answer that tells nothing, for a vendor of which a case tells the signals alone.
    private static func emptyAnswer(of provider: ProviderName) -> String {
        switch provider {
        case .tripwire: #"{"data":{"decision":{}}}"#
        case .verisoul: "{}"
        }
    }

    private static func fetched(
        _ cause: Cause, of provider: ProviderName, _ fixture: PolicyFixture
    ) throws(PolicyTestCaseError) -> Fetched<Facts> {
        guard cause == .ok else { return Fetched(cause, source: .upstream, duration: .zero) }
        let answer = fixture.answers.first { $0.provider == provider.rawValue }
        guard let facts = provider.facts(in: answer?.json ?? Array(emptyAnswer(of: provider).utf8)) else {
            throw PolicyTestCaseError("the facts of \(provider.rawValue) are no answer of that vendor's API")
        }
        if answer?.isWrittenForTest == true, let drift = facts.drift.first {
            throw PolicyTestCaseError("\(provider.rawValue)'s answers have no such field or value: \(drift)")
        }
        return Fetched(facts, source: .upstream, age: .zero, duration: .zero)
    }

    private static func signals(_ fixture: PolicyFixture) throws(PolicyTestCaseError) -> Record {
        var signals = Record(Signals.recordType)
        for json in fixture.signals {
            guard let decoded = try? JSONRecordDecoder(Signals.recordType).decode(json) else {
                throw PolicyTestCaseError("the signals can't be read")
            }
            if let drift = decoded.drift.first {
                let form = Signal.allCases.first { $0.definition.path == drift.path }?.definition.form
                throw PolicyTestCaseError(
                    "there is no such signal or value: signals.\(drift.path): \(drift.kind.rawValue)"
                        + (form.map { " (it has to be \($0))" } ?? ""))
            }
            signals = signals.merging(decoded.record)
        }
        return signals
    }

    /// Goes through a request's own reader, so that a test can't have what no caller could send.
    private static func request(_ fixture: PolicyFixture) throws(PolicyTestCaseError) -> DecisionRequest {
        var writer = JSONWriter(capacity: 1024)
        writer.beginObject()
        // A request has to have one, and no policy reads it.
        writer.member("session_id", try sampleSession(of: .tripwire).text)
        for (name, json) in [("subject", fixture.subject), ("attributes", fixture.attributes)] {
            guard let json else { continue }
            writer.key(name)
            writer.encoded(json)
        }
        writer.endObject()
        do throws(InvalidRequest) {
            return try DecisionRequest(json: writer.bytes)
        } catch {
            throw PolicyTestCaseError("\(error.pointer): \(error.detail)")
        }
    }
}
