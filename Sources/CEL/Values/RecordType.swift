/// The declared shape of a structured value: its fields, in order, with their types.
///
/// A record type is what the checker finds a misspelt field with, what JSON is decoded against
/// (``JSONRecordDecoder``), and what gives every field the slot at which an evaluator finds it
/// without a lookup by name. Two record types are equal only if they are the same object.
package final class RecordType: Sendable, Hashable {
    /// One declared field.
    package struct Field: Sendable {
        package let name: String
        package let type: CELType
        /// What a delivered value has to satisfy; one that doesn't counts as not delivered.
        package let constraint: Constraint?
        /// Whether whoever delivers the record may leave the field out, or set it to null.
        package let isOptional: Bool

        package init(_ name: String, _ type: CELType, _ constraint: Constraint? = nil) {
            self.init(name, type, constraint, isOptional: false)
        }

        private init(_ name: String, _ type: CELType, _ constraint: Constraint?, isOptional: Bool) {
            self.name = name
            self.type = type
            self.constraint = constraint
            self.isOptional = isOptional
        }

        /// One that may be left out, or null.
        package static func optional(_ name: String, _ type: CELType, _ constraint: Constraint? = nil) -> Field {
            Field(name, type, constraint, isOptional: true)
        }
    }

    /// A closed set or range of values, for fields that the vendor documents as such.
    package enum Constraint: Sendable, Equatable {
        case oneOf([String])
        case range(ClosedRange<Double>)

        /// The values of a type that satisfy it, for people.
        package func form(of type: String) -> String {
            switch self {
            case .oneOf(let allowed): "one of \(allowed.joined(separator: ", "))"
            case .range(let range) where range.lowerBound == -.infinity:
                "\(type), at most \(Self.text(range.upperBound))"
            case .range(let range) where range.upperBound == .infinity:
                "\(type), at least \(Self.text(range.lowerBound))"
            case .range(let range): "\(type) from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
            }
        }

        private static func text(_ number: Double) -> String {
            Int64(exactly: number).map(String.init) ?? String(number)
        }
    }

    package let name: String
    package let fields: [Field]
    private let slots: [String: Int]
    /// For JSON, where names come as bytes.
    let index: FieldIndex

    /// - Parameter fields: in slot order. Of two fields with one name the first counts.
    package init(_ name: String, _ fields: [Field]) {
        self.name = name
        self.fields = fields
        self.slots = Dictionary(
            fields.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
        self.index = FieldIndex(fields.map(\.name))
    }

    /// The slot of a field, or nil if the type declares no such field.
    package func slot(of field: String) -> Int? { slots[field] }

    package static func == (left: RecordType, right: RecordType) -> Bool { left === right }

    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
