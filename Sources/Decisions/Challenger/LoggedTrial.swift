import CEL

/// What a challenger would have decided on one decision, as a record of its results holds it.
package struct LoggedTrial: Sendable {
    /// `{"policy":{…},"event":…,"result":{…}}`
    package let json: [UInt8]

    /// - Parameters:
    ///   - decision: the id of the decision.
    ///   - line: a record of the type ``Challenger/recordType``.
    ///   - data: where its `data` stands.
    /// - Returns: nil if the record has no result of the decision.
    package init?(of decision: String, in line: [UInt8], data: Range<Int>) {
        guard let members = JSONMembers(line, in: data), let policy = members.json("policy"),
            let event = members.json("event"), let results = members.json("results"),
            let result = Self.result(of: decision, among: results)
        else { return nil }
        var writer = JSONWriter(capacity: 1024)
        writer.beginObject()
        writer.key("policy")
        writer.encoded(policy)
        writer.key("event")
        writer.encoded(event)
        writer.key("result")
        writer.value(result)
        writer.endObject()
        json = writer.bytes
    }

    private static func result(of decision: String, among results: [UInt8]) -> Value? {
        guard case .list(let results)? = try? Value(json: results) else { return nil }
        return results.first { result in
            guard case .map(let result) = result, case .string(let id)? = result["id"] else { return false }
            return id == decision
        }
    }
}
