import CZlib

/// Why compressed data can't be read.
enum InflateError: Error {
    case malformed
    case tooLarge
}

/// Reads zlib data (RFC 1950), whole and up to a limit: tokens of a kilobyte, not files.
enum Inflate {
    /// - Throws: `malformed` if it isn't zlib data to the last byte, `tooLarge` if it comes to more than `maxBytes`.
    static func zlib(_ input: [UInt8], maxBytes: Int) throws(InflateError) -> [UInt8] {
        var consumed = UInt(input.count)
        var status = CInt(CZLIB_OK)
        let output = unsafe [UInt8](unsafeUninitializedCapacity: maxBytes) { output, count in
            // Not the capacity, which may be more.
            var produced = UInt(maxBytes)
            status = unsafe input.withUnsafeBufferPointer { input in
                unsafe uncompress2(output.baseAddress, &produced, input.baseAddress, &consumed)
            }
            count = status == CZLIB_OK ? Int(produced) : 0
        }
        guard status != CZLIB_BUF_ERROR else { throw .tooLarge }
        guard status == CZLIB_OK, consumed == input.count else { throw .malformed }
        return output
    }
}
