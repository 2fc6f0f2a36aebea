import CEL
import Policy
import Providers
import Upstream

extension Evidence {
    /// What the policy may know of a request: what its caller told, and what the vendors did.
    ///
    /// - Parameter signals: of ``Signals/recordType``.
    init(request: DecisionRequest, gathered: GatheredFacts, signals: Record, now: Timestamp) {
        var values: [(name: String, value: Value)] = [
            ("signals", .record(signals)),
            ("providers", .record(ProviderStatus.record(gathered))),
            ("subject", .record(request.subject)),
            ("attributes", .map(request.attributes)),
            ("now", .timestamp(now)),
        ]
        for answer in gathered.answers {
            guard let facts = answer.fetched.answer else { continue }
            values.append((facts.provider.rawValue, .record(facts.record)))
        }
        let providers = gathered.answers.map { answer in
            Provider(
                answer.session.provider.rawValue,
                answer.fetched.cause == .ok ? .ok : .unavailable(cause: answer.fetched.cause.rawValue))
        }
        self.init(values, providers: providers)
    }
}
