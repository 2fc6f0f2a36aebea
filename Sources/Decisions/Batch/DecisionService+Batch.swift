import DecisionLog
import Upstream

extension DecisionService {
    /// What becomes of one item of a batch.
    package enum ItemOutcome: Sendable {
        case decided(DecisionAnswer)
        /// It was decided before; ``DecisionService/answer(recordedAt:)`` has the same bytes.
        case recorded(RecordReference)
        case failed(DecisionError)
    }

    /// One item that is to be decided.
    private struct Item: Sendable {
        let index: Int
        let request: DecisionRequest
        let key: IdempotencyKey?
    }

    /// Decides the items of a batch as ``decide(_:deadline:trace:idempotency:)`` does each, all at once and by the same deadline.
    /// What could be decided then goes into the log together, with one commit.
    ///
    /// - Parameter key: the batch's; each of its items is decided only once.
    /// - Returns: of each item, in their order, what became of it. Errors have pointers into the batch.
    /// - Throws: ``DecisionError``, `.otherRequest` and `.running`.
    package func decide(
        _ batch: DecisionBatch, once key: IdempotencyKey? = nil, deadline: ContinuousClock.Instant,
        trace: RequestTrace? = nil
    ) async throws(DecisionError) -> [ItemOutcome] {
        var outcomes = try admit(batch, key)
        var items: [Item] = []
        for (index, item) in batch.items.enumerated() {
            guard outcomes[index] == nil, case .success(let request) = item else { continue }
            items.append(Item(index: index, request: request, key: key?.item(index)))
        }
        var made: [(item: Item, decision: MadeDecision)] = []
        for (item, result) in await make(items, deadline: deadline, trace: trace) {
            switch result {
            case .success(let decision): made.append((item, decision))
            case .failure(let error): outcomes[item.index] = failed(item, error)
            }
        }
        for ((item, decision), failure) in zip(made, await log(made.map(\.decision), trace: trace)) {
            outcomes[item.index] = failure.map { failed(item, .notLogged($0)) } ?? decided(item, decision)
        }
        // Each has one by now.
        return outcomes.compactMap { $0 }
    }

    /// - Returns: by item, what is known without deciding it; nil for those that are to be decided.
    private func admit(_ batch: DecisionBatch, _ key: IdempotencyKey?) throws(DecisionError) -> [ItemOutcome?] {
        var outcomes: [ItemOutcome?] = batch.items.map { item in
            if case .failure(let invalid) = item { .failed(.invalid(invalid)) } else { nil }
        }
        guard let key else { return outcomes }
        let good = outcomes.indices.filter { outcomes[$0] == nil }
        switch idempotency.admit(items: good, of: key, now: now()) {
        case .running: throw .running
        case .otherRequest: throw .otherRequest
        case .items(let admissions):
            for (index, admission) in zip(good, admissions) {
                if case .decided(let record) = admission { outcomes[index] = .recorded(record) }
            }
        }
        return outcomes
    }

    /// In the items' order, so that the log has them in it.
    private func make(
        _ items: [Item], deadline: ContinuousClock.Instant, trace: RequestTrace?
    ) async -> [(Item, Result<MadeDecision, DecisionError>)] {
        await withTaskGroup(of: (Item, Result<MadeDecision, DecisionError>).self) { group in
            for item in items {
                group.addTask {
                    do throws(DecisionError) {
                        let made = try await make(item.request, deadline: deadline, trace: trace, idempotency: item.key)
                        return (item, .success(made))
                    } catch {
                        return (item, .failure(error))
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0.index < $1.0.index }
        }
    }

    /// - Returns: of each decision, in their order, why it isn't on the log; nil if it is.
    private func log(_ made: [MadeDecision], trace: RequestTrace?) async -> [DecisionLogError?] {
        let appended = await log.append(
            made.map {
                .init(
                    type: RecordQuery.decisionType, id: $0.encoded.id, traceparent: trace?.caller?.traceparent,
                    data: $0.encoded.data)
            })
        return zip(made, appended).map { made, appended in
            let failure: DecisionLogError? = if case .failure(let error) = appended { error } else { nil }
            observe?(made.report(failure: failure, trace: trace))
            if failure == nil, let trial = made.trial { challenger.add(trial) }
            return failure
        }
    }

    private func decided(_ item: Item, _ made: MadeDecision) -> ItemOutcome {
        let answer = DecisionAnswer(id: made.encoded.id, body: made.encoded.decision)
        if let key = item.key { finish(key, with: answer) }
        return .decided(answer)
    }

    private func failed(_ item: Item, _ error: DecisionError) -> ItemOutcome {
        if let key = item.key { idempotency.abandon(key) }
        guard case .invalid(let invalid) = error else { return .failed(error) }
        return .failed(.invalid(invalid.within(DecisionBatch.pointer(item.index))))
    }
}
