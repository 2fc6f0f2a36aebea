import Providers
import Testing

@testable import Decisions

@Suite("The body of a batch")
struct DecisionBatchTests {
    private static let good = #"{"session_id":"sid_0123456789abcdefghjkmnpqrs"}"#

    private func batch(_ items: [String]) throws -> DecisionBatch {
        try DecisionBatch(json: Array(#" {"decisions": [\#(items.joined(separator: " , "))]} "#.utf8))
    }

    private func failures(_ batch: DecisionBatch) -> [String] {
        batch.items.map { item in
            if case .failure(let invalid) = item { "\(invalid.code.rawValue) \(invalid.pointer)" } else { "" }
        }
    }

    @Test("holds requests, each good or not by itself, with pointers into the batch")
    func items() throws {
        let batch = try batch([
            Self.good, "{}", "7", #"{"session_id":"x"}"#, #"{"sessions":{"acme":"x"}}"#, #"{"nope":1}"#, Self.good,
        ])
        #expect(
            failures(batch) == [
                "", "missing_field /decisions/1", "invalid_field /decisions/2",
                "invalid_session_id /decisions/3/session_id", "unknown_field /decisions/4/sessions/acme",
                "unknown_field /decisions/5/nope", "",
            ])
        guard case .success(let request) = batch.items[6] else { throw InvalidRequest(.missingField, at: "", "") }
        #expect(request.sessions.map(\.text) == ["sid_0123456789abcdefghjkmnpqrs"])
    }

    @Test("gives each item the limits of a request that comes alone, and tells of its place in the batch")
    func limits() throws {
        func attributes(_ value: String) -> String { Self.good.dropLast() + #","attributes":{"a":\#(value)}}"# }
        let many = "[" + Array(repeating: "0", count: 1000).joined(separator: ",") + "]"
        let deep = String(repeating: "[", count: 15) + String(repeating: "]", count: 15)
        let long = "\"" + String(repeating: "x", count: 66_000) + "\""
        let batch = try batch([attributes(many), attributes(deep), attributes(long), attributes("[]")])
        #expect(
            failures(batch) == [
                "malformed_json /decisions/0/attributes/a/997",
                "malformed_json /decisions/1/attributes/a" + String(repeating: "/0", count: 14),
                "malformed_json /decisions/2/attributes/a", "",
            ])
        guard case .failure(let invalid) = batch.items[1] else { throw InvalidRequest(.missingField, at: "", "") }
        #expect(invalid.detail.contains("nested deeper than 16 at byte "))
    }

    @Test(
        "is refused as a whole if it is no batch",
        arguments: [
            ("", "malformed_json", ""), ("[]", "invalid_field", ""), ("{}", "missing_field", ""),
            (#"{"decisions":{}}"#, "invalid_field", "/decisions"),
            (#"{"decisions":[]}"#, "invalid_field", "/decisions"),
            (#"{"decisions":[1],"event":"x"}"#, "unknown_field", "/event"),
            (#"{"decisions":[1],"decisions":[1]}"#, "malformed_json", ""),
            (#"{"decisions":[1,{"a":1,"a":2}]}"#, "malformed_json", "/decisions/1"),
            (#"{"decisions":[1]}x"#, "malformed_json", ""),
        ])
    func refused(text: String, code: String, pointer: String) {
        let error = #expect(throws: InvalidRequest.self) { try DecisionBatch(json: Array(text.utf8)) }
        #expect(error?.code.rawValue == code && error?.pointer == pointer)
    }

    @Test("has 1 to 100 items")
    func count() throws {
        #expect(try batch(Array(repeating: Self.good, count: 100)).items.count == 100)
        let error = #expect(throws: InvalidRequest.self) { try batch(Array(repeating: Self.good, count: 101)) }
        #expect(error?.code == .invalidField && error?.pointer == "/decisions")
    }
}
