import Testing

@testable import Server

@Suite("Bearer keys")
struct BearerKeysTests {
    private let first = "0123456789abcdef"
    private let second = "fedcba9876543210"

    @Test("are found by what is presented, several at once")
    func lookup() throws {
        let keys = try BearerKeys("old:\(first), new:\(second)")
        #expect(!keys.isEmpty)
        #expect(keys.name(ofPresented: first) == "old")
        #expect(keys.name(ofPresented: second) == "new")
        for wrong in [
            "", "old", "\(first) ", "\(first)x", String(first.dropLast()), first.uppercased(), "\(first),new:\(second)",
        ] {
            #expect(keys.name(ofPresented: wrong) == nil)
        }
    }

    @Test("may hold a colon")
    func colon() throws {
        #expect(try BearerKeys("a:abcdefgh:ijklmnop").name(ofPresented: "abcdefgh:ijklmnop") == "a")
    }

    @Test(
        "that are no keys are refused by position or name, and never repeated",
        arguments: [
            ("", BearerKeys.Invalid.notNameAndKey(position: 1)),
            (",", .notNameAndKey(position: 1)),
            ("a:0123456789abcdef,", .notNameAndKey(position: 2)),
            ("0123456789abcdef", BearerKeys.Invalid.notNameAndKey(position: 1)),
            ("a:0123456789abcdef,:0123456789abcdef", .notNameAndKey(position: 2)),
            ("a b:0123456789abcdef", .notNameAndKey(position: 1)),
            ("a:0123456789 abcdef", .notNameAndKey(position: 1)),
            ("a:0123456789abcdé", .notNameAndKey(position: 1)),
            ("a:short", .tooShort(name: "a")),
            ("a:", .tooShort(name: "a")),
            ("a:0123456789abcdef,a:fedcba9876543210", .duplicateName("a")),
        ])
    func invalid(text: String, expected: BearerKeys.Invalid) {
        #expect(throws: expected) { try BearerKeys(text) }
        #expect(!expected.description.contains("0123456789"))
    }
}
