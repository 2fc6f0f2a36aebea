import CEL

/// A document that has been read, checked and compiled: it decides one event.
package struct Policy: Sendable {
    /// The file's name without `.yaml`.
    package let name: String
    package let version: String
    package let event: String
    /// `sha256:` and 64 hex digits over the document and its list files, see ``PolicyDigest``.
    package let digest: String

    let defaultAction: Action
    let bands: ScoreBands?
    let rules: [Rule]
    let unavailable: UnavailableMatrix
    let environment: Environment
    let suppliers: @Sendable (String) -> [String]
}
