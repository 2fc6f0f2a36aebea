import CEL
import DecisionLog
import Foundation
import Synchronization

/// The idempotency keys of one service, for all its callers at once.
package final class IdempotencyStore: Sendable {
    /// How many bytes of the log a start reads for keys at the most, so that its time is bounded.
    package static let maxRestoredBytes: Int64 = 512 << 20

    private let timeToLive: Duration
    private let pseudonyms: Pseudonyms?
    private let table: Mutex<IdempotencyTable>

    /// - Parameters:
    ///   - timeToLive: how long after its decision a key is known.
    ///   - maxEntries: how many are, at the most, besides those of requests under way; each takes about 250 bytes.
    ///   - pseudonyms: keep readers of the log from guessing keys; nil for none.
    package init(timeToLive: Duration = .seconds(86_400), maxEntries: Int = 50_000, pseudonyms: Pseudonyms? = nil) {
        self.timeToLive = timeToLive
        self.pseudonyms = pseudonyms
        table = Mutex(
            IdempotencyTable(timeToLive: timeToLive.components.seconds * 1000, maxEntries: max(1, maxEntries)))
    }

    /// The key of a request, nil if the caller's text isn't of ``IdempotencyKey/form``.
    package func key(
        _ text: String, caller: String, body: [UInt8], use: IdempotencyKey.Use = .decision
    ) -> IdempotencyKey? {
        IdempotencyKey(text, caller: caller, body: body, use: use, pseudonyms: pseudonyms)
    }

    /// Takes back the keys that the log knows of, before requests are served.
    ///
    /// - Returns: what keeps keys of the time to live from being known again, for the operator; nil if all are.
    package func restore(from log: DecisionLog, now: Date) -> String? {
        let since = now - TimeInterval(timeToLive.components.seconds)
        do throws(DecisionLogError) {
            let gap = try log.readRecords(since: since, maxBytes: Self.maxRestoredBytes) { record in
                guard let key = IdempotencyMark.key(in: record.data) else { return }
                table.withLock { $0.finish(key, record: record.reference, time: record.milliseconds) }
            }
            return switch gap {
            case .beyondLimit?: "more than \(Self.maxRestoredBytes) bytes of log are younger than idempotency.ttl_s"
            case .damaged(let error)?: "\(error)"
            case nil: nil
            }
        } catch {
            return "\(error)"
        }
    }

    func admit(_ key: IdempotencyKey, now: Date) -> IdempotencyTable.Admission {
        table.withLock { $0.admit(key, now: Self.milliseconds(now)) }
    }

    func admit(items: [Int], of batch: IdempotencyKey, now: Date) -> IdempotencyTable.BatchAdmission {
        table.withLock { $0.admit(items: items, of: batch, now: Self.milliseconds(now)) }
    }

    func finish(_ key: IdempotencyKey, record: RecordReference, now: Date) {
        table.withLock { $0.finish(key, record: record, time: Self.milliseconds(now)) }
    }

    func abandon(_ key: IdempotencyKey) {
        table.withLock { $0.abandon(key) }
    }

    private static func milliseconds(_ date: Date) -> Int64 { Timestamp(date).milliseconds }
}
