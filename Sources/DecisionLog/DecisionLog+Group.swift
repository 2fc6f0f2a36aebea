extension DecisionLog {
    /// What is to be appended, as ``append(type:id:traceparent:data:)`` takes it.
    package struct NewRecord: Sendable {
        let type: String
        let id: String
        let traceparent: String?
        let data: [UInt8]

        package init(type: String, id: String, traceparent: String? = nil, data: [UInt8]) {
            self.type = type
            self.id = id
            self.traceparent = traceparent
            self.data = data
        }
    }

    /// Appends records one after the other in one commit, or in more than one if together they are larger than a write may be.
    ///
    /// - Returns: of each, in their order, what ``append(type:id:traceparent:data:)`` would have returned or thrown: one that
    ///   can't be appended takes nothing from the others.
    package func append(_ records: [NewRecord]) async -> [Result<Appended, DecisionLogError>] {
        await withCheckedContinuation { continuation in append(records) { continuation.resume(returning: $0) } }
    }

    /// The same for whoever doesn't wait for it.
    ///
    /// - Parameter onEnd: told what ``append(_:)`` would have returned, now or later, on the writer's thread. Has to be quick.
    package func append(
        _ records: [NewRecord], onEnd: @escaping @Sendable ([Result<Appended, DecisionLogError>]) -> Void
    ) {
        guard !records.isEmpty else { return onEnd([]) }
        let group = AppendGroup(count: records.count, onEnd: onEnd)
        var pending: [PendingRecord] = []
        for (index, new) in records.enumerated() {
            do throws(DecisionLogError) {
                pending.append(try self.pending(new, .group(group, index: index)))
            } catch {
                group.settle(index, .failure(error))
            }
        }
        if !pending.isEmpty { inbox.submit(pending) }
    }

    private func pending(
        _ new: NewRecord, _ waiter: PendingRecord.Waiter
    ) throws(DecisionLogError) -> PendingRecord {
        let record = try Record(type: new.type, id: new.id, traceparent: new.traceparent, data: new.data)
        return PendingRecord(record: record, lineBytes: try lineBytes(of: record), waiter: waiter)
    }
}
