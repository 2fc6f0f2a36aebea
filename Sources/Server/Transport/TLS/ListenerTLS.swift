import Crypto
import Foundation
import NIOSSL
import Synchronization

/// The certificate that the listener shows, and what became of newer ones.
package final class ListenerTLS: Sendable {
    package struct Health: Sendable, Equatable {
        /// When the certificate in force ends.
        package let notAfter: Date
        /// Why what the files hold now isn't in force; nil if it is.
        package let refusal: String?
    }

    /// What came of a look at the files.
    package enum Look: Sendable, Equatable {
        case unchanged
        /// From now on for new connections.
        case loaded(notAfter: Date)
        /// What was in force stays.
        case refused(TLSFileError)
    }

    /// Enough of what the files hold to see a change.
    private enum Sight: Equatable {
        case contents(SHA256Digest)
        case failure(TLSFileError)

        init(_ contents: Result<TLSFiles.Contents, TLSFileError>) {
            switch contents {
            case .success(let contents):
                var hash = SHA256()
                hash.update(data: contents.certificate)
                hash.update(data: contents.privateKey)
                self = .contents(hash.finalize())
            case .failure(let error):
                self = .failure(error)
            }
        }
    }

    private struct State {
        var identity: TLSIdentity
        var loaded: Sight
        /// What was seen last, if it is to be tried when it is seen again: not in the middle of a change.
        var pending: Sight?
        var refused: (sight: Sight, error: TLSFileError)?

        /// Whether what is seen is to be tried; if not, it is noted.
        mutating func isDue(_ sight: Sight, isForced: Bool) -> Bool {
            if sight == loaded {
                // Also after a change that was taken back.
                (pending, refused) = (nil, nil)
                return false
            }
            if isForced { return true }
            guard sight != refused?.sight, sight == pending else {
                pending = sight
                return false
            }
            pending = nil
            return true
        }
    }

    private let files: TLSFiles
    private let state: Mutex<State>

    /// Reads the files, so it blocks for a moment.
    package init(_ files: TLSFiles) throws(TLSFileError) {
        self.files = files
        let contents = try files.read()
        state = Mutex(State(identity: try TLSIdentity(contents, of: files), loaded: Sight(.success(contents))))
    }

    /// For the next connection.
    var context: NIOSSLContext { state.withLock(\.identity.context) }

    package var health: Health {
        state.withLock { Health(notAfter: $0.identity.notAfter, refusal: $0.refused.map { "\($0.error)" }) }
    }

    /// Looks at the files and takes over what they hold, once it has stood still from one look to the next. Blocks for a
    /// moment. Not to be called by several at once.
    ///
    /// - Parameter isForced: takes it over at once.
    package func look(isForced: Bool = false, now: Date = Date()) -> Look {
        let contents = Result { () throws(TLSFileError) in try files.read() }
        let sight = Sight(contents)
        guard state.withLock({ $0.isDue(sight, isForced: isForced) }) else { return .unchanged }
        do throws(TLSFileError) {
            let identity = try TLSIdentity(contents.get(), of: files)
            guard identity.notAfter > now else { throw .ended(path: files.certificate, at: identity.notAfter) }
            state.withLock { $0 = State(identity: identity, loaded: sight) }
            return .loaded(notAfter: identity.notAfter)
        } catch {
            state.withLock { $0.refused = (sight, error) }
            return .refused(error)
        }
    }
}
