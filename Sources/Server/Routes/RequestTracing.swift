import Upstream

/// Makes a span of each request for a decision. What it is given has to be done at once.
package struct RequestTracing: Sendable {
    /// A request that has been answered.
    package struct Answered: Sendable {
        package let trace: RequestTrace
        /// The path of the route, such as `/v1/decisions`.
        package let route: String
        package let status: Int
        package let start: ContinuousClock.Instant
        package let end: ContinuousClock.Instant
    }

    /// Our own span of a request, within the caller's trace if there is one.
    package let begin: @Sendable (_ caller: TraceContext?) -> TraceContext
    package let end: @Sendable (Answered) -> Void

    package init(
        begin: @escaping @Sendable (_ caller: TraceContext?) -> TraceContext,
        end: @escaping @Sendable (Answered) -> Void
    ) {
        self.begin = begin
        self.end = end
    }
}
