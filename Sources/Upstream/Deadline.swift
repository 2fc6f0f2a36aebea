/// Runs `work` until it is done or the deadline has come, whichever is first.
///
/// At the deadline the work is cancelled; it has to end soon after, since this waits for it.
///
/// - Returns: the work's output, or nil if the deadline came first.
func withDeadline<Output: Sendable>(
    _ deadline: ContinuousClock.Instant, work: @escaping @Sendable () async -> Output
) async -> Output? {
    await withTaskGroup(of: Output?.self) { group in
        group.addTask { await work() }
        group.addTask {
            try? await Task.sleep(until: deadline, tolerance: .zero, clock: .continuous)
            return nil
        }
        let first = await group.next() ?? nil
        group.cancelAll()
        return first
    }
}
