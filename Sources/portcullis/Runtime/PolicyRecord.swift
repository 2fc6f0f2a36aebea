import CEL
import Policy

/// The data of a `portcullis.policy.loaded.v1` record.
enum PolicyRecord {
    static func data(_ policy: Policy) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("name", policy.name)
        writer.member("version", policy.version)
        writer.member("event", policy.event)
        writer.member("digest", policy.digest)
        writer.endObject()
        return writer.bytes
    }
}
