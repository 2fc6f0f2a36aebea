import Foundation
import Testing

@testable import CEL

/// PyPI's cel-python as a second opinion.
@Suite("Another implementation")
struct DifferentialTests {
    private static let count = 300

    /// Evaluates the expressions of a file, and writes what each came to.
    private static let script = """
        import json, logging, sys
        logging.disable(logging.CRITICAL)
        import celpy
        def plain(value):
            if isinstance(value, bool) or type(value).__name__ == "BoolType": return bool(value)
            if isinstance(value, int): return int(value)
            if isinstance(value, str): return str(value)
            if isinstance(value, list): return [plain(element) for element in value]
            raise TypeError(type(value))
        given = json.load(open(sys.argv[1]))
        names = celpy.json_to_cel(given["names"])
        environment = celpy.Environment()
        def outcome(source):
            try:
                return {"value": plain(environment.program(environment.compile(source)).evaluate(dict(names)))}
            except Exception:
                return {}
        json.dump([outcome(source) for source in given["sources"]], open(sys.argv[2], "w"))
        """

    private static func python(_ arguments: [String]) throws -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    private static let isInstalled = (try? python(["-c", "import celpy"])) ?? false

    private static let names: [(String, CELType, Value)] = [
        ("x", .int, .int(3)), ("y", .int, .int(-4)), ("b", .bool, .bool(true)), ("s", .string, .string("abc")),
        ("u", .string, .string("grüße")), ("l", .list(.int), .list([.int(1), .int(2), .int(3)])),
    ]

    /// What the other one makes of the expressions; nil for an error.
    private static func others(_ sources: [String]) throws -> [Value?] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "portcullis-cel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("names")
        writer.beginObject()
        for (name, _, value) in names { writer.member(name, value) }
        writer.endObject()
        writer.member("sources", .list(sources.map(Value.string)))
        writer.endObject()
        let (input, output) = (folder.appending(path: "in.json"), folder.appending(path: "out.json"))
        try Data(writer.bytes).write(to: input)
        try #require(try python(["-c", script, input.path, output.path]))
        let limits = JSONLimits(maxBytes: 16 << 20, maxDepth: 32, maxElements: 1_000_000)
        guard case .list(let outcomes) = try Value(json: Array(Data(contentsOf: output)), limits: limits) else {
            return []
        }
        return outcomes.map { if case .map(let map) = $0 { map["value"] } else { nil } }
    }

    @Test(
        "comes to the same, over generated expressions",
        .enabled(if: isInstalled, "PyPI's cel-python isn't installed"), arguments: [1, 2] as [UInt64])
    func same(seed: UInt64) throws {
        var generator = PlainExpressions(seed: seed)
        let sources = (0..<Self.count).map { _ in generator.next() }
        let others = try Self.others(sources)
        try #require(others.count == sources.count)
        let environment = Environment(variables: Self.names.map { Variable($0.0, $0.1) })
        var values = 0
        for (source, other) in zip(sources, others) {
            let program = try environment.compile(source)
            var activation = environment.activation()
            for (slot, name) in Self.names.enumerated() { activation[slot] = name.2 }
            switch (program.evaluate(&activation), other) {
            case (.value(let value), let other?):
                values += 1
                #expect(value == other, "\(source)")
            case (.error, nil): break
            case (let outcome, let other):
                Issue.record("\(source): \(outcome) here, \(String(describing: other)) there")
            }
        }
        // A generator whose expressions all fail would prove nothing.
        #expect(values > Self.count / 2)
    }
}
