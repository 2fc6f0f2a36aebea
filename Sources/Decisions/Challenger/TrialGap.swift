/// Why the log doesn't say what a challenger would have decided.
package enum TrialGap: String, Sendable, CaseIterable {
    /// Trials didn't keep up with decisions.
    case queueFull = "queue_full"
    /// The service stopped first.
    case stopped
    /// The log couldn't take the result.
    case notLogged = "not_logged"
}
