import Decisions
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Server

@Suite("openapi.json")
struct OpenAPITests {
    private static let document = Result { try JSONTree(json: PackageResources.openapi_json) }

    private static let methods = ["get", "head", "post", "put", "patch", "delete", "options", "trace"]

    @Test("has every path and method that the service answers, under the endpoint's name, and no other")
    func endpoints() throws {
        let paths = try Self.document.get()["paths"]?.members ?? [:]
        let described = paths.flatMap { path, item in
            Self.methods.compactMap { method in
                item[method].map { "\(method) \(path) \($0["operationId"]?.text ?? "")" }
            }
        }
        let answered = Endpoint.allCases.flatMap { endpoint -> [String] in
            let method = endpoint.method.rawValue.lowercased()
            let name = endpoint.rawValue
            guard endpoint.method == .get else { return ["\(method) \(endpoint.path) \(name)"] }
            let noun =
                name.hasPrefix("get") ? String(name.dropFirst(3)) : name.prefix(1).uppercased() + name.dropFirst()
            return ["get \(endpoint.path) \(name)", "head \(endpoint.path) head\(noun)"]
        }
        #expect(described.sorted() == answered.sorted())
        for endpoint in Endpoint.allCases {
            // What an operation says, or the document for all that say nothing.
            let security = paths[endpoint.path]?[endpoint.method.rawValue.lowercased(), "security"]
            #expect((security == nil) == endpoint.isGuarded, "\(endpoint)")
        }
    }

    @Test("has every code of an error, each in the answer of its status as in docs/errors.md, and no other")
    func codes() throws {
        let document = try Self.document.get()
        let known = Problem.Code.allCases.map(\.rawValue) + InvalidRequest.Code.allCases.map(\.rawValue)
        let codes = document["components", "schemas", "Problem", "properties", "code", "enum"]?.elements ?? []
        #expect(codes.compactMap(\.text).sorted() == known.sorted())
        let described = (document["components", "responses"]?.members ?? [:]).values.flatMap { response -> [String] in
            let parts = response["content", "application/problem+json", "schema", "allOf"]?.elements ?? []
            return parts.flatMap { part -> [String] in
                let codes = part["properties", "code", "enum"]?.elements.compactMap(\.text) ?? []
                return codes.map { "\(part["properties", "status", "const"]?.json ?? "") \($0)" }
            }
        }
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/errors.md")
        let rows = try String(contentsOf: file, encoding: .utf8).matches(of: /\n\| (\d\d\d) \| `(\w+)` \|/)
        #expect(described.sorted() == rows.map { "\($0.1) \($0.2)" }.sorted())
    }

    @Test("holds examples that fit their schemas")
    func examples() throws {
        let document = try Self.document.get()
        var count = 0
        func check(_ node: JSONTree, _ path: String) {
            for (name, member) in node.members {
                let schema = node["schema"] ?? (node["type"] == nil ? nil : node)
                switch (name, schema) {
                case ("example", let schema?):
                    count += 1
                    #expect(JSONSchema(document: document, isClosed: true).problems(member, schema) == [], "\(path)")
                case ("examples", let schema?):
                    let values = member.elements + member.members.values.compactMap { $0["value"] }
                    for value in values {
                        count += 1
                        #expect(JSONSchema(document: document, isClosed: true).problems(value, schema) == [], "\(path)")
                    }
                default: check(member, path + "/" + name)
                }
            }
            for (index, element) in node.elements.enumerated() { check(element, "\(path)/\(index)") }
        }
        check(document, "")
        #expect(count > 30)
    }

    @Test("refers only to what is there, and uses all of it")
    func references() throws {
        let document = try Self.document.get()
        var used: Set<String> = []
        func collect(_ node: JSONTree) {
            if let reference = node["$ref"]?.text { used.insert(reference) }
            node.members.values.forEach(collect)
            node.elements.forEach(collect)
        }
        collect(document)
        let there = ["parameters", "responses", "schemas"].flatMap { kind in
            (document["components", kind]?.members.keys.map { "#/components/\(kind)/\($0)" } ?? [])
        }
        // No operation answers so: the router does, for methods that no operation has.
        #expect(used.union(["#/components/responses/MethodNotAllowed"]) == Set(there))
    }
}
