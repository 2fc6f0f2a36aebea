import Glibc
import Synchronization

/// A POSIX thread that can be joined, which Foundation's can't.
final class ClientThread: Sendable {
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    private let handle: Mutex<pthread_t?>

    /// Starts the thread.
    ///
    /// - Throws: ``CurlError`` of code `internalFailure` if the system has no thread to give.
    init(_ run: @escaping @Sendable () -> Void) throws(CurlError) {
        var thread = pthread_t()
        // The thread takes over this reference; if none starts, it is released here.
        let body = Unmanaged.passRetained(Body(run))
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, body.toOpaque())
        guard status == 0 else {
            body.release()
            throw CurlError(.internalFailure, detail: "no thread could be started (errno \(status))")
        }
        handle = Mutex(thread)
    }

    /// Waits for the thread's end. Blocks, so it should be about to end; later calls return once it has ended.
    func join() {
        handle.withLock { handle in
            guard let thread = handle else { return }
            pthread_join(thread, nil)
            handle = nil
        }
    }
}
