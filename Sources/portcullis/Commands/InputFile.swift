import Foundation

/// A file that a command was given the name of; `-` is the standard input.
enum InputFile {
    /// More than any proof, key or checkpoint.
    private static let maxBytes = 64 << 20

    static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        do {
            let file = path == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(filePath: path))
            let data = try file.read(upToCount: maxBytes + 1) ?? Data()
            guard data.count <= maxBytes else {
                throw CommandFailure("\(path): longer than \(maxBytes) bytes", .usage)
            }
            return Array(data)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure("\(path): can't be read", .usage)
        }
    }
}
