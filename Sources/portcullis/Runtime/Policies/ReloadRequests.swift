import Server

/// Who waits for the policies to be loaded.
struct ReloadRequests {
    typealias Waiter = CheckedContinuation<PolicyReload?, Never>

    /// What is to be done at one look at the files.
    struct Taken {
        /// Whether everything is to be loaded, changed or not.
        var isRequested = false
        var waiters: [Waiter] = []
    }

    private var next = Taken()
    private var hasEnded = false

    mutating func request() { next.isRequested = true }

    /// - Returns: false if nobody will look any more.
    mutating func request(_ waiter: Waiter) -> Bool {
        guard !hasEnded else { return false }
        next.isRequested = true
        next.waiters.append(waiter)
        return true
    }

    /// Whoever asks from now on waits for the look after this one, which sees what has changed until then.
    mutating func take() -> Taken {
        defer { next = Taken() }
        return next
    }

    mutating func end() -> [Waiter] {
        hasEnded = true
        return take().waiters
    }
}
