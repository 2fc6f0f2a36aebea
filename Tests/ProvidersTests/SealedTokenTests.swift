import CEL
import Curl
import Foundation
import Testing
import Upstream

@testable import Providers

@Suite("Sealed tokens")
struct SealedTokenTests {
    private static let session = Answers.tripwireSession
    /// 2026-11-21T08:00:00Z
    private static let now: Int64 = 1_795_248_000
    private static let json = SealedTokens.verdict(session: session, at: "2026-11-21T07:59:50.000Z")

    private func read(
        _ token: String, secret: String = SealedTokens.secret, session: String = session, now: Int64 = now,
        maxAge: Duration = .seconds(60)
    ) throws -> (facts: Facts, age: Duration) {
        try SealedTokenReader(secret: secret).read(
            token, session: Answers.requireSession(session, .tripwire), now: now, maxAge: maxAge)
    }

    private func error(_ body: () throws -> (facts: Facts, age: Duration)) -> SealedTokenError? {
        do {
            _ = try body()
            return nil
        } catch {
            return error as? SealedTokenError
        }
    }

    @Test("of the vendor's own are read with the secret key, and with its hash", .enabled(if: Fixtures.arePresent))
    func vector() throws {
        struct Vector: Decodable {
            let secretKey: String
            let secretHash: String
            let token: String
        }
        let vector = try JSONDecoder().decode(
            Vector.self, from: Data(Fixtures.bytes("tripwire/sealed-token/vector.v1.json")))
        for secret in [vector.secretKey, vector.secretHash, vector.secretHash.uppercased()] {
            // 2026-03-24T20:00:05Z
            let read = try read(
                vector.token, secret: secret, session: "sid_0123456789abcdefghjkmnpqrs", now: 1_774_382_405)
            #expect(read.age == .seconds(5))
            #expect(read.facts.finality == .final)
            #expect(read.facts.signals[.automationStatus] == .string("human"))
            #expect(read.facts.signals[.automationAutomated] == .bool(false))
            #expect(read.facts.signals[.automationRiskScore] == .int(7))
            #expect(read.facts.drift.isEmpty)
        }
        struct Invalid: Decodable { let token: String }
        let invalid = try JSONDecoder().decode(
            Invalid.self, from: Data(Fixtures.bytes("tripwire/sealed-token/invalid.json")))
        #expect(error { try read(invalid.token, secret: vector.secretKey) } == .forged)
    }

    @Test("that our key hasn't sealed as they are, are forged")
    func forged() throws {
        let good = try SealedTokens.seal(Self.json)
        #expect(try read(good).age == .seconds(10))
        #expect(error { try read(good, secret: "sk_test_other") } == .forged)
        let second = try SealedTokens.seal(Self.json, version: 2)
        #expect(error { try read(second) } == .forged)
        for token in [
            "", "e30=", "not base64!", String(good.dropLast(4)), "A" + good, String(repeating: "A", count: 100_000),
        ] {
            #expect(error { try read(token) } == .forged)
        }
        let bytes = Array(try #require(Data(base64Encoded: good)))
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            #expect(error { try read(Data(changed).base64EncodedString()) } == .forged)
        }
    }

    @Test("of another session are foreign, however old")
    func foreign() throws {
        let token = try SealedTokens.seal(Self.json)
        let other = "sid_00000000000000000000000000"
        #expect(error { try read(token, session: other) } == .foreign)
        #expect(error { try read(token, session: other, now: Self.now + 1_000_000) } == .foreign)
    }

    @Test("are good for so long, and not before their time")
    func age() throws {
        let token = try SealedTokens.seal(Self.json)
        #expect(try read(token, now: Self.now + 50).age == .seconds(60))
        #expect(error { try read(token, now: Self.now + 51) } == .expired)
        #expect(try read(token, now: Self.now - 70).age == .zero)
        #expect(error { try read(token, now: Self.now - 71) } == .expired)
    }

    @Test(
        "without what a decision needs are unreadable",
        arguments: [
            "", "null", "{}", "[]", #"{"session_id":"\#(session)"}"#, #"{"session_id":"\#(session)","decision":{}}"#,
            #"{"session_id":"\#(session)","decision":{"evaluated_at":"soon"}}"#, #"{"session_id":7}"#,
        ])
    func unreadable(json: String) throws {
        let token = try SealedTokens.seal(json)
        #expect(error { try read(token) } == .unreadable)
    }

    @Test("with words that we don't know leave unknown what these tell")
    func unknownWords() throws {
        let json = SealedTokens.verdict(session: Self.session, at: "2026-11-21T07:59:50.000Z", verdict: "ghost")
        let facts = try read(SealedTokens.seal(json)).facts
        #expect(facts.signals[.automationStatus] == nil)
        #expect(facts.signals[.automationAutomated] == nil)
        #expect(facts.signals[.automationRiskScore] == .int(7))
        #expect(!facts.drift.isEmpty)
    }
}

@Suite("A vendor that is asked with a sealed token")
struct SealedEvidenceTests {
    private static let now: Int64 = 1_795_248_000

    /// Asks Tripwire where nobody listens.
    private func facts(_ token: String, _ use: SealedEvidence.Use, awaitsFinal: Bool = false) async throws -> Fetched<
        Facts
    > {
        // Port 9 of a loopback address that nothing binds in tests.
        let baseURL = try BaseURL("http://127.99.99.99:9")
        let session = try Answers.requireSession(Answers.tripwireSession, .tripwire)
        return try await withCurlClient(try .init()) { curl in
            let provider = try Provider.tripwire(
                baseURL: baseURL, secretKey: SealedTokens.secret, curl: curl,
                configuration: .init(retry: RetryPolicy(maxAttempts: 1)))
            return await provider.facts(
                for: session, deadline: .now + .seconds(20), awaitsFinal: awaitsFinal,
                sealed: SealedEvidence(token: token, use: use, maxAge: .seconds(60), now: Self.now))
        }
    }

    private func token(isProvisional: Bool = false, session: String = Answers.tripwireSession) throws -> String {
        try SealedTokens.seal(
            SealedTokens.verdict(session: session, at: "2026-11-21T07:59:50.000Z", isProvisional: isProvisional))
    }

    @Test("takes it for the answer without a call, where it comes first")
    func first() async throws {
        let fetched = try await facts(token(), .first)
        #expect(fetched.cause == .ok)
        #expect(fetched.source == .sealedToken)
        #expect(fetched.age == .seconds(10))
        #expect(fetched.attempts == 0)
    }

    @Test("takes it when the vendor gives none, and tells why")
    func fallback() async throws {
        let fetched = try await facts(token(), .fallback)
        #expect(fetched.cause == .ok)
        #expect(fetched.source == .sealedToken)
        #expect(fetched.refreshCause == .unreachable)
        #expect(fetched.attempts == 1)
        #expect(try await facts(token(isProvisional: true), .first, awaitsFinal: true).attempts == 1)
    }

    @Test("isn't asked if it is forged or foreign: that is the cause")
    func refused() async throws {
        for use in SealedEvidence.Use.allCases {
            #expect(try await facts("AAAA", use).cause == .tokenForged)
            let foreign = try await facts(token(session: "sid_00000000000000000000000000"), use)
            #expect(foreign.cause == .tokenForeign)
            #expect(foreign.source == .sealedToken)
            #expect(foreign.attempts == 0)
        }
    }

    @Test("is asked as if there were none if it is too old")
    func expired() async throws {
        let old = try SealedTokens.seal(
            SealedTokens.verdict(session: Answers.tripwireSession, at: "2026-11-21T07:00:00.000Z"))
        #expect(try await facts(old, .first).cause == .unreachable)
        #expect(try await facts(old, .fallback).cause == .unreachable)
    }
}
