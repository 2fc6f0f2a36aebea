import CEL
import DecisionLog
import Foundation
import Policy
import Providers
import Upstream

/// Makes decisions: asks the vendors, evaluates the policy, puts the decision on the log, and only then gives it.
package struct DecisionService: Sendable {
    /// What is kept of a deadline for the policy, the encoding and the way back.
    private static let verdictReserve = Duration.milliseconds(5)

    private let providers: [ProviderName: Provider]
    private let policies: PolicySet
    private let log: DecisionLog
    private let encoder: DecisionEncoder
    private let now: @Sendable () -> Date

    /// - Parameters:
    ///   - providers: the enabled ones.
    ///   - now: the wall clock, for `created_at` and the policies' `now`.
    package init(
        providers: [Provider], policies: PolicySet, log: DecisionLog, privacy: PrivacyRules,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.providers = Dictionary(providers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.policies = policies
        self.log = log
        self.encoder = DecisionEncoder(privacy: privacy)
        self.now = now
    }

    /// Decides a request by its deadline. What comes back is on the log as the log's durability says.
    ///
    /// - Parameter traceparent: of W3C Trace Context, checked; goes to the vendors and into the record.
    /// - Throws: ``DecisionError``.
    package func decide(
        _ request: DecisionRequest, deadline: ContinuousClock.Instant, traceparent: String? = nil
    ) async throws(DecisionError) -> DecisionAnswer {
        let start = ContinuousClock.now
        let policy = try policy(for: request)
        let asked = try askedProviders(request)
        let gathered = await gather(asked, deadline: deadline - Self.verdictReserve, traceparent: traceparent)

        let createdAt = Timestamp(now())
        let signals = Signals(gathered.answers.compactMap(\.fetched.answer))
        let verdict = policy.evaluate(
            Evidence(request: request, gathered: gathered, signals: signals.record, now: createdAt))

        let encoded = encoder.encode(
            Decision(
                id: DecisionID.make(at: createdAt), request: request, gathered: gathered, signals: signals,
                policy: policy, verdict: verdict, createdAt: createdAt, duration: .now - start))
        try await append(encoded, traceparent: traceparent)
        return DecisionAnswer(id: encoded.id, body: encoded.decision)
    }

    private func policy(for request: DecisionRequest) throws(DecisionError) -> Policy {
        if let policy = policies.policy(for: request.event) { return policy }
        let known = policies.events.sorted().joined(separator: ", ")
        throw .invalid(
            InvalidRequest(
                .unknownEvent, at: "/event", "No policy decides this event. There are policies for: \(known)."))
    }

    private func askedProviders(_ request: DecisionRequest) throws(DecisionError) -> [(SessionID, Provider)] {
        var asked: [(SessionID, Provider)] = []
        for session in request.sessions {
            guard let provider = providers[session.provider] else {
                let name = session.provider.rawValue
                throw .invalid(
                    InvalidRequest(
                        .providerNotEnabled, at: request.isRouted ? "/session_id" : "/sessions/\(name)",
                        "\(name) is not enabled here: its key isn't configured, or it is switched off."))
            }
            asked.append((session, provider))
        }
        return asked
    }

    /// Asks all at once. Each ends by the deadline on its own.
    private func gather(
        _ asked: [(SessionID, Provider)], deadline: ContinuousClock.Instant, traceparent: String?
    ) async -> GatheredFacts {
        if asked.count == 1, let (session, provider) = asked.first {
            let fetched = await provider.facts(for: session, deadline: deadline, traceparent: traceparent)
            return GatheredFacts(answers: [.init(session: session, fetched: fetched)])
        }
        return await withTaskGroup(of: (Int, GatheredFacts.Answer).self) { group in
            for (index, (session, provider)) in asked.enumerated() {
                group.addTask {
                    let fetched = await provider.facts(for: session, deadline: deadline, traceparent: traceparent)
                    return (index, GatheredFacts.Answer(session: session, fetched: fetched))
                }
            }
            var answers: [(Int, GatheredFacts.Answer)] = []
            for await answer in group { answers.append(answer) }
            return GatheredFacts(answers: answers.sorted { $0.0 < $1.0 }.map(\.1))
        }
    }

    private func append(_ encoded: EncodedDecision, traceparent: String?) async throws(DecisionError) {
        do throws(DecisionLogError) {
            _ = try await log.append(
                type: "portcullis.decision.v1", id: encoded.id, traceparent: traceparent, data: encoded.data)
        } catch {
            throw .notLogged(error)
        }
    }
}
