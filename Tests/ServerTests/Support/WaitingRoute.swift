/// A route that takes as long as a test wants, and tells what becomes of its request.
struct WaitingRoute: Sendable {
    enum Event: Sendable {
        case waiting
        case cancelled
    }

    private let events = AsyncStream<Event>.makeStream()
    private let gate = AsyncStream<Void>.makeStream()

    func answer() async throws -> String {
        events.continuation.yield(.waiting)
        for await _ in gate.stream { return "released" }
        events.continuation.yield(.cancelled)
        throw CancellationError()
    }

    /// Lets one request be answered.
    func release() { gate.continuation.yield() }

    func next() async -> Event? {
        var iterator = events.stream.makeAsyncIterator()
        return await iterator.next()
    }
}
