import DecisionLog
import Foundation
import Upstream

extension DecisionService {
    /// What a request with an idempotency key gets.
    package enum OnceAnswer: Sendable {
        case decided(DecisionAnswer)
        /// It was decided before; ``DecisionService/answer(recordedAt:)`` has the same bytes.
        case recorded(RecordReference)
    }

    /// Decides a request as ``decide(_:deadline:trace:idempotency:)`` does, but once only for each key: the same request
    /// again gets the answer of the first. A request that comes to no decision doesn't use up its key.
    ///
    /// - Throws: ``DecisionError``, also `.otherRequest` and `.running`.
    package func decide(
        _ request: DecisionRequest, once key: IdempotencyKey, deadline: ContinuousClock.Instant,
        trace: RequestTrace? = nil
    ) async throws(DecisionError) -> OnceAnswer {
        switch idempotency.admit(key, now: now()) {
        case .first: break
        case .decided(let record): return .recorded(record)
        case .running: throw .running
        case .otherRequest: throw .otherRequest
        }
        do throws(DecisionError) {
            let answer = try await decide(request, deadline: deadline, trace: trace, idempotency: key)
            finish(key, with: answer)
            return .decided(answer)
        } catch {
            idempotency.abandon(key)
            throw error
        }
    }

    /// The request of a key that was the first has been decided.
    func finish(_ key: IdempotencyKey, with answer: DecisionAnswer) {
        if let record = log.reference(to: answer.id) {
            idempotency.finish(key, record: record, now: now())
        } else {
            // Not with an index of more records than can be written between the commit and this.
            idempotency.abandon(key)
        }
    }

    /// A decision as its caller got it. Reads a file, so it blocks for a moment.
    ///
    /// - Throws: ``DecisionLogError/unreadable(path:reason:)``, or `.notFound` if the record was removed since.
    package func answer(recordedAt record: RecordReference) throws(DecisionLogError) -> DecisionAnswer {
        guard let line = try log.record(at: record), let body = RecordedDecision.body(in: line) else {
            throw .notFound("the record \(record.id) is not in the log any more")
        }
        return DecisionAnswer(id: record.id, body: body)
    }
}
