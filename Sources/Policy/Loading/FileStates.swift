import Foundation

/// What the files of a load looked like, without their content: enough to see that one was changed, replaced, added or
/// taken away. Links are followed, so that a swap of Kubernetes' `..data` is a change of every file behind it.
package struct FileStates: Sendable, Equatable {
    private enum State: Sendable, Equatable {
        case missing
        case present(device: Int, inode: Int, bytes: Int, modified: Date)
    }

    /// A name as bytes: two that Swift's strings hold for equal are two files.
    private struct Entry: Sendable, Equatable {
        let name: [UInt8]
        let state: State
    }

    private var files: [String: State] = [:]
    /// The documents and tests in a directory.
    private var directories: [String: [Entry]] = [:]

    init() {}

    /// Keeps what a file looks like before it is read for the first time.
    mutating func note(file path: String) {
        if files[path] == nil { files[path] = Self.state(of: path) }
    }

    mutating func note(directory path: String) {
        guard directories[path] == nil else { return }
        let names = Self.names(in: path) ?? []
        directories[path] = names.map { Entry(name: Array($0.utf8), state: Self.state(of: "\(path)/\($0)")) }
    }

    /// The same files and directories, as they are now. Asks the file system for each, so it blocks for a moment.
    package func now() -> FileStates {
        var now = FileStates()
        for path in files.keys { now.note(file: path) }
        for path in directories.keys { now.note(directory: path) }
        return now
    }

    /// The documents and tests in a directory, in alphabetical order, those among them whose names end in `.yml` or
    /// `.YAML`, which nobody loads; nil if it can't be read.
    static func names(in directory: String) -> [String]? {
        let names = try? FileManager.default.contentsOfDirectory(atPath: directory)
        return names?.filter { name in
            let name = name.lowercased()
            return !name.hasPrefix(".") && (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
        }.sorted()
    }

    private static func state(of path: String) -> State {
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved) else { return .missing }
        return .present(
            device: attributes[.systemNumber] as? Int ?? 0, inode: attributes[.systemFileNumber] as? Int ?? 0,
            bytes: attributes[.size] as? Int ?? 0, modified: attributes[.modificationDate] as? Date ?? .distantPast)
    }
}
