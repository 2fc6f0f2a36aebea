#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension [UInt8] {
    /// The first place of `byte` in `range`, by `memchr(3)`, which looks at many bytes at once.
    func firstPlace(of byte: UInt8, in range: Range<Int>) -> Int? {
        let place: Int? = unsafe withUnsafeBytes { bytes in
            // Rebasing checks the range.
            let part = unsafe UnsafeRawBufferPointer(rebasing: bytes[range])
            guard let base = part.baseAddress, let found = unsafe memchr(base, CInt(byte), part.count) else {
                return nil
            }
            return unsafe base.distance(to: UnsafeRawPointer(found))
        }
        return place.map { range.lowerBound + $0 }
    }

    /// Moves the bytes in `range` to the array's begin, in place: a slice of the array would make a copy of it all.
    mutating func moveToFront(_ range: Range<Int>) {
        unsafe withUnsafeMutableBytes { bytes in
            let source = unsafe UnsafeRawBufferPointer(rebasing: bytes[range])
            let target = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[..<range.count])
            unsafe target.copyMemory(from: source)
        }
    }
}
