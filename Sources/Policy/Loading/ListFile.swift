/// A list in a file: one ``ListEntry`` a line.
///
/// A byte order mark and white space around an entry don't count. `#` at the start of a line, or after white space, begins a comment.
enum ListFile {
    private static let maxEntryBytes = 1024

    /// - Returns: the entries, or problems with their lines.
    static func entries(
        of bytes: [UInt8], kind: ListEntry.Kind, maxEntries: Int
    ) throws(ListFileError) -> [ListEntry] {
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        guard let text = String(validating: hasMark ? bytes.dropFirst(3) : bytes[...], as: UTF8.self) else {
            throw ListFileError(line: nil, "the file isn't UTF-8")
        }
        var entries: [ListEntry] = []
        var line = 0
        for raw in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            line += 1
            let (entry, comment) = parts(of: raw)
            if entry.isEmpty { continue }
            if ListEntry.isEnd(inComment: comment) {
                throw ListFileError(
                    line: line, "an end in a comment has no effect", hint: "such as 'acc_1 until 2026-12-31 # why'")
            }
            if entry.hasPrefix("- ") || entry.utf8.count > 1 && entry.hasPrefix("\"") && entry.hasSuffix("\"") {
                throw ListFileError(
                    line: line, "entries stand in a list file without a dash and without quotes", hint: "such as acc_1")
            }
            guard entry.utf8.count <= maxEntryBytes else {
                throw ListFileError(line: line, "an entry is longer than \(maxEntryBytes) bytes")
            }
            guard entries.count < maxEntries else {
                throw ListFileError(line: line, "the list has more than \(maxEntries) entries")
            }
            do throws(ListEntryError) {
                entries.append(try ListEntry(entry, kind))
            } catch {
                throw ListFileError(line: line, error.message, hint: error.hint)
            }
        }
        return entries
    }

    private static func parts(of line: Substring.UTF8View) -> (entry: String, comment: Substring) {
        var end = line.endIndex
        var previous: UInt8 = 0x20
        for index in line.indices {
            if line[index] == UInt8(ascii: "#"), isSpace(previous) {
                end = index
                break
            }
            previous = line[index]
        }
        var kept = line[..<end].drop(while: isSpace)
        while let last = kept.last, isSpace(last) { kept = kept.dropLast() }
        return (String(Substring(kept)), Substring(line[end...]))
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}

struct ListFileError: Error {
    let line: Int?
    let message: String
    let hint: String?

    init(line: Int?, _ message: String, hint: String? = nil) {
        self.line = line
        self.message = message
        self.hint = hint
    }
}
