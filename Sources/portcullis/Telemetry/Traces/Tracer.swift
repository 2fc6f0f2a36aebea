import Curl
import Decisions
import Policy
import Providers
import Server
import Upstream

/// Makes spans of requests, and of what they are made of, when all of it is over.
struct Tracer: Sendable {
    let queue: SpanQueue
    /// The part of requests that is traced if their callers don't say.
    let sampleRatio: Double

    func begin(_ caller: TraceContext?) -> TraceContext {
        if let caller { return caller.child() }
        let traceID = UInt128.random(in: 1 ... .max)
        return TraceContext(traceID: traceID, isSampled: Self.isSampled(traceID, ratio: sampleRatio))
    }

    /// By the trace's id, as others decide who have the same ratio: its last 56 bits are random (W3C Trace Context 2).
    static func isSampled(_ traceID: UInt128, ratio: Double) -> Bool {
        Double(UInt64(truncatingIfNeeded: traceID) & 0xFF_FFFF_FFFF_FFFF) < ratio * 0x1p56
    }

    func end(_ request: RequestTracing.Answered) {
        guard let context = request.trace.span, context.isSampled else { return }
        let clock = SpanClock()
        queue.add(
            Span(
                name: "POST \(request.route)", kind: .server, traceID: context.traceID, spanID: context.spanID,
                parentID: request.trace.caller?.spanID, state: context.state, start: clock.nanoseconds(request.start),
                end: clock.nanoseconds(request.end),
                attributes: [
                    ("http.request.method", .text("POST")), ("http.route", .text(request.route)),
                    ("http.response.status_code", .integer(request.status)),
                ], isError: request.status >= 500))
    }

    func record(_ decision: DecisionReport) {
        guard let parent = decision.trace?.span, parent.isSampled else { return }
        let clock = SpanClock()
        func add(
            _ name: String, _ start: ContinuousClock.Instant, _ end: ContinuousClock.Instant,
            _ attributes: [(String, Span.Value)], isError: Bool = false
        ) {
            let context = parent.child()
            queue.add(
                Span(
                    name: name, kind: .internal, traceID: context.traceID, spanID: context.spanID,
                    parentID: parent.spanID, state: context.state, start: clock.nanoseconds(start),
                    end: clock.nanoseconds(end), attributes: attributes, isError: isError))
        }
        add(
            "policy", decision.gathered, decision.decided,
            [
                ("portcullis.decision.id", .text(decision.id)), ("portcullis.event", .text(decision.event)),
                ("portcullis.decision", .text(decision.outcome.rawValue)),
                ("portcullis.degraded", .flag(decision.isDegraded)),
            ])
        add(
            "log commit", decision.decided, decision.end, [("portcullis.decision.id", .text(decision.id))],
            isError: decision.failure != nil)
    }

    func record(_ attempt: Attempt, of provider: ProviderName) {
        guard let span = attempt.span, span.context.isSampled else { return }
        let clock = SpanClock()
        var attributes: [(String, Span.Value)] = [
            ("http.request.method", .text("GET")), ("portcullis.provider", .text(provider.rawValue)),
            ("portcullis.attempt", .integer(attempt.number)), ("portcullis.kind", .text(attempt.kind.rawValue)),
            ("portcullis.cause", .text(attempt.causeText)),
        ]
        if let status = attempt.status { attributes.append(("http.response.status_code", .integer(status))) }
        if let isReused = attempt.connectionReused {
            attributes.append(("portcullis.connection_reused", .flag(isReused)))
        }
        if let id = attempt.requestID { attributes.append(("portcullis.vendor_request_id", .text(id))) }
        if let timings = attempt.timings {
            for (name, duration) in [
                ("queued", timings.queued), ("name_lookup", timings.nameLookup), ("connect", timings.connect),
                ("tls", timings.tls), ("first_byte", timings.firstByte),
            ] {
                attributes.append(("portcullis.\(name)_us", .integer(Int(duration.wholeNanoseconds / 1000))))
            }
        }
        queue.add(
            Span(
                name: "GET \(provider.rawValue)", kind: .client, traceID: span.context.traceID,
                spanID: span.context.spanID, parentID: span.parentID, state: span.context.state,
                start: clock.nanoseconds(attempt.start), end: clock.nanoseconds(attempt.start + attempt.duration),
                attributes: attributes,
                isError: attempt.cause.map { !$0.isConclusive } ?? false))
    }
}
