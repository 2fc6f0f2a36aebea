import Dispatch
import Foundation
import Synchronization
import SystemPackage

/// Appends each checkpoint to a file elsewhere, on a thread of its own: a server that is away, with that file on it, holds up nothing else.
final class CheckpointCopy: Sendable {
    private struct State {
        /// Not written yet, the oldest first.
        var notes: [[UInt8]] = []
        /// Since when one waits.
        var waitingSince: Date?
        var failure: Outage?
        var isStarted = false
        var isEnding = false
    }

    /// So many wait at the most. Then the oldest is left out: newer ones cover the same records.
    private static let maxWaiting = 64
    /// A note that waits longer than this is told of, although nothing has failed.
    private static let maxWait: TimeInterval = 10
    /// How long the log's end waits for the last note.
    private static let maxEndWait = DispatchTimeInterval.seconds(2)

    private let path: FilePath
    private let retryDelay: DispatchTimeInterval
    private let now: @Sendable () -> Date
    private let observe: DecisionLog.Observer?
    private let state = Mutex(State())
    private let wakeUp = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - path: of the file, which is created if it is missing.
    ///   - retryDelay: the wait after a failure.
    init(
        _ path: String, retryDelay: Duration, observe: DecisionLog.Observer? = nil,
        now: @escaping @Sendable () -> Date
    ) {
        self.path = FilePath(path)
        self.retryDelay = .milliseconds(retryDelay.milliseconds)
        self.now = now
        self.observe = observe
    }

    /// Since when and why the file hasn't the newest checkpoint; nil if it has, or will have in a moment.
    var outage: Outage? {
        let (failure, since) = state.withLock { ($0.failure, $0.waitingSince) }
        if let failure { return failure }
        guard let since, now().timeIntervalSince(since) > Self.maxWait else { return nil }
        return Outage(since: since, reason: "\(path): the file system doesn't answer")
    }

    /// Takes a note. Returns at once.
    func offer(_ note: [UInt8]) {
        let time = now()
        let starts = state.withLock { state in
            state.notes.append(note)
            if state.notes.count > Self.maxWaiting { state.notes.removeFirst() }
            state.waitingSince = state.waitingSince ?? time
            defer { state.isStarted = true }
            return !state.isStarted
        }
        if starts { start() }
        wakeUp.signal()
    }

    /// Tries once more to write what waits, and ends. Doesn't wait longer than two seconds for that: a file system that doesn't answer may
    /// never do.
    func close() {
        let isStarted = state.withLock { state in
            state.isEnding = true
            return state.isStarted
        }
        guard isStarted else { return }
        wakeUp.signal()
        _ = ended.wait(timeout: .now() + Self.maxEndWait)
    }

    private func start() {
        let thread = Thread {
            self.run()
            self.ended.signal()
        }
        thread.name = "checkpoint-copy"
        thread.start()
    }

    private func run() {
        while true {
            let (notes, isLast) = state.withLock { state in
                defer { state.notes = [] }
                return (state.notes, state.isEnding)
            }
            if notes.isEmpty {
                if isLast { return }
                wakeUp.wait()
                continue
            }
            do {
                try write(Array(notes.joined()))
                let time = now()
                state.withLock { state in
                    state.failure = nil
                    state.waitingSince = state.notes.isEmpty ? nil : time
                }
            } catch {
                failed(LogDirectory.reason(error), notes)
                if isLast { return }
                pause()
            }
        }
    }

    private func failed(_ reason: String, _ notes: [[UInt8]]) {
        let time = now()
        state.withLock { state in
            state.notes = Array((notes + state.notes).suffix(Self.maxWaiting))
            state.failure = Outage(since: state.failure?.since ?? time, reason: "\(path): \(reason)")
        }
        observe?(.checkpoint(isWritten: false))
    }

    /// Until it is time to try again, or the end.
    private func pause() {
        let end = DispatchTime.now() + retryDelay
        while !state.withLock({ $0.isEnding }), wakeUp.wait(timeout: end) == .success {}
    }

    private func write(_ notes: [UInt8]) throws {
        let file = try path.openFile(.writeOnly, options: [.create, .append])
        try file.closeAfter {
            let size = try file.size()
            do {
                try file.writeAll(notes)
                try file.syncData()
            } catch {
                // All of it is written again; where nothing may be cut off, readers find the last whole note all the same.
                try? file.resize(to: size)
                throw error
            }
        }
    }
}
