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
    private let policies: PolicyStore
    let log: DecisionLog
    package let idempotency: IdempotencyStore
    private let encoder: DecisionEncoder
    private let sealedTokens: SealedTokenRule
    /// Told of each decision for whose event there is a challenger.
    package let challenger: Challenger
    let now: @Sendable () -> Date
    let observe: DecisionObserver?

    /// - Parameters:
    ///   - providers: the enabled ones.
    ///   - evidence: how much the log's records hold of what a decision rests on.
    ///   - sealedTokens: what a request's sealed token may be used for.
    ///   - idempotency: the keys of requests that are decided once.
    ///   - now: the wall clock, for `created_at` and the policies' `now`.
    ///   - observe: told each decision that was made.
    package init(
        providers: [Provider], policies: PolicyStore, log: DecisionLog, privacy: PrivacyRules,
        evidence: EvidenceLevel = .normalized, sealedTokens: SealedTokenRule = SealedTokenRule(),
        idempotency: IdempotencyStore = IdempotencyStore(),
        now: @escaping @Sendable () -> Date = { Date() }, observe: DecisionObserver? = nil
    ) {
        self.providers = Dictionary(providers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.policies = policies
        self.log = log
        challenger = Challenger(log: log)
        self.encoder = DecisionEncoder(privacy: privacy, level: evidence)
        self.sealedTokens = sealedTokens
        self.idempotency = idempotency
        self.now = now
        self.observe = observe
    }

    /// Decides a request by its deadline. What comes back is on the log as the log's durability says. A cancelled task has
    /// its vendors' calls stopped, unless others wait for them too, and gets no decision; once there is a verdict it is
    /// logged all the same.
    ///
    /// - Parameters:
    ///   - trace: what the request is part of, which goes to the vendors, and the caller's span into the record.
    ///   - idempotency: goes into the record, so that a restart knows it again.
    /// - Throws: ``DecisionError``.
    package func decide(
        _ request: DecisionRequest, deadline: ContinuousClock.Instant, trace: RequestTrace? = nil,
        idempotency: IdempotencyKey? = nil
    ) async throws(DecisionError) -> DecisionAnswer {
        let made = try await make(request, deadline: deadline, trace: trace, idempotency: idempotency)
        var failure: DecisionLogError?
        do throws(DecisionLogError) {
            _ = try await log.append(
                type: RecordQuery.decisionType, id: made.encoded.id, traceparent: trace?.caller?.traceparent,
                data: made.encoded.data)
        } catch {
            failure = error
        }
        observe?(made.report(failure: failure, trace: trace))
        if let failure { throw .notLogged(failure) }
        if let trial = made.trial { challenger.add(trial) }
        return DecisionAnswer(id: made.encoded.id, body: made.encoded.decision)
    }

    /// Asks the vendors and evaluates the policy, and leaves the log to the caller.
    func make(
        _ request: DecisionRequest, deadline: ContinuousClock.Instant, trace: RequestTrace?,
        idempotency: IdempotencyKey?
    ) async throws(DecisionError) -> MadeDecision {
        let start = ContinuousClock.now
        let inForce = policies.current
        let policy = try Self.policy(for: request, among: inForce.policies)
        if let misfit = policy.misfit(subject: request.subject, attributes: request.attributes) {
            throw .invalid(InvalidRequest(misfit))
        }
        let asked = try askedProviders(request)
        let query = Query(
            deadline: deadline - Self.verdictReserve, awaitsFinal: policy.awaitsFinal,
            sealed: request.sealedToken.map { sealedTokens.evidence($0, now: now()) }, trace: trace)
        let gathered = await gather(asked, query)
        let gatheredAt = ContinuousClock.now
        // What the vendors didn't say to somebody who has left is no evidence. From here on there is a verdict, and a
        // verdict is logged whoever waits for it.
        if Task.isCancelled { throw .abandoned }

        let createdAt = Timestamp(now())
        let signals = Signals(gathered.answers.compactMap(\.fetched.answer))
        let evidence = Evidence(request: request, gathered: gathered, signals: signals.record, now: createdAt)
        let verdict = policy.evaluate(evidence)
        let duration = ContinuousClock.now - start
        let encoded = encoder.encode(
            Decision(
                id: DecisionID.make(at: createdAt), request: request, gathered: gathered, signals: signals,
                policy: policy, verdict: verdict, createdAt: createdAt, duration: duration, idempotency: idempotency))
        let trial = inForce.challengers?.policy(for: request.event).map {
            Trial(
                id: encoded.id, decided: verdict.decision, evidence: evidence, policy: $0,
                memoryBytes: request.memoryBytes + gathered.memoryBytes)
        }
        return MadeDecision(
            encoded: encoded, event: policy.event, outcome: verdict.decision, facts: gathered, start: start,
            gathered: gatheredAt, decided: .now, trial: trial)
    }

    /// One of the newest decisions, as its caller got it. Reads a file, so it blocks for a moment.
    ///
    /// - Returns: nil if the log's index has none of that id.
    /// - Throws: ``DecisionLogError/unreadable(path:reason:)``.
    package func decision(id: String) throws(DecisionLogError) -> DecisionAnswer? {
        guard DecisionID.isID(id), let line = try log.record(id: id), let body = RecordedDecision.body(in: line) else {
            return nil
        }
        return DecisionAnswer(id: id, body: body)
    }

    private static func policy(
        for request: DecisionRequest, among policies: PolicySet
    ) throws(DecisionError) -> Policy {
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

    /// How the vendors are asked for one decision.
    private struct Query: Sendable {
        let deadline: ContinuousClock.Instant
        let awaitsFinal: Bool
        let sealed: SealedEvidence?
        let trace: RequestTrace?

        func answer(on session: SessionID, of provider: Provider) async -> GatheredFacts.Answer {
            let fetched = await provider.facts(
                for: session, deadline: deadline, awaitsFinal: awaitsFinal, sealed: sealed, trace: trace)
            return GatheredFacts.Answer(session: session, fetched: fetched)
        }
    }

    /// Asks all at once. Each ends by the deadline on its own.
    private func gather(_ asked: [(SessionID, Provider)], _ query: Query) async -> GatheredFacts {
        if asked.count == 1, let (session, provider) = asked.first {
            return GatheredFacts(answers: [await query.answer(on: session, of: provider)])
        }
        return await withTaskGroup(of: (Int, GatheredFacts.Answer).self) { group in
            for (index, (session, provider)) in asked.enumerated() {
                group.addTask { (index, await query.answer(on: session, of: provider)) }
            }
            var answers: [(Int, GatheredFacts.Answer)] = []
            for await answer in group { answers.append(answer) }
            return GatheredFacts(answers: answers.sorted { $0.0 < $1.0 }.map(\.1))
        }
    }
}
