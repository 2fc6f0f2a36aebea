import Foundation

/// A text with signatures as https://c2sp.org/signed-note has it: the text, an empty line, and a line for each signature.
struct SignedNote: Sendable, Equatable {
    struct Signature: Sendable, Equatable {
        let keyName: String
        /// The first four bytes tell the key.
        let keyID: [UInt8]
        let bytes: [UInt8]
    }

    /// What is signed, its last line end included.
    let text: String
    let signatures: [Signature]

    /// No note of a log comes near it; it bounds what a reader holds.
    static let maxBytes = 64 << 10
    static let signaturePrefix = "\u{2014} "

    init(text: String, signatures: [Signature]) {
        self.text = text
        self.signatures = signatures
    }

    /// Reads a note; anything that the specification doesn't allow is nil.
    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count <= Self.maxBytes, let note = String(validating: bytes, as: UTF8.self),
            note.utf8.allSatisfy({ $0 >= 0x20 || $0 == RecordFormat.lineEnd }),
            let gap = note.range(of: "\n\n", options: .backwards)
        else { return nil }
        text = note[..<gap.lowerBound] + "\n"
        let lines = note[gap.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
        // The last line ends too, so that what comes after its end is empty.
        guard lines.count > 1, lines.last == "" else { return nil }
        var signatures: [Signature] = []
        for line in lines.dropLast() {
            guard let signature = Self.signature(line) else { return nil }
            signatures.append(signature)
        }
        self.signatures = signatures
    }

    /// The note's bytes.
    var description: String {
        var note = text + "\n"
        for signature in signatures {
            let bytes = Data(signature.keyID + signature.bytes).base64EncodedString()
            note += "\(Self.signaturePrefix)\(signature.keyName) \(bytes)\n"
        }
        return note
    }

    private static func signature(_ line: Substring) -> Signature? {
        guard line.hasPrefix(signaturePrefix) else { return nil }
        let parts = line.dropFirst(signaturePrefix.count).split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, NoteKey.isName(parts[0]), let bytes = Data(base64Encoded: String(parts[1])),
            bytes.count > NoteKey.idBytes
        else { return nil }
        return Signature(
            keyName: String(parts[0]), keyID: Array(bytes.prefix(NoteKey.idBytes)),
            bytes: Array(bytes.dropFirst(NoteKey.idBytes)))
    }
}

// Several notes in one file, each followed by an empty line.
extension SignedNote {
    /// Where notes end: behind the empty line that follows a line with a signature.
    static func ends(in bytes: ArraySlice<UInt8>) -> [Int] {
        var ends: [Int] = []
        var lineStart = bytes.startIndex
        var isSignature = false
        for index in bytes.indices where bytes[index] == RecordFormat.lineEnd {
            if index == lineStart, isSignature { ends.append(index + 1) }
            isSignature = bytes[lineStart...index].starts(with: signaturePrefix.utf8)
            lineStart = index + 1
        }
        return ends
    }

    /// The last whole note, whether an empty line follows it or not; nil if what stands there is none.
    static func last(in bytes: ArraySlice<UInt8>) -> SignedNote? {
        let ends = ends(in: bytes)
        guard let end = ends.last else { return SignedNote(bytes) }
        return SignedNote(bytes[end...]) ?? SignedNote(bytes[(ends.dropLast().last ?? bytes.startIndex)..<end - 1])
    }
}
