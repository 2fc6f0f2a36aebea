import NIOCore

/// Runs the tasks of one connection on the event loop that reads and writes it, so that a request changes threads only
/// where it waits for something else: a vendor, or the log.
///
/// What runs there must not block, as everywhere on an event loop.
final class EventLoopExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { [self] in
            // Safe: each job is run once, by the executor that it was given to, which lives as long as this closure.
            unsafe job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
