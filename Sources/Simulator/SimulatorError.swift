/// Why a simulator can't be made.
package enum SimulatorError: Error, Sendable, CustomStringConvertible {
    /// A setting isn't allowed. The values of keys aren't named.
    case invalidSetting(name: String, allowed: String)

    /// Names the setting and what is allowed.
    package var description: String {
        switch self {
        case .invalidSetting(let name, let allowed): "simulator setting \(name): allowed is \(allowed)"
        }
    }
}
