import HTTPTypes
import Testing

@testable import Server

@Suite("Permissions")
struct PermissionsTests {
    @Test(
        "are words with + between",
        arguments: [
            ("decide", Permissions.decide), ("read+decide", [.decide, .read]), ("admin+read+decide", .all),
            ("read+read", .read),
        ] as [(String, Permissions)])
    func words(text: String, expected: Permissions) {
        #expect(Permissions(text) == expected)
    }

    @Test("are nothing else", arguments: ["", "+", "decide+", "Decide", "decide read", "write", "all"])
    func misspelt(text: String) {
        #expect(Permissions(text) == nil)
    }

    @Test("are asked for by what is done, and standard ones don't hold admin")
    func require() throws {
        let caller = Caller(name: "backend", permissions: .standard)
        try caller.require(.decide)
        try caller.require(.read)
        let problem = #expect(throws: Problem.self) { try caller.require(.admin) }
        #expect(problem?.status == .forbidden)
        #expect(problem?.code == "permission_denied")
        #expect(problem?.detail.contains("'admin'") == true)
        #expect(throws: Never.self) { try Caller.anyone.require(.all) }
    }

    @Test("of callers are given by name, which may hold colons")
    func values() throws {
        let values = try CallerValues.parse("backend:read, spiffe://cluster/ns/a:decide+admin") { Permissions($0) }
        #expect(values == ["backend": .read, "spiffe://cluster/ns/a": [.decide, .admin]])
    }

    @Test(
        "that can't be read are refused by position or name, and never repeated",
        arguments: [
            ("", CallerValues.Invalid.notNameAndValue(position: 1)),
            ("a:read,", .notNameAndValue(position: 2)),
            ("a", .notNameAndValue(position: 1)),
            (":read", .notNameAndValue(position: 1)),
            ("a:secret", .notNameAndValue(position: 1)),
            ("a:read,a:admin", .duplicateName("a")),
        ])
    func invalid(text: String, expected: CallerValues.Invalid) {
        #expect(throws: expected) { try CallerValues.parse(text) { Permissions($0) } }
        #expect(!expected.description.contains("secret"))
    }
}
