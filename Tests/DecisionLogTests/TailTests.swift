import Foundation
import Testing

@testable import DecisionLog

@Suite(.timeLimit(.minutes(2))) struct TailTests {
    @Test("the newest lines come in order, byte for byte", arguments: [0, 1, 3, 6, 100])
    func newest(count: Int) async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 5)
            var lines: [String] = []
            for try await line in LogTail(directory: directory, last: count, follow: false).compactMap({ $0.line }) {
                lines.append(String(decoding: line, as: UTF8.self))
            }
            #expect(lines == Array(try ActiveFile(directory).lines().suffix(count)))
        }
    }

    @Test("long lines don't hide the ones before them")
    func longLines() async throws {
        try await withTemporaryDirectory { directory in
            try await withLog(.init(directory: directory, instance: "test")) { log in
                for number in 0..<4 {
                    try await log.append("dec_\(number)", data: "\"" + String(repeating: "x", count: 100_000) + "\"")
                }
            }
            var count = 0
            for try await line in LogTail(directory: directory, last: 3, follow: false).compactMap({ $0.line }) {
                #expect(String(decoding: line, as: UTF8.self).contains("\"id\":\"dec_\(count + 1)\""))
                count += 1
            }
            #expect(count == 3)
        }
    }

    @Test("following shows what is appended, over restarts too")
    func follow() async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 1)
            var tail = LogTail(directory: directory, last: 2, follow: true, pollInterval: .milliseconds(1))
                .makeAsyncIterator()
            var lines: [String] = []
            // The log is open from here on, so that all that is written now comes later.
            while lines.count < 2, let line = try await tail.next()?.line {
                lines.append(String(decoding: line, as: UTF8.self))
            }
            async let writing: Void = writeLog(directory, count: 50)
            while lines.last?.contains("dec_49") != true, let line = try await tail.next()?.line {
                lines.append(String(decoding: line, as: UTF8.self))
            }
            try await writing
            #expect(lines == (try ActiveFile(directory).lines()) && lines.count == 53)
        }
    }

    @Test("following misses no segment, however fast they come")
    func rotations() async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 1)
            var tail = LogTail(directory: directory, last: 2, follow: true, pollInterval: .microseconds(1))
                .makeAsyncIterator()
            var lines: [String] = []
            while lines.count < 2, let line = try await tail.next()?.line {
                lines.append(String(decoding: line, as: UTF8.self))
            }
            async let writing: Void = withLog(.init(directory: directory, instance: "test")) { log in
                for number in 0..<100 {
                    try await log.rotate()
                    try await log.append("dec_\(number)")
                }
                try await log.append("dec_last")
            }
            while lines.last?.contains("dec_last") != true, let line = try await tail.next()?.line {
                lines.append(String(decoding: line, as: UTF8.self))
            }
            try await writing
            // Each begins with a record of its own.
            #expect(lines.count > 200)
            for (index, line) in lines.enumerated() {
                #expect(
                    line.contains(
                        #""sequence":"\#(String(repeating: "0", count: 20 - "\(index + 1)".count))\#(index + 1)""#))
            }
        }
    }

    @Test("part of a line is never shown, and what takes its place after a restart is")
    func cutLine() async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 1)
            let log = try OpenedLog(LogDirectory(directory), last: 0)
            try ActiveFile(directory).append(#"{"specversion":"1.0","id":"dec_torn"#)
            #expect(try log.next() == nil)
            try await writeLog(directory, count: 1)
            for line in try ActiveFile(directory).lines()[2...] { #expect(try log.next()?.line == Array(line.utf8)) }
            #expect(try log.next() == nil)
        }
    }

    @Test("records that were cut off again don't hide the ones that take their place", arguments: [false, true])
    func cutRecords(isOverwrittenBeforeNextLook: Bool) async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 1)
            let whole = try ActiveFile(directory).bytes()
            let log = try OpenedLog(LogDirectory(directory), last: 0)
            try await writeLog(directory, count: 1)
            while try log.next() != nil {}
            try ActiveFile(directory).write(whole)
            if !isOverwrittenBeforeNextLook { #expect(try log.next() == nil) }
            try await withLog(.init(directory: directory, instance: "another-name")) { log in
                for number in 0..<5 { try await log.append("new_\(number)") }
            }
            var shown: [String] = []
            while let line = try log.next()?.line { shown.append(String(decoding: line, as: UTF8.self)) }
            let lines = try ActiveFile(directory).lines()
            // Without a look in between, what stood before the old place can't be known to be new.
            #expect(shown == Array(lines.suffix(isOverwrittenBeforeNextLook ? 4 : 6)))
        }
    }

    @Test("cancelling ends following")
    func cancel() async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 1)
            let task = Task {
                var count = 0
                for try await _ in LogTail(directory: directory, last: 10, follow: true) { count += 1 }
                return count
            }
            task.cancel()
            let count = try await task.value
            #expect(count == 2)
        }
    }

    @Test("a missing log is an error that names the directory")
    func missing() async throws {
        try await withTemporaryDirectory { directory in
            await #expect(throws: DecisionLogError.noLog(directory: directory)) {
                for try await _ in LogTail(directory: directory, last: 1, follow: false) {}
            }
        }
    }

    @Test("a file that can't be read is named, and what is wrong with it", arguments: [false, true])
    func unreadable(isCompressed: Bool) async throws {
        try await withTemporaryDirectory { directory in
            try await writeSegments(directory)
            let files = LogFiles(directory)
            var name = try files.segments()[1]
            if isCompressed {
                try await compressSegments(directory, outcomes: [true, true, true])
                name += ".gz"
                try files.write(try files.bytes(name).dropLast(30), to: name)
            } else {
                try files.remove(name)
                try FileManager.default.createDirectory(at: files.url(name), withIntermediateDirectories: false)
            }
            let error = await #expect(throws: DecisionLogError.self) {
                for try await _ in LogTail(directory: directory, last: 100, follow: false) {}
            }
            let text = error.map { "\($0)" } ?? ""
            #expect(text.contains("/\(name)") && text.contains(isCompressed ? "cut off" : "regular file"), "\(text)")
        }
    }

    @Test("a decision is shown to people in one line")
    func summary() {
        let line = #"""
            {"specversion":"1.0","id":"dec_1","source":"/portcullis/a","type":"portcullis.decision.v1","time":"2026-11-21T08:00:00.123Z","sequence":"00000000000000001234","prevhash":"","data":{"decision":{"id":"dec_1","decision":"review","event":"signup","score":42,"reasons":[{"rule":"vpn","code":"network.vpn"},{"rule":"late"}],"degraded":true,"providers":{"tripwire":{"status":"ok"},"verisoul":{"status":"timeout"}}},"evidence":{"request":{"sessions":{"tripwire":"sid_1"}}}},"hash":""}
            """#
        #expect(
            RecordSummary(line: Array(line.utf8)).description
                == "2026-11-21T08:00:00.123Z  #1234  REVIEW  signup  score=42  network.vpn,late  tripwire=sid_1  "
                + "degraded: verisoul timeout  dec_1")
    }

    @Test("what rules in shadow would have said is shown beside what was decided")
    func shadow() {
        let line = #"""
            {"id":"dec_1","type":"portcullis.decision.v1","time":"x","sequence":"7","data":{"decision":{"id":"dec_1","decision":"allow","event":"signup","score":0,"reasons":[]},"evidence":{"shadow":[{"rule":"trial","code":"trial_datacenter"},{"rule":"late"}],"request":{"sessions":{"tripwire":"sid_1"}}}}}
            """#
        #expect(
            RecordSummary(line: Array(line.utf8)).description
                == "x  #7  ALLOW  signup  score=0  -  shadow=trial_datacenter,late  tripwire=sid_1  dec_1")
    }

    @Test("of a challenger's results people are shown how many there are, how many differ, and how many are missing")
    func trials() {
        let line = #"""
            {"id":"chl_1","type":"portcullis.challenger.v1","time":"x","sequence":"7","data":{"event":"signup","results":[{"differs":true},{"differs":false}],"missing":{"queue_full":3}}}
            """#
        #expect(
            RecordSummary(line: Array(line.utf8)).description
                == "x  #7  portcullis.challenger.v1  signup  results=2  differing=1  missing=3 (queue_full)  chl_1")
    }

    @Test("what a terminal could take for a command is replaced")
    func hostileSummary() {
        let line = #"{"id":"a\u001b[2J","type":"t\u202e","time":"x","sequence":"1","data":7}"#
        #expect(RecordSummary(line: Array(line.utf8)).description == "not a record of the decision log (71 bytes)")
        let other = #"{"id":"a\u001b[2J","type":"t\u202e","time":"x","sequence":"1"}"#
        #expect(RecordSummary(line: Array(other.utf8)).description == "x  #1  t\u{FFFD}  a\u{FFFD}[2J")
    }
}
