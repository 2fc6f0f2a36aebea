import Foundation
import TestSupport
import Testing

@testable import Server

@Suite("A Unix socket", .timeLimit(.minutes(1)))
struct UnixSocketTests {
    private static func with(
        _ path: String, _ body: @escaping @Sendable (TestServer) async throws -> Void
    ) async throws {
        try await TestServer.with(address: .unixSocket(path: path), body)
    }

    private static func isAnswered(at path: String) async throws -> Bool {
        try await TestConnection.with(unixSocket: path) { connection in
            try await connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            return try await connection.receive(until: "alive").hasPrefix("HTTP/1.1 200 ")
        }
    }

    private static func attributes(of path: String) throws -> [FileAttributeKey: Any] {
        try FileManager.default.attributesOfItem(atPath: path)
    }

    @Test("is served, open to its user and group, and gone at the end")
    func served() async throws {
        try await Folder.with { folder in
            let path = folder.appending(path: "socket").path
            try await Self.with(path) { _ in
                let isAnswered = try await Self.isAnswered(at: path)
                #expect(isAnswered)
                let attributes = try Self.attributes(of: path)
                #expect(attributes[.type] as? FileAttributeType == .typeSocket)
                #expect(attributes[.posixPermissions] as? Int == 0o660)
            }
            #expect(!FileManager.default.fileExists(atPath: path))
            let mask = umask(0)
            umask(mask)
            #expect(mask != 0o077)
        }
    }

    @Test("tells at once that its client has left")
    func leaving() async throws {
        try await Folder.with { folder in
            let path = folder.appending(path: "socket").path
            try await Self.with(path) { server in
                try await TestConnection.with(unixSocket: path) { connection in
                    try await connection.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
                    #expect(await server.waiting.next() == .waiting)
                    try await connection.close()
                    #expect(await server.waiting.next() == .cancelled)
                }
            }
        }
    }

    @Test("takes the place of a dead process's, never of a living one's")
    func stale() async throws {
        try await Folder.with { folder in
            let path = folder.appending(path: "socket").path
            let kept = folder.appending(path: "kept").path
            try await Self.with(path) { _ in
                await #expect(throws: UnixSocketError.inUse) { try await Self.with(path) { _ in } }
                let isAnswered = try await Self.isAnswered(at: path)
                #expect(isAnswered)
                // Its file under another name survives it, as after a kill.
                try FileManager.default.linkItem(atPath: path, toPath: kept)
            }
            try FileManager.default.moveItem(atPath: kept, toPath: path)
            try await Self.with(path) { _ in
                let isAnswered = try await Self.isAnswered(at: path)
                #expect(isAnswered)
            }
        }
    }

    @Test("takes the place of nothing that is no socket", arguments: [true, false])
    func otherFile(isLink: Bool) async throws {
        try await Folder.with { folder in
            let path = folder.appending(path: "socket").path
            if isLink {
                try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder.path)
            } else {
                try "precious".write(toFile: path, atomically: true, encoding: .utf8)
            }
            let before = try Self.attributes(of: path)[.type] as? FileAttributeType
            await #expect(throws: UnixSocketError.notASocket) { try await Self.with(path) { _ in } }
            let after = try Self.attributes(of: path)[.type] as? FileAttributeType
            #expect(after == before)
        }
    }

    @Test("of another process that took the place of its own stays at the end")
    func replaced() async throws {
        try await Folder.with { folder in
            let path = folder.appending(path: "socket").path
            try await Self.with(path) { _ in
                try FileManager.default.removeItem(atPath: path)
                try "theirs".write(toFile: path, atomically: true, encoding: .utf8)
            }
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text == "theirs")
        }
    }
}
