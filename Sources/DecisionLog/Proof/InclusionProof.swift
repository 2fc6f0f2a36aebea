import Foundation

/// That a record is in a log, in one JSON object: the record's line, its way up the Merkle tree, and a signed checkpoint. Whoever has
/// the log's public key can check it, with nothing else.
package struct InclusionProof: Sendable, Equatable {
    static let format = "portcullis.inclusion-proof.v1"

    /// The record's line, without its line end.
    let record: String
    /// From the leaf up.
    let hashes: [RecordHash]
    /// The signed note.
    let checkpoint: String

    /// What a proof that holds says.
    package struct Statement: Sendable, Equatable {
        package let id: String
        package let type: String
        package let time: String
        package let sequence: UInt64
        /// How many records the checkpoint covers.
        package let checkpointSize: UInt64
        /// Which log.
        package let origin: String
        /// The record's `data`, as JSON.
        package let data: [UInt8]
    }

    init(record: String, hashes: [RecordHash], checkpoint: String) {
        self.record = record
        self.hashes = hashes
        self.checkpoint = checkpoint
    }

    /// Reads the JSON that ``json`` is.
    ///
    /// - Throws: `.invalidProof`.
    package init(_ json: [UInt8]) throws(DecisionLogError) {
        guard json.count <= 4 * RecordFormat.maxLineBytes,
            let content = try? JSONDecoder().decode(Content.self, from: Data(json)), content.format == Self.format
        else { throw .invalidProof("it isn't the JSON of a \(Self.format)") }
        let hashes = content.hashes.compactMap { RecordHash(hex: Array($0.utf8)[...]) }
        guard hashes.count == content.hashes.count, hashes.count <= 64 else {
            throw .invalidProof("its hashes aren't at most 64 times 64 hex digits")
        }
        self.init(record: content.record, hashes: hashes, checkpoint: content.checkpoint)
    }

    /// One line, ended by a line end.
    package var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let content = Content(
            format: Self.format, record: record, hashes: hashes.map(\.description), checkpoint: checkpoint)
        // Strings and lists of strings can always be encoded.
        return (try? encoder.encode(content)).map { Array($0) + [RecordFormat.lineEnd] } ?? []
    }

    /// Checks the signature, the record's hash and its way to the checkpoint's root.
    ///
    /// - Throws: `.invalidProof` with what doesn't hold.
    package func check(publicKeys: [CheckpointPublicKey]) throws(DecisionLogError) -> Statement {
        guard let note = SignedNote(Array(checkpoint.utf8)), let signed = Checkpoint(note.text) else {
            throw .invalidProof("its checkpoint isn't a signed note with a checkpoint")
        }
        guard publicKeys.contains(where: { $0.name == signed.origin && $0.signed(note) }) else {
            throw .invalidProof("none of the given public keys signed its checkpoint of \(signed.origin)")
        }
        let line = Array(record.utf8) + [RecordFormat.lineEnd]
        let fields: RecordLine
        do throws(LogVerifier.Defect) {
            fields = try RecordCheck.whole(line[...])
        } catch {
            throw .invalidProof("its record isn't good: \(error)")
        }
        let root = AuditPath.root(
            of: fields.hash, leaf: fields.sequence - 1, size: signed.size, hashes: hashes)
        guard root == signed.root else {
            throw .invalidProof("its hashes don't lead from the record to the checkpoint's root")
        }
        return Statement(
            id: String(decoding: line[fields.id], as: UTF8.self),
            type: String(decoding: line[fields.type], as: UTF8.self),
            time: fields.time.description, sequence: fields.sequence, checkpointSize: signed.size,
            origin: signed.origin,
            data: Array(line[fields.data]))
    }

    private struct Content: Codable {
        let format: String
        let record: String
        let hashes: [String]
        let checkpoint: String
    }
}
