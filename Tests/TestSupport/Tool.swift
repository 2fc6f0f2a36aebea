import Foundation

/// Programs that tests compare with or check files with, where they are installed.
package enum Tool {
    /// The program of this name on the PATH.
    package static func find(_ name: String) -> URL? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { URL(filePath: String($0)).appending(path: name) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
