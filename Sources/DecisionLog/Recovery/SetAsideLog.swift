import SystemPackage

/// A damaged log that was moved out of the way to begin a new chain, because the configuration says so.
package struct SetAsideLog: Sendable, Equatable {
    /// The directory within the log's that it is in now.
    package let name: String
    /// What is wrong with it.
    package let reason: String

    /// Moves all of the log's files but the lock into the first free `damaged-<number>`.
    ///
    /// - Throws: `.unreadable` if that fails.
    init(_ directory: LogDirectory, reason: String) throws(DecisionLogError) {
        let names = try directory.names()
        var number = 1
        while names.contains("damaged-\(number)") { number += 1 }
        name = "damaged-\(number)"
        self.reason = reason
        let target = directory.path.appending(name)
        do {
            try LogDirectory(target.string).create()
            for name in Self.moved(names) {
                try directory.path.appending(name).move(to: target.appending(name))
            }
            try directory.sync()
            try LogDirectory(target.string).sync()
        } catch let error as DecisionLogError {
            throw error
        } catch {
            throw .unreadable(path: target.string, reason: "the damaged log can't be moved (\(error))")
        }
    }

    /// What of the directory is moved, in an order in which a crash in between leaves what a start finds damaged: the active file, sorted
    /// behind the closed ones, is the last but for the checkpoints, which may be all that shows the damage.
    static func moved(_ names: [String]) -> [String] {
        func starting(with prefix: String) -> [String] { names.filter { $0.hasPrefix(prefix) }.sorted() }
        return starting(with: "decisions") + starting(with: LogDirectory.checkpointsName)
    }
}
