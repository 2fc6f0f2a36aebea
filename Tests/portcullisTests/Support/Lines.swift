import Foundation
import Synchronization

/// The lines that a process writes, read off the cooperative pool.
final class Lines: Sendable {
    private struct State {
        var text = ""
        var isEnded = false
        var waiters: [(needle: String, continuation: CheckedContinuation<String?, Never>)] = []
    }

    private let state = Mutex(State())

    init(_ handle: FileHandle) {
        let thread = Thread { [self] in
            while true {
                // What there is, at once; `read(upToCount:)` would wait for all of the count.
                let data = handle.availableData
                if data.isEmpty { return end() }
                add(String(decoding: data, as: UTF8.self))
            }
        }
        thread.start()
    }

    /// Everything until now.
    var text: String { state.withLock(\.text) }

    /// The first line that contains `needle`, once it is whole; nil if the output ends without one.
    func line(containing needle: String) async -> String? {
        await withCheckedContinuation { continuation in
            let found: String?? = state.withLock { state in
                if let line = Self.find(needle, in: state.text) { return .some(line) }
                if state.isEnded { return .some(nil) }
                state.waiters.append((needle, continuation))
                return .none
            }
            if let found { continuation.resume(returning: found) }
        }
    }

    static func all(of handle: FileHandle) async -> String {
        let lines = Lines(handle)
        // Nothing holds this, so that it comes back at the end.
        _ = await lines.line(containing: "\u{0}")
        return lines.text
    }

    private func add(_ text: String) {
        let ready = state.withLock { state in
            state.text += text
            var ready: [(String, CheckedContinuation<String?, Never>)] = []
            state.waiters.removeAll { waiter in
                guard let line = Self.find(waiter.needle, in: state.text) else { return false }
                ready.append((line, waiter.continuation))
                return true
            }
            return ready
        }
        for (line, continuation) in ready { continuation.resume(returning: line) }
    }

    private func end() {
        let waiters = state.withLock { state in
            state.isEnded = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(returning: nil) }
    }

    private static func find(_ needle: String, in text: String) -> String? {
        text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().first { $0.contains(needle) }
            .map(String.init)
    }
}
