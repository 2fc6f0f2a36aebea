import CEL
import Synchronization

/// Activations that were used and may be used again, so that an evaluation takes no memory of its own. They hold nothing
/// of the evidence that they were used for.
final class ActivationPool: Sendable {
    /// More than run at once aren't kept.
    private static let maxKept = 64

    private let environment: Environment
    private let kept: Mutex<[Activation]>

    init(_ environment: Environment) {
        self.environment = environment
        var kept: [Activation] = []
        kept.reserveCapacity(Self.maxKept)
        self.kept = Mutex(kept)
    }

    func take() -> Activation { kept.withLock { $0.popLast() } ?? environment.activation() }

    /// - Parameter activation: not used by its owner any more.
    func give(_ activation: inout Activation) {
        environment.renew(&activation)
        let renewed = activation
        kept.withLock { kept in
            if kept.count < Self.maxKept { kept.append(renewed) }
        }
    }
}
