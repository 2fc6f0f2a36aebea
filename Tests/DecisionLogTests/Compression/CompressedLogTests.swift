import Foundation
import Testing

@testable import DecisionLog

@Suite("A compressed log", .timeLimit(.minutes(2))) struct CompressedLogTests {
    /// Runs `body` with a log, and the same with its closed segments compressed.
    private func withBoth(
        key: CheckpointKey? = nil, words: Int = 100,
        _ body: (_ plain: LogFiles, _ compressed: LogFiles) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { root in
            let (plain, compressed) = (LogFiles(root + "/plain"), LogFiles(root + "/compressed"))
            try await writeSegments(plain.directory, key: key, words: words)
            try FileManager.default.copyItem(atPath: plain.directory, toPath: compressed.directory)
            try await compressSegments(compressed.directory, outcomes: [true, true, true])
            try await body(plain, compressed)
        }
    }

    @Test("has the same content in each file, by gzip's own program, and one more file type and nothing else")
    func files() async throws {
        // More than a part each.
        try await withBoth(words: 6000) { plain, compressed in
            let names = try plain.segments()
            #expect(names.count == 4)
            #expect(try compressed.segments() == names.dropLast().map { $0 + ".gz" } + names.suffix(1))
            for name in names.dropLast() {
                let sum = try await run("bash", ["-c", "zcat '\(compressed.url(name + ".gz").path)' | sha256sum"])
                let original = try await run("bash", ["-c", "sha256sum <'\(plain.url(name).path)'"])
                #expect(sum.status == 0 && sum.output == original.output)
                #expect(try compressed.bytes(name + ".gz").count < plain.bytes(name).count)
                let mode = try FileManager.default.attributesOfItem(atPath: compressed.url(name + ".gz").path)
                #expect(mode[.posixPermissions] as? Int == 0o640)
            }
            let others = try FileManager.default.contentsOfDirectory(atPath: compressed.directory).count
            #expect(try others == FileManager.default.contentsOfDirectory(atPath: plain.directory).count)
        }
    }

    @Test("is verified as before, by both Python programs too, with keys and a kept checkpoint")
    func verified() async throws {
        let key = try CheckpointKey(generatedFor: "log")
        try await withBoth(key: key) { plain, compressed in
            var reports: [LogVerifier.Report] = []
            for files in [plain, compressed] {
                let kept = try files.bytes("checkpoints")
                var report = try LogVerifier.verify(
                    directory: files.directory, publicKeys: [key.publicKey], kept: kept)
                report.firstFile = ""
                #expect(report.isGood && report.checkpoints > 3)
                reports.append(report)
                let script = try await python(
                    files.directory, key.publicKey, kept: files.url("checkpoints").path)
                #expect(script.status == 0 && script.output.contains("\(report.lastHash)"), "\(script.output)")
                let short = packageRoot.appending(path: "docs/verify_chain.py").path
                #expect(try await run("python3", [short, files.directory]).output == script.output)
            }
            #expect(reports[0] == reports[1])
        }
    }

    @Test("is verified also when somebody has compressed it, with another program or anew")
    func recompressed() async throws {
        try await withBoth { plain, compressed in
            let names = try plain.segments()
            let path = compressed.url(names[1] + ".gz").path
            let script = "gunzip '\(path)' && gzip -9 '\(compressed.url(names[1]).path)'"
            #expect(try await run("bash", ["-c", script]).status == 0)
            let report = try LogVerifier.verify(directory: compressed.directory)
            #expect(report.isGood && report.segments == 4)
            #expect(try await python(compressed.directory).status == 0)
            let id = "dec_6"
            #expect(try LogSearch.line(id: id, directory: compressed.directory) != nil)
            try await readsTheSame(plain, compressed)
        }
    }

    @Test("is read as before: query, following, show, proofs")
    func read() async throws {
        let key = try CheckpointKey(generatedFor: "log")
        try await withBoth(key: key) { plain, compressed in
            try await readsTheSame(plain, compressed)
            for number in 0..<12 {
                let proofs = try [plain, compressed].map {
                    try LogProver.prove(id: "dec_\(number)", directory: $0.directory)
                }
                #expect(proofs[0] == proofs[1])
                #expect(try proofs[1].check(publicKeys: [key.publicKey]).id == "dec_\(number)")
            }
        }
    }

    private func readsTheSame(_ plain: LogFiles, _ compressed: LogFiles) async throws {
        func all(_ query: LogQuery) throws -> [[UInt8]] {
            var query = query
            var lines: [[UInt8]] = []
            while let line = try query.next() { lines.append(line) }
            return lines
        }
        let expected = try all(LogQuery(RecordQuery(), directory: plain.directory))
        #expect(expected.count == 12)
        #expect(try all(LogQuery(RecordQuery(), directory: compressed.directory)) == expected)
        let paths = try compressed.segments().shuffled().map { compressed.url($0).path }
        #expect(try all(LogQuery(RecordQuery(), files: paths)) == expected)
        for number in 0..<12 {
            let line = try LogSearch.line(id: "dec_\(number)", directory: compressed.directory)
            #expect(line == expected[number])
        }
        for count in 0...17 {
            var lines: [[[UInt8]]] = []
            for directory in [plain.directory, compressed.directory] {
                lines.append([])
                for try await line in LogTail(directory: directory, last: count, follow: false).compactMap({ $0.line })
                {
                    lines[lines.count - 1].append(line)
                }
            }
            #expect(lines[0] == lines[1])
        }
    }

    @Test("gives a start what it reads, and the index its records at their places")
    func start() async throws {
        try await withBoth { plain, compressed in
            for isCompressed in [false, true] {
                let files = isCompressed ? compressed : plain
                try await withLog(.init(directory: files.directory, instance: "test")) { log in
                    var references: [RecordReference] = []
                    let gap = try log.readRecords(since: Date(timeIntervalSince1970: 0), maxBytes: 1 << 30) {
                        references.append($0.reference)
                    }
                    #expect(gap == nil && references.count == 12)
                    for reference in references.shuffled() {
                        let line = try #require(try log.record(at: reference))
                        #expect(String(decoding: line.prefix(60), as: UTF8.self).contains("\"\(reference.id)\""))
                    }
                    // The limit is one of what is read, not of what it takes on the disk.
                    let limit = try plain.segments().suffix(2).reduce(0) { try $0 + plain.bytes($1).count } + 1000
                    var count = 0
                    let rest = try log.readRecords(since: Date(timeIntervalSince1970: 0), maxBytes: Int64(limit)) { _ in
                        count += 1
                    }
                    #expect(rest != nil && count == 4)
                }
            }
        }
    }

    @Test("of which the active file was removed is gone on with, behind the compressed segment's records")
    func withoutActive() async throws {
        try await withBoth { _, compressed in
            try compressed.remove("decisions.ndjson")
            let name = try #require(try compressed.segments().last)
            // The remains of a batch that failed were compressed along.
            let rest = try GzipMember.encoded(Array("half a rec".utf8)[...], Deflater())
            try compressed.write(try compressed.bytes(name) + rest, to: name)
            try await withLog(.init(directory: compressed.directory, instance: "test")) { log in
                #expect(log.recovered.tornBytes == 0)
                try await log.append("dec_new")
            }
            let report = try LogVerifier.verify(directory: compressed.directory)
            #expect(report.isGood && report.unansweredBytes == 10)
            #expect(try await python(compressed.directory).status == 0)
            #expect(try compressed.lines().contains { $0.contains(#""reason":"recovered""#) })
        }
    }

    @Test("is followed through rotations that are compressed between two looks")
    func followed() async throws {
        try await withTemporaryDirectory { directory in
            try await withLog(.init(directory: directory, instance: "test")) { log in
                try await log.append("dec_0")
                let opened = try OpenedLog(LogDirectory(directory), last: 1)
                var shown: [String] = []
                func read() throws {
                    while let line = try opened.next()?.line { shown.append(String(decoding: line, as: UTF8.self)) }
                }
                try read()
                for number in 1...6 {
                    try await log.append("dec_\(number)")
                    try await log.rotate()
                    if number == 3 {
                        try await compressSegments(directory, outcomes: [true, true, true])
                        try read()
                    }
                }
                try await compressSegments(directory, outcomes: [true, true, true])
                try read()
                #expect(try LogFiles(directory).segments().count == 7)
                #expect(try shown == Array(LogFiles(directory).lines().dropFirst()))
            }
        }
    }

    @Test("that holds a line without end is refused before it fills the memory")
    func endless() async throws {
        try await withBoth { _, compressed in
            let name = try compressed.segments()[1]
            let zeros = [UInt8](repeating: 0, count: 1 << 20)
            let member = try GzipMember.encoded(zeros[...], Deflater())
            #expect(member.count < 2000)
            try compressed.write([[UInt8]](repeating: member, count: 100).joined(), to: name)
            let problem = try #require(try LogVerifier.verify(directory: compressed.directory).problem)
            #expect(problem.file == name && problem.line == 1 && "\(problem)".contains("longer than"))
            #expect(try await python(compressed.directory).status != 0)
        }
    }

    @Test("in which one byte is wrong is read up to it, and no record behind it is shown that isn't as it was written")
    func oneByte() async throws {
        try await withTemporaryDirectory { directory in
            let files = LogFiles(directory)
            try await withLog(.init(directory: directory, instance: "test")) { log in
                for number in 0..<50 { try await log.append("dec_\(number)") }
                try await log.rotate()
                try await log.append("dec_50")
            }
            let lines = try files.lines()
            let decisions = lines.filter { $0.contains("portcullis.decision.v1") }
            try await compressSegments(directory, outcomes: [true])
            let name = try #require(try files.segments().first)
            let whole = try files.bytes(name)
            // Wherever it is, and whatever becomes of the lines behind it, their ends too.
            // Not in the last bytes, which are the member's end and its checksum: a query has all it wants by then.
            for place in stride(from: whole.count / 2, to: whole.count - 20, by: 5) {
                var bytes = whole
                bytes[place] ^= 1 << UInt8(place % 8)
                try files.write(bytes, to: name)
                let problem = try LogVerifier.verify(directory: directory).problem
                var query = try LogQuery(RecordQuery(), directory: directory)
                var found: [String] = []
                do {
                    while let line = try query.next() { found.append(String(decoding: line, as: UTF8.self)) }
                    // It may also turn a reference to an earlier text into one to the same text elsewhere: then nothing is wrong.
                    #expect(problem == nil && found == decisions, "byte \(place)")
                } catch {
                    #expect(problem?.file == name && decisions.starts(with: found), "byte \(place): \(error)")
                }
            }

            var place = whole.count * 4 / 5
            var damage: LogVerifier.Problem?
            while damage == nil, place < whole.count {
                var bytes = whole
                bytes[place] ^= 1
                try files.write(bytes, to: name)
                damage = try LogVerifier.verify(directory: directory).problem
                place += 1
            }

            let problem = try #require(damage)
            #expect(problem.file == name && "\(problem)".contains("the compressed data is damaged"), "\(problem)")
            #expect((35...50).contains(problem.line) && problem.byteOffset > 10_000)
            // The first is that of the start.
            let good = lines[1..<problem.line - 1].map { Array($0.utf8) }

            var query = try LogQuery(RecordQuery(), directory: directory)
            var found: [[UInt8]] = []
            #expect(throws: DecisionLogError.self) { while let line = try query.next() { found.append(line) } }
            #expect(found == good)
            var shown: [[UInt8]] = []
            await #expect(throws: DecisionLogError.self) {
                for try await line in LogTail(directory: directory, last: 100, follow: false).compactMap({ $0.line }) {
                    shown.append(line)
                }
            }
            #expect(Array(shown.dropFirst()) == good)
            #expect(try LogSearch.line(id: "dec_3", directory: directory) == good[3])

            try await withLog(.init(directory: directory, instance: "test")) { log in
                var ids: [String] = []
                let gap = try log.readRecords(since: Date(timeIntervalSince1970: 0), maxBytes: 1 << 30) {
                    ids.append($0.reference.id)
                }
                guard case .damaged? = gap else {
                    Issue.record("it isn't said")
                    return
                }
                #expect(ids == good.indices.map { "dec_\($0)" } + ["dec_50"])
            }
        }
    }

    @Test("that is damaged is named by file, line and what is wrong; readers stop there and say so")
    func damaged() async throws {
        try await withBoth { _, compressed in
            let name = try compressed.segments()[2]
            try compressed.write(try compressed.bytes(name).dropLast(3), to: name)
            let problem = try #require(try LogVerifier.verify(directory: compressed.directory).problem)
            #expect(problem.file == name && "\(problem)".contains("the compressed data is cut off"), "\(problem)")
            #expect(problem.change?.contains("altered, cut off or added to") == true)
            var bytes = try compressed.bytes(name)
            bytes[bytes.count / 2] ^= 8
            try compressed.write(bytes, to: name)
            var query = try LogQuery(RecordQuery(), directory: compressed.directory)
            #expect(throws: DecisionLogError.self) { while try query.next() != nil {} }
        }
    }
}
