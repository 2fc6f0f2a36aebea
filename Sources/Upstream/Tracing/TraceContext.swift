/// One span of a distributed trace, as W3C Trace Context tells of it: https://www.w3.org/TR/trace-context/
package struct TraceContext: Sendable, Hashable {
    package let traceID: UInt128
    package let spanID: UInt64
    /// The last part of `traceparent`.
    package let flags: UInt8
    /// The `tracestate` header, nil for none.
    package let state: String?

    /// Whether the trace is recorded, as far as its beginner knows.
    package var isSampled: Bool { flags & Self.sampledFlag != 0 }

    private static let sampledFlag: UInt8 = 0x01
    /// Those that go on to what is called: sampled, and that the trace's id is random.
    private static let inheritedFlags: UInt8 = 0x03
    private static let randomFlag: UInt8 = 0x02

    private init(traceID: UInt128, spanID: UInt64, flags: UInt8, state: String?) {
        self.traceID = traceID
        self.spanID = spanID
        self.flags = flags
        self.state = state
    }

    /// Reads the two headers. A `traceparent` that isn't well-formed is none, as the recommendation has it, and a
    /// `tracestate` that isn't is left out.
    package init?(traceparent: String, tracestate: String?) {
        var text = Hexadecimal(traceparent)
        guard let version = text.number(UInt8.self), version != 0xFF, text.dash(),
            let traceID = text.number(UInt128.self), traceID != 0, text.dash(),
            let spanID = text.number(UInt64.self), spanID != 0, text.dash(),
            let flags = text.number(UInt8.self),
            // A later version may say more, after another dash.
            text.isAtEnd || version > 0 && text.dash()
        else { return nil }
        self.init(
            traceID: traceID, spanID: spanID, flags: flags,
            state: tracestate.flatMap { Self.isState($0) ? $0 : nil })
    }

    /// Begins a trace.
    package init(traceID: UInt128, isSampled: Bool) {
        self.init(
            traceID: traceID, spanID: Self.randomSpanID(),
            flags: Self.randomFlag | (isSampled ? Self.sampledFlag : 0), state: nil)
    }

    /// Another span of the same trace.
    package func child() -> TraceContext {
        TraceContext(traceID: traceID, spanID: Self.randomSpanID(), flags: flags & Self.inheritedFlags, state: state)
    }

    /// The header, in version 00.
    package var traceparent: String { "00-\(Self.text(traceID))-\(Self.text(spanID))-\(Self.text(flags))" }

    package var traceIDText: String { Self.text(traceID) }

    /// A span's id as it stands in headers and exports.
    package static func text(_ number: some FixedWidthInteger) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: number.bitWidth / 4 - digits.utf8.count) + digits
    }

    private static func randomSpanID() -> UInt64 { .random(in: 1 ... .max) }

    /// Up to 512 printable bytes of 32 members `key=value` at the most. What is in them is their vendors' matter.
    private static func isState(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 512, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x09 })
        else { return false }
        let members = text.split(separator: ",", omittingEmptySubsequences: false)
        return members.count <= 32
            && members.allSatisfy { member in
                let parts = member.trimmed.split(separator: "=", omittingEmptySubsequences: false)
                return member.trimmed.isEmpty || parts.count == 2 && isStateKey(parts[0]) && !parts[1].isEmpty
            }
    }

    private static func isStateKey(_ key: Substring) -> Bool {
        (1...256).contains(key.utf8.count)
            && key.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "@"):
                    true
                default: false
                }
            }
    }
}

extension Substring {
    /// Without spaces and tabs at its ends.
    fileprivate var trimmed: Substring {
        var text = self
        while let first = text.utf8.first, first == 0x20 || first == 0x09 { text = text.dropFirst() }
        while let last = text.utf8.last, last == 0x20 || last == 0x09 { text = text.dropLast() }
        return text
    }
}
