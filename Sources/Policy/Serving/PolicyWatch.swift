/// Tells when to load again: when files have changed since the last load, and then look the same twice, so that what is
/// still being written isn't read. Whoever asks decides how far apart that is.
package struct PolicyWatch: Sendable {
    private var loaded: FileStates
    private var changed: FileStates?

    /// - Parameter loaded: what the files looked like that the first load has read.
    package init(loaded: FileStates) { self.loaded = loaded }

    /// The files to look at.
    package var files: FileStates { loaded }

    /// - Parameter seen: ``files`` as they are now.
    package mutating func isDue(_ seen: FileStates) -> Bool {
        guard seen != loaded else {
            changed = nil
            return false
        }
        defer { changed = seen }
        return seen == changed
    }

    /// Notes that a load was tried, whatever came of it: the same files aren't loaded again before they change.
    package mutating func tried(_ states: FileStates) {
        loaded = states
        changed = nil
    }
}
