import HTTPTypes
import Hummingbird
import Upstream

extension Request {
    /// The span that the request says it is part of.
    var caller: TraceContext? {
        guard let traceparent = headers[.traceparent] else { return nil }
        return TraceContext(traceparent: traceparent, tracestate: headers[.tracestate])
    }
}
