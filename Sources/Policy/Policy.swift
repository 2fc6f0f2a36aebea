import CEL

/// A document that has been read, checked and compiled: it decides one event.
///
/// A class, as every decision hands it on: a copy would count each of its parts up and down, and all threads count the same.
package final class Policy: Sendable {
    /// The file's name without `.yaml`.
    package let name: String
    package let version: String
    package let event: String
    /// `sha256:` and 64 hex digits over the document and its list files, see ``PolicyDigest``.
    package let digest: String
    /// `{"name":…,"version":…,"digest":…}`, as every decision tells it.
    package let identityJSON: [UInt8]

    /// Whether a preliminary answer is asked for again while the deadline leaves room.
    package let awaitsFinal: Bool

    /// In the document's order.
    package var ruleIDs: [String] { rules.map(\.id) }

    let defaultAction: Action
    let bands: ScoreBands?
    let rules: [Rule]
    let unavailable: UnavailableMatrix
    let environment: Environment
    let suppliers: @Sendable (String) -> [String]

    init(
        name: String, version: String, event: String, digest: String, awaitsFinal: Bool, defaultAction: Action,
        bands: ScoreBands?, rules: [Rule], unavailable: UnavailableMatrix, environment: Environment,
        suppliers: @escaping @Sendable (String) -> [String]
    ) {
        self.name = name
        self.version = version
        self.event = event
        self.digest = digest
        var identity = JSONWriter(capacity: 160)
        identity.beginObject()
        identity.member("name", name)
        identity.member("version", version)
        identity.member("digest", digest)
        identity.endObject()
        identityJSON = identity.bytes
        self.awaitsFinal = awaitsFinal
        self.defaultAction = defaultAction
        self.bands = bands
        self.rules = rules
        self.unavailable = unavailable
        self.environment = environment
        self.suppliers = suppliers
    }
}
