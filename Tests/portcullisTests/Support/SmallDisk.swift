import Foundation
import TestSupport

/// A file system of its own, mounted for a test: a disk that is soon full. Needs root, and a machine that lets root mount.
enum SmallDisk: String, Sendable, CaseIterable {
    /// In memory.
    case tmpfs
    /// An ext4 on a file, through a loop device.
    case loop

    struct NotMounted: Error {
        let message: String
    }

    func isPossible() async -> Bool {
        (try? await with { _ in true }) ?? false
    }

    func with<Output>(_ body: (URL) async throws -> Output) async throws -> Output {
        try await Folder.with { folder in
            let mount = folder.appending(path: "disk")
            try FileManager.default.createDirectory(at: mount, withIntermediateDirectories: true)
            switch self {
            case .tmpfs:
                try await Self.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount.path)
            case .loop:
                let image = folder.appending(path: "image").path
                try await Self.run("truncate", "--size=8M", image)
                // No blocks kept back for root, which these tests run as.
                try await Self.run("mkfs.ext4", "-q", "-F", "-m", "0", image)
                try await Self.run("mount", "-o", "loop", image, mount.path)
            }
            let result: Result<Output, any Error>
            do {
                result = .success(try await body(mount))
            } catch {
                result = .failure(error)
            }
            try await Self.run("umount", mount.path)
            return try result.get()
        }
    }

    /// Writes a file that leaves so many bytes free.
    static func fill(_ disk: URL, leaving bytes: Int) throws -> URL {
        let filler = disk.appending(path: "filler")
        let free = try disk.resourceValues(forKeys: [.volumeAvailableCapacityKey]).volumeAvailableCapacity ?? 0
        try Data(count: max(0, free - bytes)).write(to: filler)
        return filler
    }

    private static func run(_ program: String, _ arguments: String...) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let errors = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        let ended = Binary.end(of: process)
        try process.run()
        let text = await Lines.all(of: errors.fileHandleForReading)
        guard await ended.first(where: { _ in true }) == 0 else { throw NotMounted(message: "\(program): \(text)") }
    }
}
