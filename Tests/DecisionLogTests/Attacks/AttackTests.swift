import Foundation
import Testing

@testable import DecisionLog

@Suite(.timeLimit(.minutes(5))) struct AttackTests {
    @Test("each attack is seen, or not, as the docs say, and the Python script agrees", arguments: Attack.all)
    func attack(attack: Attack) async throws {
        try await withTemporaryDirectory { root in
            let log = try await AttackedLog.make(in: root)
            try attack.apply(log)
            let keptPath = root + "/kept"
            try Data(log.kept).write(to: URL(filePath: keptPath))
            let key = log.key.publicKey
            let ways: [(String, [CheckpointPublicKey], [UInt8]?, Bool)] = [
                ("bare", [], nil, attack.isSeen.bare), ("key", [key], nil, attack.isSeen.key),
                ("kept", [key], log.kept, attack.isSeen.kept),
            ]
            for (way, keys, kept, isSeen) in ways {
                let report = try LogVerifier.verify(directory: log.files.directory, publicKeys: keys, kept: kept)
                let problem = report.problem.map { "\($0)" } ?? "nothing"
                #expect(report.isGood == !isSeen, "\(way): \(problem)")
                let script = try await python(
                    log.files.directory, keys.first, kept: kept == nil ? nil : keptPath)
                #expect((script.status == 0) == !isSeen, "\(way): \(script.output)")
                if isSeen { #expect(report.problem?.change != nil || way == "kept", "\(problem)") }
            }
        }
    }

    @Test("without an attack, the log is good in every way")
    func untouched() async throws {
        try await withTemporaryDirectory { root in
            let log = try await AttackedLog.make(in: root)
            let report = try LogVerifier.verify(
                directory: log.files.directory, publicKeys: [log.key.publicKey], kept: log.kept)
            #expect(report.isGood && report.checkpoints == 5 && report.lastCheckpointSize == 16)
            let bytes = try log.rewrite { $0 }
            #expect(bytes.last?.root == report.root)
            let stranger = [log.otherKey.publicKey]
            #expect(throws: DecisionLogError.self) {
                try LogVerifier.verify(directory: log.files.directory, publicKeys: stranger, kept: log.kept)
            }
        }
    }

    @Test("the table in the docs is the list of attacks")
    func table() throws {
        let docs = try String(contentsOf: packageRoot.appending(path: "docs/log.md"), encoding: .utf8)
        for attack in Attack.all { #expect(docs.contains(attack.row + "\n"), "\(attack.row)") }
    }
}
