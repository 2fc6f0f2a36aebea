import CZlib
import SystemPackage

/// Reads gzip members with zlib. For one thread at a time.
@safe final class Inflater {
    /// What a call came to.
    struct Step {
        let consumed: Int
        let produced: Int
        /// The member ends here, and its checksum and length are right.
        let isEnd: Bool
        /// Why nothing can be read behind `produced`.
        let defect: GzipDefect?
    }

    private let stream: UnsafeMutablePointer<czlib_stream>

    /// - Throws: `.noMemory`.
    init() throws(Errno) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: czlib_stream())
        guard unsafe czlib_inflate_init_gzip(stream) == CZLIB_OK else {
            unsafe stream.deallocate()
            throw .noMemory
        }
    }

    deinit {
        _ = unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Begins with another member.
    func reset() {
        _ = unsafe inflateReset(stream)
    }

    /// Decompresses as much of `input[source]` as has room in `output[target]`; both hold at least one byte.
    ///
    /// - Throws: `.noMemory`.
    func step(
        _ input: [UInt8], _ source: Range<Int>, into output: inout [UInt8], _ target: Range<Int>
    ) throws(Errno) -> Step {
        let status = unsafe input.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                // Rebasing checks the ranges.
                let source = unsafe UnsafeBufferPointer(rebasing: input[source])
                let target = unsafe UnsafeMutableBufferPointer(rebasing: output[target])
                unsafe stream.pointee.next_in = source.baseAddress
                unsafe stream.pointee.avail_in = UInt32(clamping: source.count)
                unsafe stream.pointee.next_out = target.baseAddress
                unsafe stream.pointee.avail_out = UInt32(clamping: target.count)
                return unsafe inflate(stream, CInt(CZLIB_NO_FLUSH))
            }
        }
        guard status != CZLIB_MEM_ERROR else { throw .noMemory }
        let isEnd = status == CZLIB_STREAM_END
        return unsafe Step(
            consumed: source.count - Int(stream.pointee.avail_in),
            produced: target.count - Int(stream.pointee.avail_out), isEnd: isEnd,
            defect: isEnd || status == CZLIB_OK ? nil : defect)
    }

    private var defect: GzipDefect {
        unsafe .damaged(stream.pointee.msg.map { unsafe String(cString: $0) } ?? "no end")
    }
}
