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
    /// The SHA-256 of each file that it was read from: the document's, and its list files' by the lists' names.
    package let files: FileDigests

    /// Whether a preliminary answer is asked for again while the deadline leaves room.
    package let awaitsFinal: Bool

    /// In the document's order.
    package var ruleIDs: [String] { rules.map(\.id) }
    /// Each as `sha256:` and 64 hex digits.
    package struct FileDigests: Sendable {
        package let document: String
        /// In the order of the document.
        package internal(set) var lists: [(name: String, digest: String)] = []
    }

    let defaultAction: Action
    let bands: ScoreBands?
    let rules: [Rule]
    let unavailable: UnavailableMatrix
    let environment: Environment
    let activations: ActivationPool
    let schema: RequestSchema?
    /// What one evaluation may cost.
    let maxSteps: Int
    let suppliers: @Sendable (String) -> [String]

    init(
        name: String, version: String, event: String, digest: String, files: FileDigests, awaitsFinal: Bool,
        defaultAction: Action,
        bands: ScoreBands?, rules: [Rule], unavailable: UnavailableMatrix, environment: Environment,
        schema: RequestSchema?, maxSteps: Int, suppliers: @escaping @Sendable (String) -> [String]
    ) {
        self.name = name
        self.version = version
        self.event = event
        self.digest = digest
        self.files = files
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
        activations = ActivationPool(environment)
        self.schema = schema
        self.maxSteps = maxSteps
        self.suppliers = suppliers
    }

    /// What in a request doesn't fit the document's `schema`; nil if all does, or if there is none.
    ///
    /// - Parameters:
    ///   - subject: the variable of that name.
    ///   - attributes: the caller's, as they came.
    package func misfit(subject: Record, attributes: MapValue) -> RequestMisfit? {
        schema?.misfit(subject: subject, attributes: attributes)
    }
}
