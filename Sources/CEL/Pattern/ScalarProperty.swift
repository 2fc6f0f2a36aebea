/// A general category of Unicode's, or several, such as `L` for letters and `Lu` for capital ones.
struct ScalarProperty: Sendable, Hashable {
    private let categories: Set<Unicode.GeneralCategory>
    private let isNegated: Bool

    /// - Parameter name: as in Unicode's own abbreviations. Nil for another name.
    init?(_ name: String, isNegated: Bool) {
        if name == "Any" {
            categories = []
            self.isNegated = !isNegated
            return
        }
        let categories = Self.names.filter { $0.key.hasPrefix(name) && (1...2).contains(name.utf8.count) }.map(\.value)
        guard !categories.isEmpty else { return nil }
        self.categories = Set(categories)
        self.isNegated = isNegated
    }

    func holds(for scalar: Unicode.Scalar) -> Bool {
        categories.contains(scalar.properties.generalCategory) != isNegated
    }

    private static let names: [String: Unicode.GeneralCategory] = [
        "Lu": .uppercaseLetter, "Ll": .lowercaseLetter, "Lt": .titlecaseLetter, "Lm": .modifierLetter,
        "Lo": .otherLetter, "Mn": .nonspacingMark, "Mc": .spacingMark, "Me": .enclosingMark, "Nd": .decimalNumber,
        "Nl": .letterNumber, "No": .otherNumber, "Pc": .connectorPunctuation, "Pd": .dashPunctuation,
        "Ps": .openPunctuation, "Pe": .closePunctuation, "Pi": .initialPunctuation, "Pf": .finalPunctuation,
        "Po": .otherPunctuation, "Sm": .mathSymbol, "Sc": .currencySymbol, "Sk": .modifierSymbol, "So": .otherSymbol,
        "Zs": .spaceSeparator, "Zl": .lineSeparator, "Zp": .paragraphSeparator, "Cc": .control, "Cf": .format,
        "Co": .privateUse,
    ]
}
