import Testing

@testable import Providers

@Suite("Session IDs")
struct SessionIDTests {
    @Test(
        "are routed by their form",
        arguments: [
            ("sid_87wfetm98myh9awj0dpt28a3kc", ProviderName.tripwire),
            ("sid_00000000000000000000000000", .tripwire),
            ("56f9a065-1583-48af-a5c4-cd5921b21a12", .verisoul),
            ("56F9A065-1583-48AF-A5C4-CD5921B21A12", .verisoul),
        ])
    func routing(text: String, provider: ProviderName) {
        #expect(SessionID(routing: text)?.provider == provider)
        #expect(SessionID(routing: text)?.text == text)
        #expect(SessionID(text, of: provider) != nil)
    }

    @Test(
        "of any other form are routed nowhere",
        arguments: [
            "", "sid_", "sid_87wfetm98myh9awj0dpt28a3k", "sid_87wfetm98myh9awj0dpt28a3kcc",
            "sid_87wfetm98myh9awj0dpt28a3kI", "sid_87wfetm98myh9awj0dpt28a3ki", "sid_87wfetm98myh9awj0dpt28a3ko",
            "SID_87wfetm98myh9awj0dpt28a3kc", "sid_87wfetm98myh9awj0dpt28a3k/", " sid_87wfetm98myh9awj0dpt28a3kc",
            "56f9a065-1583-48af-a5c4-cd5921b21a1", "56f9a065-1583-48af-a5c4-cd5921b21a1g",
            "56f9a06501583-48af-a5c4-cd5921b21a12", "session", "../../etc/passwd",
        ])
    func unroutable(text: String) {
        #expect(SessionID(routing: text) == nil)
        #expect(SessionID(text, of: .tripwire) == nil)
    }

    @Test(
        "that could mean something in a URL are no Verisoul sessions",
        arguments: [
            "", ".", "..", "a/b", "a\\b", "a?b", "a#b", "a%2Fb", "a b", "a\r\nX: y", "a\u{0}b", "ä", "-a", ".a", "~a",
            "_a",
            String(repeating: "a", count: 129),
        ])
    func unsafeForVerisoul(text: String) {
        #expect(SessionID(text, of: .verisoul) == nil)
    }

    @Test("of Verisoul may have any safe form when the vendor is named", arguments: ["a", "A-1.b_c~d", "0f"])
    func namedVerisoul(text: String) {
        #expect(SessionID(text, of: .verisoul)?.text == text)
    }
}
