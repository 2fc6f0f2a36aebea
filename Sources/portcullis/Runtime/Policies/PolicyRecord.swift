import CEL
import Policy

/// What is on the log of a policy that is loaded.
enum PolicyRecord {
    static let type = "portcullis.policy.loaded.v1"

    /// The record's data.
    ///
    /// - Parameter isChallenger: whether it is only tried on the evidence.
    static func data(_ policy: Policy, isChallenger: Bool) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("name", policy.name)
        writer.member("version", policy.version)
        writer.member("event", policy.event)
        writer.member("digest", policy.digest)
        writer.member("document", policy.files.document)
        writer.key("lists")
        writer.beginObject()
        for (name, digest) in policy.files.lists { writer.member(name, digest) }
        writer.endObject()
        if isChallenger { writer.member("challenger", true) }
        writer.endObject()
        return writer.bytes
    }
}
