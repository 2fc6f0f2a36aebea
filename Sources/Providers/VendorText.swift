/// Short identifiers that vendors send and that go into decisions, logs and metrics: taken only if they look like one.
enum VendorText {
    /// The text, if it is 1 to 64 of `A-Z a-z 0-9 . _ -`; nil otherwise.
    static func identifier(_ text: String?) -> String? {
        guard let text, (1...64).contains(text.utf8.count),
            text.utf8.allSatisfy({ $0.isASCIIAlphanumeric || "._-".utf8.contains($0) })
        else { return nil }
        return text
    }
}
