/// What becomes of a segment once it is closed.
package enum Compression: String, Sendable, CaseIterable {
    /// It stays as it was written.
    case none
    /// It is replaced by a gzip file of the same content.
    case gzip
}
