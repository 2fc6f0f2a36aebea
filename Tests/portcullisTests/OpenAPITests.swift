import Foundation
import Providers
import Simulator
import TestSupport
import Testing
import Upstream

@testable import portcullis

/// The document against the service: whatever is sent and answered is as it says.
@Suite("The API")
struct OpenAPITests {
    private static let clean = "sid_c1ean000000000000000000101"

    private static func file() throws -> Data {
        try Data(contentsOf: Binary.package.appending(path: "Sources/Server/OpenAPI/openapi.json"))
    }

    private static func document() throws -> JSONTree { try JSONTree(json: file()) }

    /// What is wrong with an answer, by what the document says of the operation.
    private func problems(
        _ answer: TestClient.Answer, to method: String, _ path: String, by document: JSONTree
    ) throws -> [String] {
        let schemas = JSONSchema(document: document, isClosed: true)
        let responses = document["paths", path, method.lowercased(), "responses"]
        guard let said = responses?["\(answer.status ?? 0)"] else { return ["\(answer.status ?? 0) isn't described"] }
        let response = said["$ref"]?.text.map(schemas.resolve) ?? said
        var found: [String] = []
        for (name, header) in response["headers"]?.members ?? [:] {
            if header["required"] == .bool(true), answer.headers[name.lowercased()] == nil {
                found.append("no \(name)")
            }
        }
        let type = answer.headers["content-type"] ?? ""
        guard let schema = response["content", type, "schema"] else { return found + ["\(type) isn't described"] }
        guard type.contains("json") else { return found }
        return found + schemas.problems(try JSONTree(json: answer.body), schema)
    }

    @Test("is told by /openapi.json, which is the repository's file, of this version")
    func served() async throws {
        try await Service.with { service in
            let answer = try await service.client.send("GET", "/openapi.json")
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "application/json")
            let file = Array(try Self.file())
            #expect(answer.body == file)
            #expect(try await service.client.send("HEAD", "/openapi.json").status == 200)
        }
        #expect(try Self.document()["info", "version"]?.text == Version.current)
    }

    @Test("takes each example of a request, and answers as it is described")
    func examples() async throws {
        let document = try Self.document()
        try await Service.with { service in
            var count = 0
            for (path, item) in document["paths"]?.members ?? [:] {
                for method in ["get", "post"] {
                    guard let operation = item[method] else { continue }
                    let bodies = operation["requestBody", "content", "application/json", "examples"]?.members.values
                    for body in bodies.map({ $0.compactMap { $0["value"]?.json } }) ?? [""] {
                        let sent = path.replacing("{id}", with: "dec_01kb0000000000000000000000")
                        let answer = try await service.client.send(
                            method.uppercased(), sent, body.isEmpty ? [:] : ["Content-Type": "application/json"],
                            body: body)
                        #expect(answer.status == (sent == path ? 200 : 404))
                        #expect(try problems(answer, to: method, path, by: document) == [], "\(method) \(path)")
                        count += 1
                    }
                }
            }
            #expect(count == 9)
        }
    }

    @Test("answers whatever the vendors do, and whatever is wrong with a request, as it is described")
    func answers() async throws {
        let document = try Self.document()
        let sessions = [
            "tripwire": Catalogue.scenarios(of: .tripwire), "verisoul": Catalogue.scenarios(of: .verisoul),
        ].flatMap { vendor, scenarios in scenarios.map { #"{"sessions":{"\#(vendor)":"\#($0.id)"}}"# } }
        let json = ["Content-Type": "application/json"]
        let wrong: [(headers: [String: String], body: String)] = [
            (json, ""), (json, "{"), (json, "{}"), (json, #"{"session_id":"x"}"#), (json, #"{"session_id":"x","a":1}"#),
            (json, #"{"session_id":"\#(Self.clean)","event":"nope"}"#),
            (json, String(repeating: " ", count: 2_000_000)),
            (["Content-Type": "text/plain"], "{}"), (["Content-Type": "application/json", "Expect": "x"], "{}"),
            (["Content-Type": "application/json", "Idempotency-Key": "a b"], "{}"),
            (["Content-Type": "application/json", "Content-Encoding": "gzip"], "{}"),
        ]
        let environment = ["PORTCULLIS_DECISION_DEADLINE_MS": "300"]
        try await Service.with(environment: environment) { service in
            for path in ["/v1/decisions", "/v1/decisions/batch"] {
                for (headers, body) in wrong {
                    let answer = try await service.client.send("POST", path, headers, body: body)
                    #expect(try problems(answer, to: "post", path, by: document) == [], "\(path) \(body.prefix(80))")
                }
            }
            // All vendors' answers at once.
            for start in stride(from: 0, to: sessions.count, by: 100) {
                let items = sessions[start..<min(start + 100, sessions.count)].joined(separator: ",")
                let answer = try await service.client.send(
                    "POST", "/v1/decisions/batch", json, body: #"{"decisions":[\#(items)]}"#)
                #expect(answer.status == 200)
                #expect(try problems(answer, to: "post", "/v1/decisions/batch", by: document) == [])
            }
        }
        try await Service.with(environment: ["PORTCULLIS_AUTH_BEARER_KEYS": "a:0123456789abcdef"]) { service in
            for key in [[:], ["Authorization": "Bearer nobody"]] {
                let answer = try await service.client.send("POST", "/v1/decisions", key)
                #expect(answer.status == 401)
                #expect(try problems(answer, to: "post", "/v1/decisions", by: document) == [])
            }
        }
    }

    @Test("takes texts of the lengths that are described, and no longer ones")
    func lengths() async throws {
        let document = try Self.document()
        let request = try #require(document["components", "schemas", "DecisionRequest", "properties"])
        let fields = request["subject", "properties"]?.members ?? [:]
        #expect(fields.count == 5)
        try await Service.with { service in
            for (name, schema) in fields {
                guard case .number(let most)? = schema["maxLength"] else { throw JSONSchemaError.noLimit(name) }
                // Characters, whatever they take as bytes.
                for (count, status) in [(1, 200), (Int(most), 200), (Int(most) + 1, 422), (0, 422)] {
                    let text = String(repeating: "ü", count: count)
                    let answer = try await service.decide(
                        #"{"session_id":"\#(Self.clean)","subject":{"\#(name)":"\#(text)"}}"#)
                    #expect(answer.status == status, "\(name) of \(count)")
                }
            }
        }
    }

    private enum JSONSchemaError: Error {
        case noLimit(String)
    }

    @Test("has the words and signals that the program knows")
    func words() throws {
        let schemas = try #require(try Self.document()["components", "schemas"])
        func words(_ path: JSONTree?) -> [String] { path?["enum"]?.elements.compactMap(\.text).sorted() ?? [] }
        let answer = schemas["ProviderAnswer", "properties"]
        #expect(words(answer?["status"]) == Cause.allCases.map(\.rawValue).sorted())
        #expect(words(answer?["source"]) == Fetched<Facts>.Source.allCases.map(\.rawValue).sorted())
        let groups = schemas["Signals", "properties"]?.members ?? [:]
        let described = groups.flatMap { group, schema in
            (schema["properties"]?.members ?? [:]).map { "\(group).\($0.key) \($0.value["type"]?.text ?? "")" }
        }
        let types = ["bool": "boolean", "string": "string", "double": "number", "int": "integer"]
        let known = Signal.allCases.map(\.definition).map { "\($0.path) \(types["\($0.type)"] ?? "\($0.type)")" }
        #expect(described.sorted() == known.sorted())
    }
}
