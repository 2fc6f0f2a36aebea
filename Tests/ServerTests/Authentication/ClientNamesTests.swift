import Testing

@testable import Server

@Suite("The names in clients' certificates")
struct ClientNamesTests {
    @Test(
        "that can't be used are refused by their position, or as what is there twice",
        arguments: [
            ("", "entry 1 is not name:subject"), ("backend", "entry 1 is not name:subject"),
            ("backend:", "entry 1 is not name:subject"), (":x", "entry 1 is not name:subject"),
            ("a:x,,b:y", "entry 2 is not name:subject"), ("a:x y", "entry 1 is not name:subject"),
            ("a b:x", "entry 1 is not name:subject"), ("a:x,b:X", "'x' is there twice"),
        ])
    func refused(text: String, problem: String) {
        let error = #expect(throws: ClientNames.Invalid.self) { try ClientNames(text) }
        #expect(error.map { "\($0)".hasPrefix(problem) } == true)
    }

    @Test("may be several of one caller, URIs with colons among them")
    func several() throws {
        #expect(try !ClientNames("a:x.example, a:spiffe://x/y:z,b:spiffe://X/y:z").isEmpty)
        #expect(ClientNames.none.isEmpty)
    }
}
