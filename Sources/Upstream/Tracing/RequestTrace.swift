import HTTPTypes

/// How one request is traced, for what it makes us ask: nothing where neither its caller nor we trace it.
package final class RequestTrace: Sendable {
    /// The span that the caller told of.
    package let caller: TraceContext?
    /// Our own span of the request; nil if we make none.
    package let span: TraceContext?

    package init(caller: TraceContext?, span: TraceContext?) {
        self.caller = caller
        self.span = span
    }

    /// The trace's id, for people to find it by.
    package var traceIDText: String? { (span ?? caller)?.traceIDText }

    /// The caller's trace goes on as it is where we have no spans of our own.
    func propagate(_ attempt: AttemptSpan?, in headers: inout HTTPFields) {
        guard let context = attempt?.context ?? caller else { return }
        headers[.traceparent] = context.traceparent
        headers[.tracestate] = context.state
    }
}

/// The span of one request to a vendor.
package struct AttemptSpan: Sendable {
    package let context: TraceContext
    /// Our span of the request that it was made for.
    package let parentID: UInt64

    init?(of trace: RequestTrace?) {
        guard let span = trace?.span else { return nil }
        context = span.child()
        parentID = span.spanID
    }
}
