/// The settings as a Markdown table: `docs/configuration.md` holds it, a test compares them.
enum SettingTable {
    static func markdown() -> String {
        var lines = ["| setting | environment | default | allowed | |", "|---|---|---|---|---|"]
        for key in SettingKey.all {
            let variable = key.isSecret ? "`\(key.variable)` or `\(key.fileVariable)`" : "`\(key.variable)`"
            let cells = [
                "`\(key.name)`" + (key.isSecret ? " (secret)" : ""), variable,
                key.defaultText.map { "`\($0)`" } ?? "none", key.allowed, key.meaning,
            ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
