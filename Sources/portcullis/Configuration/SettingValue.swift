import Curl

/// A setting's value and where it was found.
struct SettingValue: Sendable, Discreet {
    enum Source: Sendable, Equatable, CustomStringConvertible {
        case standard
        case file(String)
        case variable(String)
        /// The file that an environment variable names.
        case secretFile(variable: String)
        case option(String)

        var description: String {
            switch self {
            case .standard: "default"
            case .file(let path): path
            case .variable(let name): name
            case .secretFile(let variable): "the file named by \(variable)"
            case .option(let name): name
            }
        }
    }

    let text: String
    let source: Source
}
