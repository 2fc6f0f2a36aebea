import Curl
import Glibc
import HTTPTypes
import TestSupport
import Testing

/// A GET of the server's path.
func get(_ server: RawServer, _ path: String = "/", fields: HTTPFields = [:]) -> HTTPRequest {
    HTTPRequest(method: .get, scheme: "http", authority: server.authority, path: path, headerFields: fields)
}

/// What the call failed with; nil if it succeeded.
func failure(
    of client: CurlClient, _ request: HTTPRequest, within timeout: Duration = .seconds(10)
) async -> CurlError? {
    do throws(CurlError) {
        _ = try await client.execute(request, deadline: .now + timeout)
        return nil
    } catch {
        return error
    }
}

/// How much later than the deadline the call ends, past what a mere sleep until the deadline is late by on this machine.
/// The call has to end with a timeout.
func lateness(of client: CurlClient, _ request: HTTPRequest, within timeout: Duration) async -> Duration {
    let deadline = ContinuousClock.now + timeout
    async let asleep: Duration = {
        try? await Task.sleep(until: deadline, tolerance: .zero)
        return max(.zero, ContinuousClock.now - deadline)
    }()
    let error = await failure(of: client, request, within: timeout)
    let late = ContinuousClock.now - deadline
    #expect(error?.code == .timeout)
    #expect(late >= .milliseconds(-2), "given up early")
    return await late - asleep
}

/// Repeats a measurement of time until it is as short as allowed, a few times at most: on a busy machine one alone may
/// be late for reasons of the machine's. What is late by itself is late every time.
func fastest(
    of attempts: Int = 5, allowed: Duration, _ measure: () async throws -> Duration
) async rethrows -> Duration {
    var best = Duration.seconds(1_000_000)
    for _ in 0..<attempts where best > allowed { best = min(best, try await measure()) }
    return best
}

/// Open file descriptors of this process.
func openDescriptors() -> Int {
    entries(of: "/proc/self/fd")
}

func threads() -> Int {
    entries(of: "/proc/self/task")
}

private func entries(of directory: String) -> Int {
    guard let stream = opendir(directory) else { return -1 }
    defer { closedir(stream) }
    var count = 0
    while readdir(stream) != nil { count += 1 }
    return count
}

/// Whether this is a run with the address or thread sanitizer.
let isSanitized = dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil

/// Resident memory of this process in bytes.
func residentBytes() -> Int {
    var text = [CChar](repeating: 0, count: 256)
    guard let file = fopen("/proc/self/statm", "r") else { return -1 }
    defer { fclose(file) }
    guard fgets(&text, CInt(text.count), file) != nil else { return -1 }
    let fields = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(
        separator: " ")
    return (fields.dropFirst().first.flatMap { Int($0) } ?? -1) * Int(sysconf(CInt(_SC_PAGESIZE)))
}
