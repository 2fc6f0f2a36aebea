import Dispatch
import Glibc
import Synchronization

/// Name lookups that hang until a test lets them go, and ones that fail at once.
///
/// This binary exports a `getaddrinfo` of its own, which the dynamic linker prefers to libc's for libcurl too. It
/// treats names below two made-up domains and hands all others on. The linker exports it because the package tells it
/// to: `--export-dynamic-symbol=getaddrinfo`.
enum HangingNames {
    /// Names that end so are looked up until `release`, or for 20 seconds.
    static let hangingSuffix = ".hang.invalid"
    /// Names that end so don't exist.
    static let missingSuffix = ".missing.invalid"

    /// Whether libcurl's lookups come here.
    static var isInterposed: Bool {
        // nil searches as the dynamic linker does for libcurl (RTLD_DEFAULT is 0).
        UInt(bitPattern: dlsym(nil, "getaddrinfo")) != systemLookupAddress
    }

    private struct State {
        var gates: [String: DispatchSemaphore] = [:]
        var begun: Set<String> = []
        var ended: Set<String> = []
        var waiters: [String: [CheckedContinuation<Void, Never>]] = [:]
    }

    private static let state = Mutex(State())

    /// Whether a lookup of the name has begun and none has ended.
    static func isHanging(_ name: String) -> Bool {
        state.withLock { $0.begun.contains(name) && !$0.ended.contains(name) }
    }

    /// Waits until a lookup of the name has begun.
    static func begin(of name: String) async {
        await withCheckedContinuation { continuation in
            let hasBegun = state.withLock { state in
                if state.begun.contains(name) { return true }
                state.waiters[name, default: []].append(continuation)
                return false
            }
            if hasBegun { continuation.resume() }
        }
    }

    static func release(_ name: String) {
        gate(name).signal()
    }

    fileprivate static func hang(_ name: String) {
        let waiters = state.withLock { state in
            state.begun.insert(name)
            return state.waiters.removeValue(forKey: name) ?? []
        }
        for waiter in waiters { waiter.resume() }
        let gate = gate(name)
        // A limit, so that a client that waits for the lookup fails its test instead of stopping all of them.
        _ = gate.wait(timeout: .now() + 20)
        gate.signal()
        _ = state.withLock { $0.ended.insert(name) }
    }

    private static func gate(_ name: String) -> DispatchSemaphore {
        state.withLock { state in
            if let gate = state.gates[name] { return gate }
            let gate = DispatchSemaphore(value: 0)
            state.gates[name] = gate
            return gate
        }
    }
}

private typealias Lookup =
    @convention(c) (
        UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<addrinfo>?,
        UnsafeMutablePointer<UnsafeMutablePointer<addrinfo>?>?
    ) -> CInt

/// libc's function, which comes next in the search after this binary's (RTLD_NEXT is -1).
private let systemLookupAddress = UInt(bitPattern: dlsym(UnsafeMutableRawPointer(bitPattern: -1), "getaddrinfo"))

private let systemLookup = UnsafeRawPointer(bitPattern: systemLookupAddress).map {
    unsafeBitCast($0, to: Lookup.self)
}

@c(getaddrinfo)
func interposedLookup(
    _ node: UnsafePointer<CChar>?, _ service: UnsafePointer<CChar>?, _ hints: UnsafePointer<addrinfo>?,
    _ result: UnsafeMutablePointer<UnsafeMutablePointer<addrinfo>?>?
) -> CInt {
    let name = node.map { String(cString: $0) } ?? ""
    if name.hasSuffix(HangingNames.hangingSuffix) {
        HangingNames.hang(name)
        return EAI_AGAIN
    }
    if name.hasSuffix(HangingNames.missingSuffix) { return EAI_NONAME }
    return systemLookup?(node, service, hints, result) ?? EAI_FAIL
}
