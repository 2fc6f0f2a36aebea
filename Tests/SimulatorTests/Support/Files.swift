import Foundation
import TestSupport

/// Files beside the tests.
enum Files {
    /// The folder of Package.swift.
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The vendors' own examples and schemas, nil where they aren't at hand.
    static func fixture(_ path: String) -> URL? {
        let url = package.deletingLastPathComponent().appending(path: "shared/fixtures/" + path)
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }

    /// A fixture, decoded.
    static func json(_ path: String) throws -> JSONTree? {
        guard let url = fixture(path) else { return nil }
        return try JSONDecoder().decode(JSONTree.self, from: Data(contentsOf: url))
    }
}
