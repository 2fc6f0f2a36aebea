import ArgumentParser

/// How lines on standard error look.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    /// One JSON object a line, for what collects logs.
    case json
    /// For people.
    case text
}
