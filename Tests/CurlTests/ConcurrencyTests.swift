import Curl
import HTTPTypes
import TestSupport
import Testing

@Suite struct ConcurrencyTests {
    @Test("1,000 requests at once all get their own answer", arguments: [8, 1000])
    func thousand(maxInFlight: Int) async throws {
        try await withRawServer({ connection in
            while let head = try await connection.request() {
                let path = head.split(separator: " ").dropFirst().first ?? ""
                try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(path.utf8.count)\r\n\r\n\(path)")
            }
        }) { server in
            try await withCurlClient(.init(maxInFlight: maxInFlight, maxQueued: 1000)) { client in
                try await withThrowingTaskGroup { group in
                    for number in 0..<1000 {
                        group.addTask {
                            let request = get(server, "/\(number)")
                            let response = try await client.execute(request, deadline: .now + .seconds(60))
                            #expect(response.body == Array("/\(number)".utf8))
                        }
                    }
                    try await group.waitForAll()
                }
            }
            #expect(server.requests == 1000)
            #expect(server.connections <= maxInFlight)
        }
    }

    @Test("Calls beyond the limits are refused at once, and taken again when there is room")
    func overloaded() async throws {
        try await withRawServer({ connection in
            while try await connection.request() != nil {
                connection.tell("held")
                await connection.waitForClose()
            }
        }) { server in
            try await withCurlClient(.init(maxInFlight: 2, maxQueued: 1)) { client in
                let held = (0..<2).map { _ in Task { await failure(of: client, get(server), within: .seconds(60)) } }
                for _ in held { #expect(await server.next() == "held") }
                // One may wait; of two more, one is refused.
                let codes = await withTaskGroup { group in
                    for _ in 0..<2 {
                        group.addTask { await failure(of: client, get(server), within: .milliseconds(300))?.code }
                    }
                    return await group.reduce(into: Set()) { $0.insert($1) }
                }
                #expect(codes == [.overloaded, .timeout])
                // A place is free again by the time that a timed out call returns.
                #expect(await failure(of: client, get(server), within: .milliseconds(50))?.code == .timeout)
                for call in held { call.cancel() }
            }
        }
    }
}
