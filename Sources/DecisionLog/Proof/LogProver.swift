import SystemPackage

/// Makes inclusion proofs from a log's files.
package enum LogProver {
    /// Proves the record with `id` under the first checkpoint that covers it. Reads from the record's segment on to that checkpoint.
    ///
    /// - Throws: `.notFound` if there is no such record or no checkpoint covers it yet, `.noLog`, `.unreadable`, `.corrupt`.
    package static func prove(id: String, directory: String) throws(DecisionLogError) -> InclusionProof {
        let directory = LogDirectory(directory)
        guard let found = try LogSearch.find(id: id, directory: directory) else {
            throw .notFound("no record of the log in \(directory.path) has the id \(JSONText.quote(id))")
        }
        // None that the log wrote has it; a reader of the log's own place must not rely on that.
        guard found.sequence > 0 else { throw .notFound("the record has the sequence 0; it counts from 1") }
        let leaf = found.sequence - 1
        guard let note = try checkpoint(covering: found.sequence, directory) else {
            throw .notFound("no checkpoint covers record \(found.sequence) yet; one does when the next was signed")
        }
        guard
            var path = AuditPath(leaf: leaf, size: note.checkpoint.size, start: found.start?.tree ?? MerkleTree())
        else {
            throw .notFound("the segment with record \(found.sequence) doesn't say what is before it")
        }
        var reader = LogReader(directory, from: found.segment)
        while let entry = try reader.next(), entry.record.sequence <= note.checkpoint.size {
            path.add(entry.record.hash, leaf: entry.record.sequence &- 1)
        }
        guard let hashes = path.hashes else {
            throw .notFound("the log doesn't hold all of the \(note.checkpoint.size) records of its checkpoint")
        }
        let record = String(decoding: found.line.dropLast(), as: UTF8.self)
        return InclusionProof(record: record, hashes: hashes, checkpoint: note.note.description)
    }

    private static func checkpoint(
        covering sequence: UInt64, _ directory: LogDirectory
    ) throws(DecisionLogError) -> CheckpointReader.Entry? {
        do {
            let file = try directory.checkpoints.openForReading()
            return try file.closeAfter {
                var reader = try CheckpointReader(file)
                while case .entry(let entry) = try reader.next() {
                    if entry.checkpoint.size >= sequence { return entry }
                }
                return nil
            }
        } catch Errno.noSuchFileOrDirectory {
            return nil
        } catch {
            throw .unreadable(path: directory.checkpoints.string, reason: LogDirectory.reason(error))
        }
    }
}
