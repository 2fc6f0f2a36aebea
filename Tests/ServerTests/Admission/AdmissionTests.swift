import HTTPTypes
import Testing

@testable import Server

@Suite("Admission")
struct AdmissionTests {
    private let start = ContinuousClock.now

    @Test("lets in as many at once as configured, and others when some have left")
    func inFlight() throws {
        let admission = Admission(maxRequestsInFlight: 2)
        try admission.enter()
        try admission.enter()
        let problem = #expect(throws: Problem.self) { try admission.enter() }
        #expect(problem?.code == "overloaded")
        #expect(problem?.headers[.retryAfter] == "1")
        #expect(admission.requestsInFlight == 2)
        #expect(admission.refused(.requestsInFlight) == 1)
        admission.leave()
        try admission.enter()
        #expect(admission.refused(.deadline) == 0)
    }

    @Test("counts right when many come at once")
    func concurrent() async {
        let admission = Admission(maxRequestsInFlight: 8)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 where (try? admission.enter()) != nil {
                        #expect(admission.requestsInFlight <= 16)
                        admission.leave()
                    }
                }
            }
        }
        #expect(admission.requestsInFlight == 0)
        #expect(admission.refused(.requestsInFlight) == 0)
    }

    @Test("counts a request's time from when it was complete, and refuses one that has none left")
    func late() throws {
        let admission = Admission(maxRequestsInFlight: 1)
        func deadline(_ waited: Duration) throws -> ContinuousClock.Instant {
            try admission.deadline(receivedAt: start, timeout: .milliseconds(100), now: start + waited)
        }
        #expect(try deadline(.milliseconds(99)) == start + .milliseconds(100))
        #expect(throws: Problem.self) { try deadline(.milliseconds(100)) }
        #expect(admission.refused(.deadline) == 1)
    }

    @Test("keeps back what our own part takes from the vendors' time, and refuses what has less than that")
    func ownTime() throws {
        let admission = Admission(maxRequestsInFlight: 1, start: start)
        for _ in 0..<200 { admission.measured(.milliseconds(80)) }
        func deadline(_ timeout: Duration) throws -> ContinuousClock.Instant {
            try admission.deadline(receivedAt: start, timeout: timeout, now: start)
        }
        let ample = try deadline(.milliseconds(1500))
        #expect(ample >= start + .milliseconds(1420) && ample < start + .milliseconds(1421))
        #expect(try deadline(.milliseconds(100)) == start + .milliseconds(50))
        // The first that is refused would be the probe, but at the start nobody has waited for one yet.
        #expect(throws: Problem.self) { try deadline(.milliseconds(80)) }
    }
}
