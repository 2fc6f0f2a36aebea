import CEL
import Yams

/// Conditions on what vendors may leave out.
extension DocumentReader {
    /// Of more fields of one rule it is said how many there are.
    private static let maxNamedFields = 4

    /// One warning a rule, however many fields of it vendors may leave out: one `on_unknown` answers for all of them.
    mutating func warnAboutOptionalFields(_ rules: [Rule], _ environment: Environment) {
        for rule in rules where rule.onUnknown == nil && rule.condition.constant == nil {
            // It was compiled before, so that it can't be refused now.
            guard let reads = try? environment.attributeReads(rule.condition.source) else { continue }
            let open = reads.filter { read in vocabulary.optionalParts(read.path).contains { !read.knows($0) } }
            guard let first = open.first else { continue }
            var fields: [String] = []
            for read in open where !fields.contains(read.path) { fields.append(read.path) }
            let place = conditions[rule.id].map { scalar in
                self.place(
                    at: Self.index(line: first.line, column: first.column, in: rule.condition.source), in: scalar)
            }
            warn(
                "rule '\(rule.id)' can't be known where a vendor leaves out \(Self.named(fields)), as it may: review applies then",
                at: place ?? rulePlaces[rule.id],
                hint: "write on_unknown: review, allow or block, or ask \(Self.guardText(fields))")
        }
    }

    private static func named(_ fields: [String]) -> String {
        guard fields.count > maxNamedFields else { return fields.joined(separator: " or ") }
        let more = fields.count - maxNamedFields
        return fields.prefix(maxNamedFields).joined(separator: ", ") + " or \(more) more"
    }

    /// A list's elements can't be asked for from outside.
    private static func guardText(_ fields: [String]) -> String {
        guard fields.count == 1, let field = fields.first, !field.contains("[") else { return "has(…) of each first" }
        return "has(\(field)) && first"
    }
}
