import Foundation
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// The file of the Unix socket that the server listens on: made way for, opened to the process's group, and removed.
package final class UnixSocketFile: Sendable {
    /// What fits an address of the system's, without the zero at its end.
    package static let maxPathBytes = 107
    /// Whoever may write to it may connect.
    private static let permissions = 0o660

    private struct Identity: Equatable {
        let device: Int
        let inode: Int
    }

    private struct State {
        /// The process's, while a narrower one is in force.
        var mask: mode_t?
        /// Of our own file.
        var bound: Identity?
    }

    private let path: String
    private let logger: Logger
    private let state = Mutex(State())

    init(path: String, logger: Logger) {
        self.path = path
        self.logger = logger
    }

    /// Removes what a dead process has left there. From here until ``opened()`` the process makes files for itself alone,
    /// so that the socket lets nobody in before it should.
    ///
    /// - Throws: ``UnixSocketError``
    func makeWay() async throws {
        switch attributes?[.type] as? FileAttributeType {
        case nil: break
        case .typeSocket?:
            guard try await !isListenedOn() else { throw UnixSocketError.inUse }
            try FileManager.default.removeItem(atPath: path)
        default: throw UnixSocketError.notASocket
        }
        state.withLock { $0.mask = umask(0o077) }
    }

    /// The server listens on the file.
    func opened() {
        restoreMask()
        state.withLock { $0.bound = identity }
        do {
            try FileManager.default.setAttributes([.posixPermissions: Self.permissions], ofItemAtPath: path)
        } catch {
            logger.error(
                "the socket's group is not let in: its mode can't be set",
                metadata: ["path": "\(path)", "error": "\(error)"])
        }
    }

    /// The server listens no more. A file that another process has put there since stays.
    func closed() {
        restoreMask()
        let bound = state.withLock(\.bound)
        if let bound, bound == identity { try? FileManager.default.removeItem(atPath: path) }
    }

    private func restoreMask() {
        state.withLock { state in
            if let mask = state.mask { umask(mask) }
            state.mask = nil
        }
    }

    /// Of the file itself, not of what a link points to.
    private var attributes: [FileAttributeKey: Any]? { try? FileManager.default.attributesOfItem(atPath: path) }

    private var identity: Identity? {
        guard let attributes, let device = attributes[.systemNumber] as? Int,
            let inode = attributes[.systemFileNumber] as? Int
        else { return nil }
        return Identity(device: device, inode: inode)
    }

    private func isListenedOn() async throws -> Bool {
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(1)).connect(unixDomainSocketPath: path).get()
            try? await channel.close()
            return true
        } catch let error as IOError where error.errnoCode == ECONNREFUSED {
            return false
        } catch is ChannelError {
            // It took too long: somebody is there, and slow.
            return true
        } catch let error as IOError where error.errnoCode == EAGAIN {
            return true
        } catch {
            throw UnixSocketError.unclear(reason: "\(error)")
        }
    }
}
