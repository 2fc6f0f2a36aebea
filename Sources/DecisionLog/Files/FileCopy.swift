import SystemPackage

extension FileDescriptor {
    /// Writes this file's bytes in `range` behind what `target` has, and syncs them. A file that is shorter gives what it has.
    func copy(_ range: Range<Int64>, to target: FileDescriptor) throws {
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var offset = range.lowerBound
        while offset < range.upperBound {
            let wanted = Int(min(Int64(buffer.count), range.upperBound - offset))
            let count = try read(into: &buffer, at: 0..<wanted, fromOffset: offset)
            guard count > 0 else { break }
            try target.writeAll(buffer[..<count])
            offset += Int64(count)
        }
        try target.syncData()
    }
}
