/// A piece of work as OpenTelemetry tells of it: https://opentelemetry.io/docs/specs/otel/trace/api/#span
struct Span: Sendable {
    /// The numbers of OTLP's `SpanKind`.
    enum Kind: Int, Sendable {
        case `internal` = 1
        case server = 2
        case client = 3
    }

    enum Value: Sendable {
        case text(String)
        case integer(Int)
        case flag(Bool)
    }

    let name: String
    let kind: Kind
    let traceID: UInt128
    let spanID: UInt64
    /// Nil for the first of its trace.
    let parentID: UInt64?
    /// The `tracestate` that it is part of.
    let state: String?
    /// Nanoseconds since 1970.
    let start: UInt64
    let end: UInt64
    var attributes: [(String, Value)] = []
    var isError = false
}
