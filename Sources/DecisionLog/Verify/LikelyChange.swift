/// What kind of change would leave a defect, judged by the bad line and the one after it.
enum LikelyChange {
    /// - Parameters:
    ///   - bad: the bad line's fields, if it has any.
    ///   - next: those of the line after it.
    static func text(
        for defect: LogVerifier.Defect, bad: RecordLine?, next: RecordLine?, expected: UInt64
    ) -> String? {
        switch defect {
        case .malformed:
            return malformed(next: next, expected: expected)
        case .hash(let computed, let found):
            if let next, next.previousHash == computed, computed != found {
                return "the record's hash was altered, its content wasn't: the next record names the content's hash"
            }
            return "record \(expected) was altered after it was written, and its hash wasn't computed anew"
        case .previousHash:
            return expected > 1
                ? "record \(expected - 1) was altered and its hash computed anew, or the records from \(expected) on are "
                    + "another log's"
                : "the records are another log's, or what was before them was removed"
        case .sequence(let expected, let found):
            return sequence(expected: expected, found: found, next: next)
        case .time:
            return "the record was written anew, with the hashes of it and of those after it"
        case .segmentName:
            return "the segment was renamed, or its first records were removed"
        case .cutOff:
            return "the segment's end was cut off after it was closed"
        case .compression:
            return "the compressed segment was altered, cut off or added to after it was written"
        case .otherCopy:
            return "one of the two was put there or altered by somebody else than the log, which compares them"
        case .tree:
            return "records before it were written anew, with all hashes up to this record"
        case .noCheckpoint:
            return "checkpoints were removed, or the service runs without a key, or has only just begun"
        case .uncoveredStart, .unannouncedStart:
            return
                "the first segments were removed, and not by the log, which says so and removes only what a checkpoint covers"
        case .note, .signature:
            return "the checkpoint was altered or forged, or signed with another key"
        case .checkpointOrder:
            return "checkpoints were put in another order, or an older log was put in this one's place and went on"
        case .root(let size, let goodSize):
            return "records between \(goodSize + 1) and \(size) were written anew, with all hashes after them"
        case .beyondEnd(let size, let lastSequence):
            return "the records \(lastSequence + 1) to \(size) were cut off, or an older state of the log was put back"
        case .beforeStart:
            return nil
        }
    }

    private static func malformed(next: RecordLine?, expected: UInt64) -> String {
        if next?.sequence == expected { return "a line was put in before record \(expected)" }
        if next?.sequence == expected + 1 { return "record \(expected) was altered" }
        return "the lines from record \(expected) on were altered, or are no records"
    }

    private static func sequence(expected: UInt64, found: UInt64, next: RecordLine?) -> String {
        if next?.sequence == expected, found == expected + 1 {
            return "the records \(expected) and \(found) changed places"
        }
        if found > expected {
            return found == expected + 1
                ? "record \(expected) was removed" : "the records \(expected) to \(found - 1) were removed"
        }
        return found + 1 == expected
            ? "record \(found) is there twice" : "an older record, \(found), was put in again before record \(expected)"
    }
}
