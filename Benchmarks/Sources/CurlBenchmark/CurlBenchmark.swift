import Curl
import HTTPTypes

/// GETs of one URL through ``CurlClient``, some in flight all the time, for some seconds. Prints requests a second, and
/// how many failed.
///
///     CurlBenchmark AUTHORITY IN_FLIGHT SECONDS
@main
struct CurlBenchmark {
    static func main() async throws {
        guard CommandLine.arguments.count == 4, let inFlight = Int(CommandLine.arguments[2]),
            let seconds = Double(CommandLine.arguments[3])
        else {
            print("usage: CurlBenchmark AUTHORITY IN_FLIGHT SECONDS")
            return
        }
        let request = HTTPRequest(method: .get, scheme: "http", authority: CommandLine.arguments[1], path: "/")
        try await withCurlClient(CurlClient.Configuration(maxInFlight: inFlight)) { client in
            let start = ContinuousClock.now
            let end = start + .seconds(seconds)
            let (done, failed) = await withTaskGroup(of: (Int, Int).self) { group in
                for _ in 0..<inFlight { group.addTask { await ask(client, request, until: end) } }
                var sum = (0, 0)
                for await (done, failed) in group { sum = (sum.0 + done, sum.1 + failed) }
                return sum
            }
            print(Int(Double(done) / ((ContinuousClock.now - start) / .seconds(1))), failed)
        }
    }

    private static func ask(
        _ client: CurlClient, _ request: HTTPRequest, until end: ContinuousClock.Instant
    ) async -> (Int, Int) {
        var done = 0
        var failed = 0
        while ContinuousClock.now < end {
            do {
                _ = try await client.execute(request, deadline: .now + .seconds(10))
                done += 1
            } catch {
                failed += 1
            }
        }
        return (done, failed)
    }
}
