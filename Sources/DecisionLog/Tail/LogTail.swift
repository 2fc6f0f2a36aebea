import SystemPackage

/// The newest records of a log as raw lines, and on request those that come later.
///
/// Following looks at the file every `pollInterval`. It goes on through rotations and through a restart of the service,
/// also if that cut off a torn line.
/// A line appears when it is written, which is up to a sync earlier than its caller has the answer. Reads block the calling task
/// shortly: it is made for a command, not for a server.
package struct LogTail: AsyncSequence, Sendable {
    package typealias Element = TailEntry
    package typealias Failure = DecisionLogError

    private let directory: LogDirectory
    private let last: Int
    private let follow: Bool
    private let pollInterval: Duration

    /// - Parameters:
    ///   - last: how many of the records that are there to begin with; all of them if there are fewer.
    ///   - follow: whether to wait for more; the sequence then ends when its task is cancelled.
    package init(directory: String, last: Int, follow: Bool, pollInterval: Duration = .milliseconds(200)) {
        self.directory = LogDirectory(directory)
        self.last = last
        self.follow = follow
        self.pollInterval = pollInterval
    }

    package func makeAsyncIterator() -> Iterator {
        Iterator(directory: directory, last: last, follow: follow, pollInterval: pollInterval)
    }
}

extension LogTail {
    package struct Iterator: AsyncIteratorProtocol {
        private let directory: LogDirectory
        private let last: Int
        private let follow: Bool
        private let pollInterval: Duration
        private var opened: OpenedLog?

        init(directory: LogDirectory, last: Int, follow: Bool, pollInterval: Duration) {
            self.directory = directory
            self.last = last
            self.follow = follow
            self.pollInterval = pollInterval
        }

        /// - Throws: `.noLog`, `.unreadable` or `.corrupt`.
        package mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(DecisionLogError) -> TailEntry? {
            do {
                let log = try opened ?? OpenedLog(directory, last: last)
                opened = log
                while true {
                    if let entry = try log.next() { return entry }
                    guard follow else { return nil }
                    // Sleeping throws on cancellation only, which is how following ends.
                    guard (try? await Task.sleep(for: pollInterval)) != nil else { return nil }
                }
            } catch let error as DecisionLogError {
                throw error
            } catch Errno.noSuchFileOrDirectory {
                throw .noLog(directory: directory.path.string)
            } catch {
                throw .unreadable(path: directory.path.string, reason: LogDirectory.reason(error))
            }
        }

        /// - Throws: `.noLog`, `.unreadable` or `.corrupt`.
        package mutating func next() async throws(DecisionLogError) -> TailEntry? {
            try await next(isolation: nil)
        }
    }
}
