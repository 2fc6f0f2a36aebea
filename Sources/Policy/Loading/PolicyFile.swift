import Foundation

/// Reads whole files of a bounded size.
enum PolicyFile {
    /// The bytes of a regular file.
    ///
    /// - Throws: ``PolicyFileError``, without a path.
    static func read(_ path: String, maxBytes: Int) throws(PolicyFileError) -> [UInt8] {
        let manager = FileManager.default
        guard manager.fileExists(atPath: path) else { throw .missing }
        // A pipe or a device would be waited for without end.
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let attributes = try? manager.attributesOfItem(atPath: resolved)
        guard attributes?[.type] as? FileAttributeType == .typeRegular else { throw .notRegular }
        guard let handle = FileHandle(forReadingAtPath: path) else { throw .unreadable }
        defer { try? handle.close() }
        do {
            // One byte more tells a file that is too large, whatever its size was a moment ago.
            let data = try handle.read(upToCount: maxBytes + 1) ?? Data()
            guard data.count <= maxBytes else { throw PolicyFileError.tooLarge(maxBytes: maxBytes) }
            return Array(data)
        } catch let error as PolicyFileError {
            throw error
        } catch {
            throw .unreadable
        }
    }
}

enum PolicyFileError: Error, CustomStringConvertible {
    case missing
    case notRegular
    case unreadable
    case tooLarge(maxBytes: Int)

    var description: String {
        switch self {
        case .missing: "the file doesn't exist"
        case .notRegular: "this is not a file"
        case .unreadable: "the file can't be read"
        case .tooLarge(let maxBytes): "the file is larger than \(maxBytes) bytes"
        }
    }
}
