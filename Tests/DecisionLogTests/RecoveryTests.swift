import DecisionLog
import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct RecoveryTests {
    @Test("a last line torn at any byte is cut off, kept aside and reported, and the chain goes on")
    func tornAtEveryByte() async throws {
        try await withTemporaryDirectory { root in
            try await writeLog(root, count: 2)
            let whole = try ActiveFile(root).bytes()
            let lastLine = try #require(whole.dropLast().lastIndex(of: 0x0A)) + 1
            for cut in lastLine..<whole.count {
                let directory = root + "/\(cut)"
                try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
                try ActiveFile(directory).write(Array(whole[..<cut]))
                let torn = cut - lastLine
                try await withLog(.init(directory: directory, instance: "test")) { log in
                    #expect(log.recovered.tornBytes == torn && log.recovered.lastSequence == 2)
                    let next = try await log.append("dec_new")
                    #expect(next.sequence == 4)
                }
                let line = try ActiveFile(directory).lines()[2]
                #expect(line.contains("\"last_sequence\":2,") && line.contains("\"torn_bytes\":\(torn)"))
                let kept = URL(filePath: directory).appending(path: "decisions-00000000000000000003.torn")
                #expect((try? Array(Data(contentsOf: kept))) == (torn == 0 ? nil : Array(whole[lastLine..<cut])))
                let report = try LogVerifier.verify(directory: directory)
                #expect(report.isGood && report.records == 4)
            }
        }
    }

    @Test("a first line that is torn leaves a new log")
    func tornFirstLine() async throws {
        try await withTemporaryDirectory { directory in
            try ActiveFile(directory).write(Array(#"{"specversion":"1.0","id":"lo"#.utf8))
            try await writeLog(directory, count: 1)
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && report.records == 2)
        }
    }

    @Test("zeros after the last line, as a power loss can leave them, are cut off")
    func zeroTail() async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 1)
            try ActiveFile(directory).write(try ActiveFile(directory).bytes() + [UInt8](repeating: 0, count: 8192))
            try await writeLog(directory, count: 1)
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && report.records == 4)
        }
    }

    @Test("a last line much longer than the first look back is found")
    func longLastLine() async throws {
        try await withTemporaryDirectory { directory in
            let data = "\"" + String(repeating: "x", count: 1_000_000) + "\""
            try await withLog(.init(directory: directory, instance: "test")) { log in
                try await log.append("dec_1", data: data)
                try await log.append("dec_2", data: data)
            }
            try await withLog(.init(directory: directory, instance: "test")) { log in
                #expect(log.recovered.lastSequence == 3 && log.recovered.tornBytes == 0)
            }
            #expect(try LogVerifier.verify(directory: directory).isGood)
        }
    }

    @Test("a last whole line that was altered stops the start", arguments: ["content", "hash", "framing", "foreign"])
    func alteredLastLine(what: String) async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 2)
            var bytes = try ActiveFile(directory).bytes()
            let lastLine = try #require(bytes.dropLast().lastIndex(of: 0x0A)) + 1
            switch what {
            case "content": bytes[bytes.count - 80] ^= 1
            case "hash": bytes[bytes.count - 4] = bytes[bytes.count - 4] == 0x30 ? 0x31 : 0x30
            case "framing": bytes[lastLine + 5] ^= 1
            default: bytes += Array("hello\n".utf8)
            }
            try ActiveFile(directory).write(bytes)
            let error = #expect(throws: DecisionLogError.self) {
                try DecisionLog.open(.init(directory: directory, instance: "test"))
            }
            guard case .corrupt(_, let offset, _)? = error else {
                Issue.record("wrong error: \(String(describing: error))")
                return
            }
            #expect(offset == Int64(what == "foreign" ? bytes.count - 6 : lastLine))
            // The refused start has changed nothing and has freed the directory.
            #expect(try ActiveFile(directory).bytes() == bytes)
            let again = #expect(throws: DecisionLogError.self) {
                try DecisionLog.open(.init(directory: directory, instance: "test"))
            }
            #expect(again == error)
        }
    }

    @Test("an open log refuses a second one in the same process, a closed one doesn't")
    func secondInProcess() async throws {
        try await withTemporaryDirectory { directory in
            try await withLog(.init(directory: directory, instance: "test")) { log in
                let pid = ProcessInfo.processInfo.processIdentifier
                #expect(throws: DecisionLogError.locked(directory: directory, pid: pid)) {
                    try DecisionLog.open(.init(directory: directory, instance: "test"))
                }
                try await log.append("dec_1")
            }
            try await writeLog(directory, count: 1)
            #expect(try LogVerifier.verify(directory: directory).records == 4)
        }
    }

    @Test("a second process is told who holds the directory")
    func secondProcess() async throws {
        try await withTemporaryDirectory { directory in
            try await withLog(.init(directory: directory, instance: "test")) { log in
                let pid = ProcessInfo.processInfo.processIdentifier
                await #expect(processExitsWith: .success) { [directory = directory as String, pid = pid as Int32] in
                    #expect(throws: DecisionLogError.locked(directory: directory, pid: pid)) {
                        try DecisionLog.open(.init(directory: directory, instance: "test"))
                    }
                }
                try await log.append("dec_1")
            }
        }
    }

    @Test("the directory is created for the service alone, parents too")
    func createsDirectory() async throws {
        try await withTemporaryDirectory { root in
            let directory = root + "/var/log"
            try await writeLog(directory, count: 1)
            for (path, mode) in [(directory, 0o750), (directory + "/decisions.ndjson", 0o640)] {
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                #expect((attributes[.posixPermissions] as? Int) == mode)
            }
        }
    }

    @Test(
        "a configuration out of range is refused before anything is created",
        arguments: [
            ("", 1 << 20, 10), ("web 1", 1 << 20, 10), ("web", 4095, 10), ("web", 17 << 20, 10), ("web", 1 << 20, 0),
        ])
    func badConfiguration(instance: String, maxRecordBytes: Int, maxQueueRecords: Int) async throws {
        try await withTemporaryDirectory { root in
            let configuration = DecisionLog.Configuration(
                directory: root + "/log", instance: instance, maxQueueRecords: maxQueueRecords,
                maxRecordBytes: maxRecordBytes)
            #expect(throws: DecisionLogError.self) { try DecisionLog.open(configuration) }
            #expect(!FileManager.default.fileExists(atPath: root + "/log"))
        }
    }
}
