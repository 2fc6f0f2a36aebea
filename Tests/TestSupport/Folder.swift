import Foundation

/// Folders for tests.
package enum Folder {
    package static func with<Output>(_ body: (URL) async throws -> Output) async throws -> Output {
        let url = FileManager.default.temporaryDirectory.appending(path: "portcullis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }
        return try await body(url)
    }
}
