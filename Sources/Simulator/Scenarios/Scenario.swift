/// A sample session ID and what happens when a vendor is asked for it, used like a test card number.
package struct Scenario: Sendable {
    /// Whose session it is.
    package let vendor: Vendor
    /// Groups the catalogue, and is the same for both vendors where the scenario is the same. For a vendor's refusal it
    /// is the HTTP status.
    package let number: Int
    /// One or more words joined by hyphens, unique within a vendor.
    package let name: String
    /// What is simulated, in a sentence without full stop.
    package let summary: String
    /// The decisions that the sample policy makes on successive calls of the service. After the last, the first again.
    package let expected: [Expectation]
    /// The vendor's answers to successive fetches. After the last, the first again.
    let answers: [Answer]

    /// The session ID in the vendor's form.
    ///
    /// Tripwire: the name without hyphens and the number, with zeros between. The vendor's alphabet has no i, l, o and
    /// u, which become 1, 1, 0 and v. Verisoul: a version 4 UUID that ends in the number.
    package let id: String

    init(
        _ vendor: Vendor, _ number: Int, _ name: String, _ summary: String, _ expected: [Expectation],
        _ answers: [Answer]
    ) {
        self.vendor = vendor
        self.number = number
        self.name = name
        self.summary = summary
        self.expected = expected
        self.answers = answers
        self.id =
            switch vendor {
            case .tripwire: Self.tripwireID(name, number)
            case .verisoul: "00000000-0000-4000-8000-" + Self.padded(String(number), to: 12)
            }
    }

    private static func tripwireID(_ name: String, _ number: Int) -> String {
        let replacements: [Character: Character] = ["i": "1", "l": "1", "o": "0", "u": "v"]
        let word = String(name.filter { $0 != "-" }.map { replacements[$0] ?? $0 })
        return "sid_" + word + padded(String(number), to: max(26 - word.count, 0))
    }

    private static func padded(_ digits: String, to count: Int) -> String {
        String(repeating: "0", count: max(count - digits.count, 0)) + digits
    }
}
