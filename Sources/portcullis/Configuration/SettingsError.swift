/// What is wrong with the configuration: one line a mistake, all of them at once.
struct SettingsError: Error, CustomStringConvertible {
    let problems: [String]

    var description: String {
        (["The configuration can't be used:"] + problems.map { "  - \($0)" }).joined(separator: "\n")
    }
}
