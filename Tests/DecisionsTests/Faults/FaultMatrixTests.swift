import CEL
import Curl
import DecisionLog
import Foundation
import Policy
import Providers
import Synchronization
import TestSupport
import Testing
import Upstream

@testable import Decisions

@Suite("Whatever a vendor does")
struct FaultMatrixTests {
    private static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test("is documented: docs/faults.md holds the table that the tests check (UPDATE_DOCS=1 writes it there)")
    func documented() throws {
        let file = Self.project.appending(path: "docs/faults.md")
        var text = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(text.range(of: "<!-- faults -->\n"))
        let end = try #require(text.range(of: "<!-- /faults -->"))
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
            text.replaceSubrange(start.upperBound..<end.lowerBound, with: Fault.markdown())
            try text.write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(text[start.upperBound..<end.lowerBound] == Fault.markdown())
        }
    }

    @Test("there is a decision with the cause, by the deadline", arguments: Fault.all)
    func fault(_ fault: Fault) async throws {
        if case .tls = fault.vendor, !TLSServer.isAvailable {
            return print("Skipped: \(fault.name): needs python3 and openssl")
        }
        try await Folder.with { folder in
            try await withVendor(fault.vendor, folder: folder) { baseURL, connection in
                try await Self.check(fault, baseURL: baseURL, connection: connection, folder: folder)
            }
        }
    }

    private static func check(
        _ fault: Fault, baseURL: String, connection: Connection, folder: URL
    ) async throws {
        try await withCurlClient(
            .init(
                connectTimeout: fault.timeout / 2, allowsHTTP2: true, caFile: connection.caFile,
                clientCertificateFile: connection.clientCertificateFile, clientKeyFile: connection.clientKeyFile,
                pinnedPublicKey: connection.pinnedPublicKey)
        ) { curl in
            let provider = try Provider.tripwire(
                baseURL: BaseURL(baseURL), secretKey: "sk_test_key", curl: curl,
                configuration: .init(retry: RetryPolicy(maxAttempts: 2)))
            let log = try DecisionLog.open(
                .init(directory: folder.appending(path: "log").path, instance: "test", durability: .none))
            let service = DecisionService(
                providers: [provider],
                policies: PolicyStore(
                    try PolicyLoader(vocabulary: .portcullis).load(
                        directory: project.appending(path: "Config/policies").path)),
                log: log, privacy: .nothing)
            let request = try DecisionRequest(json: Array(#"{"session_id":"\#(Fault.session)"}"#.utf8))

            let deadline = ContinuousClock.now + fault.timeout
            // A machine that is late by itself is late for this too.
            async let machineIsLate: Duration = {
                try? await Task.sleep(until: deadline, tolerance: .zero, clock: .continuous)
                return max(.zero, .now - deadline)
            }()
            let answer = try await service.decide(request, deadline: deadline)
            let left = deadline - .now
            let late = fault.time == .atDeadline ? await machineIsLate : .zero

            let decision = try Value(json: Array(answer.body))
            #expect(decision.text("providers", "tripwire", "status") == fault.cause)
            #expect(decision.text("decision") == fault.decision)
            #expect(decision.integer("providers", "tripwire", "attempts") == fault.attempts)
            #expect(left >= .milliseconds(-50) - late)
            // A sanitizer makes everything late, by ten times or so.
            if !Memory.isSanitized {
                #expect((left <= .milliseconds(50)) == (fault.time == .atDeadline), "\(left) left")
            }
            await log.close()
        }
    }

    private struct Connection: Sendable {
        var caFile: String?
        var clientCertificateFile: String?
        var clientKeyFile: String?
        var pinnedPublicKey: String?
    }

    private func withVendor(
        _ vendor: Fault.Vendor, folder: URL,
        _ body: @Sendable (_ baseURL: String, Connection) async throws -> Void
    ) async throws {
        switch vendor {
        case .answers(let replies):
            try await withRawServer(script(replies)) { try await body("http://\($0.authority)", Connection()) }
        case .refused:
            try await withDeafSocket(listening: false) { try await body("http://\($0)", Connection()) }
        case .deaf:
            try await withDeafSocket(listening: true) { try await body("http://\($0)", Connection()) }
        case .name(let name):
            try await body("https://\(name)", Connection())
        case .tls(let mode, let unknownAuthority, let showsCertificate, let pinnedPublicKey):
            try await TLSServer.with(mode: mode, folder: folder) { authority, certificate in
                let connection = Connection(
                    caFile: unknownAuthority ? nil : certificate,
                    clientCertificateFile: showsCertificate ? certificate : nil,
                    clientKeyFile: showsCertificate ? folder.appending(path: "key.pem").path : nil,
                    pinnedPublicKey: pinnedPublicKey)
                try await body("https://\(authority)", connection)
            }
        }
    }

    /// Gives one reply a request, whatever the connection, and the last from then on.
    private func script(_ replies: [Fault.Reply]) -> @Sendable (inout RawConnection) async throws -> Void {
        let left = LeftReplies(replies)
        return { connection in
            while try await connection.request() != nil {
                guard let reply = left.next() else { return }
                if !reply.text.isEmpty { try await connection.send(reply.text) }
                switch reply.end {
                case .next: continue
                case .close: return
                case .reset: return try await connection.resetOnClose()
                case .silence: return await connection.waitForClose()
                case .again(let text, let pause):
                    while true {
                        try await connection.send(text)
                        try await Task.sleep(for: pause)
                    }
                }
            }
        }
    }
}

private final class LeftReplies: Sendable {
    private let replies: Mutex<[Fault.Reply]>

    init(_ replies: [Fault.Reply]) { self.replies = Mutex(replies) }

    func next() -> Fault.Reply? {
        replies.withLock { $0.count > 1 ? $0.removeFirst() : $0.first }
    }
}

extension Value {
    fileprivate func text(_ path: String...) -> String? {
        if case .string(let text)? = member(path) { text } else { nil }
    }

    fileprivate func integer(_ path: String...) -> Int? {
        if case .int(let number)? = member(path) { Int(number) } else { nil }
    }

    private func member(_ path: [String]) -> Value? {
        path.reduce(self as Value?) { value, name in
            guard case .map(let map)? = value else { return nil }
            return map.entries.first { $0.key == .string(name) }?.value
        }
    }
}
