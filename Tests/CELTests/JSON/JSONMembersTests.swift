import Testing

@testable import CEL

@Suite("The members of a JSON object")
struct JSONMembersTests {
    private func members(_ text: String) -> JSONMembers? {
        let bytes = Array(text.utf8)
        return JSONMembers(bytes, in: bytes.indices)
    }

    private func text(_ text: String, _ name: String) -> String? {
        members(text)?.json(name).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("are found by name, whatever they hold")
    func found() {
        let object = #" { "a" : {"b":[1,{"}":"]"}]} , "s":"x\"},{y\\", "n":-1.5e3,"t":true , "e":{},"l":[ ] } "#
        #expect(text(object, "a") == #"{"b":[1,{"}":"]"}]}"#)
        #expect(text(object, "s") == #""x\"},{y\\""#)
        #expect(text(object, "n") == "-1.5e3")
        #expect(text(object, "e") == "{}" && text(object, "l") == "[ ]")
        #expect(members(object)?.text("s") == #"x"},{y\"#)
        #expect(members(object)?.members("a")?.json("b") == Array(#"[1,{"}":"]"}]"#.utf8))
        #expect(text(object, "b") == nil && members(object)?.text("n") == nil && members("{}") != nil)
    }

    @Test(
        "aren't found where brackets and quotation marks make no object",
        arguments: ["", "[", "{", "1", #"{"a"}"#, #"{"a":}"#, #"{"a":1"#, #"{"a":"x}"#, #"{"a":[1}"#, #"{a:1}"#, "{,}"])
    func refused(text: String) {
        // A bracket of the wrong kind isn't noticed, as nothing within is read.
        #expect(members(text) == nil || text == #"{"a":[1}"#)
    }

    @Test("of any bytes never stand beyond them")
    func anything() {
        let alphabet = Array(#"{}[]":,\a1 "#.utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0..<24)).map { _ in alphabet.randomElement() ?? 0 }
            guard let members = JSONMembers(bytes, in: bytes.indices) else { continue }
            for name in ["", "a", "1"] {
                guard let range = members[name] else { continue }
                #expect(range.lowerBound >= 0 && range.upperBound <= bytes.count && !range.isEmpty)
            }
        }
    }
}
