/// The records that the log writes of itself. `docs/log.md` has their fields.
enum OwnRecord {
    /// The first record of a run: what recovery found.
    static func opened(
        configuration: DecisionLog.Configuration, recovery: Recovery
    ) throws(DecisionLogError) -> Record {
        var data = "{\"portcullis_version\":\(JSONText.quote(configuration.version))"
        data += ",\"durability\":\"\(configuration.durability.name)\""
        if case .interval(let interval) = configuration.durability {
            data += ",\"sync_interval_ms\":\(interval.milliseconds)"
        }
        data += ",\"recovery\":{\"last_sequence\":\(recovery.chain.sequence)"
        data += ",\"last_hash\":\"\(recovery.chain.hash)\",\"torn_bytes\":\(recovery.tornBytes)"
        if let tornFile = recovery.tornFile { data += ",\"torn_file\":\(JSONText.quote(tornFile))" }
        data += "}}"
        return try record("opened", after: recovery.chain, data: data)
    }

    /// The first record after an outage, so that an auditor sees when decisions couldn't be logged, and so weren't given.
    static func resumed(
        after chain: Chain, outage: Outage, refused: UInt64
    ) throws(DecisionLogError) -> Record {
        var data = "{\"not_writable_since\":\"\(Timestamp(outage.since))\""
        data += ",\"reason\":\(JSONText.quote(outage.reason)),\"refused_records\":\(refused)}"
        return try record("resumed", after: chain, data: data)
    }

    /// CloudEvents wants an id that is unique within a source: the record's own sequence makes it so.
    private static func record(
        _ name: String, after chain: Chain, data: String
    ) throws(DecisionLogError) -> Record {
        try Record(
            type: "portcullis.log.\(name).v1", id: "log_\(LogDirectory.digits(chain.sequence + 1))", traceparent: nil,
            data: Array(data.utf8))
    }
}
