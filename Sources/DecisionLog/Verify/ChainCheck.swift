import SystemPackage

/// The state of a check: the chain's end so far, and the report.
struct ChainCheck {
    private(set) var report = LogVerifier.Report()
    private var chain = Chain()

    /// Reads one segment's records on top of the chain so far.
    mutating func read(_ segment: LogSegment) throws(Errno) {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(segment.path, .readOnly, options: .closeOnExec)
        } catch {
            throw error as? Errno ?? .ioError
        }
        defer { try? file.close() }
        // What is appended from now on is left for another time: a busy log would keep a reader running after its end.
        let size = try file.size()
        var reader = LineReader(file, from: 0)
        var line = 1
        report.segments += 1
        while true {
            let offset = reader.offset
            var step = try step(&reader, limit: size, segment: segment, isFirst: line == 1)
            if case .bad = step {
                // A batch that failed is cut off and written over while we read: only what is bad twice is bad.
                reader.seek(to: offset)
                step = try self.step(&reader, limit: size, segment: segment, isFirst: line == 1)
            }
            switch step {
            case .end: return
            case .good: line += 1
            case .bad(let defect):
                report.problem = .init(file: segment.name, line: line, byteOffset: offset, defect: defect)
                return
            }
        }
    }

    private enum Step {
        case end
        case good
        case bad(LogVerifier.Defect)
    }

    /// Reads and checks one line.
    private mutating func step(
        _ reader: inout LineReader, limit: Int64, segment: LogSegment, isFirst: Bool
    ) throws(Errno) -> Step {
        switch try reader.next(limit: limit) {
        case .end(let rest):
            if rest > 0, !segment.isActive { return .bad(.cutOff(bytes: rest)) }
            report.incompleteBytes = rest
            return .end
        case .tooLong:
            return .bad(.malformed("the line is longer than \(RecordFormat.maxLineBytes) bytes"))
        case .line(let range):
            return check(reader.bytes[range], segment: isFirst ? segment : nil).map(Step.bad) ?? .good
        }
    }

    /// - Parameter segment: set for a segment's first line, whose sequence the segment's name has.
    private mutating func check(_ line: ArraySlice<UInt8>, segment: LogSegment?) -> LogVerifier.Defect? {
        let record: RecordLine
        do {
            record = try RecordLine(line)
        } catch {
            return .malformed(error.description)
        }
        let computed = RecordHash(of: line[record.hashed])
        guard computed == record.hash else { return .hash(computed: computed, found: record.hash) }
        if let named = segment.flatMap({ LogSegment.firstSequence(ofName: $0.name) }), named != record.sequence {
            return .segmentName(expected: named, found: record.sequence)
        }
        guard record.sequence == chain.sequence + 1 else {
            return .sequence(expected: chain.sequence + 1, found: record.sequence)
        }
        guard record.previousHash == chain.hash else {
            return .previousHash(expected: chain.hash, found: record.previousHash)
        }
        guard record.time >= chain.time else {
            return .time(previous: chain.time.description, found: record.time.description)
        }
        accept(record, bytes: line.count)
        return nil
    }

    private mutating func accept(_ record: RecordLine, bytes: Int) {
        chain = Chain(sequence: record.sequence, hash: record.hash, time: record.time)
        if report.first == nil { report.first = record.time }
        report.last = record.time
        report.records += 1
        report.bytes += Int64(bytes)
        report.lastSequence = record.sequence
        report.lastHash = record.hash
    }
}
