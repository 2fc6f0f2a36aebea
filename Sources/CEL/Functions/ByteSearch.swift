/// Finds bytes in bytes. UTF-8 is found as text is: no code point's bytes begin inside of another's.
///
/// Both may be the caller's, so the time has to be linear. A plain search is, for nearly all texts; where it isn't,
/// Knuth's, Morris's and Pratt's takes over, which needs memory.
enum ByteSearch {
    /// The first offset at or behind `start` where the part stands, or nil.
    static func offset(of part: Span<UInt8>, in text: Span<UInt8>, from start: Int) -> Int? {
        guard part.count > 0 else { return start <= text.count ? start : nil }
        var effort = 0
        var offset = start
        while offset + part.count <= text.count {
            var matched = 0
            while matched < part.count, text[offset + matched] == part[matched] { matched += 1 }
            if matched == part.count { return offset }
            effort += matched
            if effort > 4 * text.count { return linear(part, text, from: offset) }
            offset += 1
        }
        return nil
    }

    /// The last offset at or before `limit` where the part stands, or nil.
    static func lastOffset(of part: [UInt8], in text: [UInt8], notBehind limit: Int) -> Int? {
        let end = min(limit + part.count, text.count)
        let backwards = Array(text[..<end].reversed())
        let reversed = Array(part.reversed())
        return offset(of: reversed.span, in: backwards.span, from: 0).map { end - $0 - part.count }
    }

    private static func linear(_ part: Span<UInt8>, _ text: Span<UInt8>, from start: Int) -> Int? {
        // failure[i]: how much of the part's start is also the end of its first i + 1 bytes.
        var failure = [Int](repeating: 0, count: part.count)
        var matched = 0
        for index in 1..<part.count {
            while matched > 0, part[index] != part[matched] { matched = failure[matched - 1] }
            if part[index] == part[matched] { matched += 1 }
            failure[index] = matched
        }
        matched = 0
        for index in start..<text.count {
            while matched > 0, text[index] != part[matched] { matched = failure[matched - 1] }
            if text[index] == part[matched] { matched += 1 }
            if matched == part.count { return index - part.count + 1 }
        }
        return nil
    }
}
