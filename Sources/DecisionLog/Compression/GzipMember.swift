/// A part of a compressed segment, whole lines of a MiB or so: a member of a gzip file (RFC 1952), of which many in a row are one too.
/// The lengths of it and of its content are in the extra field `PC`, as in BGZF, so that a reader finds its way without decompressing.
struct GzipMember: Equatable {
    /// Compressed, with header and trailer.
    let bytes: Int
    /// Decompressed.
    let contentBytes: Int

    /// What each member begins with, whoever wrote it.
    static let signature: [UInt8] = [0x1F, 0x8B]
    static let headerBytes = headerBegin.count + 8
    /// Signature, DEFLATE, an extra field; no time, no name; twelve bytes, of which eight are `PC`'s.
    private static let headerBegin: [UInt8] = signature + [8, 4, 0, 0, 0, 0, 0, 0xFF, 12, 0, 0x50, 0x43, 8, 0]

    /// Nil if it isn't a header as the log writes it.
    init?(header: ArraySlice<UInt8>) {
        guard header.count >= Self.headerBytes, header.starts(with: Self.headerBegin) else { return nil }
        let lengths = header.dropFirst(Self.headerBegin.count)
        bytes = Self.number(lengths.prefix(4))
        contentBytes = Self.number(lengths.dropFirst(4).prefix(4))
        guard bytes > Self.headerBytes else { return nil }
    }

    /// A member with this content.
    static func encoded(_ content: ArraySlice<UInt8>, _ deflater: Deflater) throws -> [UInt8] {
        var member = try deflater.compressed(content, behind: headerBytes)
        let contentBytes = UInt32(clamping: content.count)
        append(Deflater.checksum(content), to: &member)
        append(contentBytes, to: &member)
        var header = headerBegin
        append(UInt32(clamping: member.count), to: &header)
        append(contentBytes, to: &header)
        member.replaceSubrange(..<headerBytes, with: header)
        return member
    }

    /// Little-endian, as all numbers in gzip.
    static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}
