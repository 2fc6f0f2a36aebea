extension Function {
    /// The functions of the specification and of the extensions, by name.
    static let standard: [String: Function] = Dictionary(
        (textFunctions + textExtension + conversions + timeFunctions + patternFunctions + mathFunctions
            + encoders + listFunctions + networkFunctions + optionalFunctions).map { ($0.name, $0) },
        uniquingKeysWith: { first, _ in first })

    /// For hints: macros are called like functions.
    static let macroNames = Comprehension.Kind.allCases.map(\.rawValue) + ["has", "cel.bind", "optMap", "optFlatMap"]
}
