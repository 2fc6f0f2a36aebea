/// What a policy wants done about an answer that the vendor may soon change.
enum Finality: String, Sendable, CaseIterable {
    /// Decide on it.
    case accept
    /// Ask again until it is final, while the deadline leaves room.
    case wait
}
