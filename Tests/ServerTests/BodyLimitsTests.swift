import NIOCore
import NIOHTTP1
import Testing

@testable import Server

@Suite("The limits of bodies")
struct BodyLimitsTests {
    private static let path = "/large"

    private func limits(_ maxLarge: Int) -> BodyLimits {
        BodyLimits(maxBytes: 10, largePath: Self.path, maxLargeBytes: 100, maxLarge: maxLarge)
    }

    private func head(_ target: String, length: Int?) -> HTTPServerRequestPart {
        let headers: HTTPHeaders = length.map { ["content-length": "\($0)"] } ?? ["transfer-encoding": "chunked"]
        return .head(HTTPRequestHead(version: .http1_1, method: .POST, uri: target, headers: headers))
    }

    private func bytes(_ count: Int) -> HTTPServerRequestPart { .body(.init(repeating: 0x20, count: count)) }

    /// What comes of a request's parts: so many bytes, or how many came when it was refused.
    private func outcome(_ assembly: inout RequestAssembly, _ parts: [HTTPServerRequestPart]) -> String {
        for part in parts {
            guard case .complete(let request) = assembly.receive(part) else { continue }
            let bytes = request.body.readableBytes
            return request.refusal?.problem.code ?? (request.isLast ? "cut at \(bytes)" : "\(bytes)")
        }
        return "incomplete"
    }

    @Test(
        "are a request's own",
        arguments: [
            ("/", 10, "10"), ("/", 11, "cut at 0"), (path, 100, "100"), (path, 101, "cut at 0"),
            ("/large?x=/", 100, "100"), ("http://x/large", 100, "100"), ("/large/", 100, "100"),
            ("/larger", 11, "cut at 0"), ("/?/large", 11, "cut at 0"),
        ])
    func declared(target: String, length: Int, expected: String) {
        var assembly = RequestAssembly(limits: limits(1))
        #expect(outcome(&assembly, [head(target, length: length), bytes(length), .end(nil)]) == expected)
    }

    @Test("hold for bodies that don't tell their length", arguments: [("/", "cut at 16"), (path, "cut at 104")])
    func chunked(target: String, expected: String) {
        var assembly = RequestAssembly(limits: limits(1))
        let parts = [head(target, length: nil)] + Array(repeating: bytes(8), count: 20)
        #expect(outcome(&assembly, parts) == expected)
    }

    @Test("let so many large bodies be held at once, over all connections, each until its request is done")
    func permits() {
        let limits = limits(2)
        var connections = (0..<3).map { _ in RequestAssembly(limits: limits) }
        let large = [head(Self.path, length: 50), bytes(50), .end(nil)]
        #expect(outcome(&connections[0], [large[0]]) == "incomplete")
        guard case .incomplete = connections[1].receive(large[0]), case .incomplete = connections[1].receive(large[1]),
            case .complete(let held) = connections[1].receive(large[2])
        else { return #expect(Bool(false), "no whole request") }
        #expect(outcome(&connections[2], large) == "overloaded")
        #expect(outcome(&connections[2], [head(Self.path, length: nil), bytes(8), bytes(8)]) == "overloaded")
        // Small ones need none.
        #expect(outcome(&connections[2], [head(Self.path, length: 10), bytes(10), .end(nil)]) == "10")
        #expect(outcome(&connections[0], Array(large.dropFirst())) == "50")
        #expect(outcome(&connections[2], large) == "50")
        withExtendedLifetime(held) { #expect(outcome(&connections[2], large) == "50") }
    }

    @Test("take a large body's permit back when its connection is gone")
    func abandoned() {
        let limits = limits(1)
        do {
            var assembly = RequestAssembly(limits: limits)
            #expect(outcome(&assembly, [head(Self.path, length: 50)]) == "incomplete")
            #expect(limits.permit() == nil)
        }
        #expect(limits.permit() != nil)
    }
}
