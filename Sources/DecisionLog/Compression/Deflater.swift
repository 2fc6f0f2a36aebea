import CZlib
import SystemPackage

/// Writes DEFLATE data with zlib. For one thread at a time.
@safe final class Deflater {
    private let stream: UnsafeMutablePointer<czlib_stream>

    /// - Throws: `.noMemory`.
    init() throws(Errno) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: czlib_stream())
        guard unsafe czlib_deflate_init_raw(stream) == CZLIB_OK else {
            unsafe stream.deallocate()
            throw .noMemory
        }
    }

    deinit {
        _ = unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// All of `input` compressed, behind `headerBytes` that are left free. `input` is some 17 MB at the most.
    ///
    /// - Throws: `.noMemory`.
    func compressed(_ input: ArraySlice<UInt8>, behind headerBytes: Int) throws(Errno) -> [UInt8] {
        _ = unsafe deflateReset(stream)
        let room = unsafe Int(clamping: deflateBound(stream, UInt(input.count)))
        var output = [UInt8](repeating: 0, count: headerBytes + room)
        let status = unsafe input.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                let target = unsafe UnsafeMutableBufferPointer(rebasing: output[headerBytes...])
                unsafe stream.pointee.next_in = input.baseAddress
                unsafe stream.pointee.avail_in = UInt32(clamping: input.count)
                unsafe stream.pointee.next_out = target.baseAddress
                unsafe stream.pointee.avail_out = UInt32(clamping: target.count)
                return unsafe deflate(stream, CInt(CZLIB_FINISH))
            }
        }
        // There is room for all of it, so that it ends in one call.
        guard status == CZLIB_STREAM_END else { throw .noMemory }
        output.removeLast(unsafe Int(stream.pointee.avail_out))
        return output
    }

    /// The checksum of a gzip member with this content.
    static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        UInt32(
            truncatingIfNeeded: unsafe bytes.withUnsafeBufferPointer {
                unsafe crc32(0, $0.baseAddress, UInt32(clamping: $0.count))
            })
    }
}
