import Foundation
import Synchronization
import SystemPackage

/// Writes whole lines to standard error, and never waits for who reads them: while a pipe is full, lines are dropped
/// and counted.
///
/// A pipe that poll(2) calls writable has a page free, which holds the longest line, so that a write neither blocks nor
/// is torn apart by another's (pipe(7), PIPE_BUF).
final class StandardErrorLines: Sendable {
    /// The longest line, its end included.
    static let maxLineBytes = 4096
    static let shared = StandardErrorLines()

    private let lock = Mutex(())
    private let droppedLines = Atomic<Int64>(0)

    var dropped: Int64 { droppedLines.load(ordering: .relaxed) }

    func write(_ line: [UInt8]) {
        lock.withLock { _ in
            guard Self.isWritable, (try? FileDescriptor.standardError.writeAll(line)) != nil else {
                droppedLines.wrappingAdd(1, ordering: .relaxed)
                return
            }
        }
    }

    private static var isWritable: Bool {
        var request = pollfd(fd: FileDescriptor.standardError.rawValue, events: Int16(POLLOUT), revents: 0)
        // Safe: one structure of our own, for the time of the call.
        return unsafe poll(&request, 1, 0) == 1 && request.revents & Int16(POLLOUT) != 0
    }
}
