import SystemPackage

/// A gzip file's content, decompressed as it is read, in memory of a block. Any gzip file will do; one that the log wrote is read from
/// any place without what is before. For one thread at a time.
final class GzipReader {
    private static let blockBytes = 64 << 10

    let file: FileDescriptor
    private let inflater: Inflater
    /// What was read of the file and isn't decompressed yet.
    private var input = [UInt8](repeating: 0, count: blockBytes)
    private var ahead = 0..<0
    /// Where in the file `ahead` ends.
    private var offset: Int64 = 0
    /// The next byte's place in the content.
    private var position: Int64 = 0
    private var member: Member?
    /// Why nothing can be read from `position` on.
    private var defect: GzipDefect?

    /// The member that is being decompressed.
    private struct Member {
        /// In the file and in the content.
        let offset, position: Int64
        /// What it says of its lengths; nil if the log didn't write it.
        let said: GzipMember?
    }

    /// - Throws: `.noMemory`.
    init(_ file: FileDescriptor) throws(Errno) {
        self.file = file
        inflater = try Inflater()
    }

    /// Reads the content from `offset` on into `buffer[range]`.
    ///
    /// What is before a damage is given first, and the damage is thrown by the next call. Where a member is damaged, its checksum can't
    /// be checked, so that what is read of it may be wrong: the records' own hashes tell.
    ///
    /// - Returns: how many bytes were read; fewer than asked for only at the end and before a damage, 0 only at the end.
    /// - Throws: ``GzipDefect``, or `Errno`.
    func read(into buffer: inout [UInt8], at range: Range<Int>, fromOffset offset: Int64) throws -> Int {
        if offset != position { try seek(to: offset) }
        return try read(into: &buffer, at: range)
    }

    /// Reads to the end, which shows whether the file is whole.
    ///
    /// - Returns: the content's length.
    /// - Throws: as ``read(into:at:fromOffset:)``.
    func readToEnd() throws -> Int64 {
        var scratch = [UInt8](repeating: 0, count: Self.blockBytes)
        while try read(into: &scratch, at: scratch.indices) > 0 {}
        return position
    }

    /// The content's length, as the file tells it without being decompressed; of one that the log didn't write, that of its last member,
    /// modulo 4 GiB.
    func saidBytes() throws(Errno) -> Int64 {
        let size = try file.size()
        var (end, bytes): (Int64, Int64) = (0, 0)
        while let member = try member(at: end) {
            end += Int64(member.bytes)
            bytes += Int64(member.contentBytes)
        }
        guard end < size else { return bytes }
        var trailer = [UInt8](repeating: 0, count: 4)
        let count = try file.read(into: &trailer, at: 0..<4, fromOffset: max(0, size - 4))
        return Int64(GzipMember.number(trailer[..<count]))
    }

    private func read(into buffer: inout [UInt8], at range: Range<Int>) throws -> Int {
        var place = range.lowerBound
        while place < range.upperBound {
            do {
                guard let count = try step(into: &buffer, at: place..<range.upperBound) else { break }
                place += count
            } catch  where place > range.lowerBound {
                // The next call comes to the same end.
                break
            }
        }
        return place - range.lowerBound
    }

    /// - Returns: how many bytes were decompressed, which may be none; nil at the end.
    private func step(into buffer: inout [UInt8], at range: Range<Int>) throws -> Int? {
        if let defect { throw defect }
        if member == nil, try !begin() { return nil }
        if ahead.isEmpty, try !fill() { throw GzipDefect.cutOff }
        let step = try inflater.step(input, ahead, into: &buffer, range)
        ahead = ahead.lowerBound + step.consumed..<ahead.upperBound
        position += Int64(step.produced)
        defect = step.defect ?? lengthDefect(isEnd: step.isEnd)
        if step.isEnd { member = nil }
        return step.produced
    }

    /// - Returns: false if there is no further member.
    private func begin() throws -> Bool {
        while ahead.count < GzipMember.headerBytes, try fill() {}
        guard !ahead.isEmpty else {
            guard offset > 0 else { throw GzipDefect.empty }
            return false
        }
        let begin = offset - Int64(ahead.count)
        guard begin == 0 || GzipMember.signature.starts(with: input[ahead].prefix(GzipMember.signature.count)) else {
            throw GzipDefect.followed
        }
        inflater.reset()
        member = Member(
            offset: begin, position: position, said: GzipMember(header: input[ahead]))
        return true
    }

    /// Holds the member against what it says of itself.
    private func lengthDefect(isEnd: Bool) -> GzipDefect? {
        guard let member, let said = member.said else { return nil }
        let (bytes, contentBytes) = (offset - Int64(ahead.count) - member.offset, position - member.position)
        let isRight =
            isEnd
            ? bytes == said.bytes && contentBytes == said.contentBytes
            : bytes <= said.bytes && contentBytes <= said.contentBytes
        return isRight ? nil : .length
    }

    /// Reads on behind what is there.
    private func fill() throws(Errno) -> Bool {
        if ahead.lowerBound > 0 {
            input.moveToFront(ahead)
            ahead = 0..<ahead.count
        }
        let count = try file.read(into: &input, at: ahead.upperBound..<input.count, fromOffset: offset)
        ahead = 0..<ahead.count + count
        offset += Int64(count)
        return count > 0
    }

    /// Goes by the members' lengths as far as they are told, and decompresses the rest of the way.
    private func seek(to target: Int64) throws {
        (offset, position, ahead, member, defect) = (0, 0, 0..<0, nil, nil)
        while let next = try member(at: offset), position + Int64(next.contentBytes) <= target {
            offset += Int64(next.bytes)
            position += Int64(next.contentBytes)
        }
        var scratch = [UInt8](repeating: 0, count: Self.blockBytes)
        while position < target {
            let count = Int(min(Int64(scratch.count), target - position))
            guard try read(into: &scratch, at: 0..<count) > 0 else { return }
        }
    }

    /// Nil at the end, and for a member that the log didn't write.
    private func member(at offset: Int64) throws(Errno) -> GzipMember? {
        var header = [UInt8](repeating: 0, count: GzipMember.headerBytes)
        let count = try file.read(into: &header, at: 0..<header.count, fromOffset: offset)
        return GzipMember(header: header[..<count])
    }
}
