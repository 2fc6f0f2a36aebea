import Testing

@testable import CEL

@Suite("The places of a document's parts")
struct JSONPlacesTests {
    private func members(_ text: String) throws -> [String]? {
        let bytes = Array(text.utf8)
        return try JSONReader(limits: JSONLimits(maxDepth: 4, maxElements: 20)).members(bytes)?.map { member in
            let elements = member.elements?.map { String(decoding: bytes[$0], as: UTF8.self) }
            return "\(member.name)=\(elements.map { $0.joined(separator: "|") } ?? "-")"
        }
    }

    @Test("are those of an array's elements, whatever they hold, and nothing of other values")
    func found() throws {
        #expect(
            try members(#" {"a" : [ 1 , {"x":[2,3]} ,"],\"", [ ] ] ,"b":{"c":[1]},"\u0064":[]} "#) == [
                #"a=1|{"x":[2,3]}|"],\""|[ ]"#, "b=-", "d=",
            ])
        #expect(try members("{}") == [])
        #expect(try members("[{}]") == nil && members("null") == nil)
    }

    @Test(
        "are told of good documents only",
        arguments: [
            "", "{", #"{"a":[1,]}"#, #"{"a":[1}"#, #"{"a":[1]} x"#, "[1,]", #"{"a":[01]}"#, #"{"a":["\uD800"]}"#,
            #"{"a":1,"a":2}"#, #"{"a":[{"b":1,"b":2}]}"#, #"{"a":1,"\u0061":2}"#, #"{"a":[[[[1]]]]}"#,
            #"{"a":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}"#,
        ])
    func refused(text: String) {
        #expect(throws: JSONError.self) { try members(text) }
    }

    @Test("make an error about a part one about the whole")
    func moved() throws {
        let error = #expect(throws: JSONError.self) { try Value(json: Array(#"{"a":x}"#.utf8)) }
        let moved = error?.moved(by: 10, under: "/list/3")
        #expect(moved?.pointer == "/list/3/a")
        #expect(moved?.offset == 15)
    }
}
