import Dispatch
import Foundation
import Synchronization
import SystemPackage

/// Compresses closed segments one after the other, on a thread of its own with the lowest priority: what is answered comes first.
///
/// A segment's compressed copy is written under another name, synced, read back and compared before it gets its own, and the segment is
/// removed only when that name is durable. So a crash leaves the segment, or both, and what is there is whole.
final class SegmentCompressor: Sendable {
    /// So long after a failure all that failed is tried again.
    static let retryDelay = Duration.seconds(60)
    /// How long the log's end waits for the thread.
    private static let maxEndWait = DispatchTimeInterval.seconds(2)

    private let directory: LogDirectory
    private let compression: Compression
    private let retryDelay: DispatchTimeInterval
    private let now: @Sendable () -> Date
    private let observe: DecisionLog.Observer?
    private let queue = Mutex(CompressionQueue())
    private let isStarted = Mutex(false)
    private let wakeUp = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    init(
        _ directory: LogDirectory, _ compression: Compression, retryDelay: Duration = SegmentCompressor.retryDelay,
        observe: DecisionLog.Observer? = nil, now: @escaping @Sendable () -> Date
    ) {
        self.directory = directory
        self.compression = compression
        self.retryDelay = .milliseconds(retryDelay.milliseconds)
        self.observe = observe
        self.now = now
    }

    /// Nil if nothing is compressed, and nothing failed of what a run before has left.
    var health: DecisionLog.Health? {
        if let failure = queue.withLock({ $0.failure }) {
            return .notWritable(since: failure.since, reason: failure.reason)
        }
        return compression == .none ? nil : .writable
    }

    /// What a start finds: segments of an earlier run, and those of which a crash left both.
    func begin() throws(DecisionLogError) {
        let segments = directory.closedSegments(try directory.names())
        start(segments.filter { $0.isDoubled || compression == .gzip && !$0.isCompressed }.compactMap(\.firstSequence))
    }

    /// Takes a segment that was closed just now, if they are to be compressed. Returns at once.
    func offer(_ first: UInt64) {
        if compression == .gzip { start([first]) }
    }

    /// The segment is going to be removed. When this returns, it won't come back.
    func withdraw(_ first: UInt64) {
        queue.withLock { $0.withdraw(first) }
    }

    /// The segments that were compressed since the last call, and what they take on the disk now.
    func takeFinished() -> [(first: UInt64, diskBytes: Int64)] {
        queue.withLock { $0.takeFinished() }
    }

    /// Ends the thread, within two seconds: a file system that doesn't answer may never do. No name is changed after that.
    func close() {
        queue.withLock { $0.isEnding = true }
        guard isStarted.withLock({ $0 }) else { return }
        wakeUp.signal()
        _ = ended.wait(timeout: .now() + Self.maxEndWait)
    }

    private func start(_ segments: [UInt64]) {
        guard !segments.isEmpty else { return }
        queue.withLock { $0.offer(segments) }
        let starts = isStarted.withLock { isStarted in
            defer { isStarted = true }
            return !isStarted
        }
        if starts {
            let thread = Thread {
                Self.lowerPriority()
                self.run()
                self.ended.signal()
            }
            thread.name = "log-compression"
            thread.start()
        }
        wakeUp.signal()
    }

    private func run() {
        var retryAt: DispatchTime?
        while !queue.withLock({ $0.isEnding }) {
            while let first = queue.withLock({ $0.next() }) { compress(first) }
            retryAt = queue.withLock({ $0.hasFailed }) ? retryAt ?? .now() + retryDelay : nil
            _ = wakeUp.wait(timeout: retryAt ?? .distantFuture)
            if let due = retryAt, due <= .now() {
                queue.withLock { $0.retry() }
                retryAt = nil
            }
        }
    }

    private func compress(_ first: UInt64) {
        do {
            let diskBytes = try compressed(directory.closed(first: first), first)
            queue.withLock { $0.succeeded(first, diskBytes: diskBytes) }
            if diskBytes != nil { observe?(.compressed(isDone: true)) }
        } catch is Withdrawn {
            try? directory.compressing.remove()
        } catch {
            try? directory.compressing.remove()
            let time = now()
            queue.withLock { $0.failed(first, reason: LogDirectory.reason(error), at: time) }
            observe?(.compressed(isDone: false))
        }
    }

    /// - Returns: what the segment takes now; nil if it isn't there any more.
    private func compressed(_ segment: LogSegment, _ first: UInt64) throws -> Int64? {
        let original: FileDescriptor
        do {
            original = try segment.path.openForReading()
        } catch Errno.noSuchFileOrDirectory {
            return nil
        }
        return try original.closeAfter {
            if try FileIdentity(segment.compressed.path) == nil {
                try write(original, segment, first)
            } else if try !SegmentCopy.isSame(segment) {
                throw WriteFailure("\(segment.name) and \(segment.compressed.name) are both there and differ")
            }
            try directory.sync()
            let identity = try FileIdentity(original)
            try whileCurrent(first) {
                guard try FileIdentity(segment.path)?.isSame(as: identity) == true else { return }
                try segment.path.remove()
            }
            try directory.sync()
            return try FileIdentity(segment.compressed.path)?.bytes
        }
    }

    private func write(_ original: FileDescriptor, _ segment: LogSegment, _ first: UInt64) throws {
        // A copy that fills the disk would keep records from being written: there has to be room for one that is no smaller.
        let (bytes, free) = (try original.size(), try original.freeBytes())
        guard free >= bytes else {
            throw WriteFailure("only \(free) bytes are free; a segment of \(bytes) isn't compressed then")
        }
        let file = try LogFile.create(directory.compressing).descriptor
        try file.closeAfter {
            try SegmentCopy.write(original, to: file) { try whileCurrent(first) {} }
            guard try SegmentCopy.isSame(original, file, goOn: { try whileCurrent(first) {} }) else {
                throw WriteFailure("what was written of \(segment.compressed.name) isn't what is read of it")
            }
        }
        try whileCurrent(first) { try directory.compressing.move(to: segment.compressed.path) }
    }

    /// The segment was removed, or the log is closed.
    private struct Withdrawn: Error {}

    /// Does what may only be done as long as the segment is to be compressed.
    private func whileCurrent(_ first: UInt64, _ body: () throws -> Void) throws {
        try queue.withLock { queue in
            guard queue.current == first, !queue.isEnding else { throw Withdrawn() }
            try body()
        }
    }
}
