import CEL
import Yams

extension DocumentReader {
    static let schemaKeys = ["subject", "attributes"]
    static let subjectKeys = ["required"]
    static let attributeKeys = ["type", "required", "values", "min", "max"]

    mutating func schema(_ node: Node) -> RequestSchema? {
        guard let fields = YAMLFields(node, "schema", keys: Self.schemaKeys, problems: &problems) else { return nil }
        let subject = fields["subject"].map { requiredSubject($0) } ?? []
        let attributes = fields["attributes"].map { self.attributes($0) }
        return RequestSchema(requiredSubject: subject, attributes: attributes)
    }

    private mutating func requiredSubject(_ node: Node) -> [String] {
        guard let fields = YAMLFields(node, "schema.subject", keys: Self.subjectKeys, problems: &problems),
            let required = fields.required("required", problems: &problems)
        else { return [] }
        let known = subjectFields
        return problems.elements(required, "required", max: limits.maxAttributes).compactMap { node in
            guard let name = problems.text(node, "a field of subject") else { return nil }
            if known.contains(name) { return name }
            problems.add(
                "no field '\(name.prefix(64))' in subject", at: node.place,
                hint: NearestName.hint(for: name, among: known, few: 16))
            return nil
        }
    }

    private var subjectFields: [String] {
        let subject = vocabulary.variables.first { $0.name == RequestSchema.subjectVariable }
        guard case .record(let type)? = subject?.type else { return [] }
        return type.fields.map(\.name)
    }

    private mutating func attributes(_ node: Node) -> [RequestSchema.Attribute] {
        guard case .mapping(let mapping) = node else {
            problems.add(
                "schema.attributes has to be a mapping", at: node.place, hint: "such as attributes: { plan: string }")
            return []
        }
        guard mapping.count <= limits.maxAttributes else {
            problems.add("there are more than \(limits.maxAttributes) attributes", at: node.place)
            return []
        }
        return mapping.compactMap { key, value in
            problems.text(key, "an attribute's name").flatMap { attribute($0, value) }
        }
    }

    private mutating func attribute(_ name: String, _ node: Node) -> RequestSchema.Attribute? {
        guard case .mapping = node else {
            return attributeType(node, name).map { .init(name: name, type: $0, isRequired: false, constraint: nil) }
        }
        let what = "schema.attributes.\(name.prefix(64))"
        guard let fields = YAMLFields(node, what, keys: Self.attributeKeys, problems: &problems),
            let typeNode = fields.required("type", hint: "such as type: string", problems: &problems),
            let type = attributeType(typeNode, name)
        else { return nil }
        let isRequired = fields["required"].flatMap { problems.flag($0, "required") } ?? false
        let constraint = fields["values"].map { self.values($0, type) } ?? range(fields, type)
        return .init(name: name, type: type, isRequired: isRequired, constraint: constraint)
    }

    private mutating func attributeType(_ node: Node, _ name: String) -> AttributeType? {
        guard let text = problems.text(node, "the type of the attribute '\(name.prefix(64))'") else { return nil }
        if let type = AttributeType(text) { return type }
        problems.add(
            "an attribute's type can't be '\(text.prefix(64))'", at: node.place,
            hint: "allowed: \(AttributeType.names.joined(separator: ", ")), and list(…) of one of them")
        return nil
    }

    private mutating func values(_ node: Node, _ type: AttributeType) -> RecordType.Constraint? {
        if type != .string { problems.add("only a string can have 'values'", at: node.place) }
        let values = problems.elements(node, "values", max: limits.maxAttributes).compactMap {
            problems.text($0, "one of values")
        }
        if values.isEmpty { problems.add("'values' has none", at: node.place) }
        return .oneOf(values)
    }

    private mutating func range(_ fields: YAMLFields, _ type: AttributeType) -> RecordType.Constraint? {
        guard let place = (fields["min"] ?? fields["max"])?.place else { return nil }
        if type != .int, type != .double { problems.add("only a number can have 'min' and 'max'", at: place) }
        let lower = fields["min"].map { number($0, "min") } ?? -.infinity
        let upper = fields["max"].map { number($0, "max") } ?? .infinity
        guard lower <= upper else {
            problems.add("'min' has to be at most 'max'", at: place)
            return nil
        }
        return .range(lower...upper)
    }

    /// 0 for what isn't a number, which is noted.
    private mutating func number(_ node: Node, _ what: String) -> Double {
        guard let text = problems.text(node, what) else { return 0 }
        if let number = Double(text), number.isFinite { return number }
        problems.add("\(what) can't be '\(text.prefix(64))'", at: node.place, hint: "a number")
        return 0
    }
}
