import Foundation
import SystemPackage

/// The directory of a log and the names in it.
struct LogDirectory: Sendable {
    let path: FilePath

    /// The file that is written.
    static let activeName = "decisions.ndjson"
    static let lockName = "lock"
    /// Signed notes, each followed by an empty line.
    static let checkpointsName = "checkpoints"

    init(_ path: String) {
        self.path = FilePath(path)
    }

    var active: FilePath { path.appending(Self.activeName) }
    var lock: FilePath { path.appending(Self.lockName) }
    /// A segment that is being begun; it gets its name when its first record is synced.
    var next: FilePath { path.appending("decisions.next") }
    /// The compressed copy of a segment that is being written.
    var compressing: FilePath { path.appending("decisions.gz.next") }
    var checkpoints: FilePath { path.appending(Self.checkpointsName) }

    /// The name of the closed segment that begins with the record `first`.
    static func closedName(first: UInt64) -> String { "decisions-\(digits(first)).ndjson" }

    /// The closed segment that begins with the record `first`, as the log wrote it.
    func closed(first: UInt64) -> LogSegment { segment(Self.closedName(first: first)) }

    /// Where a file goes that somebody put in the active one's place, before the record `sequence`.
    func displaced(beforeSequence sequence: UInt64) -> FilePath {
        path.appending("decisions-\(Self.digits(sequence)).displaced")
    }

    /// Where a file goes that somebody put in the place of the one with the checkpoints.
    var displacedCheckpoints: FilePath { path.appending(Self.checkpointsName + ".displaced") }

    /// Where recovery keeps the bytes that it cut off before the record `sequence`.
    func torn(beforeSequence sequence: UInt64) -> FilePath {
        path.appending("decisions-\(Self.digits(sequence)).torn")
    }

    /// Creates the directory with mode 0750, parents too, and makes their names durable.
    func create() throws(DecisionLogError) {
        var missing: [FilePath] = []
        var ancestor = path
        while !ancestor.isEmpty, !FileManager.default.fileExists(atPath: ancestor.string) {
            missing.append(ancestor)
            ancestor.removeLastComponent()
        }
        do {
            if !missing.isEmpty, !ancestor.isEmpty {
                try FileDescriptor.open(ancestor, .readOnly, options: [.directory, .closeOnExec]).close()
            }
            try FileManager.default.createDirectory(
                atPath: path.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        } catch {
            throw .unreadable(path: path.string, reason: "the log's directory can't be created (\(Self.reason(error)))")
        }
        for created in missing {
            let parent = created.removingLastComponent()
            try Self.sync(parent.isEmpty ? "." : parent)
        }
    }

    /// Makes created names durable: without it a power loss may take a file whose content was synced.
    func sync() throws(DecisionLogError) {
        try Self.sync(path)
    }

    private static func sync(_ path: FilePath) throws(DecisionLogError) {
        do {
            let directory = try FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec])
            defer { try? directory.close() }
            try directory.sync()
        } catch {
            throw .unreadable(path: path.string, reason: "the directory can't be synced (\(reason(error)))")
        }
    }

    /// All names in the directory.
    func names() throws(DecisionLogError) -> [String] {
        do {
            // Says in the system's words what is wrong with a directory; Foundation may give a number.
            try FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec]).close()
            return try FileManager.default.contentsOfDirectory(atPath: path.string)
        } catch {
            throw .unreadable(path: path.string, reason: "the log's directory can't be read (\(Self.reason(error)))")
        }
    }

    /// The log's files in the order of their records: rotated segments by their first sequence, then the active one.
    ///
    /// - Throws: `.noLog` if there is none, `.unreadable`.
    func segments() throws(DecisionLogError) -> [LogSegment] {
        let segments = try segmentsIfAny()
        guard !segments.isEmpty else { throw .noLog(directory: path.string) }
        return segments
    }

    /// The same, of a directory that may have no log, or whose log is being rotated.
    func segmentsIfAny() throws(DecisionLogError) -> [LogSegment] {
        let names = try names()
        return closedSegments(names) + (names.contains(Self.activeName) ? [segment(Self.activeName)] : [])
    }

    /// The closed segments among these names, in the order of their records. Of one that is there as it was and compressed, the former: it
    /// is what the log wrote.
    func closedSegments(_ names: [String]) -> [LogSegment] {
        // Twenty digits sort as numbers, and a name before the same with a suffix.
        let closed = names.filter { LogSegment.firstSequence(ofName: $0) != nil }.sorted()
        var segments: [LogSegment] = []
        for name in closed {
            if let last = segments.last, LogSegment.compressedName(last.name) == name {
                segments[segments.count - 1] = segment(last.name, isDoubled: true)
            } else {
                segments.append(segment(name))
            }
        }
        return segments
    }

    private func segment(_ name: String, isDoubled: Bool = false) -> LogSegment {
        LogSegment(directory: path, name: name, isDoubled: isDoubled)
    }

    static func digits(_ sequence: UInt64) -> String {
        let digits = String(sequence)
        return String(repeating: "0", count: max(0, RecordFormat.sequenceDigits - digits.count)) + digits
    }

    /// The system's words for an error, without Foundation's wrapping and without user info.
    static func reason(_ error: any Error) -> String {
        if let error = error as? Errno { return error.description }
        if let error = error as? NotAFile { return error.description }
        if let error = error as? GzipDefect { return error.description }
        if let error = error as? WriteFailure { return error.reason }
        if let error = error as? DecisionLogError { return error.description }
        let cocoa = error as NSError
        if let underlying = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError, underlying.domain == NSPOSIXErrorDomain {
            return Errno(rawValue: CInt(truncatingIfNeeded: underlying.code)).description
        }
        return cocoa.localizedDescription
    }
}
