import CEL

/// One entry of a list, as it is written in a document, in a list file and in tests: `acc_1`, or with an end
/// `acc_1 until 2026-12-31`. The day counts to its end in UTC; a time such as `2026-12-31T18:00:00Z` is exact.
///
/// What looks like an end and isn't one is a mistake, as an entry that never ends, or never fits, is seen by nobody.
struct ListEntry {
    /// What a list holds, as documents name it.
    enum Kind: String, CaseIterable {
        case text
        /// Addresses, and blocks of them.
        case cidr
    }

    enum Content {
        case text(String)
        case block(CIDRBlock)
    }

    let content: Content
    /// From when on it doesn't count any more; nil if it always does.
    let until: Timestamp?

    private static let word = "until"

    init(_ text: String, _ kind: Kind) throws(ListEntryError) {
        let words = text.split(whereSeparator: \.isWhitespace)
        var content = text
        until = try Self.end(words)
        if until != nil, let word = words.dropLast().last {
            content = String(text[..<word.startIndex])
            while content.last?.isWhitespace == true { content.removeLast() }
        }
        try Self.check(content)
        switch kind {
        case .text: self.content = .text(content)
        case .cidr: self.content = .block(try Self.block(content))
        }
    }

    /// What looks like another entry than it is fits nothing, and nobody sees why.
    private static func check(_ content: String) throws(ListEntryError) {
        guard let first = content.unicodeScalars.first, let last = content.unicodeScalars.last else {
            throw ListEntryError("it is empty", hint: nil)
        }
        guard !content.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw ListEntryError(
                "it has a control character in it", hint: "entries are on lines of their own, without tabs")
        }
        let isInvisible = [first, last].contains {
            $0.properties.isWhitespace || $0.properties.generalCategory == .format
        }
        if isInvisible {
            throw ListEntryError("it begins or ends with white space or an invisible character", hint: nil)
        }
    }

    /// Whether a comment says what only an entry can.
    static func isEnd(inComment comment: Substring) -> Bool {
        let words = comment.split { $0.isWhitespace || $0 == "#" }
        return zip(words, words.dropFirst()).contains { $0.lowercased() == word && isDateLike($1) }
    }

    private static func end(_ words: [Substring]) throws(ListEntryError) -> Timestamp? {
        guard words.count > 1, let last = words.last else { return nil }
        guard words[words.count - 2] == word else {
            if isDateLike(last) || words.dropFirst().contains(where: { $0.lowercased() == word }) {
                throw ListEntryError(
                    "an end has to be written 'until' and a date", hint: "such as 'acc_1 until 2026-12-31'")
            }
            return nil
        }
        guard words.count > 2 else { throw ListEntryError("an end without an entry", hint: nil) }
        guard let time = time(String(last)) else {
            throw ListEntryError(
                "'\(last.prefix(40))' is no date", hint: "such as 2026-12-31, or 2026-12-31T18:00:00Z")
        }
        return time
    }

    /// Four digits and a hyphen.
    private static func isDateLike(_ word: Substring) -> Bool {
        let bytes = word.utf8.prefix(5)
        return bytes.count == 5 && bytes.prefix(4).allSatisfy { (0x30...0x39).contains($0) }
            && bytes.last == UInt8(ascii: "-")
    }

    private static func time(_ text: String) -> Timestamp? {
        if text.utf8.count > 10 { return Timestamp(rfc3339: text) }
        guard let start = Timestamp(rfc3339: text + "T00:00:00Z"), let day = CELDuration(seconds: 86_400) else {
            return nil
        }
        // The last day there is has no next one.
        return start.adding(day) ?? Timestamp(seconds: Timestamp.range.upperBound, nanoseconds: 999_999_999)
    }

    private static func block(_ text: String) throws(ListEntryError) -> CIDRBlock {
        let block = CIDRBlock(text) ?? IPAddress(text).map { CIDRBlock($0) }
        guard let block else {
            throw ListEntryError(
                "'\(text.prefix(64))' is no address and no block of addresses", hint: "such as 203.0.113.0/24")
        }
        guard block.address.unmapped.isIPv4 == block.address.isIPv4 else {
            throw ListEntryError("'\(text.prefix(64))' stands for an IPv4 address", hint: "write that one")
        }
        guard block == block.masked else {
            throw ListEntryError(
                "'\(text.prefix(64))' has an address that isn't the block's first",
                hint: "did you mean '\(block.masked)'?")
        }
        return block
    }
}

struct ListEntryError: Error {
    let message: String
    let hint: String?

    init(_ message: String, hint: String?) {
        self.message = message
        self.hint = hint
    }
}
