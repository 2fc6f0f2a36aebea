import TestSupport
import Testing

@testable import Upstream

@Suite("The limits that all calls to a vendor share")
struct LimitsTests {
    @Test("the breaker ends the calls to a vendor that fails, and says so as shed")
    func breaker() async throws {
        let breaker = BreakerConfiguration(minCalls: 4, open: .seconds(60))
        try await withVendor(.init(retry: .quick(1), breaker: breaker), answers(answer(500))) { vendor in
            for session in 1...4 { #expect(await vendor.fetch("\(session)").cause == .serverError) }
            let fetched = await vendor.fetch("5")
            #expect(fetched.cause == .shed)
            #expect(fetched.attempts == 0)
            #expect(vendor.client.openReason == .failures)
            #expect(vendor.server.requests == 4)
        }
    }

    @Test("it lets probes through after a while, and all calls when they are good")
    func recovery() async throws {
        let breaker = BreakerConfiguration(minCalls: 2, open: .milliseconds(1), maxOpen: .milliseconds(1), probes: 1)
        let script = answers(answer(500), answer(500), answer(200, "well"))
        try await withVendor(.init(retry: .quick(1), breaker: breaker), script) { vendor in
            _ = await vendor.fetch("1")
            _ = await vendor.fetch("2")
            while await vendor.fetch("3").cause == .shed { await Task.yield() }
            #expect(vendor.client.openReason == nil)
            #expect(await vendor.fetch("4").cause == .ok)
        }
    }

    @Test("sessions that the vendor doesn't know open no breaker")
    func notFound() async throws {
        let breaker = BreakerConfiguration(minCalls: 2, failurePercent: 1)
        try await withVendor(.init(retry: .quick(1), breaker: breaker), answers(answer(404))) { vendor in
            for session in 1...20 { #expect(await vendor.fetch("\(session)").cause == .notFound) }
            #expect(vendor.client.openReason == nil)
        }
    }

    @Test("a key that the vendor refuses again and again isn't sent any more, and the cause stays")
    func unauthorized() async throws {
        try await withVendor(.init(retry: .quick(2)), answers(answer(401))) { vendor in
            for session in 1...10 { #expect(await vendor.fetch("\(session)").cause == .unauthorized) }
            #expect(vendor.client.isUnauthorized)
            #expect(vendor.client.openReason == .unauthorized)
            #expect(vendor.server.requests == 3)
        }
    }

    @Test("a vendor that asks to be left alone is left alone, and the cause stays")
    func rateLimited() async throws {
        try await withVendor(.init(retry: .quick(3)), answers(answer(429, "", "Retry-After: 30\r\n"))) { vendor in
            for session in 1...10 {
                let fetched = await vendor.fetch("\(session)", within: .seconds(2))
                #expect(fetched.cause == .rateLimited)
            }
            #expect(vendor.server.requests == 1)
        }
    }

    @Test("the quota counts first calls and retries of all sessions, and what doesn't fit is shed at once")
    func quota() async throws {
        try await withVendor(.init(retry: .quick(2), quotaPerMinute: 3), answers(answer(500))) { vendor in
            #expect(await vendor.fetch("1").attempts == 2)
            // Its retry doesn't fit: what is known stays.
            let second = await vendor.fetch("2")
            #expect(second.cause == .serverError)
            #expect(second.attempts == 1)
            let third = await vendor.fetch("3")
            #expect(third.cause == .shed)
            #expect(third.attempts == 0)
            #expect(vendor.server.requests == 3)
        }
    }

    @Test("an outage is asked to death by no retries: half the budget, then none")
    func budget() async throws {
        let configuration = UpstreamConfiguration(retry: .quick(3), retryBudgetTokens: 20, breaker: nil)
        try await withVendor(configuration, answers(answer(503))) { vendor in
            for session in 0..<100 { #expect(await vendor.fetch("\(session)").cause == .serverError) }
            #expect(vendor.server.requests > 100)
            #expect(vendor.server.requests <= 110)
        }
    }

    @Test("what is past the cache is bounded: one more is shed at once, and there is room again afterwards")
    func admission() async throws {
        let gate = Gate()
        try await withVendor(.init(retry: .quick(1), maxFetches: 2)) { connection in
            while try await connection.request() != nil {
                connection.tell("asked")
                await gate.wait()
                try await connection.send(answer(200, "late"))
            }
        } body: { vendor in
            async let first = vendor.fetch("1")
            async let second = vendor.fetch("2")
            for _ in 0..<2 { _ = await vendor.server.next() }
            #expect(await vendor.fetch("3").cause == .shed)
            gate.open()
            #expect(await [first.cause, second.cause] == [.ok, .ok])
            #expect(await vendor.fetch("3").cause == .ok)
        }
    }
}
