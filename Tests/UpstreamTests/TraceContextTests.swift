import Testing

@testable import Upstream

@Suite("The trace context")
struct TraceContextTests {
    private static let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test("is read, and written as it came", arguments: [good, "00-" + good.dropFirst(3).dropLast(2) + "00"])
    func wellFormed(header: String) throws {
        let context = try #require(TraceContext(traceparent: header, tracestate: nil))
        #expect(context.traceparent == header)
        #expect(context.traceIDText == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(context.isSampled == header.hasSuffix("01"))
    }

    @Test("of a later version is read as far as it is known")
    func laterVersion() throws {
        let context = try #require(TraceContext(traceparent: "cc" + Self.good.dropFirst(2) + "-more", tracestate: nil))
        #expect(context.traceparent == Self.good)
    }

    @Test(
        "is none when it isn't well-formed",
        arguments: [
            "", "00", good.uppercased(), good + "-x", good + "-", String(good.dropLast()), "ff" + good.dropFirst(2),
            "cc" + good.dropFirst(2) + ".", good + "," + good,
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473\"-00f067aa0ba902b7-01",
        ])
    func malformed(header: String) {
        #expect(TraceContext(traceparent: header, tracestate: nil) == nil)
    }

    @Test("gives to what is called another span of the same trace, with the same state")
    func child() throws {
        let parent = try #require(TraceContext(traceparent: Self.good, tracestate: "a=1,b@c=2"))
        let child = parent.child()
        #expect(child.traceID == parent.traceID && child.spanID != parent.spanID && child.spanID != 0)
        #expect(child.isSampled && child.state == "a=1,b@c=2")
    }

    @Test(
        "has no state that isn't well-formed",
        arguments: [
            ("a=1", true), ("a=1 , b=x y", true), ("a=1,,b=2", true), ("", false), ("a", false), ("a=", false),
            ("=1", false), ("A=1", false), ("a=1=2", false), ("a=\u{7}", false), ("a=ä", false),
            (String(repeating: "a", count: 511) + "=1", false),
            ((0...32).map { "k\($0)=1" }.joined(separator: ","), false),
        ])
    func state(text: String, isGood: Bool) throws {
        let context = try #require(TraceContext(traceparent: Self.good, tracestate: text))
        #expect((context.state != nil) == isGood)
    }
}
