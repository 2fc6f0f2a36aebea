import Curl
import HTTPTypes
import TestSupport
import Testing

@Suite struct ResolveTests {
    init() throws {
        try #require(HangingNames.isInterposed, "this test binary does not export its own getaddrinfo")
    }

    private func request(_ host: String) -> HTTPRequest {
        HTTPRequest(method: .get, scheme: "https", authority: host, path: "/")
    }

    @Test("A name that does not exist is an error of its own, and says which host")
    func missingName() async throws {
        try await withCurlClient(.init()) { client in
            let error = await failure(of: client, request("vendor.missing.invalid"))
            #expect(error?.code == .resolve)
            #expect(error?.description.contains("vendor.missing.invalid") == true)
        }
    }

    @Test("A reserved name fails by the deadline, whether there is a name server or not")
    func reservedName() async throws {
        try await withCurlClient(.init()) { client in
            let error = await failure(of: client, request("portcullis-test.invalid"), within: .seconds(2))
            #expect(error?.code == .resolve || error?.code == .timeout)
        }
    }

    // The three below fail if libcurl doesn't honour CURLOPT_QUICK_EXIT: its thread would wait for the lookup, so that
    // the lookup would have ended before anything else does.

    @Test("A name lookup that hangs is given up at the deadline")
    func hangingLookupEndsAtDeadline() async throws {
        let name = "deadline.hang.invalid"
        defer { HangingNames.release(name) }
        try await withCurlClient(.init()) { client in
            let late = await fastest(allowed: .milliseconds(50)) {
                await lateness(of: client, request(name), within: .milliseconds(200))
            }
            #expect(late <= .milliseconds(50))
            #expect(HangingNames.isHanging(name))
            let error = await failure(of: client, request(name), within: .milliseconds(50))
            #expect(error?.timings?.nameLookup == .zero)
        }
    }

    @Test("A name lookup that hangs harms no other call, neither during it nor after its cancel")
    func hangingLookupHarmsNoOther() async throws {
        let name = "cancel.hang.invalid"
        defer { HangingNames.release(name) }
        try await withRawServer(answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) { server in
            try await withCurlClient(.init()) { client in
                let hanging = Task { await failure(of: client, request(name), within: .seconds(60)) }
                await HangingNames.begin(of: name)
                _ = try await client.execute(get(server), deadline: .now + .seconds(30))
                hanging.cancel()
                #expect(await hanging.value?.code == .cancelled)
                _ = try await client.execute(get(server), deadline: .now + .seconds(30))
                #expect(HangingNames.isHanging(name))
            }
        }
    }

    @Test("A name lookup that hangs does not hold up the end of the client")
    func hangingLookupDoesNotHoldUpTheEnd() async throws {
        let name = "shutdown.hang.invalid"
        defer { HangingNames.release(name) }
        try await withCurlClient(.init(maxShutdownDuration: .zero)) { client in
            let hanging = Task { await failure(of: client, request(name), within: .seconds(60)) }
            await HangingNames.begin(of: name)
            try await client.shutdown()
            #expect(await hanging.value?.code == .shutdown)
        }
        #expect(HangingNames.isHanging(name))
    }
}
