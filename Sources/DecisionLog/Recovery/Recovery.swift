import SystemPackage

/// What a start finds in the active file, and what it did about it.
struct Recovery: Sendable {
    /// The end of the chain that is continued.
    let chain: Chain
    /// The file's length after a torn line was cut off.
    let size: Int64
    /// Bytes of the torn last line; 0 if there was none.
    let tornBytes: Int
    /// The name of the file where they are kept.
    let tornFile: String?

    /// Reads the end of the file back to its last whole line, checks that line, and cuts off what follows it: the part of a
    /// batch that no caller had an answer for. The rest of the file isn't read.
    init(_ file: FileDescriptor, in directory: LogDirectory) throws(DecisionLogError) {
        let path = directory.active.string
        do {
            let end = try FileEnd(file)
            let chain = try Self.chain(of: end, path: path)
            let torn = end.torn
            if !torn.isEmpty {
                try Self.keep(torn, beforeSequence: chain.sequence + 1, in: directory)
                try file.resize(to: end.wholeBytes)
                try file.syncData()
                try directory.sync()
            }
            self.chain = chain
            size = end.wholeBytes
            tornBytes = torn.count
            tornFile =
                torn.isEmpty ? nil : directory.torn(beforeSequence: chain.sequence + 1).lastComponent?.string
        } catch let error as DecisionLogError {
            throw error
        } catch let error as LineDefect {
            throw .corrupt(path: path, offset: 0, reason: error.description)
        } catch {
            throw .unreadable(path: path, reason: LogDirectory.reason(error))
        }
    }

    private static func chain(of end: FileEnd, path: String) throws(DecisionLogError) -> Chain {
        guard let line = end.lastLine else { return Chain() }
        let offset = end.wholeBytes - Int64(line.count)
        let record: RecordLine
        do {
            record = try RecordLine(line)
        } catch {
            throw .corrupt(path: path, offset: offset, reason: error.description)
        }
        guard RecordHash(of: line[record.hashed]) == record.hash else {
            throw .corrupt(path: path, offset: offset, reason: "the line's content doesn't fit its hash")
        }
        guard record.sequence > 0 else {
            throw .corrupt(path: path, offset: offset, reason: "the line's sequence is 0; it counts from 1")
        }
        return Chain(sequence: record.sequence, hash: record.hash, time: record.time)
    }

    /// Appends to the `.torn` file, since a crash between this and the next record comes by here with the same name again.
    private static func keep(
        _ torn: ArraySlice<UInt8>, beforeSequence sequence: UInt64, in directory: LogDirectory
    ) throws {
        let file = try FileDescriptor.open(
            directory.torn(beforeSequence: sequence), .writeOnly, options: [.create, .append, .closeOnExec],
            permissions: FilePermissions(rawValue: 0o640))
        try file.closeAfter {
            try file.writeAll(torn)
            try file.syncData()
        }
    }
}
