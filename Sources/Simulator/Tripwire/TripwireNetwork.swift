/// What Tripwire knows of the visitor's network.
struct TripwireNetwork: Sendable {
    /// `pending`, `ready`, `skipped` or `error`: only `ready` gives the anonymity flags a meaning.
    var status = "ready"
    /// The keys of `anonymity` that are true.
    var anonymity: Set<String> = []
    var provider: String?
    /// The reputation's categories; listed when there is any.
    var categories: [String] = []
    var organization = "Example Broadband"
    var summary = "Nothing remarkable is known of this address."
}
