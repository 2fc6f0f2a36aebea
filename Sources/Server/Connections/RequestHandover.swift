/// Hands whole requests from a connection to the task that answers them, whichever of the two is ready first.
struct RequestHandover {
    private var ready: ReceivedRequest?
    private var taker: CheckedContinuation<ReceivedRequest?, Never>?

    /// - Parameter isEnded: whether nothing more can come.
    mutating func take(_ taker: CheckedContinuation<ReceivedRequest?, Never>, isEnded: Bool) {
        if let ready {
            self.ready = nil
            taker.resume(returning: ready)
        } else if isEnded {
            taker.resume(returning: nil)
        } else {
            self.taker = taker
        }
    }

    mutating func give(_ request: ReceivedRequest) {
        if let taker {
            self.taker = nil
            taker.resume(returning: request)
        } else {
            ready = request
        }
    }

    /// Tells who waits that nothing more comes.
    mutating func end() {
        taker?.resume(returning: nil)
        taker = nil
    }
}
