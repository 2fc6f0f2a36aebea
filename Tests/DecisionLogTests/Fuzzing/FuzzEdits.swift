@testable import DecisionLog

/// Changes of a log's files that bytes decide, so that a fuzzer that changes bytes changes what is made of them.
struct FuzzEdits {
    private var bytes: ArraySlice<UInt8>
    /// Of the record that is looked for.
    let id: String

    init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
        id = "dec_\(1 + UInt64(self.bytes.popFirst() ?? 0) % FuzzLog.records)"
    }

    mutating func apply(to files: [[UInt8]]) -> [[UInt8]] {
        var files = files
        while !bytes.isEmpty {
            let (edit, file) = (next(9), next(files.count))
            let place = place(in: files[file])
            switch edit {
            case 0: if place < files[file].count { files[file][place] = UInt8(next(256)) }
            case 1: files[file].removeSubrange(place..<min(files[file].count, place + next(256)))
            case 2: files[file].insert(contentsOf: take(next(64)), at: place)
            case 3: files[file].removeSubrange(place...)
            case 4: files[file].insert(contentsOf: part(of: files[next(files.count)]), at: place)
            case 5: files.swapAt(file, next(files.count))
            case 6: files[file] = take(bytes.count)
            case 7: files[file] = changingLine(at: place, in: files[file]) { $0.count > 1 ? $0 + $0 : [] }
            default: files[file] = changingLine(at: place, in: files[file], Self.resealed)
            }
        }
        return files
    }

    /// A number from 0 to below `count`, which is at least 1.
    private mutating func next(_ count: Int) -> Int { Int(bytes.popFirst() ?? 0) % count }

    private mutating func take(_ count: Int) -> [UInt8] {
        defer { bytes = bytes.dropFirst(count) }
        return Array(bytes.prefix(count))
    }

    /// An index of the file, its end included.
    private mutating func place(in file: [UInt8]) -> Int { (next(256) << 8 | next(256)) % (file.count + 1) }

    private mutating func part(of file: [UInt8]) -> ArraySlice<UInt8> {
        let start = place(in: file)
        return file[start..<min(file.count, start + 2 * next(256))]
    }

    private func changingLine(at place: Int, in file: [UInt8], _ change: ([UInt8]) -> [UInt8]) -> [UInt8] {
        let start = file[..<place].lastIndex(of: RecordFormat.lineEnd).map { $0 + 1 } ?? 0
        let end = file[place...].firstIndex(of: RecordFormat.lineEnd).map { $0 + 1 } ?? file.count
        return file[..<start] + change(Array(file[start..<end])) + file[end...]
    }

    /// With the hash that fits its content, which takes a change past the first check.
    private static func resealed(_ line: [UInt8]) -> [UInt8] {
        guard line.count > RecordFormat.trailerBytes else { return line }
        var sealed = Array(line.dropLast(RecordFormat.trailerBytes))
        let hash = RecordHash(of: sealed[...])
        sealed += RecordFormat.hash
        hash.appendHex(to: &sealed)
        return sealed + RecordFormat.end
    }
}
