import CEL
import Upstream

/// Spans as the JSON of an `ExportTraceServiceRequest`: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
///
/// Ids are hexadecimal, 64-bit integers are texts.
struct OTLPRequest {
    /// Who made the spans.
    let instance: String

    func bytes(_ spans: [Span]) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024 + 768 * spans.count)
        writer.beginObject()
        writer.key("resourceSpans")
        writer.beginArray()
        writer.beginObject()
        writer.key("resource")
        writer.beginObject()
        write(
            [
                ("service.name", .text("portcullis")), ("service.version", .text(Version.current)),
                ("service.instance.id", .text(instance)),
            ], to: &writer)
        writer.endObject()
        writer.key("scopeSpans")
        writer.beginArray()
        writer.beginObject()
        writer.key("scope")
        writer.beginObject()
        writer.member("name", "portcullis")
        writer.member("version", Version.current)
        writer.endObject()
        writer.key("spans")
        writer.beginArray()
        for span in spans { write(span, to: &writer) }
        writer.endArray()
        writer.endObject()
        writer.endArray()
        writer.endObject()
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private func write(_ span: Span, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("traceId", TraceContext.text(span.traceID))
        writer.member("spanId", TraceContext.text(span.spanID))
        if let parent = span.parentID { writer.member("parentSpanId", TraceContext.text(parent)) }
        if let state = span.state { writer.member("traceState", state) }
        writer.member("name", span.name)
        writer.member("kind", span.kind.rawValue)
        writer.member("startTimeUnixNano", String(span.start))
        writer.member("endTimeUnixNano", String(span.end))
        write(span.attributes, to: &writer)
        writer.key("status")
        writer.beginObject()
        // STATUS_CODE_ERROR; without a code it is unset.
        if span.isError { writer.member("code", 2) }
        writer.endObject()
        writer.endObject()
    }

    private func write(_ attributes: [(String, Span.Value)], to writer: inout JSONWriter) {
        writer.key("attributes")
        writer.beginArray()
        for (key, value) in attributes {
            writer.beginObject()
            writer.member("key", key)
            writer.key("value")
            writer.beginObject()
            switch value {
            case .text(let text): writer.member("stringValue", text)
            case .integer(let number): writer.member("intValue", String(number))
            case .flag(let flag): writer.member("boolValue", flag)
            }
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
    }
}
