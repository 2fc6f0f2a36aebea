/// What is wrong with the configuration: one line a mistake, all of them at once.
struct SettingsError: Error, CustomStringConvertible {
    let problems: [String]
    /// Whether there is no configuration to find mistakes in: the file is missing, or isn't YAML.
    var isUnreadable = false

    var description: String {
        (["The configuration can't be used:"] + problems.map { "  - \($0)" }).joined(separator: "\n")
    }
}
