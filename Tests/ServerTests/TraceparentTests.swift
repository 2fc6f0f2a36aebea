import Testing

@testable import Server

@Suite("The traceparent header")
struct TraceparentTests {
    private static let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test("is taken as it is when well-formed")
    func wellFormed() {
        #expect(Traceparent.checked(Self.good) == Self.good)
    }

    @Test(
        "is left out when it isn't",
        arguments: [
            nil, "", "00", good.uppercased(), good + "-x", String(good.dropLast()), "01" + good.dropFirst(2),
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473\"-00f067aa0ba902b7-01",
        ] as [String?])
    func malformed(header: String?) {
        #expect(Traceparent.checked(header) == nil)
    }
}
