/// The records that the log writes of itself. `docs/log.md` has their fields.
enum OwnRecord {
    enum Kind: String, CaseIterable {
        case opened, resumed, rotated, removed

        /// The CloudEvents type.
        var type: String { "portcullis.log.\(rawValue).v1" }
    }

    /// The first record of a run: what recovery found.
    static func opened(
        configuration: DecisionLog.Configuration, recovery: Recovery, after chain: Chain
    ) throws(DecisionLogError) -> Record {
        var data = "{\"portcullis_version\":\(JSONText.quote(configuration.version))"
        data += ",\"durability\":\"\(configuration.durability.name)\""
        if case .interval(let interval) = configuration.durability {
            data += ",\"sync_interval_ms\":\(interval.milliseconds)"
        }
        data += ",\"recovery\":{\"last_sequence\":\(recovery.chain.sequence)"
        data += ",\"last_hash\":\"\(recovery.chain.hash)\",\"torn_bytes\":\(recovery.tornBytes)"
        if let tornFile = recovery.tornFile { data += ",\"torn_file\":\(JSONText.quote(tornFile))" }
        if let setAside = recovery.setAside {
            data += ",\"damaged\":{\"directory\":\(JSONText.quote(setAside.name))"
            data += ",\"reason\":\(JSONText.quote(setAside.reason))}"
        }
        data += "}}"
        return try record(.opened, after: chain, data: data)
    }

    /// The first record after an outage, so that an auditor sees when decisions couldn't be logged, and so weren't given.
    static func resumed(
        after chain: Chain, outage: Outage, refused: UInt64
    ) throws(DecisionLogError) -> Record {
        var data = "{\"not_writable_since\":\"\(Timestamp(outage.since))\""
        data += ",\"reason\":\(JSONText.quote(outage.reason)),\"refused_records\":\(refused)}"
        return try record(.resumed, after: chain, data: data)
    }

    /// The first record of each segment but the first: why, how the one before ended, and the tree over all before it.
    static func rotated(
        after chain: Chain, reason: RotationReason, fault: String?, closedFirst: UInt64, closedBytes: Int64,
        tree: MerkleTree
    ) throws(DecisionLogError) -> Record {
        var data = "{\"reason\":\"\(reason.rawValue)\""
        if let fault { data += ",\"fault\":\(JSONText.quote(fault))" }
        data += ",\"closed\":{\"file\":\"\(LogDirectory.closedName(first: closedFirst))\""
        data += ",\"first_sequence\":\(closedFirst),\"bytes\":\(closedBytes)}"
        data += ",\"tree\":{\"size\":\(tree.size),\"edge\":["
        data += tree.edge.map { "\"\($0)\"" }.joined(separator: ",") + "]}}"
        return try record(.rotated, after: chain, data: data)
    }

    /// Stands before segments are removed that are older or more than is to be kept.
    static func removed(
        after chain: Chain, segments: ArraySlice<ClosedSegment>, covered: UInt64
    ) throws(DecisionLogError) -> Record {
        let names = segments.map { "\"\(LogDirectory.closedName(first: $0.firstSequence))\"" }.joined(separator: ",")
        return try record(
            .removed, after: chain,
            data: "{\"segments\":[\(names)],\"last_sequence\":\(segments.last?.lastSequence ?? 0)"
                + ",\"checkpoint_size\":\(covered)}")
    }

    /// CloudEvents wants an id that is unique within a source: the record's own sequence makes it so.
    private static func record(
        _ kind: Kind, after chain: Chain, data: String
    ) throws(DecisionLogError) -> Record {
        try Record(
            type: kind.type, id: "log_\(LogDirectory.digits(chain.sequence + 1))", traceparent: nil,
            data: Array(data.utf8))
    }
}
